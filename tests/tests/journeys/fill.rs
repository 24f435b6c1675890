//! A new copy is filled through limits and faults, and equals the practice.

use std::time::Duration;

use std::collections::BTreeSet;

use acceptance::{Desk, Edges, Way, differences};
use athena::{SendFailure, TransportError};
use chrono::{Days, NaiveDate};
use sandbox::{Dialect, Fault, Limits, Options, Size, State, Truth, VisitTruth};
use serde_json::{Value, json};

/// Three in the morning: nothing changes at the practice while the copy is compared with it.
const NIGHT: &str = "2026-11-23T08:00:00Z";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

async fn desk(dialect: Dialect) -> Desk {
    let limits = Limits { per_second: 10, ..Limits::preview() };
    let options = Options { size: Size::Solo, limits, dialect, ..Options::default() };
    let desk = Desk::start(Edges::at(NIGHT, options).expect("a computer")).await;
    desk.connect_demo().await;
    desk
}

async fn assert_equals_the_practice(desk: &Desk) {
    let practice = desk.edges().practice.clone();
    let ask = async |name: &str, request: Value| {
        desk.call(name, request).await.map_err(|failure| anyhow::anyhow!("{failure:?}"))
    };
    let found = differences(&practice.sandbox().truth(), today(), ask).await.expect("compared");
    assert!(
        found.is_empty(),
        "{} differences, such as\n{}",
        found.len(),
        found[..found.len().min(20)].join("\n")
    );
}

#[tokio::test(start_paused = true)]
async fn an_undisturbed_fill_equals_the_practice_in_either_dialect() {
    for dialect in [Dialect::Typed, Dialect::Text] {
        let mut desk = desk(dialect).await;
        desk.filled().await;
        assert_equals_the_practice(&desk).await;
        desk.close().await;
    }
}

/// Who is booked from today on, whatever becomes of the visit.
fn is_booked(truth: &Truth<'_>, patient: &Value) -> bool {
    let id = patient.as_str().and_then(|id| id.parse().ok());
    let standing = |visit: &VisitTruth| Some(visit.patient) == id && visit.state != State::Cancelled;
    truth.visits(today(), today() + Days::new(365)).any(|visit| standing(&visit))
}

#[tokio::test(start_paused = true)]
async fn a_copy_cut_off_in_its_fill_never_says_that_nothing_is_booked_for_whoever_is() {
    let mut desk = desk(Dialect::Typed).await;
    desk.until("sync_read", json!({}), |sync| {
        sync["fill"]["phase"] == "farSchedule" && sync["fill"]["done"].as_u64() > Some(3)
    })
    .await;
    desk.edges().practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Dns)));
    let practice = desk.edges().practice.clone();
    let (mut unknown, mut seen) = (0, BTreeSet::new());
    for text in ["a", "e", "i", "o", "u"] {
        let page = desk.ask("patient_search", json!({"text": text, "limit": 100})).await;
        for row in page["rows"].as_array().expect("rows") {
            if !row["nextVisit"].is_null() || !seen.insert(row["id"].to_string()) {
                continue;
            }
            let card = desk.ask("patient_open", json!({"patient": row["id"]})).await;
            let part = &card["nextVisits"];
            assert_eq!(part["asOf"].is_string(), row["bookedKnown"] == true, "row and card say the same");
            if part["asOf"].is_string() {
                assert!(!is_booked(&practice.sandbox().truth(), &row["id"]), "{} is booked", row["id"]);
            } else {
                unknown += 1;
            }
        }
    }
    assert!(unknown > 0, "the fill was cut off before everything was read");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_filled_copy_knows_what_is_booked_for_everybody() {
    let mut desk = desk(Dialect::Typed).await;
    desk.filled().await;
    let practice = desk.edges().practice.clone();
    let page = desk.ask("patient_search", json!({"text": "a", "limit": 100})).await;
    for row in page["rows"].as_array().expect("rows") {
        assert_eq!(row["bookedKnown"], true);
        if row["nextVisit"].is_null() {
            let later_today = is_booked(&practice.sandbox().truth(), &row["id"]);
            assert!(!later_today, "{} is booked", row["id"]);
        }
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_fill_through_storms_and_stalls_equals_the_practice() {
    let mut desk = desk(Dialect::Typed).await;
    let practice = desk.edges().practice.clone();
    let weather = tokio::spawn(async move {
        let troubles = [
            Fault::RateLimitStorm,
            Fault::Stall,
            Fault::Unavailable,
            Fault::Truncated,
            Fault::Reset,
            Fault::GatewayHtml,
        ];
        for fault in troubles.into_iter().cycle() {
            tokio::time::sleep(Duration::from_secs(4)).await;
            practice.sandbox().set_fault(fault, true);
            tokio::time::sleep(Duration::from_secs(6)).await;
            practice.sandbox().set_fault(fault, false);
        }
    });
    desk.filled().await;
    weather.abort();
    assert_equals_the_practice(&desk).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_refusals_is_said_while_it_lasts() {
    let mut desk = desk(Dialect::Typed).await;
    let practice = desk.edges().practice.clone();
    practice.sandbox().set_fault(Fault::RateLimitStorm, true);
    let sync = desk.until("sync_read", json!({}), |sync| !sync["problem"].is_null()).await;
    assert_eq!(sync["problem"]["code"], "rateLimited");
    assert!(sync["problemSince"].is_string(), "and since when");
    practice.sandbox().set_fault(Fault::RateLimitStorm, false);
    desk.until("sync_read", json!({}), |sync| sync["problem"].is_null()).await;
    desk.filled().await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_fill_goes_on_where_a_restart_cut_it_off() {
    let mut desk = desk(Dialect::Typed).await;
    let practice = desk.edges().practice.clone();
    for _ in 0..5 {
        let further = practice.sandbox().requests() + 25;
        let cut = desk
            .until("sync_read", json!({}), |sync| {
                practice.sandbox().requests() >= further || sync["fill"]["phase"] == "fresh"
            })
            .await;
        assert_ne!(cut["fill"]["phase"], "fresh", "a restart cuts the fill off");
        desk = desk.restart().await;
    }
    desk.filled().await;
    assert_equals_the_practice(&desk).await;
    desk.close().await;
}
