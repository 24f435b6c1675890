//! What Unix alone has: modes, signals and groups of processes.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tokio::process::Command;
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

/// Has a program start at the head of a process group, by which it is ended with what it started.
pub(crate) fn head_of_its_group(command: &mut Command) -> &mut Command {
    command.process_group(0)
}
