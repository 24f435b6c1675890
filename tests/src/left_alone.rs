//! A profile that was not read for longer than athenahealth remembers what changed, and the practice that it is of, which
//! answers programs in processes of their own.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};
use console::{Console, Ports};
use ipc::Call;
use sandbox::{CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, Sandbox, Size};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{FileKeychain, Practice, Server, ports_of_this_machine, until};

/// Longer than athenahealth is taken to remember what changed.
const FORGOTTEN: TimeDelta = TimeDelta::hours(14);
/// Longer than a subscription takes until it acts.
const ACTS: TimeDelta = TimeDelta::minutes(16);
/// How long each reading may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A practice that was not read for long.
pub struct LeftAlone {
    /// The practice itself.
    pub practice: Sandbox,
    _server: Server,
}

/// This machine's clock, some time ago.
#[derive(Debug)]
struct Ago(AtomicI64);

impl Ago {
    fn instant(&self) -> DateTime<Utc> {
        Utc::now() - TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }

    fn later(&self, by: TimeDelta) {
        self.0.fetch_sub(by.num_seconds(), Ordering::SeqCst);
    }
}

impl model::Clock for Ago {
    fn now(&self) -> DateTime<Utc> {
        self.instant()
    }
}

impl sandbox::Clock for Ago {
    fn now(&self) -> DateTime<Utc> {
        self.instant()
    }
}

async fn ask(console: &Console, name: &str, request: Value) -> anyhow::Result<Value> {
    let answer = console.call(&Call::desktop(), name, request.to_string().as_bytes()).await;
    match answer.with_context(|| format!("there is no command {name}"))? {
        Ok(json) => Ok(serde_json::from_slice(&json)?),
        Err(failure) => bail!("{name} failed: {failure:?}"),
    }
}

/// Leaves a profile in a folder whose feeds told what changed until some time ago, and its keys in the desktop's keychain,
/// where the window looks for them.
pub async fn leave_alone(profile: &Path, limits: Limits) -> anyhow::Result<LeftAlone> {
    let clock = Arc::new(Ago(AtomicI64::new((FORGOTTEN + ACTS).num_seconds())));
    let options = Options { size: Size::Solo, limits, ..Options::default() };
    let practice = Practice::open(options, clock.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let served = practice.sandbox().clone();
    let serving = tokio::spawn(async move { served.serve(listener).await.unwrap_or_default() });
    let left = LeftAlone { practice: practice.sandbox().clone(), _server: Server(serving) };
    let kept = tempfile::tempdir()?;
    let keychain = Arc::new(FileKeychain::new(kept.path().join("keychain.json")));
    let network = Arc::new(practice);
    let begin = || {
        let ports = ports_of_this_machine(keychain.clone(), network.clone());
        Console::new(profile.to_owned(), Ports { clock: clock.clone(), ..ports })
    };
    let first = begin();
    first.start(false).await;
    let read = until_read(&first, &address).await;
    first.close().await;
    read?;
    // What leaps while a console runs is a computer that slept, and locks.
    clock.later(ACTS);
    let second = begin();
    second.start(false).await;
    let told = until_told(&second).await;
    second.close().await;
    told?;
    keychain.hand_over()?;
    clock.later(FORGOTTEN);
    Ok(left)
}

async fn until_read(console: &Console, address: &str) -> anyhow::Result<()> {
    ask(console, "profile_open", json!({})).await?;
    let environment = json!({"kind": "other", "address": address});
    let practice = json!({"environment": environment, "practice": PRACTICE_ID, "clientId": CLIENT_ID,
        "clientSecret": CLIENT_SECRET});
    ask(console, "connection_add", practice).await?;
    until("all is read", 4 * PATIENCE, async || {
        let sync = ask(console, "sync_read", json!({})).await?;
        Ok((sync["fill"]["phase"] == "fresh").then_some(()))
    })
    .await
}

async fn until_told(console: &Console) -> anyhow::Result<()> {
    until("all feeds tell", PATIENCE, async || {
        let sync = ask(console, "sync_read", json!({})).await?;
        let feeds = sync["feeds"].as_array().context("feeds")?;
        Ok(feeds.iter().all(|feed| feed["inEffect"] == true).then_some(()))
    })
    .await
}
