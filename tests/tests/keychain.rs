//! The real window over the system's keychain, which loses the key of the profile.

use std::fs;
use std::path::PathBuf;

use acceptance::{Browser, Page, Walk, built, windows_are_driven};
use anyhow::Context;
use serde_json::Value;
use thirtyfour::Key;

/// The service under which the window keeps its keys.
const SERVICE: &str = "Daybook";

fn binary() -> PathBuf {
    built("DAYBOOK_BINARY", "target/debug/daybook")
}

async fn open(profile: &str) -> anyhow::Result<(Browser, Walk)> {
    let browser = Browser::window(&binary(), &["--profile", profile]).await?;
    let walk = Walk::at(Page::of(&browser.session));
    Ok((browser, walk))
}

/// Makes a recovery code in the settings, and says that it was written down. Gives it.
async fn written_down(page: &Page) -> anyhow::Result<String> {
    page.click("button", "Make a recovery code").await?;
    let shown = page.one("group", "Recovery code").await?.text().await?;
    let letters: Vec<char> = shown.chars().filter(char::is_ascii_alphanumeric).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    let code = groups.join("-");
    let last = groups.last().context("a last group")?.as_str();
    page.one("textbox", "The last four letters, as you wrote them down").await?.focus().await?;
    page.press(last).await?;
    page.press(Key::Enter).await?;
    page.says("Somebody wrote one down").await?;
    Ok(code)
}

#[tokio::test]
async fn a_key_that_the_keychain_lost_is_put_back_by_the_recovery_code() -> anyhow::Result<()> {
    if !windows_are_driven("a_key_that_the_keychain_lost_is_put_back_by_the_recovery_code") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let profile = folder.path().to_str().expect("a name in text");
    let (browser, walk) = open(profile).await?;
    walk.welcome().await?;
    walk.explore_demo().await?;
    walk.open_practice().await?;
    walk.go("e", "Settings").await?;
    let code = written_down(&walk.page).await?;
    browser.close().await?;

    let description: Value = serde_json::from_slice(&fs::read(folder.path().join("profile.json"))?)?;
    let account = format!("profile {}", description["vault"].as_str().context("a vault")?);
    let item = keyring::Entry::new(SERVICE, &account)?;
    item.delete_credential()?;

    let (browser, walk) = open(profile).await?;
    walk.page.one("heading", "The keychain has no key for this profile").await?;
    walk.page.click("button", "Use the recovery code…").await?;
    walk.page.press(code.to_lowercase()).await?;
    walk.page.press(Key::Enter).await?;
    walk.on_schedule().await?;
    browser.close().await?;
    assert_eq!(item.get_secret()?.len(), 32, "the keychain has it again");

    let (browser, walk) = open(profile).await?;
    walk.on_schedule().await?;
    browser.close().await
}

#[tokio::test]
async fn a_pin_that_is_forgotten_is_replaced_by_the_recovery_code() -> anyhow::Result<()> {
    if !windows_are_driven("a_pin_that_is_forgotten_is_replaced_by_the_recovery_code") {
        return Ok(());
    }
    const ANOTHER: &str = "660318";
    let folder = tempfile::tempdir()?;
    let (browser, walk) = open(folder.path().to_str().expect("a name in text")).await?;
    walk.welcome().await?;
    walk.explore_demo().await?;
    walk.open_practice().await?;
    walk.go("e", "Settings").await?;
    let code = written_down(&walk.page).await?;
    walk.add_manager().await?;
    walk.lock().await?;
    walk.page.press("999991").await?;
    walk.page.press(Key::Enter).await?;
    walk.page.says("That is not this person's PIN.").await?;

    walk.page.click("button", "Forgot your PIN?").await?;
    walk.page.one("textbox", "The recovery code").await?;
    for typed in [code.to_lowercase().as_str(), ANOTHER, ANOTHER] {
        walk.page.press(typed).await?;
        walk.page.press(Key::Tab).await?;
    }
    walk.page.press(Key::Enter).await?;
    walk.page.says("Ana Lee is signed in").await?;
    walk.lock().await?;
    walk.page.press(ANOTHER).await?;
    walk.page.press(Key::Enter).await?;
    walk.page.says("Ana Lee is signed in").await?;
    browser.close().await
}
