//! Setting a profile aside: everything of it moves into a folder inside its own, so that another can
//! begin. Nothing is erased.
//!
//! The folder is first named for what is under way. Whoever opens the profile next finishes it: a
//! description that is parted from its files opens nothing.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::folder::{DESCRIPTION, remove};
use crate::system::{make_private, private, sync_folder};
use crate::{CrashPoint, Hooks, Moment, OpenError, Place};

const UNDER_WAY: &str = "setting-aside-";
const DONE: &str = "set-aside-";
const TRIAL: &str = "room.new";
/// What a profile needs at the least until it has a key and a vault.
const ROOM: usize = 256 * 1024;

/// Begins to set aside what is kept in a folder. Where the disk has no room for another profile,
/// nothing is.
pub(crate) fn begin(path: &Path, when: DateTime<Utc>) -> Result<(), OpenError> {
    let trial = path.join(TRIAL);
    let tried = take_room(&trial);
    remove(&trial)?;
    tried?;
    let name = when.format("%Y-%m-%d-%H%M%S").to_string();
    make_private(&path.join(format!("{UNDER_WAY}{name}")))?;
    Ok(sync_folder(path)?)
}

fn take_room(trial: &Path) -> io::Result<()> {
    let mut file = private(trial, fs::File::options().create(true).truncate(true))?;
    file.write_all(&vec![0; ROOM])?;
    file.sync_all()
}

/// Finishes what was begun, where anything was.
pub(crate) fn finish(path: &Path, hooks: &dyn Hooks) -> Result<(), OpenError> {
    for aside in under_way(path)? {
        for file in kept(path)? {
            let name = file.file_name().unwrap_or_default();
            step(hooks, Moment::BeforeCommit);
            fs::rename(&file, aside.join(name))?;
        }
        sync_folder(&aside)?;
        sync_folder(path)?;
        step(hooks, Moment::BeforeCommit);
        fs::rename(&aside, done(path, &aside))?;
        sync_folder(path)?;
        step(hooks, Moment::AfterCommit);
    }
    Ok(())
}

fn step(hooks: &dyn Hooks, moment: Moment) {
    hooks.step(CrashPoint { place: Place::Profile, write: "set aside", moment });
}

fn under_way(path: &Path) -> io::Result<Vec<PathBuf>> {
    entries(path, |name, is_folder| is_folder && name.starts_with(UNDER_WAY))
}

/// The description and every file that was made with the profile's key, with what stands beside each.
fn kept(path: &Path) -> io::Result<Vec<PathBuf>> {
    entries(path, |name, _| is_kept(name))
}

pub(crate) fn is_kept(name: &str) -> bool {
    name.starts_with(DESCRIPTION) || name.contains(".db")
}

/// Whether a folder of that name holds what was set aside.
pub(crate) fn is_ours(name: &str) -> bool {
    name.starts_with(UNDER_WAY) || name.starts_with(DONE)
}

fn entries(path: &Path, is_wanted: impl Fn(&str, bool) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let is_folder = entry.file_type()?.is_dir();
        if entry.file_name().to_str().is_some_and(|name| is_wanted(name, is_folder)) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// A name that nothing else has: a folder that was set aside in the same second keeps its own.
fn done(path: &Path, aside: &Path) -> PathBuf {
    let name = aside.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let name = format!("{DONE}{}", name.strip_prefix(UNDER_WAY).unwrap_or(name));
    let mut free = path.join(&name);
    for again in 2.. {
        if !free.exists() {
            break;
        }
        free = path.join(format!("{name}-{again}"));
    }
    free
}
