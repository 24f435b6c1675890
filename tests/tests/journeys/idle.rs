//! A console that nobody touches locks, whoever sits there: wherever a lock asks for something.

use std::time::Duration;

use acceptance::{Desk, Edges, NoKeychain};
use chrono::TimeDelta;
use console::KeychainTrouble;
use ipc::Failure;
use sandbox::STAFF;
use serde_json::{Value, json};

use crate::people::{add, sign_in};
use crate::sign_in::{connect, desk_on};

const WORDS: &str = "seven quiet otters";

fn without_keychain(edges: Edges) -> Edges {
    edges.with_keychain(NoKeychain(KeychainTrouble::Absent))
}

async fn open(desk: &Desk) -> Value {
    desk.ask("profile_open", json!({ "passphrase": WORDS })).await["stage"]["stage"].clone()
}

async fn wait(minutes: u64, seconds: u64) {
    tokio::time::sleep(Duration::from_secs(minutes * 60 + seconds)).await;
}

async fn is_locked(desk: &Desk) -> bool {
    desk.stage().await["stage"] == "locked"
}

/// It goes on for as long as somebody touches it, and locks ten minutes after the last touch.
async fn assert_locks_after_ten_minutes(desk: &Desk) {
    wait(9, 50).await;
    desk.ask("console_touch", json!({})).await;
    wait(9, 50).await;
    desk.ask("audit_read", json!({"limit": 1})).await;
    assert!(!is_locked(desk).await, "a touch counts, and ten minutes are not over");
    wait(0, 11).await;
    assert_eq!(desk.call("audit_read", json!({"limit": 1})).await.err(), Some(Failure::Locked));
    assert!(is_locked(desk).await, "what the window reads by itself is no touch");
}

async fn assert_on_record(desk: &Desk) {
    let trail = desk.ask("audit_read", json!({"limit": 20, "kind": "unlock"})).await;
    let words = "locked the console, which nobody touched";
    assert!(trail["rows"].as_array().expect("lines").iter().any(|line| line["words"] == words), "{trail}");
}

#[tokio::test(start_paused = true)]
async fn a_desk_that_knows_nobody_and_has_a_passphrase_locks_ten_minutes_after_the_last_touch() {
    let desk = Desk::start(without_keychain(Edges::new().expect("a computer"))).await;
    assert_eq!(open(&desk).await, "noPractice");
    desk.connect_demo().await;
    assert_eq!(desk.ask("people_list", json!({})).await["idleMinutes"], 10, "unless somebody says otherwise");
    assert_locks_after_ten_minutes(&desk).await;
    desk.call("console_touch", json!({})).await.expect_err("a touch opens nothing");
    assert_eq!(open(&desk).await, "ready", "the passphrase does");
    assert_on_record(&desk).await;
    assert_locks_after_ten_minutes(&desk).await;

    assert_eq!(open(&desk).await, "ready");
    desk.ask("idle_set", json!({"minutes": 2})).await;
    wait(2, 1).await;
    assert!(is_locked(&desk).await, "after as many minutes as somebody said");

    let desk = desk.restart().await;
    assert_eq!(open(&desk).await, "ready");
    desk.edges().clock.step(TimeDelta::minutes(30));
    let refused = desk.call("audit_read", json!({"limit": 1})).await.err();
    assert_eq!(refused, Some(Failure::Locked), "before it is locked nobody is answered any more");
    desk.close().await;
}

#[tokio::test]
async fn whoever_signed_in_at_athenahealth_is_locked_out_ten_minutes_after_their_last_touch() {
    let (desk, mut visitor) = desk_on(&STAFF[0], without_keychain).await;
    open(&desk).await;
    connect(&desk, &mut visitor).await;
    assert_locks_after_ten_minutes(&desk).await;
    assert_eq!(open(&desk).await, "ready");
    assert_eq!(desk.ask("session_read", json!({})).await["seat"]["seat"], "atAthena", "and sits there again");
    assert_on_record(&desk).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_person_is_locked_out_ten_minutes_after_their_last_touch() {
    let desk = Desk::start(without_keychain(Edges::new().expect("a computer"))).await;
    open(&desk).await;
    desk.connect_demo().await;
    let ana = add(&desk, "Ana Lee", "manager", "482915").await;
    assert_locks_after_ten_minutes(&desk).await;
    assert_eq!(open(&desk).await, "locked", "the passphrase is the first half");
    sign_in(&desk, &ana, "482915").await.expect("her PIN");
    assert_on_record(&desk).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn where_a_lock_would_ask_nobody_for_anything_neither_its_key_nor_idleness_locks() {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    assert_eq!(desk.call("console_lock", json!({})).await.err(), Some(Failure::NobodyToUnlock));
    wait(60, 0).await;
    desk.ask("audit_read", json!({"limit": 1})).await;
    assert!(!is_locked(&desk).await);
    add(&desk, "Ana Lee", "manager", "482915").await;
    assert_locks_after_ten_minutes(&desk).await;
    desk.close().await;
}
