//! What a front desk says to a schedule.

use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    AppointmentId, AppointmentTypeId, CancelReasonId, DepartmentId, PatientId, Phi, ProviderId, ReasonId,
};

/// What somebody is to be seen for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A reason.
    Reason(ReasonId),
    /// A kind of appointment.
    Kind(AppointmentTypeId),
}

/// A slot for a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// The open slot.
    pub slot: AppointmentId,
    /// Who comes.
    pub patient: PatientId,
    /// Where, where that is said.
    pub department: Option<DepartmentId>,
    /// What for.
    pub purpose: Purpose,
    /// A note for the schedule.
    pub note: Option<Phi<String>>,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Whether the practice's own case for a new patient is opened with it.
    pub patient_case: bool,
    /// Whether it may be a slot that is not for others than the staff to book.
    pub beyond_permission: bool,
}

impl Booking {
    /// A plain booking.
    pub fn new(slot: AppointmentId, patient: PatientId, purpose: Purpose) -> Self {
        Self {
            slot,
            patient,
            department: None,
            purpose,
            note: None,
            urgent: false,
            patient_case: true,
            beyond_permission: false,
        }
    }
}

/// A visit that is not to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// The visit.
    pub visit: AppointmentId,
    /// Whose it is.
    pub patient: PatientId,
    /// Why, of the practice's reasons.
    pub reason: Option<CancelReasonId>,
    /// Why, in words.
    pub said: Option<Phi<String>>,
}

impl Cancellation {
    /// A cancellation for the practice's usual reason.
    pub fn new(visit: AppointmentId, patient: PatientId) -> Self {
        Self { visit, patient, reason: None, said: None }
    }
}

/// A visit for which another slot is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescheduling {
    /// The visit.
    pub visit: AppointmentId,
    /// The open slot.
    pub to: AppointmentId,
    /// Whose it is.
    pub patient: PatientId,
    /// What for, where that changes.
    pub purpose: Option<Purpose>,
    /// Why the visit is cancelled, of the practice's reasons.
    pub reason: Option<CancelReasonId>,
    /// Why, in words.
    pub said: Option<Phi<String>>,
    /// Whether the practice's own case for a new patient is opened with it.
    pub patient_case: bool,
    /// Whether it may be a slot that is not for others than the staff to book.
    pub beyond_permission: bool,
}

impl Rescheduling {
    /// A visit that moves as it is.
    pub fn new(visit: AppointmentId, to: AppointmentId, patient: PatientId) -> Self {
        Self {
            visit,
            to,
            patient,
            purpose: None,
            reason: None,
            said: None,
            patient_case: true,
            beyond_permission: false,
        }
    }
}

/// What of a booked visit changes where it stands; what is not said stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitUpdate {
    /// The visit.
    pub visit: AppointmentId,
    /// Its kind.
    pub kind: Option<AppointmentTypeId>,
    /// Where.
    pub department: Option<DepartmentId>,
    /// With whom.
    pub provider: Option<ProviderId>,
}

impl VisitUpdate {
    /// An update that says nothing yet.
    pub fn new(visit: AppointmentId) -> Self {
        Self { visit, kind: None, department: None, provider: None }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.department.is_none() && self.provider.is_none()
    }
}

/// A note of a visit, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNoteDraft {
    /// The note.
    pub text: Phi<String>,
    /// Whether the schedule shows it.
    pub on_schedule: bool,
}

/// Slots to be opened, one at each time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSlots {
    /// Where.
    pub department: DepartmentId,
    /// With whom.
    pub provider: ProviderId,
    /// The day, in the department's zone.
    pub day: NaiveDate,
    /// When, on the department's wall clock.
    pub times: Vec<NaiveTime>,
    /// What for.
    pub purpose: Purpose,
}

/// How much somebody's wait matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaitlistPriority {
    /// Less than others'.
    Low,
    /// As others'.
    #[default]
    Normal,
    /// More than others'.
    High,
}

/// What somebody waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitlistWish {
    /// Who.
    pub patient: PatientId,
    /// Where; to be put on the list one must say it.
    pub department: Option<DepartmentId>,
    /// With whom; `None` is anybody.
    pub provider: Option<ProviderId>,
    /// What for.
    pub purpose: Option<Purpose>,
    /// The visit that they have and would give up.
    pub visit: Option<AppointmentId>,
    /// On which days of the week; none is any.
    pub days: Vec<Weekday>,
    /// From which hour on.
    pub from_hour: Option<u8>,
    /// Until which hour.
    pub to_hour: Option<u8>,
    /// How much it matters.
    pub priority: WaitlistPriority,
    /// The practice's own note.
    pub note: Option<Phi<String>>,
}

impl WaitlistWish {
    /// Any time in a department.
    pub fn new(patient: PatientId, department: DepartmentId) -> Self {
        Self {
            patient,
            department: Some(department),
            provider: None,
            purpose: None,
            visit: None,
            days: Vec::new(),
            from_hour: None,
            to_hour: None,
            priority: WaitlistPriority::Normal,
            note: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Booking, Purpose, WaitlistWish};
    use crate::Phi;

    #[test]
    fn a_booking_and_a_wish_are_read_back_as_they_were_and_print_no_note() {
        let note = Phi::new("has lost a tooth".to_owned());
        let mut booking = Booking::new("9".into(), "4".into(), Purpose::Kind("82".into()));
        booking.note = Some(note.clone());
        let text = serde_json::to_string(&booking).expect("serialises");
        assert_eq!(serde_json::from_str::<Booking>(&text).expect("reads back"), booking);
        let mut wish = WaitlistWish::new("4".into(), "1".into());
        (wish.note, wish.days) = (Some(note), vec![chrono::Weekday::Sun, chrono::Weekday::Fri]);
        let text = serde_json::to_string(&wish).expect("serialises");
        assert_eq!(serde_json::from_str::<WaitlistWish>(&text).expect("reads back"), wish);
        assert!(!format!("{booking:?}{wish:?}").contains("tooth"));
    }
}
