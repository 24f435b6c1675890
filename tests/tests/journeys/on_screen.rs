//! What is on screen is kept fresh, wherever in the calendar it lies.

use std::collections::BTreeSet;
use std::time::Duration;

use acceptance::{Desk, Edges};
use chrono::{Days, NaiveDate};
use sandbox::{Limits, Options, Size, State, Telling, Truth};
use serde_json::{Value, json};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

/// The visits of a day that stand at the practice.
fn standing(truth: &Truth<'_>, date: NaiveDate) -> BTreeSet<String> {
    let visits = truth.visits(date, date).filter(|visit| visit.state != State::Cancelled);
    visits.map(|visit| visit.id.to_string()).collect()
}

fn shown(sheet: &Value) -> BTreeSet<String> {
    let columns = sheet["columns"].as_array().into_iter().flatten();
    let visits = columns.flat_map(|column| column["visits"].as_array().into_iter().flatten());
    visits.map(|visit| visit["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_day_weeks_ahead_shows_what_was_booked_and_cancelled_since() {
    // The feeds tell nothing here: what reaches the copy was read because somebody looks at it.
    let limits = Limits::preview();
    let options = Options { size: Size::Solo, limits, feeds: Telling::Nothing, ..Options::default() };
    let mut desk = Desk::start(Edges::at("2026-11-23T15:30:00Z", options).expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    let practice = desk.edges().practice.clone();
    let days: Vec<NaiveDate> = (21..90).map(|days| today() + Days::new(days)).collect();
    let before: Vec<_> = days.iter().map(|date| standing(&practice.sandbox().truth(), *date)).collect();
    tokio::time::sleep(Duration::from_secs(6 * 60 * 60)).await;
    let now = |date: NaiveDate| standing(&practice.sandbox().truth(), date);
    let (date, before) =
        days.into_iter().zip(before).find(|(date, before)| now(*date) != *before).expect("somebody called");
    let day = json!({ "date": date.to_string() });
    assert_eq!(shown(&desk.ask("schedule_day", day.clone()).await), before, "nobody looked at it yet");
    let shows = tokio::time::timeout(
        Duration::from_secs(120),
        desk.until("schedule_day", day, |sheet| shown(sheet) == now(date)),
    );
    shows.await.expect("in two minutes");
    desk.close().await;
}
