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

/// What a write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Registered a patient.
    Register,
    /// Changed a patient's record.
    ChangePatient,
    /// Booked a slot.
    Book,
    /// Cancelled a visit.
    Cancel,
    /// Moved a visit to a slot.
    Move,
    /// Froze a slot.
    Freeze,
    /// Let a frozen slot go.
    Unfreeze,
    /// Began a check-in.
    StartCheckIn,
    /// Completed a check-in.
    CheckIn,
    /// Took a check-in back.
    CancelCheckIn,
    /// Checked a visit out.
    CheckOut,
    /// Put a booked visit elsewhere, with somebody else, or made it something else.
    Update,
    /// Wrote, changed or took off a note of a visit.
    Note,
    /// Filled custom fields of a visit.
    Fields,
    /// Opened slots.
    OpenSlots,
    /// Took a slot off.
    RemoveSlot,
    /// Put somebody on the wait list, changed an entry of it, or took one off.
    Wait,
}

/// One write that took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteTruth {
    /// What it did.
    pub act: Act,
    /// The visit, or the slot, where it was about one.
    pub visit: Option<u64>,
    /// The patient's id; 0 where it was about nobody.
    pub patient: u64,
    /// Whether it made the record.
    pub created: bool,
    /// Whose it was.
    pub writer: Writer,
    /// The form as it came, by field name, and what it was about a visit with its id as `appointmentid`.
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
