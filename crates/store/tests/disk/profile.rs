//! A profile in a folder that is tapped.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use store::{
    Cache, CrashPoint, FileId, Hooks, MasterKey, Moment, NoHooks, OpenError, Opened, Place, ProfileFolder,
    Vault,
};

use crate::recording::Files;
use crate::tap::{Deed, Tap};

const DESCRIPTION: &str = "profile.json";
pub(crate) const CACHE: &str = "aa01.db";
pub(crate) const VAULT: &str = "bb02.db";

pub(crate) fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

fn id(file: &str) -> FileId {
    FileId::from_hex(file.trim_end_matches(".db"))
}

pub(crate) fn vault_id() -> FileId {
    id(VAULT)
}

pub(crate) fn cache_id() -> FileId {
    id(CACHE)
}

pub(crate) fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + second, 0).expect("an instant")
}

/// Has the store use SQLite.
pub(crate) fn a_store_in_use() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = ProfileFolder::open(dir.path()).expect("it opens");
    Vault::open(&folder, &vault_id(), &key(), Arc::new(NoHooks)).expect("it is made");
}

/// A folder on the disk with a tap on it.
pub(crate) struct Disk {
    dir: tempfile::TempDir,
    pub(crate) tap: Arc<Tap>,
}

impl Disk {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let tap = Tap::on(dir.path());
        Self { dir, tap }
    }

    pub(crate) fn with(files: &Files) -> Self {
        let disk = Self::new();
        files.iter().for_each(|(name, bytes)| fs::write(disk.path().join(name), bytes).expect("written"));
        disk
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Every file as it stands; the lock and what SQLite shares in memory are no files.
    pub(crate) fn files(&self) -> Files {
        let entries = fs::read_dir(self.path()).expect("the folder lists").map(|entry| entry.expect("one"));
        let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
        let kept = named.filter(|(name, path)| path.is_file() && name != "lock" && !name.ends_with("-shm"));
        kept.map(|(name, path)| (name, fs::read(path).expect("read"))).collect()
    }

    pub(crate) fn folder(&self) -> Result<ProfileFolder, OpenError> {
        ProfileFolder::open_with(self.path(), self.hooks())
    }

    pub(crate) fn vault(&self) -> Result<Opened<Vault>, OpenError> {
        Vault::open(&self.folder()?, &vault_id(), &key(), Arc::new(NoHooks))
    }

    pub(crate) fn cache(&self) -> Result<Opened<Cache>, OpenError> {
        Cache::open(&self.folder()?, &cache_id(), &key(), Arc::new(NoHooks))
    }

    fn hooks(&self) -> Arc<dyn Hooks> {
        Arc::new(Described { path: self.path().join(DESCRIPTION), tap: Arc::clone(&self.tap) })
    }
}

/// Takes down the description, which is not written through SQLite, once it is on the disk.
struct Described {
    path: std::path::PathBuf,
    tap: Arc<Tap>,
}

impl Hooks for Described {
    fn step(&self, point: CrashPoint) {
        if (point.place, point.moment) == (Place::Profile, Moment::AfterCommit) {
            let bytes = fs::read(&self.path).expect("it was just written");
            self.tap.note(DESCRIPTION, Deed::Replaced { bytes });
        }
    }
}

/// Waits for what a store does off this thread.
pub(crate) fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
}
