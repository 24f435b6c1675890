//! What a desk answers at which whoever sat there signed out.

/// What is answered once whoever sat at a desk signed out at athenahealth, beside what needs no permission: what
/// signs somebody in again, and what is about nobody. Another practice is not gone to: at one that an app signs
/// in to, whoever walks by would be taken for whoever runs this desk.
pub const SIGNED_OUT: &[&str] = &[
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
