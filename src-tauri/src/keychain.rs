//! The system's keychain: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! Real stores only. One key of 32 bytes is kept for each profile. A store that failed is let go of, and
//! another connected with the next question: a keychain may be started, or started anew, meanwhile.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use console::{KeptSecret, Keychain, KeychainTrouble};
use keyring_core::{CredentialStore, Entry, Error};

use crate::system;

const SERVICE: &str = "Daybook";

/// The keychain of the system that the program runs on.
#[derive(Default)]
pub struct SystemKeychain {
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl Keychain for SystemKeychain {
    fn read(&self, account: &str) -> Result<Option<KeptSecret>, KeychainTrouble> {
        self.ask(account, |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(secret.into())),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        self.ask(account, |entry| entry.set_secret(secret))
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.ask(account, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }

    fn name(&self) -> Option<String> {
        system::keychain_name()
    }

    fn give_up(&self) {
        *self.store() = None;
    }
}

impl SystemKeychain {
    /// Asks the store that answered last, and a new one where it fails: a keychain that was started anew
    /// knows nothing of who was connected before.
    fn ask<T>(
        &self,
        account: &str,
        question: impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, KeychainTrouble> {
        let ask = |store: &Arc<CredentialStore>| {
            let answer = store.build(SERVICE, account, None).and_then(|entry| question(&entry));
            answer.map_err(|error| trouble(&error))
        };
        let known = self.store().clone();
        match known.as_ref().map(ask) {
            Some(Err(KeychainTrouble::Absent | KeychainTrouble::Failing)) => *self.store() = None,
            Some(answer) => return answer,
            None => {}
        }
        let store = system::keychain().map_err(|error| trouble(&error))?;
        let answer = ask(&store);
        if !matches!(answer, Err(KeychainTrouble::Absent | KeychainTrouble::Failing)) {
            *self.store() = Some(store);
        }
        answer
    }

    fn store(&self) -> MutexGuard<'_, Option<Arc<CredentialStore>>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The causes carry no secret, but platform words may carry an item's name: they are not passed on.
fn trouble(error: &Error) -> KeychainTrouble {
    match error {
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => KeychainTrouble::Absent,
        Error::NoStorageAccess(_) => KeychainTrouble::Locked,
        _ => KeychainTrouble::Failing,
    }
}
