//! Emergency access: a copy whose lease is over, open at the desk with a reason.

use std::fs;
use std::time::Duration;

use acceptance::{Desk, Edges, Way, somebody_on};
use athena::{SendFailure, TransportError};
use chrono::{NaiveDate, TimeDelta};
use ipc::{AT_THE_DESK, COMMANDS, Failure, Field, Permission};
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID, STAFF};
use serde_json::{Value, json};

use crate::sign_in::{connect, desk_and};

const GONE: Way = Way::Broken(TransportError::NotSent(SendFailure::Connect));
const REASON: &str = "The line is down and Mrs Ross is at the desk";
const HOUR_MS: u64 = 3_600_000;

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

/// The same after four days without a network.
async fn overdue(desk: Desk) -> Desk {
    let edges = desk.close().await;
    edges.practice.set_way(GONE);
    edges.clock.step(TimeDelta::days(4));
    Desk::start(edges).await
}

async fn stage(desk: &Desk) -> String {
    desk.stage().await["stage"].as_str().expect("a stage").to_owned()
}

async fn begin(desk: &Desk) -> Result<Value, Failure> {
    desk.call("emergency_open", json!({ "reason": REASON })).await
}

async fn left(desk: &Desk) -> u64 {
    desk.stage().await["leftMs"].as_u64().expect("how long it lasts")
}

fn somebody(desk: &Desk) -> (String, String) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    let patient = somebody_on(&desk.edges().practice.sandbox().truth(), today);
    (patient.id.to_string(), patient.last_name)
}

/// What is looked at while a patient stands at the desk.
fn looks(desk: &Desk) -> Vec<(&'static str, Value)> {
    let (id, name) = somebody(desk);
    vec![
        ("schedule_day", json!({"date": "2026-11-23"})),
        ("visit_open", json!({"patient": id, "date": "2026-11-23"})),
        ("patient_search", json!({"text": name, "limit": 5})),
        ("patient_recent", json!({})),
        ("patient_open", json!({"patient": id})),
        ("practice_overview", json!({})),
    ]
}

async fn assert_closed(desk: &Desk) {
    for (name, request) in looks(desk) {
        assert_eq!(desk.call(name, request).await.err(), Some(Failure::LeaseOver), "{name}");
    }
}

/// The audit once athenahealth was reached again, the latest entry first.
async fn audit(desk: &Desk) -> Vec<Value> {
    desk.edges().practice.set_way(Way::Open);
    // Its client may rest after so many that failed: a person presses again.
    for _ in 0..60 {
        if desk.call("lease_reach", json!({})).await.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    desk.ask("audit_read", json!({"limit": 200})).await["rows"].as_array().expect("lines").clone()
}

fn those<'l>(lines: &'l [Value], kind: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

#[tokio::test(start_paused = true)]
async fn without_a_network_past_the_lease_a_reason_opens_what_the_desk_needs_and_all_of_it_is_on_record() {
    let desk = overdue(connected().await).await;
    assert_eq!(stage(&desk).await, "leaseOver");
    assert_closed(&desk).await;
    begin(&desk).await.expect("it opens");
    assert_eq!(stage(&desk).await, "emergency");
    assert!((HOUR_MS - 60_000..=HOUR_MS).contains(&left(&desk).await));
    for (name, request) in looks(&desk) {
        desk.ask(name, request).await;
    }
    let (id, name) = somebody(&desk);
    let day = desk.ask("schedule_day", json!({"date": "2026-11-23"})).await;
    assert!(day.to_string().contains(&name), "the schedule as it was read");
    let card = desk.ask("patient_open", json!({"patient": id})).await;
    assert!(card["name"].as_str().is_some_and(|shown| shown.contains(&name)));
    assert!(card["allergies"]["asOf"].is_string(), "allergies, of whoever comes soon: {card}");
    for part in ["coverages", "balances", "customValues"] {
        assert_eq!(card[part], json!({"rows": [], "asOf": null}), "{part} is not needed at the desk");
    }
    let cleared = desk.cleared();
    desk.ask("emergency_end", json!({})).await;
    assert_eq!(desk.cleared(), cleared + 1, "what was shown is to be gone");
    assert_eq!(stage(&desk).await, "leaseOver");
    assert_closed(&desk).await;

    let lines = audit(&desk).await;
    let of_it = those(&lines, "emergency");
    assert_eq!(of_it.len(), 2, "it began and it ended: {of_it:?}");
    let (ended, began) = (of_it[0], of_it[1]);
    assert_eq!((&began["reason"], &began["words"]), (&json!(REASON), &json!("began emergency access")));
    assert_eq!(
        (&began["person"]["id"], &began["practice"]["number"]),
        (&json!("desktop"), &json!(PRACTICE_ID))
    );
    assert_eq!((&ended["emergency"], &ended["reason"]), (&began["sequence"], &Value::Null));
    let marked: Vec<_> = lines.iter().filter(|line| line["emergency"] == began["sequence"]).collect();
    for words in [
        "looked at the schedule",
        "opened a visit",
        "searched for patients",
        "looked at the patients lately opened",
        "opened a patient",
    ] {
        assert!(marked.iter().any(|line| line["words"] == words), "{words} is marked: {marked:?}");
    }
    let before = lines.iter().find(|line| line["sequence"].as_u64() < began["sequence"].as_u64());
    assert_eq!(before.map(|line| &line["emergency"]), Some(&Value::Null));

    let sound = desk.ask("audit_verify", json!({})).await;
    assert_eq!(sound["troubles"], json!([]));
    let exported = desk.ask("audit_export", json!({})).await;
    let text = fs::read_to_string(exported["file"].as_str().expect("a file")).expect("it is there");
    assert!(text.contains(REASON), "the export says why");
    assert_eq!(desk.ask("audit_check", json!({ "text": text })).await["verdict"], "whole");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn nothing_else_is_answered_meanwhile_and_what_was_refused_is_on_record() {
    let desk = overdue(connected().await).await;
    begin(&desk).await.expect("it opens");
    let needs = |permission: Permission| permission != Permission::Anyone;
    let refused: Vec<_> = COMMANDS
        .iter()
        .filter(|spec| needs(spec.permission) && !AT_THE_DESK.contains(&spec.name))
        .map(|spec| spec.name)
        .collect();
    assert!(refused.contains(&"audit_read") && refused.contains(&"write_edit") && refused.len() > 30);
    for name in &refused {
        assert_eq!(desk.call(name, json!({})).await.err(), Some(Failure::NotInEmergency), "{name}");
    }
    assert_eq!(stage(&desk).await, "emergency", "it goes on");
    let lines = audit(&desk).await;
    assert_eq!(those(&lines, "refusal").len(), refused.len());
    assert!(those(&lines, "refusal").iter().all(|line| line["emergency"].is_u64()));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_reason_that_says_nothing_opens_nothing() {
    let desk = overdue(connected().await).await;
    let (longest, too_long) = ("a".repeat(500), "a".repeat(501));
    for reason in
        ["", "no line", "        no line        ", "the line\nis down", "the line\u{7}is down", &too_long]
    {
        let failed = desk.call("emergency_open", json!({ "reason": reason })).await.err();
        assert_eq!(failed, Some(Failure::Invalid { field: Field::Reason }), "{reason:?}");
        assert_eq!(stage(&desk).await, "leaseOver");
    }
    desk.ask("emergency_open", json!({ "reason": longest })).await;
    let lines = audit(&desk).await;
    let outcomes: Vec<_> = those(&lines, "emergency").iter().map(|line| line["outcome"].clone()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "failed").count(), 6, "each try is on record");
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "done").count(), 2);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn it_lasts_an_hour_by_either_clock_and_another_reason_is_needed_then() {
    let desk = overdue(connected().await).await;
    begin(&desk).await.expect("it opens");
    tokio::time::sleep(Duration::from_secs(30 * 60)).await;
    desk.edges().clock.step(TimeDelta::minutes(-20));
    tokio::time::sleep(Duration::from_secs(29 * 60)).await;
    assert!(left(&desk).await <= 60_000, "a clock that is put back does not lengthen it");
    assert_eq!(begin(&desk).await.err(), Some(Failure::NotInEmergency), "nor does another reason meanwhile");
    assert!(left(&desk).await <= 60_000);
    tokio::time::sleep(Duration::from_secs(90)).await;
    assert_eq!(stage(&desk).await, "leaseOver");
    assert_closed(&desk).await;

    begin(&desk).await.expect("it opens anew");
    // A clock that runs ahead: put forward by a minute or more at once it would be taken for sleep.
    for _ in 0..72 {
        desk.edges().clock.step(TimeDelta::seconds(50));
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    assert_closed(&desk).await;
    let lines = audit(&desk).await;
    let over = those(&lines, "emergency");
    let over: Vec<_> =
        over.iter().filter(|line| line["words"] == "ended the emergency access: its time was over").collect();
    assert_eq!(over.len(), 2);
    assert_eq!(over[0]["person"]["id"], "console");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn athenahealth_ends_it_as_soon_as_it_is_reached() {
    let mut desk = overdue(connected().await).await;
    begin(&desk).await.expect("it opens");
    desk.edges().practice.set_way(Way::Open);
    desk.until("session_read", json!({}), |session| session["stage"]["stage"] == "ready").await;
    let card = desk.ask("patient_open", json!({"patient": somebody(&desk).0})).await;
    assert!(card["coverages"]["asOf"].is_string(), "ordinary work: {card}");
    let lines = audit(&desk).await;
    let ended = those(&lines, "emergency")[0];
    assert_eq!(ended["words"], "ended the emergency access: athenahealth was reached");
    let opened = lines.iter().find(|line| line["words"] == "opened a patient").expect("on record");
    assert_eq!(opened["emergency"], Value::Null, "and no more by emergency access");
    // Somebody who confirms just then has what they wanted.
    begin(&desk).await.expect("the practice");
    assert_eq!(stage(&desk).await, "ready");
    assert_eq!(those(&audit(&desk).await, "emergency").len(), 2, "nothing of that is an emergency");
    desk.close().await;
}

async fn add(desk: &Desk, name: &str, role: &str, pin: &str) -> String {
    desk.ask("person_add", json!({"name": name, "role": role, "pin": pin})).await;
    let people = desk.ask("people_list", json!({})).await;
    let people = people["people"].as_array().expect("people").clone();
    let added = people.into_iter().find(|person| person["name"] == name).expect("added");
    added["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_lock_a_restart_and_another_person_end_it_and_a_role_that_may_not_is_refused() {
    let desk = connected().await;
    let ana = add(&desk, "Ana Lee", "manager", "482915").await;
    let ben = add(&desk, "Ben Ross", "frontDesk", "771204").await;
    let bill = add(&desk, "Bill Okafor", "biller", "310442").await;
    let sign_in = async |desk: &Desk, person: &str, pin: &str| {
        desk.ask("person_sign_in", json!({"person": person, "pin": pin})).await
    };
    let desk = overdue(desk).await;
    assert_eq!(begin(&desk).await.err(), Some(Failure::Locked), "nobody has unlocked it");
    sign_in(&desk, &bill, "310442").await;
    let refused = Failure::Forbidden { permission: Permission::EmergencyAccess };
    assert_eq!(begin(&desk).await.err(), Some(refused));

    sign_in(&desk, &ben, "771204").await;
    begin(&desk).await.expect("the front desk may");
    let session = sign_in(&desk, &bill, "310442").await;
    assert_eq!(session["stage"]["stage"], "leaseOver", "it was Ben's");
    assert_closed(&desk).await;

    sign_in(&desk, &ben, "771204").await;
    assert_eq!(stage(&desk).await, "leaseOver", "it does not come back with him");
    begin(&desk).await.expect("another reason");
    desk.ask("console_lock", json!({})).await;
    assert_eq!(stage(&desk).await, "locked");
    sign_in(&desk, &ben, "771204").await;
    assert_eq!(stage(&desk).await, "leaseOver");
    assert_closed(&desk).await;

    begin(&desk).await.expect("another reason");
    let desk = desk.restart().await;
    sign_in(&desk, &ben, "771204").await;
    assert_eq!(stage(&desk).await, "leaseOver");
    assert_closed(&desk).await;

    sign_in(&desk, &ana, "482915").await;
    let lines = audit(&desk).await;
    let refusals = those(&lines, "refusal");
    let of_bill = refusals.iter().find(|line| line["person"]["name"] == "Bill Okafor");
    assert_eq!(of_bill.map(|line| &line["words"]), Some(&json!("began emergency access")));
    let words: Vec<_> = those(&lines, "emergency").iter().map(|line| line["words"].clone()).collect();
    for wanted in [
        "ended the emergency access: somebody else is at the desk",
        "ended the emergency access with the lock",
    ] {
        assert!(words.iter().any(|said| said == wanted), "{wanted}: {words:?}");
    }
    let begun = those(&lines, "emergency").iter().filter(|line| line["reason"] == REASON).count();
    assert_eq!(begun, 3);
    desk.close().await;
}

#[tokio::test]
async fn a_sign_in_that_was_begun_before_ends_it_on_record() {
    let (mut desk, mut visitor) = desk_and(&STAFF[0]).await;
    let connection = connect(&desk, &mut visitor).await;
    desk.filled().await;
    let desk = overdue(desk).await;
    assert_eq!(stage(&desk).await, "leaseOver");
    visitor.pages = desk.edges().pages.subscribe();
    let mut shown = desk.edges().pages.subscribe();
    tokio::time::resume();
    let signing = desk.ask("connection_sign_in", json!({ "connection": connection }));
    let coming_back = async {
        shown.recv().await.expect("a page");
        begin(&desk).await.expect("it opens while the browser is open");
        assert_eq!(stage(&desk).await, "emergency");
        desk.edges().practice.set_way(Way::Open);
        visitor.decide("allow").await
    };
    tokio::join!(signing, coming_back);
    tokio::time::pause();
    let lines = audit(&desk).await;
    let of_it = those(&lines, "emergency");
    let words: Vec<_> = of_it.iter().map(|line| line["words"].as_str().expect("words")).collect();
    assert_eq!(
        words,
        ["ended the emergency access: somebody signed in at athenahealth", "began emergency access"]
    );
    assert_eq!(of_it[0]["emergency"], of_it[1]["sequence"], "it says which");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn the_window_that_closes_ends_it_on_record() {
    let desk = overdue(connected().await).await;
    begin(&desk).await.expect("it opens");
    let desk = desk.restart().await;
    assert_closed(&desk).await;
    let ended = "ended the emergency access: everything was closed";
    assert_eq!(those(&audit(&desk).await, "emergency")[0]["words"], ended);
    desk.close().await;
}
