//! What Unix alone has: modes, and folders that are written to the disk.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// Opens a file to write; where it is made, its owner alone may read it.
pub(crate) fn private(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.mode(0o600).write(true).open(path)
}

/// Makes a folder that only its owner may enter, where there is none.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Closes a folder to others, on a disk that knows modes.
pub(crate) fn close_to_others(path: &Path) -> io::Result<()> {
    let open = fs::metadata(path)?.permissions().mode() & 0o077 != 0;
    if open && fs::set_permissions(path, fs::Permissions::from_mode(0o700)).is_err() {
        tracing::warn!("others may list the profile folder");
    }
    Ok(())
}

/// A rename is kept only once its folder is.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
