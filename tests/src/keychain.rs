//! Keychain ports: a file in place of the system's keychain, and one that is not there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::ensure;
use console::{KeptSecret, Keychain, KeychainTrouble};

/// What the window calls itself in the desktop's keychain.
const WINDOWS: &str = "Daybook";

/// Keeps secrets in a file that only its owner may read. For tests and the bridge alone: whoever
/// has the file has the key.
#[derive(Debug)]
pub struct FileKeychain {
    path: PathBuf,
    turn: Mutex<()>,
}

type Accounts = BTreeMap<String, Vec<u8>>;

impl FileKeychain {
    /// A keychain in a file, which need not exist yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path, turn: Mutex::new(()) }
    }

    fn load(&self) -> io::Result<Accounts> {
        match fs::read(&self.path) {
            Ok(json) => Ok(serde_json::from_slice(&json)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Accounts::new()),
            Err(error) => Err(error),
        }
    }

    /// Puts whatever is kept into the desktop's keychain, where the window looks for it.
    pub fn hand_over(&self) -> anyhow::Result<()> {
        for (account, secret) in self.load()? {
            let kept = keyring::Entry::new(WINDOWS, &account).and_then(|entry| entry.set_secret(&secret));
            // Its words may name what was to be kept.
            ensure!(kept.is_ok(), "the desktop's keychain does not keep what the window needs");
        }
        Ok(())
    }

    /// Replaces the file in one step, so that a kill leaves the old one or the new one.
    fn save(&self, accounts: &Accounts) -> io::Result<()> {
        let folder = self.path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(accounts)?)?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }

    fn change(&self, change: impl FnOnce(&mut Accounts)) -> Result<(), KeychainTrouble> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut accounts = self.load().map_err(|_| KeychainTrouble::Failing)?;
        change(&mut accounts);
        self.save(&accounts).map_err(|_| KeychainTrouble::Failing)
    }
}

impl Keychain for FileKeychain {
    fn read(&self, account: &str) -> Result<Option<KeptSecret>, KeychainTrouble> {
        let accounts = self.load().map_err(|_| KeychainTrouble::Failing)?;
        Ok(accounts.get(account).cloned().map(Into::into))
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        self.change(|accounts| {
            accounts.insert(account.to_owned(), secret.to_vec());
        })
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.change(|accounts| {
            accounts.remove(account);
        })
    }
}

/// A computer without a keychain, or with one that does not open.
#[derive(Clone, Copy, Debug)]
pub struct NoKeychain(pub KeychainTrouble);

impl Keychain for NoKeychain {
    fn read(&self, _account: &str) -> Result<Option<KeptSecret>, KeychainTrouble> {
        Err(self.0)
    }

    fn write(&self, _account: &str, _secret: &[u8]) -> Result<(), KeychainTrouble> {
        Err(self.0)
    }

    fn delete(&self, _account: &str) -> Result<(), KeychainTrouble> {
        Err(self.0)
    }
}

/// A keychain that asks a person before it gives anything, and waits for their answer.
pub struct AskingKeychain {
    keychain: Arc<dyn Keychain>,
    asked: Sender<()>,
    answered: Mutex<Receiver<()>>,
}

impl AskingKeychain {
    /// Puts a person before a keychain: hears when they are asked, and answers for them.
    pub fn before(keychain: Arc<dyn Keychain>) -> (Self, Receiver<()>, Sender<()>) {
        let ((asked, hears), (answers, answered)) = (channel(), channel());
        (Self { keychain, asked, answered: Mutex::new(answered) }, hears, answers)
    }
}

impl Keychain for AskingKeychain {
    fn read(&self, account: &str) -> Result<Option<KeptSecret>, KeychainTrouble> {
        let _ = self.asked.send(());
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.recv().map_err(|_| KeychainTrouble::Locked)?;
        self.keychain.read(account)
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        self.keychain.write(account, secret)
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.keychain.delete(account)
    }
}

/// How long a silent keychain is waited for: long enough for whatever does answer.
const PATIENCE: Duration = Duration::from_millis(500);

/// A keychain that answers nothing about some accounts while it is hushed. Clones are the same one.
#[derive(Clone)]
pub struct HushedKeychain(Arc<Hush>);

struct Hush {
    keychain: Arc<dyn Keychain>,
    hushed: Mutex<Option<&'static str>>,
    spoke: Condvar,
    forgot: Sender<String>,
}

impl HushedKeychain {
    /// One that answers, and tells which accounts it was made to forget.
    pub fn over(keychain: Arc<dyn Keychain>) -> (Self, Receiver<String>) {
        let (forgot, hears) = channel();
        let (hushed, spoke) = (Mutex::default(), Condvar::new());
        (Self(Arc::new(Hush { keychain, hushed, spoke, forgot })), hears)
    }

    /// Answers nothing about accounts of which the name begins so.
    pub fn hush(&self, accounts: &'static str) {
        *self.hushed() = Some(accounts);
    }

    /// Answers everything, and what it was asked meanwhile.
    pub fn speak(&self) {
        *self.hushed() = None;
        self.0.spoke.notify_all();
    }

    fn hushed(&self) -> MutexGuard<'_, Option<&'static str>> {
        self.0.hushed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, account: &str) -> &dyn Keychain {
        let is_hushed =
            |hushed: &mut Option<&'static str>| hushed.is_some_and(|begin| account.starts_with(begin));
        drop(self.0.spoke.wait_while(self.hushed(), is_hushed).unwrap_or_else(PoisonError::into_inner));
        self.0.keychain.as_ref()
    }
}

impl Keychain for HushedKeychain {
    fn read(&self, account: &str) -> Result<Option<KeptSecret>, KeychainTrouble> {
        self.wait(account).read(account)
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        self.wait(account).write(account, secret)
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.wait(account).delete(account)?;
        let _ = self.0.forgot.send(account.to_owned());
        Ok(())
    }

    fn patience(&self) -> Duration {
        if self.hushed().is_some() { PATIENCE } else { self.0.keychain.patience() }
    }
}

#[cfg(test)]
mod tests {
    use console::Keychain;

    use super::FileKeychain;

    #[test]
    fn a_secret_outlives_the_one_who_wrote_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("keychain");
        FileKeychain::new(path.clone()).write("a/b", b"\0key").expect("written");
        let again = FileKeychain::new(path);
        assert_eq!(again.read("a/b").expect("read"), Some(b"\0key".to_vec().into()));
        again.delete("a/b").expect("deleted");
        assert_eq!(again.read("a/b").expect("read"), None, "a deleted secret is gone");
    }
}
