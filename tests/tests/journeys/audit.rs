//! The audit through the contract: who looked, who tampered, what an export proves.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use acceptance::{Desk, Edges, NoKeychain, Seeded, somebody_on};
use chrono::NaiveDate;
use console::KeychainTrouble;
use ipc::{Failure, Field};
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};
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

pub(crate) fn vault_file(desk: &Desk) -> PathBuf {
    file(desk, |profile| &profile["vault"])
}

fn cache_file(desk: &Desk) -> PathBuf {
    file(desk, |profile| &profile["connections"][0]["cache"])
}

fn file(desk: &Desk, of: impl Fn(&Value) -> &Value) -> PathBuf {
    let text = fs::read(desk.folder().join("profile.json")).expect("the profile's description");
    let profile: Value = serde_json::from_slice(&text).expect("JSON");
    desk.folder().join(format!("{}.db", of(&profile).as_str().expect("a name")))
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
    assert_eq!(opened[0]["device"]["here"], true, "on this computer");
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

    let told = desk.ask("audit_found", json!({})).await;
    let number = said[0]["sequence"].as_u64().expect("a number");
    assert_eq!(told, json!({"wrong": ["older"], "until": number, "times": 1}), "by itself");
    let none = desk.call("audit_acknowledge", json!({"until": number + 1})).await.err();
    assert_eq!(none, Some(Failure::Invalid { field: Field::Request }), "what nobody was told of");
    desk.ask("audit_acknowledge", json!({"until": number})).await;
    let desk = desk.restart().await;
    assert_eq!(desk.ask("audit_found", json!({})).await, json!({"wrong": [], "until": null, "times": 0}));
    let seen = &audit(&desk, json!({"kind": "setting"})).await[0];
    assert_eq!(seen["words"], "acknowledged that the audit was found not as it was written", "on record");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn all_that_was_found_is_told_the_worst_first_until_somebody_saw_it() {
    let desk = filled().await;
    let (id, _) = somebody(&desk);
    let file = vault_file(&desk);
    let edges = desk.close().await;
    let yesterday = fs::read(&file).expect("the vault");
    let desk = Desk::start(edges).await;
    desk.ask("patient_open", json!({"patient": id})).await;
    let edges = desk.close().await;
    fs::write(&file, yesterday).expect("rolled back");
    let edges = Desk::start(edges).await.close().await;
    let keychain = edges.folder.with_file_name("keychain.json");
    let kept = fs::read(&keychain).expect("read");
    let mut kept: serde_json::Map<String, Value> = serde_json::from_slice(&kept).expect("JSON");
    kept.retain(|account, _| !account.starts_with("audit "));
    fs::write(&keychain, Value::Object(kept).to_string()).expect("emptied");

    let desk = Desk::start(edges).await.restart().await;
    let said = audit(&desk, json!({"kind": "finding"})).await;
    assert_eq!(said[0]["about"], "anchor gone");
    let number = said[0]["sequence"].as_u64().expect("a number");
    let told = desk.ask("audit_found", json!({})).await;
    assert_eq!(told, json!({"wrong": ["older", "unanchored"], "until": number, "times": 2}));
    desk.ask("audit_acknowledge", json!({"until": said[1]["sequence"]})).await;
    let told = desk.ask("audit_found", json!({})).await;
    assert_eq!(told, json!({"wrong": ["unanchored"], "until": number, "times": 1}), "what came after it");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn an_export_proves_itself_and_a_changed_one_does_not() {
    let desk = filled().await;
    for (name, role, pin) in [("Ana Lee", "manager", "482915"), ("Ben Ross", "biller", "771204")] {
        desk.ask("person_add", json!({"name": name, "role": role, "pin": pin})).await;
    }
    let people = desk.ask("people_list", json!({})).await["people"].clone();
    let ben =
        people.as_array().into_iter().flatten().find(|known| known["name"] == "Ben Ross").expect("added");
    desk.ask("person_remove", json!({"person": ben["id"]})).await;
    let exported = desk.ask("audit_export", json!({})).await;
    let text = fs::read_to_string(exported["file"].as_str().expect("a file")).expect("it is there");
    let checked = desk.ask("audit_check", json!({"text": text})).await;
    assert_eq!((&checked["verdict"], &checked["ours"]["since"]), (&json!("whole"), &json!("goesOn")));
    assert_eq!(checked["fingerprint"], exported["fingerprint"]);
    let mut edges = Edges::new().expect("a computer");
    edges.chance = Arc::new(Seeded::from(2));
    let other = filled_on(edges).await;
    let elsewhere = other.ask("audit_check", json!({"text": text})).await;
    assert_eq!(
        (&elsewhere["verdict"], &elsewhere["ours"]),
        (&json!("whole"), &Value::Null),
        "on any machine"
    );
    let mut named: Vec<&str> = elsewhere["people"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|known| known["name"].as_str())
        .collect();
    named.sort_unstable();
    assert_eq!(named, ["Ana Lee", "Ben Ross"], "who did it is told there by name, whoever was removed too");
    let changed = text.replace("\"desktop\"", "\"somebody\"");
    let mut fewer: Vec<&str> = text.lines().collect();
    fewer.remove(3);
    let fewer: String = fewer.iter().map(|line| format!("{line}\n")).collect();
    for (edited, machine) in [(&changed, &desk), (&changed, &other), (&fewer, &desk), (&fewer, &other)] {
        let verdict = machine.ask("audit_check", json!({"text": edited})).await["verdict"].clone();
        assert_eq!(verdict, "altered", "by hand, on this machine or another");
    }
    assert_eq!(desk.ask("audit_check", json!({"text": "{}"})).await["verdict"], "notWhole");
    let saved = other.ask("audit_check", json!({"text": text.replace('\n', "\r\n")})).await;
    assert_eq!((&saved["verdict"], &saved["resaved"]), (&json!("whole"), &json!(true)), "by an editor");
    assert_eq!(checked["resaved"], false);
    let kept = audit(&desk, json!({"kind": "export"})).await;
    assert_eq!(kept.len(), 1, "the export itself is on record");
    assert!(text.contains("\"audit_export\""), "and in the file");
    desk.close().await;
    other.close().await;
}

#[tokio::test(start_paused = true)]
async fn without_a_keychain_an_export_tells_of_a_tail_that_is_gone_and_of_a_vault_of_yesterday() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let open = json!({"passphrase": "seven quiet otters"});
    let desk = Desk::start(edges).await;
    desk.ask("profile_open", open.clone()).await;
    desk.connect_demo().await;
    let file = vault_file(&desk);
    let edges = desk.close().await;
    let yesterday = fs::read(&file).expect("the vault");

    let desk = Desk::start(edges).await;
    desk.ask("profile_open", open.clone()).await;
    for text in ["a", "b", "c"] {
        desk.ask("patient_search", json!({"text": text, "limit": 5})).await;
    }
    let exported = desk.ask("audit_export", json!({})).await;
    let text = fs::read_to_string(exported["file"].as_str().expect("a file")).expect("it is there");
    let since = async |desk: &Desk| {
        let checked = desk.ask("audit_check", json!({"text": text})).await;
        assert_eq!(checked["verdict"], "whole", "the file itself is as it was signed");
        checked["ours"].clone()
    };
    let goes_on = since(&desk).await;
    assert_eq!(goes_on["since"], "goesOn", "{goes_on}");
    assert!(goes_on["more"].as_u64().is_some_and(|more| more >= 1), "the export's own end: {goes_on}");
    let edges = desk.close().await;
    fs::write(&file, yesterday).expect("rolled back");

    let desk = Desk::start(edges).await;
    desk.ask("profile_open", open).await;
    let standing = desk.ask("audit_verify", json!({})).await;
    assert_eq!((&standing["troubles"], &standing["anchoring"]), (&json!([]), &json!("exports")), "by itself");
    let lost = since(&desk).await;
    assert_eq!((&lost["since"], &lost["exported"]), (&json!("lost"), &exported["entries"]), "{lost}");
    assert!(lost["held"].as_u64() < exported["entries"].as_u64(), "{lost}");
    for number in 0..8 {
        desk.ask("patient_search", json!({"text": format!("d{number}"), "limit": 5})).await;
    }
    let other = since(&desk).await;
    assert_eq!(other, json!({"since": "another", "exported": exported["entries"]}), "though it is as long");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whatever_leaves_is_on_record_by_how_it_ended_and_by_nothing_else() {
    let desk = filled().await;
    assert!(desk.call("vault_export", json!({"passphrase": "short"})).await.is_err());
    desk.ask("vault_export", json!({"passphrase": "seven quiet otters"})).await;
    desk.ask("support_export", json!({})).await;
    let file = desk.ask("audit_export", json!({})).await["file"].as_str().expect("a file").to_owned();
    let kept = audit(&desk, json!({"kind": "export"})).await;
    let said: Vec<_> = kept.iter().map(|line| (&line["words"], &line["outcome"])).collect();
    let (vault, done) = (json!("exported the vault"), json!("done"));
    let due = [
        (&json!("exported the audit"), &done),
        (&json!("exported a support bundle"), &done),
        (&vault, &done),
        (&vault, &json!("failed")),
    ];
    assert_eq!(said, due, "one row for each, the latest first");
    let text = fs::read_to_string(file).expect("it is there");
    let outcomes = |outcome| text.matches(&format!("\"outcome\":\"{outcome}\"")).count();
    assert_eq!((outcomes("begun"), outcomes("failed")), (4, 1), "the file was begun before its end");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_right_passphrase_is_no_failed_unlock_where_the_practice_does_not_open() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let mut desk = Desk::start(edges).await;
    let right = json!({"passphrase": "seven quiet otters"});
    desk.ask("profile_open", right.clone()).await;
    desk.connect_demo().await;
    desk.filled().await;
    let copy = cache_file(&desk);
    let edges = desk.close().await;
    fs::remove_file(&copy).expect("removed");
    fs::create_dir(&copy).expect("something else in its place");

    let desk = Desk::start(edges).await;
    let wrong = desk.call("profile_open", json!({"passphrase": "seven quiet others"})).await;
    assert!(wrong.is_err());
    assert!(desk.call("profile_open", right).await.is_err(), "the copy cannot be opened");
    let failed = audit(&desk, json!({"kind": "failedUnlock"})).await;
    assert_eq!(failed.len(), 1, "the wrong one");
    let opened = audit(&desk, json!({"kind": "unlock"})).await;
    assert!(opened[0]["sequence"].as_u64() > failed[0]["sequence"].as_u64(), "{opened:?}");
    assert_eq!(opened[0]["outcome"], "done", "the right one opened it");
    desk.close().await;
}

/// The practice in this process over another connection, with the same number and the same ids.
fn the_same_ids() -> Value {
    json!({
        "environment": {"kind": "other", "address": "https://practice.example"},
        "practice": PRACTICE_ID, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
    })
}

#[tokio::test(start_paused = true)]
async fn who_saw_a_patient_is_asked_of_one_practice_and_not_of_another_with_the_same_ids() {
    let mut desk = filled().await;
    let (id, _) = somebody(&desk);
    let demo = desk.ask("connection_list", json!({})).await["current"].clone();
    desk.ask("patient_open", json!({"patient": id})).await;
    let added = desk.ask("connection_add", the_same_ids()).await;
    let other = added["connection"]["id"].clone();
    desk.filled().await;
    let opened = async |desk: &Desk, filter: Value| {
        let mut filter = filter;
        filter["kind"] = json!("view");
        let mut lines = audit(desk, filter).await;
        lines.retain(|line| line["words"] == "opened a patient");
        lines
    };
    assert!(opened(&desk, json!({"patient": id})).await.is_empty(), "nobody opened this one");
    desk.ask("patient_open", json!({"patient": id})).await;
    let here = opened(&desk, json!({"patient": id})).await;
    assert_eq!(here.len(), 1);
    assert_eq!(here[0]["practice"]["label"], added["connection"]["label"], "the row says where");
    let there = opened(&desk, json!({"patient": id, "connection": demo})).await;
    assert_eq!(there.len(), 1);
    assert_eq!(opened(&desk, json!({})).await.len(), 2, "both are on record");
    assert_eq!(opened(&desk, json!({"connection": other})).await.len(), 1);

    desk.ask("connection_remove", json!({"connection": other})).await;
    let again = desk.ask("connection_add", the_same_ids()).await["connection"]["id"].clone();
    let past = opened(&desk, json!({"patient": id, "connection": again})).await;
    assert_eq!(past.len(), 1, "a practice that is added again has its past");
    assert_eq!(
        past[0]["practice"],
        json!({"number": PRACTICE_ID, "label": null, "environment": "other"}),
        "which was before"
    );
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_opened_a_visit_saw_its_patient() {
    let desk = filled().await;
    let (id, _) = somebody(&desk);
    desk.ask("visit_open", json!({"patient": id, "date": "2026-11-23"})).await;
    let saw = audit(&desk, json!({"patient": id, "kind": "view"})).await;
    let said: Vec<_> = saw.iter().map(|line| (&line["words"], &line["about"])).collect();
    assert_eq!(said, [(&json!("opened a visit"), &json!("2026-11-23"))]);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_day_that_stays_on_the_screen_is_one_look_each_quarter_of_an_hour() {
    let desk = filled().await;
    for _ in 0..30 {
        desk.ask("schedule_day", json!({"date": "2026-11-23"})).await;
        desk.ask("schedule_day", json!({"date": "2026-11-23", "department": "1"})).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let mut looked = audit(&desk, json!({"kind": "view"})).await;
    looked.retain(|line| line["words"] == "looked at the schedule");
    assert_eq!(looked.len(), 4, "two in half an hour, for each of the two that stand there");
    desk.close().await;
}
