//! A person at a page of the bridge, in a browser without a window.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::{Bridged, Browser, Page, Walk, built};

/// A browser before a bridge.
pub struct Seat {
    /// What the person does.
    pub walk: Walk,
    bridge: Bridged,
    browser: Browser,
    program: PathBuf,
    computer: tempfile::TempDir,
}

impl Seat {
    /// Sits down at a bridge that starts on an empty computer.
    pub async fn take(program: &Path, options: &[&str]) -> anyhow::Result<Self> {
        let computer = tempfile::tempdir()?;
        let bridge = start(program, computer.path(), options).await?;
        let browser = Browser::chromium().await?;
        let walk = Walk::at(Page::of(&browser.session));
        let seat = Self { walk, bridge, browser, program: program.to_owned(), computer };
        seat.look().await?;
        Ok(seat)
    }

    /// Ends the bridge, starts another on the same computer, and looks at that.
    pub async fn start_again(self, options: &[&str]) -> anyhow::Result<Self> {
        self.bridge.end().await?;
        let bridge = start(&self.program, self.computer.path(), options).await?;
        let seat = Self { bridge, ..self };
        seat.look().await?;
        Ok(seat)
    }

    /// The bridge itself.
    pub fn bridge(&self) -> &Bridged {
        &self.bridge
    }

    /// Gets up from it.
    pub async fn leave(self) -> anyhow::Result<()> {
        self.browser.close().await?;
        self.bridge.end().await
    }

    async fn look(&self) -> anyhow::Result<()> {
        let Bridged { address, token, .. } = &self.bridge;
        // A page of the same address but for what follows its # would not be read again.
        self.browser.session.goto("about:blank").await?;
        Ok(self.browser.session.goto(format!("{address}/#bridge={address}&token={token}")).await?)
    }
}

async fn start(program: &Path, computer: &Path, options: &[&str]) -> anyhow::Result<Bridged> {
    let ui = built("DAYBOOK_UI", "ui/dist");
    ensure!(ui.join("index.html").is_file(), "the window is not built: run `npm run build` in ui");
    let mut words = vec!["--ui", ui.to_str().context("its name is no text")?];
    words.extend(options);
    Bridged::start(program, &computer.join("profile"), &words).await
}
