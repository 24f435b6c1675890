//! Appointments and what they are for.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::zone::eastern_latest;
use crate::{
    AppointmentId, AppointmentTypeId, CancelReasonId, Cents, DepartmentId, PatientId, PersonName, Phi,
    ProviderId, ReasonId,
};

/// How far a visit has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VisitState {
    /// A slot that nobody has booked.
    Open,
    /// Booked, not here yet.
    Booked,
    /// The front desk has begun to check the patient in.
    CheckingIn,
    /// Checked in, and fetched by nobody yet.
    Waiting,
    /// Checked in.
    CheckedIn,
    /// Checked out.
    CheckedOut,
    /// Checked out, charges entered.
    Charged,
    /// Cancelled.
    Cancelled,
    /// A word that is not known here, kept and shown as it came.
    Other(String),
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// The practice's identifier.
    pub id: AppointmentId,
    /// Who comes; `None` for an open slot.
    pub patient: Option<PatientId>,
    /// Their name, where the row carried it.
    pub patient_name: Option<PersonName>,
    /// Where.
    pub department: DepartmentId,
    /// With whom.
    pub provider: ProviderId,
    /// The start on the department's wall clock.
    pub start: NaiveDateTime,
    /// Length in minutes.
    pub minutes: u32,
    /// How far it has come.
    pub state: VisitState,
    /// Its kind.
    pub kind: Option<AppointmentTypeId>,
    /// Its kind in words.
    pub kind_name: String,
    /// Copay expected.
    pub copay: Option<Cents>,
    /// When check-in was completed.
    pub checked_in: Option<DateTime<Utc>>,
    /// When check-in was begun.
    pub check_in_started: Option<DateTime<Utc>>,
    /// When the patient was checked out.
    pub checked_out: Option<DateTime<Utc>>,
    /// Notes for the schedule.
    pub notes: Vec<Phi<String>>,
    /// Whether it is marked urgent.
    pub urgent: bool,
    /// When the row was last changed.
    pub modified: Option<DateTime<Utc>>,
    /// Whether it is a slot that nobody can book for now.
    #[serde(default)]
    pub frozen: bool,
    /// How it was cancelled, where anything is said of that.
    #[serde(default)]
    pub cancelled: Option<Cancelled>,
}

/// How a visit was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Why, of the practice's reasons.
    pub reason: Option<CancelReasonId>,
    /// The reason in words.
    pub words: String,
    /// Whether the patient did not come.
    pub no_show: bool,
    /// Whether somebody else may have the time.
    pub frees_slot: bool,
    /// The visit that it was cancelled for.
    pub moved_to: Option<AppointmentId>,
}

impl Appointment {
    /// Whether this row was changed before or after another of the same appointment, as their stamps say; `None`
    /// where they do not tell. They are told by the server's wall clock, on which an hour of an autumn night comes
    /// twice.
    pub fn changed(&self, other: &Self) -> Option<Ordering> {
        let (own, other) = (self.modified?, other.modified?);
        let is_before = |one: DateTime<Utc>, other| eastern_latest(one) < other;
        match (is_before(own, other), is_before(other, own)) {
            (true, _) => Some(Ordering::Less),
            (_, true) => Some(Ordering::Greater),
            _ => None,
        }
    }
}

/// A kind of appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentType {
    /// The practice's identifier.
    pub id: AppointmentTypeId,
    /// Name for staff.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Usual length in minutes.
    pub minutes: u32,
    /// Whether patients are seen in it.
    pub for_patients: bool,
}

/// A reason for which a patient books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitReason {
    /// The practice's identifier.
    pub id: ReasonId,
    /// In words.
    pub name: String,
    /// What a patient is told of it.
    #[serde(default)]
    pub description: String,
    /// Whom it is for.
    #[serde(default)]
    pub whom: Whom,
    /// How many hours ahead it must be booked.
    #[serde(default)]
    pub min_hours: Option<u32>,
    /// How many days ahead it can be booked.
    #[serde(default)]
    pub max_days: Option<u32>,
}

/// Whom a reason is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whom {
    /// Everybody.
    #[default]
    All,
    /// Who has not been here before.
    New,
    /// Who has.
    Existing,
    /// A word that is not known here, kept and shown as it came.
    Other(String),
}
