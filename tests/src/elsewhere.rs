//! What Unix has in its own way, on other systems.

use std::path::Path;

use tokio::process::Command;

/// Folders are their user's alone already.
pub(crate) fn only_for_this_user(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Waits until somebody asks this process to end.
pub(crate) async fn asked_to_end() -> anyhow::Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}

/// There are no groups of processes: a program is ended alone.
pub(crate) fn head_of_its_group(command: &mut Command) -> &mut Command {
    command
}
