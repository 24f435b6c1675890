//! The audit through the contract: who looked, who tampered, what an export proves.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use acceptance::{Desk, Edges, Seeded, somebody_on};
use chrono::NaiveDate;
use serde_json::{Value, json};

async fn filled() -> Desk {
    filled_on(Edges::new().expect("a computer")).await
}

async fn filled_on(edges: Edges) -> Desk {
    let mut desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

fn somebody(desk: &Desk) -> (String, String) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    let patient = somebody_on(&desk.edges().practice.sandbox().truth(), today);
    (patient.id.to_string(), patient.last_name)
}

fn lines(page: &Value) -> Vec<Value> {
    page["rows"].as_array().expect("lines").clone()
}

async fn audit(desk: &Desk, filter: Value) -> Vec<Value> {
    let mut request = json!({"limit": 200});
    request.as_object_mut().expect("an object").extend(filter.as_object().expect("an object").clone());
    lines(&desk.ask("audit_read", request).await)
}

fn vault_file(desk: &Desk) -> PathBuf {
    let text = fs::read(desk.folder().join("profile.json")).expect("the profile's description");
    let profile: Value = serde_json::from_slice(&text).expect("JSON");
    desk.folder().join(format!("{}.db", profile["vault"].as_str().expect("a vault")))
}

#[tokio::test(start_paused = true)]
async fn who_saw_a_patient_is_answered_across_a_restart() {
    let desk = filled().await;
    let (id, name) = somebody(&desk);
    desk.ask("patient_search", json!({"text": name, "limit": 5})).await;
    desk.ask("patient_open", json!({"patient": id})).await;
    desk.ask("schedule_day", json!({"date": "2026-11-23"})).await;
    let desk = desk.restart().await;

    let saw = audit(&desk, json!({"patient": id, "kind": "view"})).await;
    let opened: Vec<_> = saw.iter().filter(|line| line["words"] == "opened a patient").collect();
    assert_eq!(opened.len(), 1, "{saw:?}");
    assert_eq!(opened[0]["person"]["id"], "desktop");
    assert_eq!(opened[0]["day"], "2026-11-23");
    assert!(opened[0]["patient"]["name"].as_str().is_some_and(|shown| shown.contains(&name)));

    let searches = audit(&desk, json!({"kind": "search"})).await;
    assert_eq!(searches.len(), 1);
    assert!(searches[0]["search"].as_str().is_some_and(|hash| hash.len() == 32), "its hash alone is kept");
    assert!(!searches[0].to_string().contains(&name));
    let days = audit(&desk, json!({"day": "2026-11-22"})).await;
    assert!(days.is_empty(), "nothing was done the day before");
    let day = audit(&desk, json!({"day": "2026-11-23", "kind": "view"})).await;
    assert!(day.iter().any(|line| line["about"] == "2026-11-23"), "the schedule's day is said");
    assert!(audit(&desk, json!({"kind": "unlock"})).await.len() >= 2, "each start opened the vault");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn the_audit_is_read_page_by_page() {
    let desk = filled().await;
    let (id, _) = somebody(&desk);
    for text in ["a", "b", "c", "d", "e"] {
        desk.ask("patient_search", json!({"text": text, "limit": 5})).await;
    }
    desk.ask("patient_open", json!({"patient": id})).await;
    let first = desk.ask("audit_read", json!({"limit": 3, "kind": "search"})).await;
    assert_eq!(lines(&first).len(), 3);
    let second =
        desk.ask("audit_read", json!({"limit": 3, "kind": "search", "cursor": first["cursor"]})).await;
    assert_eq!((lines(&second).len(), &second["cursor"]), (2, &Value::Null));
    let numbers = lines(&first).into_iter().chain(lines(&second)).map(|line| line["sequence"].as_u64());
    let numbers: Vec<_> = numbers.map(|number| number.expect("a number")).collect();
    assert!(numbers.is_sorted_by(|one, next| one > next), "{numbers:?}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_vault_of_yesterday_is_said_to_be_one() {
    let desk = filled().await;
    let (id, _) = somebody(&desk);
    let file = vault_file(&desk);
    let edges = desk.close().await;
    let yesterday = fs::read(&file).expect("the vault");

    let desk = Desk::start(edges).await;
    desk.ask("patient_open", json!({"patient": id})).await;
    let sound = desk.ask("audit_verify", json!({})).await;
    assert_eq!((&sound["troubles"], &sound["foundBefore"]), (&json!([]), &json!(0)), "{sound}");
    assert_eq!(sound["anchoring"], "keychain");
    let edges = desk.close().await;
    fs::write(&file, yesterday).expect("rolled back");

    let desk = Desk::start(edges).await.restart().await;
    let found = desk.ask("audit_verify", json!({})).await;
    assert_eq!(found["foundBefore"], 1, "{found}");
    let said = audit(&desk, json!({"kind": "finding"})).await;
    assert!(said[0]["about"].as_str().is_some_and(|about| about.starts_with("had ")), "{said:?}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn an_export_proves_itself_and_a_changed_one_does_not() {
    let desk = filled().await;
    let exported = desk.ask("audit_export", json!({})).await;
    let text = fs::read_to_string(exported["file"].as_str().expect("a file")).expect("it is there");
    let checked = desk.ask("audit_check", json!({"text": text})).await;
    assert_eq!((&checked["verdict"], &checked["ours"]), (&json!("whole"), &json!(true)));
    assert_eq!(checked["fingerprint"], exported["fingerprint"]);
    let mut edges = Edges::new().expect("a computer");
    edges.chance = Arc::new(Seeded::from(2));
    let other = filled_on(edges).await;
    let elsewhere = other.ask("audit_check", json!({"text": text})).await;
    assert_eq!(
        (&elsewhere["verdict"], &elsewhere["ours"]),
        (&json!("whole"), &json!(false)),
        "on any machine"
    );
    let changed = text.replace("\"desktop\"", "\"somebody\"");
    assert_eq!(desk.ask("audit_check", json!({"text": changed})).await["verdict"], "altered");
    assert_eq!(desk.ask("audit_check", json!({"text": "{}"})).await["verdict"], "notWhole");
    let kept = audit(&desk, json!({"kind": "export"})).await;
    assert_eq!(kept.len(), 1, "the export itself is on record");
    desk.close().await;
    other.close().await;
}
