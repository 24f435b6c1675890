//! `idle-cpu`: what the window costs the processor while nobody touches it and nothing changes.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use serde_json::json;
use tokio::process::Command;

use super::binaries;
use super::figure::Figure;
use super::profile_key::tell_keychain;
use crate::{Bridged, FileKeychain, Owned, built, served, until, worked};

/// Five of these are five real minutes.
const MINUTE: Duration = Duration::from_secs(60);
const MINUTES: usize = 5;
/// How long a start may go on.
const SETTLED: Duration = Duration::from_secs(60);
const FILL: Duration = Duration::from_secs(240);

/// Measures the window on a filled copy of a practice that a server answers for.
pub async fn measure() -> anyhow::Result<Vec<Figure>> {
    let (_practice, _server, address) = served().await?;
    let computer = tempfile::tempdir()?;
    let profile = computer.path().join("profile");
    fill(&profile, &address).await?;
    tell_keychain(&profile, &FileKeychain::new(profile.join("bridge-keychain.json")))?;
    let mut command = Command::new(binaries()?.0);
    command.arg("--profile").arg(&profile);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let process = Owned::start(&mut command)?;
    let id = process.id().context("the window runs")?;
    tokio::time::sleep(SETTLED).await;
    let (mut own, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..MINUTES {
        let before = worked(id).context("the system does not say how long a process worked")?;
        tokio::time::sleep(MINUTE).await;
        let after = worked(id).context("the window still runs")?;
        let share = |spent: Duration| spent.as_secs_f64() / MINUTE.as_secs_f64() * 100.0;
        own.push(share(after.0.saturating_sub(before.0)));
        whole.push(share(after.1.saturating_sub(before.1)));
    }
    process.end().await?;
    Ok(vec![
        Figure::of("idle-cpu", "an idle desktop's program, of one core, minutes", "%", Some(0.5), &own),
        Figure::of("idle-cpu-all", "the same with the webview's processes", "%", None, &whole),
    ])
}

async fn fill(profile: &Path, address: &str) -> anyhow::Result<()> {
    let bridge = Bridged::start(&built("DAYBOOK_BRIDGE", "target/release/bridge"), profile, &[]).await?;
    bridge.ask("profile_open", json!({})).await?;
    let environment = json!({"kind": "other", "address": address});
    let request = json!({"environment": environment, "practice": sandbox::PRACTICE_ID,
        "clientId": sandbox::CLIENT_ID, "clientSecret": sandbox::CLIENT_SECRET});
    bridge.ask("connection_add", request).await?;
    until("the copy is filled", FILL, async || {
        let sync = bridge.ask("sync_read", json!({})).await?;
        Ok((sync["fill"]["phase"] == "fresh").then_some(()))
    })
    .await?;
    bridge.end().await
}
