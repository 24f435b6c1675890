//! What a write does with a visit, as the window shows it.

use ipc::write::{VisitPlace, VisitStanding, WriteDeed, WriteKind, WriteVisit};
use model::{Department, Phi, Provider, VisitState, minute_of_day};
use store::{WriteReason, WriteState};
use sync::{Entry, Shown, VisitDeed, VisitSeen, VisitStood, VisitWrite};

use crate::day_sheet::provider_name;
use crate::words;

/// What is known of where visits are.
pub(crate) struct Places {
    pub(crate) departments: Vec<Department>,
    pub(crate) providers: Vec<Provider>,
}

/// What a write does with a visit.
pub(crate) fn view(entry: &Entry, write: &VisitWrite, places: &Places) -> WriteVisit {
    let now = match &entry.shown {
        Some(Shown::Visit(now)) => Some(now.as_ref()),
        _ => None,
    };
    let is_time = write.deed.place().is_some();
    let takes = write.slot().is_some() || is_time;
    let stood = if takes { &write.before.slot } else { &write.before.visit };
    let id = write.deed.visit().or_else(|| write.slot()).map(ToString::to_string);
    WriteVisit {
        id: id.unwrap_or_default(),
        from: write.before.visit.as_ref().filter(|_| !is_time).map(|visit| places.of(visit)),
        to: write.deed.place().or(write.before.slot.as_ref().filter(|_| takes)).map(|slot| places.of(slot)),
        stood: stood.as_ref().filter(|_| !is_time).map(|seen| standing(write, Some(seen))),
        shows: now.map(|now| standing(write, since(write, now))),
        is_so: now.is_some_and(|now| write.is_so(now)),
        said: said(&write.deed).and_then(words::said),
    }
}

/// What is told of how it stands: the slot where one is to be had, but the visit where that is what keeps it from moving.
fn since<'n>(write: &VisitWrite, now: &'n VisitStood) -> Option<&'n VisitSeen> {
    let may_move = |visit: &VisitSeen| visit.is_of(&write.patient) && visit.state == VisitState::Booked;
    let is_move = matches!(write.deed, VisitDeed::Move(_));
    if is_move && !write.is_so(now) && !now.visit.as_ref().is_some_and(may_move) {
        return now.visit.as_ref();
    }
    let takes = write.slot().is_some() || write.deed.place().is_some();
    if takes { now.slot.as_ref() } else { now.visit.as_ref() }
}

fn said(deed: &VisitDeed) -> Option<&Phi<String>> {
    match deed {
        VisitDeed::Book(booking) => booking.note.as_ref(),
        VisitDeed::Cancel(cancellation) => cancellation.said.as_ref(),
        VisitDeed::Move(moving) => moving.said.as_ref(),
        _ => None,
    }
}

fn standing(write: &VisitWrite, seen: Option<&VisitSeen>) -> VisitStanding {
    let Some(seen) = seen else { return VisitStanding::Gone };
    match &seen.state {
        VisitState::Open if seen.frozen => VisitStanding::Held,
        VisitState::Open => VisitStanding::Free,
        _ if !seen.is_of(&write.patient) => VisitStanding::Anothers,
        VisitState::Booked => VisitStanding::Booked,
        VisitState::CheckingIn => VisitStanding::CheckingIn,
        VisitState::Waiting | VisitState::CheckedIn => VisitStanding::Here,
        VisitState::CheckedOut => VisitStanding::Out,
        VisitState::Charged => VisitStanding::Charged,
        VisitState::Cancelled if seen.moved_to.is_some() => VisitStanding::Moved,
        VisitState::Cancelled => VisitStanding::Cancelled,
        VisitState::Other(word) => VisitStanding::Other { word: word.clone() },
    }
}

impl Places {
    pub(crate) fn of(&self, seen: &VisitSeen) -> VisitPlace {
        let department = self.departments.iter().find(|known| known.id == seen.department);
        VisitPlace {
            date: words::day(seen.start.date()),
            minute: minute_of_day(seen.start),
            minutes: seen.minutes,
            provider: provider_name(&self.providers, &seen.provider),
            department: department.map(|known| known.name.clone()).unwrap_or_default(),
            zone: department.map(|known| words::zone(known.zone())).unwrap_or_default(),
            kind: seen.kind_name.clone(),
        }
    }
}

/// What a write does.
pub(crate) fn kind(deed: &VisitDeed) -> WriteKind {
    match deed {
        VisitDeed::Book(_) => WriteKind::Book,
        VisitDeed::Cancel(_) => WriteKind::Cancel,
        VisitDeed::Move(_) => WriteKind::Move,
        VisitDeed::StartCheckIn(_) => WriteKind::StartCheckIn,
        VisitDeed::CheckIn(_) => WriteKind::CheckIn,
        VisitDeed::CancelCheckIn(_) => WriteKind::CancelCheckIn,
        VisitDeed::CheckOut(_) => WriteKind::CheckOut,
        VisitDeed::Hold(_) => WriteKind::Hold,
        VisitDeed::LetGo(_) => WriteKind::LetGo,
        VisitDeed::OpenTime(_) => WriteKind::OpenTime,
        VisitDeed::RemoveTime(_) => WriteKind::RemoveTime,
        VisitDeed::OffList(_) => WriteKind::OffList,
    }
}

/// What can be done with it as it stands. There is nothing in it that could be changed: what was declined is
/// pressed anew where it can be done.
pub(crate) fn can(entry: &Entry, now: chrono::DateTime<chrono::Utc>) -> Vec<WriteDeed> {
    match entry.state {
        WriteState::Drafted if entry.released.is_none() && !entry.stands_already() => {
            vec![WriteDeed::Release, WriteDeed::Discard]
        }
        WriteState::Drafted | WriteState::Intent => vec![WriteDeed::Discard],
        WriteState::Unknown if entry.is_settled(now) && !leads(entry) => {
            vec![WriteDeed::Resolve, WriteDeed::Again]
        }
        WriteState::Unknown => vec![WriteDeed::Resolve],
        // What was opened for a visit goes with it.
        WriteState::Confirmed if opens(entry) => Vec::new(),
        WriteState::Confirmed if entry.is_fresh(now) && entry.undoing().is_some() => vec![WriteDeed::Undo],
        WriteState::Rejected if entry.reason == Some(WriteReason::NotCarriedOut) && !leads(entry) => {
            vec![WriteDeed::Again]
        }
        WriteState::Sent | WriteState::Confirmed | WriteState::Rejected => Vec::new(),
    }
}

/// Whether it opens a time for what follows it: written again by itself, the time would stay open when that is
/// discarded.
fn leads(entry: &Entry) -> bool {
    entry.write.visit().is_some_and(|write| matches!(write.deed, VisitDeed::OpenTime(_)))
}

fn opens(entry: &Entry) -> bool {
    entry.write.visit().is_some_and(|write| write.deed.place().is_some())
}
