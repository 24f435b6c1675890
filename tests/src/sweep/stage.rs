//! What is walked through: the practice, what happened in it meanwhile, and the profile's files.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use store::{Cache, FileId, Hooks, MasterKey, ProfileFolder, Vault};

/// The connection.
pub(super) const HERE: &str = "here";
/// What is written, which nothing else says.
pub(super) const MARK: &str = "written@example.org";
/// How long feeds are polled: until what was drained is read again, though all is clean.
pub(super) const POLLS: Duration = Duration::from_secs(13 * 60);

/// What a walker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// It fills a new copy.
    Fill,
    /// It fills one, drafts a change of somebody, and waits until every feed tells.
    Listen {
        /// Of whom.
        draft: u64,
    },
    /// It writes what is drafted and polls.
    Poll,
}

impl fmt::Display for Work {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fill => write!(out, "fill"),
            Self::Listen { draft } => write!(out, "listen-{draft}"),
            Self::Poll => write!(out, "poll"),
        }
    }
}

impl FromStr for Work {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> anyhow::Result<Self> {
        match word.split_once('-') {
            None if word == "fill" => Ok(Self::Fill),
            None if word == "poll" => Ok(Self::Poll),
            Some(("listen", whom)) => Ok(Self::Listen { draft: whom.parse().context("a number")? }),
            _ => bail!("there is no such work"),
        }
    }
}

/// The profile's files.
pub(super) fn files(folder: &ProfileFolder, hooks: Arc<dyn Hooks>) -> anyhow::Result<(Cache, Vault)> {
    let key = MasterKey::from_bytes([7; 32]);
    let cache = Cache::open(folder, &FileId::from_hex("aa01"), &key, Arc::clone(&hooks))?.store;
    let vault = Vault::open(folder, &FileId::from_hex("bb02"), &key, hooks)?.store;
    Ok((cache, vault))
}
