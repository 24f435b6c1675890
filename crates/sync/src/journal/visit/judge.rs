//! What a look at a visit says of a write. Pure: what was read comes in, a judgement goes out.

use model::VisitState as S;
use store::WriteReason;

use super::super::judge::Found;
use super::{VisitDeed as D, VisitSeen, VisitStood, VisitWrite};

/// What a look before sending says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing stands in the way.
    Clear,
    /// It stands already as it is to be.
    Stands,
    /// It stands otherwise than where this could be done with it, or is somebody else's.
    Changed,
    /// The slot is another's, is held, or is none any more.
    Taken,
    /// athenahealth shows no such visit.
    Gone,
}

impl Look {
    /// For what a write is held that may not be sent so; `None` where it may.
    pub(crate) fn reason(self) -> Option<WriteReason> {
        match self {
            Self::Clear => None,
            Self::Stands | Self::Changed => Some(WriteReason::ChangedMeanwhile),
            Self::Taken => Some(WriteReason::Conflict),
            Self::Gone => Some(WriteReason::SubjectGone),
        }
    }
}

/// Whether a write may be sent, as the visit and the slot stand.
pub(crate) fn look(write: &VisitWrite, now: &VisitStood) -> Look {
    match &write.deed {
        D::Book(_) | D::Hold(_) => return slot(write, now),
        D::LetGo(_) => return held(now),
        D::RemoveTime(_) => return removable(now),
        D::OpenTime(time) if time.visit.is_none() => return Look::Clear,
        _ => {}
    }
    let Some(visit) = &now.visit else { return Look::Gone };
    if !visit.is_of(&write.patient) {
        return Look::Changed;
    }
    let was_moved = visit.moved_to.is_some();
    match (&write.deed, &visit.state) {
        (D::Move(_), S::Booked) => slot(write, now),
        (D::Move(_), S::Cancelled) if was_moved && visit.moved_to.as_ref() == write.slot() => Look::Stands,
        (D::Cancel(_), S::Cancelled) if !was_moved => Look::Stands,
        (D::StartCheckIn(_), S::CheckingIn)
        | (D::CheckIn(_), S::Waiting | S::CheckedIn)
        | (D::CancelCheckIn(_), S::Booked)
        | (D::CheckOut(_), S::CheckedOut | S::Charged) => Look::Stands,
        (D::OpenTime(_), S::Booked)
        | (D::Cancel(_), S::Booked | S::CheckingIn)
        | (D::StartCheckIn(_), S::Booked)
        | (D::CheckIn(_), S::Booked | S::CheckingIn)
        | (D::CancelCheckIn(_), S::CheckingIn | S::Waiting | S::CheckedIn)
        | (D::CheckOut(_), S::Waiting | S::CheckedIn) => Look::Clear,
        _ => Look::Changed,
    }
}

/// Whether what was held can be let go. What is somebody's by now is held by nobody.
fn held(now: &VisitStood) -> Look {
    match &now.slot {
        Some(slot) if slot.is_held() => Look::Clear,
        Some(_) => Look::Stands,
        None => Look::Gone,
    }
}

/// Whether an open time can be taken off. What somebody has by now stays.
fn removable(now: &VisitStood) -> Look {
    match &now.slot {
        Some(slot) if slot.state == S::Open && slot.patient.is_none() => Look::Clear,
        Some(slot) if slot.state != S::Cancelled => Look::Taken,
        _ => Look::Stands,
    }
}

fn slot(write: &VisitWrite, now: &VisitStood) -> Look {
    match &now.slot {
        Some(slot) if slot.is_free() => Look::Clear,
        Some(slot) if matches!(write.deed, D::Book(_)) && is_theirs(write, slot) => Look::Stands,
        _ => Look::Taken,
    }
}

/// Whether a slot is the patient's by now.
fn is_theirs(write: &VisitWrite, slot: &VisitSeen) -> bool {
    slot.is_of(&write.patient) && !matches!(slot.state, S::Open | S::Cancelled)
}

/// Whether a write was carried out, as the visit and the slot stand now. Before it was sent they stood where
/// it could be: whoever brought about since what it asks for, it is so. That it was not carried out is said where
/// that is proven alone: it may have been, and undone by another desk.
pub(crate) fn found(write: &VisitWrite, now: &VisitStood) -> Found<()> {
    match seems(write, now) {
        Found::Absent if !is_proven(write, now) => Found::Undecided,
        found => found,
    }
}

/// Whether what does not seem to be there was not carried out, whatever others did.
fn is_proven(write: &VisitWrite, now: &VisitStood) -> bool {
    // A number stays whose it once was. Of what takes two requests, the second was not sent.
    absence(write, now) == WriteReason::Conflict || write.rest().is_some() || is_as_it_was(write, now)
}

/// Whether nobody changed the visit or the slot since it was looked at, by its stamp.
fn is_as_it_was(write: &VisitWrite, now: &VisitStood) -> bool {
    let stamp = |stood: &VisitStood| {
        let record = if write.deed.visit().is_some() { &stood.visit } else { &stood.slot };
        record.as_ref().and_then(|record| record.modified)
    };
    stamp(&write.before).is_some_and(|before| stamp(now) == Some(before))
}

/// What the visit and the slot show, as if nobody else had a hand in it.
fn seems(write: &VisitWrite, now: &VisitStood) -> Found<()> {
    match &write.deed {
        D::Book(_) => booked(write, now),
        D::Move(_) => moved(write, now),
        // No visit says whether somebody waits: the list was asked.
        D::OffList(_) => Found::There(()),
        // Whoever holds it: it is so, and one hold cannot be told from another.
        D::Hold(_) | D::LetGo(_) => match &now.slot {
            None => Found::Undecided,
            Some(slot) if slot.is_held() == matches!(write.deed, D::Hold(_)) => Found::There(()),
            Some(_) => Found::Absent,
        },
        D::OpenTime(_) if now.slot.is_some() => Found::There(()),
        // It may have been opened, and be somebody's or taken off by now.
        D::OpenTime(_) => Found::Undecided,
        D::RemoveTime(_) => removed(write, now),
        _ => {
            let Some(visit) = &now.visit else { return Found::Undecided };
            if matches!(write.deed, D::Cancel(_)) { cancelled(write, visit) } else { came(write, visit) }
        }
    }
}

/// Whether a time was taken off: its number is gone, or stays as that of a cancelled visit.
fn removed(write: &VisitWrite, now: &VisitStood) -> Found<()> {
    let is_numbered = write.before.slot.as_ref().is_some_and(|slot| !slot.id.as_str().is_empty());
    match &now.slot {
        _ if !is_numbered => Found::Undecided,
        Some(slot) if slot.state != S::Cancelled => Found::Absent,
        _ => Found::There(()),
    }
}

fn booked(write: &VisitWrite, now: &VisitStood) -> Found<()> {
    match &now.slot {
        None => Found::Undecided,
        // Cancelled since, by somebody who found it booked.
        Some(slot) if slot.is_of(&write.patient) && slot.state != S::Open => Found::There(()),
        Some(_) => Found::Absent,
    }
}

fn cancelled(write: &VisitWrite, visit: &VisitSeen) -> Found<()> {
    match &visit.state {
        // Moved by somebody else, which cancels it too.
        S::Cancelled if visit.moved_to.is_some() => Found::Absent,
        S::Cancelled => Found::There(()),
        S::Open if visit.patient.is_none() => Found::There(()),
        _ if visit.is_of(&write.patient) => Found::Absent,
        _ => Found::Undecided,
    }
}

fn moved(write: &VisitWrite, now: &VisitStood) -> Found<()> {
    let Some(visit) = &now.visit else { return Found::Undecided };
    let has_it = now.slot.as_ref().is_some_and(|slot| {
        is_where_meant(write, slot) && slot.is_of(&write.patient) && slot.state != S::Open
    });
    let was_moved_there = visit.moved_to.is_some() && visit.moved_to.as_ref() == write.slot();
    match &visit.state {
        S::Cancelled if has_it || was_moved_there => Found::There(()),
        S::Cancelled if now.slot.is_some() => Found::Absent,
        S::Cancelled => Found::Undecided,
        // Both are theirs: neither says which of the two is to go.
        _ if has_it => Found::Undecided,
        _ if visit.is_of(&write.patient) => Found::Absent,
        _ => Found::Undecided,
    }
}

/// Whether that is the place that was meant: under its number, or under another at the same time with the
/// same provider.
fn is_where_meant(write: &VisitWrite, slot: &VisitSeen) -> bool {
    let place = |seen: &VisitSeen| (seen.start, seen.provider.clone(), seen.department.clone());
    write.slot() == Some(&slot.id)
        || write.before.slot.as_ref().is_some_and(|before| place(before) == place(slot))
}

/// How far whoever comes has come.
fn came(write: &VisitWrite, visit: &VisitSeen) -> Found<()> {
    if !visit.is_of(&write.patient) {
        return Found::Undecided;
    }
    let is_begun = visit.state == S::CheckingIn;
    let is_in = matches!(visit.state, S::Waiting | S::CheckedIn);
    let is_out = matches!(visit.state, S::CheckedOut | S::Charged);
    let is_there = match &write.deed {
        D::StartCheckIn(_) => is_begun || is_in || is_out,
        D::CheckIn(_) => is_in || is_out,
        D::CancelCheckIn(_) => visit.state == S::Booked,
        _ => is_out,
    };
    match &visit.state {
        _ if is_there => Found::There(()),
        S::Cancelled if matches!(write.deed, D::CancelCheckIn(_)) => Found::Undecided,
        S::Open | S::Other(_) => Found::Undecided,
        _ => Found::Absent,
    }
}

/// Why a write was not carried out that is not there.
pub(crate) fn absence(write: &VisitWrite, now: &VisitStood) -> WriteReason {
    let is_anothers = |slot: &VisitSeen| slot.patient.is_some() && !slot.is_of(&write.patient);
    if write.slot().is_some() && now.slot.as_ref().is_some_and(is_anothers) {
        WriteReason::Conflict
    } else {
        WriteReason::NotCarriedOut
    }
}

#[cfg(test)]
mod tests;
