//! What a core dump of the real window's processes would hold: its own, the one that draws its page, and the one that
//! would read the network for it.

use std::path::Path;

use acceptance::{Bridged, FileKeychain, left_out, somebody_on, until, windows_are_driven};
use anyhow::Context;
use atspi::Role;
use chrono::{Datelike, Utc, Weekday};

use crate::PATIENCE;
use crate::sought::{PIN, Practices, Sought, working};
use crate::undriven::Undriven;

const TEST: &str = "after_the_lock_no_process_of_the_window_holds_a_key_a_token_or_anybody";
const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");

/// Somebody with a visit, as the list of those found names them, and the name that they are found by.
fn somebody(practices: &Practices) -> anyhow::Result<(String, String)> {
    let today = Utc::now().date_naive();
    let day = today.iter_days().find(|day| day.weekday() == Weekday::Tue).context("a Tuesday")?;
    let patient = somebody_on(&practices.of_client.0.truth(), day);
    let first = patient.first_name.context("a first name")?;
    Ok((format!("{}, {first}", patient.last_name), patient.last_name))
}

async fn unlock(window: &Undriven) -> anyhow::Result<()> {
    window.types_into("PIN", PIN).await?;
    window.keyboard.enter()
}

/// Locks it, and waits until another process than before draws what is shown then.
async fn lock(window: &Undriven) -> anyhow::Result<u32> {
    let before = window.draws()?.context("something draws the page")?;
    window.keyboard.control('l')?;
    window.tells(Role::Heading, "Daybook is locked").await?;
    until("another process draws the page", PATIENCE, async || {
        let is_there = Path::new(&format!("/proc/{before}")).exists();
        Ok(window.draws()?.filter(|after| *after != before && !is_there))
    })
    .await
}

#[tokio::test]
async fn after_the_lock_no_process_of_the_window_holds_a_key_a_token_or_anybody() -> anyhow::Result<()> {
    if !windows_are_driven(TEST) {
        return Ok(());
    }
    let practices = Practices::open().await?;
    let folder = tempfile::tempdir()?;
    let profile = folder.path().join("profile");
    let bridge = Bridged::start(Path::new(BRIDGE), &profile, &[]).await?;
    let searched = working(&bridge, &practices).await?;
    bridge.end().await?;
    FileKeychain::new(profile.join("bridge-keychain.json")).hand_over()?;
    let (name, words) = somebody(&practices)?;

    let window = Undriven::open(&profile).await?;
    unlock(&window).await?;
    window.tells(Role::Button, "Go to a date").await?;
    window.keyboard.types("/")?;
    window.types_into("Find a patient", &words).await?;
    window.tells(Role::ListItem, &name).await?;
    window.keyboard.enter()?;
    window.tells(Role::Heading, "Identity and contact").await?;
    let (process, reads) = (window.process()?, window.reads()?);
    let sought = Sought::new(&profile, &practices, &searched)?;
    let Some(open) = sought.found(process).await? else {
        left_out(TEST, "the system lets nobody look into the window's memory, which is as it should be");
        return window.end().await;
    };
    for what in ["keys", "tokens", "the client's secret", "people"] {
        assert!(open.keys().any(|(found, _)| *found == what), "{what}: found in what is open: {open:?}");
    }
    let drawn = sought.found(window.draws()?.context("something draws the page")?).await?;
    let drawn = drawn.context("as before")?;
    assert!(drawn.keys().any(|(found, _)| *found == "people"), "and people in what is drawn: {drawn:?}");

    let draws = lock(&window).await?;
    for process in [draws, process, reads] {
        sought.is_gone_from(process).await?;
    }

    unlock(&window).await?;
    window.tells(Role::Heading, "Identity and contact").await?;
    let sought = Sought::new(&profile, &practices, &searched)?;
    let draws = lock(&window).await?;
    for process in [draws, process, reads] {
        sought.is_gone_from(process).await?;
    }
    window.end().await
}
