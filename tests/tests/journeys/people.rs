//! People, roles and the lock through the contract, with a practice behind them.

use acceptance::{Desk, Edges, somebody_on};
use chrono::NaiveDate;
use ipc::{Failure, Permission};
use serde_json::{Value, json};

use crate::killed::{Cut, at};

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

pub(crate) async fn add(desk: &Desk, name: &str, role: &str, pin: &str) -> String {
    desk.ask("person_add", json!({"name": name, "role": role, "pin": pin})).await;
    let people = desk.ask("people_list", json!({})).await;
    let people = people["people"].as_array().expect("people").clone();
    let added = people.into_iter().find(|person| person["name"] == name).expect("added");
    added["id"].as_str().expect("an id").to_owned()
}

pub(crate) async fn sign_in(desk: &Desk, person: &str, pin: &str) -> Result<Value, Failure> {
    desk.call("person_sign_in", json!({"person": person, "pin": pin})).await
}

#[tokio::test(start_paused = true)]
async fn nothing_of_a_patient_is_answered_before_somebody_signs_in_and_it_is_on_record_who_did() {
    let desk = filled().await;
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    let patient = somebody_on(&desk.edges().practice.sandbox().truth(), today).id.to_string();
    add(&desk, "Ana Lee", "manager", "482915").await;
    let ben = add(&desk, "Ben Ross", "clinician", "771204").await;

    let desk = desk.restart().await;
    let opening = json!({"patient": patient});
    assert_eq!(desk.call("patient_open", opening.clone()).await.err(), Some(Failure::Locked));
    assert_eq!(
        desk.call("patient_search", json!({"text": "a", "limit": 5})).await.err(),
        Some(Failure::Locked)
    );
    let session = desk.ask("session_read", json!({})).await;
    assert_eq!(session["seat"]["seat"], "locked", "and the lock screen knows who may unlock it: {session}");
    assert_eq!(session["seat"]["people"].as_array().map(Vec::len), Some(2));
    assert_eq!(sign_in(&desk, &ben, "771205").await.err(), Some(Failure::WrongPin));
    sign_in(&desk, &ben, "771204").await.expect("his PIN");
    desk.ask("patient_open", opening).await;
    let refused = desk.call("audit_read", json!({"limit": 50})).await.err();
    assert_eq!(refused, Some(Failure::Forbidden { permission: Permission::ViewAudit }));

    let people = desk.ask("session_read", json!({})).await;
    assert_eq!(people["seat"]["person"]["name"], "Ben Ross");
    desk.ask("console_lock", json!({})).await;
    let locked = desk.ask("session_read", json!({})).await;
    let ana = locked["seat"]["people"][1]["id"].as_str().expect("after who sat there last").to_owned();
    sign_in(&desk, &ana, "482915").await.expect("her PIN");
    let saw = desk.ask("audit_read", json!({"limit": 50, "patient": patient, "kind": "view"})).await;
    assert_eq!(saw["rows"][0]["person"]["name"], "Ben Ross", "who saw this patient: {saw}");
    let failed = desk.ask("audit_read", json!({"limit": 50, "kind": "failedUnlock"})).await;
    assert_eq!(failed["rows"][0]["about"], "Ben Ross", "whose PIN was tried: {failed}");
    let sound = desk.ask("audit_verify", json!({})).await;
    assert_eq!(sound["troubles"], json!([]));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_athenahealth_gave_is_shown_to_nobody_once_the_console_was_locked_meanwhile() {
    let desk = filled().await;
    add(&desk, "Ana Lee", "manager", "482915").await;
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    let patient = somebody_on(&desk.edges().practice.sandbox().truth(), today);
    let text = format!("{}, {}", patient.last_name, patient.first_name.expect("a first name"));
    let asking = desk.call("patient_ask", json!({ "text": text }));
    let mut heard = desk.subscribe();
    // A window on which nothing is typed says so at once.
    let window = async {
        while console::next_event(&mut heard).await != Some(ipc::Event::Keep {}) {}
        desk.ask("console_kept", json!({})).await
    };
    let (asked, locked, _) = tokio::join!(asking, desk.call("console_lock", json!({})), window);
    assert_eq!(locked.expect("locked")["seat"]["seat"], "locked");
    assert_eq!(asked.err(), Some(Failure::Locked));
    desk.close().await;
}

/// Whether it died before the first person was added.
async fn dies_at(point: u32) -> bool {
    let computer = tempfile::tempdir().expect("a folder");
    let cut = Cut::of(computer.path());
    let mut edges = at(Edges::new().expect("a computer"), computer.path());
    edges.hooks = cut.clone();
    let mut desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.filled().await;
    cut.arm(point);
    let asked = json!({"name": "Ana Lee", "role": "manager", "pin": "482915"});
    let added = desk.call("person_add", asked).await;
    let left = cut.bury();
    let practice = desk.close().await.practice;
    let Some((died, left)) = left else {
        added.expect("who lives gets it done");
        return false;
    };

    let mut edges = at(Edges::new().expect("a computer"), left.path());
    edges.practice = practice;
    let desk = Desk::start(edges).await;
    let seat = desk.ask("session_read", json!({})).await["seat"].clone();
    let person = seat["people"].as_array().and_then(|people| people.first());
    assert!(person.is_some() || added.is_err(), "{died}: who was added is not lost");
    if let Some(id) = person.and_then(|person| person["id"].as_str()) {
        sign_in(&desk, id, "482915").await.expect("her PIN");
    }
    let said = desk.ask("audit_read", json!({"limit": 50, "kind": "setting"})).await;
    let said = said["rows"].as_array().expect("rows").iter();
    let said = said.filter(|line| line["words"] == "added a person").count();
    assert_eq!(said, usize::from(person.is_some()), "{died}: kept with its entry, or neither");
    desk.close().await;
    true
}

#[tokio::test(start_paused = true)]
async fn whatever_point_it_dies_at_who_was_added_is_on_record_and_nobody_else() {
    let mut point = 1;
    while dies_at(point).await {
        point += 1;
    }
    assert!(point > 2, "an addition passes points, and died at {point}");
}
