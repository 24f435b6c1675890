//! The window at 1024 pixels' width and less: everything is in it and can be reached.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use acceptance::{Page, Seat, ShiftedClock, served_by, until, windows_are_driven};
use anyhow::Context;
use chrono::TimeDelta;
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};
use serde_json::{Value, json};
use thirtyfour::Key;

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");
const WIDTHS: [u32; 3] = [1024, 880, 700];
const PATIENCE: Duration = Duration::from_secs(30);

/// What stands out of the window to either side, apart from what scrolls within it; and the window
/// itself where it scrolls.
const OVERFLOWING: &str = r"
const found = [];
const page = document.documentElement;
if (page.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth) {
  found.push(`the page is ${Math.max(page.scrollWidth, document.body.scrollWidth)} wide`);
}
if (page.scrollHeight > innerHeight) {
  found.push(`the page is ${page.scrollHeight} tall in ${innerHeight}`);
}
const clipped = (element) => {
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (getComputedStyle(around).overflowX !== 'visible') { return true; }
  }
  return false;
};
for (const element of document.querySelectorAll('body *')) {
  const box = element.getBoundingClientRect();
  if (box.width > 0 && box.height > 0 && (box.right > innerWidth + 1 || box.left < -1) && !clipped(element)) {
    found.push(`${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.slice(0, 40)}`);
  }
}
return found;
";

/// The actions of the frame, with whether each can be pressed where it stands.
const ACTIONS: &str = r"
const named = (element) => (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim();
return [...document.querySelectorAll('nav a, nav button, header a, header button')]
  .filter((element) => element.closest('main, [role=dialog]') === null)
  .map((element) => {
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return [named(element), box.width >= 16 && box.height >= 16 && top !== null && element.contains(top)];
  });
";

async fn assert_nothing_overflows(page: &Page, what: &str) -> anyhow::Result<()> {
    let found = page.script(OVERFLOWING, Vec::new()).await?;
    assert_eq!(found, json!([]), "{what}");
    Ok(())
}

/// Words in the heads of tables that stand on more than one line.
const BROKEN: &str = r"
const found = [];
for (const head of document.querySelectorAll('main th')) {
  for (const node of [...head.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE)) {
    for (const { index, 0: word } of node.data.matchAll(/[^\s-]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) { found.push(word); }
    }
  }
}
return found;
";

async fn assert_no_head_is_broken(page: &Page, what: &str) -> anyhow::Result<()> {
    let heads = page.script("return document.querySelectorAll('main th').length", Vec::new()).await?;
    assert!(heads.as_u64() > Some(0), "{what}: there are tables");
    assert_eq!(page.script(BROKEN, Vec::new()).await?, json!([]), "{what}: words of heads stand whole");
    Ok(())
}

async fn assert_the_frame_is_whole(page: &Page, width: u32) -> anyhow::Result<()> {
    let actions = page.script(ACTIONS, Vec::new()).await?;
    let actions = actions.as_array().context("a list")?;
    let pressed = |action: &&Value| action[1] == true;
    let reachable: Vec<&str> =
        actions.iter().filter(pressed).filter_map(|action| action[0].as_str()).collect();
    assert_eq!(reachable.len(), actions.len(), "{width}: each can be pressed: {actions:?}");
    for wanted in ["Schedule", "Patients", "Sync", "Settings", "Practice", "Department", "Find"] {
        assert!(
            reachable.iter().any(|name| name.contains(wanted)),
            "{width}: {wanted} is there: {reachable:?}"
        );
    }
    Ok(())
}

async fn seated(size: &str) -> anyhow::Result<Seat> {
    let seat = Seat::take(Path::new(BRIDGE), &["--demo-size", size]).await?;
    seat.walk.welcome().await?;
    seat.walk.explore_demo().await?;
    seat.walk.open_practice().await?;
    seat.walk.names_on_schedule().await?;
    Ok(seat)
}

#[tokio::test]
async fn a_narrow_window_holds_every_page_and_every_action() -> anyhow::Result<()> {
    if !windows_are_driven("a_narrow_window_holds_every_page_and_every_action") {
        return Ok(());
    }
    let seat = seated("solo").await?;
    for width in WIDTHS {
        seat.walk.page.resize(width, 700).await?;
        walk_through(&seat, width).await?;
    }
    seat.leave().await
}

async fn walk_through(seat: &Seat, width: u32) -> anyhow::Result<()> {
    let (walk, page) = (&seat.walk, &seat.walk.page);
    walk.go("y", "Sync").await?;
    assert_nothing_overflows(page, &format!("{width}: sync")).await?;
    walk.go_schedule().await?;
    walk.names_on_schedule().await?;
    assert_nothing_overflows(page, &format!("{width}: the schedule")).await?;
    assert_the_frame_is_whole(page, width).await?;
    for (pick, option) in
        [("Cedar Valley Main", "Cedar Valley Main"), ("Cedar Valley Family", "Add a practice")]
    {
        page.click("button", pick).await?;
        page.one("option", option).await?;
        assert_nothing_overflows(page, &format!("{width}: the list of {pick}")).await?;
        page.press(Key::Escape).await?;
        page.gone("option", option).await?;
    }
    let name = walk.somebody().await?;
    page.press(Key::End).await?;
    page.press(Key::Enter).await?;
    page.one("region", "Visit").await?;
    assert_nothing_overflows(page, &format!("{width}: a visit")).await?;
    page.press(Key::Escape).await?;
    page.gone("region", "Visit").await?;
    walk_through_the_schedule(seat, width).await?;
    walk.go("p", "Patients").await?;
    assert_nothing_overflows(page, &format!("{width}: patients")).await?;
    walk.find(&name).await?;
    walk.open_found(&name).await?;
    assert_nothing_overflows(page, &format!("{width}: a card")).await?;
    walk.change().await?;
    assert_nothing_overflows(page, &format!("{width}: the form of a patient")).await?;
    page.press(Key::Escape).await?;
    page.one("region", "Patient").await?;
    page.press(Key::Escape).await?;
    page.gone("region", "Patient").await?;
    walk.go("w", "Writes").await?;
    assert_nothing_overflows(page, &format!("{width}: the writes")).await?;
    walk.go("e", "Settings").await?;
    assert_nothing_overflows(page, &format!("{width}: settings")).await?;
    page.says("see patients").await?;
    assert_no_head_is_broken(page, &format!("{width}: settings")).await?;
    walk.palette().await?;
    assert_nothing_overflows(page, &format!("{width}: the palette")).await?;
    walk.close().await?;
    walk.keys().await?;
    assert_nothing_overflows(page, &format!("{width}: the sheet of keys")).await?;
    walk.close().await
}

/// The ways to show the schedule, and what lies over it.
async fn walk_through_the_schedule(seat: &Seat, width: u32) -> anyhow::Result<()> {
    let (walk, page) = (&seat.walk, &seat.walk.page);
    page.press("2").await?;
    page.one("listbox", "Visits").await?;
    assert_nothing_overflows(page, &format!("{width}: the list")).await?;
    for (key, dialog) in [("F", "Filter"), ("f", "Find a visit on this day"), ("V", "Views on keys")] {
        page.press(key).await?;
        page.one("dialog", dialog).await?;
        assert_nothing_overflows(page, &format!("{width}: {dialog}")).await?;
        walk.close().await?;
    }
    page.press("3").await?;
    page.one("button", "This week").await?;
    walk.names_on_schedule().await?;
    assert_nothing_overflows(page, &format!("{width}: the week of one provider")).await?;
    page.press("1").await?;
    page.one("button", "Today").await?;
    walk.names_on_schedule().await.map(drop)
}

/// Narrow, and at twice the size of letters an ordinary window and the narrow one.
const SMALL: [(u32, u32); 3] = [(1024, 700), (720, 450), (512, 350)];

/// What is pressed to go on, of the form, the panel or the dialog that is open, where it cannot be pressed, with
/// where it stands and what lies there.
const UNREACHED: &str = r"
const shown = document.querySelector('[role=dialog]') ?? document.body;
return [...shown.querySelectorAll('button')]
  .filter((button) => [...button.childNodes].some((node) => arguments[0].includes(node.textContent)))
  .map((button) => {
    const box = button.getBoundingClientRect();
    return [button, box, document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)];
  })
  .filter(([button, box, top]) => !button.contains(top) || box.top < 0 || box.bottom > innerHeight)
  .map(([button, box, top]) => [button.textContent, box.top, box.bottom, innerHeight, top?.className ?? null]);
";

async fn assert_is_whole(page: &Page, acts: &[&str], what: &str) -> anyhow::Result<()> {
    for act in acts {
        page.one("button", act).await?;
    }
    assert_nothing_overflows(page, what).await?;
    let mut unreached = json!(null);
    let reached = until(what, PATIENCE, async || {
        unreached = page.script(UNREACHED, vec![json!(acts)]).await?;
        Ok((unreached == json!([])).then_some(()))
    });
    let reached = reached.await;
    reached.with_context(|| format!("{what}: each can be pressed, but {unreached}"))
}

#[tokio::test]
async fn a_small_window_holds_the_form_those_alike_and_the_tray_with_what_is_pressed() -> anyhow::Result<()> {
    if !windows_are_driven("a_small_window_holds_the_form_those_alike_and_the_tray_with_what_is_pressed") {
        return Ok(());
    }
    let seat = seated("solo").await?;
    let name = seat.walk.somebody().await?;
    seat.walk.go("p", "Patients").await?;
    seat.walk.find(&name).await?;
    seat.walk.open_found(&name).await?;
    seat.walk.change().await?;
    let born = seat.walk.stands_in("Born").await?;
    seat.walk.page.press(Key::Escape).await?;
    seat.walk.page.one("region", "Patient").await?;
    for (width, height) in SMALL {
        seat.walk.page.resize(width, height).await?;
        write_in_little_room(&seat, (&name, &born), &format!("{width} by {height}")).await?;
    }
    seat.leave().await
}

/// Whether the list of writes has its column of what is written, behind a panel or beside it.
const WHAT: &str = r"
const head = [...document.querySelectorAll('main [aria-hidden] > span')].find((each) => each.textContent === 'What');
return head !== undefined && head.getBoundingClientRect().width > 60;
";

async fn write_in_little_room(seat: &Seat, (name, born): (&str, &str), at: &str) -> anyhow::Result<()> {
    let (walk, page) = (&seat.walk, &seat.walk.page);
    walk.go_schedule().await?;
    walk.register().await?;
    assert_is_whole(page, &["Look for the same person", "Close"], &format!("{at}: the form")).await?;
    walk.fill_in_a_namesake(name, born).await?;
    walk.go_on().await?;
    page.one("heading", "Registered already?").await?;
    let what = format!("{at}: those alike");
    assert_is_whole(page, &["None of them: a new person", "Back to the form"], &what).await?;
    page.chord(&[Key::Alt], Key::Enter).await?;
    page.one("checkbox", "Name").await?;
    assert_is_whole(page, &["Send it", "Close"], &format!("{at}: the identifiers")).await?;
    walk.fill_in("Mobile phone", "319").await?;
    page.press(Key::Escape).await?;
    walk.on_schedule().await?;
    walk.go("w", "Writes").await?;
    page.one("option", "draft").await?;
    page.press(Key::Enter).await?;
    let what = format!("{at}: the tray");
    assert_is_whole(page, &["Send it", "Change", "Take back"], &what).await?;
    assert_eq!(page.script(WHAT, Vec::new()).await?, json!(true), "{what}: it says what is written");
    page.press("s").await?;
    page.one("dialog", "Not whole yet").await?;
    assert_is_whole(page, &["Go on with it", "Not now"], &format!("{at}: what is missing")).await?;
    page.press(Key::Escape).await?;
    page.gone("dialog", "Not whole yet").await?;
    take_back(page).await?;
    lack_most(seat, at).await
}

async fn take_back(page: &Page) -> anyhow::Result<()> {
    page.press("x").await?;
    page.one("alertdialog", "Take it back?").await?;
    page.click("button", "Take it back").await?;
    page.gone("alertdialog", "Take it back?").await
}

/// A draft of which only the first name was typed lacks more than a small window shows at once.
async fn lack_most(seat: &Seat, at: &str) -> anyhow::Result<()> {
    let (walk, page) = (&seat.walk, &seat.walk.page);
    walk.go_schedule().await?;
    walk.register().await?;
    walk.fill_in("First name", "Ada").await?;
    page.press(Key::Escape).await?;
    walk.on_schedule().await?;
    walk.go("w", "Writes").await?;
    page.one("option", "draft").await?;
    page.press(Key::Enter).await?;
    page.one("button", "Send it").await?;
    page.press("s").await?;
    page.one("dialog", "Not whole yet").await?;
    assert_is_whole(page, &["Go on with it", "Not now"], &format!("{at}: all that is missing")).await?;
    page.press(Key::Escape).await?;
    page.gone("dialog", "Not whole yet").await?;
    take_back(page).await
}

/// Four days ago, in seconds: longer than a copy opens without athenahealth.
const LONG_AGO: i64 = -4 * 24 * 60 * 60;

#[tokio::test]
async fn a_small_window_holds_a_closed_copy_and_emergency_access() -> anyhow::Result<()> {
    if !windows_are_driven("a_small_window_holds_a_closed_copy_and_emergency_access") {
        return Ok(());
    }
    let clock = Arc::new(ShiftedClock { ahead: TimeDelta::seconds(LONG_AGO) });
    let (_, server, address) = served_by(clock).await?;
    let seat = Seat::take(Path::new(BRIDGE), &["--ahead", &LONG_AGO.to_string()]).await?;
    seat.walk.welcome().await?;
    seat.walk.connect_to(&address, PRACTICE_ID, CLIENT_ID, CLIENT_SECRET).await?;
    seat.walk.open_practice().await?;
    seat.walk.filled().await?;
    drop(server);
    let seat = seat.start_again(&[]).await?;
    for (width, height) in SMALL {
        seat.walk.page.resize(width, height).await?;
        open_in_little_room(&seat, &format!("{width} by {height}")).await?;
    }
    seat.leave().await
}

async fn open_in_little_room(seat: &Seat, at: &str) -> anyhow::Result<()> {
    let (walk, page) = (&seat.walk, &seat.walk.page);
    walk.lease_over().await?;
    let acts = ["Ask athenahealth now", "Emergency access"];
    assert_is_whole(page, &acts, &format!("{at}: a closed copy")).await?;
    walk.ask_for_emergency().await?;
    let acts = ["Open it for one hour", "Back"];
    assert_is_whole(page, &acts, &format!("{at}: why it is to be opened")).await?;
    walk.begin_emergency().await?;
    walk.to_working_day().await?;
    let name = walk.somebody().await?;
    let what = format!("{at}: the schedule by emergency access");
    assert_nothing_overflows(page, &what).await?;
    assert_is_whole(page, &["End emergency access"], &what).await?;
    walk.go("p", "Patients").await?;
    walk.find(&name).await?;
    walk.open_found(&name).await?;
    assert_nothing_overflows(page, &format!("{at}: a card by emergency access")).await?;
    page.press(Key::Escape).await?;
    page.gone("region", "Patient").await?;
    walk.end_emergency().await
}

/// Where the hours stand, what stands there, and how far the day is scrolled and can be.
const HOURS: &str = r"
const sheet = document.querySelector('[data-keys=sheet]');
const hour = [...sheet.querySelectorAll('span')].find((label) => /^\d+ [AP]M$/.test(label.textContent));
const box = hour.parentElement.getBoundingClientRect();
const inside = sheet.getBoundingClientRect();
const seen = document.elementFromPoint(box.left + box.width / 2, inside.top + inside.height / 2);
return {
  left: box.left, right: box.right,
  onTop: hour.parentElement === seen || hour.parentElement.contains(seen),
  scrolled: sheet.scrollLeft, most: sheet.scrollWidth - sheet.clientWidth,
  columns: [...sheet.querySelectorAll('section')].map((column) => column.getBoundingClientRect().left),
};
";

#[tokio::test]
async fn the_hours_stay_while_the_columns_scroll() -> anyhow::Result<()> {
    if !windows_are_driven("the_hours_stay_while_the_columns_scroll") {
        return Ok(());
    }
    let seat = seated("clinic").await?;
    let page = &seat.walk.page;
    seat.walk.to_working_day().await?;
    page.resize(700, 700).await?;
    let wide = until("more columns than there is room for", PATIENCE, async || {
        let hours = page.script(HOURS, Vec::new()).await?;
        Ok((hours["most"].as_f64() > Some(300.0)).then_some(hours))
    });
    let before = wide.await?;
    let scroll =
        "const sheet = document.querySelector('[data-keys=sheet]'); sheet.scrollLeft = sheet.scrollWidth";
    page.script(scroll, Vec::new()).await?;
    let after = until("the last column is in sight", PATIENCE, async || {
        let hours = page.script(HOURS, Vec::new()).await?;
        let end = hours["scrolled"].as_f64() >= hours["most"].as_f64().map(|most| most - 1.0);
        let drawn = hours["columns"].as_array().is_some_and(|columns| !columns.is_empty());
        Ok((end && drawn && hours["columns"] != before["columns"]).then_some(hours))
    });
    let after = after.await?;
    assert_eq!((&after["left"], &after["right"]), (&before["left"], &before["right"]), "the hours stay");
    assert_eq!(after["onTop"], true, "no column lies over them: {after}");
    seat.leave().await
}
