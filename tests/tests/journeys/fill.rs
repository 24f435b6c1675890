//! A new copy is filled through limits and faults, and equals the practice.

use std::time::Duration;

use acceptance::{Desk, Edges, differences};
use chrono::NaiveDate;
use sandbox::{Dialect, Fault, Limits, Options, Size};
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
