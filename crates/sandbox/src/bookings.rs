//! What desks have done to the schedule since it was made: visits booked, slots opened, steps taken. Where a desk has
//! acted on a visit, the visit's own story ends there.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::Visit;
use crate::story::{Standing, State};

/// Above every id of the calendar.
const FIRST_ID: u32 = 60_000_001;

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Bookings(RwLock<Book>);

#[derive(Debug, Default)]
struct Book {
    added: Vec<Added>,
    steps: HashMap<u32, Steps>,
}

/// A visit, or an open slot, that a desk has made.
#[derive(Debug, Clone)]
pub(crate) struct Added {
    pub(crate) visit: Visit,
    pub(crate) since: DateTime<Utc>,
}

/// What a desk does to a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    CheckIn,
    CheckOut,
    Cancel,
    /// Cancels it for the visit with this id.
    Move(u32),
}

/// What desks have done to one visit, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps(Vec<(DateTime<Utc>, Step)>);

impl Steps {
    /// The instant from which on the visit's own story is over.
    pub(crate) fn first(&self) -> Option<DateTime<Utc>> {
        self.0.first().map(|(at, _)| *at)
    }

    /// Takes the steps that lie behind an instant.
    pub(crate) fn walk(&self, now: DateTime<Utc>, standing: &mut Standing) {
        for (at, step) in self.0.iter().filter(|(at, _)| *at <= now) {
            standing.modified = *at;
            match step {
                Step::CheckIn => {
                    standing.state = State::CheckedIn;
                    standing.check_in_started = standing.check_in_started.or(Some(*at));
                    standing.checked_in = Some(*at);
                }
                Step::CheckOut => {
                    standing.state = State::CheckedOut;
                    standing.checked_out = Some(*at);
                }
                Step::Cancel => standing.state = State::Cancelled,
                Step::Move(to) => {
                    standing.state = State::Cancelled;
                    standing.moved_to = Some(*to);
                }
            }
        }
    }
}

impl Bookings {
    /// Adds a visit or a slot, and gives its id.
    pub(crate) fn add(&self, visit: Visit, now: DateTime<Utc>) -> u32 {
        let mut book = self.write();
        let id = FIRST_ID + book.added.len() as u32;
        book.added.push(Added { visit: Visit { id, ..visit }, since: now });
        id
    }

    /// Fills an open slot of that time, if there is one.
    pub(crate) fn fill(&self, wanted: &Visit, now: DateTime<Utc>) -> Option<u32> {
        let mut book = self.write();
        let slot = book.added.iter_mut().find(|slot| {
            let own = &slot.visit;
            let place = (own.provider, own.department) == (wanted.provider, wanted.department);
            own.open && place && (own.day, own.minute) == (wanted.day, wanted.minute)
        })?;
        let id = slot.visit.id;
        *slot = Added { visit: Visit { id, ..*wanted }, since: now };
        Some(id)
    }

    /// Notes a step.
    pub(crate) fn step(&self, visit: u32, step: Step, now: DateTime<Utc>) {
        self.write().steps.entry(visit).or_default().0.push((now, step));
    }

    /// What desks have done to a visit.
    pub(crate) fn steps(&self, visit: u32) -> Option<Steps> {
        self.read().steps.get(&visit).cloned()
    }

    /// The visit or slot with an id.
    pub(crate) fn find(&self, id: u64) -> Option<Added> {
        let at = usize::try_from(id.checked_sub(u64::from(FIRST_ID))?).ok()?;
        self.read().added.get(at).cloned()
    }

    /// The visits and slots of some days.
    pub(crate) fn between(&self, first: NaiveDate, last: NaiveDate) -> Vec<Visit> {
        let book = self.read();
        let inside = book.added.iter().filter(|added| (first..=last).contains(&added.visit.day));
        inside.map(|added| added.visit).collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Book> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Book> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
