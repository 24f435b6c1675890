//! The Sync page: calls counted, what happened told, and what a person has reading do.

use std::time::Duration;

use acceptance::{Desk, Edges, Way};
use athena::{SendFailure, TransportError};
use chrono::{DateTime, TimeDelta, Utc};
use ipc::Failure;
use model::Clock;
use sandbox::{Limits, Options, Size};
use serde_json::{Value, json};

const UNREACHABLE: Way = Way::Broken(TransportError::NotSent(SendFailure::Connect));

async fn filled_at(instant: &str) -> Desk {
    let options = Options { size: Size::Solo, limits: Limits::preview(), ..Options::default() };
    let mut desk = Desk::start(Edges::at(instant, options).expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

async fn sync(desk: &Desk) -> Value {
    desk.ask("sync_read", json!({})).await
}

/// The kinds of what happened, the earliest first.
async fn kinds(desk: &Desk) -> Vec<String> {
    let page = desk.ask("sync_log", json!({})).await;
    let rows = page["rows"].as_array().expect("rows").clone();
    rows.iter().rev().map(|row| row["what"]["kind"].as_str().expect("a kind").to_owned()).collect()
}

fn sent(sync: &Value) -> u64 {
    sync["calls"]["sentToday"].as_u64().expect("a count")
}

/// The calls of all hours and lanes, and of the hours in which there were any.
fn hours(sync: &Value) -> (u64, Vec<u64>) {
    let hours = sync["day"]["hours"].as_array().expect("hours");
    assert_eq!(hours.len(), 24);
    let of = |hour: &Value| {
        ["people", "bookings", "feeds", "fill"].map(|lane| hour[lane].as_u64().expect("a count")).iter().sum()
    };
    let sums: Vec<u64> = hours.iter().map(of).collect();
    (sums.iter().sum(), sums.into_iter().filter(|sum| *sum > 0).collect())
}

#[tokio::test(start_paused = true)]
async fn an_hour_of_an_idle_desk_takes_as_many_calls_as_were_told_ahead() {
    let desk = filled_at("2026-11-23T15:30:00Z").await;
    tokio::time::sleep(Duration::from_secs(2 * 60 * 60)).await;
    for hour in 0..3 {
        let before = sync(&desk).await;
        tokio::time::sleep(Duration::from_secs(60 * 60)).await;
        let told = before["calls"]["nextHour"].as_u64().expect("all is read");
        let made = sent(&sync(&desk).await) - sent(&before);
        assert!(made.abs_diff(told) * 20 <= told, "hour {hour}: {made} calls, and {told} were told ahead");
    }
}

#[tokio::test(start_paused = true)]
async fn every_call_is_counted_by_its_hour_over_a_restart_and_anew_from_midnight_gmt() {
    let desk = filled_at("2026-11-23T15:30:00Z").await;
    let reached = || desk.edges().practice.reached().len() as u64;
    let (before, seen, after) = (reached(), sync(&desk).await, reached());
    let (sum, _) = hours(&seen);
    assert_eq!(sent(&seen), sum);
    assert!((before..=after).contains(&sum), "{sum} are counted and {before} to {after} were sent");
    assert_eq!(seen["day"]["ends"]["at"], "2026-11-24T00:00:00Z");
    assert_eq!(
        (&seen["day"]["ends"]["minute"], &seen["day"]["ends"]["zone"]),
        (&json!(19 * 60), &json!("Eastern"))
    );
    let desk = desk.restart().await;
    assert!(sent(&sync(&desk).await) >= sum, "what was counted before is counted after");
    let midnight: DateTime<Utc> = "2026-11-24T00:05:00Z".parse().expect("an instant");
    let left = (midnight - desk.edges().clock.now()).to_std().expect("before midnight");
    tokio::time::sleep(left).await;
    let today = sync(&desk).await;
    let (sum, by_hour) = hours(&today);
    assert_eq!((sent(&today), by_hour.len()), (sum, 1), "a new day begins");
    assert!(sum < 100, "{sum}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_pause_outlasts_a_restart_lets_people_read_and_ends_when_it_is_said_or_over() {
    let mut desk = filled_at("2026-11-23T15:30:00Z").await;
    desk.ask("sync_pause", json!({ "lasts": "untilResumed" })).await;
    desk.until("sync_read", json!({}), |sync| !sync["paused"].is_null()).await;
    // What was under way comes to its end.
    tokio::time::sleep(Duration::from_secs(30)).await;
    let before = sent(&sync(&desk).await);
    tokio::time::sleep(Duration::from_secs(3 * 60 * 60)).await;
    desk = desk.restart().await;
    let paused = desk.until("sync_read", json!({}), |sync| !sync["paused"].is_null()).await;
    assert_eq!(paused["paused"]["until"], Value::Null);
    tokio::time::sleep(Duration::from_secs(60 * 60)).await;
    assert_eq!(sent(&sync(&desk).await), before, "nothing is read by itself");
    desk.ask("schedule_refresh", json!({ "date": "2026-11-23" })).await;
    desk.until("sync_read", json!({}), |sync| sent(sync) > before).await;

    desk.ask("sync_unpause", json!({})).await;
    desk.until("sync_read", json!({}), |sync| sync["paused"].is_null()).await;
    desk.ask("sync_pause", json!({ "lasts": "hour" })).await;
    let paused = desk.until("sync_read", json!({}), |sync| !sync["paused"].is_null()).await;
    let until: DateTime<Utc> =
        paused["paused"]["until"]["at"].as_str().expect("a time").parse().expect("an instant");
    let left = until - desk.edges().clock.now();
    assert!((TimeDelta::minutes(58)..=TimeDelta::minutes(60)).contains(&left), "{left}");
    desk.until("sync_read", json!({}), |sync| sync["paused"].is_null()).await;
    assert!(desk.edges().clock.now() >= until);
    tokio::time::sleep(Duration::from_secs(120)).await;
    let told = kinds(&desk).await;
    let pauses: Vec<&str> =
        told.iter().map(String::as_str).filter(|kind| matches!(*kind, "paused" | "resumed")).collect();
    assert_eq!(pauses, ["paused", "resumed", "paused", "resumed"], "each is told once, over a restart too");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn everything_is_read_anew_for_about_what_was_said_and_a_restart_goes_on_with_it() {
    let mut desk = filled_at("2026-11-23T15:30:00Z").await;
    let listening = |sync: &Value| {
        let feeds = sync["feeds"].as_array().expect("feeds");
        let closed =
            |feed: &Value| feed["gaps"].as_array().expect("gaps").iter().all(|gap| !gap["closed"].is_null());
        feeds.iter().all(|feed| feed["inEffect"] == true && closed(feed))
    };
    let before = desk.until("sync_read", json!({}), listening).await;
    let cost = before["whole"]["calls"].as_u64().expect("a count");
    desk.ask("sync_anew", json!({})).await;
    let asked = |sync: &Value| sync["feeds"][1]["gaps"][0]["why"] == "asked";
    let begun = desk
        .until("sync_read", json!({}), |sync| asked(sync) && sync["feeds"][1]["backlog"]["left"] != 0)
        .await;
    assert!(begun["feeds"][1]["backlog"]["left"].as_u64() > Some(0), "{begun}");
    tokio::time::sleep(Duration::from_secs(5)).await;
    desk = desk.restart().await;
    let done = desk.until("sync_read", json!({}), |sync| asked(sync) && listening(sync)).await;
    let took = sent(&done) - sent(&before);
    // What is kept fresh meanwhile, and what the restart cut off, is called besides.
    assert!(
        took >= cost * 9 / 10 && took <= cost * 5 / 4 + 40,
        "it took {took} calls where {cost} were said"
    );
    let told = kinds(&desk).await;
    assert_eq!(told.iter().filter(|kind| *kind == "again").count(), 1);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_happened_is_told_once_kept_over_a_restart_and_names_nobody() {
    let mut desk = filled_at("2026-11-23T15:30:00Z").await;
    desk.edges().practice.set_way(UNREACHABLE);
    desk.until("sync_read", json!({}), |sync| sync["problem"]["code"] == "offline").await;
    tokio::time::sleep(Duration::from_secs(15 * 60)).await;
    desk = desk.restart().await;
    desk.until("sync_read", json!({}), |sync| sync["problem"]["code"] == "offline").await;
    desk.edges().practice.set_way(Way::Open);
    desk.until("sync_read", json!({}), |sync| sync["problem"].is_null()).await;
    let mut halts = Vec::new();
    for _ in 0..100 {
        halts = kinds(&desk).await;
        if halts.iter().any(|kind| kind == "goesOn") {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    halts.retain(|kind| matches!(kind.as_str(), "halted" | "goesOn"));
    assert_eq!(halts, ["halted", "goesOn"], "once, over a restart too");
    let page = desk.ask("sync_log", json!({})).await.to_string();
    let truth = desk.edges().practice.sandbox().truth();
    for somebody in truth.patients() {
        assert!(somebody.last_name.len() < 5 || !page.contains(&somebody.last_name));
    }
    let refused = desk.call("sync_log", json!({ "cursor": "yesterday" })).await;
    assert_eq!(refused.err(), Some(Failure::Invalid { field: ipc::Field::Request }));
    desk.close().await;
}
