//! What is typed in the real window in the moment in which it is locked, or closed.

use std::path::Path;
use std::time::Duration;

use acceptance::{Display, until, windows_are_driven};
use anyhow::Context;
use serde_json::json;
use store::ProfileFolder;
use thirtyfour::Key;

use crate::{lock_the_desktop, open};

const PATIENCE: Duration = Duration::from_secs(30);

/// What stands in the field that has the focus, and where the caret is in it.
const TYPING: &str =
    "const { value, selectionStart } = document.activeElement; return [value, selectionStart]";

async fn typing(profile: &Path) -> anyhow::Result<(acceptance::Browser, acceptance::Walk)> {
    let bus = std::env::var("DBUS_SESSION_BUS_ADDRESS")?;
    let (browser, walk) = open(profile, &bus).await?;
    walk.welcome().await?;
    walk.explore_demo().await?;
    walk.open_practice().await?;
    walk.add_manager().await?;
    walk.go_schedule().await?;
    walk.register().await?;
    Ok((browser, walk))
}

#[tokio::test]
async fn the_letters_typed_last_before_a_lock_stand_there_after_it() -> anyhow::Result<()> {
    if !windows_are_driven("the_letters_typed_last_before_a_lock_stand_there_after_it") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let (browser, walk) = typing(profile.path()).await?;
    walk.fill_in("City", "Solon").await?;
    lock_the_desktop()?;
    walk.locked().await?;
    walk.unlock().await?;
    walk.page.one("heading", "Register a patient").await?;
    until("the caret is where it was", PATIENCE, async || {
        let typing = walk.page.script(TYPING, Vec::new()).await?;
        Ok((typing == json!(["Solon", 5])).then_some(()))
    })
    .await?;
    browser.close().await
}

#[tokio::test]
async fn the_letters_typed_last_before_the_window_is_closed_are_in_the_draft() -> anyhow::Result<()> {
    if !windows_are_driven("the_letters_typed_last_before_the_window_is_closed_are_in_the_draft") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let (browser, walk) = typing(profile.path()).await?;
    walk.fill_in("Last name", "Quixworth").await?;
    let display = Display::connect()?;
    let window = display.window()?.context("the window is there")?;
    display.close(window)?;
    until("the window is gone", PATIENCE, async || Ok(display.window()?.is_none().then_some(()))).await?;
    drop(browser);
    until("the program has ended", PATIENCE, async || {
        Ok(ProfileFolder::open(profile.path()).is_ok().then_some(()))
    })
    .await?;

    let bus = std::env::var("DBUS_SESSION_BUS_ADDRESS")?;
    let (browser, walk) = open(profile.path(), &bus).await?;
    walk.unlock().await?;
    walk.on_schedule().await?;
    walk.go("w", "Writes").await?;
    walk.page.one("option", "draft").await?;
    walk.page.press(Key::Enter).await?;
    walk.page.one("heading", "Quixworth").await?;
    browser.close().await
}
