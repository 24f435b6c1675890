//! Whoever waits for a time that was freed, through the contract.

use std::time::Duration;

use acceptance::{Desk, pass};
use chrono::Datelike;
use ipc::Failure;
use sandbox::{Deed, VisitTruth};
use serde_json::{Value, json};

use crate::writing::{filled, stage, until};

/// Everybody who is to come, with whom and when.
fn to_come(desk: &Desk) -> Vec<VisitTruth> {
    let truth = desk.edges().practice.sandbox().truth();
    let (first, last) = ("2026-11-24", "2026-12-18");
    let day = |text: &str| text.parse().expect("a day");
    let hidden = truth.restricted();
    let booked = truth.visits(day(first), day(last));
    booked.filter(|visit| visit.state == sandbox::State::Booked && !hidden.contains(&visit.patient)).collect()
}

/// Cancels a visit at the desk, for a reason that frees its time.
async fn cancel(desk: &mut Desk, visit: &VisitTruth) -> String {
    let reasons = desk.ask("visit_cancel_reasons", json!({})).await;
    let rows = reasons["rows"].as_array().expect("rows");
    let reason = rows.iter().find(|row| row["frees"] == true && row["noShow"] == false).expect("one frees");
    let request = json!({
        "visit": visit.id.to_string(), "patient": visit.patient.to_string(), "reason": reason["id"],
    });
    let write = desk.ask("visit_cancel", request).await["write"].as_str().expect("an id").to_owned();
    until(desk, &write, |row| row["readBack"] == true).await;
    write
}

async fn waiting(desk: &Desk, visit: &VisitTruth) -> Value {
    desk.ask("waitlist_match", json!({"visit": visit.id.to_string()})).await
}

/// A desk with a visit that was cancelled and for whose time somebody waits.
async fn freed() -> (Desk, VisitTruth, Value, String) {
    let mut desk = filled().await;
    let waits = desk.edges().practice.sandbox().truth().waitlist();
    // The likeliest first: with whom somebody waits for a visit of that kind.
    let mut visits = to_come(&desk);
    visits.retain(|visit| {
        waits.iter().any(|wait| {
            wait.department == visit.department
                && wait.provider.is_none_or(|provider| provider == visit.provider)
                && (wait.days.is_empty()
                    || wait
                        .days
                        .iter()
                        .any(|day| u32::from(*day) == visit.day.weekday().number_from_sunday()))
        })
    });
    for visit in visits.into_iter().take(40) {
        let write = cancel(&mut desk, &visit).await;
        let found = waiting(&desk, &visit).await;
        if found["rows"].as_array().is_some_and(|rows| !rows.is_empty()) {
            return (desk, visit, found, write);
        }
    }
    panic!("nobody waits for any time that is freed");
}

#[tokio::test(start_paused = true)]
async fn a_freed_time_is_offered_whoever_waits_for_it_and_filled_and_they_are_taken_off_the_list() {
    let (mut desk, visit, found, _) = freed().await;
    let times = desk.ask("waitlist_freed", json!({})).await;
    let row = times["rows"].as_array().expect("rows").first().expect("it is free").clone();
    assert_eq!(row["visit"], json!(visit.id.to_string()));
    assert_eq!(
        (&found["isOpen"], row["place"]["minute"].as_u64()),
        (&json!(true), Some(visit.minute.into()))
    );
    let rows = found["rows"].as_array().expect("rows").clone();
    let first = &rows[0];
    assert_eq!(first["why"].as_array().map(Vec::len), Some(4), "each says by what it is theirs: {first}");
    assert!(rows.iter().all(|row| row["patient"] != json!(visit.patient.to_string())), "not whose it was");

    let strange =
        json!({"visit": visit.id.to_string(), "entry": first["entry"], "patient": rows[0]["entry"]});
    assert!(desk.call("waitlist_fill", strange).await.is_err(), "another than who waits");
    let request = json!({
        "visit": visit.id.to_string(), "entry": first["entry"], "patient": first["patient"],
    });
    let write = desk.ask("waitlist_fill", request).await["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["visit"]["isSo"], &row["patient"]), (&json!(true), &first["patient"]));

    let request = json!({"entry": first["entry"], "patient": first["patient"]});
    let write = desk.ask("waitlist_remove", request).await["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["kind"], &row["stage"]), (&json!("offList"), &json!("saved")));
    let entry: u64 = first["entry"].as_str().expect("an id").parse().expect("a number");
    let left = desk.edges().practice.sandbox().truth().waitlist();
    assert!(left.iter().all(|wait| wait.id != entry), "they wait no more");

    let times = desk.ask("waitlist_freed", json!({})).await;
    let is_there = |row: &Value| row["visit"] == json!(visit.id.to_string());
    assert!(!times["rows"].as_array().expect("rows").iter().any(is_there), "it is free no more: {times}");
    let audit = desk.ask("audit_read", json!({"limit": 100})).await;
    let rows = audit["rows"].as_array().expect("rows");
    for words in [
        "asked who waits for a freed time",
        "had a freed time booked for somebody who waits",
        "had somebody taken off the waiting list",
    ] {
        assert!(rows.iter().any(|row| row["words"] == words), "{words}");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn nobody_is_offered_a_time_that_is_not_open_or_that_was_had_back() {
    let (mut desk, visit, found, write) = freed().await;
    let entry = found["rows"][0].clone();
    let undo = desk.ask("write_undo", json!({"write": write})).await;
    stage(&mut desk, undo["write"].as_str().expect("an id"), "saved").await;
    let times = desk.ask("waitlist_freed", json!({})).await;
    let is_there = |row: &Value| row["visit"] == json!(visit.id.to_string());
    assert!(!times["rows"].as_array().expect("rows").iter().any(is_there), "it was had back: {times}");
    let again = waiting(&desk, &visit).await;
    assert_eq!((&again["isOpen"], &again["rows"]), (&json!(false), &json!([])));
    // What was found a while ago fills nothing.
    pass(Duration::from_secs(6 * 60)).await;
    let late = json!({
        "visit": visit.id.to_string(), "entry": entry["entry"], "patient": entry["patient"],
    });
    assert_eq!(desk.call("waitlist_fill", late).await.err(), Some(Failure::OutOfTurn));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_has_a_visit_at_that_time_is_not_offered_it() {
    let (mut desk, visit, found, _) = freed().await;
    let rows = found["rows"].as_array().expect("rows");
    let patient: u64 = rows[0]["patient"].as_str().expect("an id").parse().expect("a number");
    let practice = desk.edges().practice.sandbox().clone();
    // Not at the freed time itself, which stays open, but before it is over.
    let minute = visit.minute + 5;
    let (provider, department, day) = (visit.provider, visit.department, visit.day);
    let booked = Deed::Book { patient, provider, department, day, minute };
    assert!(practice.act(&booked).is_some());
    let day = json!({"date": visit.day.to_string()});
    desk.ask("schedule_refresh", day.clone()).await;
    let whose = json!(patient.to_string());
    let is_there = |sheet: &Value| {
        let columns = sheet["columns"].as_array().expect("columns");
        let mut visits = columns.iter().flat_map(|column| column["visits"].as_array().expect("visits"));
        visits.any(|one| one["patient"] == whose && one["minute"].as_u64() == Some(minute.into()))
    };
    desk.until("schedule_day", day, is_there).await;
    let again = waiting(&desk, &visit).await;
    assert_eq!(again["isOpen"], json!(true), "it is free for others");
    let rows = again["rows"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["patient"] != whose), "{again}");
    desk.close().await;
}
