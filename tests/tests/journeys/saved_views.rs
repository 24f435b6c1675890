//! The views of the schedule that somebody keeps on keys, and how long a wait may be, through the contract.

use acceptance::{Desk, Edges, Practice};
use ipc::{Failure, Field};
use sandbox::{CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, Size};
use serde_json::{Value, json};

use super::people::{add, sign_in};

async fn connected() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

fn view(key: u8, name: &str) -> Value {
    json!({
        "key": key, "name": name, "kind": "list", "departments": ["1"], "providers": ["7", "8"],
        "states": ["late", "waiting"], "wrongs": ["double"], "order": "wrong", "isTurned": true,
        "density": "roomy",
    })
}

async fn names(desk: &Desk) -> Vec<String> {
    let views = desk.ask("view_list", json!({})).await;
    let rows = views["rows"].as_array().expect("rows");
    rows.iter().map(|row| format!("{} {}", row["key"], row["name"].as_str().expect("a name"))).collect()
}

#[tokio::test(start_paused = true)]
async fn a_view_is_kept_on_its_key_over_a_restart_and_another_takes_its_place() {
    let desk = connected().await;
    assert!(names(&desk).await.is_empty(), "nobody kept one yet");
    desk.ask("view_keep", json!({"view": view(3, "Late")})).await;
    desk.ask("view_keep", json!({"view": view(1, " The east ")})).await;
    let desk = desk.restart().await;
    assert_eq!(names(&desk).await, ["1 The east", "3 Late"]);
    let kept = desk.ask("view_list", json!({})).await;
    assert_eq!(kept["rows"][1], view(3, "Late"), "all of it");
    desk.ask("view_keep", json!({"view": view(3, "Later")})).await;
    desk.ask("view_forget", json!({"key": 1})).await;
    desk.ask("view_forget", json!({"key": 8})).await;
    assert_eq!(names(&desk).await, ["3 Later"]);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_person_has_their_own_and_begins_with_the_desktops() {
    let desk = connected().await;
    desk.ask("view_keep", json!({"view": view(1, "Everybody's")})).await;
    let ana = add(&desk, "Ana Lee", "manager", "482915").await;
    let ben = add(&desk, "Ben Ross", "frontDesk", "771204").await;
    sign_in(&desk, &ana, "482915").await.expect("her PIN");
    assert_eq!(names(&desk).await, ["1 Everybody's"]);
    desk.ask("view_keep", json!({"view": view(2, "Ana's")})).await;
    assert_eq!(names(&desk).await, ["1 Everybody's", "2 Ana's"]);
    sign_in(&desk, &ben, "771204").await.expect("his PIN");
    assert_eq!(names(&desk).await, ["1 Everybody's"]);
    desk.ask("view_forget", json!({"key": 1})).await;
    assert!(names(&desk).await.is_empty(), "what he removed does not come back");
    sign_in(&desk, &ana, "482915").await.expect("her PIN");
    assert_eq!(names(&desk).await, ["1 Everybody's", "2 Ana's"]);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn they_go_with_the_practice_that_they_are_of() {
    let mut edges = Edges::new().expect("a computer");
    let options = Options { size: Size::Solo, seed: 2, limits: Limits::preview(), ..Options::default() };
    let other = Practice::open(options, edges.clock.clone());
    edges.practice = edges.practice.clone().beside(other);
    let mut desk = Desk::start(edges).await;
    let first = desk.connect_demo().await["connection"]["id"].clone();
    desk.filled().await;
    desk.ask("view_keep", json!({"view": view(1, "Mine")})).await;
    let key = json!({
        "environment": {"kind": "other", "address": "https://practice.example"},
        "practice": PRACTICE_ID, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
    });
    let second = desk.ask("connection_add", key).await["connection"]["id"].clone();
    desk.filled().await;
    assert!(names(&desk).await.is_empty(), "another practice has departments of its own");
    desk.ask("view_keep", json!({"view": view(1, "Theirs")})).await;
    desk.ask("connection_switch", json!({ "connection": first })).await;
    assert_eq!(names(&desk).await, ["1 Mine"]);
    desk.ask("connection_switch", json!({ "connection": second })).await;
    assert_eq!(names(&desk).await, ["1 Theirs"]);
    desk.ask("connection_remove", json!({ "connection": first })).await;
    assert_eq!(names(&desk).await, ["1 Theirs"], "what is of the other stays");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_no_window_makes_is_not_kept() {
    let desk = connected().await;
    let many = vec!["1"; 201];
    let wrong = [
        ("key", json!(0)),
        ("key", json!(9)),
        ("name", json!("  ")),
        ("name", json!("é".repeat(41))),
        ("name", json!("two\nlines")),
        ("departments", json!(many)),
        ("providers", json!(["7".repeat(41)])),
        ("states", json!(vec!["late"; 8])),
    ];
    for (field, value) in wrong {
        let mut view = view(1, "Sound");
        view[field] = value;
        let refused = desk.call("view_keep", json!({ "view": view })).await.err();
        assert_eq!(refused, Some(Failure::Invalid { field: Field::Request }), "{field}");
    }
    assert!(names(&desk).await.is_empty());
    desk.ask("view_keep", json!({"view": view(8, &"é".repeat(40))})).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn how_long_a_wait_may_be_is_kept_beside_how_the_console_looks() {
    let desk = connected().await;
    assert_eq!(desk.ask("session_read", json!({})).await["patienceMinutes"], 15);
    desk.ask("patience_set", json!({"minutes": 30})).await;
    let look = json!({"theme": "dark", "density": "roomy", "hourClock": "twelve", "quiet": false, "openTimes": true});
    desk.ask("preference_set", json!({ "preferences": look })).await;
    let desk = desk.restart().await;
    let session = desk.ask("session_read", json!({})).await;
    assert_eq!((&session["patienceMinutes"], &session["preferences"]), (&json!(30), &look));
    for minutes in [0, 181] {
        let refused = desk.call("patience_set", json!({ "minutes": minutes })).await.err();
        assert_eq!(refused, Some(Failure::Invalid { field: Field::Request }));
    }
    desk.close().await;
}
