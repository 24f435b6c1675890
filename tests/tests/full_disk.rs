//! A real process whose disk is full: it says so, loses nothing, and goes on once there is room.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use acceptance::{Bridged, Night, SmallDisk, assert_alike, differences, left_out, until};
use http::StatusCode;
use sandbox::{Limits, Options, Sandbox, Size};
use serde_json::{Value, json};

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");
const FILL: Duration = Duration::from_secs(240);
const SEED: u64 = 7;

fn disk_full() -> Value {
    json!({"code": "profile", "trouble": {"kind": "diskFull"}})
}

async fn bridge(disk: &mut SmallDisk, night: &Night) -> anyhow::Result<Bridged> {
    let (seed, ahead) = (SEED.to_string(), night.ahead());
    disk.bridge(Path::new(BRIDGE), &["--demo-size", "solo", "--seed", &seed, "--ahead", &ahead]).await
}

async fn sync(bridge: &Bridged) -> anyhow::Result<Value> {
    bridge.ask("sync_read", json!({})).await
}

/// How old today is said to be. What cannot be put on record is not shown, and said to be so.
async fn day_as_of(bridge: &Bridged) -> anyhow::Result<Option<String>> {
    let answer = bridge.answer("schedule_day", json!({})).await?;
    let body: Value = serde_json::from_slice(answer.body())?;
    if answer.status() == StatusCode::OK {
        return Ok(body["asOf"].as_str().map(str::to_owned));
    }
    assert_eq!(body, json!({"code": "unrecorded"}));
    Ok(None)
}

#[tokio::test]
async fn a_full_disk_is_said_and_loses_nothing_and_is_no_trouble_once_there_is_room() -> anyhow::Result<()> {
    if !SmallDisk::is_allowed().await {
        let test = "a_full_disk_is_said_and_loses_nothing_and_is_no_trouble_once_there_is_room";
        left_out(test, "this system mounts nothing for a test");
        return Ok(());
    }
    let (computer, night) = (tempfile::tempdir()?, Night::begins());
    let mut disk = SmallDisk::mount(computer.path(), "64m").await?;
    disk.take(63 * 1024)?;
    let running = bridge(&mut disk, &night).await?;
    running.connect_demo().await?;
    let said = until("the full disk is said", FILL, async || {
        let sync = sync(&running).await?;
        Ok((!sync["problem"].is_null()).then_some(sync))
    });
    let said = said.await?;
    assert_eq!(said["problem"], disk_full(), "it says what is wrong");
    let shown = day_as_of(&running).await?;
    assert_eq!(sync(&running).await?["held"], said["held"], "what was read stays readable");
    running.end().await?;

    disk.give_back()?;
    let running = bridge(&mut disk, &night).await?;
    let held = sync(&running).await?["held"].as_u64();
    assert!(held >= said["held"].as_u64(), "{held:?} of {} are held after a restart", said["held"]);
    let again = running.ask("schedule_day", json!({})).await?;
    assert!(again["asOf"].as_str() >= shown.as_deref(), "the day is no older than it was");
    until("the copy is filled", FILL, async || {
        Ok((sync(&running).await?["fill"]["phase"] == "fresh").then_some(()))
    })
    .await?;
    assert_eq!(sync(&running).await?["rebuilt"], false, "nothing had to be made anew");
    let options = Options { size: Size::Solo, seed: SEED, limits: Limits::preview(), ..Options::default() };
    let practice = Sandbox::new(options, Arc::new(night.clock()));
    let truth = practice.truth();
    let found = differences(&truth, night.today(), async |name: &str, request: Value| {
        running.ask(name, request).await
    });
    assert_alike(&found.await?);
    running.end().await
}

#[tokio::test]
async fn a_disk_that_is_full_from_the_start_is_said_and_opens_once_there_is_room() -> anyhow::Result<()> {
    if !SmallDisk::is_allowed().await {
        let test = "a_disk_that_is_full_from_the_start_is_said_and_opens_once_there_is_room";
        left_out(test, "this system mounts nothing for a test");
        return Ok(());
    }
    let (computer, night) = (tempfile::tempdir()?, Night::begins());
    let mut disk = SmallDisk::mount(computer.path(), "4m").await?;
    disk.take(5 * 1024)?;
    let running = bridge(&mut disk, &night).await?;
    let answer = running.send("POST", "/commands/profile_open", Some(&running.token), json!({})).await?;
    let said: Value = serde_json::from_slice(answer.body())?;
    assert_eq!(said, disk_full());
    disk.give_back()?;
    let session = running.ask("profile_open", json!({})).await?;
    assert_eq!(session["stage"], json!({"stage": "firstRun", "keychain": "ready"}), "trying again is enough");
    let session = running.ask("profile_open", json!({})).await?;
    assert_eq!(session["stage"], json!({"stage": "noPractice"}));
    running.end().await
}

#[tokio::test]
async fn a_damaged_profile_is_not_set_aside_where_another_would_have_no_room() -> anyhow::Result<()> {
    if !SmallDisk::is_allowed().await {
        let test = "a_damaged_profile_is_not_set_aside_where_another_would_have_no_room";
        left_out(test, "this system mounts nothing for a test");
        return Ok(());
    }
    let (computer, night) = (tempfile::tempdir()?, Night::begins());
    let mut disk = SmallDisk::mount(computer.path(), "4m").await?;
    let running = bridge(&mut disk, &night).await?;
    running.ask("profile_open", json!({})).await?;
    running.end().await?;
    let description = disk.file("profile.json")?;
    std::fs::write(&description, "{")?;
    disk.take(5 * 1024)?;

    let running = bridge(&mut disk, &night).await?;
    let session = running.ask("session_read", json!({})).await?;
    assert_eq!(session["stage"], json!({"stage": "stuck", "trouble": {"kind": "vaultDamaged"}}));
    let answer = running.answer("profile_set_aside", json!({})).await?;
    assert_eq!(serde_json::from_slice::<Value>(answer.body())?, disk_full());
    assert!(description.exists(), "nothing was moved");
    disk.give_back()?;
    let session = running.ask("profile_set_aside", json!({})).await?;
    assert_eq!(session["stage"], json!({"stage": "firstRun", "keychain": "ready"}));
    running.end().await
}
