//! The entry that every command leaves behind.

use crate::Caller;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Done,
    /// It failed.
    Failed,
    /// The caller may not do that, or the console is locked.
    Refused,
}

/// What is recorded of one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// The command's name.
    pub command: &'static str,
    /// What it did, in words.
    pub words: &'static str,
    /// Who called.
    pub caller: Caller,
    /// How it ended.
    pub outcome: Outcome,
    /// The patient it was about, by opaque id.
    pub patient: Option<String>,
}

/// Where entries go. Dispatch hands over one entry for every command that has audit words.
pub trait Audit: Send + Sync {
    /// Records one entry.
    fn record(&self, entry: AuditEntry);
}
