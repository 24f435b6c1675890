//! A home of its own for a program, in which everything that it leaves behind can be looked for.

use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;
use tokio::process::Command;

use crate::system::only_for_this_user;

/// Where a program is told to keep what it keeps, each with its folder in the home.
const FOLDERS: [(&str, &str); 7] = [
    ("HOME", "home"),
    ("TMPDIR", "tmp"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_RUNTIME_DIR", "run"),
    ("XDG_STATE_HOME", "state"),
];

/// An empty home.
pub struct Home(TempDir);

impl Home {
    /// Makes one that nobody else may enter.
    pub fn new() -> anyhow::Result<Self> {
        let home = Self(TempDir::new()?);
        for (_, folder) in FOLDERS {
            std::fs::create_dir(home.path().join(folder))?;
        }
        only_for_this_user(&home.path().join("run"))?;
        Ok(home)
    }

    /// The folder that holds all of it.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Where a profile is kept in it.
    pub fn profile(&self) -> PathBuf {
        self.path().join("data").join("profile")
    }

    /// What the programs in it say, all one after another.
    pub fn said(&self) -> PathBuf {
        self.path().join("said")
    }

    /// Lets a program live here: it keeps its files here, works in it, and what it says is kept.
    pub fn house(&self, command: &mut Command) -> anyhow::Result<()> {
        command.envs(FOLDERS.map(|(name, folder)| (name, self.path().join(folder))));
        command.current_dir(self.path().join("home"));
        let said = || std::fs::File::options().create(true).append(true).open(self.said());
        command.stdout(said().context("what it says is kept")?).stderr(said()?);
        Ok(())
    }
}
