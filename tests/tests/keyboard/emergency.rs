//! A closed copy in the real window: opened by a reason, looked at and closed again.

use acceptance::{leave_overdue, windows_are_driven};
use thirtyfour::Key;

use crate::window::{Window, press_on};
use crate::{becomes, find, focused};

#[tokio::test]
async fn the_keyboard_alone_opens_a_closed_copy_by_a_reason_and_closes_it_again() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_opens_a_closed_copy_by_a_reason_and_closes_it_again") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    leave_overdue(profile.path()).await?;
    let Window { browser, walk } = Window::open(profile.path()).await?;
    let page = &walk.page;
    walk.lease_over().await?;
    becomes("what leads on has the focus", "Ask athenahealth now".to_owned(), async || focused(page).await)
        .await?;
    press_on(page, "Emergency access").await?;
    page.one("textbox", "Why you need it").await?;
    page.press("short").await?;
    page.press(Key::Enter).await?;
    page.says("Write 10 to 500 characters").await?;
    page.press(" of breath, and the line is down").await?;
    page.press(Key::Enter).await?;
    page.one("region", "Emergency access").await?;
    walk.on_schedule().await?;
    let name = walk.somebody().await?;
    find(page, &name).await?;
    page.says("Allergies").await?;
    page.press(Key::Escape).await?;
    page.gone("region", "Patient").await?;
    press_on(page, "End emergency access").await?;
    walk.lease_over().await?;
    becomes("what leads on has the focus", "Ask athenahealth now".to_owned(), async || focused(page).await)
        .await?;
    press_on(page, "Emergency access").await?;
    page.one("textbox", "Why you need it").await?;
    press_on(page, "Back").await?;
    walk.lease_over().await?;
    browser.close().await
}
