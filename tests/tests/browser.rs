//! The window's pages in Chromium over the bridge: axe finds nothing on any of them, and the keyboard
//! alone is enough.

use std::path::{Path, PathBuf};

use acceptance::{Bridged, Browser, Page, Walk, built, misspelt, windows_are_driven};
use anyhow::{Context, ensure};
use serde_json::Value;
use thirtyfour::Key;

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");

struct Desk {
    bridge: Bridged,
    browser: Browser,
    walk: Walk,
    _profile: tempfile::TempDir,
}

impl Desk {
    async fn sit_down() -> anyhow::Result<Self> {
        let profile = tempfile::tempdir()?;
        let ui = built("DAYBOOK_UI", "ui/dist");
        ensure!(ui.join("index.html").is_file(), "the window is not built: run `npm run build` in ui");
        let ui = ui.to_str().context("its name is no text")?;
        let folder = profile.path().join("profile");
        let bridge = Bridged::start(Path::new(BRIDGE), &folder, &["--demo-size", "solo", "--ui", ui]).await?;
        let browser = Browser::chromium().await?;
        let address = format!("{0}/#bridge={0}&token={1}", bridge.address, bridge.token);
        browser.session.goto(address).await?;
        let walk = Walk::at(Page::of(&browser.session));
        Ok(Self { bridge, browser, walk, _profile: profile })
    }

    async fn get_up(self) -> anyhow::Result<()> {
        self.browser.close().await?;
        self.bridge.end().await
    }
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

#[tokio::test]
async fn axe_finds_nothing_on_any_page() -> anyhow::Result<()> {
    if !windows_are_driven("axe_finds_nothing_on_any_page") {
        return Ok(());
    }
    let desk = Desk::sit_down().await?;
    let mut findings = Findings::none_yet()?;
    look_at_first_run(&desk.walk, &mut findings).await?;
    look_at_patients(&desk.walk, &mut findings).await?;
    look_at_the_rest(&desk.walk, &mut findings).await?;
    assert!(findings.looked_at >= 26, "every page was looked at, in both colours");
    assert!(findings.found.is_empty(), "axe found {}:\n{}", findings.found.len(), findings.found.join("\n"));
    desk.get_up().await
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

async fn look_at_patients(walk: &Walk, findings: &mut Findings) -> anyhow::Result<()> {
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
    findings.look(walk, "a card").await
}

async fn look_at_the_rest(walk: &Walk, findings: &mut Findings) -> anyhow::Result<()> {
    walk.go("y", "Sync").await?;
    findings.look(walk, "sync").await?;
    walk.go("e", "Settings").await?;
    findings.look(walk, "settings").await?;
    walk.palette().await?;
    findings.look(walk, "the palette").await?;
    walk.close().await?;
    walk.keys().await?;
    findings.look(walk, "the sheet of keys").await?;
    walk.close().await
}

#[tokio::test]
async fn the_keyboard_alone_finds_opens_and_reads() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_finds_opens_and_reads") {
        return Ok(());
    }
    let desk = Desk::sit_down().await?;
    let (walk, page) = (&desk.walk, &desk.walk.page);
    walk.welcome().await?;
    page.press(Key::Enter).await?;
    page.says("is connected").await?;
    page.press(Key::Enter).await?;
    walk.on_schedule().await?;
    let name = walk.somebody().await?;
    page.press("/").await?;
    page.one("combobox", "Find a patient").await?;
    page.press(misspelt(&name)).await?;
    page.one("option", &name).await?;
    page.press(Key::Enter).await?;
    page.says("Identity and contact").await?;
    page.press(Key::Escape).await?;
    page.press(Key::Escape).await?;
    walk.go_schedule().await?;
    walk.names_on_schedule().await?;
    let before = day(page).await?;
    page.press("]").await?;
    acceptance::until("the next day", std::time::Duration::from_secs(10), async || {
        Ok((day(page).await? != before).then_some(()))
    })
    .await?;
    page.press("t").await?;
    walk.palette().await?;
    page.press("sync").await?;
    page.press(Key::Enter).await?;
    page.one("heading", "Sync").await?;
    desk.get_up().await
}

/// Which day the sheet shows.
async fn day(page: &Page) -> anyhow::Result<Value> {
    page.script("return document.querySelector('h1')?.getAttribute('aria-label')", Vec::new()).await
}
