//! Holding a time while somebody is talked to, through the contract.

use std::time::Duration;

use acceptance::{Desk, Way, pass};
use athena::{SendFailure, TransportError};
use ipc::Failure;
use sandbox::Fault;
use serde_json::{Value, json};

use crate::booking::{asked, booking, number, openings};
use crate::writing::{filled, somebody, stage, until};

/// Whether nobody can book a slot.
fn is_held(desk: &Desk, opening: &Value) -> bool {
    desk.edges().practice.sandbox().truth().slot(number(opening)).expect("nobody has it").frozen
}

/// Whom a slot is held for.
fn whom(desk: &Desk, opening: &Value) -> Value {
    json!({"slot": opening["slot"], "patient": somebody(desk).id.to_string()})
}

async fn pressed(desk: &Desk, command: &str, request: Value) -> String {
    desk.ask(command, request).await["write"].as_str().expect("an id").to_owned()
}

/// A desk, and an open time that is held there.
async fn holding() -> (Desk, String, Value, String) {
    let mut desk = filled().await;
    let (kind, rows) = openings(&desk).await;
    let opening = rows.last().expect("a time").clone();
    let write = pressed(&desk, "slot_hold", whom(&desk, &opening)).await;
    until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert!(is_held(&desk, &opening));
    (desk, kind, opening, write)
}

#[tokio::test(start_paused = true)]
async fn a_time_that_is_held_is_offered_nobody_until_it_is_let_go() {
    let (mut desk, kind, opening, write) = holding().await;
    let departments = vec![opening["department"].clone()];
    let offered = async |desk: &Desk| {
        let found = desk.ask("slot_find", asked(&json!(kind), &departments)).await;
        found["rows"].as_array().expect("rows").iter().any(|row| row["slot"] == opening["slot"])
    };
    assert!(!offered(&desk).await);
    let row = until(&mut desk, &write, |row| row["stage"] == "saved").await;
    assert_eq!((&row["kind"], &row["visit"]["shows"]["state"]), (&json!("hold"), &json!("held")));

    let go = pressed(&desk, "slot_let_go", whom(&desk, &opening)).await;
    let row = until(&mut desk, &go, |row| row["readBack"] == true).await;
    assert_eq!((&row["kind"], &row["visit"]["isSo"]), (&json!("letGo"), &json!(true)));
    assert!(!is_held(&desk, &opening));
    let again = desk.call("slot_let_go", whom(&desk, &opening)).await.err();
    assert_eq!(again, Some(Failure::OutOfTurn), "nothing is held any more");
    let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "write"})).await;
    let rows = audit["rows"].as_array().expect("rows");
    for words in ["had a time held", "had a held time let go"] {
        let said = rows.iter().find(|row| row["words"] == words && row["outcome"] == "done");
        let said = said.unwrap_or_else(|| panic!("{words} is on record: {rows:?}"));
        assert_eq!(said["about"].as_str(), Some(&*format!("slot {}", number(&opening))));
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_time_that_is_held_is_booked_by_whoever_holds_it() {
    let (mut desk, kind, opening, _) = holding().await;
    let patient = somebody(&desk).id;
    let write = pressed(&desk, "visit_book", booking(&kind, &opening, patient)).await;
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["stage"], &row["visit"]["isSo"]), (&json!("saved"), &json!(true)));
    let truth = desk.edges().practice.sandbox().truth();
    assert_eq!(truth.visit(number(&opening)).map(|visit| visit.patient), Some(patient));
    let page = desk.ask("write_list", json!({"limit": 10})).await;
    assert_eq!((&page["counts"]["drafts"], &page["counts"]["unseen"]), (&json!(0), &json!(0)));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_nothing_comes_of_is_let_go_after_ten_minutes_and_at_a_lock_and_at_the_end() {
    let (mut desk, _, opening, _) = holding().await;
    pass(Duration::from_secs(9 * 60)).await;
    assert!(is_held(&desk, &opening));
    pass(Duration::from_secs(90)).await;
    let is_let_go = |page: &Value| page["rows"][0]["kind"] == "letGo" && page["rows"][0]["readBack"] == true;
    desk.until("write_list", json!({"limit": 5}), is_let_go).await;
    assert!(!is_held(&desk, &opening));

    let write = pressed(&desk, "slot_hold", whom(&desk, &opening)).await;
    stage(&mut desk, &write, "saved").await;
    assert!(is_held(&desk, &opening));
    let ana = json!({"name": "Ana Lee", "role": "manager", "pin": "482915"});
    desk.ask("person_add", ana).await;
    desk.ask("console_lock", json!({})).await;
    assert!(!is_held(&desk, &opening));
    desk.close().await;

    let (desk, _, opening, _) = holding().await;
    let practice = desk.close().await.practice;
    assert!(!practice.sandbox().truth().slot(number(&opening)).expect("nobody has it").frozen);
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_let_go_at_the_end_is_at_the_next_start() {
    let (desk, _, opening, _) = holding().await;
    let gone = TransportError::NotSent(SendFailure::Connect);
    desk.edges().practice.set_way(Way::Broken(gone));
    let edges = desk.close().await;
    assert!(edges.practice.sandbox().truth().slot(number(&opening)).expect("nobody has it").frozen);
    edges.practice.set_way(Way::Open);
    let mut desk = Desk::start(edges).await;
    let is_let_go = |page: &Value| page["rows"][0]["kind"] == "letGo" && page["rows"][0]["stage"] == "saved";
    desk.until("write_list", json!({"limit": 5}), is_let_go).await;
    assert!(!is_held(&desk, &opening));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn where_holding_is_refused_that_is_said_and_the_time_can_be_booked_all_the_same() {
    let mut desk = filled().await;
    let (kind, rows) = openings(&desk).await;
    let opening = rows.last().expect("a time").clone();
    desk.edges().practice.set_way(Way::Without(&["/freeze"]));
    let write = pressed(&desk, "slot_hold", whom(&desk, &opening)).await;
    let row = stage(&mut desk, &write, "notSaved").await;
    assert_eq!(row["why"], "noRight");
    let write = pressed(&desk, "visit_book", booking(&kind, &opening, somebody(&desk).id)).await;
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!(row["visit"]["isSo"], json!(true));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_hold_whose_answer_is_lost_is_unknown_until_it_was_read_back_and_is_let_go_then() {
    let mut desk = filled().await;
    let (_, rows) = openings(&desk).await;
    let opening = rows.last().expect("a time").clone();
    desk.edges().practice.sandbox().set_fault_once(Fault::CommitThenDrop);
    let write = pressed(&desk, "slot_hold", whom(&desk, &opening)).await;
    let row = stage(&mut desk, &write, "unknown").await;
    assert_eq!(row["visit"]["to"]["minute"], opening["minute"]);
    let go = pressed(&desk, "slot_let_go", whom(&desk, &opening)).await;
    let row = until(&mut desk, &go, |row| row["readBack"] == true).await;
    assert_eq!(row["visit"]["isSo"], json!(true));
    let row = stage(&mut desk, &write, "saved").await;
    assert_eq!(row["end"], "readBack", "it was known before it was let go");
    assert!(!is_held(&desk, &opening));
    desk.close().await;
}
