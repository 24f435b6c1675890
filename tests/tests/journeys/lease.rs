//! How long a copy opens without athenahealth having been reached.

use std::time::Duration;

use acceptance::{Desk, Edges, Way, pass};
use athena::{SendFailure, TransportError};
use chrono::TimeDelta;
use ipc::{Failure, Field};
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};
use serde_json::{Value, json};

const GONE: Way = Way::Broken(TransportError::NotSent(SendFailure::Connect));

/// A practice that is reached at an address, with its copy filled.
async fn connected() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.ask("profile_open", json!({})).await;
    let place = json!({"kind": "other", "address": "https://practice.example"});
    let key = json!({
        "environment": place, "practice": PRACTICE_ID, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
    });
    desk.ask("connection_add", key).await;
    desk.filled().await;
    desk
}

async fn is_over(desk: &Desk) -> bool {
    desk.stage().await["stage"] == "leaseOver"
}

/// For how many hours athenahealth was not reached, and for how many a copy opens without that.
async fn told(desk: &Desk) -> (u64, u64) {
    let lease = &desk.stage().await["lease"];
    let number = |name: &str| lease[name].as_u64().expect("the vault says it");
    (number("unreachedMs") / 3_600_000, number("hours"))
}

async fn assert_closed(desk: &Desk) {
    for (name, request) in [
        ("schedule_day", json!({})),
        ("patient_search", json!({"text": "a", "limit": 5})),
        ("practice_overview", json!({})),
        ("sync_read", json!({})),
    ] {
        assert_eq!(desk.call(name, request).await.err(), Some(Failure::LeaseOver), "{name}");
    }
}

/// Waits until it asks again by itself.
async fn opens_by_itself(desk: &Desk) {
    for _ in 0..3_600 {
        if !is_over(desk).await {
            assert_eq!(desk.stage().await, json!({"stage": "ready"}));
            desk.ask("schedule_day", json!({})).await;
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("it does not open again");
}

#[tokio::test(start_paused = true)]
async fn a_copy_that_was_not_at_the_network_for_three_days_stays_closed_until_it_was() {
    let edges = connected().await.close().await;
    edges.practice.set_way(GONE);
    edges.clock.step(TimeDelta::hours(71));
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "nearly three days");
    desk.ask("schedule_day", json!({})).await;
    tokio::time::sleep(Duration::from_secs(62 * 60)).await;
    assert!(is_over(&desk).await, "it is closed while it is looked at, too");
    assert_eq!(told(&desk).await, (72, 72));
    pass(Duration::from_secs(2 * 3_600)).await;
    assert_eq!(told(&desk).await, (74, 72), "it goes on");
    assert_closed(&desk).await;
    assert_eq!(desk.call("lease_reach", json!({})).await.err(), Some(Failure::Offline));
    desk.edges().practice.set_way(Way::Portal);
    assert!(desk.call("lease_reach", json!({})).await.is_err());
    assert!(is_over(&desk).await, "a page of the network is not athenahealth");

    let desk = desk.restart().await;
    assert!(is_over(&desk).await, "a restart does not help");
    assert_eq!(told(&desk).await.0, 74);
    assert_closed(&desk).await;
    desk.edges().practice.set_way(Way::Open);
    opens_by_itself(&desk).await;
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "it began anew");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_put_back_opens_nothing() {
    let edges = connected().await.close().await;
    edges.practice.set_way(GONE);
    edges.clock.step(TimeDelta::hours(80));
    let desk = Desk::start(edges).await;
    assert!(is_over(&desk).await);
    let edges = desk.close().await;
    edges.clock.step(TimeDelta::hours(-1_000));
    let desk = Desk::start(edges).await;
    assert!(is_over(&desk).await, "what is spent is spent");
    assert_eq!(told(&desk).await, (80, 72));
    desk.edges().practice.set_way(Way::Open);
    opens_by_itself(&desk).await;

    // One who holds the clock still has as long as anybody.
    desk.ask("lease_set", json!({"hours": 4})).await;
    desk.edges().practice.set_way(GONE);
    tokio::time::sleep(Duration::from_secs(120)).await;
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        desk.edges().clock.step(TimeDelta::hours(-1));
    }
    assert!(is_over(&desk).await);
    assert!(told(&desk).await.0 >= 4, "by the clock that nobody can set");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn it_is_chosen_from_four_hours_to_a_week_and_a_demo_practice_has_none() {
    let desk = connected().await;
    for hours in [0, 3, 169] {
        let refused = desk.call("lease_set", json!({ "hours": hours })).await.err();
        assert_eq!(refused, Some(Failure::Invalid { field: Field::Hours }));
    }
    assert_eq!(desk.ask("people_list", json!({})).await["leaseHours"], 72);
    desk.ask("lease_set", json!({"hours": 4})).await;
    assert_eq!(desk.ask("people_list", json!({})).await["leaseHours"], 4);
    let edges = desk.close().await;
    edges.practice.set_way(GONE);
    edges.clock.step(TimeDelta::hours(5));
    let desk = Desk::start(edges).await;
    assert!(is_over(&desk).await);
    // The demo practice is this one, too.
    desk.edges().practice.set_way(Way::Open);
    desk.ask(
        "connection_add",
        json!({"environment": {"kind": "demo", "size": "solo"}, "practice": "", "clientId": "", "clientSecret": ""}),
    )
    .await;
    desk.edges().practice.set_way(GONE);
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "one works on in another practice");
    // While the demo was added the way was open, and the first practice may have been reached.
    pass(Duration::from_secs(5 * 3_600)).await;
    let rows: Value = desk.ask("connection_list", json!({})).await;
    let first = rows["rows"][0]["id"].as_str().expect("an id").to_owned();
    desk.ask("connection_switch", json!({ "connection": first })).await;
    assert!(is_over(&desk).await);
    assert_eq!((desk.stage().await["connection"].as_str(), told(&desk).await.1), (Some(&*first), 4));
    let demo = rows["rows"][1]["id"].as_str().expect("an id").to_owned();
    desk.ask("connection_switch", json!({ "connection": demo })).await;
    let edges = desk.close().await;
    edges.clock.step(TimeDelta::hours(1_000));
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    desk.close().await;
}
