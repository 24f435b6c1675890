//! The real window over the system's keychain, gnome-keyring: unlocked, locked, absent, silent, started
//! anew, and without the key. Each has its own words, no key is made over what is there, and nothing is
//! in the clear.

use std::fs;
use std::path::PathBuf;

use acceptance::{
    Browser, Canaries, Home, Page, Secrets, Walk, built, files_under, is_plain_database, served, told,
    windows_are_driven,
};
use anyhow::{Context, ensure};
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};
use serde_json::Value;
use thirtyfour::Key;

/// A home with a profile in it, and what must stand in none of its files.
struct Stay {
    home: Home,
    words: Canaries,
}

/// What no trouble with a keychain may change.
#[derive(PartialEq)]
struct Locked {
    proof: Value,
    source: Value,
    vault: Vec<u8>,
}

impl Stay {
    /// The window on a bus.
    async fn window(&self, secrets: &Secrets<'_>) -> anyhow::Result<(Browser, Walk)> {
        let profile = self.home.profile();
        let words = ["--profile", profile.to_str().context("a name in text")?];
        let binary = built("DAYBOOK_BINARY", "target/debug/daybook");
        let browser = Browser::window_with(&binary, &words, |command| {
            command.env("DAYBOOK_LOG", "trace");
            secrets.lead(command)
        })
        .await?;
        let walk = Walk::at(Page::of(&browser.session));
        Ok((browser, walk))
    }

    fn description(&self) -> anyhow::Result<Value> {
        Ok(serde_json::from_slice(&fs::read(self.home.profile().join("profile.json"))?)?)
    }

    /// The account of the profile's key.
    fn account(&self) -> anyhow::Result<String> {
        Ok(format!("profile {}", self.description()?["vault"].as_str().context("a vault")?))
    }

    fn locked(&self) -> anyhow::Result<Locked> {
        let description = self.description()?;
        let vault = description["vault"].as_str().context("a vault")?;
        let vault = fs::read(self.home.profile().join(format!("{vault}.db")))?;
        Ok(Locked {
            proof: description["key_check"].clone(),
            source: description["key_source"].clone(),
            vault,
        })
    }

    /// Goes through every file of the home: nobody is told about, and no database is anybody's to read.
    fn assert_nothing_in_the_clear(&self, after: &str) -> anyhow::Result<()> {
        let telling = told(&self.words, self.home.path())?;
        ensure!(telling.is_empty(), "{after}: these tell about patients, or the secret: {telling:?}");
        let files = files_under(&self.home.profile())?;
        let databases: Vec<&PathBuf> =
            files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "db")).collect();
        ensure!(databases.len() >= 2, "{after}: the vault and the copy are there: {databases:?}");
        for path in databases {
            ensure!(!is_plain_database(&fs::read(path)?), "{after}: {} is in the clear", path.display());
        }
        Ok(())
    }

    /// The window says what is the matter, and nothing that is kept is touched.
    async fn says(&self, secrets: &Secrets<'_>, title: &str, before: &Locked) -> anyhow::Result<()> {
        let (browser, walk) = self.window(secrets).await?;
        walk.page.one("heading", title).await?;
        browser.close().await?;
        self.assert_untouched(title, before)
    }

    fn assert_untouched(&self, after: &str, before: &Locked) -> anyhow::Result<()> {
        ensure!(self.locked()? == *before, "{after}: no other key, and the vault as it was");
        self.assert_nothing_in_the_clear(after)
    }
}

/// Makes a recovery code in the settings, and says that it was written down. Gives it.
async fn written_down(page: &Page) -> anyhow::Result<String> {
    page.click("button", "Make a recovery code").await?;
    let shown = page.one("group", "Recovery code").await?.text().await?;
    let letters: Vec<char> = shown.chars().filter(char::is_ascii_alphanumeric).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    let code = groups.join("-");
    let last = groups.last().context("a last group")?.as_str();
    page.one("textbox", "The last four characters, as you wrote them down").await?.focus().await?;
    page.press(last).await?;
    page.press(Key::Enter).await?;
    page.says("Somebody wrote one down").await?;
    Ok(code)
}

#[tokio::test]
async fn a_keychain_that_is_locked_absent_or_lost_the_key_is_told_apart_and_the_files_stay()
-> anyhow::Result<()> {
    if !windows_are_driven(
        "a_keychain_that_is_locked_absent_or_lost_the_key_is_told_apart_and_the_files_stay",
    ) {
        return Ok(());
    }
    let (practice, _server, address) = served().await?;
    let words = Canaries::of(&practice.truth(), usize::MAX).and(CLIENT_SECRET);
    let stay = Stay { home: Home::new()?, words };

    let secrets = Secrets::open(&stay.home).await?;
    let (browser, walk) = stay.window(&secrets).await?;
    walk.welcome().await?;
    walk.connect_to(&address, PRACTICE_ID, CLIENT_ID, CLIENT_SECRET).await?;
    walk.open_practice().await?;
    walk.go("e", "Settings").await?;
    let code = written_down(&walk.page).await?;
    browser.close().await?;
    stay.assert_nothing_in_the_clear("unlocked")?;
    let account = stay.account()?;
    ensure!(secrets.keeps(&account).await?, "the keychain has the key");
    let before = stay.locked()?;
    drop(secrets);

    let secrets = Secrets::locked(&stay.home).await?;
    stay.says(&secrets, "Your keychain is locked", &before).await?;
    drop(secrets);

    let mut secrets = Secrets::none(&stay.home).await?;
    let (browser, walk) = stay.window(&secrets).await?;
    walk.page.one("heading", "The keychain does not answer").await?;
    stay.assert_untouched("absent", &before)?;
    secrets.start_open().await?;
    walk.page.click("button", "Try again").await?;
    walk.on_schedule().await?;
    browser.close().await?;
    stay.assert_nothing_in_the_clear("started meanwhile")?;

    let before = stay.locked()?;
    secrets.hush()?;
    let (browser, walk) = stay.window(&secrets).await?;
    walk.page.one("heading", "The keychain has not answered yet").await?;
    stay.assert_untouched("silent", &before)?;
    secrets.start_anew().await?;
    walk.page.click("button", "Try again").await?;
    walk.on_schedule().await?;
    browser.close().await?;
    stay.assert_nothing_in_the_clear("started anew")?;

    let before = stay.locked()?;
    secrets.forget(&account).await?;
    let (browser, walk) = stay.window(&secrets).await?;
    walk.page.one("heading", "The keychain has no key for this profile").await?;
    stay.assert_untouched("deleted", &before)?;
    walk.page.click("button", "Use the recovery code…").await?;
    walk.page.press(code.to_lowercase()).await?;
    walk.page.press(Key::Enter).await?;
    walk.on_schedule().await?;
    browser.close().await?;
    ensure!(secrets.keeps(&account).await?, "the keychain has it again");
    stay.assert_nothing_in_the_clear("recovered")?;

    let (browser, walk) = stay.window(&secrets).await?;
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
    let words = ["--profile", folder.path().to_str().context("a name in text")?];
    let browser = Browser::window(&built("DAYBOOK_BINARY", "target/debug/daybook"), &words).await?;
    let walk = Walk::at(Page::of(&browser.session));
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
    walk.page.press(code.to_lowercase().as_str()).await?;
    // Past the switch that shows it.
    walk.page.press(Key::Tab).await?;
    for typed in [ANOTHER, ANOTHER] {
        walk.page.press(Key::Tab).await?;
        walk.page.press(typed).await?;
    }
    walk.page.press(Key::Enter).await?;
    walk.page.says("Ana Lee is signed in").await?;
    walk.lock().await?;
    walk.page.press(ANOTHER).await?;
    walk.page.press(Key::Enter).await?;
    walk.page.says("Ana Lee is signed in").await?;
    browser.close().await
}
