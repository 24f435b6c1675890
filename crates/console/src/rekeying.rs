//! Another key in the place of the profile's, and what a kill cut off of that.

use std::sync::Arc;

use ipc::keys::{KeyChange, RecoveryMade};
use ipc::session::Trouble;
use ipc::{AuditEntry, AuditKind, Call, Caller, Failure, Field, Outcome};
use model::Secret;
use store::{FileId, KeySource, MasterKey, PassphraseCost, Profile, ProfileFolder, UnderWay};

use crate::console::Console;
use crate::profile::{self, Held, Open, account, anchor_account, guesses_account, key_of, open_with, stuck};
use crate::{
    Keychain, KeychainTrouble, Ports, connections, guessed, keeper, new_pin, opening, recovery, threads,
};

/// What became of a change that a kill had cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It was finished.
    Finished,
    /// It was taken back.
    TakenBack,
}

/// Puts another key in the place of the profile's. Everything is closed meanwhile. The recovery code of
/// the key before opens nothing any more: another is made.
pub(crate) async fn change(
    console: &Console,
    call: &Call,
    request: KeyChange,
) -> Result<RecoveryMade, Failure> {
    new_pin::again(console, call, request.pin.as_ref()).await?;
    let changing_alone = console.rekeying().lock().await;
    let mut state = console.state().write().await;
    let open = connections::open(&state)?;
    let changing = Changing {
        folder: Arc::clone(&open.folder),
        key: open.key.clone(),
        passphrase: request.passphrase.map(|words| Secret::new(words.expose())),
        ports: console.ports().clone(),
    };
    if changing.tries_a_passphrase() {
        let tried = Box::pin(guessed::charge(console, &changing.folder)).await;
        tried_in_vain(console, call, tried).await?;
    }
    let (changing, source) = threads::aside(move || {
        let source = changing.source();
        (changing, source)
    })
    .await
    .map_err(|_| Failure::Profile { trouble: Trouble::Disk })?;
    let source = tried_in_vain(console, call, source).await?;
    state.shut(Held::Closed).await;
    let changed = threads::aside(move || changing.run(source)).await;
    let (held, changed) = changed.unwrap_or((Held::Stuck(Trouble::Disk), Ok(())));
    state.held = opening::followed(console, held).await;
    drop(state);
    drop(changing_alone);
    if changed.is_ok()
        && let Some(entry) = call.entry()
    {
        console.ledger().note(entry).await;
        call.kept();
    }
    if let Err(failure) = connections::resume(console).await {
        console.stick(failure).await;
    }
    changed?;
    recovery::make(console).await
}

/// A passphrase that is wrong, or that is not tried yet, is on record as any other that opens nothing.
async fn tried_in_vain<T>(console: &Console, call: &Call, tried: Result<T, Failure>) -> Result<T, Failure> {
    let is_guess = matches!(
        tried,
        Err(Failure::PassphraseRests { .. } | Failure::Profile { trouble: Trouble::WrongKey })
    );
    if let Some(entry) = call.entry().filter(|_| is_guess) {
        let (kind, outcome) = (AuditKind::FailedUnlock, Outcome::Failed);
        console.ledger().note(AuditEntry { kind, outcome, ..entry }).await;
        call.kept();
    }
    tried
}

/// The other key, and where it will come from.
struct Next {
    key: MasterKey,
    source: KeySource,
}

/// A change of the key.
struct Changing {
    folder: Arc<ProfileFolder>,
    key: MasterKey,
    passphrase: Option<Secret>,
    ports: Ports,
}

impl Changing {
    /// Whether whoever asks for it says a passphrase that may be the wrong one.
    fn tries_a_passphrase(&self) -> bool {
        let source = self.folder.profile().key_source;
        self.passphrase.is_some() && matches!(source, Some(KeySource::Passphrase { .. }))
    }

    /// Makes the other key, and sees that it can be kept, before anything is closed.
    fn source(&self) -> Result<Next, Failure> {
        let entropy = self.ports.entropy.as_ref();
        let key = MasterKey::generate(entropy).map_err(|error| stuck(&error))?;
        let profile = self.folder.profile();
        let source = match (&profile.key_source, &self.passphrase) {
            (Some(KeySource::Passphrase { .. }), Some(words)) => {
                key_of(&profile, words)?;
                guessed::forgive(&self.folder);
                KeySource::of_passphrase(words, &key, PassphraseCost::DEFAULT, entropy)
                    .map_err(|error| stuck(&error))?
            }
            (Some(KeySource::Passphrase { .. }), None) => {
                return Err(Failure::Invalid { field: Field::Passphrase });
            }
            _ => {
                profile::must_be_ready(self.ports.keychain.as_ref())?;
                KeySource::Keychain
            }
        };
        Ok(Next { key, source })
    }

    /// Gives the profile under whichever key opens it now.
    fn run(self, next: Next) -> (Held, Result<(), Failure>) {
        let Self { folder, key, ports, .. } = self;
        let begun = folder.begin_rekey(&key, &next.key, next.source, ports.entropy.as_ref());
        let changed = begun.map_err(|error| stuck(&error)).and_then(|vault| {
            let kept = keep(&folder, &vault, &next.key, &ports);
            let kept = kept.map_err(|trouble| Failure::Profile { trouble: profile::missing(trouble) });
            kept.and_then(|()| folder.rekey(&key, &next.key, &ports.hooks).map_err(|error| stuck(&error)))
        });
        let key = match &changed {
            Ok(()) => {
                erase(&folder, &ports);
                keeper::note(&folder, ports.keychain.as_ref());
                next.key
            }
            Err(_) => {
                take_back(&folder, &ports);
                key
            }
        };
        let profile = folder.profile();
        (open_with(folder, &profile, key, &ports), changed)
    }
}

/// Has the keychain keep the other key, and the anchor of the audit and the wrong PINs under the vault's next name.
fn keep(
    folder: &ProfileFolder,
    vault: &FileId,
    key: &MasterKey,
    ports: &Ports,
) -> Result<(), KeychainTrouble> {
    let profile = folder.profile();
    let Some(UnderWay::Rekey { source: KeySource::Keychain, .. }) = &profile.under_way else { return Ok(()) };
    let keychain = ports.keychain.as_ref();
    keychain.write_new(&account(vault), key.expose())?;
    let Some(before) = &profile.vault else { return Ok(()) };
    [anchor_account, guesses_account].into_iter().try_for_each(|of| match keychain.read(&of(before))? {
        Some(kept) => keychain.write_new(&of(vault), &kept),
        None => Ok(()),
    })
}

/// Finishes what a kill cut off, with the key that opens the profile now and the passphrase where it has
/// one. Gives the key that opens it then.
pub(crate) fn settle(
    folder: &ProfileFolder,
    key: MasterKey,
    passphrase: Option<&Secret>,
    ports: &Ports,
) -> (MasterKey, Option<Settled>) {
    let profile = folder.profile();
    let Some(UnderWay::Rekey { source, check, .. }) = &profile.under_way else {
        let finished = matches!(profile.under_way, Some(UnderWay::Erase { .. }));
        erase(folder, ports);
        return (key, finished.then_some(Settled::Finished));
    };
    let next = match (source, passphrase) {
        (KeySource::Passphrase { .. }, Some(words)) => source.key_from(words).ok().flatten(),
        (KeySource::Passphrase { .. }, None) => None,
        (KeySource::Keychain, _) => renamed(&profile).and_then(|vault| kept(ports.keychain.as_ref(), &vault)),
    };
    let next = next.filter(|next| next.check() == *check);
    // The anchor may not have been written yet.
    let next =
        next.filter(|next| renamed(&profile).is_some_and(|vault| keep(folder, &vault, next, ports).is_ok()));
    let Some(next) = next else {
        take_back(folder, ports);
        return (key, Some(Settled::TakenBack));
    };
    match folder.rekey(&key, &next, &ports.hooks) {
        Ok(()) => {
            erase(folder, ports);
            (next, Some(Settled::Finished))
        }
        Err(error) => {
            tracing::error!(%error, "the key's change that was cut off cannot be finished");
            take_back(folder, ports);
            (key, Some(Settled::TakenBack))
        }
    }
}

/// Takes back a restore that a kill cut off.
pub(crate) fn settle_restore(folder: &ProfileFolder, ports: &Ports) {
    if matches!(folder.profile().under_way, Some(UnderWay::Restore { .. })) {
        take_back(folder, ports);
    }
}

fn kept(keychain: &dyn Keychain, vault: &FileId) -> Option<MasterKey> {
    MasterKey::from_kept(&keychain.read(&account(vault)).ok()??)
}

/// Under which name the vault is written anew, or restored.
fn renamed(profile: &Profile) -> Option<FileId> {
    match profile.under_way.as_ref()? {
        UnderWay::Rekey { files, .. } => files.get(profile.vault.as_ref()?).cloned(),
        UnderWay::Restore { vault } => Some(vault.clone()),
        UnderWay::Erase { .. } => None,
    }
}

/// Leaves everything as it was: what was written anew is erased, the other key forgotten. What cannot be
/// now is the next time.
pub(crate) fn take_back(folder: &ProfileFolder, ports: &Ports) {
    let Some(vault) = renamed(&folder.profile()) else { return };
    let gone = forget(ports.keychain.as_ref(), &vault);
    if let Err(error) = folder.take_back() {
        tracing::error!(%error, gone, "what was begun with the key is not taken back");
    }
}

/// Erases the files of the key before, and that key.
fn erase(folder: &ProfileFolder, ports: &Ports) {
    let done = folder.finish_rekey(|vault| forget(ports.keychain.as_ref(), vault));
    if let Err(error) = done {
        tracing::error!(%error, "the files of the key before are not erased");
    }
}

/// Has the keychain forget a vault's key and what it counts beside it, where it answers.
fn forget(keychain: &dyn Keychain, vault: &FileId) -> bool {
    let mut accounts = [account, anchor_account, guesses_account].into_iter().map(|of| of(vault));
    let gone = accounts.try_for_each(|account| keychain.delete(&account));
    if let Err(trouble) = &gone {
        tracing::warn!(%trouble, "the keychain still holds a key that opens nothing");
    }
    gone.is_ok()
}

/// What the audit says of a profile that was opened: a change of its key that was cut off, and codes
/// that opened nothing.
pub(crate) fn found(open: &Open) -> Vec<AuditEntry> {
    let settled = open.settled.map(|settled| match settled {
        Settled::Finished => "finished a change of the key that was cut off",
        Settled::TakenBack => "took back a change of the key that was cut off",
    });
    let entry = |words, kind, outcome, about| AuditEntry {
        command: "start",
        words,
        kind,
        caller: Caller::console(),
        outcome,
        patient: None,
        searched: None,
        about,
    };
    let tried = |count: u32, words| {
        let entry = || entry(words, AuditKind::FailedUnlock, Outcome::Failed, Some(count.to_string()));
        (count > 0).then(entry)
    };
    let settled = settled.map(|words| entry(words, AuditKind::Setting, Outcome::Done, None));
    let codes = tried(open.folder.wrong_codes(), "found recovery codes tried that open nothing");
    let passphrases = open.folder.take_earlier_passphrases();
    let passphrases = tried(passphrases, "found passphrases tried before this start that open nothing");
    settled.into_iter().chain(codes).chain(passphrases).collect()
}
