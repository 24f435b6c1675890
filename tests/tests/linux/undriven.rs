//! The real window as people have it: no driver is let in. It is heard by a screen reader, and typed into at the
//! display's keyboard.

use std::path::Path;
use std::process::Stdio;

use acceptance::{Display, Owned, ScreenReader, Told, processes, until};
use anyhow::Context;
use atspi::Role;
use tokio::process::Command;

use crate::{PATIENCE, binary};

/// What the program calls itself on the accessibility bus.
const PROGRAM: &str = "daybook";
/// What the system calls the process that draws a page, and the one that would read the network for it.
const DRAWS: &str = "WebKitWebProces";
const READS: &str = "WebKitNetworkPr";

/// A window that nothing drives.
pub(crate) struct Undriven {
    process: Owned,
    reader: ScreenReader,
    pub(crate) keyboard: Display,
}

impl Undriven {
    /// Opens it over a profile, and has it hear the keyboard.
    pub(crate) async fn open(profile: &Path) -> anyhow::Result<Self> {
        let reader = ScreenReader::start().await?;
        let mut command = Command::new(binary());
        command.arg("--profile").arg(profile).env_remove("TAURI_WEBVIEW_AUTOMATION");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Owned::start(&mut command)?;
        let keyboard = Display::connect()?;
        let window = until("the window is there", PATIENCE, async || keyboard.window()).await?;
        keyboard.focus(window)?;
        Ok(Self { process, reader, keyboard })
    }

    /// Waits until it tells of something.
    pub(crate) async fn tells(&self, role: Role, name: &str) -> anyhow::Result<Vec<Told>> {
        self.reader.reads_of(PROGRAM, role, name).await
    }

    /// Waits until it tells of something no more.
    pub(crate) async fn tells_no_more(&self, role: Role, name: &str) -> anyhow::Result<()> {
        until(&format!("no {role:?} “{name}” is read"), PATIENCE, async || {
            // A page that changes while it is read is read again.
            let read = self.reader.reads(PROGRAM).await.ok();
            Ok(read.filter(|read| !read.iter().any(|told| told.is(role, name))).map(drop))
        })
        .await
    }

    /// Waits until something of a name has the focus, and types there.
    pub(crate) async fn types_into(&self, name: &str, words: &str) -> anyhow::Result<()> {
        self.reader.is_at(PROGRAM, name).await?;
        self.keyboard.types(words)
    }

    /// Its own process.
    pub(crate) fn process(&self) -> anyhow::Result<u32> {
        self.process.id().context("it runs")
    }

    /// The process that draws its page.
    pub(crate) fn draws(&self) -> anyhow::Result<Option<u32>> {
        Ok(processes(self.process()?, DRAWS).first().copied())
    }

    /// The process that would read the network for its page.
    pub(crate) fn reads(&self) -> anyhow::Result<u32> {
        processes(self.process()?, READS).first().copied().context("it is there as long as the window")
    }

    /// Ends it.
    pub(crate) async fn end(self) -> anyhow::Result<()> {
        self.process.end().await
    }
}
