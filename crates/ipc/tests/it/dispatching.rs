//! Dispatch: permission, lock, audit and bad requests, for every command.

use std::sync::Mutex;

use ipc::connection::{
    Added, ConnectionAdd, ConnectionList, ConnectionRemove, ConnectionSwitch, Connections,
};
use ipc::patient::{
    Asked, PatientAsk, PatientCard, PatientOpen, PatientPage, PatientRecent, PatientRefresh, PatientRemember,
    PatientSearch,
};
use ipc::practice::{Overview, PracticeOverview};
use ipc::schedule::{DaySheet, ScheduleDay, ScheduleRefresh};
use ipc::session::{PreferenceSet, ProfileOpen, Session, SessionRead};
use ipc::sync::{SyncRead, SyncView};
use ipc::{
    Api, Audit, AuditEntry, COMMANDS, Call, Caller, Failure, Field, Lock, Outcome, Permission, SecretText,
    dispatch,
};
use serde_json::{Value, json};

/// An application in which every command ends the same way.
struct Fails;

macro_rules! fails {
    ($($name:ident($request:ty) -> $response:ty;)+) => {
        impl Api for Fails {
            $(async fn $name(&self, _: &Call, _: $request) -> Result<$response, Failure> {
                Err(Failure::NotHeld)
            })+
        }
    };
}

fails! {
    connection_list(ConnectionList) -> Connections;
    connection_add(ConnectionAdd) -> Added;
    connection_remove(ConnectionRemove) -> ipc::Done;
    connection_switch(ConnectionSwitch) -> ipc::Done;
    patient_open(PatientOpen) -> PatientCard;
    patient_ask(PatientAsk) -> Asked;
    patient_recent(PatientRecent) -> PatientPage;
    patient_refresh(PatientRefresh) -> ipc::Done;
    patient_remember(PatientRemember) -> ipc::Done;
    patient_search(PatientSearch) -> PatientPage;
    practice_overview(PracticeOverview) -> Overview;
    preference_set(PreferenceSet) -> ipc::Done;
    profile_open(ProfileOpen) -> Session;
    schedule_day(ScheduleDay) -> DaySheet;
    schedule_refresh(ScheduleRefresh) -> ipc::Done;
    session_read(SessionRead) -> Session;
    sync_read(SyncRead) -> SyncView;
}

#[derive(Default)]
struct Book(Mutex<Vec<AuditEntry>>);

impl Audit for Book {
    fn record(&self, entry: AuditEntry) {
        self.0.lock().expect("not poisoned").push(entry);
    }
}

#[tokio::test]
async fn a_locked_console_answers_only_what_needs_no_permission() {
    let call = Call { caller: Caller::desktop(), lock: Lock::Locked };
    for spec in COMMANDS {
        let book = Book::default();
        let answer = dispatch(&Fails, &book, &call, spec.name, b"{").await.expect("the command exists");
        let wanted = match spec.permission {
            Permission::Anyone => Failure::Invalid { field: Field::Request },
            _ => Failure::Locked,
        };
        assert_eq!(answer.err(), Some(wanted), "{}", spec.name);
        let refusals = book.0.lock().expect("not poisoned").len();
        assert_eq!(refusals, usize::from(spec.audit.is_some()), "{}: a refusal is on record", spec.name);
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_read_is_on_record_as_any_other() {
    for spec in COMMANDS {
        let book = Book::default();
        let answer = dispatch(&Fails, &book, &Call::desktop(), spec.name, b"{").await;
        let wanted = Failure::Invalid { field: Field::Request };
        assert_eq!(answer.expect("the command exists").err(), Some(wanted), "{}", spec.name);
        let outcomes: Vec<Outcome> =
            book.0.into_inner().expect("not poisoned").into_iter().map(|entry| entry.outcome).collect();
        let due: &[Outcome] = if spec.audit.is_some() { &[Outcome::Failed] } else { &[] };
        assert_eq!(outcomes, due, "{}", spec.name);
    }
}

/// A request of each command with every field that it may have, as the window sends it.
fn whole_requests(command: &str) -> Vec<Value> {
    let key = |environment: Value| json!({"environment": environment, "practice": "195900", "clientId": "id", "clientSecret": "s"});
    match command {
        "connection_list" | "patient_recent" | "practice_overview" | "session_read" | "sync_read" => {
            vec![json!({})]
        }
        "connection_add" => vec![
            key(json!({"kind": "demo", "size": "solo"})),
            key(json!({"kind": "preview"})),
            key(json!({"kind": "production"})),
            key(json!({"kind": "other", "address": "https://practice.example"})),
        ],
        "connection_remove" | "connection_switch" => vec![json!({"connection": "c"})],
        "patient_open" | "patient_refresh" | "patient_remember" => vec![json!({"patient": "41882"})],
        "patient_ask" => vec![json!({"text": "okafor"})],
        "patient_search" => vec![json!({"text": "okafor", "limit": 20, "cursor": "c"})],
        "preference_set" => vec![json!({
            "preferences": {"theme": "dark", "density": "roomy", "hourClock": "twelve"},
        })],
        "profile_open" => vec![json!({"passphrase": "twelve words"})],
        "schedule_day" => vec![json!({"date": "2026-11-23", "department": "1"})],
        "schedule_refresh" => vec![json!({"date": "2026-11-23"})],
        other => panic!("a request of {other} is missing here"),
    }
}

/// The request once for each of its objects, each time with one field more in it.
fn with_a_stray(request: &Value) -> Vec<Value> {
    let Value::Object(fields) = request else { return Vec::new() };
    let mut strayed = fields.clone();
    strayed.insert("day".to_owned(), Value::Null);
    let mut all = vec![Value::Object(strayed)];
    for (name, value) in fields {
        all.extend(with_a_stray(value).into_iter().map(|inner| {
            let mut outer = fields.clone();
            outer.insert(name.clone(), inner);
            Value::Object(outer)
        }));
    }
    all
}

#[tokio::test]
async fn a_field_that_no_request_has_is_refused_and_on_record() {
    for spec in COMMANDS {
        for whole in whole_requests(spec.name) {
            let book = Book::default();
            let send = async |request: &Value| {
                let (call, request) = (Call::desktop(), request.to_string());
                let answer = dispatch(&Fails, &book, &call, spec.name, request.as_bytes()).await;
                answer.expect("the command exists").err()
            };
            assert_eq!(send(&whole).await, Some(Failure::NotHeld), "{whole} is what {} takes", spec.name);
            let strayed = with_a_stray(&whole);
            for request in &strayed {
                let wanted = Failure::Invalid { field: Field::Request };
                assert_eq!(send(request).await, Some(wanted), "{}: {request}", spec.name);
            }
            let entries = book.0.into_inner().expect("not poisoned");
            let due = if spec.audit.is_some() { 1 + strayed.len() } else { 0 };
            assert_eq!(entries.len(), due, "{} is on record each time", spec.name);
            assert!(entries.iter().all(|entry| entry.outcome == Outcome::Failed), "{}", spec.name);
        }
    }
}

#[tokio::test]
async fn an_answer_and_its_failure_are_on_record_with_the_patient() {
    let book = Book::default();
    let answer = dispatch(&Fails, &book, &Call::desktop(), "patient_open", br#"{"patient":"41882"}"#).await;
    assert_eq!(answer.expect("the command exists").err(), Some(Failure::NotHeld));
    let entries = book.0.into_inner().expect("not poisoned");
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].outcome, entries[0].patient.as_deref()), (Outcome::Failed, Some("41882")));
}

#[tokio::test]
async fn what_is_no_command_is_no_command() {
    assert!(dispatch(&Fails, &Book::default(), &Call::desktop(), "patient_delete", b"{}").await.is_none());
}

#[tokio::test]
async fn hostile_requests_are_refused_in_one_word() {
    for request in [&b""[..], b"null", b"[]", b"{\"text\":1}", b"\xff\xfe", b"{\"text\":\"x\",\"limit\":-1}"]
    {
        let answer = dispatch(&Fails, &Book::default(), &Call::desktop(), "patient_search", request).await;
        assert_eq!(
            answer.expect("the command exists").err(),
            Some(Failure::Invalid { field: Field::Request })
        );
    }
}

#[test]
fn a_secret_on_its_way_cannot_be_printed_or_sent_back() {
    let secret: SecretText = serde_json::from_str("\"hunter2\"").expect("a string");
    assert_eq!(secret.expose(), "hunter2");
}
