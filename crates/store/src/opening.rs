//! Opening a file: first what can be told without the key, then the key, then the file itself.
//!
//! Here it is decided what a damaged file means: a copy is set aside and made anew, a vault is
//! left as it is.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use crate::connection::{self, Durability, PAGE, fold};
use crate::engine::Engine;
use crate::folder::remove;
use crate::profile::{self, FileState};
use crate::schema::{self, Schema};
use crate::system::{private, sync_folder};
use crate::table::belonging::is_own;
use crate::{
    CrashPoint, Damage, Error, FileId, FileKey, Hooks, MasterKey, Moment, OpenError, Place, ProfileFolder,
};

/// What the name of a copy that was made before a migration begins with, after the file's.
const BEFORE_MIGRATION: &str = ".before-migration";

/// How a file came to be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It was made now.
    Fresh,
    /// It was there.
    Existing,
    /// It was there and damaged: it was set aside, and an empty one stands in its place.
    RebuiltAfter(Damage),
}

/// A file in use, and how it came to be.
#[derive(Debug)]
pub struct Opened<T> {
    /// The file.
    pub store: T,
    /// How it came to be open.
    pub how: Opening,
}

impl<T> Opened<T> {
    /// Whether it was damaged, and is made anew.
    pub fn is_rebuilt(&self) -> bool {
        matches!(self.how, Opening::RebuiltAfter(_))
    }

    pub(crate) fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Opened<U> {
        Opened { store: wrap(self.store), how: self.how }
    }
}

/// A file that is being opened.
struct Candidate<'f> {
    folder: &'f ProfileFolder,
    file: &'f FileId,
    /// Whose copy it is to be.
    owner: Option<&'f profile::Connection>,
    key: FileKey,
    place: Place,
    hooks: Arc<dyn Hooks>,
}

pub(crate) fn cache<'f>(
    folder: &'f ProfileFolder,
    file: &'f FileId,
    owner: Option<&'f profile::Connection>,
    key: &MasterKey,
    hooks: Arc<dyn Hooks>,
) -> Result<Opened<Engine>, OpenError> {
    let candidate = Candidate { owner, ..Candidate::of(folder, file, key, Place::Cache, hooks)? };
    let damage = match candidate.existing() {
        Err(OpenError::Damaged(damage)) => damage,
        Err(OpenError::Truncated) => Damage::Truncated,
        Err(OpenError::Empty) => Damage::Empty,
        Err(OpenError::Missing) => Damage::Missing,
        other => return other,
    };
    tracing::warn!(?damage, "the copy is damaged and made anew");
    candidate.set_aside()?;
    let engine = candidate.make()?;
    Ok(Opened { store: engine, how: Opening::RebuiltAfter(damage) })
}

pub(crate) fn vault(
    folder: &ProfileFolder,
    file: &FileId,
    key: &MasterKey,
    hooks: Arc<dyn Hooks>,
) -> Result<Opened<Engine>, OpenError> {
    let opened = Candidate::of(folder, file, key, Place::Vault, hooks)?.existing()?;
    if folder.profile().vault.as_ref() != Some(file) {
        folder.update(|profile| profile.vault = Some(file.clone()))?;
    }
    Ok(opened)
}

/// Reads every page, and proves that nobody changed one and that they do not contradict each other. A page
/// that was cut off while the log was folded in stands whole in the log.
pub(crate) fn verify(sql: &Connection) -> Result<(), Error> {
    if !(proves_pages(sql)? || fold(sql).is_ok() && proves_pages(sql)?) {
        return Err(Error::Damaged);
    }
    let told: String = sql.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if told == "ok" { Ok(()) } else { Err(Error::Damaged) }
}

/// Whether the key proves every page in the file itself, whatever the log has of it.
fn proves_pages(sql: &Connection) -> Result<bool, Error> {
    let mut pages = sql.prepare("PRAGMA cipher_integrity_check")?;
    Ok(pages.query([])?.next()?.is_none())
}

impl<'f> Candidate<'f> {
    /// Proves the key before anything is touched. The first key that is used in a profile is its
    /// key; with files and no proof there is no telling, and no new key is made over them.
    fn of(
        folder: &'f ProfileFolder,
        file: &'f FileId,
        key: &MasterKey,
        place: Place,
        hooks: Arc<dyn Hooks>,
    ) -> Result<Self, OpenError> {
        let profile = folder.profile();
        match profile.key_check {
            Some(check) if check != key.check() => return Err(OpenError::WrongKey),
            Some(_) => {}
            None if profile.files.values().any(|state| state.made) => return Err(OpenError::Profile),
            None => folder.update(|profile| profile.key_check = Some(key.check()))?,
        }
        Ok(Self { folder, file, owner: None, key: key.derive(file), place, hooks })
    }

    fn existing(&self) -> Result<Opened<Engine>, OpenError> {
        let known = self.folder.state(self.file).filter(|state| state.made);
        let Some(state) = known.map_or_else(|| self.whole_vault(), |state| Ok(Some(state)))? else {
            self.refuse_stranger()?;
            let engine = self.make()?;
            return Ok(Opened { store: engine, how: Opening::Fresh });
        };
        if state.damaged {
            return Err(OpenError::Damaged(Damage::Pages));
        }
        look(&self.folder.file(self.file))?;
        let mut sql = self.connect().map_err(|error| self.cut_off(error))?;
        schema::check(&sql, self.schema(), state.generation)?;
        if self.place == Place::Vault {
            verify(&sql)?;
        }
        let copy = self.migrate(&mut sql)?;
        self.claim(&sql)?;
        self.forget_copies(copy.as_deref());
        Ok(Opened { store: self.start(sql)?, how: Opening::Existing })
    }

    /// A vault that the profile plans and does not know to be made is whole where its making was cut off at
    /// the last step, or where somebody changed the description. None is made over it, nor over one of which
    /// the key proves nothing.
    fn whole_vault(&self) -> Result<Option<FileState>, OpenError> {
        let planned = self.folder.state(self.file).filter(|_| self.place == Place::Vault);
        let Some(planned) = planned else { return Ok(None) };
        match look(&self.folder.file(self.file)) {
            // Less than a page holds nothing: its making was cut off at the first.
            Err(OpenError::Missing | OpenError::Empty | OpenError::Truncated) => return Ok(None),
            looked => looked?,
        }
        let sql = self.connect().map_err(|error| self.cut_off(error))?;
        if !schema::is_made(&sql)? {
            return Ok(None);
        }
        schema::check(&sql, self.schema(), planned.generation)?;
        let whole = FileState { made: true, ..planned };
        self.note(whole)?;
        Ok(Some(whole))
    }

    /// A file that the profile does not know may be what is left of one whose making was cut off.
    /// Anything else in its place is somebody's, and stays.
    fn refuse_stranger(&self) -> Result<(), OpenError> {
        let path = self.folder.file(self.file);
        let planned = self.folder.state(self.file).is_some();
        match look(&path) {
            Err(OpenError::Missing) => Ok(()),
            _ if planned => Ok(()),
            Err(error) => Err(error),
            Ok(()) => Err(OpenError::Damaged(Damage::Replaced)),
        }
    }

    /// Makes the file: the profile plans it, it is made whole and on the disk, the profile knows it.
    fn make(&self) -> Result<Engine, OpenError> {
        let generation = self.folder.state(self.file).map_or(0, |state| state.generation) + 1;
        self.note(FileState { generation, made: false, damaged: false })?;
        for what in ["", "-wal", "-shm"] {
            remove(&self.folder.beside(self.file, what))?;
        }
        // SQLite gives what it makes beside a file the file's own mode.
        private(&self.folder.file(self.file), fs::File::options().create_new(true))?;
        let mut sql = self.connect()?;
        schema::create(&mut sql, self.schema(), generation, |moment| self.step("create", moment))?;
        self.claim(&sql)?;
        fold(&sql)?;
        self.note(FileState { generation, made: true, damaged: false })?;
        self.start(sql)
    }

    /// Has a copy be its owner's, and nobody else's.
    fn claim(&self, sql: &Connection) -> Result<(), OpenError> {
        match self.owner {
            Some(owner) if !is_own(sql, owner)? => Err(OpenError::Damaged(Damage::Foreign)),
            _ => Ok(()),
        }
    }

    /// Renames a damaged copy with all that belongs to it, so that nothing of it can be taken for
    /// part of the next one.
    fn set_aside(&self) -> Result<(), OpenError> {
        let generation = self.folder.state(self.file).map_or(0, |state| state.generation);
        for what in ["", "-wal"] {
            let aside = self.folder.beside(self.file, &format!(".damaged-{generation}{what}"));
            match fs::rename(self.folder.beside(self.file, what), aside) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        sync_folder(self.folder.path())?;
        self.step("set aside", Moment::AfterCommit);
        self.note(FileState { generation, made: false, damaged: false })
    }

    /// Removes the copies from before migrations, which hold secrets that were changed since: the
    /// file is whole. One that was made now stays until it has opened once more.
    fn forget_copies(&self, made: Option<&Path>) {
        let copies = self.folder.all_of(self.file, BEFORE_MIGRATION).map_err(OpenError::from);
        let gone = copies.and_then(|copies| {
            copies.iter().filter(|copy| Some(copy.as_path()) != made).try_for_each(|copy| remove(copy))
        });
        if let Err(error) = gone {
            tracing::warn!(%error, "a copy from before a migration stays");
        }
    }

    /// Gives the copy that was made before, where one was.
    fn migrate(&self, sql: &mut Connection) -> Result<Option<PathBuf>, OpenError> {
        let copy = self.folder.beside(self.file, BEFORE_MIGRATION);
        schema::migrate(sql, self.schema(), &copy, |moment| self.step("migrate", moment))
    }

    fn start(&self, sql: Connection) -> Result<Engine, OpenError> {
        let (path, key) = (self.folder.file(self.file), self.key.clone());
        let connect = Arc::new(move || connection::reader(&path, &key));
        Engine::start(self.place, Arc::clone(&self.hooks), sql, connect)
    }

    fn connect(&self) -> Result<Connection, OpenError> {
        let durability = match self.place {
            Place::Vault => Durability::Full,
            Place::Cache | Place::Profile => Durability::Ordered,
        };
        connection::writer(&self.folder.file(self.file), &self.key, durability)
    }

    /// SQLite calls a file that lost its end malformed; its size tells the two apart.
    fn cut_off(&self, error: OpenError) -> OpenError {
        let size = fs::metadata(self.folder.file(self.file)).map_or(0, |found| found.len());
        match error {
            OpenError::Damaged(Damage::Pages) if !size.is_multiple_of(PAGE) => OpenError::Truncated,
            other => other,
        }
    }

    fn schema(&self) -> &'static Schema {
        match self.place {
            Place::Vault => &schema::VAULT,
            Place::Cache | Place::Profile => &schema::CACHE,
        }
    }

    fn note(&self, state: FileState) -> Result<(), OpenError> {
        self.folder.update(|profile| {
            profile.files.insert(self.file.clone(), state);
        })
    }

    fn step(&self, write: &'static str, moment: Moment) {
        self.hooks.step(CrashPoint { place: self.place, write, moment });
    }
}

/// What a file's size and first bytes tell without a key. SQLCipher would take an empty file for a
/// new database.
fn look(path: &Path) -> Result<(), OpenError> {
    let mut file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(OpenError::Missing),
        Err(error) => return Err(error.into()),
    };
    match file.metadata()?.len() {
        0 => Err(OpenError::Empty),
        size if size < PAGE => Err(OpenError::Truncated),
        _ => {
            let mut head = [0; 16];
            file.read_exact(&mut head)?;
            if head == *b"SQLite format 3\0" { Err(OpenError::Damaged(Damage::NotEncrypted)) } else { Ok(()) }
        }
    }
}
