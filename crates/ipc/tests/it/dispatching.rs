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
