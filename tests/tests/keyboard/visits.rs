//! Visits by keyboard alone, in the real window: moved, had back, checked in and out.

use std::time::Duration;

use acceptance::{Page, Walk, until, windows_are_driven};
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

    to_somebody_with_nothing_missing(&walk, visit).await?;
    page.press("i").await?;
    until("whether it is meant is asked, or done", PATIENCE, async || {
        if page.all("dialog", "Check in").await?.is_empty() {
            return Ok(page.text().await?.contains("Checked in.").then_some(()));
        }
        Ok(Some(page.press(Key::Enter).await?))
    })
    .await?;
    page.says("Checked in.saved").await?;
    page.one("button", "Check out").await?;
    page.press("o").await?;
    page.says("Checked out.saved").await?;
    browser.close().await
}

const PATIENCE: Duration = Duration::from_secs(30);

/// How many people are looked at for one of whom athenahealth wants nothing more.
const LOOKED_AT: usize = 12;

/// Opens the visit of somebody else who may be checked in as they are: of some, athenahealth wants a field first.
///
/// One that was moved has another number once that is confirmed, which a check-in begun before does not know.
async fn to_somebody_with_nothing_missing(walk: &Walk, mut last: String) -> anyhow::Result<()> {
    let page = &walk.page;
    for _ in 0..LOOKED_AT {
        becomes("the keys are on another's visit", true, async || {
            page.press(Key::Down).await?;
            Ok(walk.to_somebody_booked().await? != last)
        })
        .await?;
        last = focused(page).await?;
        page.press(Key::Enter).await?;
        page.one("region", "Visit").await?;
        page.one("heading", "Before check-in").await?;
        if wants(page).await?.starts_with("nothing is missing") {
            return Ok(());
        }
        page.press(Key::Escape).await?;
        page.gone("region", "Visit").await?;
        becomes("the keys are on the visit again", last.clone(), async || focused(page).await).await?;
    }
    anyhow::bail!("athenahealth wants something more of each of the {LOOKED_AT} who were looked at")
}

/// What athenahealth wants before a check-in, as the open panel says it once it was asked.
async fn wants(page: &Page) -> anyhow::Result<String> {
    const ASKED: &str = "What athenahealth wants ";
    until("what athenahealth wants is told", PATIENCE, async || {
        let text = page.text().await?;
        let told =
            text.split_once(ASKED).map(|(_, rest)| rest).filter(|rest| !rest.starts_with("is being read"));
        Ok(told.map(str::to_owned))
    })
    .await
}
