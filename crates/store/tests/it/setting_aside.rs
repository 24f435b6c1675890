//! A profile that is set aside: all of it is kept, another can begin, and a kill on the way is finished.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};
use store::{CrashPoint, Hooks, NoHooks, OpenError, ProfileFolder};

use crate::desk::{Desk, minute};

/// Ends what is under way at the n-th point.
struct EndAt {
    point: usize,
    passed: AtomicUsize,
}

impl Hooks for EndAt {
    fn step(&self, _: CrashPoint) {
        assert!(self.passed.fetch_add(1, Ordering::SeqCst) + 1 != self.point, "it ends here");
    }
}

/// A folder with a profile and with a file of somebody's.
fn made() -> Desk {
    let desk = Desk::new();
    drop((desk.cache(), desk.vault()));
    fs::write(desk.path().join("notes.txt"), "somebody's").expect("written");
    desk
}

/// What is kept of a profile in a folder, by name.
fn kept(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the folder lists").map(|entry| entry.expect("an entry"));
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let files = entries.map(|entry| entry.path()).filter(|path| path.is_file());
    let ours = files.filter(|path| name(path).contains(".db") || name(path).starts_with("profile.json"));
    ours.map(|path| (name(&path), fs::read(&path).expect("read"))).collect()
}

fn aside(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder lists").map(|entry| entry.expect("an entry"));
    let mut folders: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn set_aside(desk: &Desk, when: DateTime<Utc>) {
    ProfileFolder::set_aside(desk.path(), when, &NoHooks).expect("set aside");
}

#[test]
fn all_of_it_is_kept_and_another_begins() {
    let desk = made();
    let before = kept(desk.path());
    assert!(before.len() >= 3, "{:?}", before.keys());
    set_aside(&desk, minute(0));
    assert!(desk.folder().is_new().expect("the folder lists"), "another may begin");
    let folders = aside(desk.path());
    assert_eq!(folders, [desk.path().join("set-aside-2026-11-23-120000")]);
    assert!(kept(&folders[0]) == before, "every byte is there");
    assert!(desk.path().join("notes.txt").exists(), "what is somebody else's stays where it is");
    set_aside(&desk, minute(0));
    assert_eq!(aside(desk.path()).len(), 2, "a second one of the same second keeps its own");
    assert!(kept(&folders[0]) == before);
}

#[test]
fn a_profile_in_use_is_not_set_aside() {
    let desk = made();
    let before = kept(desk.path());
    let folder = desk.folder();
    let refused = ProfileFolder::set_aside(desk.path(), minute(0), &NoHooks);
    assert_eq!(refused, Err(OpenError::InUse));
    assert!(kept(folder.path()) == before && aside(folder.path()).is_empty());
}

#[test]
fn wherever_it_is_cut_off_the_next_opening_finishes_it() {
    let mut points = 0;
    loop {
        let desk = made();
        let before = kept(desk.path());
        let hooks = Arc::new(EndAt { point: points + 1, passed: AtomicUsize::new(0) });
        let whole = || ProfileFolder::set_aside(desk.path(), minute(0), hooks.as_ref());
        if catch_unwind(AssertUnwindSafe(whole)).is_ok_and(|done| done.is_ok()) {
            break;
        }
        points += 1;
        assert!(desk.folder().is_new().expect("the folder lists"), "point {points}: another may begin");
        let folders = aside(desk.path());
        assert_eq!(folders, [desk.path().join("set-aside-2026-11-23-120000")], "point {points}");
        assert!(kept(&folders[0]) == before, "point {points}: every byte is there");
    }
    assert!(points >= 5, "there are several points on the way: {points}");
}
