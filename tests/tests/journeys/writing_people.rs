//! Writes about people who are not quite whom they seem: like another, merged, gone.

use sandbox::{Fault, PatientTruth, Standing};
use serde_json::{Value, json};

use crate::writing::{applied, draft_mail, filled, release, somebody, stage, until};
use acceptance::Desk;
use ipc::Failure;

const PHONE: &str = "5855550142";

/// A registration of somebody with the names and the birth date of a patient.
fn namesake(of: &PatientTruth, more: &[(&str, &str)]) -> Value {
    let born = of.born.to_string();
    let first = of.first_name.clone().expect("a first name");
    let said = [("first", first.as_str()), ("last", &of.last_name), ("dob", &born), ("department", "1")];
    let fields = said.iter().chain(more).map(|(field, value)| json!({"field": field, "value": value}));
    Value::Array(fields.collect())
}

async fn create(desk: &Desk, fields: &Value, ruled_out: &[&str]) -> String {
    let asked = json!({"fields": fields, "ruledOut": ruled_out});
    let drafted = desk.ask("write_create", asked).await;
    let write = drafted["write"].as_str().expect("an id").to_owned();
    release(desk, &write).await;
    write
}

#[tokio::test(start_paused = true)]
async fn names_and_birth_date_alone_decide_nothing_and_more_says_who_it_is_taken_for() {
    let desk = filled().await;
    let known = somebody(&desk);
    let id = known.id.to_string();
    let alike = async |more: &[(&str, &str)]| {
        let found = desk.ask("patient_alike", json!({"fields": namesake(&known, more)})).await;
        let rows = found["rows"].as_array().expect("rows").clone();
        rows.into_iter().find(|row| row["patient"] == id.as_str()).expect("they are found")
    };
    let row = alike(&[("mobilePhone", PHONE)]).await;
    assert_eq!((&row["score"], &row["likeness"]), (&json!(23), &json!("likely")));
    let fields = row["fields"].as_array().expect("fields");
    let phone = fields.iter().find(|field| field["field"] == "mobilePhone").expect("both are shown");
    assert_eq!(phone["ours"], PHONE);
    assert_eq!(phone["differs"], known.mobile_phone.is_some());
    let phone = known.mobile_phone.clone().or(known.home_phone.clone()).expect("a phone");
    let row = alike(&[("mobilePhone", &phone)]).await;
    assert!(row["score"].as_i64().is_some_and(|score| score >= 26), "{row}");
    assert_eq!(row["likeness"], "same");
    let thin = json!({"fields": [{"field": "last", "value": "Ross"}]});
    let refused = desk.call("patient_alike", thin).await.err();
    assert!(matches!(&refused, Some(Failure::BadFields { troubles }) if troubles.len() == 2), "{refused:?}");
    desk.close().await;
}

/// In which words somebody is on record as shown to whoever had not asked for them, the latest first.
async fn looked_at(desk: &Desk, patient: &str) -> Vec<String> {
    let page = desk.ask("audit_read", json!({"limit": 200, "patient": patient, "kind": "view"})).await;
    let rows = page["rows"].as_array().expect("rows").clone();
    let words = rows.iter().map(|row| row["words"].as_str().expect("words").to_owned());
    words.filter(|words| words.starts_with("was shown ")).collect()
}

#[tokio::test(start_paused = true)]
async fn whoever_is_shown_beside_a_newcomer_is_on_record_as_looked_at() {
    let mut desk = filled().await;
    let known = somebody(&desk);
    let id = known.id.to_string();
    let fields = namesake(&known, &[("mobilePhone", PHONE)]);
    assert!(looked_at(&desk, &id).await.is_empty());
    desk.ask("patient_alike", json!({"fields": fields})).await;
    assert_eq!(looked_at(&desk, &id).await, ["was shown a likely duplicate"]);
    let write = create(&desk, &fields, &[]).await;
    until(&mut desk, &write, |row| row["why"] == "likelyDuplicate").await;
    let counted = desk.ask("write_list", json!({"limit": 0})).await;
    assert_eq!((&counted["rows"], &counted["counts"]["held"]), (&json!([]), &json!(1)));
    let desk = desk.restart().await;
    desk.ask("write_list", json!({"limit": 50})).await;
    let saw = looked_at(&desk, &id).await;
    assert!(saw.iter().all(|words| words == "was shown a likely duplicate"), "{saw:?}");
    assert!(saw.len() > 1, "and when the draft was held for them");
    let other = draft_mail(&desk, &id, "mine@example.org").await;
    desk.ask("write_list", json!({"limit": 1, "write": other})).await;
    let saw = looked_at(&desk, &id).await;
    assert_eq!(saw[0], "was shown what is written of a patient", "{saw:?}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn somebody_like_the_newcomer_is_shown_and_only_a_person_rules_them_out() {
    let mut desk = filled().await;
    let known = somebody(&desk);
    let id = known.id.to_string();
    let fields = namesake(&known, &[("mobilePhone", PHONE)]);
    let write = create(&desk, &fields, &[]).await;
    let held = until(&mut desk, &write, |row| row["why"].is_string()).await;
    assert_eq!((&held["stage"], &held["why"]), (&json!("draft"), &json!("likelyDuplicate")));
    assert_eq!(held["alike"][0]["patient"], id.as_str());
    assert_eq!(applied(&desk, "mobilephone", PHONE), 0);
    let draft = json!({"kind": "create", "fields": fields, "ruledOut": [id]});
    desk.ask("write_redraft", json!({"write": write, "draft": draft})).await;
    release(&desk, &write).await;
    let saved = stage(&mut desk, &write, "saved").await;
    assert_ne!(saved["patient"], id.as_str(), "somebody else");
    assert_eq!(applied(&desk, "mobilephone", PHONE), 1);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_registration_is_never_taken_for_a_namesake_and_not_called_absent_while_one_is_there() {
    let mut desk = filled().await;
    let known = somebody(&desk);
    let (born, first) = (known.born.format("%m/%d/%Y").to_string(), "Zdenka");
    let sandbox = desk.edges().practice.sandbox().clone();
    let mut others = sandbox.truth().patients().filter(|one| {
        one.id != known.id && !one.restricted && one.merged_into.is_none() && one.standing == Standing::Active
    });
    let becomes = others.next().expect("another patient");
    drop(others);
    desk.edges().practice.sandbox().set_fault_once(Fault::WriteLost);
    let fields = json!([
        {"field": "first", "value": first}, {"field": "last", "value": "Quixworth"},
        {"field": "dob", "value": known.born.to_string()}, {"field": "department", "value": "1"},
        {"field": "mobilePhone", "value": PHONE},
    ]);
    let write = create(&desk, &fields, &[]).await;
    stage(&mut desk, &write, "unknown").await;
    let rival = [("firstname", first), ("lastname", "Quixworth"), ("dob", born.as_str())];
    assert!(sandbox.another_desk(becomes.id, &rival), "another desk registers a namesake");
    let told = until(&mut desk, &write, |row| row["why"] == "cannotTell").await;
    assert_eq!(told["stage"], "unknown", "names and birth date alone decide nothing");
    assert_eq!(told["alike"][0]["patient"], becomes.id.to_string());
    until(&mut desk, &write, |row| row["can"].as_array().is_some_and(|can| can.contains(&json!("again"))))
        .await;
    let unsaid = json!({"write": write, "found": {"kind": "there"}});
    let refused = desk.call("write_resolve", unsaid).await.err();
    assert_eq!(refused, Some(Failure::Invalid { field: ipc::Field::Patient }), "who, a person says");
    for somebody_else in ["999999999".to_owned(), known.id.to_string()] {
        let found = json!({"kind": "there", "patient": somebody_else});
        let refused = desk.call("write_resolve", json!({"write": write, "found": found})).await.err();
        assert_eq!(refused, Some(Failure::Invalid { field: ipc::Field::Patient }), "a number mistyped");
    }
    desk.ask("write_resolve", json!({"write": write, "found": {"kind": "notThere"}})).await;
    let ended = stage(&mut desk, &write, "notSaved").await;
    assert_eq!((&ended["end"], &ended["endedBy"]["id"]), (&json!("person"), &json!("desktop")));
    desk.close().await;
}

/// Somebody of the practice, put into the copy by asking for them.
async fn asked_for(desk: &Desk, wanted: impl Fn(&PatientTruth) -> bool) -> PatientTruth {
    let found = desk.edges().practice.sandbox().truth().patients().find(|one| !one.restricted && wanted(one));
    let found = found.expect("there is somebody");
    desk.ask("patient_ask", json!({"text": found.id.to_string()})).await;
    found
}

#[tokio::test(start_paused = true)]
async fn whoever_died_or_is_seen_here_no_more_is_marked_and_can_be_changed() {
    for (flag, of) in [
        ("deceased", (|one: &PatientTruth| one.died.is_some()) as fn(&PatientTruth) -> bool),
        ("inactive", |one: &PatientTruth| one.standing == Standing::Inactive && one.died.is_none()),
    ] {
        let mut desk = filled().await;
        let found = asked_for(&desk, |one| one.merged_into.is_none() && of(one)).await;
        let id = found.id.to_string();
        let form = desk.ask("patient_form", json!({"patient": id})).await;
        assert!(form["flags"].as_array().expect("flags").contains(&json!(flag)), "{flag}: {form}");
        let write = draft_mail(&desk, &id, "kin@example.org").await;
        let page = desk.ask("write_list", json!({"limit": 5, "patient": id})).await;
        assert!(page["rows"][0]["flags"].as_array().expect("flags").contains(&json!(flag)), "{flag}");
        let form = desk.ask("patient_form", json!({"patient": id})).await;
        assert_eq!(form["open"], write.as_str());
        release(&desk, &write).await;
        stage(&mut desk, &write, "saved").await;
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_was_merged_is_shown_as_who_they_are_now_and_not_written_under_the_old_number() {
    let desk = filled().await;
    let found = asked_for(&desk, |one| one.merged_into.is_some()).await;
    let (old, now) = (found.id.to_string(), found.merged_into.expect("merged").to_string());
    let form = desk.ask("patient_form", json!({"patient": old})).await;
    assert_eq!(form["patient"], now.as_str());
    let change = json!([{"field": "email", "saw": "", "value": "a@example.org"}]);
    let refused = desk.call("write_edit", json!({"patient": old, "changes": change})).await.err();
    assert_eq!(refused, Some(Failure::OutOfTurn), "whoever was on screen is not the one it would be about");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_another_desk_wrote_at_the_same_moment_stays_and_is_not_ours() {
    let mut desk = filled().await;
    let id = somebody(&desk).id.to_string();
    desk.edges().practice.sandbox().set_fault_once(Fault::RivalChange);
    let write = draft_mail(&desk, &id, "mine@example.org").await;
    release(&desk, &write).await;
    let saved = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!(saved["fields"].as_array().map(Vec::len), Some(1), "of what was written, and of no more");
    assert_eq!(saved["fields"][0]["made"], "kept");
    let theirs = |form: &Value| {
        let fields = form["fields"].as_array().expect("fields");
        fields.iter().any(|field| field["field"] == "line2" && field["value"] == "C/O ANOTHER DESK")
    };
    desk.until("patient_form", json!({"patient": id}), theirs).await;
    desk.close().await;
}
