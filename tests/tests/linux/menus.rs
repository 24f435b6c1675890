//! The menus that the webview has of its own, at the display's pointer and keyboard.

use acceptance::{Display, MANAGERS_PIN, Told, until, windows_are_driven};
use anyhow::Context;
use atspi::Role;

use crate::undriven::Undriven;
use crate::{PATIENCE, open};

/// What edits text, as the webview calls it.
const EDITS: [&str; 5] = ["Cut", "Copy", "Paste", "Delete", "Select All"];

fn items(told: &[Told]) -> Vec<&str> {
    told.iter().filter(|told| told.role == Role::MenuItem).map(|told| told.name.trim_matches('_')).collect()
}

#[tokio::test]
async fn the_webviews_own_menu_saves_and_copies_no_page_and_edits_text() -> anyhow::Result<()> {
    if !windows_are_driven("the_webviews_own_menu_saves_and_copies_no_page_and_edits_text") {
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
    window.keyboard.types("p")?;
    window.tells(Role::Image, "").await?;
    window.tells(Role::Button, "Save as PDF").await?;
    window.keyboard.click_amid(display.window()?.context("the window is there")?)?;
    // A menu that were open would take the key for itself, and leave the dialog where it is.
    window.keyboard.escape()?;
    window.tells_no_more(Role::Button, "Save as PDF").await?;

    window.keyboard.types("/")?;
    window.types_into("Find a patient", "ok").await?;
    window.keyboard.menu()?;
    let told = window.tells(Role::MenuItem, "").await?;
    let items = items(&told);
    assert!(items.contains(&"Paste"), "{items:?}");
    assert!(items.iter().all(|item| EDITS.contains(item)), "{items:?}");
    window.end().await
}
