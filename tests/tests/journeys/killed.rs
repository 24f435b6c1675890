//! What a process that is to be killed stands on: a computer whose files others may look into, and the
//! point at which it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use acceptance::{Edges, FileKeychain, Practice, Way, files_under};
use athena::{SendFailure, TransportError};
use console::{Hooks, Task, Tasks};
use store::{CrashPoint, Place};
use tempfile::TempDir;

/// Ends the process at the n-th point, as a power cut would: no destructor runs.
pub(crate) struct KillAt {
    point: u32,
    passed: AtomicU32,
}

impl KillAt {
    /// One that ends at a point; never, where that is none.
    pub(crate) fn new(point: u32) -> Self {
        Self { point, passed: AtomicU32::new(0) }
    }
}

impl Hooks for KillAt {
    fn step(&self, _: CrashPoint) {
        if self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.point {
            std::process::abort();
        }
    }
}

/// At the n-th point of the vault from when it is armed, keeps what lies on the disk, as a cut of the power
/// would leave it, and lets nothing more of this program be written.
pub(crate) struct Cut {
    computer: PathBuf,
    left: AtomicU32,
    kept: Mutex<Option<(CrashPoint, TempDir)>>,
    practice: OnceLock<Practice>,
}

impl Cut {
    /// One of a computer whose files lie in a folder.
    pub(crate) fn of(computer: &Path) -> Arc<Self> {
        let computer = computer.to_owned();
        Arc::new(Self {
            computer,
            left: AtomicU32::new(0),
            kept: Mutex::default(),
            practice: OnceLock::new(),
        })
    }

    /// Has the dead program send nothing to a practice either.
    pub(crate) fn silence(&self, practice: &Practice) {
        self.practice.get_or_init(|| practice.clone());
    }

    /// Dies at the n-th point from now.
    pub(crate) fn arm(&self, point: u32) {
        self.left.store(point, Ordering::SeqCst);
    }

    /// Whether it died.
    pub(crate) fn is_dead(&self) -> bool {
        self.kept.lock().expect("not poisoned").is_some()
    }

    /// Where it died, and what lay on the disk then. Nothing more of this program is written, dead or not.
    pub(crate) fn bury(&self) -> Option<(CrashPoint, TempDir)> {
        let end = CrashPoint { place: Place::Vault, write: "the end", moment: store::Moment::AfterCommit };
        let nothing = (end, tempfile::tempdir().expect("a folder"));
        self.kept.lock().expect("not poisoned").replace(nothing)
    }
}

impl Hooks for Cut {
    fn step(&self, point: CrashPoint) {
        let dies = || std::panic::resume_unwind(Box::new("dead"));
        if self.is_dead() {
            dies();
        }
        if point.place != Place::Vault || self.left.load(Ordering::SeqCst) == 0 {
            return;
        }
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            let copy = tempfile::tempdir().expect("a folder");
            copied(&self.computer, copy.path());
            *self.kept.lock().expect("not poisoned") = Some((point, copy));
            if let Some(practice) = self.practice.get() {
                practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Connect)));
            }
            dies();
        }
    }
}

/// Copies a computer's files while a program may still write them.
pub(crate) fn copied(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let into = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            fs::create_dir(&into).expect("made");
            copied(&entry.path(), &into);
        } else {
            match fs::copy(entry.path(), into) {
                // One that is gone again, such as a file that was to take another's place, was not left.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                copied => drop(copied.expect("copied")),
            }
        }
    }
}

/// The same surroundings, with the files of a computer in a folder.
pub(crate) fn at(mut edges: Edges, computer: &Path) -> Edges {
    edges.folder = computer.join("profile");
    edges.keychain = Arc::new(FileKeychain::new(computer.join("keychain.json")));
    edges
}

/// Leaves tasks out: reading into a copy would pass points of its own, at moments of its own.
pub(crate) struct NoTasks;

impl Tasks for NoTasks {
    fn begin(&self, _: Task) {}
}

/// A computer whose files lie in a folder that others may look into.
pub(crate) fn computer(folder: &Path) -> Edges {
    at(Edges::new().expect("a computer"), folder)
}

/// Copies a computer's files.
pub(crate) fn copy(from: &Path, to: &Path) {
    for path in files_under(from).expect("the folder") {
        let to = to.join(path.strip_prefix(from).expect("inside"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(path, to).expect("copied");
    }
}
