//! What Unix has in its own way, on other systems: there the profile folder lies among a person's own
//! files, which others do not enter.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file to write; its folder decides who may read it.
pub(crate) fn private(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.write(true).open(path)
}

/// Makes a folder where there is none.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Leaves a folder's rights as they are.
pub(crate) fn close_to_others(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Leaves a file's rights as they are.
pub(crate) fn close_file_to_others(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// A rename is kept with the file.
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Nobody is asked here: a write that finds no room says so itself.
pub(crate) fn room(_path: &Path) -> Option<u64> {
    None
}
