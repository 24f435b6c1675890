//! Where things lie in the repository.

use std::path::{Path, PathBuf};

use crate::process::Spawn;
use crate::stop::Outcome;

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder cargo builds into.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The binary `name` as built in `profile` (`debug` or `release`).
pub fn binary(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Where the tour leaves its screenshots.
pub fn shots() -> PathBuf {
    root().join("shots")
}

/// The files git tracks, and the new ones it does not ignore, relative to the root.
pub fn files() -> Outcome<Vec<String>> {
    let listed = Spawn::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .captured()?;
    Ok(listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}
