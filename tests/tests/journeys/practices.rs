//! Several practices in one console: each keeps to itself, and none is lost with another.

use std::fs;
use std::time::Duration;

use acceptance::{Desk, Edges, Practice, Way};
use athena::{SendFailure, TransportError};
use chrono::{NaiveDate, TimeDelta};
use ipc::Failure;
use sandbox::{
    CLIENT_ID, CLIENT_SECRET, Deed, Feed, Limits, Options, PRACTICE_ID, PatientTruth, Size, State, Truth,
};
use serde_json::{Value, json};

use crate::writing::{newcomer, release, stage};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

/// The demo practice, and another one at an address.
async fn connected() -> (Desk, Practice, [String; 2]) {
    let mut edges = Edges::new().expect("a computer");
    let options = Options { size: Size::Solo, seed: 2, limits: Limits::preview(), ..Options::default() };
    let other = Practice::open(options, edges.clock.clone());
    edges.practice = edges.practice.clone().beside(other.clone());
    let mut desk = Desk::start(edges).await;
    let demo = id_of(&desk.connect_demo().await["connection"]);
    desk.filled().await;
    let key = json!({
        "environment": {"kind": "other", "address": "https://practice.example"},
        "practice": PRACTICE_ID, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
    });
    let added = id_of(&desk.ask("connection_add", key).await["connection"]);
    desk.filled().await;
    (desk, other, [demo, added])
}

fn id_of(row: &Value) -> String {
    row["id"].as_str().expect("an id").to_owned()
}

fn ids(page: &Value) -> Vec<String> {
    page["rows"].as_array().expect("rows").iter().map(id_of).collect()
}

async fn switch(desk: &Desk, connection: &str) {
    desk.ask("connection_switch", json!({ "connection": connection })).await;
    assert_eq!(current(desk).await, connection);
}

async fn current(desk: &Desk) -> Value {
    desk.ask("connection_list", json!({})).await["current"].clone()
}

async fn search(desk: &Desk, patient: &PatientTruth) -> Vec<String> {
    let text = words(patient);
    ids(&desk.ask("patient_search", json!({ "text": text, "limit": 20 })).await)
}

fn words(patient: &PatientTruth) -> String {
    let first = patient.first_name.as_deref().unwrap_or_default();
    format!("{first} {} {}", patient.last_name, patient.born)
}

/// Somebody with a visit this week whom the other practice has nobody like.
fn only_here(here: &Truth<'_>, there: &Truth<'_>) -> PatientTruth {
    let visits = here.visits(today(), today() + TimeDelta::days(6));
    let mut people = visits
        .filter(|visit| visit.state != State::Cancelled)
        .filter_map(|visit| here.patient(visit.patient));
    let found = people.find(|patient| {
        let seen = !patient.restricted && patient.merged_into.is_none() && patient.first_name.is_some();
        seen && there.patients().all(|other| other.born != patient.born)
    });
    found.expect("somebody is like nobody there")
}

#[tokio::test(start_paused = true)]
async fn each_practice_shows_its_own_people_and_its_own_recents() {
    let (desk, other, [demo, added]) = connected().await;
    let practice = desk.edges().practice.clone();
    let (here, there) = (practice.sandbox().truth(), other.sandbox().truth());
    let (ours, theirs) = (only_here(&here, &there), only_here(&there, &here));
    let (our_id, their_id) = (ours.id.to_string(), theirs.id.to_string());
    let dark = json!({"theme": "dark", "density": "roomy", "hourClock": "twentyFour", "quiet": true, "openTimes": true});
    desk.ask("preference_set", json!({ "preferences": dark })).await;

    assert_eq!(search(&desk, &theirs).await, [their_id.as_str()], "the one added last is in use");
    assert_eq!(search(&desk, &ours).await, Vec::<String>::new());
    desk.ask("patient_remember", json!({ "patient": their_id })).await;

    switch(&desk, &demo).await;
    assert_eq!(search(&desk, &ours).await, [our_id.as_str()]);
    assert_eq!(search(&desk, &theirs).await, Vec::<String>::new(), "nobody of the other is found");
    assert_eq!(ids(&desk.ask("patient_recent", json!({})).await), Vec::<String>::new());
    desk.ask("patient_remember", json!({ "patient": our_id })).await;
    assert_eq!(ids(&desk.ask("patient_recent", json!({})).await), [our_id.as_str()]);

    switch(&desk, &added).await;
    assert_eq!(ids(&desk.ask("patient_recent", json!({})).await), [their_id.as_str()]);
    let desk = desk.restart().await;
    assert_eq!(current(&desk).await, added.as_str(), "a restart goes on with the one in use last");
    assert_eq!(search(&desk, &theirs).await, [their_id.as_str()]);
    assert_eq!(search(&desk, &ours).await, Vec::<String>::new());
    assert_eq!(desk.ask("session_read", json!({})).await["preferences"], dark, "it looks the same in both");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn removing_the_practice_in_use_goes_on_with_the_next() {
    let (desk, other, [demo, added]) = connected().await;
    let practice = desk.edges().practice.clone();
    let (here, there) = (practice.sandbox().truth(), other.sandbox().truth());
    desk.ask("connection_remove", json!({ "connection": added })).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    assert_eq!(current(&desk).await, demo.as_str());
    let ours = only_here(&here, &there);
    assert_eq!(search(&desk, &ours).await, [ours.id.to_string()]);

    let desk = desk.restart().await;
    assert_eq!(current(&desk).await, demo.as_str(), "and stays with it");
    desk.ask("connection_remove", json!({ "connection": demo })).await;
    assert_eq!(desk.stage().await, json!({"stage": "noPractice"}), "after the last there is none");
    let gone = desk.call("connection_switch", json!({ "connection": demo })).await;
    assert_eq!(gone, Err(Failure::NoPractice));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn removing_another_practice_ends_nothing_that_others_on_its_key_may_be_told() {
    let (desk, _, [demo, _]) = connected().await;
    tokio::time::sleep(Duration::from_secs(30 * 60)).await;
    desk.ask("connection_remove", json!({ "connection": demo })).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let practice = desk.edges().practice.clone();
    let seen = |one: &PatientTruth| !one.restricted && one.merged_into.is_none();
    let patient = practice.sandbox().truth().patients().find(seen).expect("somebody").id;
    let fields = vec![("email".to_owned(), "still.heard@example.org".to_owned())];
    practice.sandbox().act(&Deed::EditPatient { patient, fields }).expect("it can be done");
    let waiting = practice.sandbox().truth().waiting(CLIENT_ID, Feed::Patients);
    assert!(waiting.contains(&patient), "nobody looked whether another desktop reads it");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn removing_another_practice_leaves_the_one_in_use() {
    let (desk, _, [demo, added]) = connected().await;
    desk.ask("connection_remove", json!({ "connection": demo })).await;
    assert_eq!(current(&desk).await, added.as_str());
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn lists_go_on_after_a_row_that_is_there_and_after_no_other() {
    let (desk, _, [demo, added]) = connected().await;
    let after = |id: &str| json!({ "cursor": id });
    let list = desk.ask("connection_list", after(&demo)).await;
    assert_eq!((ids(&list), &list["cursor"]), (vec![added.clone()], &Value::Null));
    let department = id_of(&desk.ask("practice_overview", json!({})).await["rows"][0]);
    let rest = desk.ask("practice_overview", after(&department)).await;
    assert_eq!((ids(&rest), &rest["cursor"]), (Vec::new(), &Value::Null));
    for command in ["connection_list", "practice_overview"] {
        let refused = desk.call(command, after("nobody")).await;
        assert_eq!(refused, Err(Failure::Invalid { field: ipc::Field::Cursor }), "{command}");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_start_with_practices_of_which_none_was_in_use_opens_one() {
    let (desk, _, [demo, _]) = connected().await;
    let edges = desk.close().await;
    let path = edges.folder.join("profile.json");
    let mut profile: Value = serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
    profile["current"] = Value::Null;
    fs::write(&path, profile.to_string()).expect("written");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    assert_eq!(current(&desk).await, demo.as_str());
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_not_done_in_a_practice_that_is_not_in_use_is_said_and_goes_on_once_it_is() {
    let (mut desk, _, [demo, added]) = connected().await;
    switch(&desk, &demo).await;
    desk.edges().practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Connect)));
    let fields = newcomer("5855550142");
    let drafted = desk.ask("write_create", json!({"fields": fields, "ruledOut": []})).await;
    let write = drafted["write"].as_str().expect("an id").to_owned();
    let waits = async |desk: &Desk| -> Vec<(String, u64)> {
        let rows = desk.ask("connection_list", json!({})).await["rows"].clone();
        let row = |row: &Value| (id_of(row), row["waits"].as_u64().expect("a count"));
        rows.as_array().expect("rows").iter().map(row).collect()
    };
    switch(&desk, &added).await;
    let unsent = async |desk: &Desk| {
        let rows = desk.ask("connection_list", json!({})).await["rows"].clone();
        rows.as_array().expect("rows").iter().map(|row| row["unsent"].clone()).collect::<Vec<_>>()
    };
    let (nothing, of) =
        (json!({"drafts": 0, "writes": 0}), |drafts, writes| json!({"drafts": drafts, "writes": writes}));
    assert_eq!(unsent(&desk).await, [of(1, 0), nothing.clone()], "it goes with the practice");
    let none = [(demo.clone(), 0), (added.clone(), 0)];
    assert_eq!(waits(&desk).await, none, "a draft is its person's, and waits for nothing");
    switch(&desk, &demo).await;
    release(&desk, &write).await;
    stage(&mut desk, &write, "waiting").await;
    assert_eq!(waits(&desk).await, none, "of the one in use the list of writes tells");
    switch(&desk, &added).await;
    assert_eq!(waits(&desk).await, [(demo.clone(), 1), (added.clone(), 0)]);
    assert_eq!(unsent(&desk).await, [of(0, 1), nothing]);
    let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "write"})).await;
    let lines = audit["rows"].as_array().expect("lines");
    assert!(lines.iter().all(|line| line["write"]["here"] == false), "it is not in this practice: {audit}");
    desk.edges().practice.set_way(Way::Open);
    switch(&desk, &demo).await;
    stage(&mut desk, &write, "saved").await;
    switch(&desk, &added).await;
    assert_eq!(waits(&desk).await, none);
    desk.close().await;
}
