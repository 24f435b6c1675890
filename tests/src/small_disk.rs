//! A file system of a few megabytes that nobody else sees, where the system allows that.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, ensure};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::{Bridged, Owned};

/// A small disk. Dropping it unmounts it.
pub struct SmallDisk {
    mounted: PathBuf,
    holder: Owned,
}

impl SmallDisk {
    /// Whether this system mounts anything for a test.
    pub async fn is_allowed() -> bool {
        let mut trial = Command::new("unshare");
        trial.args(["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]);
        trial.status().await.is_ok_and(|status| status.success())
    }

    /// Mounts one of a size, such as `64k`, at a folder. It is there for what is run on it alone.
    pub async fn mount(at: &Path, size: &str) -> anyhow::Result<Self> {
        let mut command = Command::new("unshare");
        let script = "mount -t tmpfs -o size=$1 none \"$0\" && echo mounted && exec cat";
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]).arg(at).arg(size);
        let mut holder = Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()))?;
        let out = holder.child().stdout.take().context("its output is not read")?;
        let line = BufReader::new(out).lines().next_line().await?;
        ensure!(line.as_deref() == Some("mounted"), "the small disk is not there");
        Ok(Self { mounted: at.to_owned(), holder })
    }

    /// Where a profile is kept on it.
    pub fn profile(&self) -> PathBuf {
        self.mounted.join("profile")
    }

    /// Puts a file of so many kilobytes on it, or as much as there is room for.
    pub fn take(&mut self, kilobytes: u32) -> anyhow::Result<()> {
        let mut file = std::fs::File::create(self.taken()?)?;
        for _ in 0..kilobytes {
            if file.write_all(&[0; 1024]).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Gives back the room that was taken.
    pub fn give_back(&mut self) -> anyhow::Result<()> {
        Ok(std::fs::remove_file(self.taken()?)?)
    }

    /// Where a file of the profile on it is seen from here.
    pub fn file(&mut self, name: &str) -> anyhow::Result<PathBuf> {
        Ok(self.mount_point()?.join("profile").join(name))
    }

    /// Starts a bridge whose profile lies on it.
    pub async fn bridge(&mut self, binary: &Path, options: &[&str]) -> anyhow::Result<Bridged> {
        let mut command = Command::new("nsenter");
        let holder = self.holder()?.to_string();
        command.args(["--user", "--mount", "--preserve-credentials", "--target", &holder]);
        command.arg(binary).args(["--listen", "127.0.0.1:0", "--profile"]).arg(self.profile()).args(options);
        Bridged::run(&mut command).await
    }

    /// The file that takes the room, as it is seen from here.
    fn taken(&mut self) -> anyhow::Result<PathBuf> {
        Ok(self.mount_point()?.join("taken"))
    }

    fn mount_point(&mut self) -> anyhow::Result<PathBuf> {
        let root = PathBuf::from(format!("/proc/{}/root", self.holder()?));
        Ok(root.join(self.mounted.strip_prefix("/")?))
    }

    fn holder(&mut self) -> anyhow::Result<u32> {
        self.holder.child().id().context("the small disk is gone")
    }
}
