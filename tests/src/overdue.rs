//! A copy whose lease is over, as the window finds it: it was read four days ago, and its practice's address
//! answers nobody since.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use console::{Console, Ports};
use ipc::Call;
use sandbox::{CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, Size};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{FileKeychain, Practice, ShiftedClock, Walk, ports_of_this_machine, until};

/// Nobody listens there.
const NOWHERE: &str = "http://127.0.0.1:9";
/// How long reading the copy may take.
const FILL: Duration = Duration::from_secs(120);
/// Why somebody needs it.
const REASON: &str = "The line is down and a patient stands at the desk";

/// Leaves such a profile in a folder, and its keys in the desktop's keychain, where the window looks for them.
pub async fn leave_overdue(profile: &Path) -> anyhow::Result<()> {
    let clock = Arc::new(ShiftedClock { ahead: TimeDelta::days(-4) });
    let options = Options { size: Size::Solo, limits: Limits::production(), ..Options::default() };
    let network = Arc::new(Practice::open(options, clock.clone()));
    let kept = tempfile::tempdir()?;
    let keychain = Arc::new(FileKeychain::new(kept.path().join("keychain.json")));
    let ports = Ports { clock, ..ports_of_this_machine(keychain.clone(), network) };
    let console = Console::new(profile.to_owned(), ports);
    console.start(false).await;
    let read = read_everything(&console).await;
    console.close().await;
    read?;
    keychain.hand_over()
}

async fn read_everything(console: &Console) -> anyhow::Result<()> {
    ask(console, "profile_open", json!({})).await?;
    let practice = json!({
        "environment": {"kind": "other", "address": NOWHERE}, "practice": PRACTICE_ID, "clientId": CLIENT_ID,
        "clientSecret": CLIENT_SECRET,
    });
    ask(console, "connection_add", practice).await?;
    until("the copy is read", FILL, async || {
        let sync = ask(console, "sync_read", json!({})).await?;
        Ok((sync["fill"]["phase"] == "fresh").then_some(()))
    })
    .await
}

async fn ask(console: &Console, name: &str, request: Value) -> anyhow::Result<Value> {
    let answer = console.call(&Call::desktop(), name, request.to_string().as_bytes()).await;
    match answer.with_context(|| format!("there is no command {name}"))? {
        Ok(json) => Ok(serde_json::from_slice(&json)?),
        Err(failure) => bail!("{name} failed: {failure:?}"),
    }
}

impl Walk {
    /// Waits for the screen of a copy that stays closed.
    pub async fn lease_over(&self) -> anyhow::Result<()> {
        self.page.one("heading", "The copy of").await?;
        self.page.one("button", "Ask athenahealth now").await.map(drop)
    }

    /// Asks for what opens it all the same, and waits to be asked why.
    pub async fn ask_for_emergency(&self) -> anyhow::Result<()> {
        self.page.click("button", "Emergency access").await?;
        self.page.one("textbox", "Why you need it").await.map(drop)
    }

    /// Says why, and waits for the day sheet under its banner.
    pub async fn begin_emergency(&self) -> anyhow::Result<()> {
        self.fill_in("Why you need it", REASON).await?;
        self.page.press(Key::Enter).await?;
        self.page.one("region", "Emergency access").await?;
        self.on_schedule().await
    }

    /// Ends it, and waits until the copy is closed.
    pub async fn end_emergency(&self) -> anyhow::Result<()> {
        self.page.click("button", "End emergency access").await?;
        self.lease_over().await
    }
}
