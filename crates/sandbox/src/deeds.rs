//! What other desks of the practice do: to its schedule, its patients and its providers. Each deed takes effect at
//! once, and the feeds tell of it as they would tell of the real one.

mod chance;

use chrono::{DateTime, NaiveDate, Utc};

use crate::bookings::Step;
use crate::calendar::{Fate, Visit};
use crate::kinds::{CancelReason, KINDS};
use crate::people::{People, Standing};
use crate::practice::Practice;
use crate::resources::write_patient;
use crate::schedule::{BOOKED, Wish};
use crate::story::State;
use crate::writes::Writer;

pub(crate) use chance::by_chance;

/// Something that another desk does. Records are named by their ids, times are the department's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Books an office visit; an open slot of that time is filled and keeps its id.
    Book {
        /// The patient.
        patient: u64,
        /// The provider.
        provider: u64,
        /// The department.
        department: u64,
        /// The day.
        day: NaiveDate,
        /// Minutes since midnight.
        minute: u16,
    },
    /// Opens a slot that nobody has booked.
    OpenSlot {
        /// The provider.
        provider: u64,
        /// The department.
        department: u64,
        /// The day.
        day: NaiveDate,
        /// Minutes since midnight.
        minute: u16,
    },
    /// Cancels a booked visit; its time is open again, under an id of its own.
    Cancel {
        /// The visit.
        visit: u64,
    },
    /// Moves a booked visit: it is cancelled, and another one booked. The id is that of the other one.
    Reschedule {
        /// The visit.
        visit: u64,
        /// The new day.
        day: NaiveDate,
        /// Minutes since midnight.
        minute: u16,
    },
    /// Books an open slot.
    BookSlot {
        /// The slot.
        slot: u64,
        /// The patient.
        patient: u64,
    },
    /// Books an open slot for whomever.
    TakeSlot {
        /// The slot.
        slot: u64,
    },
    /// Moves a booked visit into an open slot. The id is the slot's.
    MoveTo {
        /// The visit.
        visit: u64,
        /// The slot.
        slot: u64,
    },
    /// Freezes an open slot.
    Freeze {
        /// The slot.
        slot: u64,
    },
    /// Lets a frozen slot go.
    Unfreeze {
        /// The slot.
        slot: u64,
    },
    /// Takes an open slot off.
    RemoveSlot {
        /// The slot.
        slot: u64,
    },
    /// Begins to check a booked visit in.
    StartCheckIn {
        /// The visit.
        visit: u64,
    },
    /// Takes a check-in back, whether it was completed or only begun.
    CancelCheckIn {
        /// The visit.
        visit: u64,
    },
    /// Checks a booked visit in.
    CheckIn {
        /// The visit.
        visit: u64,
    },
    /// Checks a visit out.
    CheckOut {
        /// The visit.
        visit: u64,
    },
    /// Changes a patient, by the interface's field names.
    EditPatient {
        /// The patient.
        patient: u64,
        /// Names and values.
        fields: Vec<(String, String)>,
    },
    /// Registers a patient, by the interface's field names.
    RegisterPatient {
        /// Names and values.
        fields: Vec<(String, String)>,
    },
    /// Merges a record into another one. The id is that of the one that is left.
    Merge {
        /// The record that goes.
        patient: u64,
        /// The record that is left.
        into: u64,
    },
    /// Gives a provider another surname.
    RenameProvider {
        /// The provider.
        provider: u64,
        /// The surname.
        last_name: String,
    },
    /// Takes a provider off the list.
    ProviderLeaves {
        /// The provider.
        provider: u64,
    },
    /// Puts a provider who has left back on the list.
    ProviderReturns {
        /// The provider.
        provider: u64,
    },
}

/// Does a deed; gives the id of the record that was made or changed, or nothing where it cannot be done.
pub(crate) fn apply(practice: &Practice, deed: &Deed, now: DateTime<Utc>) -> Option<u64> {
    let _turn = practice.turn();
    match deed {
        Deed::Book { patient, provider, department, day, minute } => {
            let at = slot(practice, *provider, *department, *day, *minute)?;
            book(practice, Visit { patient: living(practice, *patient)?, open: false, ..at }, now)
        }
        Deed::OpenSlot { provider, department, day, minute } => {
            let at = slot(practice, *provider, *department, *day, *minute)?;
            Some(u64::from(practice.open(at, now)))
        }
        Deed::BookSlot { slot, patient } => take(practice, *slot, |_| living(practice, *patient), now),
        Deed::TakeSlot { slot } => take(practice, *slot, |slot| chance::anybody(practice, slot), now),
        Deed::MoveTo { visit, slot } => move_to(practice, *visit, *slot, now),
        Deed::Freeze { slot } => freeze(practice, *slot, true, now),
        Deed::Unfreeze { slot } => freeze(practice, *slot, false, now),
        Deed::RemoveSlot { slot } => {
            let open = practice.open_slot(*slot)?;
            practice.remove_slot(&open, now).ok().map(|()| *slot)
        }
        Deed::StartCheckIn { visit } => step(practice, *visit, (&[State::Booked], Step::StartCheckIn), now),
        Deed::CancelCheckIn { visit } => {
            let from = [State::CheckingIn, State::CheckedIn];
            step(practice, *visit, (&from, Step::CancelCheckIn), now)
        }
        Deed::Cancel { visit } => {
            let own = booked(practice, *visit)?;
            practice.cancel_visit(&own, CancelReason::USUAL, now).ok().map(|()| *visit)
        }
        Deed::Reschedule { visit, day, minute } => reschedule(practice, *visit, (*day, *minute), now),
        Deed::CheckIn { visit } => step(practice, *visit, (&BOOKED, Step::CheckIn), now),
        Deed::CheckOut { visit } => step(practice, *visit, (&[State::CheckedIn], Step::CheckOut), now),
        Deed::EditPatient { patient, fields } => {
            let at = practice.people.survivor(practice.people.find(*patient)?);
            write(practice, Some(at), fields, now)
        }
        Deed::RegisterPatient { fields } => {
            let said = |name: &&str| fields.iter().any(|(own, value)| own == name && !value.is_empty());
            let whole = write_patient::REQUIRED.iter().all(said);
            whole.then(|| write(practice, None, fields, now)).flatten()
        }
        Deed::Merge { patient, into } => merge(practice, *patient, *into, now),
        Deed::RenameProvider { provider, last_name } => {
            let there = |departed: bool| !departed;
            change_provider(
                practice,
                *provider,
                there,
                "ProviderUpdate",
                |own| own.last.clone_from(last_name),
                now,
            )
        }
        Deed::ProviderLeaves { provider } => {
            let there = |departed: bool| !departed;
            change_provider(practice, *provider, there, "ProviderDelete", |own| own.departed = true, now)
        }
        Deed::ProviderReturns { provider } => {
            let gone = |departed: bool| departed;
            change_provider(practice, *provider, gone, "ProviderUndelete", |own| own.departed = false, now)
        }
    }
}

/// The place of a patient who may come: of the record that is left, where one was merged.
fn living(practice: &Practice, patient: u64) -> Option<u32> {
    let at = practice.people.survivor(practice.people.find(patient)?);
    let person = practice.people.at(at);
    (person.standing != Standing::Deleted && person.died.is_none()).then_some(at)
}

/// A time of a provider who is there, as an open slot.
fn slot(practice: &Practice, provider: u64, department: u64, day: NaiveDate, minute: u16) -> Option<Visit> {
    let provider = practice.find_provider(provider).filter(|at| !practice.provider(*at).departed)?;
    let department = practice.find_department(department)?;
    let known = minute < 24 * 60;
    known.then_some(Visit::slot(day, (minute, KINDS[0].minutes), (provider, department), 0))
}

fn book(practice: &Practice, visit: Visit, now: DateTime<Utc>) -> Option<u64> {
    let filled = practice.bookings.fill(&visit, now);
    let id = filled.unwrap_or_else(|| practice.bookings.add(visit, now));
    practice.tell_visit(id, "ScheduleAppointment", now);
    Some(u64::from(id))
}

/// Books an open slot; a desk that stands beside it asks for no permission.
fn take(
    practice: &Practice,
    id: u64,
    whom: impl FnOnce(&Visit) -> Option<u32>,
    now: DateTime<Utc>,
) -> Option<u64> {
    let slot = practice.open_slot(id)?;
    let wish = Wish { patient: whom(&slot)?, kind: slot.kind, urgent: false };
    practice.book_slot(&slot, wish, now).ok().map(|()| id)
}

fn freeze(practice: &Practice, id: u64, frozen: bool, now: DateTime<Utc>) -> Option<u64> {
    let slot = practice.open_slot(id)?;
    practice.freeze_slot(&slot, frozen, now).ok().map(|()| id)
}

fn move_to(practice: &Practice, id: u64, slot: u64, now: DateTime<Utc>) -> Option<u64> {
    let (visit, open) = (booked(practice, id)?, practice.open_slot(slot)?);
    let wish = Wish { patient: visit.patient, kind: visit.kind, urgent: false };
    practice.move_visit((&visit, &open), wish, CancelReason::MOVED, now).ok().map(|()| slot)
}

fn booked(practice: &Practice, id: u64) -> Option<Visit> {
    practice.visit(id).filter(|visit| !visit.open)
}

fn step(practice: &Practice, id: u64, (from, step): (&[State], Step), now: DateTime<Utc>) -> Option<u64> {
    let visit = booked(practice, id)?;
    practice.standing(&visit, now)?;
    practice.take_step(&visit, (from, step), now).ok().map(|()| id)
}

/// Moves a visit to any time, whether or not there is a slot.
fn reschedule(practice: &Practice, id: u64, to: (NaiveDate, u16), now: DateTime<Utc>) -> Option<u64> {
    let visit = booked(practice, id)?;
    practice.stands(&visit, &BOOKED, now).ok()?;
    let (day, minute) = to;
    if minute >= 24 * 60 || (visit.day, visit.minute) == to {
        return None;
    }
    let moved = book(practice, Visit { day, minute, fate: Fate::NoShow, ..visit }, now)?;
    practice.leave_for(&visit, u32::try_from(moved).ok()?, CancelReason::MOVED, now).ok()?;
    Some(moved)
}

fn write(
    practice: &Practice,
    at: Option<u32>,
    fields: &[(String, String)],
    now: DateTime<Utc>,
) -> Option<u64> {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let change = write_patient::elsewhere(practice, at, &fields, now).ok()?;
    let written = change.apply(practice, Writer::AnotherDesk, now);
    written[0]["patientid"].as_str()?.parse().ok()
}

/// The interface tells of a merge by the record that is left, and of nothing that hung on the one that goes.
fn merge(practice: &Practice, patient: u64, into: u64, now: DateTime<Utc>) -> Option<u64> {
    let people = &practice.people;
    let from = people.find(patient).filter(|at| people.at(*at).merged_into.is_none())?;
    let into = people.survivor(people.find(into)?);
    if from == into || people.at(into).standing == Standing::Deleted {
        return None;
    }
    people.merge(from, into);
    practice.tell_patient(into, "MergePatient", now);
    Some(People::id(into))
}

fn change_provider(
    practice: &Practice,
    id: u64,
    may: impl Fn(bool) -> bool,
    event: &'static str,
    change: impl FnOnce(&mut crate::providers::Provider),
    now: DateTime<Utc>,
) -> Option<u64> {
    let at = practice.find_provider(id).filter(|at| may(practice.provider(*at).departed))?;
    let mut provider = practice.provider(at);
    change(&mut provider);
    practice.staff.put(at, provider);
    practice.tell_provider(at, event, now);
    Some(id)
}
