//! A real process that is killed while it fills a copy, and one whose disk is full.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use acceptance::{Bridged, Canaries, ShiftedClock, differences, left_out, until};
use anyhow::Context;
use chrono::{TimeDelta, Utc};
use sandbox::{Clock, Limits, Options, Sandbox, Size};
use serde_json::{Value, json};
use tokio::process::Command;

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");
const FILL: Duration = Duration::from_secs(240);
const SEED: u64 = 7;

/// A clock on which it is three in the morning of a Monday in US Eastern: nothing changes at the
/// practice while the copy is compared with it, whenever the test runs.
fn night() -> ShiftedClock {
    let monday: chrono::DateTime<Utc> = "2026-11-23T08:00:00Z".parse().expect("an instant");
    ShiftedClock { ahead: TimeDelta::seconds((monday - Utc::now()).num_seconds()) }
}

fn options(clock: &ShiftedClock) -> Vec<String> {
    let seconds = clock.ahead.num_seconds();
    ["--demo-size", "solo", "--seed", &SEED.to_string(), "--ahead", &seconds.to_string()]
        .map(str::to_owned)
        .to_vec()
}

async fn start(profile: &Path, options: &[String]) -> anyhow::Result<Bridged> {
    let words: Vec<&str> = options.iter().map(String::as_str).collect();
    Bridged::start(Path::new(BRIDGE), profile, &words).await
}

async fn connect(bridge: &Bridged) -> anyhow::Result<()> {
    bridge.ask("profile_open", json!({})).await?;
    let demo = json!({"kind": "demo", "size": "solo"});
    let request = json!({"environment": demo, "practice": "", "clientId": "", "clientSecret": ""});
    bridge.ask("connection_add", request).await.map(drop)
}

async fn held(bridge: &Bridged) -> anyhow::Result<u64> {
    Ok(bridge.ask("sync_read", json!({})).await?["held"].as_u64().unwrap_or(0))
}

/// What is wrong at the practice in each run, and how many calls are sent before the next kill.
const RUNS: [(Option<&str>, u64); 8] = [
    (None, 15),
    (Some("rate-limit-storm"), 1),
    (None, 25),
    (Some("stall"), 1),
    (None, 25),
    (Some("latency"), 10),
    (Some("unavailable"), 1),
    (None, 25),
];

/// Waits until a number of calls were sent by this run, and says how many people the copy then holds.
async fn sent(bridge: &Bridged, calls: u64) -> anyhow::Result<u64> {
    until("the fill goes on", FILL, async || {
        let sync = bridge.ask("sync_read", json!({})).await?;
        assert_ne!(sync["fill"]["phase"], "fresh", "the kill cuts the fill off");
        let enough = sync["calls"]["sentToday"].as_u64() >= Some(calls);
        Ok(enough.then(|| sync["held"].as_u64().unwrap_or(0)))
    })
    .await
}

#[tokio::test]
async fn a_fill_that_is_killed_again_and_again_equals_the_practice() -> anyhow::Result<()> {
    let (computer, clock) = (tempfile::tempdir()?, night());
    let (profile, options) = (computer.path().join("profile"), options(&clock));
    let mut reached = 0;
    for (run, (fault, calls)) in RUNS.into_iter().enumerate() {
        let fault = fault.into_iter().flat_map(|fault| ["--fault".to_owned(), fault.to_owned()]);
        let bridge = start(&profile, &options.iter().cloned().chain(fault).collect::<Vec<_>>()).await?;
        if run == 0 {
            connect(&bridge).await?;
        }
        let kept = held(&bridge).await?;
        assert!(kept >= reached, "what was said to be held is held after a kill: {kept} of {reached}");
        reached = sent(&bridge, calls).await.with_context(|| format!("run {run}"))?;
        bridge.kill().await?;
    }
    let bridge = start(&profile, &options).await?;
    until("the copy is filled", FILL, async || {
        let sync = bridge.ask("sync_read", json!({})).await?;
        Ok((sync["fill"]["phase"] == "fresh").then_some(()))
    })
    .await?;
    let practice = Sandbox::new(
        Options { size: Size::Solo, seed: SEED, limits: Limits::preview(), ..Options::default() },
        Arc::new(clock),
    );
    let today = clock.now().date_naive();
    let found = differences(&practice.truth(), today, async |name: &str, request: Value| {
        bridge.ask(name, request).await
    })
    .await?;
    assert!(
        found.is_empty(),
        "{} differences, such as\n{}",
        found.len(),
        found[..found.len().min(20)].join("\n")
    );
    bridge.end().await?;
    nothing_in_the_clear(&practice, computer.path())
}

/// Every file of the profile, the log included and the bridge's own keychain apart.
fn nothing_in_the_clear(practice: &Sandbox, folder: &Path) -> anyhow::Result<()> {
    let words = Canaries::of(&practice.truth(), 500);
    for path in files(folder)? {
        let bytes = std::fs::read(&path)?;
        assert!(!bytes.starts_with(b"SQLite format 3"), "{} is not encrypted", path.display());
        assert_eq!(words.found_in(&bytes), 0, "{} tells about patients", path.display());
    }
    Ok(())
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

/// A file system of a few megabytes, mounted where nobody else sees it, where the system allows that.
fn on_a_small_disk(profile: &Path, megabytes: u32, options: &[String]) -> Command {
    let mut command = Command::new("unshare");
    let script = format!("mount -t tmpfs -o size={megabytes}m none \"$0\" && exec \"$@\"");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).arg(profile);
    command
        .arg(BRIDGE)
        .args(["--listen", "127.0.0.1:0", "--profile"])
        .arg(profile.join("profile"))
        .args(options);
    command
}

async fn small_disks_are_allowed() -> bool {
    let mut trial = Command::new("unshare");
    trial.args(["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]);
    trial.status().await.is_ok_and(|status| status.success())
}

#[tokio::test]
async fn a_full_disk_is_said_and_loses_nothing() -> anyhow::Result<()> {
    if !small_disks_are_allowed().await {
        left_out("a_full_disk_is_said_and_loses_nothing", "this system mounts nothing for a test");
        return Ok(());
    }
    let (computer, clock) = (tempfile::tempdir()?, night());
    let bridge = Bridged::run(&mut on_a_small_disk(computer.path(), 1, &options(&clock))).await?;
    connect(&bridge).await?;
    let said = until("the full disk is said", FILL, async || {
        let sync = bridge.ask("sync_read", json!({})).await?;
        Ok((!sync["problem"].is_null()).then(|| sync["problem"].clone()))
    });
    let said = said.await?;
    assert_eq!(said, json!({"code": "profile", "trouble": {"kind": "diskFull"}}), "it says what is wrong");
    let before = held(&bridge).await?;
    bridge.ask("schedule_day", json!({})).await?;
    assert_eq!(held(&bridge).await?, before, "what was read stays readable");
    bridge.end().await
}

#[tokio::test]
async fn a_disk_that_is_full_from_the_start_is_said() -> anyhow::Result<()> {
    if !small_disks_are_allowed().await {
        left_out("a_disk_that_is_full_from_the_start_is_said", "this system mounts nothing for a test");
        return Ok(());
    }
    let (computer, clock) = (tempfile::tempdir()?, night());
    let mut command = Command::new("unshare");
    let script = "mount -t tmpfs -o size=64k none \"$0\" && head -c 64k /dev/zero > \"$0/full\" 2>/dev/null; exec \"$@\"";
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]).arg(computer.path());
    command.arg(BRIDGE).args(["--listen", "127.0.0.1:0", "--profile"]).arg(computer.path().join("profile"));
    let bridge = Bridged::run(command.args(options(&clock))).await?;
    let answer = bridge.send("POST", "/commands/profile_open", Some(&bridge.token), json!({})).await?;
    let said: Value = serde_json::from_slice(answer.body())?;
    assert_eq!(said, json!({"code": "profile", "trouble": {"kind": "diskFull"}}));
    bridge.end().await
}
