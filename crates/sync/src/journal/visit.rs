//! A write about a visit: what is to be done, and how the visit stood when it was looked at.
//!
//! A visit is known again by its number alone: whose it is and how far it has come say what became of a
//! write, whoever did it.

pub(crate) mod double;
pub(crate) mod eyes;
pub(crate) mod judge;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use model::{
    Appointment, AppointmentId, AppointmentTypeId, Booking, Cancellation, DepartmentId, PatientId,
    ProviderId, Purpose, Rescheduling, VisitState, WaitlistId,
};
use serde::{Deserialize, Serialize};

use super::judge::Found;

pub use double::NewTime;

/// What is to be done with a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VisitDeed {
    /// A slot is to be a patient's.
    Book(Booking),
    /// A visit is not to be.
    Cancel(Cancellation),
    /// A visit is to have another slot.
    Move(Rescheduling),
    /// The check-in of whoever comes is to begin.
    StartCheckIn(AppointmentId),
    /// Whoever comes is to be checked in, which is begun where it was not.
    CheckIn(AppointmentId),
    /// A check-in, begun or done, is to be taken back.
    CancelCheckIn(AppointmentId),
    /// Whoever was here is to be checked out.
    CheckOut(AppointmentId),
    /// A slot is to be nobody's else while its patient is talked to.
    Hold(AppointmentId),
    /// A slot that was held is to be anybody's again.
    LetGo(AppointmentId),
    /// A time is to be opened beside what stands there.
    OpenTime(NewTime),
    /// An open time is to be taken off.
    RemoveTime(VisitSeen),
    /// Whoever waited for a time is to be on the waiting list no more, by the entry.
    OffList(WaitlistId),
}

/// A visit, or a slot, as athenahealth showed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitSeen {
    /// Its number.
    pub id: AppointmentId,
    /// Whose it is; nobody's where it is a slot.
    pub patient: Option<PatientId>,
    /// How far it has come.
    pub state: VisitState,
    /// Whether nobody is to book it.
    pub frozen: bool,
    /// When, on the department's wall clock.
    pub start: NaiveDateTime,
    /// For how long.
    pub minutes: u32,
    /// Where.
    pub department: DepartmentId,
    /// With whom.
    pub provider: ProviderId,
    /// Its kind.
    pub kind: Option<AppointmentTypeId>,
    /// Its kind in words.
    pub kind_name: String,
    /// Where it was moved to, where it was.
    pub moved_to: Option<AppointmentId>,
    /// When athenahealth last changed it, by its own stamp, where it has one that tells of any change after it.
    #[serde(default)]
    pub modified: Option<DateTime<Utc>>,
}

/// How the visit of a write, and the slot that it is to have, stood or stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitStood {
    /// The visit; nothing of a booking, or where athenahealth shows none.
    pub visit: Option<VisitSeen>,
    /// The slot, or what became of it.
    pub slot: Option<VisitSeen>,
    /// Where a time is opened: what was open there already before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<AppointmentId>,
}

/// A write about a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitWrite {
    /// Whose visit it is, or is to be.
    pub patient: PatientId,
    /// What is to be done.
    pub deed: VisitDeed,
    /// How it stood when it was last looked at.
    pub before: VisitStood,
}

impl VisitDeed {
    /// A row's names for each.
    const KINDS: [&str; 12] = [
        "visit-book",
        "visit-cancel",
        "visit-move",
        "visit-check-in-start",
        "visit-check-in",
        "visit-check-in-cancel",
        "visit-check-out",
        "visit-hold",
        "visit-let-go",
        "visit-time-open",
        "visit-time-remove",
        "visit-off-list",
    ];

    /// The row's name of its kind.
    pub(crate) fn kind(&self) -> &'static str {
        let [book, cancel, moves, start, check_in, back, out, hold, let_go, open, remove, off_list] =
            Self::KINDS;
        match self {
            Self::Book(_) => book,
            Self::Cancel(_) => cancel,
            Self::Move(_) => moves,
            Self::StartCheckIn(_) => start,
            Self::CheckIn(_) => check_in,
            Self::CancelCheckIn(_) => back,
            Self::CheckOut(_) => out,
            Self::Hold(_) => hold,
            Self::LetGo(_) => let_go,
            Self::OpenTime(_) => open,
            Self::RemoveTime(_) => remove,
            Self::OffList(_) => off_list,
        }
    }

    /// Whether a row's kind is one of these.
    pub(crate) fn is_kind(kind: &str) -> bool {
        Self::KINDS.contains(&kind)
    }

    /// The visit that it is about; `None` of what is done with a slot, which is no visit yet.
    pub fn visit(&self) -> Option<&AppointmentId> {
        match self {
            Self::Book(_) | Self::Hold(_) | Self::LetGo(_) | Self::RemoveTime(_) | Self::OffList(_) => None,
            Self::OpenTime(time) => time.visit.as_ref(),
            Self::Cancel(Cancellation { visit, .. }) | Self::Move(Rescheduling { visit, .. }) => Some(visit),
            Self::StartCheckIn(visit)
            | Self::CheckIn(visit)
            | Self::CancelCheckIn(visit)
            | Self::CheckOut(visit) => Some(visit),
        }
    }

    /// The slot that it is about, or is to have, under the number that the person meant.
    pub fn meant(&self) -> Option<&AppointmentId> {
        match self {
            Self::Book(Booking { slot, .. }) | Self::Hold(slot) | Self::LetGo(slot) => Some(slot),
            Self::Move(Rescheduling { to, .. }) => Some(to),
            _ => None,
        }
    }

    /// The time that is opened or taken off.
    pub fn place(&self) -> Option<&VisitSeen> {
        match self {
            Self::OpenTime(time) => Some(&time.place),
            Self::RemoveTime(place) => Some(place),
            _ => None,
        }
    }

    /// The same about another patient, into whom the one that was meant was merged.
    pub(crate) fn about(mut self, whom: &PatientId) -> Self {
        match &mut self {
            Self::Book(Booking { patient, .. })
            | Self::Cancel(Cancellation { patient, .. })
            | Self::Move(Rescheduling { patient, .. }) => *patient = whom.clone(),
            _ => {}
        }
        self
    }
}

impl VisitSeen {
    /// Whether it is somebody's.
    pub fn is_of(&self, patient: &PatientId) -> bool {
        self.patient.as_ref() == Some(patient)
    }

    /// Whether it is a slot that is held, by whomever.
    pub fn is_held(&self) -> bool {
        self.state == VisitState::Open && self.patient.is_none() && self.frozen
    }

    /// Whether anybody may have it.
    pub fn is_free(&self) -> bool {
        self.state == VisitState::Open && self.patient.is_none() && !self.frozen
    }
}

/// How old a stamp is that tells of any change after it: stamps tell whole seconds.
const TELLS: TimeDelta = TimeDelta::seconds(1);

impl VisitSeen {
    /// The same as it was looked at then: a stamp of that very second says nothing of what came after it.
    pub(crate) fn looked_at(mut self, then: DateTime<Utc>) -> Self {
        self.modified = self.modified.filter(|at| then - *at >= TELLS);
        self
    }
}

impl VisitStood {
    /// The same as it was looked at then.
    pub(crate) fn looked_at(self, then: DateTime<Utc>) -> Self {
        let look = |seen: Option<VisitSeen>| seen.map(|seen| seen.looked_at(then));
        Self { visit: look(self.visit), slot: look(self.slot), open: self.open }
    }
}

impl From<&Appointment> for VisitSeen {
    fn from(visit: &Appointment) -> Self {
        Self {
            id: visit.id.clone(),
            patient: visit.patient.clone(),
            state: visit.state.clone(),
            frozen: visit.frozen,
            start: visit.start,
            minutes: visit.minutes,
            department: visit.department.clone(),
            provider: visit.provider.clone(),
            kind: visit.kind.clone(),
            kind_name: visit.kind_name.clone(),
            moved_to: visit.cancelled.as_ref().and_then(|cancelled| cancelled.moved_to.clone()),
            modified: visit.modified,
        }
    }
}

impl VisitWrite {
    /// The slot that it is to have. What was freed stands under another number than the visit had.
    pub fn slot(&self) -> Option<&AppointmentId> {
        let meant = self.deed.meant()?;
        Some(self.before.slot.as_ref().map_or(meant, |slot| &slot.id))
    }

    /// The same about another patient, into whom the one that was meant was merged.
    pub(crate) fn about(self, whom: &PatientId) -> Self {
        Self { deed: self.deed.about(whom), patient: whom.clone(), before: self.before }
    }

    /// Whether it takes an open time off whose number is known.
    pub(crate) fn removes_one(&self) -> bool {
        matches!(&self.deed, VisitDeed::RemoveTime(place) if !place.id.as_str().is_empty())
    }

    /// What is left of it once its first request was carried out, where it takes two: a check-in is begun before it
    /// is completed. How the visit stands then is known by that alone, and by no stamp.
    pub(crate) fn rest(&self) -> Option<Self> {
        let stood = self.before.visit.as_ref().filter(|visit| visit.state == VisitState::Booked)?;
        let begun = VisitSeen { state: VisitState::CheckingIn, modified: None, ..stood.clone() };
        let before = VisitStood { visit: Some(begun), ..self.before.clone() };
        matches!(self.deed, VisitDeed::CheckIn(_)).then(|| Self { before, ..self.clone() })
    }

    /// Whether what athenahealth shows is what it asks for.
    pub fn is_so(&self, now: &VisitStood) -> bool {
        matches!(judge::found(self, now), Found::There(()))
    }

    /// The visits and slots that it is about.
    pub(crate) fn numbers(&self) -> Vec<AppointmentId> {
        let mut numbers: Vec<AppointmentId> =
            [self.deed.visit(), self.deed.meant(), self.slot()].into_iter().flatten().cloned().collect();
        numbers.retain(|number| !number.as_str().is_empty());
        numbers.dedup();
        numbers
    }

    /// What makes two of one kind about one patient the same: the visit, or of a booking the slot.
    pub(crate) fn same(&self) -> String {
        if let VisitDeed::OffList(entry) = &self.deed {
            return entry.to_string();
        }
        let place = self.before.slot.as_ref().filter(|_| self.is_doubled()).or_else(|| self.deed.place());
        let place = place.map(|place| format!("{} {} {}", place.start, place.provider, place.department));
        let number = || self.deed.visit().or_else(|| self.deed.meant()).map(ToString::to_string);
        place.or_else(number).unwrap_or_default()
    }

    /// What takes it back, from how it stands since it was carried out; `None` where nothing does.
    pub(crate) fn undoing(&self, now: Option<&VisitStood>) -> Option<Self> {
        let patient = self.patient.clone();
        let had = now.and_then(|now| now.slot.clone());
        let has = had.as_ref().map(|slot| slot.id.clone()).or_else(|| self.slot().cloned());
        let (deed, before) = match &self.deed {
            VisitDeed::Book(_) => {
                let cancel = Cancellation { visit: has?, patient: patient.clone(), reason: None, said: None };
                (VisitDeed::Cancel(cancel), VisitStood { visit: had, ..VisitStood::default() })
            }
            VisitDeed::Cancel(Cancellation { visit, .. }) => {
                let stood = self.before.visit.as_ref()?;
                let booking = Booking {
                    slot: visit.clone(),
                    patient: patient.clone(),
                    department: Some(stood.department.clone()),
                    purpose: Purpose::Kind(stood.kind.clone()?),
                    note: None,
                    urgent: false,
                    patient_case: false,
                    beyond_permission: true,
                };
                (VisitDeed::Book(booking), VisitStood { slot: Some(stood.clone()), ..VisitStood::default() })
            }
            VisitDeed::Move(Rescheduling { visit, .. }) => {
                let back = Rescheduling {
                    visit: has?,
                    to: visit.clone(),
                    patient: patient.clone(),
                    purpose: None,
                    reason: None,
                    said: None,
                    patient_case: false,
                    beyond_permission: true,
                };
                let before = VisitStood { visit: had, slot: self.before.visit.clone(), open: Vec::new() };
                (VisitDeed::Move(back), before)
            }
            VisitDeed::StartCheckIn(visit) | VisitDeed::CheckIn(visit) => {
                let stands = now.and_then(|now| now.visit.clone()).or_else(|| self.before.visit.clone());
                (
                    VisitDeed::CancelCheckIn(visit.clone()),
                    VisitStood { visit: stands, ..VisitStood::default() },
                )
            }
            VisitDeed::Hold(slot) => (
                VisitDeed::LetGo(slot.clone()),
                VisitStood { slot: had.or_else(|| self.before.slot.clone()), ..VisitStood::default() },
            ),
            VisitDeed::OpenTime(time) => {
                return Some(self.removing(had.unwrap_or_else(|| time.place.clone())));
            }
            VisitDeed::CancelCheckIn(_)
            | VisitDeed::CheckOut(_)
            | VisitDeed::LetGo(_)
            | VisitDeed::RemoveTime(_)
            | VisitDeed::OffList(_) => return None,
        };
        Some(Self { patient, deed, before })
    }
}
