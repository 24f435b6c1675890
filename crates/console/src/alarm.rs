//! What was found wrong with the audit, told until somebody who may read it says that they saw it.

use std::collections::BTreeSet;

use ipc::trail::{AuditAcknowledge, AuditFound, AuditWrong};
use ipc::{AuditKind, Call, Done, Failure, Field};
use store::{AuditFilter, AuditRow, Reader, VaultFile};

use crate::console::Console;
use crate::{people, profile};

/// The setting that says up to which entry somebody saw what was found.
const SEEN: &str = "audit findings seen";
/// The most findings that are told: there is one at a start, or a few.
const MOST: u32 = 10_000;

/// Gives what was found and nobody acknowledged.
pub(crate) async fn found(console: &Console) -> Result<AuditFound, Failure> {
    let rows = unseen(console).await?;
    let until = rows.first().map(|row| row.sequence);
    let found: BTreeSet<_> =
        rows.iter().map(|row| wrong(row.entry.about.as_deref().unwrap_or_default())).collect();
    Ok(AuditFound { wrong: found.into_iter().collect(), until, times: rows.len() as u64 })
}

/// Puts on record that somebody saw what was found, up to an entry that says so.
pub(crate) async fn acknowledge(
    console: &Console,
    call: &Call,
    request: AuditAcknowledge,
) -> Result<Done, Failure> {
    if !unseen(console).await?.iter().any(|row| row.sequence == request.until) {
        return Err(Failure::Invalid { field: Field::Request });
    }
    people::change(console, call, call.entry(), move |vault| vault.put_setting(SEEN, &request.until)).await
}

async fn unseen(console: &Console) -> Result<Vec<AuditRow>, Failure> {
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let rows = place.vault.read(latest).await;
    rows.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))
}

fn latest(vault: &Reader<'_, VaultFile>) -> Result<Vec<AuditRow>, store::Error> {
    let seen = vault.setting::<u64>(SEEN)?.unwrap_or(0);
    let kind = Some(AuditKind::Finding.as_str().to_owned());
    let mut rows = vault.audit_rows(&AuditFilter { kind, ..AuditFilter::default() }, MOST)?;
    rows.retain(|row| row.sequence > seen);
    Ok(rows)
}

/// By the words in which it is on record.
fn wrong(about: &str) -> AuditWrong {
    match about.split(' ').next() {
        Some("had" | "replaced") => AuditWrong::Older,
        Some("anchor") => AuditWrong::Unanchored,
        _ => AuditWrong::Altered,
    }
}
