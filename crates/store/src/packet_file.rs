//! Sealed packets in the folder `exports`, and copies of them elsewhere: the latest is whole, and the ones before it
//! are gone.

use std::fs;
use std::path::{Path, PathBuf};

use crate::folder::{PART, remove, write_part};
use crate::{OpenError, ProfileFolder, Wanted};

impl ProfileFolder {
    /// Puts a packet into the folder `exports` and takes away those before it that begin alike. Where it cannot
    /// be written, those stay.
    pub fn keep_packet(&self, begins: &str, name: &str, bytes: &[u8]) -> Result<PathBuf, OpenError> {
        let path = self.export(name, bytes, &Wanted::default())?;
        clear_older(self.packets(begins)?, &path);
        Ok(path)
    }

    /// Takes away every packet that begins so.
    pub fn clear_packets(&self, begins: &str) -> Result<(), OpenError> {
        self.packets(begins)?.into_iter().try_for_each(|path| Ok(fs::remove_file(path)?))
    }

    fn packets(&self, begins: &str) -> Result<Vec<PathBuf>, OpenError> {
        packets(&self.exports()?, begins)
    }
}

/// Puts a copy of a packet into a folder that is there, and takes away those before it that begin alike. Where it
/// cannot be written, those stay.
pub fn copy_packet(folder: &Path, begins: &str, name: &str, bytes: &[u8]) -> Result<PathBuf, OpenError> {
    let older = packets(folder, begins)?;
    let (path, part) = (folder.join(name), folder.join(format!("{name}{PART}")));
    let written = write_part(&part, bytes).and_then(|()| Ok(fs::rename(&part, &path)?));
    if let Err(error) = written {
        // What is left of it is the next one's to take, where the folder itself is gone.
        let _ = remove(&part);
        return Err(error);
    }
    clear_older(older, &path);
    Ok(path)
}

/// Takes away every copy of a packet that begins so, from a folder that is there.
pub fn clear_copies(folder: &Path, begins: &str) -> Result<(), OpenError> {
    packets(folder, begins)?.into_iter().try_for_each(|path| Ok(fs::remove_file(path)?))
}

fn clear_older(found: Vec<PathBuf>, latest: &Path) {
    for older in found {
        // The latest is there: one that cannot be taken away is the next one's to take.
        if older != latest
            && let Err(error) = fs::remove_file(older)
        {
            tracing::warn!(kind = ?error.kind(), "a packet from before is still there");
        }
    }
}

fn packets(folder: &Path, begins: &str) -> Result<Vec<PathBuf>, OpenError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_one = name.to_str().is_some_and(|name| name.starts_with(begins) && !name.ends_with(PART));
        if is_one && entry.file_type()?.is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}
