//! Over whose sign-in a write leaves: over that of whoever had it sent, and nobody else's.

use chrono::{DateTime, Utc};
use store::{Error, JournalRow, Reader, VaultFile, WriteId, WriteReason, Writer};

use super::run::JournalEdges;
use super::words::Shown;

/// Who is signed in over a connection, where that is not whoever had a write sent: athenahealth would take
/// it for theirs. A key is under what the vault keeps who is signed in; an app signs in under none.
pub(crate) fn anothers(
    vault: &Reader<'_, VaultFile>,
    key: Option<&str>,
    row: &JournalRow,
) -> Result<Option<Shown>, Error> {
    let Some(user) = key.map(|key| vault.signed_in(key)).transpose()?.flatten() else { return Ok(None) };
    let by = row.released_by.as_deref().unwrap_or(&row.drafted_by);
    Ok((!user.is(by)).then_some(Shown::SignedIn(user.name)))
}

/// The same as it stands now.
pub(crate) async fn is_in_use(edges: &JournalEdges, row: &JournalRow) -> Result<Option<Shown>, Error> {
    let (key, row) = (edges.sign_in.clone(), row.clone());
    edges.vault.read(move |vault| anothers(vault, key.as_deref(), &row)).await
}

/// Marks a write as sent, in the transaction that looks whose sign-in it leaves over; gives it back where that
/// is another's. Gives whether it leaves.
pub(crate) fn send(
    vault: &mut Writer<'_, VaultFile>,
    key: Option<&str>,
    id: &WriteId,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    let row = vault.journal_row(id)?.ok_or(Error::OutOfTurn)?;
    match anothers(vault, key, &row)? {
        Some(theirs) => vault.journal_hold(id, WriteReason::SignIn, Some(&theirs.kept()?)).map(|()| false),
        None => vault.journal_send(id, at).map(|()| true),
    }
}
