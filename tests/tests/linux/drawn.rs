//! The real window when the process that draws its page has crashed.

use std::process::Command;

use acceptance::{Display, MANAGERS_PIN, until, windows_are_driven};
use anyhow::Context;
use atspi::Role;

use crate::undriven::Undriven;
use crate::{PATIENCE, open};

/// Waits until another process than that one draws the page.
async fn drawn_by_another(window: &Undriven, before: u32) -> anyhow::Result<u32> {
    until("another process draws the page", PATIENCE, async || {
        Ok(window.draws()?.filter(|after| *after != before))
    })
    .await
}

#[tokio::test]
async fn a_page_whose_process_crashed_is_drawn_again_where_it_was() -> anyhow::Result<()> {
    if !windows_are_driven("a_page_whose_process_crashed_is_drawn_again_where_it_was") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let bus = std::env::var("DBUS_SESSION_BUS_ADDRESS")?;
    let (browser, walk) = open(profile.path(), &bus).await?;
    walk.welcome().await?;
    walk.explore_demo().await?;
    walk.open_practice().await?;
    walk.add_manager().await?;
    browser.close().await?;
    let display = Display::connect()?;
    until("the driven window is gone", PATIENCE, async || Ok(display.window()?.is_none().then_some(())))
        .await?;

    let window = Undriven::open(profile.path()).await?;
    window.types_into("PIN", MANAGERS_PIN).await?;
    window.keyboard.enter()?;
    window.tells(Role::Button, "Go to a date").await?;
    window.keyboard.types("gy")?;
    window.tells(Role::Heading, "Sync").await?;
    // Where somebody is, is noted while nobody waits for it.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    for _ in 0..2 {
        let before = window.draws()?.context("something draws the page")?;
        Command::new("kill").args(["-KILL", &before.to_string()]).status()?;
        drawn_by_another(&window, before).await?;
        window.tells(Role::Heading, "Sync").await?;
    }
    window.keyboard.types("gp")?;
    window.tells(Role::Heading, "Patients").await?;
    window.end().await
}
