//! What is done with visits through the contract: what the window is told of it, and how the schedule follows.

use acceptance::{Desk, pass};
use chrono::TimeDelta;
use ipc::{Failure, Permission};
use sandbox::{Deed, Fault, State};
use serde_json::{Value, json};

use crate::writing::{filled, stage, until};

/// Today's visits that the window shows as booked, of people whom it may name.
async fn booked(desk: &Desk) -> Vec<Value> {
    visits(&desk.ask("schedule_day", json!({})).await)
        .into_iter()
        .filter(|visit| visit["state"]["state"] == "booked" && visit["patient"].is_string())
        .collect()
}

fn visits(day: &Value) -> Vec<Value> {
    let columns = day["columns"].as_array().expect("columns");
    columns.iter().flat_map(|column| column["visits"].as_array().expect("visits").clone()).collect()
}

fn asked(visit: &Value) -> Value {
    json!({"visit": visit["id"], "patient": visit["patient"]})
}

fn number(visit: &Value) -> u64 {
    visit["id"].as_str().expect("an id").parse().expect("a number")
}

async fn press(desk: &Desk, command: &str, request: Value) -> String {
    desk.ask(command, request).await["write"].as_str().expect("an id").to_owned()
}

/// Waits until the window shows a visit so.
async fn shown(desk: &mut Desk, visit: &Value, states: &[&str]) {
    let is = |day: &Value| {
        let visits = visits(day);
        let found = visits.iter().find(|one| one["id"] == visit["id"]);
        found.is_some_and(|found| states.iter().any(|state| found["state"]["state"] == *state))
    };
    desk.until("schedule_day", json!({}), is).await;
}

fn state(desk: &Desk, visit: &Value) -> State {
    desk.edges().practice.sandbox().truth().visit(number(visit)).expect("it stays on record").state
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_is_checked_in_and_out_and_the_sheet_follows_once_it_was_read_back() {
    let mut desk = filled().await;
    let visit = booked(&desk).await.first().expect("somebody is to come").clone();
    let write = press(&desk, "visit_start_check_in", asked(&visit)).await;
    stage(&mut desk, &write, "saved").await;
    shown(&mut desk, &visit, &["checkingIn"]).await;

    let write = press(&desk, "visit_check_in", asked(&visit)).await;
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["stage"], &row["kind"]), (&json!("saved"), &json!("checkIn")));
    assert_eq!(row["visit"]["id"], visit["id"]);
    assert_eq!((&row["visit"]["shows"]["state"], &row["visit"]["isSo"]), (&json!("here"), &json!(true)));
    assert_eq!(row["can"], json!(["undo"]), "nobody needs to look at what came as it was asked for");
    assert_eq!(row["fields"], json!([]));
    assert_eq!(row["visit"]["from"]["minute"], visit["minute"]);
    assert_eq!(state(&desk, &visit), State::CheckedIn);
    shown(&mut desk, &visit, &["here", "waiting"]).await;

    let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "write"})).await;
    let rows = audit["rows"].as_array().expect("rows").clone();
    let said = rows.iter().find(|row| row["words"] == "had a patient checked in").expect("it is on record");
    assert_eq!(said["about"].as_str(), Some(&*format!("visit {}", number(&visit))));
    assert_eq!(said["write"], json!({"id": write, "here": true}), "it leads there");

    let write = press(&desk, "visit_check_out", asked(&visit)).await;
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["stage"], &row["can"]), (&json!("saved"), &json!([])), "nothing takes it back");
    shown(&mut desk, &visit, &["out"]).await;
    let counts = desk.ask("write_list", json!({"limit": 0})).await["counts"].clone();
    assert_eq!(counts["unseen"], 0, "{counts}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_check_in_is_undone_within_ten_seconds_and_after_that_is_told_to_be_too_late() {
    let mut desk = filled().await;
    let come = booked(&desk).await;
    let [visit, other] = [come[0].clone(), come[1].clone()];
    let write = press(&desk, "visit_check_in", asked(&visit)).await;
    until(&mut desk, &write, |row| row["readBack"] == true).await;
    let undo = press(&desk, "write_undo", json!({"write": write})).await;
    let row = stage(&mut desk, &undo, "saved").await;
    assert_eq!((&row["kind"], &row["follows"]), (&json!("cancelCheckIn"), &json!(write)));
    assert_eq!(state(&desk, &visit), State::Booked);
    shown(&mut desk, &visit, &["booked"]).await;
    assert_eq!(desk.call("write_undo", json!({"write": write})).await.err(), Some(Failure::AlreadyUndone));

    let late = press(&desk, "visit_check_in", asked(&other)).await;
    until(&mut desk, &late, |row| row["readBack"] == true).await;
    pass(std::time::Duration::from_secs(11)).await;
    let page = desk.ask("write_list", json!({"limit": 1, "write": late})).await;
    assert_eq!(page["rows"][0]["can"], json!([]), "it is offered no more");
    assert_eq!(desk.call("write_undo", json!({"write": late})).await.err(), Some(Failure::TooLate));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_visit_is_cancelled_for_a_reason_of_the_practice_and_had_back() {
    let mut desk = filled().await;
    let visit = booked(&desk).await.last().expect("somebody is to come").clone();
    let reasons = desk.ask("visit_cancel_reasons", json!({})).await;
    let reasons = reasons["rows"].as_array().expect("rows").clone();
    let frees = reasons.iter().find(|reason| reason["frees"] == true).expect("one that frees the time");
    let mut request = asked(&visit);
    request["reason"] = frees["id"].clone();
    request["said"] = json!("Has a cold.");
    let write = press(&desk, "visit_cancel", request).await;
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["kind"], &row["visit"]["said"]), (&json!("cancel"), &json!("Has a cold.")));
    let truth = desk.edges().practice.sandbox().truth().visit(number(&visit)).expect("it stays on record");
    assert_eq!(truth.cancel_reason.map(|id| id.to_string()).as_deref(), frees["id"].as_str());
    let gone = |day: &Value| visits(day).iter().all(|one| one["id"] != visit["id"]);
    desk.until("schedule_day", json!({}), gone).await;

    let undo = press(&desk, "write_undo", json!({"write": write})).await;
    stage(&mut desk, &undo, "saved").await;
    let back = |day: &Value| {
        visits(day).iter().any(|one| {
            one["patient"] == visit["patient"] && one["minute"] == visit["minute"] && one["id"] != visit["id"]
        })
    };
    desk.until("schedule_day", json!({}), back).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_another_desk_did_first_is_told_with_how_the_visit_stands_and_the_sheet_shows_it() {
    let mut desk = filled().await;
    let visit = booked(&desk).await.first().expect("somebody is to come").clone();
    let cancels = Deed::Cancel { visit: number(&visit) };
    assert!(desk.edges().practice.sandbox().act(&cancels).is_some());
    let write = press(&desk, "visit_check_in", asked(&visit)).await;
    let row = until(&mut desk, &write, |row| row["why"] != Value::Null).await;
    assert_eq!((&row["stage"], &row["why"]), (&json!("draft"), &json!("changedMeanwhile")));
    assert_eq!(row["visit"]["shows"]["state"], "cancelled");
    assert_eq!(row["can"], json!(["release", "discard"]));
    let gone = |day: &Value| visits(day).iter().all(|one| one["id"] != visit["id"]);
    desk.until("schedule_day", json!({}), gone).await;
    desk.ask("write_discard", json!({"write": write})).await;
    desk.close().await;
}

/// An open time to which a visit could be moved.
fn room_for(desk: &Desk, visit: &Value, other_than: u64) -> u64 {
    let truth = desk.edges().practice.sandbox().truth();
    let own = truth.visit(number(visit)).expect("a visit");
    let mut slots = truth.slots(own.day + TimeDelta::days(1), own.day + TimeDelta::days(60));
    let fits = |slot: &sandbox::SlotTruth| {
        !slot.frozen && slot.kind == own.kind && slot.minutes >= own.minutes && slot.id != other_than
    };
    slots.find(fits).expect("an open time").id
}

#[tokio::test(start_paused = true)]
async fn of_two_desks_with_one_visit_the_later_is_told_what_the_other_made_of_it() {
    let mut desk = filled().await;
    let practice = desk.edges().practice.sandbox().clone();
    let come = booked(&desk).await;
    let (cancelled, moved) = (come[0].clone(), come[1].clone());

    // The other desk is a moment faster than the check-in.
    practice.set_fault_once(Fault::RivalChange);
    let write = press(&desk, "visit_start_check_in", asked(&cancelled)).await;
    let row = stage(&mut desk, &write, "notSaved").await;
    assert_eq!((&row["why"], &row["can"]), (&json!("conflict"), &json!(["see"])));
    assert!(row["said"].is_string(), "in athenahealth's own words: {row}");
    let gone = |day: &Value| visits(day).iter().all(|one| one["id"] != cancelled["id"]);
    desk.until("schedule_day", json!({}), gone).await;

    // Moved there before it was to be moved here: nothing is sent, and the visit's own standing is told.
    let theirs = room_for(&desk, &moved, 0);
    let ours = room_for(&desk, &moved, theirs);
    assert!(practice.act(&Deed::MoveTo { visit: number(&moved), slot: theirs }).is_some());
    let mut request = asked(&moved);
    request["slot"] = json!(ours.to_string());
    let write = press(&desk, "visit_move", request).await;
    let row = until(&mut desk, &write, |row| row["why"] != Value::Null).await;
    assert_eq!((&row["stage"], &row["why"]), (&json!("draft"), &json!("changedMeanwhile")));
    assert_eq!(row["visit"]["shows"]["state"], "moved", "the time is free, and no use: {row}");
    assert!(practice.truth().slot(ours).is_some(), "nothing took the time");
    let gone = |day: &Value| visits(day).iter().all(|one| one["id"] != moved["id"]);
    desk.until("schedule_day", json!({}), gone).await;
    desk.ask("write_discard", json!({"write": write})).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_unknown_in_the_tray_until_the_visit_was_read_back() {
    let mut desk = filled().await;
    let visit = booked(&desk).await.first().expect("somebody is to come").clone();
    desk.edges().practice.sandbox().set_fault_once(Fault::CommitThenDrop);
    let write = press(&desk, "visit_start_check_in", asked(&visit)).await;
    let row = stage(&mut desk, &write, "unknown").await;
    assert_eq!(row["can"], json!(["resolve"]));
    let row = stage(&mut desk, &write, "saved").await;
    assert_eq!((&row["end"], &row["visit"]["isSo"]), (&json!("readBack"), &json!(true)));
    let can = row["can"].as_array().expect("deeds");
    assert!(can.contains(&json!("see")), "that it was in doubt is told: {can:?}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_visit_that_is_not_that_patients_or_not_held_is_not_acted_on() {
    let desk = filled().await;
    let come = booked(&desk).await;
    let [visit, other] = [come[0].clone(), come[1].clone()];
    let mixed = json!({"visit": visit["id"], "patient": other["patient"]});
    assert_eq!(desk.call("visit_check_in", mixed).await.err(), Some(Failure::OutOfTurn));
    let nowhere = json!({"visit": "99999999", "patient": visit["patient"]});
    assert_eq!(desk.call("visit_cancel", nowhere).await.err(), Some(Failure::NotHeld));
    assert_eq!(desk.ask("write_list", json!({"limit": 5})).await["rows"], json!([]));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_changes_patients_may_not_for_that_act_on_visits() {
    let mut desk = filled().await;
    let visit = booked(&desk).await.first().expect("somebody is to come").clone();
    let cancels = Deed::Cancel { visit: number(&visit) };
    assert!(desk.edges().practice.sandbox().act(&cancels).is_some());
    let write = press(&desk, "visit_check_in", asked(&visit)).await;
    until(&mut desk, &write, |row| row["why"] != Value::Null).await;
    for (name, role, pin) in [("Ana Lee", "manager", "482915"), ("Ben Ross", "biller", "771204")] {
        desk.ask("person_add", json!({"name": name, "role": role, "pin": pin})).await;
    }
    let people = desk.ask("people_list", json!({})).await["people"].as_array().expect("people").clone();
    let ben = people.iter().find(|person| person["name"] == "Ben Ross").expect("he was added");
    desk.ask("person_sign_in", json!({"person": ben["id"], "pin": "771204"})).await;
    let wanted = Some(Failure::Forbidden { permission: Permission::EditSchedule });
    assert_eq!(desk.call("visit_check_in", asked(&visit)).await.err(), wanted);
    let about = json!({"write": write});
    let release = json!({"write": write, "confirmed": ["name", "dob"]});
    for (command, request) in
        [("write_release", release), ("write_discard", about.clone()), ("write_again", about.clone())]
    {
        assert_eq!(desk.call(command, request).await.err(), wanted, "{command}");
    }
    assert_eq!(desk.ask("write_list", json!({"limit": 5})).await["rows"][0]["id"], write.as_str());
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_pressed_without_a_network_waits_and_goes_by_itself_after_a_look() {
    let mut desk = filled().await;
    let visit = booked(&desk).await.first().expect("somebody is to come").clone();
    desk.edges().practice.sandbox().set_fault(Fault::Unavailable, true);
    let write = press(&desk, "visit_start_check_in", asked(&visit)).await;
    let row = until(&mut desk, &write, |row| row["why"] != Value::Null).await;
    assert_eq!((&row["stage"], &row["can"]), (&json!("waiting"), &json!(["discard"])));
    pass(TimeDelta::minutes(5).to_std().expect("it is long")).await;
    assert_eq!(state(&desk, &visit), State::Booked, "nothing left");
    desk.edges().practice.sandbox().set_fault(Fault::Unavailable, false);
    stage(&mut desk, &write, "saved").await;
    assert_eq!(state(&desk, &visit), State::CheckingIn);
    desk.close().await;
}

fn standing<'g>(gates: &'g Value, kind: &str) -> &'g Value {
    let rows = gates["rows"].as_array().expect("rows");
    &rows.iter().find(|row| row["kind"] == kind).expect("one of each kind")["standing"]
}

#[tokio::test(start_paused = true)]
async fn what_a_check_in_asks_is_told_and_no_insurance_is_clear_that_was_not_checked_this_month() {
    let mut desk = filled().await;
    let (mut standings, mut complete) = (std::collections::BTreeSet::new(), 0);
    for visit in booked(&desk).await.iter().take(12) {
        let is_read = |gates: &Value| standing(gates, "insurance")["standing"] != "unread";
        desk.until("visit_gates", asked(visit), is_read).await;
        let gates = desk.ask("visit_gates", asked(visit)).await;
        assert_eq!((&gates["patient"], gates["rows"].as_array().map(Vec::len)), (&visit["patient"], Some(7)));
        let insurance = standing(&gates, "insurance");
        let card = desk.ask("patient_open", json!({"patient": visit["patient"]})).await;
        let policies = card["coverages"]["rows"].as_array().expect("rows");
        let is_verified = policies.iter().any(|policy| {
            let checked = policy["eligibility"]["checked"].as_str().unwrap_or_default();
            policy["active"] == true
                && checked.starts_with("2026-11")
                && policy["eligibility"]["status"] == "Eligible"
        });
        if insurance["standing"] == "clear" {
            assert!(is_verified, "{policies:?}");
        }
        standings.insert(insurance["standing"].as_str().expect("a word").to_owned());
        let required = desk.ask("visit_required", asked(visit)).await;
        let wanted = required["rows"].as_array().expect("rows");
        // Whoever has one name alone has it as their last.
        assert!(wanted.iter().all(|row| row["field"] == "first"), "{wanted:?}");
        complete += usize::from(wanted.is_empty());
    }
    assert!(standings.len() > 1, "not all stand alike: {standings:?}");
    assert!(complete > 0, "nobody has what athenahealth wants");

    let visit = booked(&desk).await.first().expect("somebody is to come").clone();
    let mixed = json!({"visit": visit["id"], "patient": "1"});
    assert_eq!(desk.call("visit_gates", mixed).await.err(), Some(Failure::NotHeld));
    let audit = desk.ask("audit_read", json!({"limit": 50})).await;
    let rows = audit["rows"].as_array().expect("rows");
    assert!(rows.iter().any(|row| row["words"] == "asked athenahealth what a check-in wants"), "{rows:?}");
    desk.close().await;
}
