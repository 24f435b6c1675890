//! The folder of a profile: its lock, its description, the places of its files.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use crate::profile::{FileState, Profile};
use crate::system::{close_file_to_others, close_to_others, make_private, private, sync_folder};
use crate::{CrashPoint, FileId, Hooks, Moment, NoHooks, OpenError, Place, Wanted, setting_aside};

pub(crate) const DESCRIPTION: &str = "profile.json";
const LOCK: &str = "lock";
pub(crate) const EXPORTS: &str = "exports";
/// What stands after the name of an export that is being written.
pub(crate) const PART: &str = ".part";
/// Where the program writes its log, before anything else is there.
const LOGS: &str = "logs";

/// A profile's folder, held for this process until dropped.
pub struct ProfileFolder {
    path: PathBuf,
    profile: Mutex<Profile>,
    hooks: Arc<dyn Hooks>,
    /// Passphrases that runs before this one counted and put on record nowhere.
    pub(crate) earlier: AtomicU32,
    _lock: File,
}

impl ProfileFolder {
    /// Opens a profile's folder, or makes it.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, Arc::new(NoHooks))
    }

    /// Opens a profile's folder, or makes it, and tells each step of its writes.
    pub fn open_with(path: &Path, hooks: Arc<dyn Hooks>) -> Result<Self, OpenError> {
        make(path)?;
        let lock = lock(path)?;
        setting_aside::finish(path, hooks.as_ref())?;
        close_files_to_others(path)?;
        let profile = read(&path.join(DESCRIPTION))?;
        let earlier = profile.as_ref().map_or(0, |profile| profile.wrong_passphrases.count);
        let (path, held) = (path.to_owned(), Mutex::new(Profile::new()));
        let folder = Self { path, profile: held, hooks, earlier: AtomicU32::new(earlier), _lock: lock };
        match profile {
            Some(profile) => *folder.locked() = profile,
            None if folder.holds_files()? => return Err(OpenError::Profile),
            None => folder.update(|_| ())?,
        }
        folder.clear_parts()?;
        Ok(folder)
    }

    /// Sets aside what is kept in a profile's folder, in a folder inside it that is named for when,
    /// so that another profile can begin there. Nothing is erased. What a kill cuts off is finished
    /// when the folder is opened next.
    pub fn set_aside(path: &Path, when: DateTime<Utc>, hooks: &dyn Hooks) -> Result<(), OpenError> {
        let _lock = lock(path)?;
        setting_aside::begin(path, when)?;
        setting_aside::finish(path, hooks)
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The profile as it stands.
    pub fn profile(&self) -> Profile {
        self.locked().clone()
    }

    /// Whether nothing was ever kept here: no key, no file that one was made with. Only then may a
    /// key be made.
    pub fn is_new(&self) -> Result<bool, OpenError> {
        let profile = self.profile();
        let keyed = profile.key_check.is_some() || profile.key_source.is_some() || profile.vault.is_some();
        Ok(!keyed && profile.files.is_empty() && !self.holds_files()?)
    }

    /// Changes the profile. The change is on the disk before this returns, or not at all.
    pub fn update<T>(&self, change: impl FnOnce(&mut Profile) -> T) -> Result<T, OpenError> {
        let mut held = self.locked();
        let mut profile = Profile { version: Profile::VERSION, ..held.clone() };
        let answer = change(&mut profile);
        let text = serde_json::to_vec_pretty(&profile).map_err(|_| OpenError::Profile)?;
        self.replace(&text)?;
        *held = profile;
        Ok(answer)
    }

    /// Notes that a file was found to be damaged while in use, so that opening it the next time
    /// sets a copy aside, and says so of a vault.
    pub fn mark_damaged(&self, file: &FileId) -> Result<(), OpenError> {
        self.update(|profile| {
            if let Some(state) = profile.files.get_mut(file) {
                state.damaged = true;
            }
        })
    }

    /// Removes a copy that no connection uses any more with all that was set aside of it, and then
    /// forgets it: nobody would look again for one that is forgotten first. A vault stays.
    pub fn remove_cache(&self, file: &FileId) -> Result<(), OpenError> {
        if self.locked().vault.as_ref() == Some(file) {
            return Ok(());
        }
        for path in self.all_of(file, "")? {
            remove(&path)?;
        }
        self.update(|profile| {
            profile.files.remove(file);
        })
    }

    /// Where a file stands.
    pub(crate) fn file(&self, file: &FileId) -> PathBuf {
        self.beside(file, "")
    }

    /// Puts what leaves the console by a person's wish into the folder `exports`, its owner's alone.
    /// Gives the file. Where nobody waits for it any more, and where it fails, there is none.
    pub fn export(&self, name: &str, bytes: &[u8], wanted: &Wanted) -> Result<PathBuf, OpenError> {
        let folder = self.exports()?;
        let (path, part) = (folder.join(name), folder.join(format!("{name}{PART}")));
        if path.try_exists()? {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists).into());
        }
        let written = write_part(&part, bytes).and_then(|()| self.keep_export(&part, &path, wanted));
        if let Err(error) = written {
            remove(&part)?;
            return Err(error);
        }
        Ok(path)
    }

    /// The folder for what leaves the console by a person's wish, and for what comes back by it.
    pub fn exports(&self) -> Result<PathBuf, OpenError> {
        let folder = self.path.join(EXPORTS);
        make_private(&folder)?;
        Ok(folder)
    }

    /// Where what belongs to a file stands.
    pub(crate) fn beside(&self, file: &FileId, what: &str) -> PathBuf {
        self.path.join(format!("{}.db{what}", file.as_str()))
    }

    /// What stands beside a file and begins so, the file itself included where nothing is asked for.
    pub(crate) fn all_of(&self, file: &FileId, what: &str) -> io::Result<Vec<PathBuf>> {
        let start = format!("{}.db{what}", file.as_str());
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(&start)) {
                found.push(entry.path());
            }
        }
        Ok(found)
    }

    pub(crate) fn state(&self, file: &FileId) -> Option<FileState> {
        self.locked().files.get(file).copied()
    }

    /// Whether there are encrypted files that no description tells of: the description is lost,
    /// and with it the proof of their key.
    fn holds_files(&self) -> Result<bool, OpenError> {
        for entry in fs::read_dir(&self.path)? {
            if entry?.path().extension().is_some_and(|extension| extension == "db") {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn replace(&self, text: &[u8]) -> Result<(), OpenError> {
        let written = self.path.join("profile.json.new");
        let mut file = private(&written, File::options().create(true).truncate(true))?;
        file.write_all(text)?;
        file.sync_all()?;
        self.step(Moment::BeforeCommit);
        fs::rename(&written, self.path.join(DESCRIPTION))?;
        sync_folder(&self.path)?;
        self.step(Moment::AfterCommit);
        Ok(())
    }

    fn step(&self, moment: Moment) {
        self.step_at(CrashPoint { place: Place::Profile, write: "profile", moment });
    }

    pub(crate) fn step_at(&self, point: CrashPoint) {
        self.hooks.step(point);
    }

    fn locked(&self) -> MutexGuard<'_, Profile> {
        self.profile.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Holds the folder for this process.
fn lock(path: &Path) -> Result<File, OpenError> {
    let lock = private(&path.join(LOCK), File::options().create(true).truncate(false))?;
    lock.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => OpenError::InUse,
        TryLockError::Error(error) => error.into(),
    })?;
    Ok(lock)
}

/// Makes the folder its owner's alone. One that was there and holds other things than a profile is
/// left as it is.
fn make(path: &Path) -> io::Result<()> {
    make_private(path)?;
    let others = |entry: io::Result<fs::DirEntry>| entry.map_or(true, |entry| entry.file_name() != LOGS);
    let ours = path.join(DESCRIPTION).exists() || !fs::read_dir(path)?.any(others);
    if ours { close_to_others(path) } else { Ok(()) }
}

/// Makes every file of the profile its owner's alone, whatever became of it since it was made.
fn close_files_to_others(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let name = name.to_str().unwrap_or_default();
        if kind.is_file() && (name == LOCK || setting_aside::is_kept(name)) {
            close_file_to_others(&entry.path())?;
        } else if kind.is_dir() && ([EXPORTS, LOGS].contains(&name) || setting_aside::is_ours(name)) {
            close_to_others(&entry.path())?;
            for file in fs::read_dir(entry.path())? {
                close_file_to_others(&file?.path())?;
            }
        }
    }
    Ok(())
}

pub(crate) fn write_part(path: &Path, bytes: &[u8]) -> Result<(), OpenError> {
    let mut file = private(path, File::options().create(true).truncate(true))?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

/// Removes a file that may not be there.
pub(crate) fn remove(path: &Path) -> Result<(), OpenError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn read(path: &Path) -> Result<Option<Profile>, OpenError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let json: serde_json::Value = serde_json::from_slice(&text).map_err(|_| OpenError::Profile)?;
    let version = json.get("version").and_then(serde_json::Value::as_u64).ok_or(OpenError::Profile)?;
    let found = u32::try_from(version).unwrap_or(u32::MAX);
    if found > Profile::VERSION {
        return Err(OpenError::Newer { found, known: Profile::VERSION });
    }
    let profile: Profile = serde_json::from_value(json).map_err(|_| OpenError::Profile)?;
    if profile.is_sound() { Ok(Some(profile)) } else { Err(OpenError::Profile) }
}
