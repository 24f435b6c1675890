//! Who waits for a time that was freed: asked of athenahealth once a visit is cancelled or moved away, and offered in
//! the order of the list. The list is read on demand alone: nobody looks at it otherwise, and what it said a while ago
//! would offer who waits no more.

mod wish;

use std::sync::{Mutex, PoisonError};

use athena::{Lane, SlotQuery, WaitlistQuery};
use chrono::{DateTime, TimeDelta, Utc};
use ipc::visit::Released;
use ipc::waitlist::{
    FreedTime, FreedTimes, WaitPriority, WaitWhy, Waiting, WaitingRow, WaitlistFill, WaitlistMatch,
    WaitlistRemove,
};
use ipc::{Call, Failure};
use model::{
    AppointmentId, Booking, Department, DepartmentId, OpenSlot, Patient, PatientId, PatientStatus, Purpose,
    Rescheduling, VisitState, WaitlistEntry, WaitlistId, WaitlistPriority,
};
use store::{Reader, WriteState};
use sync::{Entry, VisitDeed, VisitSeen, VisitStood, VisitWrite};

use crate::console::Console;
use crate::journal::{Step, failed};
use crate::live::Live;
use crate::writes::Places;
use crate::{failure, openings, visits, words};

/// For how long a time counts as freed just now.
const LATELY: TimeDelta = TimeDelta::minutes(15);
/// How long what was found is taken as it was.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// More than anybody calls.
const MOST: usize = 20;

/// Who was found to wait for a time.
struct Found {
    visit: AppointmentId,
    slot: OpenSlot,
    entries: Vec<WaitlistEntry>,
    read: DateTime<Utc>,
}

/// Who was found last to wait for a time that was freed.
#[derive(Default)]
pub(crate) struct Waits(Mutex<Option<Found>>);

impl Waits {
    fn keep(&self, found: Found) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
    }

    fn entry(
        &self,
        visit: &AppointmentId,
        entry: &WaitlistId,
        now: DateTime<Utc>,
    ) -> Option<(OpenSlot, WaitlistEntry)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.as_ref()?;
        let is_meant = found.visit == *visit && (now - found.read).abs() < FRESH;
        let entry = found.entries.iter().find(|one| is_meant && one.id == *entry)?;
        Some((found.slot.clone(), entry.clone()))
    }

    /// An entry as it was found, however long ago.
    fn known(&self, entry: &WaitlistId) -> Option<WaitlistEntry> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()?.entries.iter().find(|one| one.id == *entry).cloned()
    }
}

/// Lists the times that were freed from here lately.
pub(crate) async fn freed(console: &Console) -> Result<FreedTimes, Failure> {
    let since = console.ports().clock.now() - LATELY;
    let live = console.live().await?;
    let done = live.journal.done_since(since).await.map_err(|error| failed(error.into(), console))?;
    let places = live
        .read(|reader| Ok(Places { departments: reader.departments()?, providers: reader.providers()? }))
        .await?;
    let row = |seen: &VisitSeen| FreedTime { visit: seen.id.to_string(), place: places.of(seen) };
    Ok(FreedTimes { rows: freed_by(&done, since).into_iter().take(MOST).map(row).collect() })
}

/// The visits of which the times were freed, the latest first. What is taken back, or had by somebody again, is free no
/// more.
fn freed_by(done: &[Entry], since: DateTime<Utc>) -> Vec<&VisitSeen> {
    let is_ended = |entry: &&Entry| entry.ended.is_some_and(|ended| ended >= since);
    let is_had = |entry: &Entry, seen: &VisitSeen| {
        done.iter().filter(|later| later.place.number > entry.place.number).any(|later| {
            let is_undone = later.follows.as_ref() == Some(&entry.id);
            let is_taken = later.write.visit().is_some_and(|write| takes(write, seen));
            later.state != WriteState::Rejected && (is_undone || is_taken)
        })
    };
    let frees = |entry: &'_ Entry| {
        let write = entry.write.visit()?;
        let is_freeing = matches!(write.deed, VisitDeed::Cancel(_) | VisitDeed::Move(_));
        Some(is_freeing && entry.state == WriteState::Confirmed)
    };
    let found = done.iter().rev().filter(is_ended).filter(|entry| frees(entry) == Some(true));
    let seen = found.filter_map(|entry| Some((entry, entry.write.visit()?.before.visit.as_ref()?)));
    seen.filter(|(entry, seen)| !is_had(entry, seen)).map(|(_, seen)| seen).collect()
}

/// Whether a write is to give somebody the place that a visit had, under its number or another.
fn takes(write: &VisitWrite, seen: &VisitSeen) -> bool {
    let place = |seen: &VisitSeen| (seen.start, seen.provider.clone(), seen.department.clone());
    let slot = write.before.slot.as_ref();
    matches!(write.deed, VisitDeed::Book(_) | VisitDeed::Move(_))
        && (write.deed.meant() == Some(&seen.id) || slot.is_some_and(|slot| place(slot) == place(seen)))
}

/// Asks athenahealth who waits for a time that was freed.
pub(crate) async fn matches(console: &Console, request: WaitlistMatch) -> Result<Waiting, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let visit = AppointmentId::new(request.visit);
    let asked = visit.clone();
    let held = live.read(move |reader| reader.appointment(&asked)).await?.ok_or(Failure::NotHeld)?;
    let seen = VisitSeen::from(&held.appointment);
    let nobody = |is_open| Waiting {
        visit: seen.id.to_string(),
        is_open,
        rows: Vec::new(),
        as_of: words::instant(now),
    };
    let Some(slot) = slot_of(&live, &seen).await? else { return Ok(nobody(false)) };
    let query = WaitlistQuery { department: Some(slot.department.clone()), ..WaitlistQuery::default() };
    let asked = live.client.lane(Lane::Interactive).waitlist(&query).await;
    let entries = asked.map_err(|error| failure::from_athena(&error, live.entropy.as_ref()))?.value;
    let (left, freed) = (seen.patient.clone(), slot.clone());
    let rows = live.read(move |reader| offered(reader, &freed, &entries, left.as_ref())).await?;
    let entries = rows.iter().map(|(entry, _)| entry.clone()).collect();
    live.waits.keep(Found { visit, slot, entries, read: now });
    Ok(Waiting { rows: rows.into_iter().map(|(_, row)| row).collect(), ..nobody(true) })
}

/// The open time in the place of a visit that was cancelled or moved away, which has a number of its own.
async fn slot_of(live: &Live, seen: &VisitSeen) -> Result<Option<OpenSlot>, Failure> {
    let Some(kind) = seen.kind.clone() else { return Ok(None) };
    let day = seen.start.date();
    let query = SlotQuery {
        providers: vec![seen.provider.clone()],
        purpose: Some(Purpose::Kind(kind)),
        beyond_time_limits: true,
        beyond_permission: true,
        ..SlotQuery::new(seen.department.clone(), day, day)
    };
    let page = live.client.lane(Lane::Interactive).open_slots_page(&query, None).await;
    let page = page.map_err(|error| failure::from_athena(&error, live.entropy.as_ref()))?;
    let is_there = |slot: &OpenSlot| {
        (slot.start, &slot.provider, &slot.department) == (seen.start, &seen.provider, &seen.department)
    };
    Ok(page.rows.into_iter().find(is_there))
}

/// Who of those who wait is offered a time: nobody who died or is not seen here, whom the copy does not know, who has a
/// visit then, or who just gave the time up.
fn offered(
    reader: &Reader<'_>,
    slot: &OpenSlot,
    entries: &[WaitlistEntry],
    left: Option<&PatientId>,
) -> Result<Vec<(WaitlistEntry, WaitingRow)>, store::Error> {
    let (departments, day) = (reader.departments()?, reader.day(slot.start.date(), None)?);
    let zone = |id: &DepartmentId| departments.iter().find(|known| known.id == *id).map(Department::zone);
    let mut rows = Vec::new();
    for (entry, why) in wish::matching(slot, entries) {
        let Some(held) = reader.patient(&entry.wish.patient)? else { continue };
        let is_busy = day.iter().map(|visit| &visit.appointment).any(|visit| {
            let is_to_be = !matches!(visit.state, VisitState::Open | VisitState::Cancelled);
            let is_theirs = visit.patient.as_ref().is_some_and(|id| *id == held.patient.id);
            // Two departments of one zone, or of none that is known, have one clock.
            let theirs = match (zone(&visit.department), zone(&slot.department)) {
                (Some(there), Some(here)) if there != here => here.wall(there.instant(visit.start)),
                _ => visit.start,
            };
            is_to_be
                && is_theirs
                && Some(&visit.id) != entry.wish.visit.as_ref()
                && wish::overlap((theirs, visit.minutes), (slot.start, slot.minutes))
        });
        if is_offered(&held.patient) && !is_busy && left != Some(&held.patient.id) {
            rows.push((entry.clone(), row(entry, why, &held.patient)));
        }
        if rows.len() == MOST {
            break;
        }
    }
    Ok(rows)
}

fn is_offered(patient: &Patient) -> bool {
    let is_seen_here = matches!(patient.status, PatientStatus::Active | PatientStatus::Prospective);
    is_seen_here && patient.deceased.expose().is_none()
}

fn row(entry: &WaitlistEntry, why: Vec<WaitWhy>, patient: &Patient) -> WaitingRow {
    let contact = &patient.contact;
    let phones = [&contact.mobile_phone, &contact.home_phone, &contact.work_phone];
    WaitingRow {
        entry: entry.id.to_string(),
        patient: patient.id.to_string(),
        name: words::full_name(&patient.name),
        dob: patient.dob.expose().map(words::day),
        phone: phones.into_iter().find_map(words::said),
        priority: match entry.wish.priority {
            WaitlistPriority::Low => WaitPriority::Low,
            WaitlistPriority::Normal => WaitPriority::Normal,
            WaitlistPriority::High => WaitPriority::High,
        },
        why,
        moves: entry.wish.visit.is_some(),
        note: entry.wish.note.as_ref().and_then(words::said),
    }
}

/// Has a time that was freed booked for somebody who waits, or their visit moved there. Who they are athenahealth says,
/// whose entry names them.
pub(crate) async fn fill(console: &Console, call: &Call, request: WaitlistFill) -> Result<Released, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let WaitlistFill { visit, entry, patient } = request;
    let (visit, id) = (AppointmentId::new(visit), WaitlistId::new(entry));
    let (slot, entry) = live.waits.entry(&visit, &id, now).ok_or(Failure::OutOfTurn)?;
    let whom = whose(&live, &entry, patient).await?;
    let taken = Some(openings::seen(&slot));
    let given_up = match &entry.wish.visit {
        Some(given_up) => visits::held(&live, given_up).await.ok(),
        None => None,
    };
    let (deed, before) = match given_up.filter(|seen| seen.is_of(&whom) && seen.state == VisitState::Booked) {
        Some(seen) => {
            let to = Rescheduling::new(seen.id.clone(), slot.id.clone(), whom.clone());
            let moving = Rescheduling { beyond_permission: true, ..to };
            (VisitDeed::Move(moving), VisitStood { visit: Some(seen), slot: taken, open: Vec::new() })
        }
        None => {
            let kind = slot.kind.clone().map(Purpose::Kind);
            let purpose = entry.wish.purpose.clone().or(kind).ok_or(Failure::OutOfTurn)?;
            let booking = Booking {
                department: Some(slot.department.clone()),
                beyond_permission: true,
                ..Booking::new(slot.id.clone(), whom.clone(), purpose)
            };
            (VisitDeed::Book(booking), VisitStood { slot: taken, ..VisitStood::default() })
        }
    };
    let write = VisitWrite { patient: whom, deed, before };
    let said = format!("slot {} waitlist {id}", slot.id);
    let (step, deed) = Step::of(console, &live, call, Some(said))?;
    let write = step.came(live.journal.act(write, deed).await)?;
    Ok(Released { write: write.to_string() })
}

/// Has somebody taken off the list who was found to wait.
pub(crate) async fn remove(
    console: &Console,
    call: &Call,
    request: WaitlistRemove,
) -> Result<Released, Failure> {
    let live = console.live().await?;
    let id = WaitlistId::new(request.entry);
    let entry = live.waits.known(&id).ok_or(Failure::OutOfTurn)?;
    let patient = whose(&live, &entry, request.patient).await?;
    let write = VisitWrite { patient, deed: VisitDeed::OffList(id.clone()), before: VisitStood::default() };
    let (step, deed) = Step::of(console, &live, call, Some(format!("waitlist {id}")))?;
    let write = step.came(live.journal.act(write, deed).await)?;
    Ok(Released { write: write.to_string() })
}

/// Who waits by an entry, where that is whom the window means. Whoever was merged meanwhile is another.
async fn whose(live: &Live, entry: &WaitlistEntry, patient: String) -> Result<PatientId, Failure> {
    let whom = visits::somebody(live, &PatientId::new(patient)).await?.id;
    let waits = entry.wish.patient.clone();
    let waits = live.read(move |reader| reader.patient(&waits)).await?.map(|held| held.patient.id);
    if waits.as_ref() == Some(&whom) { Ok(whom) } else { Err(Failure::OutOfTurn) }
}
