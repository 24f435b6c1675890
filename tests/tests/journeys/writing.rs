//! Writes through the contract: what a person is told of each, and how often the practice applied it.

use acceptance::{Desk, Edges, Way, pass, somebody_on};
use athena::{SendFailure, TransportError};
use chrono::{NaiveDate, TimeDelta};
use ipc::{Failure, Field, Permission};
use sandbox::{Fault, PatientTruth};
use serde_json::{Value, json};

const PHONE: &str = "5855550142";
pub(crate) const MAIL: &str = "somebody.new@example.org";

/// A console whose copy is filled.
pub(crate) async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

/// Somebody who comes today.
pub(crate) fn somebody(desk: &Desk) -> PatientTruth {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    somebody_on(&desk.edges().practice.sandbox().truth(), today)
}

pub(crate) fn applied(desk: &Desk, name: &str, value: &str) -> usize {
    desk.edges().practice.sandbox().truth().applied(&[(name, value)])
}

pub(crate) fn newcomer(phone: &str) -> Value {
    json!([
        {"field": "first", "value": "Zdenka"},
        {"field": "last", "value": "Quixworth"},
        {"field": "dob", "value": "1980-02-29"},
        {"field": "sex", "value": "F"},
        {"field": "department", "value": "1"},
        {"field": "mobilePhone", "value": phone},
    ])
}

/// What a field of a patient's form says.
async fn field(desk: &Desk, patient: &str, name: &str) -> String {
    let form = desk.ask("patient_form", json!({"patient": patient})).await;
    let fields = form["fields"].as_array().expect("fields");
    let found = fields.iter().find(|field| field["field"] == name).expect("the field");
    found["value"].as_str().expect("text").to_owned()
}

fn id(drafted: &Value) -> String {
    drafted["write"].as_str().expect("an id").to_owned()
}

pub(crate) async fn release(desk: &Desk, write: &str) {
    desk.ask("write_release", json!({"write": write, "confirmed": ["name", "dob"]})).await;
}

pub(crate) async fn draft_mail(desk: &Desk, patient: &str, mail: &str) -> String {
    let saw = field(desk, patient, "email").await;
    let changes = json!([{"field": "email", "saw": saw, "value": mail}]);
    id(&desk.ask("write_edit", json!({"patient": patient, "changes": changes})).await)
}

/// Drafts and releases a registration, or a change of somebody's e-mail; gives the write and by what the
/// practice would tell that it was applied.
async fn written(desk: &Desk, create: bool) -> (String, (&'static str, &'static str)) {
    let (write, mark) = if create {
        let asked = json!({"fields": newcomer(PHONE), "ruledOut": []});
        (id(&desk.ask("write_create", asked).await), ("mobilephone", PHONE))
    } else {
        (draft_mail(desk, &somebody(desk).id.to_string(), MAIL).await, ("email", MAIL))
    };
    release(desk, &write).await;
    (write, mark)
}

fn found<'p>(page: &'p Value, write: &str) -> &'p Value {
    let rows = page["rows"].as_array().expect("rows");
    rows.iter().find(|row| row["id"] == write).unwrap_or(&Value::Null)
}

/// Waits until a write is so.
pub(crate) async fn until(desk: &mut Desk, write: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let page = desk.until("write_list", json!({"limit": 100}), |page| wanted(found(page, write))).await;
    found(&page, write).clone()
}

pub(crate) async fn stage(desk: &mut Desk, write: &str, stage: &str) -> Value {
    until(desk, write, |row| row["stage"] == stage).await
}

#[tokio::test(start_paused = true)]
async fn somebody_registered_is_saved_once_read_back_and_in_the_copy() {
    let mut desk = filled().await;
    let form = desk.ask("patient_form", json!({})).await;
    let needs = |need: &str| -> Vec<&str> {
        let fields = form["fields"].as_array().expect("fields");
        let wanted = fields.iter().filter(|field| field["need"] == need);
        wanted.map(|field| field["field"].as_str().expect("a name")).collect()
    };
    assert_eq!(needs("required"), ["last", "first", "dob", "department"]);
    assert_eq!(needs("oneOf"), ["mobilePhone", "homePhone", "workPhone", "email"]);

    let (write, _) = written(&desk, true).await;
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["stage"], &row["end"]), (&json!("saved"), &json!("answer")));
    assert_eq!(row["name"], "Quixworth, Zdenka");
    let fields = row["fields"].as_array().expect("fields");
    assert!(fields.iter().all(|field| field["made"] == "kept"), "{fields:?}");
    assert_eq!(applied(&desk, "mobilephone", PHONE), 1);
    let patient = row["patient"].as_str().expect("a number").to_owned();
    let search = json!({"text": "Quixworth", "limit": 5});
    desk.until("patient_search", search, |page| page["rows"][0]["id"] == patient.as_str()).await;
    assert_eq!(row["can"], json!([]), "a registration stays, and nothing in it is to be seen");
    let page = desk.ask("write_list", json!({"limit": 5})).await;
    assert_eq!(page["counts"]["unseen"], 0);

    let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "write"})).await;
    let rows = audit["rows"].as_array().expect("rows");
    let said = rows.iter().find(|row| row["words"] == "had a draft written").expect("it is on record");
    assert_eq!(said["about"], "name dob");
    assert_eq!(said["write"], json!({"id": write, "here": true}), "it leads there");
    let alone = desk.ask("write_list", json!({"limit": 1, "write": write})).await;
    assert_eq!((found(&alone, &write)["id"].as_str(), &alone["cursor"]), (Some(&*write), &Value::Null));
    assert_eq!(said["practice"]["number"], "195900");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_change_tells_of_each_field_what_athenahealth_made_of_it_and_the_copy_follows() {
    let mut desk = filled().await;
    let patient = somebody(&desk).id.to_string();
    let (write, _) = written(&desk, false).await;
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!(row["fields"][0]["to"], MAIL);
    assert_eq!(row["fields"][0]["made"], "kept");
    assert_eq!(row["patient"], patient.as_str());
    let has_it = |form: &Value| {
        let fields = form["fields"].as_array().expect("fields");
        fields.iter().any(|field| field["field"] == "email" && field["value"] == MAIL)
    };
    desk.until("patient_form", json!({"patient": patient}), has_it).await;
    let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "write", "patient": patient})).await;
    assert_eq!(audit["rows"].as_array().map(Vec::len), Some(2), "drafted and released: {audit}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_is_lost_is_shown_as_unknown_and_found_by_reading_back() {
    for fault in [Fault::CommitThenDrop, Fault::CommitThenFail, Fault::CommitThenDelay] {
        for create in [true, false] {
            let mut desk = filled().await;
            desk.edges().practice.sandbox().set_fault_once(fault);
            let (write, (name, value)) = written(&desk, create).await;
            let unknown = stage(&mut desk, &write, "unknown").await;
            assert!(unknown["why"].is_string(), "{fault}: it says why");
            assert!(!unknown["can"].as_array().expect("deeds").contains(&json!("again")), "{fault}");
            let not_there = json!({"write": write, "found": {"kind": "notThere"}});
            assert_eq!(desk.call("write_resolve", not_there).await.err(), Some(Failure::TooSoon), "{fault}");
            let saved = stage(&mut desk, &write, "saved").await;
            assert_eq!(saved["end"], "readBack", "{fault}");
            assert_eq!(applied(&desk, name, value), 1, "{fault}");
            desk.close().await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_was_lost_is_said_not_to_be_there_and_written_again_as_another() {
    for create in [true, false] {
        let mut desk = filled().await;
        desk.edges().practice.sandbox().set_fault_once(Fault::WriteLost);
        let (write, (name, value)) = written(&desk, create).await;
        let lost = stage(&mut desk, &write, "notSaved").await;
        assert_eq!((&lost["why"], &lost["end"]), (&json!("notCarriedOut"), &json!("readBack")));
        assert_eq!(applied(&desk, name, value), 0, "and it is not");
        let again = id(&desk.ask("write_again", json!({"write": write})).await);
        let saved = stage(&mut desk, &again, "saved").await;
        assert_eq!(saved["follows"], write.as_str());
        assert_eq!(applied(&desk, name, value), 1);
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_somebody_else_changed_stands_beside_it_until_a_person_decides() {
    let mut desk = filled().await;
    let somebody = somebody(&desk);
    let write = draft_mail(&desk, &somebody.id.to_string(), MAIL).await;
    let rival = [("email", "rival@example.org")];
    assert!(desk.edges().practice.sandbox().another_desk(somebody.id, &rival));
    release(&desk, &write).await;
    let held = until(&mut desk, &write, |row| row["why"].is_string()).await;
    assert_eq!((&held["stage"], &held["why"]), (&json!("draft"), &json!("changedMeanwhile")));
    let field = &held["fields"][0];
    assert_eq!((&field["to"], &field["theirs"]), (&json!(MAIL), &json!("rival@example.org")));
    let page = desk.ask("write_list", json!({"limit": 5})).await;
    assert_eq!((&page["counts"]["held"], &page["counts"]["drafts"]), (&json!(1), &json!(1)));
    let change = json!([{"field": "email", "saw": field["theirs"], "value": MAIL}]);
    let draft = json!({"kind": "edit", "changes": change});
    desk.ask("write_redraft", json!({"write": write, "draft": draft})).await;
    release(&desk, &write).await;
    stage(&mut desk, &write, "saved").await;
    assert_eq!(applied(&desk, "email", MAIL), 1);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_drafted_offline_goes_by_itself_after_a_look_at_what_changed() {
    let mut desk = filled().await;
    let somebody = somebody(&desk);
    desk.edges().practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Connect)));
    let write = draft_mail(&desk, &somebody.id.to_string(), MAIL).await;
    let other = id(&desk.ask("write_create", json!({"fields": newcomer(PHONE), "ruledOut": []})).await);
    release(&desk, &write).await;
    release(&desk, &other).await;
    let waits = until(&mut desk, &write, |row| row["why"].is_string()).await;
    assert_eq!((&waits["stage"], &waits["why"]), (&json!("waiting"), &json!("noConnection")));
    let desk = desk.restart().await;
    let rival = [("email", "rival@example.org")];
    assert!(desk.edges().practice.sandbox().another_desk(somebody.id, &rival));
    desk.edges().practice.set_way(Way::Open);
    let mut desk = desk;
    let held = until(&mut desk, &write, |row| row["stage"] == "draft").await;
    assert_eq!(held["why"], "changedMeanwhile", "it is not written over what somebody else wrote");
    stage(&mut desk, &other, "saved").await;
    assert_eq!((applied(&desk, "email", MAIL), applied(&desk, "mobilephone", PHONE)), (0, 1));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_draft_is_kept_as_it_is_and_released_only_whole_and_by_two_identifiers() {
    let desk = filled().await;
    let fields = json!([
        {"field": "last", "value": "x".repeat(31)},
        {"field": "state", "value": "XX"},
        {"field": "mobilePhone", "value": "(585) 555-0142"},
    ]);
    let drafted = desk.ask("write_create", json!({"fields": fields, "ruledOut": []})).await;
    let trouble = |field: &str, why: &str| json!({"field": field, "why": why});
    let troubles = drafted["troubles"].as_array().expect("troubles").clone();
    for wanted in [
        trouble("last", "tooLong"),
        trouble("first", "missing"),
        trouble("dob", "missing"),
        trouble("department", "missing"),
        trouble("state", "malformed"),
    ] {
        assert!(troubles.contains(&wanted), "{wanted} in {troubles:?}");
    }
    assert_eq!(troubles.len(), 5);
    let write = id(&drafted);
    let one = json!({"write": write, "confirmed": ["name", "name"]});
    let refused = desk.call("write_release", one).await.err();
    assert_eq!(refused, Some(Failure::Invalid { field: Field::Identifiers }));
    for absent in ["patientId", "memberId", "dob"] {
        let two = json!({"write": write, "confirmed": ["name", absent]});
        let refused = desk.call("write_release", two).await.err();
        assert_eq!(refused, Some(Failure::Invalid { field: Field::Identifiers }), "{absent} is not on file");
    }
    let two = json!({"write": write, "confirmed": ["name", "phone"]});
    let refused = desk.call("write_release", two).await.err();
    assert!(matches!(&refused, Some(Failure::BadFields { troubles }) if troubles.len() == 5), "{refused:?}");
    let desk = desk.restart().await;
    let page = desk.ask("write_list", json!({"limit": 5})).await;
    assert_eq!(found(&page, &write)["stage"], "draft", "what nobody released is kept");
    desk.ask("write_discard", json!({"write": write})).await;
    let page = desk.ask("write_list", json!({"limit": 5})).await;
    assert_eq!(page["rows"], json!([]), "what was taken back is gone");
    let refused = desk.call("write_discard", json!({"write": write})).await.err();
    assert_eq!(refused, Some(Failure::OutOfTurn));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_zip_of_another_state_is_refused_until_the_two_belong_together() {
    let mut desk = filled().await;
    let patient = somebody(&desk).id.to_string();
    let saw = field(&desk, &patient, "zip").await;
    let state = field(&desk, &patient, "state").await;
    assert_ne!(state, "HI", "the demo practice is on the mainland");
    let zip = json!([{"field": "zip", "saw": saw, "value": "96813"}]);
    let drafted = desk.ask("write_edit", json!({"patient": patient, "changes": zip})).await;
    assert_eq!(drafted["troubles"], json!([{"field": "zip", "why": "elsewhere"}]));
    let write = id(&drafted);
    let two = json!({"write": write, "confirmed": ["name", "dob"]});
    let refused = desk.call("write_release", two).await.err();
    assert!(matches!(&refused, Some(Failure::BadFields { troubles }) if troubles.len() == 1), "{refused:?}");
    let both = json!([zip[0], {"field": "state", "saw": state, "value": "HI"}]);
    let draft = json!({"kind": "edit", "changes": both});
    let drafted = desk.ask("write_redraft", json!({"write": write, "draft": draft})).await;
    assert_eq!(drafted["troubles"], json!([]));
    release(&desk, &write).await;
    stage(&mut desk, &write, "saved").await;
    assert_eq!(applied(&desk, "zip", "96813"), 1);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_change_is_undone_by_another_and_a_registration_stays() {
    let mut desk = filled().await;
    let patient = somebody(&desk).id.to_string();
    let before = field(&desk, &patient, "email").await;
    let (write, _) = written(&desk, false).await;
    stage(&mut desk, &write, "saved").await;
    let undo = id(&desk.ask("write_undo", json!({"write": write})).await);
    release(&desk, &undo).await;
    let saved = stage(&mut desk, &undo, "saved").await;
    assert_eq!((&saved["follows"], &saved["fields"][0]["to"]), (&json!(write), &json!(before)));
    assert_eq!(applied(&desk, "email", &before), 1);
    let (create, _) = written(&desk, true).await;
    stage(&mut desk, &create, "saved").await;
    let refused = desk.call("write_undo", json!({"write": create})).await.err();
    assert_eq!(refused, Some(Failure::CannotBeUndone));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_change_is_undone_once_and_a_second_undoing_is_refused_in_words() {
    let mut desk = filled().await;
    let patient = somebody(&desk).id.to_string();
    let (write, _) = written(&desk, false).await;
    stage(&mut desk, &write, "saved").await;
    let again = json!({"write": write});
    let listed = async |desk: &Desk| {
        let page = desk.ask("write_list", json!({"limit": 20, "patient": patient})).await;
        page["rows"].as_array().expect("rows").len()
    };
    let undo = id(&desk.ask("write_undo", again.clone()).await);
    assert_eq!(desk.call("write_undo", again.clone()).await.err(), Some(Failure::BeingUndone));
    assert_eq!(listed(&desk).await, 2, "the change and one that undoes it");
    desk.ask("write_discard", json!({"write": undo})).await;
    let undo = id(&desk.ask("write_undo", again.clone()).await);
    release(&desk, &undo).await;
    stage(&mut desk, &undo, "saved").await;
    assert_eq!(desk.call("write_undo", again).await.err(), Some(Failure::AlreadyUndone));
    assert_eq!(listed(&desk).await, 2, "what was taken back is not listed");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_practice_stays_while_nobody_knows_what_became_of_a_write_to_it() {
    let mut desk = filled().await;
    desk.edges().practice.sandbox().set_fault_once(Fault::CommitThenDrop);
    let (write, _) = written(&desk, true).await;
    stage(&mut desk, &write, "unknown").await;
    let connections = desk.ask("connection_list", json!({})).await;
    let connection = json!({"connection": connections["current"]});
    let refused = desk.call("connection_remove", connection.clone()).await.err();
    assert_eq!(refused, Some(Failure::WritesAtLarge { count: 1 }));
    stage(&mut desk, &write, "saved").await;
    let draft = draft_mail(&desk, &somebody(&desk).id.to_string(), MAIL).await;
    desk.ask("connection_remove", connection).await;
    desk.connect_demo().await;
    let page = desk.ask("write_list", json!({"limit": 5})).await;
    assert_eq!(page["rows"], json!([]), "nothing of it is left, {draft} neither");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn who_may_not_write_neither_writes_nor_sees_what_is_written() {
    let desk = filled().await;
    let write = draft_mail(&desk, &somebody(&desk).id.to_string(), MAIL).await;
    for (name, role, pin) in [("Ana Lee", "manager", "482915"), ("Ben Ross", "clinician", "771204")] {
        desk.ask("person_add", json!({"name": name, "role": role, "pin": pin})).await;
    }
    let people = desk.ask("people_list", json!({})).await;
    let people = people["people"].as_array().expect("people").clone();
    let ben = people.iter().find(|person| person["name"] == "Ben Ross").expect("he was added");
    desk.ask("person_sign_in", json!({"person": ben["id"], "pin": "771204"})).await;
    let two = json!({"write": write, "confirmed": ["name", "dob"]});
    for (command, request) in [
        ("write_list", json!({"limit": 5})),
        ("write_release", two),
        ("write_create", json!({"fields": newcomer(PHONE), "ruledOut": []})),
        ("patient_form", json!({})),
    ] {
        let refused = desk.call(command, request).await.err();
        let wanted = Failure::Forbidden { permission: Permission::EditPatients };
        assert_eq!(refused, Some(wanted), "{command}");
    }
    assert_eq!(applied(&desk, "email", MAIL), 0);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_write_that_ended_and_was_seen_goes_after_ninety_days_and_all_else_stays() {
    let mut desk = filled().await;
    let (seen, _) = written(&desk, false).await;
    stage(&mut desk, &seen, "saved").await;
    desk.ask("write_see", json!({"write": seen})).await;
    desk.edges().practice.sandbox().set_fault_once(Fault::WriteLost);
    let (unseen, _) = written(&desk, true).await;
    stage(&mut desk, &unseen, "notSaved").await;
    let draft =
        id(&desk.ask("write_create", json!({"fields": newcomer("5855550143"), "ruledOut": []})).await);
    desk.edges().practice.sandbox().set_fault_once(Fault::CommitThenDrop);
    let unknown = draft_mail(&desk, &somebody(&desk).id.to_string(), "other@example.org").await;
    release(&desk, &unknown).await;
    stage(&mut desk, &unknown, "unknown").await;
    desk.edges().practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Connect)));
    let audit = async |desk: &Desk| {
        let page = desk.ask("audit_read", json!({"limit": 200, "kind": "write"})).await;
        page["rows"].as_array().expect("rows").len()
    };
    let recorded = audit(&desk).await;

    for (days, left) in [(88, true), (3, false)] {
        let edges = desk.close().await;
        edges.clock.step(TimeDelta::days(days));
        desk = Desk::start(edges).await;
        // A day passes at once, and what is due in it is done on a thread that does not: it is asked for again.
        for _ in 0..24 {
            pass(std::time::Duration::from_secs(65 * 60)).await;
            let there = desk.call("write_see", json!({"write": seen})).await;
            if there.is_err() {
                break;
            }
        }
        let there = desk.call("write_see", json!({"write": seen})).await;
        assert_eq!(there.is_ok(), left, "after {days} days more: {there:?}");
    }
    let page = desk.ask("write_list", json!({"limit": 100})).await;
    for stays in [&unseen, &draft, &unknown] {
        assert_eq!(found(&page, stays)["id"], stays.as_str(), "{page}");
    }
    assert!(audit(&desk).await >= recorded, "nothing is taken out of the audit");
    desk.close().await;
}
