//! Visits by keyboard alone, in the real window: moved, had back, checked in and out.

use acceptance::windows_are_driven;
use thirtyfour::Key;

use super::window::Window;
use super::{becomes, focused, heard};

#[tokio::test]
async fn a_visit_is_moved_by_three_keys_and_had_back_and_somebody_is_checked_in() -> anyhow::Result<()> {
    if !windows_are_driven("a_visit_is_moved_by_three_keys_and_had_back_and_somebody_is_checked_in") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let Window { browser, walk } = Window::seated(profile.path()).await?;
    let page = &walk.page;
    walk.to_working_day().await?;
    walk.names_on_schedule().await?;
    let visit = walk.to_somebody_booked().await?;
    page.press("m").await?;
    page.one("region", "Move a visit").await?;
    becomes("the keys are on an open time", true, async || Ok(focused(page).await?.starts_with("Open, ")))
        .await?;
    page.press(Key::Escape).await?;
    page.gone("region", "Move a visit").await?;
    becomes("it is put back", visit.clone(), async || focused(page).await).await?;

    page.press("m").await?;
    becomes("the keys are on an open time", true, async || Ok(focused(page).await?.starts_with("Open, ")))
        .await?;
    page.press(Key::Down).await?;
    page.press(Key::Enter).await?;
    page.says("athenahealth confirmed it.").await?;
    page.says("Moved.").await?;
    page.press("u").await?;
    heard(page, "It is being undone.").await?;
    becomes("the visit stands where it stood", true, async || {
        let all = "return [...document.querySelectorAll('button[id^=visit-]')].map((one) => one.ariaLabel)";
        let shown = page.script(all, Vec::new()).await?;
        Ok(shown.as_array().into_iter().flatten().any(|one| one.as_str() == Some(&visit)))
    })
    .await?;

    // One that was moved has another number once that is confirmed, which a check-in begun before does not know.
    becomes("the keys are on another's visit", true, async || {
        page.press(Key::Down).await?;
        Ok(walk.to_somebody_booked().await? != visit)
    })
    .await?;
    page.press(Key::Enter).await?;
    page.one("region", "Visit").await?;
    page.one("heading", "Before check-in").await?;
    page.says("What athenahealth wants nothing is missing").await?;
    page.press("i").await?;
    if !page.all("dialog", "Check in").await?.is_empty() {
        page.press(Key::Enter).await?;
    }
    page.says("Checked in.saved").await?;
    page.one("button", "Check out").await?;
    page.press("o").await?;
    page.says("Checked out.saved").await?;
    browser.close().await
}
