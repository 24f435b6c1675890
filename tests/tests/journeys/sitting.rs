//! Who signs in at athenahealth is who sits at Daybook, and nobody writes over another's sign-in.

use acceptance::{Desk, Edges, NoKeychain, Visitor, Way};
use athena::{SendFailure, TransportError};
use console::KeychainTrouble;
use ipc::Failure;
use sandbox::{Fault, STAFF, StaffMember};
use serde_json::{Value, json};

use crate::described::change;
use crate::people::{add, sign_in as unlock};
use crate::sign_in::{connect, desk_and, desk_on};
use crate::writing::{applied, draft_mail, release, somebody, stage, until};

/// A desk whose copy is filled over somebody's sign-in.
async fn filled(who: &'static StaffMember) -> (Desk, Visitor, String) {
    let (mut desk, mut visitor) = desk_and(who).await;
    let connection = connect(&desk, &mut visitor).await;
    desk.filled().await;
    (desk, visitor, connection)
}

async fn sign_in_there(desk: &Desk, visitor: &mut Visitor, who: &'static StaffMember, connection: &str) {
    visitor.who = who;
    tokio::time::resume();
    let asked = desk.ask("connection_sign_in", json!({ "connection": connection }));
    let (_, shown) = tokio::join!(asked, visitor.decide("allow"));
    tokio::time::pause();
    assert!(shown.contains("Return to Daybook"), "{shown}");
}

async fn seat(desk: &Desk) -> Value {
    desk.ask("session_read", json!({})).await["seat"].clone()
}

/// Who sits there, by the name that athenahealth tells.
async fn sits(desk: &Desk) -> Value {
    let seat = seat(desk).await;
    assert_eq!(seat["seat"], "atAthena", "{seat}");
    seat["name"].clone()
}

async fn row(desk: &Desk) -> Value {
    desk.ask("connection_list", json!({})).await["rows"][0].clone()
}

/// What the audit says was done by some words: by whom and about what, the latest first.
async fn told(desk: &Desk, words: &str) -> Vec<(Value, Value)> {
    let page = desk.ask("audit_read", json!({"limit": 200})).await;
    let lines = page["rows"].as_array().expect("lines").iter().filter(|line| line["words"] == words);
    lines.map(|line| (line["person"]["name"].clone(), line["about"].clone())).collect()
}

fn offline() -> Way {
    Way::Broken(TransportError::NotSent(SendFailure::Dns))
}

#[tokio::test]
async fn whoever_signed_in_sits_here_by_name_across_restarts_and_without_a_network() {
    let (desk, mut visitor, connection) = filled(&STAFF[0]).await;
    let (rosa, ben) = (STAFF[0].name(), STAFF[1].name());
    assert_eq!(sits(&desk).await, rosa);
    let patient = json!({"patient": somebody(&desk).id.to_string()});
    desk.ask("patient_open", patient.clone()).await;
    assert_eq!(told(&desk, "opened a patient").await, [(json!(rosa), Value::Null)]);
    assert_eq!(told(&desk, "added a connection").await, [(json!(rosa), json!(connection))]);
    let signed = desk.ask("audit_read", json!({"limit": 9, "kind": "signIn"})).await["rows"][0].clone();
    assert_eq!((&signed["words"], &signed["about"]), (&json!("signed in at athenahealth"), &json!(rosa)));
    assert_eq!(signed["practice"]["number"], sandbox::PRACTICE_ID, "it says where");

    desk.edges().practice.set_way(offline());
    let desk = desk.restart().await;
    assert_eq!(sits(&desk).await, rosa, "being offline signs nobody out");
    desk.ask("patient_open", patient.clone()).await;

    desk.edges().practice.set_way(Way::Open);
    visitor.pages = desk.edges().pages.subscribe();
    sign_in_there(&desk, &mut visitor, &STAFF[1], &connection).await;
    assert_eq!(sits(&desk).await, ben, "who signs in takes the seat");
    desk.ask("patient_open", patient).await;
    assert_eq!(told(&desk, "opened a patient").await[0].0, ben);
    assert_eq!(told(&desk, "signed in at athenahealth").await[0], (json!(ben), json!(ben)));
    let people = desk.ask("audit_read", json!({"limit": 1})).await["people"].clone();
    let names: Vec<_> = people.as_array().expect("people").iter().map(|one| one["name"].clone()).collect();
    assert!(names.contains(&json!(rosa)) && names.contains(&json!(ben)), "and can be chosen: {people}");
}

#[tokio::test]
async fn whoever_signs_out_gets_up_and_nothing_of_a_patient_is_answered_until_somebody_signs_in() {
    let (desk, mut visitor, connection) = filled(&STAFF[0]).await;
    let patient = json!({"patient": somebody(&desk).id.to_string()});
    desk.edges().practice.set_way(offline());
    let out = desk.ask("connection_sign_out", json!({ "connection": connection })).await;
    assert_eq!(out, json!({"revoked": false}), "it is done here, whatever can be told");
    let mut desk = desk;
    for restarts in [true, false] {
        assert_eq!(seat(&desk).await["connection"], connection.as_str());
        for (name, request) in [
            ("patient_open", patient.clone()),
            ("patient_search", json!({"text": "a", "limit": 5})),
            ("patient_recent", json!({})),
            ("schedule_day", json!({"date": "2026-11-23"})),
            ("write_list", json!({"limit": 5})),
            ("audit_read", json!({"limit": 5})),
            ("vault_export", json!({"passphrase": "a long enough passphrase"})),
            ("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": "482915"})),
            ("connection_add", json!({"environment": "demo", "size": "solo"})),
            ("connection_switch", json!({ "connection": connection })),
            ("connection_remove", json!({ "connection": connection })),
        ] {
            assert_eq!(desk.call(name, request).await.err(), Some(Failure::SignInNeeded), "{name}");
        }
        assert_eq!(row(&desk).await["person"], Value::Null, "what is of no patient is answered");
        if restarts {
            desk = desk.restart().await;
        }
    }
    desk.edges().practice.set_way(Way::Open);
    visitor.pages = desk.edges().pages.subscribe();
    sign_in_there(&desk, &mut visitor, &STAFF[1], &connection).await;
    desk.ask("patient_open", patient).await;
    assert_eq!(told(&desk, "signed out").await[0].0, STAFF[0].name());
    let refused = desk.ask("audit_read", json!({"limit": 50, "kind": "refusal"})).await;
    assert_eq!(refused["rows"][0]["person"]["id"], "nobody", "{refused}");
}

#[tokio::test]
async fn whoever_signed_in_sits_there_again_once_the_passphrase_opened_the_lock() {
    let words = "correct horse battery staple";
    let (desk, mut visitor) =
        desk_on(&STAFF[0], |edges: Edges| edges.with_keychain(NoKeychain(KeychainTrouble::Absent))).await;
    desk.ask("profile_open", json!({ "passphrase": words })).await;
    connect(&desk, &mut visitor).await;
    assert_eq!(desk.ask("console_lock", json!({})).await["stage"]["stage"], "locked");
    assert_eq!(desk.call("audit_read", json!({"limit": 5})).await.err(), Some(Failure::Locked));
    desk.ask("profile_open", json!({ "passphrase": words })).await;
    assert_eq!(sits(&desk).await, STAFF[0].name());
    let opened = told(&desk, "unlocked the console").await;
    assert_eq!(opened, [(json!(STAFF[0].name()), Value::Null)]);
}

#[tokio::test]
async fn whom_athenahealth_does_not_name_sits_here_all_the_same() {
    let (desk, mut visitor) = desk_and(&STAFF[0]).await;
    visitor.practice.set_fault(Fault::UserinfoRefused, true);
    let (added, _) =
        tokio::join!(desk.ask("connection_add", crate::sign_in::of_people()), visitor.decide("allow"));
    assert_eq!((&added["connection"]["person"], sits(&desk).await), (&json!(""), json!("")));
    desk.ask("audit_read", json!({"limit": 5})).await;
}

#[tokio::test]
async fn a_write_does_not_leave_over_anothers_sign_in_and_says_for_whose_it_would_be_taken() {
    let (mut desk, mut visitor, connection) = filled(&STAFF[0]).await;
    let (rosa, ben) = (STAFF[0].name(), STAFF[1].name());
    let manager = add(&desk, "Ana Lee", "manager", "482915").await;
    let front = add(&desk, "Ben Ross", "frontDesk", "771204").await;
    unlock(&desk, &front, "771204").await.expect("his PIN");
    let there = row(&desk).await;
    assert_eq!((&there["person"], &there["another"]), (&json!(rosa), &json!(true)));
    let patient = somebody(&desk).id.to_string();
    desk.ask("patient_open", json!({ "patient": patient })).await;

    let write = draft_mail(&desk, &patient, "bens@example.org").await;
    release(&desk, &write).await;
    let held = until(&mut desk, &write, |row| row["why"].is_string()).await;
    assert_eq!((&held["stage"], &held["why"]), (&json!("draft"), &json!("anothersSignIn")));
    assert_eq!((&held["over"], &held["by"]["name"]), (&json!(rosa), &json!("Ben Ross")));
    assert_eq!(desk.ask("write_list", json!({"limit": 5})).await["counts"]["held"], 1);
    assert_eq!(applied(&desk, "email", "bens@example.org"), 0);

    sign_in_there(&desk, &mut visitor, &STAFF[1], &connection).await;
    let there = row(&desk).await;
    assert_eq!((&there["person"], &there["another"]), (&json!(ben), &json!(false)));
    release(&desk, &write).await;
    stage(&mut desk, &write, "saved").await;
    assert_eq!(applied(&desk, "email", "bens@example.org"), 1);

    let saved = |form: &Value| {
        let fields = form["fields"].as_array().expect("fields");
        fields.iter().any(|field| field["field"] == "email" && field["value"] == "bens@example.org")
    };
    desk.until("patient_form", json!({ "patient": patient }), saved).await;

    // The next person at the desk is told so, and what they send is held, until they sign in too.
    unlock(&desk, &manager, "482915").await.expect("her PIN");
    assert_eq!(row(&desk).await["another"], true);
    let write = draft_mail(&desk, &patient, "anas@example.org").await;
    release(&desk, &write).await;
    let held = until(&mut desk, &write, |row| row["why"].is_string()).await;
    assert_eq!((&held["why"], &held["over"]), (&json!("anothersSignIn"), &json!(ben)));
    sign_in_there(&desk, &mut visitor, &STAFF[0], &connection).await;
    assert_eq!(row(&desk).await["another"], false);
    release(&desk, &write).await;
    stage(&mut desk, &write, "saved").await;
    assert_eq!(told(&desk, "signed in at athenahealth").await[0], (json!("Ana Lee"), json!(rosa)));

    // Whose browser it was is known by now: a sign-in as somebody else makes nobody them.
    unlock(&desk, &front, "771204").await.expect("his PIN");
    sign_in_there(&desk, &mut visitor, &STAFF[0], &connection).await;
    let desk = desk.restart().await;
    unlock(&desk, &front, "771204").await.expect("his PIN");
    assert_eq!(row(&desk).await["another"], true);
    assert_eq!(applied(&desk, "email", "anas@example.org"), 1);
}

#[tokio::test]
async fn what_waited_for_ones_own_sign_in_does_not_leave_over_the_next() {
    let (mut desk, mut visitor, connection) = filled(&STAFF[0]).await;
    let patient = somebody(&desk).id.to_string();
    visitor.practice.set_fault(Fault::RefreshRevoked, true);
    desk.ask("schedule_refresh", json!({"date": "2026-11-24"})).await;
    desk.until("sync_read", json!({}), |sync| sync["problem"]["code"] == "signInNeeded").await;
    assert_eq!(sits(&desk).await, STAFF[0].name(), "who was cut off is still there, to look");
    let write = draft_mail(&desk, &patient, "rosas@example.org").await;
    release(&desk, &write).await;
    until(&mut desk, &write, |row| row["why"] == "signIn").await;
    visitor.practice.set_fault(Fault::RefreshRevoked, false);
    sign_in_there(&desk, &mut visitor, &STAFF[1], &connection).await;
    let held = until(&mut desk, &write, |row| row["why"] == "anothersSignIn").await;
    assert_eq!((&held["over"], &held["by"]["name"]), (&json!(STAFF[1].name()), &json!(STAFF[0].name())));
    assert_eq!(applied(&desk, "email", "rosas@example.org"), 0);
    release(&desk, &write).await;
    stage(&mut desk, &write, "saved").await;
    assert_eq!(told(&desk, "had a draft written").await[0].0, STAFF[1].name());
}

#[tokio::test]
async fn whoever_adds_themselves_by_the_name_that_athenahealth_tells_is_who_signed_in() {
    let (mut desk, _visitor, _) = filled(&STAFF[0]).await;
    add(&desk, &STAFF[0].name(), "manager", "482915").await;
    assert_eq!(row(&desk).await["another"], false);
    let write = draft_mail(&desk, &somebody(&desk).id.to_string(), "rosas@example.org").await;
    release(&desk, &write).await;
    stage(&mut desk, &write, "saved").await;
}

#[tokio::test]
async fn a_seat_that_nobody_has_stays_so_whatever_the_description_says_of_how_people_sign_in() {
    let (desk, mut visitor, connection) = filled(&STAFF[0]).await;
    let patient = json!({"patient": somebody(&desk).id.to_string()});
    desk.edges().practice.set_way(offline());
    desk.ask("connection_sign_out", json!({ "connection": connection })).await;
    let edges = desk.close().await;
    change(&edges.folder, |all| all[0]["sign_in"] = json!("app"));
    let desk = Desk::start(edges).await;
    assert_eq!(seat(&desk).await["connection"], connection.as_str(), "nobody sits here");
    for (name, request) in [
        ("patient_open", patient.clone()),
        ("schedule_day", json!({"date": "2026-11-23"})),
        ("audit_read", json!({"limit": 5})),
    ] {
        assert_eq!(desk.call(name, request).await.err(), Some(Failure::SignInNeeded), "{name}");
    }
    assert_eq!(row(&desk).await["signIn"], "person", "as it was when it was connected");
    desk.edges().practice.set_way(Way::Open);
    visitor.pages = desk.edges().pages.subscribe();
    sign_in_there(&desk, &mut visitor, &STAFF[0], &connection).await;
    desk.ask("patient_open", patient).await;
    let words = "had people sign in as the vault says: somebody else changed what the connection says";
    assert_eq!(told(&desk, words).await, [(Value::Null, json!(connection))], "it is on record");
    let desk = desk.restart().await;
    assert_eq!(sits(&desk).await, STAFF[0].name());
    assert_eq!(told(&desk, words).await.len(), 1, "and was put right");
}

async fn assert_nobody_reads_the_audit(desk: &Desk, left: &str) {
    let seat = seat(desk).await;
    assert_eq!((&seat["seat"], &seat["connection"]), (&json!("signedOut"), &json!(left)), "{seat}");
    for (name, request) in [
        ("audit_read", json!({"limit": 5})),
        ("audit_verify", json!({})),
        ("audit_export", json!({})),
        ("schedule_day", json!({"date": "2026-11-23"})),
    ] {
        assert_eq!(desk.call(name, request).await.err(), Some(Failure::SignInNeeded), "{name}");
    }
}

#[tokio::test]
async fn a_connection_that_is_taken_out_of_the_description_is_put_back_and_nobody_reads_the_audit() {
    let (desk, mut visitor, connection) = filled(&STAFF[0]).await;
    let patient = json!({"patient": somebody(&desk).id.to_string()});
    desk.edges().practice.set_way(offline());
    desk.ask("connection_sign_out", json!({ "connection": connection })).await;
    let mut edges = desk.close().await;
    for _ in 0..2 {
        change(&edges.folder, |all| *all = json!([]));
        let desk = Desk::start(edges).await;
        assert_nobody_reads_the_audit(&desk, &connection).await;
        edges = desk.close().await;
    }
    let desk = Desk::start(edges).await;
    desk.edges().practice.set_way(Way::Open);
    visitor.pages = desk.edges().pages.subscribe();
    sign_in_there(&desk, &mut visitor, &STAFF[0], &connection).await;
    desk.ask("patient_open", patient).await;
    let words = "put back a connection that somebody else had taken out of the description";
    let once = (Value::Null, json!(connection));
    assert_eq!(told(&desk, words).await, [once.clone(), once], "each time is on record");
    desk.ask("connection_remove", json!({ "connection": connection })).await;
    let desk = desk.restart().await;
    assert_eq!(row(&desk).await, Value::Null, "one that was removed stays so");
    assert_eq!(seat(&desk).await["seat"], "everybody");
    desk.close().await;
}

#[tokio::test]
async fn once_all_have_signed_out_nobody_sits_here_whichever_practice_is_in_use() {
    let (desk, mut visitor, connection) = filled(&STAFF[0]).await;
    desk.connect_demo().await;
    assert_eq!(seat(&desk).await["seat"], "everybody", "whoever signed in is at the demo practice");
    desk.ask("audit_read", json!({"limit": 5})).await;
    desk.ask("connection_sign_out", json!({ "connection": connection })).await;
    assert_nobody_reads_the_audit(&desk, &connection).await;
    let desk = desk.restart().await;
    assert_nobody_reads_the_audit(&desk, &connection).await;
    visitor.pages = desk.edges().pages.subscribe();
    sign_in_there(&desk, &mut visitor, &STAFF[0], &connection).await;
    assert_eq!(seat(&desk).await["seat"], "everybody");
    desk.ask("audit_read", json!({"limit": 5})).await;
    desk.close().await;
}

#[tokio::test]
async fn a_connection_that_the_vault_does_not_know_opens_nothing() {
    let (desk, _visitor, connection) = filled(&STAFF[0]).await;
    desk.edges().practice.set_way(offline());
    desk.ask("connection_sign_out", json!({ "connection": connection })).await;
    let edges = desk.close().await;
    change(&edges.folder, |all| {
        all[0]["sign_in"] = json!("app");
        all[0]["id"] = json!("0123456789abcdef0123456789abcdef");
    });
    let desk = Desk::start(edges).await;
    let patient = json!({"patient": somebody(&desk).id.to_string()});
    let refused = desk.call("patient_open", patient).await.err();
    assert_eq!(refused, Some(Failure::SignInNeeded), "its copy stays closed");
    assert_eq!(row(&desk).await["changed"], true);
    assert_nobody_reads_the_audit(&desk, &connection).await;
}

#[tokio::test]
async fn whoever_adds_the_first_person_is_signed_in_wherever_people_sign_in() {
    let (desk, mut visitor, first) = filled(&STAFF[0]).await;
    let mut elsewhere = crate::sign_in::of_people();
    elsewhere["environment"]["address"] = json!("https://another.example");
    tokio::time::resume();
    let (added, _) = tokio::join!(desk.ask("connection_add", elsewhere), visitor.decide("allow"));
    tokio::time::pause();
    assert_eq!(added["connection"]["person"], STAFF[0].name());
    desk.ask("connection_sign_out", json!({ "connection": first })).await;
    assert_eq!(sits(&desk).await, STAFF[0].name(), "she sits here by the other practice");
    let ana = json!({"name": "Ana Lee", "role": "manager", "pin": "482915"});
    let practice = row(&desk).await["label"].as_str().expect("a name").to_owned();
    assert_eq!(desk.call("person_add", ana.clone()).await.err(), Some(Failure::SignInFirst { practice }));
    sign_in_there(&desk, &mut visitor, &STAFF[0], &first).await;
    desk.ask("person_add", ana).await;
}
