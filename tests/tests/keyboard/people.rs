//! Further people in the real window: added, given another role, at the desk one after another, removed.

use acceptance::{Page, windows_are_driven};
use thirtyfour::Key;

use crate::window::{ANA, PIN_OF_ANA, Window, add_ana, press_on, type_into};
use crate::{becomes, focused, tab_to};

const BEN: &str = "Ben Ross";
const PIN_OF_BEN: &str = "771204";
const HIS_ROW: &str = "return [...document.querySelectorAll('li')]
    .find((row) => row.textContent.includes('Ben Ross'))?.textContent ?? ''";

/// Chooses a role in the dialog that is open, by the arrows.
async fn choose_role(page: &Page, from: &str, role: &str) -> anyhow::Result<()> {
    tab_to(page, from).await?;
    becomes(&format!("{role} is chosen"), true, async || {
        page.press(Key::Right).await?;
        Ok(focused(page).await?.starts_with(role))
    })
    .await
}

async fn lock(page: &Page) -> anyhow::Result<()> {
    page.chord(&[Key::Control], 'l').await?;
    page.one("heading", "Daybook is locked").await.map(drop)
}

/// Says at the lock who it is, and types their PIN.
async fn unlock(page: &Page, name: &str, pin: &str) -> anyhow::Result<()> {
    press_on(page, name).await?;
    page.one("heading", name).await?;
    page.press(pin).await?;
    page.press(Key::Enter).await?;
    page.gone("heading", "Daybook is locked").await
}

#[tokio::test]
async fn the_keyboard_alone_adds_changes_switches_and_removes_people() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_adds_changes_switches_and_removes_people") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let Window { browser, walk } = Window::seated(profile.path()).await?;
    let page = &walk.page;
    add_ana(page).await?;
    press_on(page, "Add a person").await?;
    page.one("dialog", "Add a person").await?;
    type_into(page, &[("Name", BEN)]).await?;
    choose_role(page, "front desk", "clinician").await?;
    type_into(page, &[("PIN", PIN_OF_BEN), ("The PIN once more", PIN_OF_BEN)]).await?;
    page.press(Key::Enter).await?;
    page.gone("dialog", "").await?;
    page.one("button", "Change: Ben Ross").await?;
    becomes("the focus is where it was", "Add a person".to_owned(), async || focused(page).await).await?;

    lock(page).await?;
    unlock(page, BEN, PIN_OF_BEN).await?;
    walk.on_schedule().await?;
    page.press("g").await?;
    page.press("u").await?;
    page.says("do not have the right to read the audit").await?;
    lock(page).await?;
    press_on(page, BEN).await?;
    page.one("heading", BEN).await?;
    press_on(page, "Somebody else").await?;
    unlock(page, ANA, PIN_OF_ANA).await?;
    page.one("button", "Change: Ben Ross").await?;

    press_on(page, "Change: Ben Ross").await?;
    page.one("dialog", "Change Ben Ross").await?;
    choose_role(page, "clinician", "manager").await?;
    page.press(Key::Enter).await?;
    page.gone("dialog", "").await?;
    becomes("he is a manager", true, async || {
        Ok(page.script(HIS_ROW, Vec::new()).await?.as_str().is_some_and(|row| row.contains("manager")))
    })
    .await?;
    becomes("the focus is where it was", "Change: Ben Ross".to_owned(), async || focused(page).await).await?;

    press_on(page, "Remove: Ben Ross").await?;
    page.one("button", "Keep them").await?;
    page.press(Key::Escape).await?;
    page.gone("button", "Keep them").await?;
    becomes("the focus is where it was", "Remove: Ben Ross".to_owned(), async || focused(page).await).await?;
    page.press(Key::Enter).await?;
    page.one("button", "Keep them").await?;
    press_on(page, "Remove them").await?;
    page.gone("button", "Change: Ben Ross").await?;
    press_on(page, "Add a person").await?;
    page.one("dialog", "Add a person").await?;
    browser.close().await
}
