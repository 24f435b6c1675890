//! The real window while the desktop is locked and the computer goes to sleep, as D-Bus tells it.

#![cfg(target_os = "linux")]

#[path = "linux/drawn.rs"]
mod drawn;
#[path = "linux/logind.rs"]
mod logind;
#[path = "linux/memory.rs"]
mod memory;
#[path = "linux/menus.rs"]
mod menus;
#[path = "linux/offered.rs"]
mod offered;
#[path = "linux/placed.rs"]
mod placed;
#[path = "linux/sought.rs"]
mod sought;
#[path = "linux/typed.rs"]
mod typed;
#[path = "linux/undriven.rs"]
mod undriven;
#[path = "linux/window_memory.rs"]
mod window_memory;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use acceptance::{Browser, Page, Walk, built, until, windows_are_driven};
use logind::Logind;
use thirtyfour::Key;

const PATIENCE: Duration = Duration::from_secs(30);

fn binary() -> PathBuf {
    built("DAYBOOK_BINARY", "target/debug/daybook")
}

async fn open(profile: &std::path::Path, system_bus: &str) -> anyhow::Result<(Browser, Walk)> {
    let profile = profile.to_str().expect("a name in text");
    let browser = Browser::window_with(&binary(), &["--profile", profile], |driver| {
        driver.env("DBUS_SYSTEM_BUS_ADDRESS", system_bus);
        Ok(())
    })
    .await?;
    let walk = Walk::at(Page::of(&browser.session));
    Ok((browser, walk))
}

/// Says what a screen saver says that locks.
fn lock_the_desktop() -> anyhow::Result<()> {
    let told = Command::new("dbus-send")
        .args(["--session", "--type=signal", "/org/freedesktop/ScreenSaver"])
        .args(["org.freedesktop.ScreenSaver.ActiveChanged", "boolean:true"])
        .status()?;
    assert!(told.success());
    Ok(())
}

/// Marks the page as it is now: a page that was begun anew has no mark.
const MARK: &str = "window.before = true";
const MARKED: &str = "return window.before === true";

#[tokio::test]
async fn the_window_is_locked_with_the_desktop_and_before_the_computer_sleeps() -> anyhow::Result<()> {
    if !windows_are_driven("the_window_is_locked_with_the_desktop_and_before_the_computer_sleeps") {
        return Ok(());
    }
    let bus = std::env::var("DBUS_SESSION_BUS_ADDRESS")?;
    let logind = Logind::start().await?;
    let profile = tempfile::tempdir()?;
    let (browser, walk) = open(profile.path(), &bus).await?;
    let page = &walk.page;
    walk.welcome().await?;
    walk.explore_demo().await?;
    walk.open_practice().await?;
    walk.add_manager().await?;
    walk.go("y", "Sync").await?;
    // Where somebody is, is noted while nobody waits for it.
    tokio::time::sleep(Duration::from_secs(2)).await;

    page.script(MARK, Vec::new()).await?;
    lock_the_desktop()?;
    walk.locked().await?;
    assert_eq!(page.script(MARKED, Vec::new()).await?, false, "the page is another one");
    walk.unlock().await?;
    page.one("heading", "Sync").await?;

    assert!(logind.keeps_awake(), "the computer waits for Daybook before it sleeps");
    logind.sleep().await?;
    walk.locked().await?;
    until("the computer may sleep", PATIENCE, async || Ok((!logind.keeps_awake()).then_some(()))).await?;
    logind.wake().await?;
    until("the computer waits again", PATIENCE, async || Ok(logind.keeps_awake().then_some(()))).await?;
    walk.unlock().await?;
    page.one("heading", "Sync").await?;

    logind.lock().await?;
    walk.locked().await?;
    walk.unlock().await?;
    page.one("heading", "Sync").await?;

    page.chord(&[Key::Control], 'k').await?;
    page.one("combobox", "Find or do anything").await?;
    page.press("lo").await?;
    walk.lock().await?;
    browser.close().await
}
