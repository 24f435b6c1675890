//! The window's pages in Chromium over the bridge: axe finds nothing on any of them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use acceptance::{Browser, Page, Seat, Walk, built, misspelt, windows_are_driven};
use anyhow::Context;
use serde_json::json;
use thirtyfour::Key;

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");

/// How long it may take until what cannot be reached was tried often enough to say so.
const UNREACHED: Duration = Duration::from_secs(60);

async fn seat(options: &[&str]) -> anyhow::Result<Seat> {
    Seat::take(Path::new(BRIDGE), options).await
}

fn axe() -> anyhow::Result<String> {
    let path: PathBuf = built("DAYBOOK_AXE", "ui/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path).context("axe-core is not installed: run `npm ci` in ui")
}

/// What axe found, page after page.
struct Findings {
    axe: String,
    found: Vec<String>,
    looked_at: usize,
}

impl Findings {
    fn none_yet() -> anyhow::Result<Self> {
        Ok(Self { axe: axe()?, found: Vec::new(), looked_at: 0 })
    }

    fn assert_none(&self) {
        let (count, found) = (self.found.len(), self.found.join("\n"));
        assert!(self.found.is_empty(), "axe found {count}:\n{found}");
    }

    /// Looks at the page as it stands, in light and in dark.
    async fn look(&mut self, walk: &Walk, what: &str) -> anyhow::Result<()> {
        for theme in ["light", "dark"] {
            walk.colours(theme).await?;
            let told = walk.page.axe(&self.axe).await?;
            let rules = told.as_array().context("axe told nothing")?;
            self.found.extend(rules.iter().map(|rule| format!("{what}, {theme}: {rule}")));
            self.looked_at += 1;
        }
        Ok(())
    }
}

/// A page whose dialog is drawn long after it is there.
const DRAWN_LATE: &str = r"data:text/html,<div role=dialog style='position:fixed;inset:20%;background:teal;filter:opacity(0)'>
    <h1>Over the page</h1></div>
    <script>setTimeout(() => { document.querySelector('div').style.filter = ''; }, 4000)</script>";

#[tokio::test]
async fn a_picture_has_what_lies_over_the_page() -> anyhow::Result<()> {
    if !windows_are_driven("a_picture_has_what_lies_over_the_page") {
        return Ok(());
    }
    let browser = Browser::chromium().await?;
    browser.session.goto(DRAWN_LATE).await?;
    let (page, folder) = (Page::of(&browser.session), tempfile::tempdir()?);
    let [first, second] = ["first.png", "second.png"].map(|name| folder.path().join(name));
    page.picture(&first).await?;
    page.picture(&second).await?;
    let shown = page.script("return document.querySelector('div').style.filter === ''", Vec::new()).await?;
    assert_eq!(shown, true, "it was waited for");
    assert_eq!(std::fs::read(first)?, std::fs::read(second)?, "it stands in both pictures");
    browser.close().await
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page() -> anyhow::Result<()> {
    if !windows_are_driven("axe_finds_nothing_on_any_page") {
        return Ok(());
    }
    let seat = seat(&["--demo-size", "solo"]).await?;
    let mut findings = Findings::none_yet()?;
    look_at_first_run(&seat.walk, &mut findings).await?;
    let name = look_at_patients(&seat.walk, &mut findings).await?;
    look_at_writing(&seat.walk, &mut findings, &name).await?;
    look_at_the_rest(&seat.walk, &mut findings).await?;
    look_at_dialogs(&seat.walk, &mut findings).await?;
    look_at_the_schedule(&seat.walk, &mut findings).await?;
    assert!(findings.looked_at >= 53, "every page was looked at, in both colours");
    findings.assert_none();
    seat.leave().await
}

#[tokio::test]
async fn axe_finds_nothing_where_something_is_in_the_way() -> anyhow::Result<()> {
    if !windows_are_driven("axe_finds_nothing_where_something_is_in_the_way") {
        return Ok(());
    }
    let mut findings = Findings::none_yet()?;
    look_at_passphrases(&mut findings).await?;
    look_at_keychains_and_outages(&mut findings).await?;
    assert!(findings.looked_at >= 20, "every page was looked at, in both colours");
    findings.assert_none();
    Ok(())
}

async fn look_at_passphrases(findings: &mut Findings) -> anyhow::Result<()> {
    let no_keychain = ["--demo-size", "solo", "--keychain", "absent"];
    let seat = seat(&no_keychain).await?;
    let page = &seat.walk.page;
    page.one("heading", "Choose a passphrase").await?;
    findings.look(&seat.walk, "a new passphrase").await?;
    page.press("short").await?;
    page.press(Key::Enter).await?;
    page.says("Use twelve characters or more.").await?;
    findings.look(&seat.walk, "a new passphrase with what is wrong with it").await?;
    seat.bridge().ask("profile_open", json!({"passphrase": "seven quiet otters"})).await?;

    let seat = seat.start_again(&no_keychain).await?;
    let page = &seat.walk.page;
    page.one("heading", "Open Daybook").await?;
    findings.look(&seat.walk, "the passphrase").await?;
    page.press("seven quiet others").await?;
    page.press(Key::Enter).await?;
    page.one("alert", "").await?;
    findings.look(&seat.walk, "a wrong passphrase").await?;
    seat.leave().await
}

async fn look_at_keychains_and_outages(findings: &mut Findings) -> anyhow::Result<()> {
    let locked = ["--demo-size", "solo", "--keychain", "locked"];
    let seat = seat(&locked).await?;
    seat.walk.page.one("heading", "Your keychain is locked").await?;
    findings.look(&seat.walk, "a locked keychain at first run").await?;

    let seat = seat.start_again(&["--demo-size", "solo"]).await?;
    seat.walk.welcome().await?;
    seat.walk.explore_demo().await?;
    seat.walk.open_practice().await?;
    seat.walk.names_on_schedule().await?;

    let seat = seat.start_again(&locked).await?;
    seat.walk.page.one("button", "Try again").await?;
    findings.look(&seat.walk, "a profile that is stuck").await?;

    let seat = seat.start_again(&["--demo-size", "solo", "--offline"]).await?;
    seat.walk.on_schedule().await?;
    seat.walk.page.says_within("cannot be reached", UNREACHED).await?;
    seat.walk.names_on_schedule().await?;
    findings.look(&seat.walk, "the schedule without a network").await?;
    seat.walk.go("y", "Sync").await?;
    seat.walk.page.says("cannot be reached").await?;
    findings.look(&seat.walk, "sync without a network").await?;
    seat.walk.go("p", "Patients").await?;
    seat.walk.find("qqqqqq").await?;
    seat.walk.page.says("Nobody in the copy matches").await?;
    seat.walk.page.chord(&[Key::Control], Key::Enter).await?;
    seat.walk.page.says("cannot be reached").await?;
    findings.look(&seat.walk, "patients without a network").await?;

    let seat = seat.start_again(&["--demo-size", "solo", "--keychain", "absent"]).await?;
    seat.walk.page.one("button", "Try again").await?;
    findings.look(&seat.walk, "a profile whose keychain is gone").await?;
    seat.leave().await
}

/// The schedule in each way in which it can be shown, and what lies over it.
async fn look_at_the_schedule(walk: &Walk, findings: &mut Findings) -> anyhow::Result<()> {
    walk.go_schedule().await?;
    walk.page.press("2").await?;
    walk.page.one("listbox", "Visits").await?;
    findings.look(walk, "the schedule as a list").await?;
    walk.page.chord(&[Key::Shift], 'F').await?;
    walk.page.one("dialog", "Filter").await?;
    walk.page.click("checkbox", "booked").await?;
    findings.look(walk, "the filter").await?;
    walk.close().await?;
    walk.page.press("1").await?;
    walk.page.one("region", "Filter").await?;
    findings.look(walk, "the schedule filtered").await?;
    walk.page.press("0f").await?;
    walk.page.one("combobox", "Name or time").await?;
    walk.page.press("10:30").await?;
    findings.look(walk, "finding a visit").await?;
    walk.close().await?;
    walk.page.chord(&[Key::Shift], 'V').await?;
    walk.page.one("dialog", "Views on keys").await?;
    walk.page.click("button", "Keep on F2").await?;
    walk.page.one("button", "Remove").await?;
    findings.look(walk, "views on keys").await?;
    walk.close().await?;
    walk.page.press("3").await?;
    walk.page.one("button", "This week").await?;
    findings.look(walk, "the week of one provider").await?;
    walk.page.press("1").await
}

async fn look_at_dialogs(walk: &Walk, findings: &mut Findings) -> anyhow::Result<()> {
    walk.go("e", "Settings").await?;
    walk.page.click("button", "Add a practice").await?;
    walk.page.one("dialog", "Add a practice").await?;
    findings.look(walk, "adding a practice").await?;
    walk.close().await?;
    walk.page.click("button", "Remove").await?;
    walk.page.one("button", "Remove it").await?;
    findings.look(walk, "removing a practice").await?;
    walk.page.press(Key::Escape).await?;
    walk.page.gone("button", "Remove it").await?;
    walk.go_schedule().await?;
    walk.page.press("j").await?;
    walk.page.one("dialog", "Go to a date").await?;
    findings.look(walk, "the calendar").await?;
    walk.close().await?;
    walk.page.press("d").await?;
    walk.page.one("option", "Cedar Valley Main Street").await?;
    findings.look(walk, "the list of departments").await?;
    walk.page.press(Key::Escape).await?;
    walk.page.gone("option", "Cedar Valley Main Street").await
}

async fn look_at_first_run(walk: &Walk, findings: &mut Findings) -> anyhow::Result<()> {
    walk.welcome().await?;
    findings.look(walk, "first run").await?;
    walk.page.click("button", "Another address").await?;
    walk.page.one("textbox", "Client secret").await?;
    findings.look(walk, "the form for another address").await?;
    walk.page.click("button", "Connect").await?;
    findings.look(walk, "the form with what is wrong with it").await?;
    walk.page.click("button", "Back").await?;
    walk.explore_demo().await?;
    findings.look(walk, "what the key may do").await?;
    walk.open_practice().await?;
    walk.names_on_schedule().await?;
    findings.look(walk, "the schedule").await?;
    walk.page.press(Key::Enter).await?;
    walk.page.one("region", "Visit").await?;
    findings.look(walk, "the schedule with a visit").await
}

async fn look_at_patients(walk: &Walk, findings: &mut Findings) -> anyhow::Result<String> {
    let name = walk.somebody().await?;
    walk.go("p", "Patients").await?;
    findings.look(walk, "patients, nothing typed").await?;
    walk.find("qqqqqq").await?;
    walk.page.says("Nobody in the copy matches").await?;
    findings.look(walk, "patients, nobody found").await?;
    walk.find(&misspelt(&name)).await?;
    walk.page.one("option", &name).await?;
    findings.look(walk, "patients found").await?;
    walk.open_found(&name).await?;
    findings.look(walk, "a card").await?;
    Ok(name)
}

async fn look_at_writing(walk: &Walk, findings: &mut Findings, name: &str) -> anyhow::Result<()> {
    walk.change().await?;
    let born = walk.stands_in("Born").await?;
    findings.look(walk, "the form of a patient").await?;
    walk.fill_in("Mobile phone", "319 555 014").await?;
    walk.go_on().await?;
    walk.page.says("Ten digits.").await?;
    findings.look(walk, "the form with what is wrong with it").await?;
    walk.fill_in("Mobile phone", "(319) 555-0142").await?;
    walk.confirm(&["Name", "Born"]).await?;
    walk.go_on().await?;
    walk.saved().await?;
    findings.look(walk, "a change that is saved").await?;
    walk.register().await?;
    walk.fill_in_a_namesake(name, &born).await?;
    walk.go_on().await?;
    walk.page.one("heading", "Registered already?").await?;
    findings.look(walk, "duplicates side by side").await?;
    walk.page.press(Key::Escape).await?;
    walk.page.one("heading", "Register a patient").await?;
    findings.look(walk, "the form of somebody to be registered").await?;
    walk.go("w", "Writes").await?;
    walk.page.one("option", "draft").await?;
    walk.page.press(Key::Enter).await?;
    walk.page.one("region", "Write").await?;
    findings.look(walk, "the writes").await?;
    walk.page.press(Key::Escape).await
}

async fn look_at_the_rest(walk: &Walk, findings: &mut Findings) -> anyhow::Result<()> {
    walk.go("y", "Sync").await?;
    findings.look(walk, "sync").await?;
    walk.go("u", "Audit").await?;
    walk.page.says("opened a patient").await?;
    walk.page.click("button", "Check every entry").await?;
    walk.page.says("entries are as they were written").await?;
    findings.look(walk, "the audit").await?;
    walk.go("e", "Settings").await?;
    findings.look(walk, "settings").await?;
    walk.palette().await?;
    findings.look(walk, "the palette").await?;
    walk.close().await?;
    walk.keys().await?;
    findings.look(walk, "the sheet of keys").await?;
    walk.close().await
}
