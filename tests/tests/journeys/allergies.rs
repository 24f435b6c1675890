//! Allergies on a patient's card: who sees them, and what is said where they cannot be read.

use acceptance::{Desk, Edges, somebody_on};
use chrono::NaiveDate;
use sandbox::{AllergiesTruth, Fault, PatientTruth, State, Truth};
use serde_json::{Value, json};

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Somebody who comes within two weeks and whose chart is so.
fn coming(truth: &Truth<'_>, so: impl Fn(&AllergiesTruth) -> bool) -> PatientTruth {
    let visits = truth.visits(day("2026-11-23"), day("2026-12-07"));
    let standing = visits.filter(|visit| visit.state != State::Cancelled);
    let mut people = standing.filter_map(|visit| truth.patient(visit.patient));
    let found = people.find(|patient| {
        !patient.restricted
            && patient.merged_into.is_none()
            && truth.allergies(patient.id).is_some_and(|said| so(&said))
    });
    found.expect("somebody is like that")
}

fn counts(said: &AllergiesTruth) -> usize {
    said.list.iter().filter(|entry| entry.deactivated.is_none()).count()
}

async fn open(desk: &Desk, patient: u64) -> Value {
    desk.ask("patient_open", json!({ "patient": patient.to_string() })).await["allergies"].take()
}

#[tokio::test(start_paused = true)]
async fn a_list_a_denial_and_nothing_at_all_are_told_apart() {
    let desk = filled().await;
    let practice = desk.edges().practice.clone();
    let truth = practice.sandbox().truth();
    for (standing, somebody) in [
        ("listed", coming(&truth, |said| counts(said) > 1)),
        ("noneKnown", coming(&truth, |said| said.none_known)),
        ("notRecorded", coming(&truth, |said| !said.none_known && said.list.is_empty())),
    ] {
        let part = open(&desk, somebody.id).await;
        let said = truth.allergies(somebody.id).expect("a chart");
        assert_eq!(part["standing"], standing, "{part}");
        assert_eq!(part["rows"].as_array().map(Vec::len), Some(said.list.len()));
        assert!(part["asOf"].is_string() && part["trouble"].is_null(), "{part}");
    }
    let over = coming(&truth, |said| counts(said) < said.list.len());
    let rows = open(&desk, over.id).await["rows"].take();
    let last = rows.as_array().and_then(|rows| rows.last()).expect("a row");
    assert!(last["active"] == false && last["deactivated"].is_string(), "what no longer counts comes last");
    let unknown = |said: &AllergiesTruth| said.list.iter().any(|entry| entry.name == "deleted/unknown");
    let rows = open(&desk, coming(&truth, unknown).id).await["rows"].take();
    assert!(rows.as_array().expect("rows").iter().any(|row| row["allergen"].is_null()));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_checks_people_in_or_treats_them_sees_them_and_whoever_bills_does_not() {
    let desk = filled().await;
    let practice = desk.edges().practice.clone();
    let listed = coming(&practice.sandbox().truth(), |said| counts(said) > 0).id;
    let people =
        [("manager", "482915"), ("frontDesk", "771204"), ("clinician", "605831"), ("biller", "938127")];
    for (role, pin) in people {
        desk.ask("person_add", json!({"name": role, "role": role, "pin": pin})).await;
    }
    desk.ask("console_lock", json!({})).await;
    for (role, pin) in people {
        let session = desk.ask("session_read", json!({})).await;
        let people = session["seat"]["people"].as_array().expect("people").clone();
        let person = people.into_iter().find(|person| person["name"] == role).expect("added")["id"].take();
        desk.ask("person_sign_in", json!({"person": person, "pin": pin})).await;
        let part = open(&desk, listed).await;
        if role == "biller" {
            let nothing =
                json!({"standing": "withheld", "rows": [], "note": null, "asOf": null, "trouble": null});
            assert_eq!(part, nothing, "as {role}");
        } else {
            assert_eq!(part["standing"], "listed", "as {role}");
        }
        desk.ask("console_lock", json!({})).await;
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_key_that_may_not_read_charts_is_named_from_the_trial_to_the_card_until_it_may() {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    let practice = desk.edges().practice.clone();
    practice.sandbox().set_fault(Fault::ChartRefused, true);
    let added = desk.connect_demo().await;
    let probes = added["probes"].as_array().expect("probes");
    let refused: Vec<_> = probes.iter().filter(|probe| probe["trial"] == "refused").collect();
    assert_eq!(refused, [&json!({"capability": "charts", "trial": "refused"})]);
    let sync = desk.filled().await;
    assert!(sync["problem"].is_null(), "all else is read: {sync}");
    let somebody = somebody_on(&practice.sandbox().truth(), day("2026-11-23")).id;
    let part = open(&desk, somebody).await;
    assert_eq!((&part["standing"], &part["trouble"]), (&json!("unread"), &json!("noRight")));
    practice.sandbox().set_fault(Fault::ChartRefused, false);
    let opening = json!({ "patient": somebody.to_string() });
    desk.ask("patient_refresh", opening.clone()).await;
    let card = desk.until("patient_open", opening, |card| card["allergies"]["trouble"].is_null()).await;
    assert_ne!(card["allergies"]["standing"], "unread");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_later_is_read_once_their_card_is_opened() {
    let mut desk = filled().await;
    let practice = desk.edges().practice.clone();
    let truth = practice.sandbox().truth();
    let soon: Vec<u64> =
        truth.visits(day("2026-11-23"), day("2026-12-07")).map(|visit| visit.patient).collect();
    let mut later = truth.visits(day("2027-01-11"), day("2027-03-01")).map(|visit| visit.patient);
    let seen = |id: &u64| truth.patient(*id).is_some_and(|one| !one.restricted && one.merged_into.is_none());
    let somebody = later.find(|id| !soon.contains(id) && seen(id)).expect("somebody comes later only");
    let part = open(&desk, somebody).await;
    assert_eq!((&part["standing"], &part["asOf"]), (&json!("unread"), &Value::Null));
    let opening = json!({ "patient": somebody.to_string() });
    let card = desk.until("patient_open", opening, |card| card["allergies"]["standing"] != "unread").await;
    assert!(card["allergies"]["asOf"].is_string());
    desk.close().await;
}
