//! The same in the real window: the first manager is added, and the window locked and unlocked.

use std::path::Path;

use acceptance::{Browser, Page, Walk, built, windows_are_driven};
use anyhow::Context;
use thirtyfour::Key;

use super::{FOCUSED, becomes, by_palette, tab_to};

pub(crate) const ANA: &str = "Ana Lee";
pub(crate) const PIN_OF_ANA: &str = "482915";

/// The window over a profile.
pub(crate) struct Window {
    pub(crate) browser: Browser,
    pub(crate) walk: Walk,
}

impl Window {
    pub(crate) async fn open(profile: &Path) -> anyhow::Result<Self> {
        let binary = built("DAYBOOK_BINARY", "target/debug/daybook");
        let profile = profile.to_str().context("a name in text")?;
        let browser = Browser::window(&binary, &["--profile", profile]).await?;
        let walk = Walk::at(Page::of(&browser.session));
        Ok(Self { browser, walk })
    }

    /// The same on the day sheet of the demo practice.
    pub(crate) async fn seated(profile: &Path) -> anyhow::Result<Self> {
        let Self { browser, walk } = Self::open(profile).await?;
        walk.welcome().await?;
        walk.page.press(Key::Enter).await?;
        walk.page.says("is connected").await?;
        walk.page.press(Key::Enter).await?;
        walk.on_schedule().await?;
        Ok(Self { browser, walk })
    }
}

/// Goes by Tab to what begins with a text, and presses Enter there.
pub(crate) async fn press_on(page: &Page, name: &str) -> anyhow::Result<()> {
    tab_to(page, name).await?;
    page.press(Key::Enter).await
}

/// Goes by Tab from field to field, and types into each in place of what stands there.
pub(crate) async fn type_into(page: &Page, fields: &[(&str, &str)]) -> anyhow::Result<()> {
    for (label, words) in fields {
        tab_to(page, label).await?;
        page.chord(&[Key::Control], 'a').await?;
        page.press(*words).await?;
    }
    Ok(())
}

pub(crate) async fn to_settings(page: &Page) -> anyhow::Result<()> {
    by_palette(page, "Go to Settings").await?;
    page.one("heading", "Settings").await.map(drop)
}

pub(crate) async fn add_ana(page: &Page) -> anyhow::Result<()> {
    to_settings(page).await?;
    press_on(page, "Add the first manager").await?;
    page.one("dialog", "Add the first manager").await?;
    let ana = [("Name", ANA), ("PIN", PIN_OF_ANA), ("The PIN once more", PIN_OF_ANA)];
    type_into(page, &ana).await?;
    page.press(Key::Enter).await?;
    page.gone("dialog", "").await?;
    page.says(&format!("{ANA} is signed in, as manager")).await
}

#[tokio::test]
async fn the_keyboard_alone_locks_in_the_middle_of_a_word_and_comes_back_to_it() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_locks_in_the_middle_of_a_word_and_comes_back_to_it") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let Window { browser, walk } = Window::seated(profile.path()).await?;
    let page = &walk.page;
    add_ana(page).await?;
    page.press("n").await?;
    page.one("heading", "Register a patient").await?;
    type_into(page, &[("Last name", "Quixw")]).await?;
    page.chord(&[Key::Control], 'l').await?;
    page.one("heading", "Daybook is locked").await?;
    page.one("heading", ANA).await?;
    page.press(PIN_OF_ANA).await?;
    page.press(Key::Enter).await?;
    page.one("heading", "Register a patient").await?;
    becomes("the caret is where it was", "Last name".to_owned(), async || {
        let focused = page.script(FOCUSED, Vec::new()).await?;
        Ok(focused.as_str().unwrap_or_default().chars().take("Last name".len()).collect())
    })
    .await?;
    page.press("orth").await?;
    becomes("the word is whole", "Quixworth".to_owned(), async || walk.stands_in("Last name").await).await?;
    browser.close().await
}
