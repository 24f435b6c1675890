//! The whole practice: its places, people and schedule. Made once from a seed, a size and a day; what changes with
//! the hour is worked out from the clock when somebody asks, and only writes change what is kept.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::bookings::{Bookings, Placing, Steps};
use crate::calendar::{Calendar, Visit};
use crate::departments::{self, Department};
use crate::eastern;
use crate::feeds::{Feed, Feeds, News};
use crate::options::{Options, Telling};
use crate::people::People;
use crate::providers::{self, Changes, Provider};
use crate::seed::Seed;
use crate::story::{Standing, Story};
use crate::visit_fields::VisitFields;
use crate::visit_notes::VisitNotes;
use crate::waits::Waits;
use crate::writes::Writes;

/// Everything that the practice is.
#[derive(Debug)]
pub(crate) struct Practice {
    pub(crate) seed: Seed,
    /// The day on which it was made, in US Eastern.
    pub(crate) opened: NaiveDate,
    pub(crate) departments: Vec<Department>,
    pub(crate) providers: Vec<Provider>,
    pub(crate) people: People,
    pub(crate) calendar: Calendar,
    pub(crate) bookings: Bookings,
    pub(crate) notes: VisitNotes,
    pub(crate) visit_fields: VisitFields,
    pub(crate) waits: Waits,
    /// Whose turn it is at the schedule.
    turn: Mutex<()>,
    /// What has changed about providers since.
    pub(crate) staff: Changes,
    pub(crate) writes: Writes,
    pub(crate) feeds: Feeds,
}

impl Practice {
    /// Makes a practice as of an instant.
    pub(crate) fn new(options: &Options, now: DateTime<Utc>) -> Self {
        let seed = Seed(options.seed);
        let opened = now.with_timezone(&eastern::SERVER).date_naive();
        let departments = departments::all(options.size);
        let providers = providers::all(seed, options.size, &departments);
        let people = People::new(seed, options.size, opened);
        let calendar = Calendar::new(seed, &departments, &providers, &people, opened);
        let waits = Waits::new(seed, &departments, &providers, &people);
        let feeds = if options.feeds == Telling::Nothing { Feeds::silent() } else { Feeds::default() };
        Practice {
            seed,
            opened,
            departments,
            providers,
            people,
            calendar,
            bookings: Bookings::default(),
            notes: VisitNotes::default(),
            visit_fields: VisitFields::default(),
            waits,
            turn: Mutex::default(),
            staff: Changes::default(),
            writes: Writes::default(),
            feeds,
        }
    }

    /// The turn of one desk at the schedule: what it finds stays so until it is done.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The visits of the days from `first` to `last`, both included, under the records that are left today.
    pub(crate) fn visits(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = Visit> {
        let added = self.bookings.between(first, last);
        let placed = self.bookings.placed();
        let made = self.calendar.between(first, last).iter().copied();
        let all = made.chain(added.into_iter().filter(|visit| !visit.open));
        all.map(move |visit| self.settle(visit, placed.get(&visit.id)))
    }

    /// The visit, or the open slot, with an id; a slot that was taken off, too.
    pub(crate) fn visit(&self, id: u64) -> Option<Visit> {
        let made = self.calendar.find(id).copied();
        let found = made.or_else(|| Some(self.bookings.find(id)?.visit));
        let found = found.map(|visit| self.settle(visit, self.bookings.placing(visit.id).as_ref()));
        found.or_else(|| self.calendar.gap(id))
    }

    /// The visits of one patient, in order, those of records merged into theirs among them.
    pub(crate) fn visits_of(&self, patient: u32) -> Vec<Visit> {
        let placed = self.bookings.placed();
        let mut visits: Vec<Visit> = self.calendar.of(patient).copied().collect();
        for merged in self.people.merged_since_into(patient) {
            visits.extend(self.calendar.of(merged));
        }
        let added = self.bookings.between(NaiveDate::MIN, NaiveDate::MAX).into_iter();
        let is_theirs = |visit: &Visit| !visit.open && self.people.survivor(visit.patient) == patient;
        visits.extend(added.filter(is_theirs));
        visits.sort_by_key(|visit| (visit.day, visit.minute));
        visits.into_iter().map(|visit| self.settle(visit, placed.get(&visit.id))).collect()
    }

    fn settle(&self, visit: Visit, placed: Option<&Placing>) -> Visit {
        if visit.open {
            return visit;
        }
        let patient = self.people.survivor(visit.patient);
        match placed {
            Some(Placing { provider, department, kind }) => {
                Visit { patient, provider: *provider, department: *department, kind: *kind, ..visit }
            }
            None => Visit { patient, ..visit },
        }
    }

    /// How a visit stands at an instant; nothing when it is not booked yet. Where a desk has acted, its own story ends.
    pub(crate) fn standing(&self, visit: &Visit, now: DateTime<Utc>) -> Option<Standing> {
        if visit.open {
            return Some(self.vacancy(visit));
        }
        let steps = self.bookings.steps(visit.id);
        let until = steps.as_ref().and_then(Steps::first).map_or(now, |first| first.min(now));
        let mut standing = self.story(visit).at(until)?;
        if let Some(steps) = steps {
            steps.walk(now, &mut standing);
        }
        Some(standing)
    }

    /// A visit's whole story.
    pub(crate) fn story(&self, visit: &Visit) -> Story {
        match self.bookings.find(u64::from(visit.id)) {
            Some(added) => Story::booked_at(added.since),
            None => Story::of(self.seed, visit, self.department(visit.department).zone),
        }
    }

    /// Tells the feeds of a patient.
    pub(crate) fn tell_patient(&self, at: u32, event: &'static str, now: DateTime<Utc>) {
        let department = Some(u64::from(self.department(self.people.at(at).department).id));
        let record = People::id(at);
        self.feeds.tell(News { feed: Feed::Patients, record, event, department, at: now });
    }

    /// Tells the feeds of a visit, or of an open slot.
    pub(crate) fn tell_visit(&self, id: u32, event: &'static str, now: DateTime<Utc>) {
        let record = u64::from(id);
        let visit = self.visit(record);
        let department = visit.map(|visit| u64::from(self.department(visit.department).id));
        self.feeds.tell(News { feed: Feed::Appointments, record, event, department, at: now });
    }

    /// Tells the feeds of a provider.
    pub(crate) fn tell_provider(&self, at: u16, event: &'static str, now: DateTime<Utc>) {
        let record = u64::from(self.providers[usize::from(at)].id);
        self.feeds.tell(News { feed: Feed::Providers, record, event, department: None, at: now });
    }

    /// The provider at a place in the list, as they are today.
    pub(crate) fn provider(&self, at: u16) -> Provider {
        self.staff.of(at).unwrap_or_else(|| self.providers[usize::from(at)].clone())
    }

    /// The first of the month in which it was made: what is counted back from it stays the same for weeks.
    pub(crate) fn settled(&self) -> NaiveDate {
        self.opened.with_day(1).unwrap_or(self.opened)
    }

    /// The department at a place in the list.
    pub(crate) fn department(&self, at: u16) -> &Department {
        &self.departments[usize::from(at)]
    }

    /// The place of the department with an id.
    pub(crate) fn find_department(&self, id: u64) -> Option<u16> {
        self.departments.iter().position(|department| u64::from(department.id) == id).map(|at| at as u16)
    }

    /// The place of the provider with an id.
    pub(crate) fn find_provider(&self, id: u64) -> Option<u16> {
        self.providers.iter().position(|provider| u64::from(provider.id) == id).map(|at| at as u16)
    }
}
