//! Open times, as athenahealth shows them: never older than five minutes, and looked at again before one is booked.

mod reasons;
mod sheet;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use athena::{Lane, SlotQuery};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use ipc::slot::{
    DayPart, DaySlots, OpenDay, Opening, Openings as Page, SlotDay, SlotDepartment, SlotFind, SlotForm,
    SlotKind, SlotProvider,
};
use ipc::{Failure, Field};
use model::{
    AppointmentId, AppointmentTypeId, Department, DepartmentId, OpenSlot, Provider, ProviderId, Purpose,
    ReasonId, VisitState, minute_of_day,
};
use sync::VisitSeen;

use crate::console::Console;
use crate::day_sheet::provider_name;
use crate::live::Live;
use crate::page::MOST_ROWS;
use crate::{failure, words};

use reasons::Reasons;
pub(crate) use reasons::reasons;
pub(crate) use sheet::{OfKinds, of_kinds, sheet};

/// How long open times that were read are shown without being read again.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// Up to which age what a sheet shows is not read again. A sheet asks each minute, so that what stands on it stays
/// well within what is fresh.
const RENEWED: TimeDelta = TimeDelta::minutes(3);
/// How many departments are asked at once: each is a call of its own.
const MOST_DEPARTMENTS: usize = 8;
const MOST_DAYS: u32 = 62;
/// More open times of one day than a sheet can show.
const MOST_OF_A_DAY: usize = 1_000;
/// How many providers may be named.
const MOST_PROVIDERS: usize = 100;
/// More open times of one department than anybody looks through.
const MOST_SLOTS: usize = 20_000;
/// As many as athenahealth gives in one answer: an answer is a call.
const MOST_OF_A_CALL: u32 = 10_000;
/// How many questions are remembered.
const MOST_KEPT: usize = 64;

/// What was asked of one department.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Asked {
    department: DepartmentId,
    providers: Vec<ProviderId>,
    /// None for all that there is, frozen times too.
    purpose: Option<Purpose>,
    from: NaiveDate,
    to: NaiveDate,
}

/// The open times of a question, and when they were read by this computer's clock.
#[derive(Clone)]
struct Known {
    slots: Arc<[OpenSlot]>,
    read: DateTime<Utc>,
}

/// The open times that were read lately. They are kept in memory alone: what may be shown for five minutes is not
/// worth a place on the disk.
#[derive(Default)]
pub(crate) struct Openings {
    slots: Mutex<HashMap<Asked, Known>>,
    reasons: Reasons,
}

impl Openings {
    fn known(&self, asked: &Asked, within: TimeDelta, now: DateTime<Utc>) -> Option<Known> {
        let mut kept = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back makes nothing fresh again.
        let is_within = |known: &Known, long: TimeDelta| (now - known.read).abs() < long;
        kept.retain(|_, known| is_within(known, FRESH));
        kept.get(asked).filter(|known| is_within(known, within)).cloned()
    }

    fn keep(&self, asked: Asked, known: Known) {
        let mut kept = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            let oldest = kept.iter().min_by_key(|(_, known)| known.read).map(|(asked, _)| asked.clone());
            oldest.iter().for_each(|asked| drop(kept.remove(asked)));
        }
        kept.insert(asked, known);
    }

    /// Forgets all: something was done with a visit, which took a time or freed one.
    pub(crate) fn forget(&self) {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// An open time as it was shown, however long ago.
    pub(crate) fn shown(&self, slot: &AppointmentId) -> Option<VisitSeen> {
        let kept = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.values().flat_map(|known| known.slots.iter()).find(|known| known.id == *slot)?;
        Some(seen(found))
    }
}

/// An open time as a write looks at it.
pub(crate) fn seen(slot: &OpenSlot) -> VisitSeen {
    VisitSeen {
        id: slot.id.clone(),
        patient: None,
        state: VisitState::Open,
        frozen: slot.frozen,
        start: slot.start,
        minutes: slot.minutes,
        department: slot.department.clone(),
        provider: slot.provider.clone(),
        kind: slot.kind.clone(),
        kind_name: slot.kind_name.clone(),
        moved_to: None,
        modified: None,
    }
}

/// Gives what a time can be looked for by, from the copy.
pub(crate) async fn form(console: &Console) -> Result<SlotForm, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let (departments, providers, mut kinds) = live
        .read(|reader| Ok((reader.departments()?, reader.providers()?, reader.appointment_types()?)))
        .await?;
    kinds.retain(|kind| kind.for_patients);
    let mut kinds: Vec<SlotKind> = kinds
        .into_iter()
        .map(|kind| SlotKind { id: kind.id.to_string(), name: kind.name, minutes: kind.minutes })
        .collect();
    kinds.sort_by(|one, other| one.name.cmp(&other.name));
    let named = |provider: &Provider| SlotProvider {
        id: provider.id.to_string(),
        name: provider_name(&providers, &provider.id),
    };
    let mut named: Vec<SlotProvider> = providers.iter().map(named).collect();
    named.sort_by(|one, other| one.name.cmp(&other.name));
    let placed = |department: &Department| SlotDepartment {
        id: department.id.to_string(),
        name: department.name.clone(),
        zone: words::zone(department.zone()),
        today: words::day(department.zone().today(now)),
    };
    Ok(SlotForm { kinds, providers: named, departments: departments.iter().map(placed).collect() })
}

/// Asks athenahealth for the next open times.
pub(crate) async fn find(console: &Console, request: SlotFind) -> Result<Page, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let limit = usize::try_from(request.limit).unwrap_or(MOST_ROWS).min(MOST_ROWS);
    let since = request.since.as_deref().map(day_of).transpose()?;
    let found = kept(&live, questions(&request)?, (FRESH, Lane::Interactive), now).await?;
    page(&live, &found, Shown { part: request.part, since, limit }, now).await
}

/// Asks athenahealth for a day's open times to which a visit could be moved.
pub(crate) async fn day(console: &Console, request: SlotDay) -> Result<DaySlots, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let SlotDay { visit, date, departments } = request;
    let visit = AppointmentId::new(visit);
    let held = live.read(move |reader| reader.appointment(&visit)).await?.ok_or(Failure::NotHeld)?;
    let Some(kind) = held.appointment.kind else {
        return Ok(DaySlots { date, kind: None, rows: Vec::new(), more: false, as_of: words::instant(now) });
    };
    let asked = SlotFind {
        kind: Some(kind.to_string()),
        reason: None,
        departments,
        providers: Vec::new(),
        from: date.clone(),
        days: 1,
        since: None,
        part: None,
        limit: 0,
    };
    let shown = Shown { part: None, since: None, limit: MOST_OF_A_DAY };
    let found = kept(&live, questions(&asked)?, (RENEWED, Lane::Interactive), now).await?;
    let Page { rows, more, as_of, .. } = page(&live, &found, shown, now).await?;
    Ok(DaySlots { date, kind: Some(kind.to_string()), rows, more, as_of })
}

/// What of the open times that were asked for is shown.
struct Shown {
    part: Option<DayPart>,
    /// The first day of the rows.
    since: Option<NaiveDate>,
    limit: usize,
}

/// The open times of some questions: those that were read lately enough, and the others read now.
async fn kept(
    live: &Live,
    questions: Vec<Asked>,
    (within, lane): (TimeDelta, Lane),
    now: DateTime<Utc>,
) -> Result<Vec<Known>, Failure> {
    let mut found: Vec<Known> = Vec::new();
    for asked in questions {
        let known = match live.openings.known(&asked, within, now) {
            Some(known) => known,
            None => read(live, &asked, lane, now).await?,
        };
        found.push(known);
    }
    Ok(found)
}

/// The next of them, the earliest first, and how many each day has.
async fn page(live: &Live, found: &[Known], shown: Shown, now: DateTime<Utc>) -> Result<Page, Failure> {
    let (departments, providers) =
        live.read(|reader| Ok((reader.departments()?, reader.providers()?))).await?;
    let as_of = found.iter().map(|known| known.read).min().unwrap_or(now);
    let (slots, days) = wanted(found, &departments, &shown, now);
    let rows = slots.iter().take(shown.limit).map(|slot| row(slot, &departments, &providers)).collect();
    Ok(Page { rows, more: slots.len() > shown.limit, days, as_of: words::instant(as_of) })
}

/// What can still be booked of what was read: the rows, the earliest first, and how many there are on each day.
fn wanted<'k>(
    found: &'k [Known],
    departments: &[Department],
    shown: &Shown,
    now: DateTime<Utc>,
) -> (Vec<&'k OpenSlot>, Vec<OpenDay>) {
    let walls: HashMap<&DepartmentId, NaiveDateTime> =
        departments.iter().map(|known| (&known.id, known.zone().wall(now))).collect();
    let is_wanted = |slot: &&OpenSlot| {
        let is_past = walls.get(&slot.department).is_some_and(|wall| *wall >= slot.start);
        !slot.frozen && !is_past && in_part(slot.start, shown.part)
    };
    let mut slots: Vec<&OpenSlot> =
        found.iter().flat_map(|known| known.slots.iter()).filter(is_wanted).collect();
    let mut counts = BTreeMap::<NaiveDate, u32>::new();
    for slot in &slots {
        *counts.entry(slot.start.date()).or_default() += 1;
    }
    let days = counts.into_iter().map(|(day, count)| OpenDay { date: words::day(day), count }).collect();
    slots.retain(|slot| shown.since.is_none_or(|since| slot.start.date() >= since));
    slots.sort_by(|one, other| (one.start, &one.id).cmp(&(other.start, &other.id)));
    (slots, days)
}

fn day_of(text: &str) -> Result<NaiveDate, Failure> {
    words::read_day(text).ok_or(Failure::Invalid { field: Field::Date })
}

/// What somebody is to be seen for: a kind of visit, or a reason.
pub(crate) fn purpose(kind: Option<&str>, reason: Option<&str>) -> Result<Purpose, Failure> {
    match (kind, reason) {
        (Some(kind), None) if !kind.is_empty() => Ok(Purpose::Kind(AppointmentTypeId::new(kind))),
        // Less than nothing is athenahealth's word for any reason, which finds what nobody can book.
        (None, Some(reason)) if !reason.is_empty() && !reason.starts_with('-') => {
            Ok(Purpose::Reason(ReasonId::new(reason)))
        }
        _ => Err(Failure::Invalid { field: Field::Request }),
    }
}

fn questions(request: &SlotFind) -> Result<Vec<Asked>, Failure> {
    let from = day_of(&request.from)?;
    let purpose = purpose(request.kind.as_deref(), request.reason.as_deref())?;
    let (departments, providers) = (&request.departments, &request.providers);
    let is_bounded = (1..=MOST_DEPARTMENTS).contains(&departments.len())
        && providers.len() <= MOST_PROVIDERS
        && (1..=MOST_DAYS).contains(&request.days)
        && (matches!(purpose, Purpose::Kind(_)) || !providers.is_empty());
    if !is_bounded {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let last = from.checked_add_days(Days::new(u64::from(request.days) - 1));
    let to = last.ok_or(Failure::Invalid { field: Field::Date })?;
    let mut providers: Vec<ProviderId> = providers.iter().map(|id| ProviderId::new(id.as_str())).collect();
    providers.sort();
    providers.dedup();
    let asked = |department: &String| Asked {
        department: DepartmentId::new(department.as_str()),
        providers: providers.clone(),
        purpose: Some(purpose.clone()),
        from,
        to,
    };
    Ok(departments.iter().map(asked).collect())
}

/// What the staff may book: nearer and farther off than a patient could, and what no patient is offered.
async fn read(live: &Live, asked: &Asked, lane: Lane, now: DateTime<Utc>) -> Result<Known, Failure> {
    let query = SlotQuery {
        providers: asked.providers.clone(),
        purpose: asked.purpose.clone(),
        beyond_time_limits: true,
        beyond_permission: true,
        frozen: asked.purpose.is_none(),
        page_rows: Some(MOST_OF_A_CALL),
        ..SlotQuery::new(asked.department.clone(), asked.from, asked.to)
    };
    let session = live.client.lane(lane);
    let (mut slots, mut place) = (Vec::new(), None::<String>);
    loop {
        let page = session.open_slots_page(&query, place.as_deref()).await;
        let page = page.map_err(|error| failure::from_athena(&error, live.entropy.as_ref()))?;
        slots.extend(page.rows);
        place = page.next.map(|next| next.as_text().to_owned());
        if place.is_none() || slots.len() >= MOST_SLOTS {
            break;
        }
    }
    let known = Known { slots: slots.into(), read: now };
    live.openings.keep(asked.clone(), known.clone());
    Ok(known)
}

fn in_part(start: NaiveDateTime, part: Option<DayPart>) -> bool {
    match part {
        None => true,
        Some(DayPart::Morning) => start.hour() < 12,
        Some(DayPart::Afternoon) => start.hour() >= 12,
    }
}

pub(crate) fn row(slot: &OpenSlot, departments: &[Department], providers: &[Provider]) -> Opening {
    let department = departments.iter().find(|known| known.id == slot.department);
    Opening {
        slot: slot.id.to_string(),
        date: words::day(slot.start.date()),
        minute: minute_of_day(slot.start),
        minutes: slot.minutes,
        provider: slot.provider.to_string(),
        name: provider_name(providers, &slot.provider),
        department: slot.department.to_string(),
        department_name: department.map(|known| known.name.clone()).unwrap_or_default(),
        zone: department.map(|known| words::zone(known.zone())).unwrap_or_default(),
        kind: slot.kind_name.clone(),
    }
}

#[cfg(test)]
mod tests;
