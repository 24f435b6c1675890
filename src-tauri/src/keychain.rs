//! The system's keychain: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! `keyring` is built with real stores only. One key of 32 bytes is kept for each profile.

use console::{KeptSecret, Keychain, KeychainTrouble};
use keyring::{Entry, Error};

const SERVICE: &str = "Daybook";

/// The keychain of the system that the program runs on.
#[derive(Clone, Copy, Debug)]
pub struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn read(&self, account: &str) -> Result<Option<KeptSecret>, KeychainTrouble> {
        match entry(account)?.get_secret() {
            Ok(secret) => Ok(Some(secret.into())),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(trouble(&error)),
        }
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        entry(account)?.set_secret(secret).map_err(|error| trouble(&error))
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        match entry(account)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(trouble(&error)),
        }
    }
}

fn entry(account: &str) -> Result<Entry, KeychainTrouble> {
    Entry::new(SERVICE, account).map_err(|error| trouble(&error))
}

/// The causes carry no secret, but platform words may carry an item's name: they are not passed on.
fn trouble(error: &Error) -> KeychainTrouble {
    match error {
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => KeychainTrouble::Absent,
        Error::NoStorageAccess(_) => KeychainTrouble::Locked,
        _ => KeychainTrouble::Failing,
    }
}
