//! WebDriver servers: WebKitGTK's for the real window, Chromium's for a page over the bridge.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::{Owned, free_port, program, until};

/// How long a driver may take to listen.
const START: Duration = Duration::from_secs(20);

/// A running WebDriver server. Dropping it ends it with every browser it started.
#[derive(Debug)]
pub struct Driver {
    port: u16,
    process: Owned,
}

/// A browser behind a driver. Dropping it ends both.
pub struct Browser {
    /// The session.
    pub session: WebDriver,
    driver: Option<Driver>,
}

impl Browser {
    /// Starts the real window's binary under WebKitGTK's driver.
    pub async fn window(binary: &Path, arguments: &[&str]) -> anyhow::Result<Self> {
        Self::window_with(binary, arguments, |_| Ok(())).await
    }

    /// The same, where the driver and the window that it starts are told more of their surroundings.
    pub async fn window_with(
        binary: &Path,
        arguments: &[&str],
        surround: impl FnOnce(&mut Command) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        ensure!(
            std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some(),
            "there is no display: start one, such as Xvfb, and set DISPLAY"
        );
        ensure!(binary.is_file(), "there is no binary at {}: build the package `daybook`", binary.display());
        let server = program("WebKitWebDriver", "webkit2gtk-driver")?;
        let driver = Driver::start(&server, |command, port| {
            command.args([&format!("--port={port}"), "--host=127.0.0.1"]);
            command.envs([("TAURI_AUTOMATION", "true"), ("TAURI_WEBVIEW_AUTOMATION", "true")]);
            surround(command)
        })
        .await?;
        let mut wanted = Capabilities::new();
        wanted.set("webkitgtk:browserOptions", json!({"binary": binary, "args": arguments}))?;
        driver.open(wanted).await
    }

    /// Starts Chromium without a window.
    pub async fn chromium() -> anyhow::Result<Self> {
        let server = program("chromedriver", "chromium-driver")?;
        let browser = program("chromium", "chromium")?;
        let driver = Driver::start(&server, |command, port| {
            command.arg(format!("--port={port}"));
            Ok(())
        })
        .await?;
        let arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
        let mut wanted = Capabilities::new();
        wanted.set("browserName", "chrome")?;
        wanted.set("goog:chromeOptions", json!({"binary": browser, "args": arguments}))?;
        driver.open(wanted).await
    }

    /// Closes the browser as its user would.
    pub async fn close(self) -> anyhow::Result<()> {
        Ok(self.session.clone().quit().await?)
    }

    /// Ends the browser, with all that belongs to it, as a power cut would.
    pub async fn kill(mut self) -> anyhow::Result<()> {
        match self.driver.take() {
            Some(driver) => driver.process.kill().await,
            None => Ok(()),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser with itself. The session, left to its own end, would ask a driver
        // that is gone for two minutes. One that was closed is past asking.
        let _ = self.session.clone().leak();
    }
}

impl Driver {
    async fn start(
        server: &Path,
        set_up: impl FnOnce(&mut Command, u16) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(server);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        set_up(&mut command, port)?;
        let process = Owned::start(&mut command)?;
        until("the driver listens", START, async || {
            Ok(TcpStream::connect(("127.0.0.1", port)).await.ok().map(drop))
        })
        .await?;
        Ok(Self { port, process })
    }

    async fn open(self, wanted: Capabilities) -> anyhow::Result<Browser> {
        // The driver speaks plain HTTP, and its client still wants a provider to be chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let address = format!("http://127.0.0.1:{}", self.port);
        let session = WebDriver::new(address, wanted).await.context("the driver started no session")?;
        Ok(Browser { session, driver: Some(self) })
    }
}
