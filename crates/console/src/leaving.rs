//! Files that leave the console. Whoever wants one may be cut off, by a lock or the end: by then the file is
//! whole, and is on record as done, or there never is one.

use std::path::PathBuf;

use ipc::session::Trouble;
use ipc::{AuditEntry, Call, Failure};
use store::{OpenError, Wanted};

use crate::console::Console;
use crate::ledger::Desk;
use crate::profile::stuck;

/// A file on its way out, for as long as somebody waits for it.
struct Leaving<'c> {
    console: &'c Console,
    call: &'c Call,
    desk: Desk,
    /// Who stands in it.
    people: Vec<String>,
    wanted: Wanted,
    is_answered: bool,
}

/// Writes a file about nobody off the runtime's threads. Gives its path.
pub(crate) async fn write(
    console: &Console,
    call: &Call,
    work: impl FnOnce(&Wanted) -> Result<PathBuf, OpenError> + Send + 'static,
) -> Result<String, Failure> {
    write_of(console, call, Vec::new(), work).await
}

/// The same of a file in which people stand: each of them is on record with it.
pub(crate) async fn write_of(
    console: &Console,
    call: &Call,
    people: Vec<String>,
    work: impl FnOnce(&Wanted) -> Result<PathBuf, OpenError> + Send + 'static,
) -> Result<String, Failure> {
    let (desk, wanted) = (console.desk().await, Wanted::default());
    let mut leaving = Leaving { console, call, desk, people, wanted: wanted.clone(), is_answered: false };
    let written = console.turns().aside(move || work(&wanted)).await;
    leaving.is_answered = true;
    let written = written.map_err(|_| Failure::Profile { trouble: Trouble::Disk })?;
    Ok(written.map_err(|error| stuck(&error))?.display().to_string())
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        if !self.is_answered
            && self.wanted.give_up()
            && let Some(entry) = self.call.entry()
        {
            self.console.ledger().leave(&entry, &self.desk);
            for patient in self.people.drain(..) {
                let own = AuditEntry { patient: Some(patient), ..entry.clone() };
                self.console.ledger().leave(&own, &self.desk);
            }
            self.call.kept();
        }
    }
}
