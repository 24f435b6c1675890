//! A tap on the disk under SQLite: what is written in a tapped folder is taken down in order, and may fail.
//!
//! Tapped files are not really written through to the disk: whether they would be is what is taken down.

#![expect(unsafe_code, reason = "SQLite takes a disk as functions of C")]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError, Weak};

use rusqlite::ffi::{
    SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE, SQLITE_OK, sqlite3_file,
    sqlite3_int64, sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::profile::a_store_in_use;

/// What was done to a file.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// It was opened, and made where it was not there.
    Opened,
    Written {
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        size: usize,
    },
    Synced,
    Removed,
    /// It was replaced whole, and its folder synced.
    Replaced {
        bytes: Vec<u8>,
    },
    /// Whoever writes was told that what they wrote is kept.
    Acknowledged,
}

/// How a disk fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Broken,
    Full,
}

#[derive(Default)]
struct State {
    deeds: Vec<(String, Deed)>,
    /// The fault, and how many writes and syncs pass before it.
    fault: Option<(Fault, usize)>,
    refused: usize,
}

/// What is tapped under one folder, until this is dropped.
#[derive(Default)]
pub(crate) struct Tap(Mutex<State>);

static TAPS: Mutex<BTreeMap<PathBuf, Weak<Tap>>> = Mutex::new(BTreeMap::new());
/// The disk as SQLite comes with it.
static DISK: AtomicPtr<sqlite3_vfs> = AtomicPtr::new(null_mut());

impl Tap {
    pub(crate) fn on(folder: &Path) -> Arc<Self> {
        static STANDS: Once = Once::new();
        STANDS.call_once(stand_between);
        let tap = Arc::new(Self::default());
        let folder = folder.canonicalize().expect("the folder is there");
        locked(&TAPS).insert(folder, Arc::downgrade(&tap));
        tap
    }

    fn of(path: &Path) -> Option<Arc<Self>> {
        locked(&TAPS).get(path.parent()?)?.upgrade()
    }

    /// Notes what is done otherwise than through SQLite.
    pub(crate) fn note(&self, file: &str, deed: Deed) {
        locked(&self.0).deeds.push((file.to_owned(), deed));
    }

    /// Takes what was taken down so far.
    pub(crate) fn taken(&self) -> Vec<(String, Deed)> {
        std::mem::take(&mut locked(&self.0).deeds)
    }

    /// Has every write and sync fail after some that pass.
    pub(crate) fn fail(&self, fault: Fault, after: usize) {
        let mut state = locked(&self.0);
        state.fault = Some((fault, after));
        state.refused = 0;
    }

    /// Ends the fault. Gives how many writes and syncs it refused.
    pub(crate) fn mend(&self) -> usize {
        let mut state = locked(&self.0);
        state.fault = None;
        std::mem::take(&mut state.refused)
    }

    /// Whether the next write or sync fails, and how.
    fn refusal(&self) -> Option<Fault> {
        let mut state = locked(&self.0);
        match &mut state.fault {
            Some((fault, 0)) => {
                let fault = *fault;
                state.refused += 1;
                Some(fault)
            }
            Some((_, left)) => {
                *left -= 1;
                None
            }
            None => None,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts the tap before the disk, for every file that is opened from here on. The store gives SQLite its memory
/// first, which it may do before SQLite's first use alone.
fn stand_between() {
    a_store_in_use();
    // SAFETY: the disk that SQLite comes with stays as long as the program, and so does its changed copy.
    unsafe {
        let disk = sqlite3_vfs_find(null_mut());
        DISK.store(disk, Ordering::SeqCst);
        let tapped = sqlite3_vfs {
            szOsFile: c_int::try_from(place() + size_of::<Tapped>()).expect("a small size"),
            pNext: null_mut(),
            zName: c"tapped".as_ptr(),
            xOpen: Some(open),
            xDelete: Some(remove),
            ..*disk
        };
        assert_eq!(sqlite3_vfs_register(Box::leak(Box::new(tapped)), 1), SQLITE_OK);
    }
}

/// What stands behind a file as SQLite has it.
struct Tapped {
    /// What the disk does with the file.
    disk: *const sqlite3_io_methods,
    /// The same with the tap before it.
    methods: sqlite3_io_methods,
    file: *mut (Arc<Tap>, String),
}

/// Where that stands, behind what the disk keeps of a file.
fn place() -> usize {
    // SAFETY: it was put there before any file is opened.
    let size = unsafe { (*DISK.load(Ordering::SeqCst)).szOsFile };
    usize::try_from(size).expect("a size").next_multiple_of(align_of::<Tapped>())
}

unsafe fn tapped(file: *mut sqlite3_file) -> *mut Tapped {
    // SAFETY: a file has room for it, as `stand_between` says.
    unsafe { file.byte_add(place()).cast() }
}

/// The tap of a file, its name, and what the disk does with it.
unsafe fn of<'f>(file: *mut sqlite3_file) -> (&'f Tap, &'f str, &'f sqlite3_io_methods) {
    // SAFETY: these functions are called for files that `open` tapped, until `close`.
    unsafe {
        let tapped = &*tapped(file);
        let (tap, name) = &*tapped.file;
        (tap, name, &*tapped.disk)
    }
}

unsafe fn path(name: *const c_char) -> Option<PathBuf> {
    // SAFETY: SQLite names files in text that ends.
    let name = (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) })?;
    Some(PathBuf::from(name.to_str().ok()?))
}

fn name(path: &Path) -> String {
    path.file_name().expect("a file has a name").to_string_lossy().into_owned()
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    named: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let disk = DISK.load(Ordering::SeqCst);
    // SAFETY: the disk opens its own file, and there is room behind it.
    unsafe {
        let opened = (*disk).xOpen.expect("a disk opens")(disk, named, file, flags, out);
        let path = path(named);
        let Some((path, tap)) = path.and_then(|path| Tap::of(&path).map(|tap| (path, tap))) else {
            return opened;
        };
        if opened != SQLITE_OK {
            return opened;
        }
        let name = name(&path);
        tap.note(&name, Deed::Opened);
        let methods = sqlite3_io_methods {
            xClose: Some(close),
            xWrite: Some(write),
            xTruncate: Some(cut),
            xSync: Some(sync),
            ..*(*file).pMethods
        };
        let behind = tapped(file);
        behind.write(Tapped { disk: (*file).pMethods, methods, file: Box::into_raw(Box::new((tap, name))) });
        (*file).pMethods = &raw const (*behind).methods;
        opened
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: nobody uses the file after this.
    unsafe {
        let (_, _, disk) = of(file);
        let closed = disk.xClose.expect("a file closes")(file);
        drop(Box::from_raw((*tapped(file)).file));
        closed
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    bytes: *const c_void,
    count: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives as many bytes as it says.
    unsafe {
        let (tap, name, disk) = of(file);
        let through = disk.xWrite.expect("a file is written");
        if let Some(fault) = tap.refusal() {
            // Some of it may have come through.
            through(file, bytes, count / 2, at);
            return if fault == Fault::Full { SQLITE_FULL } else { SQLITE_IOERR_WRITE };
        }
        let count_of = usize::try_from(count).expect("a size");
        let written = std::slice::from_raw_parts(bytes.cast::<u8>(), count_of).to_vec();
        tap.note(name, Deed::Written { at: usize::try_from(at).expect("a place"), bytes: written });
        through(file, bytes, count, at)
    }
}

unsafe extern "C" fn cut(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: as for the disk's own.
    unsafe {
        let (tap, name, disk) = of(file);
        if tap.refusal().is_some() {
            return SQLITE_IOERR_TRUNCATE;
        }
        tap.note(name, Deed::Cut { size: usize::try_from(size).expect("a size") });
        disk.xTruncate.expect("a file is cut")(file, size)
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: as for the disk's own.
    let (tap, name, _) = unsafe { of(file) };
    if tap.refusal().is_some() {
        return SQLITE_IOERR_FSYNC;
    }
    tap.note(name, Deed::Synced);
    SQLITE_OK
}

unsafe extern "C" fn remove(_: *mut sqlite3_vfs, named: *const c_char, sync_folder: c_int) -> c_int {
    let disk = DISK.load(Ordering::SeqCst);
    // SAFETY: as for the disk's own.
    unsafe {
        if let Some(path) = path(named)
            && let Some(tap) = Tap::of(&path)
        {
            tap.note(&name(&path), Deed::Removed);
        }
        (*disk).xDelete.expect("a disk removes")(disk, named, sync_folder)
    }
}
