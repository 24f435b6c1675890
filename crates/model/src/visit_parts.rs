//! What belongs to a visit and its schedule: open slots, notes, check-in, custom fields, reasons, who waits.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AppointmentId, AppointmentTypeId, CancelReasonId, CustomFieldKind, CustomFieldOption, DepartmentId, Phi,
    ProviderId, ReasonId, VisitFieldId, VisitNoteId, WaitlistId, WaitlistWish,
};

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSlot {
    /// The practice's identifier; a visit that is booked in it keeps it.
    pub id: AppointmentId,
    /// Where.
    pub department: DepartmentId,
    /// With whom.
    pub provider: ProviderId,
    /// The start on the department's wall clock.
    pub start: NaiveDateTime,
    /// Length in minutes.
    pub minutes: u32,
    /// The kind that it is meant for.
    pub kind: Option<AppointmentTypeId>,
    /// That kind in words.
    pub kind_name: String,
    /// The reasons for which it can be booked, where they are said.
    pub reasons: Vec<ReasonId>,
    /// Whether nobody can book it for now.
    pub frozen: bool,
}

/// A reason for which a visit is cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelReason {
    /// The practice's identifier.
    pub id: CancelReasonId,
    /// In words.
    pub name: String,
    /// Whether it says that the patient did not come.
    pub no_show: bool,
    /// Whether somebody else may have the time.
    pub frees_slot: bool,
}

/// A note of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNote {
    /// The practice's identifier.
    pub id: VisitNoteId,
    /// The note.
    pub text: Phi<String>,
    /// Whether the schedule shows it.
    pub on_schedule: bool,
    /// When it was written, where that is known.
    pub written: Option<DateTime<Utc>>,
    /// By whom, in the system's word for them.
    pub by: Option<String>,
}

/// A part of what a check-in wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInSection {
    /// Its name.
    pub name: String,
    /// Whether nothing is left to be done in it.
    pub complete: bool,
    /// Whether the check-in cannot be completed without it.
    pub required: bool,
    /// Its fields.
    pub fields: Vec<CheckInField>,
}

/// A field of what a check-in wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInField {
    /// The system's name for it.
    pub name: String,
    /// Whether what stands there will do.
    pub valid: bool,
    /// What is wrong with it, for a person.
    pub error: Option<Phi<String>>,
}

/// Somebody who waits for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitlistEntry {
    /// The practice's identifier.
    pub id: WaitlistId,
    /// Who, and for what.
    pub wish: WaitlistWish,
    /// Since when, where that is known.
    pub since: Option<DateTime<Utc>>,
}

/// The definition of a custom field of visits. Their identifiers are a space of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitField {
    /// The practice's identifier.
    pub id: VisitFieldId,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: CustomFieldKind,
    /// Whether a value is one of its options. The list itself may be missing all the same.
    pub choice: bool,
    /// Its options.
    pub options: Vec<CustomFieldOption>,
    /// Whether it must not be changed from outside.
    pub read_only: bool,
}

/// A visit's value of a custom field: free text, or the option chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitFieldValue {
    /// The field.
    pub field: VisitFieldId,
    /// The value, for a field that is no choice.
    pub value: Option<Phi<String>>,
    /// The option, for a choice.
    pub option: Option<Phi<String>>,
}
