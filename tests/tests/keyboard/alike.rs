//! Those alike in the real window: side by side, back to the form, ruled out, and the draft in the tray.

use acceptance::windows_are_driven;
use anyhow::Context;
use thirtyfour::Key;

use crate::window::{Window, press_on, type_into};
use crate::{becomes, by_palette, confirm, find, focused, tab_to};

#[tokio::test]
async fn the_keyboard_alone_compares_those_alike_and_takes_a_draft_back() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_compares_those_alike_and_takes_a_draft_back") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let Window { browser, walk } = Window::seated(profile.path()).await?;
    let page = &walk.page;
    let name = walk.somebody().await?;
    let (last, first) = name.split_once(", ").context("a name has two parts")?;
    find(page, &name).await?;
    page.says("Identity and contact").await?;
    page.press("e").await?;
    page.one("heading", "Change ").await?;
    let born = walk.stands_in("Born").await?;
    page.press(Key::Escape).await?;
    page.one("region", "Patient").await?;

    page.press("n").await?;
    page.one("heading", "Register a patient").await?;
    let namesake =
        [("First name", first), ("Last name", last), ("Born", &born), ("Mobile phone", "(319) 555-0177")];
    type_into(page, &namesake).await?;
    page.chord(&[Key::Control], Key::Enter).await?;
    page.one("heading", "Registered already?").await?;
    becomes("the focus is on what is asked", "Registered already?".to_owned(), async || focused(page).await)
        .await?;
    tab_to(page, "This is them").await?;
    page.press(Key::Escape).await?;
    page.one("heading", "Register a patient").await?;
    becomes("what was typed stands there", last.to_owned(), async || walk.stands_in("Last name").await)
        .await?;
    page.chord(&[Key::Control], Key::Enter).await?;
    page.one("heading", "Registered already?").await?;
    page.chord(&[Key::Alt], Key::Enter).await?;
    page.one("heading", "Register a patient").await?;
    page.says("looked at: somebody else").await?;
    confirm(page).await?;
    tab_to(page, "Send it").await?;
    page.press(Key::Escape).await?;

    by_palette(page, "Go to Writes").await?;
    page.one("option", "draft").await?;
    page.press(Key::Enter).await?;
    page.one("region", "Write").await?;
    page.press("x").await?;
    page.one("button", "Keep it").await?;
    page.press(Key::Escape).await?;
    page.gone("button", "Keep it").await?;
    page.press("x").await?;
    page.one("button", "Keep it").await?;
    press_on(page, "Take it back").await?;
    page.gone("button", "Keep it").await?;
    page.press("n").await?;
    page.one("heading", "Register a patient").await?;
    browser.close().await
}
