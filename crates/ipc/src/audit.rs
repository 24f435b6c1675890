//! The entry that every command leaves behind.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Caller, Failure};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It is about to leave the console: what came of it stands in another entry.
    Begun,
    /// It was answered.
    Done,
    /// It failed.
    Failed,
    /// The caller may not do that, or the console is locked.
    Refused,
}

/// What kind of deed an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AuditKind {
    /// Somebody looked at a patient, or at a list of them.
    View,
    /// Somebody looked for a patient.
    Search,
    /// Something left the console.
    Export,
    /// Something was printed.
    Print,
    /// Something was written to athenahealth or kept here.
    Write,
    /// The console was opened or locked.
    Unlock,
    /// The console was not opened: the passphrase or the PIN was wrong.
    FailedUnlock,
    /// A person signed in or out.
    SignIn,
    /// A person tried what they may not do.
    Refusal,
    /// A setting was changed: a connection, a person, how it looks.
    Setting,
    /// A copy whose lease was over was opened in an emergency, or that ended.
    Emergency,
    /// The audit itself was found to be not as it was written.
    Finding,
}

impl AuditKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::View,
        Self::Search,
        Self::Export,
        Self::Print,
        Self::Write,
        Self::Unlock,
        Self::FailedUnlock,
        Self::SignIn,
        Self::Refusal,
        Self::Setting,
        Self::Emergency,
        Self::Finding,
    ];

    /// The kind as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Search => "search",
            Self::Export => "export",
            Self::Print => "print",
            Self::Write => "write",
            Self::Unlock => "unlock",
            Self::FailedUnlock => "failedUnlock",
            Self::SignIn => "signIn",
            Self::Refusal => "refusal",
            Self::Setting => "setting",
            Self::Emergency => "emergency",
            Self::Finding => "finding",
        }
    }
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Begun, Self::Done, Self::Failed, Self::Refused];

    /// The outcome as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Refused => "refused",
        }
    }
}

/// What somebody looked for. It may be a name, so it does not print, and only its hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Searched(pub String);

impl fmt::Debug for Searched {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<searched>")
    }
}

/// What is recorded of one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// The command's name.
    pub command: &'static str,
    /// What it did, in words.
    pub words: &'static str,
    /// What kind of deed that is.
    pub kind: AuditKind,
    /// Who called.
    pub caller: Caller,
    /// How it ended.
    pub outcome: Outcome,
    /// The patient it was about, by opaque id.
    pub patient: Option<String>,
    /// What was looked for.
    pub searched: Option<Searched>,
    /// What else it was about, which is nothing about a patient: a day, a connection, a person.
    pub about: Option<String>,
}

/// Where entries go. Dispatch hands over one entry for every command that has audit words, one for each
/// patient whose fields its answer shows, and one for whatever a caller may not do.
pub trait Audit: Send + Sync {
    /// Keeps all of some entries or none, and comes back when a crash could not lose them any more. What
    /// was asked for is not shown before that, and not at all where it fails.
    fn record(&self, entries: Vec<AuditEntry>) -> impl Future<Output = Result<(), Failure>> + Send;
}
