//! What emergency access opens.

/// What is answered while a copy is open by emergency access, beside what needs no permission: what is needed
/// while a patient stands at the desk, and nothing that is written anywhere but in the audit.
pub const AT_THE_DESK: &[&str] = &[
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
