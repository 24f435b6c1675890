//! A time that was opened for what is done in it: which it is, and that it is not left behind.

use chrono::{DateTime, Utc};
use store::{Error, JournalRow, NewWrite, Reader, VaultFile, WriteId, Writer};

use super::visit::VisitWrite;
use super::words::Write;

/// The write of a row, told apart from what was open before its time was, where another opened one for it.
pub(crate) fn of(vault: &Reader<'_, VaultFile>, row: &JournalRow) -> Result<Write, Error> {
    let write = Write::of(row)?;
    let is_doubled = write.visit().is_some_and(VisitWrite::is_doubled);
    let led = row.follows.as_ref().filter(|_| is_doubled).map(|led| vault.journal_row(led)).transpose()?;
    let led = led.flatten().map(|led| Write::of(&led)).transpose()?;
    Ok(match (write, led) {
        (Write::Visit(write), Some(Write::Visit(led))) => write.after(&led).into(),
        (write, _) => write,
    })
}

/// Has the time taken off that a write did not get, by whoever had that one written.
pub(crate) fn take_off(
    writer: &mut Writer<'_, VaultFile>,
    after: &WriteId,
    (id, removal): (WriteId, VisitWrite),
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = writer.journal_row(after)?.ok_or(Error::OutOfTurn)?;
    let write = Write::from(removal);
    let new = NewWrite {
        id,
        connection: row.connection,
        kind: write.kind().to_owned(),
        subject: write.subject().cloned(),
        payload: write.payload()?,
        before: write.before()?,
        follows: Some(after.clone()),
        by: row.released_by.unwrap_or(row.drafted_by),
        at,
    };
    release(writer, &new)
}

/// Drafts a write and has it written.
pub(crate) fn release(writer: &mut Writer<'_, VaultFile>, new: &NewWrite) -> Result<(), Error> {
    writer.journal_draft(new)?;
    writer.journal_release(&new.id, &new.by, new.at)
}
