//! Finding a patient, reading a card and the schedule, with and without a network.

use acceptance::{Desk, Edges, Way, full_name, misspelt, somebody_on};
use athena::{Loss, SendFailure, TransportError};
use chrono::NaiveDate;
use ipc::Failure;
use serde_json::{Value, json};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

fn rows(page: &Value) -> &Vec<Value> {
    rows_of(page, "rows")
}

fn rows_of<'v>(value: &'v Value, list: &str) -> &'v Vec<Value> {
    value[list].as_array().expect("rows")
}

fn id_of(row: &Value) -> u64 {
    row["id"].as_str().and_then(|id| id.parse().ok()).expect("a number")
}

async fn search(desk: &Desk, text: &str) -> Value {
    desk.ask("patient_search", json!({"text": text, "limit": 20})).await
}

#[tokio::test(start_paused = true)]
async fn a_patient_is_found_by_a_misspelt_name_and_it_says_why() {
    let desk = filled().await;
    let patient = somebody_on(&desk.edges().practice.sandbox().truth(), today());
    let found = search(&desk, &misspelt(&patient.last_name)).await;
    let row = rows(&found).iter().find(|row| id_of(row) == patient.id);
    let row = row.expect("one wrong letter hides nobody");
    assert_eq!(row["name"], full_name(&patient));
    let why = json!({"field": "lastName", "kind": "typo"});
    assert!(row["why"].as_array().expect("reasons").contains(&why), "it says why: {}", row["why"]);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn every_field_of_the_find_box_leads_to_the_patient() {
    let desk = filled().await;
    let practice = desk.edges().practice.clone();
    let truth = practice.sandbox().truth();
    let patient = somebody_on(&truth, today());
    let (first, last) = (patient.first_name.clone().expect("a first name"), patient.last_name.clone());
    let phone = patient.mobile_phone.clone().or(patient.home_phone.clone());
    let member = truth.policies(patient.id).into_iter().find_map(|policy| policy.member);
    let texts = [
        Some(format!("{last} {first}")),
        Some(format!("{first} {}", &last[..3])),
        Some(last[1..].to_owned()),
        Some(patient.born.format("%m/%d/%Y").to_string()),
        Some(patient.born.to_string()),
        Some(patient.id.to_string()),
        phone.map(|digits| format!("({}) {}-{}", &digits[..3], &digits[3..6], &digits[6..])),
        member,
    ];
    for text in texts.into_iter().flatten() {
        let found = search(&desk, &text).await;
        let there = rows(&found).iter().any(|row| id_of(row) == patient.id);
        assert!(there, "“{text}” leads to patient {}: {found}", patient.id);
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn the_hidden_are_nowhere() {
    let desk = filled().await;
    let practice = desk.edges().practice.clone();
    let truth = practice.sandbox().truth();
    let hidden = truth.restricted();
    assert!(!hidden.is_empty(), "the practice has somebody whom the key may not see");
    for id in hidden {
        let patient = truth.patient(id).expect("a record");
        let found = search(&desk, &format!("{} {}", patient.last_name, patient.born)).await;
        assert!(rows(&found).iter().all(|row| id_of(row) != id), "patient {id} is found");
        let opened = desk.call("patient_open", json!({"patient": id.to_string()})).await;
        assert_eq!(opened.map(drop), Err(Failure::NotHeld), "patient {id} opens");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_part_of_a_card_has_an_age() {
    let desk = filled().await;
    let patient = somebody_on(&desk.edges().practice.sandbox().truth(), today());
    let card = desk.ask("patient_open", json!({"patient": patient.id.to_string()})).await;
    for part in ["coverages", "balances", "nextVisits", "lastVisits", "customValues"] {
        assert!(card[part]["asOf"].is_string(), "{part} says when it was read: {}", card[part]);
    }
    assert!(card["asOf"].is_string(), "and so do identity and contact");
    let visits = [&card["nextVisits"]["rows"], &card["lastVisits"]["rows"]];
    let days: Vec<&Value> =
        visits.into_iter().flat_map(|rows| rows.as_array().expect("rows")).map(|row| &row["date"]).collect();
    assert!(days.contains(&&json!(today().to_string())), "today's visit is on the card: {days:?}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_week_is_its_seven_days_and_of_one_provider_theirs_alone() {
    let desk = filled().await;
    let week = desk.ask("schedule_week", json!({"date": today().to_string()})).await;
    let days = rows_of(&week, "days");
    let dates: Vec<&str> = days.iter().filter_map(|day| day["date"].as_str()).collect();
    assert_eq!((dates.len(), dates[0], dates[6]), (7, "2026-11-22", "2026-11-28"), "from a Sunday on");
    for day in days {
        let alone = desk.ask("schedule_day", json!({"date": day["date"]})).await;
        assert_eq!(steady(day.clone()), steady(alone), "a day of the week is that day");
    }
    let provider = rows_of(&days[1], "columns")[0]["provider"].clone();
    let theirs = desk.ask("schedule_week", json!({"date": "2026-11-28", "provider": provider})).await;
    let columns = |day: &Value| rows_of(day, "columns").clone();
    let of_one: Vec<Value> = rows_of(&theirs, "days").iter().flat_map(columns).collect();
    assert!(!of_one.is_empty() && of_one.iter().all(|column| column["provider"] == provider));
    let in_all = days.iter().flat_map(columns).filter(|column| column["provider"] == provider).count();
    assert_eq!(of_one.len(), in_all, "all of their days, and no visit less");
    let refused = desk.call("schedule_week", json!({"date": "tomorrow"})).await;
    assert_eq!(refused.err(), Some(Failure::Invalid { field: ipc::Field::Date }));
    let end = desk.ask("schedule_week", json!({"date": "9999-12-31"})).await;
    assert_eq!(rows_of(&end, "days").len(), 6, "no year has five digits");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_balance_names_the_group_that_is_owed() {
    let desk = filled().await;
    let sheet = desk.ask("schedule_day", json!({"date": today().to_string()})).await;
    let visits =
        sheet["columns"].as_array().expect("columns").iter().flat_map(|column| rows_of(column, "visits"));
    let mut owed = Vec::new();
    for patient in visits.filter_map(|visit| visit["patient"].as_str()) {
        let card = desk.ask("patient_open", json!({ "patient": patient })).await;
        owed.extend(rows(&card["balances"]).iter().map(|row| row["providerGroup"].clone()));
    }
    assert!(!owed.is_empty(), "somebody owes something");
    let named =
        |group: &Value| group.as_str().is_some_and(|name| name.starts_with("Cedar Valley Health Group"));
    assert!(owed.iter().all(named), "{owed:?}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn who_was_opened_last_comes_first() {
    let desk = filled().await;
    let truth_ids: Vec<String> = rows(&search(&desk, "a").await)
        .iter()
        .take(3)
        .map(|row| row["id"].as_str().expect("an id").to_owned())
        .collect();
    for id in &truth_ids {
        desk.ask("patient_remember", json!({"patient": id})).await;
    }
    let recent = desk.ask("patient_recent", json!({})).await;
    let shown: Vec<&str> = rows(&recent).iter().map(|row| row["id"].as_str().expect("an id")).collect();
    let wanted: Vec<&str> = truth_ids.iter().rev().map(String::as_str).collect();
    assert_eq!(shown, wanted, "the last one opened is the first one shown");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_restart_without_a_network_reads_the_same() {
    let desk = filled().await;
    let patient = somebody_on(&desk.edges().practice.sandbox().truth(), today()).id.to_string();
    let asked = [
        ("schedule_day", json!({"date": today().to_string()})),
        ("patient_open", json!({ "patient": patient })),
        ("patient_search", json!({"text": "a", "limit": 50})),
        ("practice_overview", json!({})),
    ];
    let mut before = Vec::new();
    for (name, request) in &asked {
        before.push(steady(desk.ask(name, request.clone()).await));
    }
    let edges = desk.close().await;
    edges.practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Dns)));
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "the copy needs no network");
    for ((name, request), before) in asked.iter().zip(before) {
        assert_eq!(steady(desk.ask(name, request.clone()).await), before, "{name} reads the same offline");
    }
    desk.close().await;
}

/// A view without what the clock alone changes.
fn steady(mut view: Value) -> Value {
    if let Some(columns) = view["columns"].as_array_mut() {
        for column in columns {
            column["now"] = Value::Null;
        }
    }
    view
}

#[tokio::test(start_paused = true)]
async fn without_a_network_it_says_so_and_since_when() {
    let desk = filled().await;
    let edges = desk.close().await;
    edges.practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Dns)));
    let mut desk = Desk::start(edges).await;
    let sync = desk.until("sync_read", json!({}), |sync| !sync["problem"].is_null()).await;
    assert_eq!(sync["problem"]["code"], "offline");
    assert!(sync["problemSince"].is_string(), "it says since when");
    desk.edges().practice.set_way(Way::Open);
    desk.until("sync_read", json!({}), |sync| sync["problem"].is_null()).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn while_calls_rest_it_says_what_they_rest_for() {
    let lost = Way::Broken(TransportError::Lost(Loss::Reset));
    let unreached = Way::Broken(TransportError::NotSent(SendFailure::Connect));
    for (way, wanted) in [(unreached, Failure::Offline), (lost, Failure::Outage)] {
        let mut desk = filled().await;
        desk.edges().practice.set_way(way);
        for _ in 0..6 {
            let answer = desk.call("patient_ask", json!({"text": "Nobody, Whoever"})).await;
            assert_eq!(answer, Err(wanted.clone()), "the same as long as it lasts");
        }
        let patient = somebody_on(&desk.edges().practice.sandbox().truth(), today()).id.to_string();
        desk.ask("patient_refresh", json!({ "patient": patient })).await;
        let sync = desk.until("sync_read", json!({}), |sync| !sync["problem"].is_null()).await;
        assert_eq!(sync["problem"], json!(wanted), "a refusal to call while calls rest is no other trouble");
        desk.close().await;
    }
}
