//! What the real window leaves on the real clipboard, and as what is selected, for other programs to paste.

use std::time::Duration;

use acceptance::{Display, MANAGERS_PIN, until, windows_are_driven};
use atspi::Role;

use crate::undriven::Undriven;
use crate::{PATIENCE, open};

/// A minute, and what a busy machine takes.
const A_MINUTE: Duration = Duration::from_secs(100);

#[tokio::test]
async fn nothing_that_was_copied_or_selected_outlasts_a_lock_or_a_minute() -> anyhow::Result<()> {
    if !windows_are_driven("nothing_that_was_copied_or_selected_outlasts_a_lock_or_a_minute") {
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
    let offered = async |wanted: [bool; 2], patience| {
        until(&format!("copied and selected are offered: {wanted:?}"), patience, async || {
            Ok((display.offered()? == wanted).then_some(()))
        })
        .await
    };
    window.types_into("PIN", MANAGERS_PIN).await?;
    window.keyboard.enter()?;
    window.tells(Role::Button, "Go to a date").await?;
    window.keyboard.types("/")?;
    window.types_into("Find a patient", "okafor").await?;
    window.keyboard.control('a')?;
    window.keyboard.control('c')?;
    offered([true, true], PATIENCE).await?;
    offered([false, false], A_MINUTE).await?;

    window.keyboard.control('a')?;
    window.keyboard.control('c')?;
    offered([true, true], PATIENCE).await?;
    window.keyboard.control('l')?;
    window.tells(Role::Heading, "Daybook is locked").await?;
    offered([false, false], PATIENCE).await?;
    window.end().await
}
