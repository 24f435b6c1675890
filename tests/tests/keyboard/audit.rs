//! The audit in the real window: read, asked for one patient, checked and exported.

use acceptance::windows_are_driven;
use anyhow::Context;
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
