//! What a process that is to be killed stands on: a computer whose files others may look into, and the
//! point at which it ends.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use acceptance::{Edges, FileKeychain, files_under};
use console::{Hooks, Task, Tasks};
use store::CrashPoint;

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

/// Leaves tasks out: reading into a copy would pass points of its own, at moments of its own.
pub(crate) struct NoTasks;

impl Tasks for NoTasks {
    fn begin(&self, _: Task) {}
}

/// A computer whose files lie in a folder that others may look into.
pub(crate) fn computer(folder: &Path) -> Edges {
    let mut edges = Edges::new().expect("a computer");
    edges.folder = folder.join("profile");
    edges.keychain = Arc::new(FileKeychain::new(folder.join("keychain.json")));
    edges
}

/// Copies a computer's files.
pub(crate) fn copy(from: &Path, to: &Path) {
    for path in files_under(from).expect("the folder") {
        let to = to.join(path.strip_prefix(from).expect("inside"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(path, to).expect("copied");
    }
}
