//! Passphrases that are guessed: counted on the disk before they are tried, and slowed as PINs are.

use std::sync::Arc;

use chrono::TimeDelta;
use ipc::Failure;
use ipc::session::Trouble;
use store::ProfileFolder;

use crate::console::Console;
use crate::pin::rest_after;
use crate::profile::stuck;
use crate::threads;

/// Refuses a passphrase while guesses rest, and counts it as a wrong one otherwise: a kill in the middle of
/// a try gives no free guess.
pub(crate) async fn charge(console: &Console, folder: &Arc<ProfileFolder>) -> Result<(), Failure> {
    let now = console.ports().clock.now();
    let tried = folder.profile().wrong_passphrases;
    let since = tried.last.map_or(TimeDelta::zero(), |last| now - last);
    let steady = TimeDelta::from_std(console.guard().since_passphrase()).unwrap_or(TimeDelta::MAX);
    let rest = rest_after(tried.count) - since.max(TimeDelta::zero()).min(steady);
    let (folder, is_resting) = (Arc::clone(folder), rest > TimeDelta::zero());
    let written = threads::aside(move || match (is_resting, since < TimeDelta::zero()) {
        (true, true) => folder.rest_anew(now),
        (true, false) => Ok(()),
        (false, _) => folder.charge_passphrase(now),
    });
    let written = written.await.map_err(|_| Failure::Profile { trouble: Trouble::Disk })?;
    written.map_err(|error| stuck(&error))?;
    if is_resting {
        let left = u64::try_from(rest.num_milliseconds()).unwrap_or(0).max(1);
        return Err(Failure::PassphraseRests { retry_after_ms: left });
    }
    console.guard().passphrase_tried();
    Ok(())
}

/// Forgets the wrong ones: this one was right.
pub(crate) fn forgive(folder: &ProfileFolder) {
    if let Err(error) = folder.forgive_passphrases() {
        tracing::warn!(%error, "a passphrase that was right still counts as a wrong one");
    }
}
