//! Every action by keyboard alone: nothing here is clicked, and no script moves the focus.

#[path = "keyboard/alike.rs"]
mod alike;
#[path = "keyboard/audit.rs"]
mod audit;
#[path = "keyboard/emergency.rs"]
mod emergency;
#[path = "keyboard/people.rs"]
mod people;
#[path = "keyboard/visits.rs"]
mod visits;
#[path = "keyboard/window.rs"]
mod window;

use std::path::Path;
use std::time::Duration;

use acceptance::{Page, Seat, misspelt, served, until, windows_are_driven};
use anyhow::{Context, bail};
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};
use serde_json::Value;
use thirtyfour::Key;

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");
const PATIENCE: Duration = Duration::from_secs(30);
/// More presses of Tab than any page has stops.
const STOPS: usize = 60;

/// What the focus is on: its name, and its label where it has one.
const FOCUSED: &str = r"
const element = document.activeElement;
const label = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
return (element.getAttribute('aria-label') || label || element.textContent || '').replace(/\s+/g, ' ').trim();
";

/// The name of what the focus is on.
async fn focused(page: &Page) -> anyhow::Result<String> {
    let focused = page.script(FOCUSED, Vec::new()).await?;
    Ok(focused.as_str().context("a name is text")?.to_owned())
}

/// Presses Tab until the focus is on what begins with a text.
async fn tab_to(page: &Page, name: &str) -> anyhow::Result<()> {
    let mut passed = Vec::new();
    for _ in 0..STOPS {
        let focused = focused(page).await?;
        if focused.starts_with(name) {
            return Ok(());
        }
        passed.push(focused);
        page.press(Key::Tab).await?;
    }
    bail!("Tab never comes to “{name}”, but to {passed:?}")
}

/// What the palette would do.
const CHOSEN: &str =
    "return document.querySelector('[role=dialog] [role=option][aria-selected=true]')?.textContent ?? ''";

/// Opens the palette, which does from anywhere what the words say.
async fn by_palette(page: &Page, words: &str) -> anyhow::Result<()> {
    page.chord(&[Key::Control], 'k').await?;
    page.one("combobox", "Find or do anything").await?;
    page.press(words).await?;
    until(&format!("the palette has chosen “{words}”"), PATIENCE, async || {
        let chosen = page.script(CHOSEN, Vec::new()).await?;
        Ok(chosen.as_str().is_some_and(|chosen| chosen.contains(words)).then_some(()))
    })
    .await?;
    page.press(Key::Enter).await?;
    page.gone("combobox", "Find or do anything").await
}

/// Finds somebody of the copy and opens their card.
async fn find(page: &Page, name: &str) -> anyhow::Result<()> {
    page.press("/").await?;
    page.one("combobox", "Find a patient").await?;
    page.press(name).await?;
    page.one("option", name).await?;
    page.press(Key::Enter).await
}

/// Waits until a text is announced to whoever listens to the page.
async fn heard(page: &Page, words: &str) -> anyhow::Result<()> {
    const ANNOUNCED: &str =
        "return [...document.querySelectorAll('[aria-live]')].map((log) => log.textContent).join(' ')";
    until(&format!("“{words}” is announced"), PATIENCE, async || {
        let announced = page.script(ANNOUNCED, Vec::new()).await?;
        Ok(announced.as_str().is_some_and(|announced| announced.contains(words)).then_some(()))
    })
    .await
}

/// Which day the sheet shows.
async fn day(page: &Page) -> anyhow::Result<Value> {
    page.script("return document.querySelector('h1')?.getAttribute('aria-label')", Vec::new()).await
}

async fn is_day(page: &Page, date: &str) -> anyhow::Result<bool> {
    Ok(day(page).await?.as_str().is_some_and(|shown| shown.contains(date)))
}

async fn becomes<T: PartialEq + std::fmt::Debug>(
    what: &str,
    wanted: T,
    seen: impl AsyncFn() -> anyhow::Result<T>,
) -> anyhow::Result<()> {
    until(what, PATIENCE, async || Ok((seen().await? == wanted).then_some(()))).await
}

/// First run to the day sheet of the demo practice.
async fn seated(size: &str) -> anyhow::Result<Seat> {
    let seat = Seat::take(Path::new(BRIDGE), &["--demo-size", size]).await?;
    seat.walk.welcome().await?;
    seat.walk.page.press(Key::Enter).await?;
    seat.walk.page.says("is connected").await?;
    seat.walk.page.press(Key::Enter).await?;
    seat.walk.on_schedule().await?;
    Ok(seat)
}

#[tokio::test]
async fn the_keyboard_alone_finds_opens_reads_again_and_asks() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_finds_opens_reads_again_and_asks") {
        return Ok(());
    }
    let seat = seated("solo").await?;
    let (walk, page) = (&seat.walk, &seat.walk.page);
    let name = walk.somebody().await?;
    page.press("/").await?;
    page.one("combobox", "Find a patient").await?;
    page.press(misspelt(&name)).await?;
    page.one("option", &name).await?;
    page.press(Key::Enter).await?;
    page.says("Identity and contact").await?;
    becomes("the card has the keys", "Patient".to_owned(), async || focused(page).await).await?;
    page.press("r").await?;
    heard(page, "Asked for.").await?;
    page.press(Key::Escape).await?;
    page.gone("region", "Patient").await?;
    page.press("/").await?;
    page.chord(&[Key::Control], 'a').await?;
    page.press("qqqqqq").await?;
    page.says("Nobody in the copy matches").await?;
    page.chord(&[Key::Control], Key::Enter).await?;
    page.says("athenahealth found nobody").await?;
    by_palette(page, "Go to Schedule").await?;
    walk.names_on_schedule().await?;
    let before = day(page).await?;
    page.press("]").await?;
    until("the next day", PATIENCE, async || Ok((day(page).await? != before).then_some(()))).await?;
    page.press("[").await?;
    becomes("the day before", before.clone(), async || day(page).await).await?;
    page.press("j").await?;
    page.one("dialog", "Go to a date").await?;
    page.press("1/5/2027").await?;
    page.press(Key::Enter).await?;
    becomes("the day that was typed", true, async || is_day(page, "January 5, 2027").await).await?;
    page.press("j").await?;
    page.one("dialog", "Go to a date").await?;
    page.press(Key::Down).await?;
    page.press(Key::Left).await?;
    page.press(Key::Enter).await?;
    page.gone("dialog", "Go to a date").await?;
    becomes("the day before it in the calendar", true, async || is_day(page, "January 4, 2027").await)
        .await?;
    page.press("t").await?;
    page.press("r").await?;
    heard(page, "Asked for.").await?;
    seat.leave().await
}

#[tokio::test]
async fn the_keyboard_alone_chooses_a_department_and_how_it_looks() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_chooses_a_department_and_how_it_looks") {
        return Ok(());
    }
    let seat = seated("clinic").await?;
    let page = &seat.walk.page;
    let department = || async { Ok(page.all("button", "All 4").await?.len()) };
    becomes("all departments are shown", 1, &department).await?;
    page.press("d").await?;
    page.one("option", "All 4").await?;
    page.press(Key::Down).await?;
    page.press(Key::Enter).await?;
    page.gone("option", "All 4").await?;
    becomes("one department is shown", 0, &department).await?;
    page.press("d").await?;
    page.one("option", "All 4").await?;
    page.press(Key::Up).await?;
    page.press(Key::Enter).await?;
    becomes("all departments are shown again", 1, &department).await?;

    page.press("g").await?;
    page.press("e").await?;
    page.one("heading", "Settings").await?;
    for (of, chosen, attribute, value) in
        [("Dark", Key::Right, "theme", "dark"), ("Roomy", Key::Right, "density", "roomy")]
    {
        let group = if of == "Dark" { "theme" } else { "density" };
        until(&format!("the focus is on the choice of {group}"), PATIENCE, async || {
            page.press(Key::Tab).await?;
            let on = "return document.activeElement.closest('[role=radiogroup]')?.textContent ?? ''";
            let on = page.script(on, Vec::new()).await?;
            Ok(on.as_str().is_some_and(|words| words.contains(of)).then_some(()))
        })
        .await?;
        until(&format!("{of} is chosen"), PATIENCE, async || {
            page.press(chosen.clone()).await?;
            let seen = page
                .script("return document.documentElement.dataset[arguments[0]]", vec![attribute.into()])
                .await?;
            Ok((seen == value).then_some(()))
        })
        .await?;
    }
    page.press("T").await?;
    until("the colours change by key", PATIENCE, async || {
        let seen = page.script("return document.documentElement.dataset.theme", Vec::new()).await?;
        Ok((seen != "dark").then_some(()))
    })
    .await?;
    seat.leave().await
}

#[tokio::test]
async fn the_keyboard_alone_adds_switches_and_removes_a_practice() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_adds_switches_and_removes_a_practice") {
        return Ok(());
    }
    let (_practice, _server, address) = served().await?;
    let seat = seated("solo").await?;
    let page = &seat.walk.page;
    page.says("Demo practice").await?;
    by_palette(page, "Go to Settings").await?;
    page.one("heading", "Settings").await?;
    tab_to(page, "Add a practice").await?;
    page.press(Key::Enter).await?;
    page.one("dialog", "Add a practice").await?;
    tab_to(page, "Another address").await?;
    page.press(Key::Enter).await?;
    page.one("textbox", "Address").await?;
    for (label, words) in [
        ("Address", address.as_str()),
        ("Practice id", PRACTICE_ID),
        ("Client id", CLIENT_ID),
        ("Client secret", CLIENT_SECRET),
    ] {
        tab_to(page, label).await?;
        page.chord(&[Key::Control], 'a').await?;
        page.press(words).await?;
    }
    page.press(Key::Enter).await?;
    page.says("is connected").await?;
    until("the focus is on what goes on", PATIENCE, async || {
        let focused = page.script(FOCUSED, Vec::new()).await?;
        Ok((focused == "Open the practice").then_some(()))
    })
    .await?;
    page.press(Key::Enter).await?;
    page.says("reading from http://127.0.0.1").await?;

    by_palette(page, "Switch to").await?;
    page.says("Demo practice").await?;
    by_palette(page, "Go to Settings").await?;
    tab_to(page, "Switch to it").await?;
    page.press(Key::Enter).await?;
    page.says("reading from http://127.0.0.1").await?;

    by_palette(page, "Go to Settings").await?;
    page.one("heading", "Settings").await?;
    tab_to(page, "Remove").await?;
    page.press(Key::Enter).await?;
    page.one("button", "Keep it").await?;
    page.press(Key::Escape).await?;
    page.gone("button", "Keep it").await?;
    assert_eq!(page.all("button", "Remove").await?.len(), 2, "nothing was removed yet");
    tab_to(page, "Remove").await?;
    page.press(Key::Enter).await?;
    page.one("button", "Keep it").await?;
    tab_to(page, "Remove it").await?;
    page.press(Key::Enter).await?;
    page.gone("button", "Keep it").await?;
    becomes("one practice is left", 1, async || Ok(page.all("button", "Remove").await?.len())).await?;
    seat.leave().await
}

/// Ticks two identifiers in what has the focus.
async fn confirm(page: &Page) -> anyhow::Result<()> {
    for identifier in ["Name", "Born"] {
        tab_to(page, identifier).await?;
        page.press(" ").await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_keyboard_alone_changes_a_patient_and_undoes_that() -> anyhow::Result<()> {
    if !windows_are_driven("the_keyboard_alone_changes_a_patient_and_undoes_that") {
        return Ok(());
    }
    let seat = seated("solo").await?;
    let (walk, page) = (&seat.walk, &seat.walk.page);
    let name = walk.somebody().await?;
    find(page, &name).await?;
    page.says("Identity and contact").await?;
    page.press("e").await?;
    page.one("heading", "Change ").await?;
    tab_to(page, "Goes by").await?;
    page.chord(&[Key::Control], 'a').await?;
    page.press("Sunny").await?;
    confirm(page).await?;
    page.chord(&[Key::Control], Key::Enter).await?;
    walk.saved().await?;
    page.press(Key::Escape).await?;
    page.one("region", "Patient").await?;

    by_palette(page, "Go to Writes").await?;
    page.one("option", "saved").await?;
    page.press("u").await?;
    page.one("dialog", "Send it").await?;
    confirm(page).await?;
    tab_to(page, "Send it").await?;
    page.press(Key::Enter).await?;
    page.gone("dialog", "Send it").await?;
    becomes("both are saved", 2, async || Ok(page.all("option", "saved").await?.len())).await?;
    seat.leave().await
}
