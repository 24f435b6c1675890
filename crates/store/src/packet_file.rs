//! Sealed packets in the folder `exports`: the latest is whole, and the ones before it are gone.

use std::path::PathBuf;

use crate::folder::PART;
use crate::{OpenError, ProfileFolder, Wanted};

impl ProfileFolder {
    /// Puts a packet into the folder `exports` and takes away those before it that begin alike. Where it cannot
    /// be written, those stay.
    pub fn keep_packet(&self, begins: &str, name: &str, bytes: &[u8]) -> Result<PathBuf, OpenError> {
        let path = self.export(name, bytes, &Wanted::default())?;
        for older in self.packets(begins)? {
            // The latest is there: one that cannot be taken away is the next one's to take.
            if older != path
                && let Err(error) = std::fs::remove_file(older)
            {
                tracing::warn!(kind = ?error.kind(), "a packet from before is still there");
            }
        }
        Ok(path)
    }

    /// Takes away every packet that begins so.
    pub fn clear_packets(&self, begins: &str) -> Result<(), OpenError> {
        self.packets(begins)?.into_iter().try_for_each(|path| Ok(std::fs::remove_file(path)?))
    }

    fn packets(&self, begins: &str) -> Result<Vec<PathBuf>, OpenError> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.exports()?)? {
            let entry = entry?;
            let name = entry.file_name();
            let is_one = name.to_str().is_some_and(|name| name.starts_with(begins) && !name.ends_with(PART));
            if is_one && entry.file_type()?.is_file() {
                found.push(entry.path());
            }
        }
        Ok(found)
    }
}
