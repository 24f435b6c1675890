//! What Unix alone has: modes, and folders that are written to the disk.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;

/// Opens a file to write; where it is made, its owner alone may read it. A link in its place, which may
/// lead anywhere, is refused.
pub(crate) fn private(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.mode(0o600).custom_flags(flags(OFlags::NOFOLLOW)).write(true).open(path)
}

fn flags(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}

/// Closes a file to others, on a disk that knows modes; what is a link or no file at all stays as it is.
pub(crate) fn close_file_to_others(path: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() || found.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    // What was found may be another by now.
    let opened =
        OpenOptions::new().read(true).custom_flags(flags(OFlags::NOFOLLOW | OFlags::NONBLOCK)).open(path);
    if opened.and_then(|file| file.set_permissions(fs::Permissions::from_mode(0o600))).is_err() {
        tracing::warn!("others may read a file of the profile");
    }
    Ok(())
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

/// How many bytes the disk of a file has for whoever runs this program.
pub(crate) fn room(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}
