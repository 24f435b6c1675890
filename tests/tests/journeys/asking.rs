//! Asking athenahealth for whom the copy does not hold.

use std::collections::BTreeMap;

use acceptance::{Desk, Edges, Way, full_name};
use athena::{SendFailure, TransportError};
use ipc::Failure;
use sandbox::{Options, PatientTruth, Size, Standing};
use serde_json::{Value, json};

/// A practice whose key may not read the schedule: nobody comes into the copy unless asked for.
async fn empty() -> Desk {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.edges().practice.set_way(Way::Without(&["/booked", "/multipledepartment"]));
    desk.connect_demo().await;
    desk
}

/// Somebody whom athenahealth shows and the copy does not hold.
async fn somebody_not_held(desk: &Desk) -> PatientTruth {
    let practice = desk.edges().practice.clone();
    for patient in practice.sandbox().truth().patients() {
        let seen = patient.standing == Standing::Active && !patient.restricted && patient.died.is_none();
        if seen && patient.merged_into.is_none() && patient.first_name.is_some() {
            let opened = desk.call("patient_open", json!({ "patient": patient.id.to_string() })).await;
            if opened == Err(Failure::NotHeld) {
                return patient;
            }
        }
    }
    panic!("the copy holds everybody")
}

fn row<'v>(page: &'v Value, patient: &PatientTruth) -> Option<&'v Value> {
    let id = patient.id.to_string();
    page["rows"].as_array().expect("rows").iter().find(|row| row["id"] == id.as_str())
}

#[tokio::test(start_paused = true)]
async fn whom_the_copy_does_not_hold_comes_when_athenahealth_is_asked_and_stays() {
    let desk = empty().await;
    let patient = somebody_not_held(&desk).await;
    let (first, last) = (patient.first_name.clone().expect("a first name"), patient.last_name.clone());
    let text = format!("{last}, {first} {}", patient.born.format("%-m/%-d/%y"));
    let before = desk.ask("patient_search", json!({ "text": text, "limit": 20 })).await;
    assert!(row(&before, &patient).is_none(), "nobody here knows them");
    assert_eq!(before["askable"], true);

    let asked = desk.ask("patient_ask", json!({ "text": text })).await;
    let found = row(&asked, &patient).expect("athenahealth knows them");
    assert_eq!((&found["name"], &asked["new"]), (&json!(full_name(&patient)), &json!(1)));
    assert_eq!(asked["more"], false);
    let exact = |field: &str| json!({"field": field, "kind": "exact"});
    for why in [exact("lastName"), exact("firstName"), exact("dob")] {
        assert!(found["why"].as_array().expect("reasons").contains(&why), "{}", found["why"]);
    }

    let card = desk.ask("patient_open", json!({ "patient": patient.id.to_string() })).await;
    assert_eq!(card["name"], full_name(&patient).as_str());
    let desk = desk.restart().await;
    let after = desk.ask("patient_search", json!({ "text": text, "limit": 20 })).await;
    assert!(row(&after, &patient).is_some(), "they are held from then on");
    let again = desk.ask("patient_ask", json!({ "text": text })).await;
    assert_eq!(again["new"], 0);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn somebody_not_held_is_asked_for_by_id_by_birth_and_by_phone() {
    let texts: [fn(&PatientTruth) -> Option<String>; 4] = [
        |patient| Some(patient.id.to_string()),
        |patient| Some(format!("id {}", patient.id)),
        |patient| Some(patient.born.format("%B %-d %Y").to_string()),
        |patient| patient.mobile_phone.clone().or(patient.home_phone.clone()),
    ];
    for text in texts {
        let desk = empty().await;
        let patient = somebody_not_held(&desk).await;
        let Some(text) = text(&patient) else { continue };
        let asked = desk.ask("patient_ask", json!({ "text": text })).await;
        assert!(row(&asked, &patient).is_some(), "“{text}” leads to patient {}", patient.id);
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_athenahealth_cannot_be_asked_for_is_said_before_anything_is_sent() {
    let desk = empty().await;
    // Whatever is sent now is told by how it ends.
    desk.edges().practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Connect)));
    let sent = desk.call("patient_ask", json!({ "text": "id 1" })).await;
    assert!(sent.is_err() && sent != Err(Failure::NotAskable), "{sent:?}");
    for text in ["XEA1234567", "555-1234", "3/14", "?", ""] {
        let answer = desk.call("patient_ask", json!({ "text": text })).await;
        assert_eq!(answer.map(drop), Err(Failure::NotAskable), "{text}");
        let page = desk.ask("patient_search", json!({ "text": text, "limit": 20 })).await;
        assert_eq!(page["askable"], false, "{text}");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn more_people_than_one_question_brings_are_told_of() {
    let options = Options { size: Size::Group, ..Options::default() };
    let edges = Edges::at("2026-11-23T15:30:00Z", options).expect("a computer");
    let desk = Desk::start(edges).await;
    desk.connect_demo().await;
    let practice = desk.edges().practice.clone();
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for patient in practice.sandbox().truth().patients() {
        *bearers.entry(patient.first_name.unwrap_or_default()).or_default() += 1;
    }
    let (name, _) = bearers
        .into_iter()
        .find(|(_, count)| (150..900).contains(count))
        .unwrap_or_else(|| panic!("no name is common enough"));
    let asked = desk.ask("patient_ask", json!({ "text": name })).await;
    assert_eq!(asked["rows"].as_array().map(Vec::len), Some(100));
    assert_eq!(asked["more"], true, "there are more of {name}");
    desk.close().await;
}
