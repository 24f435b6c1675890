//! Finding a time and booking it, through the contract.

use std::time::Duration;

use acceptance::{Desk, pass};
use ipc::{Failure, Field};
use sandbox::{Deed, Fault};
use serde_json::{Value, json};

use crate::writing::{filled, somebody, stage, until};

const TODAY: &str = "2026-11-23";

/// The next open times of the first kind that has any, in every department.
pub(crate) async fn openings(desk: &Desk) -> (String, Vec<Value>) {
    let form = desk.ask("slot_form", json!({})).await;
    let departments: Vec<Value> =
        form["departments"].as_array().expect("departments").iter().map(|one| one["id"].clone()).collect();
    for kind in form["kinds"].as_array().expect("kinds") {
        let found = desk.ask("slot_find", asked(&kind["id"], &departments)).await;
        let rows = found["rows"].as_array().expect("rows").clone();
        if rows.len() > 3 {
            return (kind["id"].as_str().expect("an id").to_owned(), rows);
        }
    }
    panic!("no kind has open times");
}

pub(crate) fn asked(kind: &Value, departments: &[Value]) -> Value {
    json!({
        "kind": kind, "departments": &departments[..departments.len().min(8)], "providers": [],
        "from": TODAY, "days": 14, "limit": 50,
    })
}

pub(crate) fn booking(kind: &str, opening: &Value, patient: u64) -> Value {
    json!({
        "slot": opening["slot"], "patient": patient.to_string(), "kind": kind,
        "department": opening["department"], "note": " Wheelchair. ", "confirmed": ["name", "dob"],
    })
}

pub(crate) fn number(opening: &Value) -> u64 {
    opening["slot"].as_str().expect("an id").parse().expect("a number")
}

#[tokio::test(start_paused = true)]
async fn the_next_open_times_come_earliest_first_and_are_read_again_after_five_minutes() {
    let desk = filled().await;
    let (kind, rows) = openings(&desk).await;
    let place = |row: &Value| (row["date"].as_str().expect("a day").to_owned(), row["minute"].as_i64());
    assert!(rows.is_sorted_by_key(place), "{rows:?}");
    assert!(rows.iter().all(|row| row["name"].as_str().is_some_and(|name| !name.is_empty())));
    let departments = vec![rows[0]["department"].clone()];
    let request = asked(&json!(kind), &departments);
    let first = desk.ask("slot_find", request.clone()).await;
    let calls = desk.edges().practice.sandbox().requests();
    assert_eq!(desk.ask("slot_find", request.clone()).await, first, "it is remembered for a while");
    assert_eq!(desk.edges().practice.sandbox().requests(), calls);
    pass(Duration::from_secs(301)).await;
    let later = desk.ask("slot_find", request).await;
    assert_ne!(later["asOf"], first["asOf"], "and read anew after that");
    let mut afternoon = asked(&json!(kind), &departments);
    afternoon["part"] = json!("afternoon");
    let found = desk.ask("slot_find", afternoon).await;
    let rows = found["rows"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["minute"].as_i64().is_some_and(|minute| minute >= 720)), "{rows:?}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_day_says_how_many_open_times_it_has_and_rows_begin_where_they_are_asked_to() {
    let desk = filled().await;
    let (kind, rows) = openings(&desk).await;
    let departments = vec![rows[0]["department"].clone()];
    let mut request = asked(&json!(kind), &departments);
    request["limit"] = json!(100);
    let whole = desk.ask("slot_find", request.clone()).await;
    let days = whole["days"].as_array().expect("days").clone();
    let rows = whole["rows"].as_array().expect("rows");
    assert!(days.len() > 1 && days.is_sorted_by_key(|day| day["date"].as_str().map(str::to_owned)));
    let of = |date: &Value| rows.iter().filter(|row| row["date"] == *date).count();
    assert_eq!(days[0]["count"], of(&days[0]["date"]), "{days:?}");

    let calls = desk.edges().practice.sandbox().requests();
    let second = &days[1]["date"];
    request["since"] = second.clone();
    let later = desk.ask("slot_find", request).await;
    assert_eq!(later["days"], whole["days"], "what is before is counted");
    assert_eq!(later["rows"][0]["date"], *second);
    assert_eq!(desk.edges().practice.sandbox().requests(), calls, "and nothing is asked for again");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_time_is_found_and_booked_for_a_reason_of_the_practice() {
    let mut desk = filled().await;
    let form = desk.ask("slot_form", json!({})).await;
    let ids = |name: &str| -> Vec<Value> {
        form[name].as_array().expect("rows").iter().map(|one| one["id"].clone()).collect()
    };
    let departments: Vec<Value> = ids("departments").into_iter().take(2).collect();
    let providers: Vec<Value> = ids("providers").into_iter().take(8).collect();
    let reasons = async |whom: &str| {
        let asked = json!({"departments": departments, "providers": providers, "whom": whom});
        desk.ask("slot_reasons", asked).await["rows"].as_array().expect("rows").clone()
    };
    let (known, new) = (reasons("known").await, reasons("new").await);
    let names = |rows: &[Value]| rows.iter().map(|row| row["name"].to_string()).collect::<Vec<_>>();
    assert!(names(&known).is_sorted() && names(&known) != names(&new), "{known:?} {new:?}");
    let calls = desk.edges().practice.sandbox().requests();
    assert_eq!(reasons("known").await, known);
    assert_eq!(desk.edges().practice.sandbox().requests(), calls, "they are remembered for a while");

    let mut found = None;
    for reason in &known {
        let request = json!({
            "reason": reason["id"], "departments": departments, "providers": reason["providers"],
            "from": TODAY, "days": 31, "limit": 50,
        });
        let open = desk.ask("slot_find", request).await;
        if let Some(opening) = open["rows"].as_array().expect("rows").last() {
            assert!(reason["providers"].as_array().is_some_and(|ids| ids.contains(&opening["provider"])));
            found = Some((reason["id"].clone(), opening.clone()));
            break;
        }
    }
    let (reason, opening) = found.expect("something is open for a reason");
    let nobody = json!({
        "reason": reason, "departments": departments, "providers": [], "from": TODAY, "days": 7, "limit": 5,
    });
    assert_eq!(desk.call("slot_find", nobody).await.err(), Some(Failure::Invalid { field: Field::Request }));

    let patient = somebody(&desk).id;
    let mut request = booking("", &opening, patient);
    request["reason"] = reason;
    assert!(desk.call("visit_book", request.clone()).await.is_err(), "a kind and a reason");
    request.as_object_mut().expect("an object").remove("kind");
    let before = desk.edges().practice.sandbox().requests();
    let write = desk.ask("visit_book", request).await["write"].as_str().expect("an id").to_owned();
    until(&mut desk, &write, |row| row["stage"] == "saved").await;
    let spent = desk.edges().practice.sandbox().requests() - before;
    assert!(spent <= 4, "{spent} calls: a look, the booking, and what it made of it");
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!(row["visit"]["isSo"], json!(true));
    let truth = desk.edges().practice.sandbox().truth();
    assert_eq!(truth.visit(number(&opening)).map(|visit| visit.patient), Some(patient));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn an_open_time_is_booked_once_two_identifiers_are_confirmed_and_stands_on_the_sheet() {
    let mut desk = filled().await;
    let (kind, rows) = openings(&desk).await;
    let (opening, patient) = (rows.last().expect("a time").clone(), somebody(&desk).id);
    let mut few = booking(&kind, &opening, patient);
    few["confirmed"] = json!(["name"]);
    let refused = desk.call("visit_book", few).await.err();
    assert_eq!(refused, Some(Failure::Invalid { field: Field::Identifiers }));

    let pressed = desk.ask("visit_book", booking(&kind, &opening, patient)).await;
    let write = pressed["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["kind"], &row["visit"]["isSo"]), (&json!("book"), &json!(true)));
    assert_eq!(row["visit"]["said"], "Wheelchair.");
    assert_eq!(row["visit"]["to"]["minute"], opening["minute"]);
    let truth = desk.edges().practice.sandbox().truth();
    assert_eq!(truth.visit(number(&opening)).map(|visit| visit.patient), Some(patient));
    let whose = json!(patient.to_string());
    let is_there = |day: &Value| {
        let columns = day["columns"].as_array().expect("columns");
        let mut visits = columns.iter().flat_map(|column| column["visits"].as_array().expect("visits"));
        visits.any(|visit| visit["id"] == opening["slot"] && visit["patient"] == whose)
    };
    desk.until("schedule_day", json!({"date": opening["date"]}), is_there).await;
    let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "write"})).await;
    let rows = audit["rows"].as_array().expect("rows");
    let said = rows.iter().find(|row| row["words"] == "had a visit booked").expect("it is on record");
    assert_eq!(said["about"].as_str(), Some(&*format!("slot {} name dob", number(&opening))));

    let undo = desk.ask("write_undo", json!({"write": write})).await;
    let row = stage(&mut desk, undo["write"].as_str().expect("an id"), "saved").await;
    assert_eq!(row["kind"], "cancel");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_time_that_is_gone_is_said_to_be_before_or_after_it_was_sent_and_what_was_typed_is_kept() {
    let mut desk = filled().await;
    let (kind, rows) = openings(&desk).await;
    let patient = somebody(&desk).id;
    let practice = desk.edges().practice.sandbox().clone();
    assert!(practice.act(&Deed::TakeSlot { slot: number(&rows[0]) }).is_some());
    let write = desk.ask("visit_book", booking(&kind, &rows[0], patient)).await;
    let write = write["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["why"] != Value::Null).await;
    assert_eq!((&row["stage"], &row["why"]), (&json!("draft"), &json!("conflict")));
    assert_eq!(row["visit"]["shows"]["state"], "anothers");
    assert_eq!(row["visit"]["said"], "Wheelchair.");

    practice.set_fault_once(Fault::RivalChange);
    let write = desk.ask("visit_book", booking(&kind, &rows[1], patient)).await;
    let write = write["write"].as_str().expect("an id").to_owned();
    let row = stage(&mut desk, &write, "notSaved").await;
    assert_eq!((&row["why"], &row["can"]), (&json!("conflict"), &json!(["see"])));
    let truth = practice.truth();
    assert!(rows[..2].iter().all(|row| truth.visit(number(row)).is_some_and(|one| one.patient != patient)));
    let departments = vec![rows[0]["department"].clone()];
    let again = desk.ask("slot_find", asked(&json!(kind), &departments)).await;
    let left = again["rows"].as_array().expect("rows");
    assert!(left.iter().all(|row| row["slot"] != rows[1]["slot"]), "what was lost is offered no more");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn nothing_is_booked_for_whoever_died() {
    let desk = filled().await;
    let (kind, rows) = openings(&desk).await;
    let practice = desk.edges().practice.sandbox().clone();
    let mut dead = None;
    for patient in practice.truth().deceased() {
        // Who has no visit is held once somebody asked for them.
        let _ = desk.call("patient_ask", json!({"text": patient.to_string()})).await;
        let held = desk.call("patient_open", json!({"patient": patient.to_string()})).await;
        if held.is_ok_and(|card| card["deceased"].is_string()) {
            dead = Some(patient);
            break;
        }
    }
    let dead = dead.expect("somebody who died is held");
    let refused = desk.call("visit_book", booking(&kind, &rows[0], dead)).await.err();
    assert_eq!(refused, Some(Failure::Deceased));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_visit_is_moved_to_an_open_time_and_back() {
    let mut desk = filled().await;
    let (_, rows) = openings(&desk).await;
    let opening = rows.last().expect("a time").clone();
    let day = desk.ask("schedule_day", json!({})).await;
    let columns = day["columns"].as_array().expect("columns");
    let visits = columns.iter().flat_map(|column| column["visits"].as_array().expect("visits"));
    let visit = visits
        .rev()
        .find(|visit| visit["state"]["state"] == "booked" && visit["patient"].is_string())
        .expect("somebody is to come")
        .clone();
    let request = json!({"visit": visit["id"], "patient": visit["patient"], "slot": opening["slot"]});
    let write = desk.ask("visit_move", request).await["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["kind"], &row["visit"]["isSo"]), (&json!("move"), &json!(true)));
    let undo = desk.ask("write_undo", json!({"write": write})).await;
    let row = stage(&mut desk, undo["write"].as_str().expect("an id"), "saved").await;
    assert_eq!((&row["kind"], &row["visit"]["to"]["minute"]), (&json!("move"), &visit["minute"]));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_days_open_times_for_a_visit_are_those_of_its_kind_to_which_it_is_moved() {
    let mut desk = filled().await;
    let day = desk.ask("schedule_day", json!({})).await;
    let form = desk.ask("slot_form", json!({})).await;
    let departments: Vec<&Value> =
        form["departments"].as_array().expect("departments").iter().map(|one| &one["id"]).take(8).collect();
    let columns = day["columns"].as_array().expect("columns");
    let visits = columns.iter().flat_map(|column| column["visits"].as_array().expect("visits"));
    let booked: Vec<&Value> =
        visits.filter(|visit| visit["state"]["state"] == "booked" && visit["patient"].is_string()).collect();
    let mut found = None;
    'days: for date in ["2026-11-24", "2026-11-25", "2026-11-27", "2026-11-30"] {
        for visit in &booked {
            let asked = json!({"visit": visit["id"], "date": date, "departments": departments});
            let open = desk.ask("slot_day", asked).await;
            if open["rows"].as_array().is_some_and(|rows| !rows.is_empty()) {
                found = Some(((*visit).clone(), open));
                break 'days;
            }
        }
    }
    let (visit, open) = found.expect("something is open for somebody");
    let rows = open["rows"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["date"] == open["date"]), "{rows:?}");
    let kinds = form["kinds"].as_array().expect("kinds");
    assert!(kinds.iter().any(|kind| kind["id"] == open["kind"]), "a kind of the practice: {}", open["kind"]);
    let to = &rows[0];
    let request = json!({"visit": visit["id"], "patient": visit["patient"], "slot": to["slot"]});
    let write = desk.ask("visit_move", request).await["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["visit"]["to"]["minute"], &row["visit"]["isSo"]), (&to["minute"], &json!(true)));
    let is_there = |day: &Value| {
        let columns = day["columns"].as_array().expect("columns");
        let mut visits = columns.iter().flat_map(|column| column["visits"].as_array().expect("visits"));
        visits.any(|one| one["id"] == to["slot"] && one["patient"] == visit["patient"])
    };
    desk.until("schedule_day", json!({"date": to["date"]}), is_there).await;
    let gone = json!({"visit": "99999999", "date": "2026-11-24", "departments": departments});
    assert_eq!(desk.call("slot_day", gone).await.err(), Some(Failure::NotHeld));
    desk.close().await;
}
