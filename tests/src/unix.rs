//! What Unix alone has: modes and signals.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tokio::signal::unix::{SignalKind, signal};

/// A folder for sockets that others may enter is refused by those who use it.
pub(crate) fn only_for_this_user(folder: &Path) -> std::io::Result<()> {
    set_permissions(folder, Permissions::from_mode(0o700))
}

/// Waits until somebody asks this process to end.
pub(crate) async fn asked_to_end() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        pressed = tokio::signal::ctrl_c() => Ok(pressed?),
    }
}
