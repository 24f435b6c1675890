//! A copy that is filled while nobody works at the practice.

use std::time::Duration;

use acceptance::{Desk, Edges};
use chrono::{DateTime, TimeDelta, Utc};
use ipc::Failure;
use model::Clock;
use sandbox::{Limits, Options, Size};
use serde_json::{Value, json};

/// Nine on a Monday morning in US Eastern, where the practice is.
const NINE: &str = "2026-11-23T14:00:00Z";
/// Seven in the evening there.
const SEVEN: &str = "2026-11-24T00:00:00Z";

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// A practice that was just connected at nine, and is to be read while nobody works.
async fn chosen_at_nine() -> (Desk, String) {
    let options = Options { size: Size::Solo, limits: Limits::preview(), ..Options::default() };
    let desk = Desk::start(Edges::at(NINE, options).expect("a computer")).await;
    let added = desk.connect_demo().await;
    let connection = added["connection"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(added["connection"]["fill"], "anyTime", "nobody chose anything");
    choose(&desk, &connection, "offHours").await;
    (desk, connection)
}

async fn choose(desk: &Desk, connection: &str, fill: &str) {
    desk.ask("connection_prefer", json!({ "connection": connection, "fill": fill })).await;
}

async fn rests(desk: &mut Desk) -> Value {
    desk.until("sync_read", json!({}), |sync| !sync["fill"]["rest"].is_null()).await
}

async fn filled_by(desk: &mut Desk, time: &str) {
    desk.filled().await;
    let (now, time) = (desk.edges().clock.now(), utc(time));
    assert!(now <= time, "it was filled at {now}");
}

/// Lets hours pass and says what was read of the far schedule meanwhile.
async fn spans_read_in(desk: &Desk, hours: u64) -> u64 {
    let done = async || desk.ask("sync_read", json!({})).await["fill"]["done"].as_u64().expect("a count");
    let before = done().await;
    tokio::time::sleep(Duration::from_secs(hours * 60 * 60)).await;
    done().await - before
}

#[tokio::test(start_paused = true)]
async fn chosen_in_the_morning_the_fill_rests_until_the_evening_and_then_completes() {
    let (mut desk, connection) = chosen_at_nine().await;
    let told = rests(&mut desk).await;
    assert_eq!(told["fill"]["phase"], "farSchedule");
    assert_eq!(told["fill"]["rest"], json!({"until": SEVEN, "minute": 19 * 60, "zone": "Eastern"}));
    assert_eq!(told["fill"]["secondsLeft"], Value::Null, "how long it takes is not known while it rests");
    let sheet = desk.ask("schedule_day", json!({})).await;
    assert!(sheet["asOf"].is_string(), "today is there");
    let visits = sheet["columns"][0]["visits"].as_array().expect("visits");
    let here = visits.iter().find_map(|visit| visit["patient"].as_str()).expect("somebody comes");
    let card = desk.ask("patient_open", json!({ "patient": here })).await;
    assert!(card["coverages"]["asOf"].is_string(), "and the insurances of whoever comes soon");

    assert_eq!(spans_read_in(&desk, 3).await, 0);
    desk = desk.restart().await;
    assert_eq!(desk.ask("connection_list", json!({})).await["rows"][0]["fill"], "offHours");
    rests(&mut desk).await;
    assert_eq!(spans_read_in(&desk, 5).await, 0, "after a restart as before it");
    let today = desk.ask("schedule_day", json!({})).await["asOf"].as_str().map(str::to_owned);
    let today = utc(&today.expect("it was read"));
    assert!(desk.edges().clock.now() - today < TimeDelta::minutes(3), "today is kept fresh");

    filled_by(&mut desk, "2026-11-24T01:00:00Z").await;
    assert!(desk.edges().clock.now() >= utc(SEVEN), "nothing was begun while the practice worked");
    choose(&desk, &connection, "anyTime").await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn another_choice_takes_effect_at_once() {
    let (mut desk, connection) = chosen_at_nine().await;
    rests(&mut desk).await;
    choose(&desk, &connection, "anyTime").await;
    filled_by(&mut desk, "2026-11-23T15:00:00Z").await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_does_not_want_to_wait_has_it_read_now_and_the_choice_stays() {
    let (mut desk, _) = chosen_at_nine().await;
    rests(&mut desk).await;
    desk.ask("sync_resume", json!({})).await;
    filled_by(&mut desk, "2026-11-23T15:00:00Z").await;
    assert_eq!(desk.ask("connection_list", json!({})).await["rows"][0]["fill"], "offHours");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_let_go_on_rests_again_after_a_restart() {
    let (mut desk, _) = chosen_at_nine().await;
    rests(&mut desk).await;
    desk.ask("sync_resume", json!({})).await;
    desk.until("sync_read", json!({}), |sync| sync["fill"]["rest"].is_null()).await;
    desk = desk.restart().await;
    rests(&mut desk).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_practice_that_is_not_known_prefers_nothing() {
    let (desk, _) = chosen_at_nine().await;
    let request = json!({ "connection": "0123", "fill": "offHours" });
    assert_eq!(desk.call("connection_prefer", request).await, Err(Failure::NoPractice));
    desk.close().await;
}
