//! Every command as every role, held against the policy as it is written here.

use std::sync::Mutex;

use ipc::{
    Audit, AuditEntry, AuditKind, COMMANDS, Call, Caller, Failure, Field, Lock, Permission, Role, dispatch,
};

use crate::dispatching::Fails;

/// Every command with the roles that may call it: f front desk, b biller, c clinician, o consultant,
/// m manager.
const POLICY: &[(&str, &str)] = &[
    ("audit_acknowledge", "m"),
    ("audit_check", "m"),
    ("audit_export", "m"),
    ("audit_found", "m"),
    ("audit_read", "m"),
    ("audit_verify", "m"),
    ("clipboard_note", "fbcom"),
    ("connection_add", "om"),
    ("connection_list", "fbcom"),
    ("connection_prefer", "om"),
    ("connection_register", "om"),
    ("connection_remove", "om"),
    ("connection_sign_in", "fbcom"),
    ("connection_sign_in_cancel", "fbcom"),
    ("connection_sign_out", "fbcom"),
    ("connection_switch", "fbcom"),
    ("console_lock", "fbcom"),
    ("console_kept", "fbcom"),
    ("console_touch", "fbcom"),
    ("emergency_end", "fbcom"),
    ("emergency_open", "fcm"),
    ("idle_set", "m"),
    ("key_change", "m"),
    ("keys_read", "m"),
    ("lease_reach", "fbcom"),
    ("lease_set", "m"),
    ("packet_begin", "m"),
    ("packet_end", "m"),
    ("packet_make", "fcm"),
    ("packet_read", "fbcom"),
    ("packet_set", "m"),
    ("packet_words_print", "m"),
    ("parked_list", "fm"),
    ("patience_set", "fbcom"),
    ("patient_alike", "fbm"),
    ("patient_ask", "fbcm"),
    ("patient_form", "fbm"),
    ("patient_open", "fbcm"),
    ("patient_recent", "fbcm"),
    ("patient_refresh", "fbcm"),
    ("patient_remember", "fbcm"),
    ("patient_search", "fbcm"),
    ("people_list", "m"),
    ("person_add", "m"),
    ("person_change", "m"),
    ("person_remove", "m"),
    ("person_sign_in", "fbcom"),
    ("pin_change", "fbcom"),
    ("pin_reset", "fbcom"),
    ("place_note", "fbcom"),
    ("plan_make", "fm"),
    ("practice_overview", "fbcom"),
    ("preference_set", "fbcom"),
    ("print_preview", "fbcm"),
    ("print_save", "fbcm"),
    ("profile_open", "fbcom"),
    ("profile_recover", "fbcom"),
    ("profile_set_aside", "fbcom"),
    ("recovery_make", "m"),
    ("recovery_note", "m"),
    ("retention_set", "m"),
    ("role_list", "fbcom"),
    ("schedule_day", "fbcm"),
    ("schedule_export", "fbm"),
    ("schedule_refresh", "fbcm"),
    ("schedule_week", "fbcm"),
    ("session_read", "fbcom"),
    ("slot_day", "fm"),
    ("slot_find", "fbcm"),
    ("slot_form", "fbcm"),
    ("slot_hold", "fm"),
    ("slot_let_go", "fm"),
    ("slot_reasons", "fbcm"),
    ("slot_sheet", "fbcm"),
    ("support_export", "om"),
    ("support_read", "om"),
    ("sync_again", "fbcom"),
    ("sync_anew", "om"),
    ("sync_log", "fbcom"),
    ("sync_pause", "om"),
    ("sync_read", "fbcom"),
    ("sync_resume", "om"),
    ("sync_unpause", "om"),
    ("vault_export", "m"),
    ("vault_list", "fbcom"),
    ("vault_restore", "fbcom"),
    ("view_forget", "fbcm"),
    ("view_keep", "fbcm"),
    ("view_list", "fbcm"),
    ("visit_book", "fm"),
    ("visit_cancel", "fm"),
    ("visit_cancel_check_in", "fm"),
    ("visit_cancel_reasons", "fm"),
    ("visit_check_in", "fm"),
    ("visit_check_out", "fm"),
    ("visit_double", "fm"),
    ("visit_gates", "fm"),
    ("visit_move", "fm"),
    ("visit_open", "fbcm"),
    ("visit_park", "fm"),
    ("visit_required", "fm"),
    ("visit_start_check_in", "fm"),
    ("visit_unpark", "fm"),
    ("waitlist_fill", "fm"),
    ("waitlist_freed", "fm"),
    ("waitlist_match", "fm"),
    ("waitlist_remove", "fm"),
    ("write_again", "fbm"),
    ("write_create", "fbm"),
    ("write_discard", "fbm"),
    ("write_edit", "fbm"),
    ("write_list", "fbm"),
    ("write_redraft", "fbm"),
    ("write_release", "fbm"),
    ("write_resolve", "fbm"),
    ("write_see", "fbm"),
    ("write_undo", "fbm"),
];

fn letter(role: Role) -> char {
    match role {
        Role::FrontDesk => 'f',
        Role::Biller => 'b',
        Role::Clinician => 'c',
        Role::Consultant => 'o',
        Role::Manager => 'm',
    }
}

#[derive(Default)]
struct Book(Mutex<Vec<AuditEntry>>);

impl Audit for Book {
    async fn record(&self, entries: Vec<AuditEntry>) -> Result<(), Failure> {
        self.0.lock().expect("not poisoned").extend(entries);
        Ok(())
    }
}

#[tokio::test]
async fn every_command_as_every_role_is_as_the_policy_says() {
    for spec in COMMANDS {
        let policy = POLICY.iter().find(|(name, _)| *name == spec.name);
        let (_, may) = policy.unwrap_or_else(|| panic!("the policy does not know {}", spec.name));
        for role in Role::ALL {
            let book = Book::default();
            let call = Call::of(Caller { person: "somebody".to_owned(), role }, Lock::Open);
            // That a request cannot be read is told only to a caller who may make it.
            let answer = dispatch(&Fails, &book, &call, spec.name, b"{").await.expect("the command exists");
            let wanted = if may.contains(letter(role)) {
                Failure::Invalid { field: Field::Request }
            } else {
                Failure::Forbidden { permission: spec.permission }
            };
            assert_eq!(answer.err().as_ref(), Some(&wanted), "{} as {role:?}", spec.name);
            let kept = book.0.into_inner().expect("not poisoned");
            let refused = kept.iter().filter(|entry| entry.kind == AuditKind::Refusal).count();
            let due = usize::from(matches!(wanted, Failure::Forbidden { .. }));
            assert_eq!(refused, due, "{} as {role:?}: whatever is refused is on record", spec.name);
            assert!(kept.iter().all(|entry| entry.words == spec.words), "{}: in its words", spec.name);
        }
    }
    assert_eq!(POLICY.len(), COMMANDS.len(), "the policy knows no command that is not there");
}

/// What leaves no entry where it is answered. Nothing about a patient is shown or set by any of them: open times,
/// kinds, reasons and reasons to cancel are the practice's own, whoever they are asked for, and `slot_day` tells of
/// which kind a visit is that was shown before, with its day, and not whose it is; nor does `waitlist_freed` say who
/// had a time.
const UNRECORDED: &[&str] = &[
    "audit_check",
    "audit_found",
    "clipboard_note",
    "connection_list",
    "connection_sign_in_cancel",
    "console_kept",
    "console_touch",
    "keys_read",
    "lease_reach",
    "packet_read",
    "patient_refresh",
    "patient_remember",
    "people_list",
    "place_note",
    "practice_overview",
    "role_list",
    "schedule_refresh",
    "session_read",
    "slot_day",
    "slot_find",
    "slot_form",
    "slot_reasons",
    "slot_sheet",
    "support_read",
    "sync_again",
    "sync_log",
    "sync_read",
    "vault_list",
    "view_list",
    "visit_cancel_reasons",
    "waitlist_freed",
];

#[test]
fn all_else_is_on_record_and_what_is_set_exported_or_signed_in_by_its_kind() {
    let none: Vec<&str> = COMMANDS.iter().filter(|spec| spec.audit.is_none()).map(|spec| spec.name).collect();
    assert_eq!(none, UNRECORDED);
    let of = |name: &str| COMMANDS.iter().find(|spec| spec.name == name).and_then(|spec| spec.audit);
    for (kind, names) in [
        (AuditKind::View, &["patient_open", "schedule_day", "visit_open", "write_list", "audit_read"][..]),
        (AuditKind::Search, &["patient_search", "patient_ask"]),
        (AuditKind::Export, &["audit_export", "vault_export", "support_export"]),
        (AuditKind::Write, &["write_create", "write_edit", "write_release", "write_resolve", "write_undo"]),
        (AuditKind::Unlock, &["console_lock", "profile_open"]),
        (AuditKind::SignIn, &["person_sign_in", "connection_sign_in", "connection_sign_out"]),
        (
            AuditKind::Setting,
            &["connection_add", "connection_remove", "person_add", "idle_set", "key_change"],
        ),
    ] {
        for name in names {
            assert_eq!(of(name).map(|audit| audit.kind), Some(kind), "{name}");
        }
    }
}

/// What is answered by emergency access, beside what needs no permission.
const AT_THE_DESK: &[&str] = &[
    "clipboard_note",
    "connection_list",
    "console_kept",
    "console_touch",
    "emergency_end",
    "lease_reach",
    "patient_open",
    "patient_recent",
    "patient_search",
    "place_note",
    "practice_overview",
    "schedule_day",
    "schedule_week",
    "sync_read",
    "visit_open",
];

#[tokio::test]
async fn by_emergency_access_nobody_does_more_than_look_at_the_desk_and_what_is_refused_is_on_record() {
    for spec in COMMANDS {
        let call = Call::of(Caller::desktop(), Lock::Emergency);
        let book = Book::default();
        let answer = dispatch(&Fails, &book, &call, spec.name, b"{").await.expect("the command exists");
        let opens = spec.permission == Permission::Anyone || AT_THE_DESK.contains(&spec.name);
        let wanted = if opens { Failure::Invalid { field: Field::Request } } else { Failure::NotInEmergency };
        assert_eq!(answer.err(), Some(wanted), "{}", spec.name);
        let kept = book.0.into_inner().expect("not poisoned");
        let refused = kept.iter().filter(|entry| entry.kind == AuditKind::Refusal).count();
        assert_eq!(refused, usize::from(!opens), "{}", spec.name);
        // What a role may not do, it may not do in an emergency either.
        let consultant = Caller { person: "somebody".to_owned(), role: Role::Consultant };
        let call = Call::of(consultant, Lock::Emergency);
        let answer = dispatch(&Fails, &Book::default(), &call, spec.name, b"{").await;
        if opens && !Role::Consultant.may(spec.permission) {
            let forbidden = Failure::Forbidden { permission: spec.permission };
            assert_eq!(answer.expect("the command exists").err(), Some(forbidden), "{}", spec.name);
        }
    }
    assert!(AT_THE_DESK.iter().all(|name| COMMANDS.iter().any(|spec| spec.name == *name)));
}

/// What is answered where whoever sat there signed out, beside what needs no permission.
const SIGNED_OUT: &[&str] = &[
    "clipboard_note",
    "connection_list",
    "connection_register",
    "connection_sign_in",
    "connection_sign_in_cancel",
    "connection_sign_out",
    "console_kept",
    "console_touch",
    "lease_reach",
    "place_note",
    "practice_overview",
    "preference_set",
    "role_list",
    "support_export",
    "support_read",
    "sync_log",
    "sync_read",
];

#[tokio::test]
async fn nobody_who_signed_out_is_answered_anything_of_a_patient_or_taken_elsewhere() {
    for spec in COMMANDS {
        let (call, book) = (Call::of(Caller::signed_out(), Lock::SignedOut), Book::default());
        let answer = dispatch(&Fails, &book, &call, spec.name, b"{").await.expect("the command exists");
        let opens = spec.permission == Permission::Anyone || SIGNED_OUT.contains(&spec.name);
        let wanted = if opens { Failure::Invalid { field: Field::Request } } else { Failure::SignInNeeded };
        assert_eq!(answer.err(), Some(wanted), "{}", spec.name);
        let kept = book.0.into_inner().expect("not poisoned");
        let refused = kept.iter().filter(|entry| entry.kind == AuditKind::Refusal).count();
        assert_eq!(refused, usize::from(!opens), "{}: whatever is refused is on record", spec.name);
    }
    assert!(SIGNED_OUT.iter().all(|name| COMMANDS.iter().any(|spec| spec.name == *name)));
}

#[test]
fn a_role_is_kept_under_its_word_and_read_back() {
    for role in Role::ALL {
        assert_eq!(Role::named(role.as_str()), Some(role));
        assert_eq!(serde_json::to_value(role).expect("a word"), role.as_str(), "one word everywhere");
    }
    assert_eq!(Role::named("owner"), None);
}
