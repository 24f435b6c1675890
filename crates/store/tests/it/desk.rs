//! A profile in a temporary folder, with a key that tests know.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use store::{
    Cache, Entropy, FileId, Hooks, MasterKey, NoHooks, OpenError, Opened, Opening, ProfileFolder, Vault,
};

pub(crate) const CACHE: &str = "aa01";
pub(crate) const VAULT: &str = "bb02";

/// Randomness that a test knows.
pub(crate) struct Fixed(pub(crate) u8);

impl Entropy for Fixed {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), OpenError> {
        bytes.fill(self.0);
        Ok(())
    }
}

pub(crate) fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

pub(crate) fn cache_id() -> FileId {
    FileId::from_hex(CACHE)
}

pub(crate) fn vault_id() -> FileId {
    FileId::from_hex(VAULT)
}

/// The instant from which tests count, in minutes.
pub(crate) fn minute(minutes: i64) -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse::<DateTime<Utc>>().expect("an instant") + Duration::minutes(minutes)
}

/// A profile's folder on the disk, gone with the test.
pub(crate) struct Desk {
    pub(crate) dir: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A process that another test is starting holds this one's locks too, until it runs its own
    /// program: the lock that was just given up may look held for that moment.
    pub(crate) fn folder(&self) -> ProfileFolder {
        for _ in 0..1_000_000 {
            match ProfileFolder::open(self.path()) {
                Err(OpenError::InUse) => std::thread::yield_now(),
                opened => return opened.expect("the folder opens"),
            }
        }
        panic!("the folder stays in use")
    }

    pub(crate) fn cache_file(&self) -> PathBuf {
        self.path().join(format!("{CACHE}.db"))
    }

    pub(crate) fn vault_file(&self) -> PathBuf {
        self.path().join(format!("{VAULT}.db"))
    }

    pub(crate) fn open_cache(&self) -> Result<Opened<Cache>, OpenError> {
        Cache::open(&self.folder(), &cache_id(), &key(), Arc::new(NoHooks))
    }

    pub(crate) fn open_vault(&self) -> Result<Opened<Vault>, OpenError> {
        Vault::open(&self.folder(), &vault_id(), &key(), Arc::new(NoHooks))
    }

    pub(crate) fn cache(&self) -> Cache {
        self.open_cache().expect("the copy opens").store
    }

    pub(crate) fn cache_with(&self, hooks: Arc<dyn Hooks>) -> Cache {
        Cache::open(&self.folder(), &cache_id(), &key(), hooks).expect("the copy opens").store
    }

    pub(crate) fn vault(&self) -> Vault {
        self.open_vault().expect("the vault opens").store
    }

    /// Opens the copy and says how that came out.
    pub(crate) fn cache_state(&self) -> Result<Opening, OpenError> {
        self.open_cache().map(|opened| opened.how)
    }

    /// Opens the vault and says how that came out.
    pub(crate) fn vault_state(&self) -> Result<Opening, OpenError> {
        self.open_vault().map(|opened| opened.how)
    }

    /// Every file of the folder and of those in it, by its path from there, with its bytes.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let (mut folders, mut files) = (vec![self.path().to_owned()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder lists") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name = path.strip_prefix(self.path()).expect("inside").to_string_lossy().into_owned();
                files.push((name, std::fs::read(path).expect("a file reads")));
            }
        }
        files
    }
}

/// No file but the description may be readable, and what is secret or about a patient may stand in none.
pub(crate) fn assert_sealed(desk: &Desk, canary: &str) {
    for (name, bytes) in desk.files() {
        assert!(!bytes.starts_with(b"SQLite format 3"), "{name} is not encrypted");
        let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
        assert!(!found, "{name} holds {canary:?} in the clear");
    }
}
