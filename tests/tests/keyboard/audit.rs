//! The audit in the real window: read, asked for one patient, checked and exported.

use acceptance::{Page, windows_are_driven};
use anyhow::Context;
use serde_json::json;
use thirtyfour::Key;

use crate::window::{Window, press_on, type_into};
use crate::{becomes, find, focused, tab_to};

/// Who each entry on the page is about: a cell's title tells the id of the patient whom it names.
const ABOUT: &str = "return [...document.querySelectorAll('table tbody tr')]
    .map((row) => [...row.cells].map((cell) => cell.title).join(' ')).join('\\n')";
/// The patient id in its field.
const ASKED: &str = "return [...document.querySelectorAll('input')]
    .find((field) => field.labels[0]?.textContent.startsWith('Patient id'))?.value ?? ''";

#[tokio::test]
async fn the_keyboard_alone_reads_filters_checks_and_exports_the_audit() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_reads_filters_checks_and_exports_the_audit") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let Window { browser, walk } = Window::seated(profile.path()).await?;
    let page = &walk.page;
    let name = walk.somebody().await?;
    find(page, &name).await?;
    page.says("Identity and contact").await?;
    press_on(page, "Who looked").await?;
    page.one("heading", "Audit").await?;
    page.says("opened a patient").await?;
    let asked = page.script(ASKED, Vec::new()).await?;
    let patient = asked.as_str().filter(|id| !id.is_empty()).context("whose card it was")?.to_owned();
    let of_them_alone = async || {
        let rows = page.script(ABOUT, Vec::new()).await?;
        let rows = rows.as_str().unwrap_or_default();
        Ok(!rows.is_empty() && rows.lines().all(|row| row.contains(&patient)))
    };
    becomes("this patient's alone are shown", true, &of_them_alone).await?;

    press_on(page, "Show all").await?;
    page.says("looked at the schedule").await?;
    moves_from_end_to_end(page).await?;
    type_into(page, &[("Patient id", "99999999999")]).await?;
    page.press(Key::Enter).await?;
    page.says("No entry is like that").await?;
    type_into(page, &[("Patient id", patient.as_str())]).await?;
    page.press(Key::Enter).await?;
    becomes("this patient's alone are shown again", true, &of_them_alone).await?;

    tab_to(page, "Check every entry").await?;
    page.press(Key::Enter).await?;
    page.says("entries are as they were written").await?;
    press_on(page, "Export").await?;
    page.says("entries are in this file").await?;
    becomes("the focus stays", "Export".to_owned(), async || focused(page).await).await?;
    tab_to(page, "Check a file").await?;
    browser.close().await
}

/// Whether the page is at its start, and whether at its end, with more of it than is in sight.
const AT: &str = "const page = document.querySelector('section[aria-label=Audit]');
    return [page.scrollTop === 0, page.scrollTop > 0 && page.scrollTop + page.clientHeight >= page.scrollHeight - 1]";

/// Goes to the end of the page and back while nothing on it has the focus.
async fn moves_from_end_to_end(page: &Page) -> anyhow::Result<()> {
    let at = async || page.script(AT, Vec::new()).await;
    page.resize(1000, 480).await?;
    page.script("document.activeElement?.blur()", Vec::new()).await?;
    page.press(Key::End).await?;
    becomes("it is at its end", json!([false, true]), &at).await?;
    page.press(Key::Home).await?;
    becomes("it is at its start", json!([true, false]), &at).await?;
    page.resize(1440, 900).await
}
