//! Dispatch: permission, lock, audit and bad requests, for every command.

use std::sync::Mutex;

use ipc::clipboard::ClipboardNote;
use ipc::connection::{
    Added, ConnectionAdd, ConnectionList, ConnectionPrefer, ConnectionRegister, ConnectionRemove,
    ConnectionRemoved, ConnectionSignIn, ConnectionSignInCancel, ConnectionSignOut, ConnectionSwitch,
    Connections, SignedOut,
};
use ipc::gate::{RequiredFields, VisitGates, VisitGatesRead, VisitRequired};
use ipc::keys::{
    KeyChange, Keys, KeysRead, ProfileRecover, RecoveryMade, RecoveryMake, RecoveryNote, RetentionSet,
    VaultExport, VaultExported, VaultList, VaultRestore, Vaults,
};
use ipc::packet::{
    PacketBegin, PacketEnd, PacketMake, PacketRead, PacketSet, PacketState, PacketWords, PacketWordsPrint,
};
use ipc::parked::{Parked, ParkedList, VisitPark, VisitUnpark};
use ipc::patient::{
    Asked, PatientAsk, PatientCard, PatientOpen, PatientPage, PatientRecent, PatientRefresh, PatientRemember,
    PatientSearch,
};
use ipc::people::{
    ConsoleKept, ConsoleLock, ConsoleTouch, IdleSet, LeaseSet, People, PeopleList, PersonAdd, PersonChange,
    PersonRemove, PersonSignIn, PinChange, PinReset, RoleList, Roles,
};
use ipc::place::PlaceNote;
use ipc::plan::{Plan, PlanMake};
use ipc::practice::{Overview, PracticeOverview};
use ipc::print::{FileMade, PrintPage, PrintPreview, PrintSave, ScheduleExport};
use ipc::saved_view::{ViewForget, ViewKeep, ViewList, Views};
use ipc::schedule::{DaySheet, ScheduleDay, ScheduleRefresh, ScheduleWeek, VisitOpen, WeekSheet};
use ipc::session::{
    EmergencyEnd, EmergencyOpen, LeaseReach, PatienceSet, PreferenceSet, ProfileOpen, ProfileSetAside,
    Session, SessionRead,
};
use ipc::slot::{
    DaySlots, Openings, SheetSlots, SlotDay, SlotFind, SlotForm, SlotFormRead, SlotHold, SlotLetGo,
    SlotReasons, SlotReasonsRead, SlotSheet,
};
use ipc::support::{SupportBundle, SupportExport, SupportExported, SupportRead};
use ipc::sync::{
    SyncAgain, SyncAnew, SyncLogPage, SyncLogRead, SyncPause, SyncRead, SyncResume, SyncUnpause, SyncView,
};
use ipc::trail::{
    AuditAcknowledge, AuditCheckFile, AuditChecked, AuditExport, AuditExported, AuditFound, AuditFoundRead,
    AuditPage, AuditRead, AuditStanding, AuditVerify,
};
use ipc::visit::{
    CancelReasons, Released, VisitBook, VisitCancel, VisitCancelCheckIn, VisitCancelReasons, VisitCheckIn,
    VisitCheckOut, VisitDouble, VisitMove, VisitStartCheckIn,
};
use ipc::waitlist::{FreedTimes, Waiting, WaitlistFill, WaitlistFreed, WaitlistMatch, WaitlistRemove};
use ipc::write::{
    AlikePeople, AlikeView, Drafted, Likeness, PatientAlike, PatientForm, PatientFormRead, WriteAgain,
    WriteCreate, WriteDiscard, WriteEdit, WriteList, WritePage, WriteRedraft, WriteRelease, WriteResolve,
    WriteSee, WriteUndo,
};
use ipc::{
    Api, Audit, AuditEntry, AuditKind, COMMANDS, Call, Caller, Done, Failure, Field, Lock, Outcome,
    Permission, Role, SecretText, dispatch,
};
use serde_json::{Value, json};

/// An application in which every command ends the same way.
pub(crate) struct Fails;

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
    console_lock(ConsoleLock) -> Session;
    console_kept(ConsoleKept) -> Done;
    console_touch(ConsoleTouch) -> Done;
    emergency_end(EmergencyEnd) -> Session;
    emergency_open(EmergencyOpen) -> Session;
    idle_set(IdleSet) -> Done;
    people_list(PeopleList) -> People;
    role_list(RoleList) -> Roles;
    person_add(PersonAdd) -> Done;
    person_change(PersonChange) -> Done;
    person_remove(PersonRemove) -> Done;
    person_sign_in(PersonSignIn) -> Session;
    pin_change(PinChange) -> Done;
    pin_reset(PinReset) -> Session;
    place_note(PlaceNote) -> Done;
    lease_reach(LeaseReach) -> Session;
    lease_set(LeaseSet) -> Done;
    packet_begin(PacketBegin) -> PacketWords;
    packet_end(PacketEnd) -> PacketState;
    packet_make(PacketMake) -> PacketState;
    packet_read(PacketRead) -> PacketState;
    packet_set(PacketSet) -> PacketState;
    packet_words_print(PacketWordsPrint) -> Done;
    print_preview(PrintPreview) -> PrintPage;
    print_save(PrintSave) -> FileMade;
    schedule_export(ScheduleExport) -> FileMade;
    audit_acknowledge(AuditAcknowledge) -> Done;
    audit_found(AuditFoundRead) -> AuditFound;
    audit_check(AuditCheckFile) -> AuditChecked;
    audit_export(AuditExport) -> AuditExported;
    audit_read(AuditRead) -> AuditPage;
    audit_verify(AuditVerify) -> AuditStanding;
    clipboard_note(ClipboardNote) -> ipc::Done;
    connection_list(ConnectionList) -> Connections;
    connection_add(ConnectionAdd) -> Added;
    connection_prefer(ConnectionPrefer) -> ipc::Done;
    connection_register(ConnectionRegister) -> ipc::Done;
    connection_remove(ConnectionRemove) -> ipc::connection::ConnectionRemoved;
    connection_sign_in(ConnectionSignIn) -> ipc::Done;
    connection_sign_in_cancel(ConnectionSignInCancel) -> ipc::Done;
    connection_sign_out(ConnectionSignOut) -> SignedOut;
    connection_switch(ConnectionSwitch) -> ipc::Done;
    keys_read(KeysRead) -> Keys;
    key_change(KeyChange) -> RecoveryMade;
    profile_recover(ProfileRecover) -> Session;
    recovery_make(RecoveryMake) -> RecoveryMade;
    recovery_note(RecoveryNote) -> Done;
    retention_set(RetentionSet) -> Done;
    vault_export(VaultExport) -> VaultExported;
    vault_list(VaultList) -> Vaults;
    vault_restore(VaultRestore) -> Session;
    patience_set(PatienceSet) -> ipc::Done;
    patient_open(PatientOpen) -> PatientCard;
    patient_ask(PatientAsk) -> Asked;
    patient_recent(PatientRecent) -> PatientPage;
    patient_refresh(PatientRefresh) -> ipc::Done;
    patient_remember(PatientRemember) -> ipc::Done;
    patient_search(PatientSearch) -> PatientPage;
    practice_overview(PracticeOverview) -> Overview;
    preference_set(PreferenceSet) -> ipc::Done;
    profile_open(ProfileOpen) -> Session;
    profile_set_aside(ProfileSetAside) -> Session;
    schedule_day(ScheduleDay) -> DaySheet;
    schedule_refresh(ScheduleRefresh) -> ipc::Done;
    schedule_week(ScheduleWeek) -> WeekSheet;
    session_read(SessionRead) -> Session;
    support_export(SupportExport) -> SupportExported;
    support_read(SupportRead) -> SupportBundle;
    sync_again(SyncAgain) -> ipc::Done;
    sync_anew(SyncAnew) -> ipc::Done;
    sync_log(SyncLogRead) -> SyncLogPage;
    sync_pause(SyncPause) -> ipc::Done;
    sync_read(SyncRead) -> SyncView;
    sync_resume(SyncResume) -> ipc::Done;
    sync_unpause(SyncUnpause) -> ipc::Done;
    view_forget(ViewForget) -> ipc::Done;
    view_keep(ViewKeep) -> ipc::Done;
    view_list(ViewList) -> Views;
    slot_day(SlotDay) -> DaySlots;
    slot_find(SlotFind) -> Openings;
    slot_form(SlotFormRead) -> SlotForm;
    slot_hold(SlotHold) -> Released;
    slot_let_go(SlotLetGo) -> Released;
    slot_reasons(SlotReasonsRead) -> SlotReasons;
    slot_sheet(SlotSheet) -> SheetSlots;
    waitlist_fill(WaitlistFill) -> Released;
    waitlist_freed(WaitlistFreed) -> FreedTimes;
    waitlist_match(WaitlistMatch) -> Waiting;
    waitlist_remove(WaitlistRemove) -> Released;
    visit_book(VisitBook) -> Released;
    visit_cancel(VisitCancel) -> Released;
    visit_move(VisitMove) -> Released;
    visit_cancel_check_in(VisitCancelCheckIn) -> Released;
    visit_cancel_reasons(VisitCancelReasons) -> CancelReasons;
    visit_check_in(VisitCheckIn) -> Released;
    visit_check_out(VisitCheckOut) -> Released;
    visit_double(VisitDouble) -> Released;
    visit_park(VisitPark) -> Done;
    visit_unpark(VisitUnpark) -> Done;
    parked_list(ParkedList) -> Parked;
    plan_make(PlanMake) -> Plan;
    visit_gates(VisitGatesRead) -> VisitGates;
    visit_required(VisitRequired) -> RequiredFields;
    visit_open(VisitOpen) -> ipc::Done;
    visit_start_check_in(VisitStartCheckIn) -> Released;
    patient_alike(PatientAlike) -> AlikePeople;
    patient_form(PatientFormRead) -> PatientForm;
    write_again(WriteAgain) -> Drafted;
    write_create(WriteCreate) -> Drafted;
    write_discard(WriteDiscard) -> Done;
    write_edit(WriteEdit) -> Drafted;
    write_list(WriteList) -> WritePage;
    write_redraft(WriteRedraft) -> Drafted;
    write_release(WriteRelease) -> Done;
    write_resolve(WriteResolve) -> Done;
    write_see(WriteSee) -> Done;
    write_undo(WriteUndo) -> Drafted;
}

#[derive(Default)]
struct Book(Mutex<Vec<AuditEntry>>);

impl Audit for Book {
    async fn record(&self, entries: Vec<AuditEntry>) -> Result<(), Failure> {
        self.0.lock().expect("not poisoned").extend(entries);
        Ok(())
    }
}

/// An audit on a full disk.
struct Full;

impl Audit for Full {
    async fn record(&self, _: Vec<AuditEntry>) -> Result<(), Failure> {
        Err(Failure::Unrecorded)
    }
}

#[tokio::test]
async fn a_locked_console_answers_only_what_needs_no_permission() {
    let call = Call::of(Caller::desktop(), Lock::Locked);
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
async fn a_refusal_says_what_was_refused_and_of_whom() {
    let biller = Caller { person: "somebody".to_owned(), role: Role::Biller };
    let call = Call::of(biller, Lock::Emergency);
    for (name, request, patient) in [
        ("patient_form", r#"{"patient":"41882"}"#, Some("41882")),
        ("patient_refresh", r#"{"patient":"41882"}"#, Some("41882")),
        ("keys_read", "{}", None),
    ] {
        let book = Book::default();
        let answer = dispatch(&Fails, &book, &call, name, request.as_bytes()).await;
        assert!(answer.expect("the command exists").is_err());
        let entries = book.0.into_inner().expect("not poisoned");
        let said: Vec<_> = entries.iter().map(|entry| (entry.outcome, entry.patient.as_deref())).collect();
        assert_eq!(said, [(Outcome::Refused, patient)], "{name}");
        assert_ne!(entries[0].words, "was refused", "{name}");
    }
    for spec in COMMANDS {
        let is_said = spec.words.contains(' ') && spec.audit.is_none_or(|audit| audit.words == spec.words);
        assert!(is_said || spec.words == "signed out", "{}: {}", spec.name, spec.words);
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
    let key = |environment: Value| {
        json!({
            "environment": environment, "practice": "195900", "clientId": "id", "clientSecret": "s",
            "signIn": "person", "scopes": "openid", "wayBack": {"kind": "port", "port": 8400},
        })
    };
    match command {
        "audit_acknowledge" => vec![json!({"until": 9})],
        "audit_check" => vec![json!({"text": "{}"})],
        "audit_read" => vec![json!({
            "cursor": "9", "limit": 50, "person": "desktop", "kind": "view", "patient": "41882", "connection": "c",
            "day": "2026-11-23",
        })],
        "connection_list" | "practice_overview" => vec![json!({"cursor": "c"})],
        "place_note" => vec![json!({"place": "/schedule"})],
        "emergency_open" => vec![json!({"reason": "the line is down"})],
        "lease_set" => vec![json!({"hours": 48})],
        "idle_set" => vec![json!({"minutes": 5})],
        "person_add" => vec![json!({"name": "Ana", "role": "manager", "pin": "482915"})],
        "person_change" => vec![json!({"person": "p", "name": "Ana", "role": "biller", "pin": "482915"})],
        "person_remove" => vec![json!({"person": "p"})],
        "pin_change" => vec![json!({"pin": "482915", "newPin": "660318"})],
        "pin_reset" => vec![json!({"person": "p", "code": "0", "newPin": "660318"})],
        "person_sign_in" => vec![json!({"person": "p", "pin": "482915"})],
        "audit_export"
        | "audit_found"
        | "audit_verify"
        | "connection_sign_in_cancel"
        | "console_lock"
        | "console_kept"
        | "console_touch"
        | "emergency_end"
        | "keys_read"
        | "lease_reach"
        | "packet_begin"
        | "packet_end"
        | "packet_make"
        | "packet_read"
        | "recovery_make"
        | "recovery_note"
        | "vault_list"
        | "people_list"
        | "role_list"
        | "patient_recent"
        | "profile_set_aside"
        | "session_read"
        | "support_export"
        | "support_read"
        | "sync_again"
        | "sync_anew"
        | "sync_read"
        | "sync_resume"
        | "sync_unpause"
        | "view_list"
        | "parked_list"
        | "slot_form"
        | "visit_cancel_reasons"
        | "waitlist_freed" => {
            vec![json!({})]
        }
        "key_change" => vec![json!({"passphrase": "seven quiet otters"})],
        "profile_recover" => vec![json!({"code": "0", "passphrase": "seven quiet otters"})],
        "retention_set" => vec![json!({"retention": {"recents": 90, "writes": null, "people": 730}})],
        "vault_export" => vec![json!({"passphrase": "seven quiet otters"})],
        "vault_restore" => vec![json!({"name": "v", "passphrase": "p", "ownPassphrase": "o"})],
        "clipboard_note" => vec![json!({"text": "Okafor"})],
        "connection_add" => vec![
            key(json!({"kind": "demo", "size": "solo"})),
            key(json!({"kind": "preview"})),
            key(json!({"kind": "production"})),
            key(json!({"kind": "other", "address": "https://practice.example"})),
        ],
        "connection_prefer" => vec![json!({"connection": "c", "fill": "offHours"})],
        "connection_register" => {
            vec![json!({"connection": "c", "scopes": "openid", "wayBack": {"kind": "port", "port": 1_024}})]
        }
        "connection_remove" | "connection_sign_in" | "connection_sign_out" | "connection_switch" => {
            vec![json!({"connection": "c"})]
        }
        "patient_open" | "patient_refresh" | "patient_remember" => vec![json!({"patient": "41882"})],
        "patient_ask" => vec![json!({"text": "okafor"})],
        "patient_search" => vec![json!({"text": "okafor", "limit": 20, "cursor": "c"})],
        "patience_set" => vec![json!({"minutes": 20})],
        "view_forget" => vec![json!({"key": 2})],
        "view_keep" => vec![json!({"view": {
            "key": 2, "name": "Late in the east", "kind": "list", "departments": ["1"], "providers": ["7"],
            "states": ["late"], "wrongs": ["double"], "order": "wrong", "isTurned": true, "density": "roomy",
        }})],
        "preference_set" => vec![json!({
            "preferences": {"theme": "dark", "density": "roomy", "hourClock": "twelve", "quiet": true, "openTimes": true},
        })],
        "profile_open" => vec![json!({"passphrase": "twelve words"})],
        "packet_set" => vec![json!({"days": 2, "hours": 4})],
        "packet_words_print" => vec![json!({"words": "lemon-river"})],
        "print_preview" => vec![json!({"sheet": sheet(), "page": 0})],
        "print_save" => vec![json!({"sheet": sheet()})],
        "schedule_export" => vec![json!({"date": "2026-11-23", "department": "1"})],
        "schedule_day" => vec![json!({"date": "2026-11-23", "department": "1"})],
        "schedule_refresh" => vec![json!({"date": "2026-11-23"})],
        "schedule_week" => vec![json!({"date": "2026-11-23", "department": "1", "provider": "7"})],
        "sync_log" => vec![json!({"cursor": "12"})],
        "sync_pause" => vec![json!({"lasts": "hour"}), json!({"lasts": "untilResumed"})],
        "visit_open" => vec![json!({"patient": "41882", "date": "2026-11-23"})],
        "slot_day" => vec![json!({"visit": "5002", "date": "2026-11-23", "departments": ["1"]})],
        "visit_double" => vec![
            json!({
                "place": {"date": "2026-11-23", "minute": 540, "provider": "71", "department": "1"},
                "reason": "Fever", "deed": {"kind": "move", "visit": "5002", "patient": "41882"},
            }),
            json!({
                "place": {"date": "2026-11-23", "minute": 540, "provider": "71", "department": "1"},
                "reason": "Fever",
                "deed": {"kind": "book", "patient": "41882", "of": "82", "confirmed": ["name", "dob"]},
            }),
        ],
        "visit_park" | "visit_unpark" => vec![json!({"visit": "5002", "patient": "41882"})],
        "plan_make" => vec![json!({
            "date": "2026-11-23", "provider": "71", "department": "1", "providers": ["72"],
            "departments": ["1"], "from": "2026-11-24", "days": 2,
        })],
        "slot_sheet" => vec![json!({"date": "2026-11-23", "departments": ["1"]})],
        "slot_find" => vec![json!({
            "kind": "82", "departments": ["1"], "providers": ["71"], "from": "2026-11-23", "days": 7,
            "part": "morning", "limit": 20, "since": "2026-11-24",
        })],
        "waitlist_fill" => vec![json!({"visit": "5002", "entry": "101", "patient": "41882"})],
        "waitlist_match" => vec![json!({"visit": "5002"})],
        "waitlist_remove" => vec![json!({"entry": "101", "patient": "41882"})],
        "slot_hold" | "slot_let_go" => vec![json!({"slot": "5002", "patient": "41882"})],
        "slot_reasons" => vec![json!({"departments": ["1"], "providers": ["71"], "whom": "new"})],
        "visit_book" => vec![
            json!({
                "slot": "5002", "patient": "41882", "kind": "82", "department": "1", "note": "Wheelchair.",
                "confirmed": ["name", "dob"],
            }),
            json!({
                "slot": "5002", "patient": "41882", "reason": "563", "department": "1", "confirmed": [],
            }),
        ],
        "visit_move" => vec![json!({"visit": "5002", "patient": "41882", "slot": "5003"})],
        "visit_cancel" => {
            vec![json!({"visit": "5002", "patient": "41882", "reason": "3", "said": "has a cold"})]
        }
        "visit_cancel_check_in"
        | "visit_check_in"
        | "visit_check_out"
        | "visit_gates"
        | "visit_required"
        | "visit_start_check_in" => {
            vec![json!({"visit": "5002", "patient": "41882"})]
        }
        "patient_form" => vec![json!({"patient": "41882"})],
        "patient_alike" => vec![json!({"fields": [{"field": "last", "value": "Okafor"}]})],
        "write_create" => {
            vec![json!({"fields": [{"field": "last", "value": "Okafor"}], "ruledOut": ["41882"]})]
        }
        "write_edit" => vec![json!({"patient": "41882", "changes": [change()]})],
        "write_redraft" => vec![
            json!({"write": "w", "draft": {"kind": "create", "fields": [], "ruledOut": []}}),
            json!({"write": "w", "draft": {"kind": "edit", "changes": [change()]}}),
        ],
        "write_release" => vec![json!({"write": "w", "confirmed": ["name", "dob"]})],
        "write_resolve" => vec![
            json!({"write": "w", "found": {"kind": "there", "patient": "41882"}}),
            json!({"write": "w", "found": {"kind": "notThere"}}),
        ],
        "write_again" | "write_discard" | "write_see" | "write_undo" => vec![json!({"write": "w"})],
        "write_list" => vec![json!({"cursor": "c", "limit": 50, "patient": "41882", "write": "w1"})],
        other => panic!("a request of {other} is missing here"),
    }
}

fn sheet() -> Value {
    json!({"kind": "dayByProvider", "date": "2026-11-23", "department": "1", "provider": "7"})
}

fn change() -> Value {
    json!({"field": "email", "saw": "", "value": "ada@example.org"})
}

/// The request once for each of its objects, each time with one field more in it.
fn with_a_stray(request: &Value) -> Vec<Value> {
    let fields = match request {
        Value::Object(fields) => fields,
        Value::Array(rows) => {
            let strayed = rows.iter().flat_map(with_a_stray);
            return strayed.map(|row| json!([row])).collect();
        }
        _ => return Vec::new(),
    };
    let mut strayed = fields.clone();
    strayed.insert("stray".to_owned(), Value::Null);
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
            let failed = entries.iter().filter(|entry| entry.outcome == Outcome::Failed).count();
            assert_eq!(failed, due, "{} is on record each time", spec.name);
            let leaves =
                spec.audit.is_some_and(|audit| matches!(audit.kind, AuditKind::Export | AuditKind::Print));
            assert_eq!(entries.len() - failed, usize::from(leaves), "{}", spec.name);
        }
    }
}

/// The request once for each place in which something of that name stands, each time with another text
/// there.
fn with_another(request: &Value, named: &str, text: &str) -> Vec<Value> {
    let Value::Object(fields) = request else { return Vec::new() };
    let mut all = Vec::new();
    for (name, value) in fields {
        let inner = if name == named && value.is_string() {
            vec![json!(text)]
        } else {
            with_another(value, named, text)
        };
        all.extend(inner.into_iter().map(|inner| {
            let mut outer = fields.clone();
            outer.insert(name.clone(), inner);
            Value::Object(outer)
        }));
    }
    all
}

#[tokio::test]
async fn who_or_what_a_request_is_about_is_an_id_and_no_other_text_goes_on_record() {
    let endless = "4".repeat(1_000_000);
    let patients = ["Jane Doe 1/1/1970", "", " 41882", "41882;", "a-1", "-1", "٤١", endless.as_str()];
    let words = ["Jane Doe", "1/1/1970", endless.as_str()];
    let mut asked = 0;
    for spec in COMMANDS {
        for whole in whole_requests(spec.name) {
            let strange = patients.iter().flat_map(|text| {
                ["patient", "department"].into_iter().flat_map(|named| with_another(&whole, named, text))
            });
            let of_the_day = words.iter().flat_map(|text| with_another(&whole, "date", text));
            for request in strange.chain(of_the_day) {
                let book = Book::default();
                let bytes = request.to_string();
                let answer = dispatch(&Fails, &book, &Call::desktop(), spec.name, bytes.as_bytes()).await;
                let failure = answer.expect("the command exists").err();
                let entries = book.0.into_inner().expect("not poisoned");
                asked += 1;
                if spec.name == "schedule_refresh" {
                    assert!(entries.is_empty(), "nothing of it is on record");
                    continue;
                }
                let wanted = Failure::Invalid { field: Field::Request };
                assert_eq!(failure, Some(wanted), "{} {:.60}", spec.name, bytes);
                assert_eq!(entries.len(), usize::from(spec.audit.is_some()), "{}", spec.name);
                for entry in entries {
                    assert_eq!((entry.patient, entry.about), (None, None), "{}", spec.name);
                }
            }
        }
    }
    assert!(asked > 40, "{asked} requests name somebody or something");
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

fn alike(patient: &str) -> AlikeView {
    let name = "Okafor, Ngozi".to_owned();
    AlikeView {
        patient: patient.to_owned(),
        name,
        score: None,
        likeness: Likeness::Likely,
        fields: Vec::new(),
    }
}

/// An application in which the practice is read, and its connection switched in a transaction of its own.
struct Answers {
    keeps: bool,
}

macro_rules! answers {
    ($($name:ident($request:ty) -> $response:ty;)+) => {
        impl Api for Answers {
            async fn connection_switch(&self, call: &Call, _: ConnectionSwitch) -> Result<Done, Failure> {
                if self.keeps {
                    call.entry().expect("the audit has words for it");
                    call.kept();
                }
                Ok(Done {})
            }

            async fn patient_recent(&self, _: &Call, _: PatientRecent) -> Result<PatientPage, Failure> {
                Ok(PatientPage { rows: Vec::new(), cursor: None, held: 0, filled: true, askable: false })
            }

            async fn patient_alike(&self, _: &Call, _: PatientAlike) -> Result<AlikePeople, Failure> {
                Ok(AlikePeople { rows: ["7", "8", "7"].map(alike).to_vec() })
            }

            async fn support_export(&self, _: &Call, _: SupportExport) -> Result<SupportExported, Failure> {
                Ok(SupportExported { file: "support.txt".to_owned() })
            }

            async fn patient_ask(&self, _: &Call, _: PatientAsk) -> Result<Asked, Failure> {
                Ok(Asked { rows: Vec::new(), new: 0, more: false })
            }

            $(async fn $name(&self, _: &Call, _: $request) -> Result<$response, Failure> {
                Err(Failure::NotHeld)
            })+
        }
    };
}

answers! {
    console_lock(ConsoleLock) -> Session;
    console_kept(ConsoleKept) -> Done;
    console_touch(ConsoleTouch) -> Done;
    emergency_end(EmergencyEnd) -> Session;
    emergency_open(EmergencyOpen) -> Session;
    idle_set(IdleSet) -> Done;
    people_list(PeopleList) -> People;
    role_list(RoleList) -> Roles;
    person_add(PersonAdd) -> Done;
    person_change(PersonChange) -> Done;
    person_remove(PersonRemove) -> Done;
    person_sign_in(PersonSignIn) -> Session;
    pin_change(PinChange) -> Done;
    pin_reset(PinReset) -> Session;
    place_note(PlaceNote) -> Done;
    lease_reach(LeaseReach) -> Session;
    lease_set(LeaseSet) -> Done;
    packet_begin(PacketBegin) -> PacketWords;
    packet_end(PacketEnd) -> PacketState;
    packet_make(PacketMake) -> PacketState;
    packet_read(PacketRead) -> PacketState;
    packet_set(PacketSet) -> PacketState;
    packet_words_print(PacketWordsPrint) -> Done;
    print_preview(PrintPreview) -> PrintPage;
    print_save(PrintSave) -> FileMade;
    schedule_export(ScheduleExport) -> FileMade;
    audit_acknowledge(AuditAcknowledge) -> Done;
    audit_found(AuditFoundRead) -> AuditFound;
    audit_check(AuditCheckFile) -> AuditChecked;
    audit_export(AuditExport) -> AuditExported;
    audit_read(AuditRead) -> AuditPage;
    audit_verify(AuditVerify) -> AuditStanding;
    clipboard_note(ClipboardNote) -> Done;
    connection_list(ConnectionList) -> Connections;
    connection_add(ConnectionAdd) -> Added;
    connection_prefer(ConnectionPrefer) -> Done;
    connection_register(ConnectionRegister) -> Done;
    connection_remove(ConnectionRemove) -> ConnectionRemoved;
    connection_sign_in(ConnectionSignIn) -> Done;
    connection_sign_in_cancel(ConnectionSignInCancel) -> Done;
    connection_sign_out(ConnectionSignOut) -> SignedOut;
    keys_read(KeysRead) -> Keys;
    key_change(KeyChange) -> RecoveryMade;
    profile_recover(ProfileRecover) -> Session;
    recovery_make(RecoveryMake) -> RecoveryMade;
    recovery_note(RecoveryNote) -> Done;
    retention_set(RetentionSet) -> Done;
    vault_export(VaultExport) -> VaultExported;
    vault_list(VaultList) -> Vaults;
    vault_restore(VaultRestore) -> Session;
    patience_set(PatienceSet) -> Done;
    patient_open(PatientOpen) -> PatientCard;
    patient_refresh(PatientRefresh) -> Done;
    patient_remember(PatientRemember) -> Done;
    patient_search(PatientSearch) -> PatientPage;
    practice_overview(PracticeOverview) -> Overview;
    preference_set(PreferenceSet) -> Done;
    profile_open(ProfileOpen) -> Session;
    profile_set_aside(ProfileSetAside) -> Session;
    schedule_day(ScheduleDay) -> DaySheet;
    schedule_refresh(ScheduleRefresh) -> Done;
    schedule_week(ScheduleWeek) -> WeekSheet;
    session_read(SessionRead) -> Session;
    support_read(SupportRead) -> SupportBundle;
    sync_again(SyncAgain) -> Done;
    sync_anew(SyncAnew) -> Done;
    sync_log(SyncLogRead) -> SyncLogPage;
    sync_pause(SyncPause) -> Done;
    sync_read(SyncRead) -> SyncView;
    sync_resume(SyncResume) -> Done;
    sync_unpause(SyncUnpause) -> Done;
    view_forget(ViewForget) -> Done;
    view_keep(ViewKeep) -> Done;
    view_list(ViewList) -> Views;
    slot_day(SlotDay) -> DaySlots;
    slot_find(SlotFind) -> Openings;
    slot_form(SlotFormRead) -> SlotForm;
    slot_hold(SlotHold) -> Released;
    slot_let_go(SlotLetGo) -> Released;
    slot_reasons(SlotReasonsRead) -> SlotReasons;
    slot_sheet(SlotSheet) -> SheetSlots;
    waitlist_fill(WaitlistFill) -> Released;
    waitlist_freed(WaitlistFreed) -> FreedTimes;
    waitlist_match(WaitlistMatch) -> Waiting;
    waitlist_remove(WaitlistRemove) -> Released;
    visit_book(VisitBook) -> Released;
    visit_cancel(VisitCancel) -> Released;
    visit_move(VisitMove) -> Released;
    visit_cancel_check_in(VisitCancelCheckIn) -> Released;
    visit_cancel_reasons(VisitCancelReasons) -> CancelReasons;
    visit_check_in(VisitCheckIn) -> Released;
    visit_check_out(VisitCheckOut) -> Released;
    visit_double(VisitDouble) -> Released;
    visit_park(VisitPark) -> Done;
    visit_unpark(VisitUnpark) -> Done;
    parked_list(ParkedList) -> Parked;
    plan_make(PlanMake) -> Plan;
    visit_gates(VisitGatesRead) -> VisitGates;
    visit_required(VisitRequired) -> RequiredFields;
    visit_open(VisitOpen) -> Done;
    visit_start_check_in(VisitStartCheckIn) -> Released;
    patient_form(PatientFormRead) -> PatientForm;
    write_again(WriteAgain) -> Drafted;
    write_create(WriteCreate) -> Drafted;
    write_discard(WriteDiscard) -> Done;
    write_edit(WriteEdit) -> Drafted;
    write_list(WriteList) -> WritePage;
    write_redraft(WriteRedraft) -> Drafted;
    write_release(WriteRelease) -> Done;
    write_resolve(WriteResolve) -> Done;
    write_see(WriteSee) -> Done;
    write_undo(WriteUndo) -> Drafted;
}

#[tokio::test]
async fn what_cannot_be_put_on_record_is_not_shown_and_what_was_written_is_not_denied() {
    let (app, call) = (Answers { keeps: false }, Call::desktop());
    let shown = dispatch(&app, &Full, &call, "patient_recent", b"{}").await.expect("a command");
    assert_eq!(shown.err(), Some(Failure::Unrecorded));
    let asked = dispatch(&app, &Full, &call, "patient_ask", br#"{"text":"Ross"}"#).await;
    assert_eq!(
        asked.expect("a command").err(),
        Some(Failure::Unrecorded),
        "people were asked for, and shown"
    );
    let written = dispatch(&app, &Full, &call, "connection_switch", br#"{"connection":"c"}"#).await;
    assert!(written.expect("a command").is_ok(), "it is done: saying otherwise would have it done twice");
    let failed = dispatch(&app, &Full, &call, "patient_open", br#"{"patient":"1"}"#).await;
    assert_eq!(failed.expect("a command").err(), Some(Failure::NotHeld), "nothing was shown");
}

#[tokio::test]
async fn whoever_an_answer_shows_is_on_record_as_looked_at_or_is_not_shown() {
    let (app, call, book) = (Answers { keeps: false }, Call::desktop(), Book::default());
    let request = br#"{"fields":[{"field":"last","value":"Okafor"}]}"#;
    let shown = dispatch(&app, &book, &call, "patient_alike", request).await.expect("a command");
    assert!(shown.is_ok());
    let entries = book.0.into_inner().expect("not poisoned");
    let said: Vec<_> =
        entries.iter().map(|entry| (entry.kind, entry.patient.as_deref(), entry.words)).collect();
    let looked = |patient| (AuditKind::View, Some(patient), "was shown a likely duplicate");
    let asked = (AuditKind::Search, None, "asked athenahealth for likely duplicates");
    assert_eq!(said, [asked, looked("7"), looked("8")], "each once, beside the question");
    assert!(entries[1..].iter().all(|entry| entry.searched.is_none()));
    let withheld = dispatch(&app, &Full, &call, "patient_alike", request).await.expect("a command");
    assert_eq!(withheld.err(), Some(Failure::Unrecorded));
}

#[tokio::test]
async fn what_leaves_the_console_is_on_record_before_it_does_or_stays() {
    let book = Book::default();
    let left = dispatch(&Fails, &book, &Call::desktop(), "audit_export", b"{}").await;
    assert_eq!(left.expect("a command").err(), Some(Failure::NotHeld));
    let outcomes: Vec<_> = book.0.into_inner().expect("not poisoned").iter().map(|one| one.outcome).collect();
    assert_eq!(outcomes, [Outcome::Begun, Outcome::Failed], "it was to leave, and did not");
    let book = Book::default();
    let app = Answers { keeps: false };
    let left = dispatch(&app, &book, &Call::desktop(), "support_export", b"{}").await;
    assert!(left.expect("a command").is_ok());
    let outcomes: Vec<_> = book.0.into_inner().expect("not poisoned").iter().map(|one| one.outcome).collect();
    assert_eq!(outcomes, [Outcome::Begun, Outcome::Done], "one that says how it ended");
    let stayed = dispatch(&Fails, &Full, &Call::desktop(), "audit_export", b"{}").await;
    assert_eq!(stayed.expect("a command").err(), Some(Failure::Unrecorded), "the console was not asked");
}

#[tokio::test]
async fn what_a_command_put_on_record_in_its_own_transaction_is_not_recorded_again() {
    for (keeps, due) in [(true, 0), (false, 1)] {
        let book = Book::default();
        let request = br#"{"connection":"c"}"#;
        let answer =
            dispatch(&Answers { keeps }, &book, &Call::desktop(), "connection_switch", request).await;
        assert!(answer.expect("a command").is_ok());
        let entries = book.0.into_inner().expect("not poisoned");
        assert_eq!(entries.len(), due);
        assert!(entries.iter().all(|entry| entry.about.as_deref() == Some("c")), "it says which");
    }
}

#[tokio::test]
async fn one_day_in_two_departments_is_two_things() {
    let book = Book::default();
    for request in [
        json!({"date": "2026-11-23"}),
        json!({"date": "2026-11-23", "department": "3"}),
        json!({"department": "3"}),
    ] {
        dispatch(&Fails, &book, &Call::desktop(), "schedule_day", request.to_string().as_bytes()).await;
    }
    let entries = book.0.into_inner().expect("not poisoned");
    let about: Vec<_> = entries.iter().map(|entry| entry.about.as_deref()).collect();
    assert_eq!(about, [Some("2026-11-23"), Some("2026-11-23 department 3"), Some("department 3")]);
}

#[tokio::test]
async fn an_empty_form_is_a_registration_and_no_change_of_a_patient() {
    let book = Book::default();
    for request in [json!({}), json!({"patient": "41882"})] {
        dispatch(&Fails, &book, &Call::desktop(), "patient_form", request.to_string().as_bytes()).await;
    }
    let may_not = Call::of(Caller { role: Role::Consultant, ..Caller::desktop() }, Lock::Open);
    dispatch(&Fails, &book, &may_not, "patient_form", b"{}").await;
    let entries = book.0.into_inner().expect("not poisoned");
    let said: Vec<_> = entries.iter().map(|entry| (entry.patient.as_deref(), entry.words)).collect();
    let registers = (None, "opened the form to register somebody");
    assert_eq!(said, [registers, (Some("41882"), "opened a patient to change them"), registers]);
}

#[tokio::test]
async fn what_was_looked_for_is_handed_over_and_does_not_print() {
    let book = Book::default();
    let request = br#"{"text":"Ross Ana","limit":5}"#;
    dispatch(&Fails, &book, &Call::desktop(), "patient_search", request).await;
    let entries = book.0.into_inner().expect("not poisoned");
    assert_eq!(entries[0].kind, AuditKind::Search);
    assert_eq!(entries[0].searched.as_ref().map(|searched| searched.0.as_str()), Some("Ross Ana"));
    assert!(!format!("{entries:?}").contains("Ross"));
}

#[tokio::test]
async fn a_profile_that_is_not_opened_is_a_failed_unlock() {
    let book = Book::default();
    for name in ["profile_open", "console_lock", "connection_sign_out"] {
        dispatch(&Fails, &book, &Call::desktop(), name, br#"{}"#).await;
    }
    let entries = book.0.into_inner().expect("not poisoned");
    let kinds: Vec<_> = entries.iter().map(|entry| (entry.kind, entry.outcome)).collect();
    let failed = |kind| (kind, Outcome::Failed);
    assert_eq!(kinds[..2], [failed(AuditKind::FailedUnlock), failed(AuditKind::Unlock)]);
    assert_eq!(kinds[2..], [failed(AuditKind::SignIn)], "who could not be signed out is in");
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
