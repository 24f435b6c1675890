//! Every write that took effect, in order, so that a test can tell what was applied, and how often.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

/// Whose write it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// It came through the interface.
    Caller,
    /// Another desk of the practice.
    AnotherDesk,
}

/// One write that took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteTruth {
    /// The record's id.
    pub patient: u64,
    /// Whether it made the record.
    pub created: bool,
    /// Whose it was.
    pub writer: Writer,
    /// The form as it came, by field name.
    pub asked: Vec<(String, String)>,
    /// When.
    pub at: DateTime<Utc>,
}

impl WriteTruth {
    /// Whether the form had these fields among others.
    pub fn says(&self, fields: &[(&str, &str)]) -> bool {
        fields.iter().all(|(name, value)| self.asked.iter().any(|(own, said)| own == name && said == value))
    }
}

/// The list of them.
#[derive(Debug, Default)]
pub(crate) struct Writes(Mutex<Vec<WriteTruth>>);

impl Writes {
    /// Adds a write.
    pub(crate) fn add(&self, write: WriteTruth) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(write);
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<WriteTruth> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
