//! Files that are not encrypted, for the bench that tells what encryption costs.
//!
//! Only in a build with the feature `bench`, and none with it is shipped.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// From now on the files of this folder are made without a key. The first folder that is named is the only
/// one.
pub fn in_the_clear(folder: &Path) {
    FOLDER.get_or_init(|| folder.to_owned());
}

pub(crate) fn is_in_the_clear(file: &Path) -> bool {
    FOLDER.get().is_some_and(|folder| file.starts_with(folder))
}
