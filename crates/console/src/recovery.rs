//! The recovery code: made, written down, and typed where the key is gone.

use std::path::PathBuf;
use std::sync::Arc;

use ipc::keys::{Keys, ProfileRecover, RecoveryMade, RecoveryMake};
use ipc::session::{Session, Trouble};
use ipc::{Call, Done, Failure, Field};
use model::Secret;
use store::{KeySource, MasterKey, OpenError, PassphraseCost, ProfileFolder, RecoveryCode};

use crate::console::Console;
use crate::profile::{self, Held, account, open_settled, stuck};
use crate::{Ports, connections, keeping, lock, new_pin, opening, passphrase, threads};

/// Says how the profile's key stands.
pub(crate) async fn read(console: &Console) -> Result<Keys, Failure> {
    let retention = keeping::read(console).await?;
    let state = console.state().read().await;
    let folder = &connections::open(&state)?.folder;
    let profile = folder.profile();
    let exports = folder.exports().map_err(|error| stuck(&error))?;
    Ok(Keys {
        passphrase: matches!(profile.key_source, Some(KeySource::Passphrase { .. })),
        recovery: profile.has_recovery_code(),
        recovery_ended: profile.recovery_ended,
        folder: exports.display().to_string(),
        retention,
    })
}

/// Makes a recovery code for whoever says their PIN once more.
pub(crate) async fn asked(
    console: &Console,
    call: &Call,
    request: RecoveryMake,
) -> Result<RecoveryMade, Failure> {
    new_pin::again(console, call, request.pin.as_ref()).await?;
    make(console).await
}

/// Makes a recovery code, which nothing keeps.
pub(crate) async fn make(console: &Console) -> Result<RecoveryMade, Failure> {
    let (folder, key) = {
        let state = console.state().read().await;
        let open = connections::open(&state)?;
        (Arc::clone(&open.folder), open.key.clone())
    };
    let entropy = Arc::clone(&console.ports().entropy);
    let made = console.turns().aside(move || folder.make_recovery_code(&key, entropy.as_ref()));
    let made = made.await.map_err(|_| Failure::Profile { trouble: Trouble::Disk })?;
    let code = made.map_err(|error| stuck(&error))?;
    Ok(RecoveryMade { code: code.written().expose().to_owned() })
}

/// Notes that somebody has the code made last.
pub(crate) async fn note(console: &Console) -> Result<Done, Failure> {
    let state = console.state().read().await;
    let noted = connections::open(&state)?.folder.note_recovery_code().map_err(|error| stuck(&error))?;
    if noted { Ok(Done {}) } else { Err(Failure::Invalid { field: Field::RecoveryCode }) }
}

/// Opens a profile whose key is gone, or whose passphrase is forgotten, with its recovery code. From here
/// on the keychain opens it, or the passphrase that is given.
pub(crate) async fn recover(
    console: &Console,
    call: &Call,
    request: ProfileRecover,
) -> Result<Session, Failure> {
    let code = RecoveryCode::read(request.code.expose());
    let code = code.ok_or(Failure::Invalid { field: Field::RecoveryCode })?;
    let passphrase = request.passphrase.map(|words| Secret::new(words.expose()));
    if let Some(words) = &passphrase {
        passphrase::must_be_worth_guessing(console, words).await?;
    }
    let _one = console.guard().unlocking().await;
    let mut state = console.state().write().await;
    if !matches!(state.held, Held::Stuck(_) | Held::Waiting(_) | Held::Locked(_)) {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let was_locked = matches!(state.held, Held::Locked(_));
    let held = std::mem::take(&mut state.held);
    let recovering =
        Recovering { path: console.folder().to_path_buf(), code, passphrase, ports: console.ports().clone() };
    let recovered = threads::aside(move || recovering.run(held)).await;
    let (held, failure) = recovered.unwrap_or((Held::Stuck(Trouble::Disk), None));
    let stuck = if let Held::Stuck(trouble) = &held { Some(trouble.clone()) } else { None };
    if was_locked && failure.is_none() {
        // Whoever works here is asked for their PIN as at a start.
        console.guard().forget();
    }
    state.held = opening::followed(console, held).await;
    drop(state);
    match (failure, stuck) {
        (Some(failure), _) => return Err(failure),
        (None, Some(trouble)) => return Err(Failure::Profile { trouble }),
        (None, None) => {}
    }
    if let Some(entry) = call.entry().filter(|_| console.ledger().place().is_some()) {
        console.ledger().note(entry).await;
        call.kept();
    }
    lock::until_somebody_is_known(console).await;
    connections::resume(console).await?;
    opening::session(console).await
}

struct Recovering {
    path: PathBuf,
    code: RecoveryCode,
    passphrase: Option<Secret>,
    ports: Ports,
}

impl Recovering {
    /// A profile that the code does not open stays in the state that it was in.
    fn run(self, held: Held) -> (Held, Option<Failure>) {
        let folder = match &held {
            Held::Waiting(folder) => Ok(Arc::clone(folder)),
            Held::Locked(locked) => Ok(Arc::clone(&locked.folder)),
            _ => ProfileFolder::open_with(&self.path, Arc::clone(&self.ports.hooks)).map(Arc::new),
        };
        let folder = match folder {
            Ok(folder) => folder,
            Err(error) => return (held, Some(stuck(&error))),
        };
        match self.key(&folder) {
            Ok(key) => (open_settled(folder, key, self.passphrase.as_ref(), &self.ports), None),
            Err(failure) => (held, Some(failure)),
        }
    }

    /// The profile's key, once what will open it from here on is in its place.
    fn key(&self, folder: &ProfileFolder) -> Result<MasterKey, Failure> {
        let key = match folder.recover(&self.code) {
            Err(OpenError::WrongKey) => return Err(Failure::WrongRecoveryCode),
            key => key.map_err(|error| stuck(&error))?,
        };
        let source = match &self.passphrase {
            Some(words) => {
                let entropy = self.ports.entropy.as_ref();
                KeySource::of_passphrase(words, &key, PassphraseCost::DEFAULT, entropy)
                    .map_err(|error| stuck(&error))?
            }
            None => {
                let vault = folder.profile().vault.ok_or(Failure::Invalid { field: Field::Request })?;
                let keychain = self.ports.keychain.as_ref();
                profile::must_be_ready(keychain)?;
                // A key that comes too late into a keychain that was to have none does not stay there.
                let kept = match folder.profile().key_source {
                    Some(KeySource::Keychain) => keychain.write(&account(&vault), key.expose()),
                    _ => keychain.write_new(&account(&vault), key.expose()),
                };
                kept.map_err(|trouble| Failure::Profile { trouble: profile::missing(trouble) })?;
                KeySource::Keychain
            }
        };
        folder.update(|profile| profile.key_source = Some(source)).map_err(|error| stuck(&error))?;
        Ok(key)
    }
}
