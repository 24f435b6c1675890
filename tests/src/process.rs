//! Processes that this one starts, and waiting for what they do.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Command as Plain, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::system::head_of_its_group;

/// How often a condition outside this process is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// A process that is ended with everything it started when this is dropped.
#[derive(Debug)]
pub struct Owned {
    child: Child,
    group: u32,
}

impl Owned {
    /// Starts a program at the head of a process group of its own.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        let child = head_of_its_group(command).kill_on_drop(true).spawn()?;
        let group = child.id().context("the process ended at once")?;
        Ok(Self { child, group })
    }

    /// The process, to read its output or to wait for it.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Its number, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends it with everything it started, as a power cut would: no destructor runs, nothing is flushed.
    pub async fn kill(mut self) -> anyhow::Result<()> {
        self.signal_group();
        self.child.wait().await?;
        Ok(())
    }

    /// Asks the process to end and waits until it has.
    pub async fn end(self) -> anyhow::Result<()> {
        self.end_by("-TERM").await
    }

    /// Sends the process alone a signal that ends it, such as `-ABRT`, and waits until it has ended.
    pub async fn end_by(mut self, name: &str) -> anyhow::Result<()> {
        signal(name, &self.group.to_string())?;
        self.child.wait().await?;
        Ok(())
    }

    fn signal_group(&self) {
        let _ = signal("-KILL", &format!("-{}", self.group));
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // Once the leader was waited for, its number may belong to another.
        if self.child.id().is_some() {
            self.signal_group();
        }
    }
}

pub(crate) fn signal(name: &str, target: &str) -> anyhow::Result<()> {
    let mut kill = Plain::new("kill");
    kill.args([name, "--", target]).stdout(Stdio::null()).stderr(Stdio::null());
    kill.status().context("there is no program `kill`")?;
    Ok(())
}

/// A server of ours that ends when this is dropped.
#[derive(Debug)]
pub struct Server(pub tokio::task::JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A port of the loopback that nobody listens on.
pub fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A program on the search path, or the words that say which Debian package brings it.
pub fn program(name: &str, package: &str) -> anyhow::Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    found.with_context(|| {
        format!("`{name}` is not installed; on Debian and Ubuntu: apt-get install {package}")
    })
}

/// Looks until something is there, for no longer than a deadline.
pub async fn until<T>(
    what: &str,
    deadline: Duration,
    mut look: impl AsyncFnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let end = Instant::now() + deadline;
    loop {
        let seen = look().await;
        match seen {
            Ok(Some(found)) => return Ok(found),
            Ok(None) if Instant::now() < end => {}
            Ok(None) => bail!("not within {} s: {what}", deadline.as_secs()),
            Err(error) if Instant::now() >= end => {
                return Err(error.context(format!("not within {} s: {what}", deadline.as_secs())));
            }
            Err(_) => {}
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
