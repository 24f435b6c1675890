//! Open times, as athenahealth shows them: never older than five minutes, and looked at again before one is booked.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use athena::{Lane, SlotQuery};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use ipc::slot::{
    DayPart, DaySlots, Opening, Openings as Page, SlotDay, SlotDepartment, SlotFind, SlotForm, SlotKind,
    SlotProvider,
};
use ipc::{Failure, Field};
use model::{
    AppointmentId, AppointmentTypeId, Department, DepartmentId, OpenSlot, Provider, ProviderId, Purpose,
    VisitState, minute_of_day,
};
use sync::VisitSeen;

use crate::console::Console;
use crate::day_sheet::provider_name;
use crate::live::Live;
use crate::page::MOST_ROWS;
use crate::{failure, words};

/// How long open times that were read are shown without being read again.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// How many departments are asked at once: each is a call of its own.
const MOST_DEPARTMENTS: usize = 8;
const MOST_DAYS: u32 = 31;
/// More open times of one day than a sheet can show.
const MOST_OF_A_DAY: usize = 1_000;
/// How many providers may be named.
const MOST_PROVIDERS: usize = 100;
/// More open times of one department than anybody looks through.
const MOST_SLOTS: usize = 10_000;
/// How many questions are remembered.
const MOST_KEPT: usize = 64;

/// What was asked of one department.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Asked {
    department: DepartmentId,
    providers: Vec<ProviderId>,
    kind: AppointmentTypeId,
    from: NaiveDate,
    to: NaiveDate,
}

/// The open times of a question, and when they were read by this computer's clock.
#[derive(Clone)]
struct Known {
    slots: Vec<OpenSlot>,
    read: DateTime<Utc>,
}

/// The open times that were read lately.
#[derive(Default)]
pub(crate) struct Openings(Mutex<HashMap<Asked, Known>>);

impl Openings {
    fn known(&self, asked: &Asked, now: DateTime<Utc>) -> Option<Known> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back makes nothing fresh again.
        kept.retain(|_, known| (now - known.read).abs() < FRESH);
        kept.get(asked).cloned()
    }

    fn keep(&self, asked: Asked, known: Known) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            let oldest = kept.iter().min_by_key(|(_, known)| known.read).map(|(asked, _)| asked.clone());
            oldest.iter().for_each(|asked| drop(kept.remove(asked)));
        }
        kept.insert(asked, known);
    }

    /// Forgets all: something was done with a visit, which took a time or freed one.
    pub(crate) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// An open time as it was shown, however long ago.
    pub(crate) fn shown(&self, slot: &AppointmentId) -> Option<VisitSeen> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.values().flat_map(|known| &known.slots).find(|known| known.id == *slot)?;
        Some(VisitSeen {
            id: found.id.clone(),
            patient: None,
            state: VisitState::Open,
            frozen: found.frozen,
            start: found.start,
            minutes: found.minutes,
            department: found.department.clone(),
            provider: found.provider.clone(),
            kind: found.kind.clone(),
            kind_name: found.kind_name.clone(),
            moved_to: None,
        })
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
    next(&live, questions(&request)?, request.part, limit, now).await
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
        kind: kind.to_string(),
        departments,
        providers: Vec::new(),
        from: date.clone(),
        days: 1,
        part: None,
        limit: 0,
    };
    let Page { rows, more, as_of } = next(&live, questions(&asked)?, None, MOST_OF_A_DAY, now).await?;
    Ok(DaySlots { date, kind: Some(kind.to_string()), rows, more, as_of })
}

/// The next open times across some questions, the earliest first.
async fn next(
    live: &Live,
    questions: Vec<Asked>,
    part: Option<DayPart>,
    limit: usize,
    now: DateTime<Utc>,
) -> Result<Page, Failure> {
    let mut found: Vec<Known> = Vec::new();
    for asked in questions {
        let known = match live.openings.known(&asked, now) {
            Some(known) => known,
            None => read(live, &asked, now).await?,
        };
        found.push(known);
    }
    let (departments, providers) =
        live.read(|reader| Ok((reader.departments()?, reader.providers()?))).await?;
    let as_of = found.iter().map(|known| known.read).min().unwrap_or(now);
    let mut slots: Vec<OpenSlot> = found.into_iter().flat_map(|known| known.slots).collect();
    let is_wanted = |slot: &OpenSlot| {
        let is_past =
            zone_of(&departments, &slot.department).is_some_and(|zone| zone.wall(now) >= slot.start);
        !slot.frozen && !is_past && in_part(slot.start, part)
    };
    slots.retain(is_wanted);
    slots.sort_by(|one, other| (one.start, &one.id).cmp(&(other.start, &other.id)));
    let more = slots.len() > limit;
    slots.truncate(limit);
    let rows = slots.iter().map(|slot| row(slot, &departments, &providers)).collect();
    Ok(Page { rows, more, as_of: words::instant(as_of) })
}

fn questions(request: &SlotFind) -> Result<Vec<Asked>, Failure> {
    let from = words::read_day(&request.from).ok_or(Failure::Invalid { field: Field::Date })?;
    let (departments, providers) = (&request.departments, &request.providers);
    let is_bounded = (1..=MOST_DEPARTMENTS).contains(&departments.len())
        && providers.len() <= MOST_PROVIDERS
        && (1..=MOST_DAYS).contains(&request.days)
        && !request.kind.is_empty();
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
        kind: AppointmentTypeId::new(request.kind.as_str()),
        from,
        to,
    };
    Ok(departments.iter().map(asked).collect())
}

/// What the staff may book: nearer and farther off than a patient could, and what no patient is offered.
async fn read(live: &Live, asked: &Asked, now: DateTime<Utc>) -> Result<Known, Failure> {
    let query = SlotQuery {
        providers: asked.providers.clone(),
        purpose: Some(Purpose::Kind(asked.kind.clone())),
        beyond_time_limits: true,
        beyond_permission: true,
        ..SlotQuery::new(asked.department.clone(), asked.from, asked.to)
    };
    let session = live.client.lane(Lane::Interactive);
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
    let known = Known { slots, read: now };
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

fn zone_of(departments: &[Department], id: &DepartmentId) -> Option<model::Zone> {
    departments.iter().find(|known| known.id == *id).map(Department::zone)
}

fn row(slot: &OpenSlot, departments: &[Department], providers: &[Provider]) -> Opening {
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
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use ipc::slot::{DayPart, SlotFind};
    use ipc::{Failure, Field};

    use super::{Asked, FRESH, Known, MOST_KEPT, Openings, in_part, questions};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn asked(department: &str) -> Asked {
        let day = at("2026-11-23T15:00:00Z").date_naive();
        Asked { department: department.into(), providers: Vec::new(), kind: "82".into(), from: day, to: day }
    }

    #[test]
    fn what_was_read_is_shown_for_five_minutes_by_either_hand_of_the_clock() {
        let (openings, read) = (Openings::default(), at("2026-11-23T15:00:00Z"));
        let keep = || openings.keep(asked("1"), Known { slots: Vec::new(), read });
        keep();
        assert!(openings.known(&asked("1"), read + FRESH - TimeDelta::seconds(1)).is_some());
        assert!(openings.known(&asked("2"), read).is_none());
        assert!(openings.known(&asked("1"), read + FRESH).is_none());
        keep();
        assert!(openings.known(&asked("1"), read - TimeDelta::hours(1)).is_none(), "it was put back");
        keep();
        openings.forget();
        assert!(openings.known(&asked("1"), read).is_none());
    }

    #[test]
    fn no_more_is_remembered_than_is_of_use() {
        let openings = Openings::default();
        for number in 0..200 {
            let read = at("2026-11-23T15:00:00Z") + TimeDelta::milliseconds(number);
            openings.keep(asked(&number.to_string()), Known { slots: Vec::new(), read });
        }
        let kept = openings.0.into_inner().expect("not poisoned");
        assert_eq!(kept.len(), MOST_KEPT);
        assert!(kept.contains_key(&asked("199")) && !kept.contains_key(&asked("0")), "the latest");
    }

    #[test]
    fn noon_belongs_to_the_afternoon() {
        for (time, morning) in [("11:59:59", true), ("12:00:00", false), ("00:00:00", true)] {
            let start = format!("2026-11-23T{time}").parse().expect("a time");
            assert_eq!(in_part(start, Some(DayPart::Morning)), morning, "{time}");
            assert_eq!(in_part(start, Some(DayPart::Afternoon)), !morning, "{time}");
            assert!(in_part(start, None));
        }
    }

    #[test]
    fn a_question_has_bounds() {
        let request = |departments: usize, days, from: &str| SlotFind {
            kind: "82".to_owned(),
            departments: (0..departments).map(|id| id.to_string()).collect(),
            providers: vec!["2".to_owned(), "1".to_owned(), "2".to_owned()],
            from: from.to_owned(),
            days,
            part: None,
            limit: 20,
        };
        let questions = |departments, days, from| questions(&request(departments, days, from));
        let two = questions(2, 31, "2026-11-23").expect("in bounds");
        assert_eq!((two.len(), two[0].providers.len()), (2, 2), "each provider once");
        assert_eq!(two[0].to.to_string(), "2026-12-23", "the first day counts");
        let invalid = |field| Some(Failure::Invalid { field });
        for (departments, days) in [(0, 7), (9, 7), (1, 0), (1, 32)] {
            assert_eq!(questions(departments, days, "2026-11-23").err(), invalid(Field::Request));
        }
        assert_eq!(questions(1, 7, "11/23/2026").err(), invalid(Field::Date));
        assert_eq!(questions(1, 7, "262142-12-31").err(), invalid(Field::Date));
    }
}
