//! What can be done with a visit of the sandbox practice, and how it is seen there.

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use model::{
    AppointmentId, AppointmentTypeId, Booking, Cancellation, PatientId, Phi, Purpose, Rescheduling,
    WaitlistId,
};
use sandbox::{Deed, SlotTruth, State, VisitTruth};
use store::WriteId;
use sync::{NewTime, VisitDeed, VisitSeen, VisitStood, VisitWrite};

use crate::office::Office;

/// Each thing that can be done with a visit; a check-in from its beginning, and one that was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Do {
    Book,
    Cancel,
    Move,
    StartCheckIn,
    CheckIn,
    Complete,
    CancelCheckIn,
    CheckOut,
    Hold,
    LetGo,
    OpenTime,
    RemoveTime,
    OffList,
}

pub const ALL: [Do; 8] = [
    Do::Book,
    Do::Cancel,
    Do::Move,
    Do::StartCheckIn,
    Do::CheckIn,
    Do::Complete,
    Do::CancelCheckIn,
    Do::CheckOut,
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

/// One o'clock: at no place of the country is it so late already.
const AFTERNOON: u16 = 13 * 60;

/// A visit that is still to come, an open slot, and whom a deed is about.
pub struct Case {
    pub what: Do,
    pub visit: u64,
    pub slot: u64,
    pub patient: u64,
    pub write: VisitWrite,
}

/// Visits of people who may be seen, of whom nobody has come today.
fn to_come(office: &Office) -> Vec<VisitTruth> {
    let truth = office.practice.truth();
    let hidden = truth.restricted();
    let mut visits: Vec<VisitTruth> = truth
        .visits(today(), today())
        .filter(|visit| visit.state == State::Booked && visit.minute >= AFTERNOON)
        .filter(|visit| !hidden.contains(&visit.patient))
        .collect();
    visits.sort_by_key(|visit| visit.id);
    visits
}

/// An open slot that nobody holds, in which a visit has room, and of which kind it is.
fn room_for(office: &Office, visit: &VisitTruth) -> (u64, u64) {
    let truth = office.practice.truth();
    let mut slots = truth.slots(today() + TimeDelta::days(1), today() + TimeDelta::days(60));
    let found = slots.find(|slot| !slot.frozen && slot.kind == visit.kind && slot.minutes >= visit.minutes);
    found.map(|slot| (slot.id, slot.kind)).expect("a free slot")
}

/// The time at which a visit is, as one that is open.
fn place_of(visit: &VisitTruth) -> VisitSeen {
    let start = visit.day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(visit.minute));
    let at = (visit.department.to_string().as_str().into(), visit.provider.to_string().as_str().into());
    let kind = (AppointmentTypeId::new(visit.kind.to_string()), String::new());
    VisitSeen::to_be(start, u32::from(visit.minutes), at, kind)
}

/// An entry of the waiting list, of somebody who may be seen.
fn waiting(office: &Office) -> u64 {
    let truth = office.practice.truth();
    let hidden = truth.restricted();
    let seen = truth.waitlist().into_iter().find(|one| !hidden.contains(&one.patient));
    seen.expect("somebody waits").id
}

impl Case {
    pub fn of(office: &Office, what: Do) -> Self {
        let visit = to_come(office).first().expect("somebody is to come").clone();
        let (slot, kind) = room_for(office, &visit);
        let (id, patient) = (AppointmentId::new(visit.id.to_string()), visit.patient);
        let whom = PatientId::new(patient.to_string());
        let to = AppointmentId::new(slot.to_string());
        let before = match what {
            Do::Complete => Some(Deed::StartCheckIn { visit: visit.id }),
            Do::CancelCheckIn | Do::CheckOut => Some(Deed::CheckIn { visit: visit.id }),
            Do::LetGo => Some(Deed::Freeze { slot }),
            _ => None,
        };
        before.iter().for_each(|deed| assert!(office.practice.act(deed).is_some(), "{what:?} is prepared"));
        // Stamps tell seconds.
        office.forward(Duration::from_secs(2));
        let deed = match what {
            Do::Book => VisitDeed::Book(Booking {
                note: Some(Phi::new("Wheelchair.".to_owned())),
                patient_case: false,
                beyond_permission: true,
                ..Booking::new(to, whom.clone(), Purpose::Kind(AppointmentTypeId::new(kind.to_string())))
            }),
            Do::Cancel => VisitDeed::Cancel(Cancellation::new(id, whom.clone())),
            Do::Move => VisitDeed::Move(Rescheduling {
                patient_case: false,
                beyond_permission: true,
                ..Rescheduling::new(id, to, whom.clone())
            }),
            Do::StartCheckIn => VisitDeed::StartCheckIn(id),
            Do::CheckIn | Do::Complete => VisitDeed::CheckIn(id),
            Do::CancelCheckIn => VisitDeed::CancelCheckIn(id),
            Do::CheckOut => VisitDeed::CheckOut(id),
            Do::Hold => VisitDeed::Hold(to),
            Do::LetGo => VisitDeed::LetGo(to),
            Do::OpenTime => VisitDeed::OpenTime(NewTime { place: place_of(&visit), visit: None }),
            Do::RemoveTime => VisitDeed::RemoveTime(VisitSeen { id: to, ..place_of(&visit) }),
            Do::OffList => VisitDeed::OffList(WaitlistId::new(waiting(office).to_string())),
        };
        let write = VisitWrite { patient: whom, deed, before: VisitStood::default() };
        Self { what, visit: visit.id, slot, patient, write }
    }

    pub async fn press(&self, office: &Office) -> WriteId {
        office.journal.act(self.write.clone(), "ana").await.expect("taken")
    }

    /// Whether the practice has it, once.
    pub fn is_done(&self, office: &Office) -> bool {
        let truth = office.practice.truth();
        let visit = truth.visit(self.visit).expect("it stays on record");
        let theirs = |id: u64| truth.visit(id).is_some_and(|visit| visit.patient == self.patient);
        match self.what {
            Do::Book => theirs(self.slot) && truth.slot(self.slot).is_none(),
            Do::Cancel => visit.state == State::Cancelled && visit.moved_to.is_none(),
            Do::Move => visit.moved_to == Some(self.slot) && theirs(self.slot),
            Do::StartCheckIn => visit.state == State::CheckingIn,
            Do::CheckIn | Do::Complete => visit.state == State::CheckedIn,
            Do::CancelCheckIn => visit.state == State::Booked,
            Do::CheckOut => visit.state == State::CheckedOut,
            Do::Hold => truth.slot(self.slot).is_some_and(|slot| slot.frozen),
            Do::LetGo => truth.slot(self.slot).is_some_and(|slot| !slot.frozen),
            Do::OpenTime => {
                let beside =
                    |slot: &SlotTruth| (slot.provider, slot.minute) == (visit.provider, visit.minute);
                truth.slots(today(), today()).filter(beside).count() == 1
            }
            Do::RemoveTime => truth.slot(self.slot).is_none(),
            Do::OffList => {
                let VisitDeed::OffList(entry) = &self.write.deed else { return false };
                truth.waitlist().iter().all(|one| one.id.to_string() != entry.as_str())
            }
        }
    }
}

pub fn booked_of(office: &Office, patient: u64) -> usize {
    let truth = office.practice.truth();
    let visits = truth.visits(today(), today() + TimeDelta::days(120));
    visits.filter(|visit| visit.patient == patient && visit.state == State::Booked).count()
}
