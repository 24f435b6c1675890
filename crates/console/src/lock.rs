//! Locking: nobody is answered any more, and then nothing is open.
//!
//! The window keeps what is typed first. What is under way ends, reading ends, the copy and the vault are closed, and with them go the keys and
//! the tokens. What stays in memory is who may unlock it, by name, and the profile's folder.

use std::sync::Arc;

use ipc::{AuditEntry, AuditKind, Caller, Outcome, Tag};
use store::{KeySource, MasterKey, ProfileFolder};

use crate::console::Console;
use crate::ports::{Away, AwayBy};
use crate::profile::{Held, Open};
use crate::{emergency, place};

/// The name of the write that keeps where the window was.
const KEEPING: &str = "place kept";

/// Locks the console: what is open is closed when this comes back. What is not open is locked as it is.
pub(crate) async fn lock(console: &Console, entry: Option<AuditEntry>) {
    let _unchanging = console.rekeying().lock().await;
    if console.ledger().place().is_none() {
        return;
    }
    console.keep_typed().await;
    if console.guard().lock() {
        console.clear();
    }
    console.next_watch();
    // The window has nothing on it before the files are closed.
    console.announce(&Tag::ALL);
    console.cancelling().notify_waiters();
    console.turns().end().await;
    let mut state = console.state().write().await;
    match &state.held {
        Held::Open(_) => {}
        // Somebody else locked it, or somebody who unlocks it hears that it was locked meanwhile.
        Held::Locked(_) => return,
        _ => return console.guard().forget(),
    }
    if let Some(entry) = entry {
        console.ledger().note(entry).await;
    }
    emergency::end_in(&mut state, "ended the emergency access with the lock").await;
    keep_place(console).await;
    console.copied().clear(Arc::clone(&console.ports().clipboard)).await;
    state.lock(None).await;
    drop(state);
    console.announce(&Tag::ALL);
}

/// Locks a console from which everybody stood up.
pub(crate) async fn if_deserted(console: &Console) {
    if console.guard().is_deserted(console.ports().clock.now()) {
        lock(console, Some(entry("idle", "locked the console, which nobody touched"))).await;
    }
}

/// Locks whenever the desktop is locked or the computer goes to sleep.
pub(crate) fn with_the_desktop(console: &Console) {
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    console.ports().desktop.watch(told);
    let watching = console.clone();
    console.ports().tasks.begin(Box::pin(async move {
        while let Some(Away { why, awake }) = heard.recv().await {
            let words = match why {
                AwayBy::Lock => "locked the console with the desktop",
                AwayBy::Sleep => "locked the console, since the computer went to sleep",
            };
            lock(&watching, Some(entry("away", words))).await;
            drop(awake);
        }
    }));
}

/// Locks a profile that was opened just now, where it knows people: none of them has said yet who they
/// are. The key that a passphrase gave is kept for them for a while.
pub(crate) async fn until_somebody_is_known(console: &Console) {
    let mut state = console.state().write().await;
    let Held::Open(open) = &state.held else { return };
    let known = console.guard().is_deserted(console.ports().clock.now());
    if state.live.is_some() || !known {
        return;
    }
    let of_passphrase = matches!(open.folder.profile().key_source, Some(KeySource::Passphrase { .. }));
    let key = of_passphrase.then(|| open.key.clone());
    console.guard().lock();
    state.lock(key).await;
    drop(state);
    console.let_key_go();
}

/// Whether nobody could unlock it by anything that they know: that would lock nobody out.
pub(crate) async fn locks_nobody_out(console: &Console) -> bool {
    let state = console.state().read().await;
    let Held::Open(open) = &state.held else { return false };
    console.guard().people().is_empty() && !asks_anybody(open)
}

/// Whether whoever unlocks a profile that knows nobody is asked for something: the keychain's key is given
/// to anybody at this desktop.
pub(crate) fn asks_anybody(open: &Open) -> bool {
    !matches!(open.folder.profile().key_source, Some(KeySource::Keychain))
}

async fn keep_place(console: &Console) {
    let Some(place) = console.ledger().place() else { return };
    let were = console.guard().places(place::Places::take);
    let kept = place.vault.write(KEEPING, move |vault| place::keep(vault, &were)).await;
    if let Err(error) = kept {
        tracing::warn!(%error, "where the window was is not kept");
    }
}

/// What the audit says of a lock that nobody asked for by a command.
pub(crate) fn entry(command: &'static str, words: &'static str) -> AuditEntry {
    AuditEntry {
        command,
        words,
        kind: AuditKind::Unlock,
        caller: Caller::console(),
        outcome: Outcome::Done,
        patient: None,
        searched: None,
        about: None,
    }
}

/// A profile that is locked.
pub(crate) struct Locked {
    /// Its folder, which stays this console's.
    pub folder: Arc<ProfileFolder>,
    /// The key that a passphrase gave, until whoever typed it has said who they are.
    pub key: Option<MasterKey>,
}

impl Locked {
    /// Whether the passphrase must be typed first.
    pub(crate) fn needs_passphrase(&self) -> bool {
        let source = self.folder.profile().key_source;
        self.key.is_none() && matches!(source, Some(KeySource::Passphrase { .. }))
    }
}
