//! What desks have done to the schedule since it was made: visits booked, slots opened, frozen and taken off, steps
//! taken. Where a desk has acted on a visit, the visit's own story ends there. Whether a slot is free is asked and
//! answered in one breath, so that of two who want it one has it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::Visit;
use crate::story::{Standing, State};

/// Above every visit of the calendar, and below its open slots.
const FIRST_ID: u32 = 60_000_001;

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Bookings(RwLock<Book>);

#[derive(Debug, Default)]
struct Book {
    /// How many ids were given out.
    given: u32,
    added: BTreeMap<u32, Added>,
    /// The same by day.
    days: BTreeSet<(NaiveDate, u32)>,
    steps: HashMap<u32, Steps>,
    frozen: HashMap<u32, Frost>,
    removed: HashSet<u32>,
    placed: HashMap<u32, Placing>,
}

/// A visit, or an open slot, that a desk has made.
#[derive(Debug, Clone)]
pub(crate) struct Added {
    pub(crate) visit: Visit,
    pub(crate) since: DateTime<Utc>,
    pub(crate) urgent: bool,
}

/// Whether a slot is frozen, and since when that is so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frost {
    pub(crate) frozen: bool,
    pub(crate) since: DateTime<Utc>,
}

/// Where, with whom and for what a booked visit is since a desk has changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placing {
    pub(crate) provider: u16,
    pub(crate) department: u16,
    pub(crate) kind: u8,
}

/// Why a slot was not had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missed {
    /// Somebody has it, or nobody may have it any more.
    Gone,
    Frozen,
    /// It is frozen, or not frozen, already.
    AlreadySo,
}

/// What a desk does to a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    StartCheckIn,
    CheckIn,
    CancelCheckIn,
    CheckOut,
    /// Cancels it for the reason with this id.
    Cancel(u32),
    /// Cancels it for the visit with this id, and for the reason with the other.
    Move(u32, u32),
    /// Changes what does not show in how it stands.
    Change,
}

/// What desks have done to one visit, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps(Vec<(DateTime<Utc>, Step)>);

impl Steps {
    /// The instant from which on the visit's own story is over.
    pub(crate) fn first(&self) -> Option<DateTime<Utc>> {
        let mut ends = self.0.iter().filter(|(_, step)| *step != Step::Change);
        ends.next().map(|(at, _)| *at)
    }

    /// Takes the steps that lie behind an instant.
    pub(crate) fn walk(&self, now: DateTime<Utc>, standing: &mut Standing) {
        for (at, step) in self.0.iter().filter(|(at, _)| *at <= now) {
            standing.modified = standing.modified.max(*at);
            match step {
                Step::StartCheckIn => {
                    standing.state = State::CheckingIn;
                    standing.check_in_started = Some(*at);
                }
                Step::CheckIn => {
                    standing.state = State::CheckedIn;
                    standing.check_in_started = standing.check_in_started.or(Some(*at));
                    standing.checked_in = Some(*at);
                }
                Step::CancelCheckIn => {
                    standing.state = State::Booked;
                    (standing.check_in_started, standing.checked_in) = (None, None);
                    (standing.intake_started, standing.intake_ended) = (None, None);
                }
                Step::CheckOut => {
                    standing.state = State::CheckedOut;
                    standing.checked_out = Some(*at);
                }
                Step::Cancel(reason) => {
                    standing.state = State::Cancelled;
                    standing.reason = Some(*reason);
                }
                Step::Move(to, reason) => {
                    standing.state = State::Cancelled;
                    standing.moved_to = Some(*to);
                    standing.reason = Some(*reason);
                }
                Step::Change => {}
            }
        }
    }
}

impl Bookings {
    /// Adds a visit or a slot, and gives its id.
    pub(crate) fn add(&self, visit: Visit, now: DateTime<Utc>) -> u32 {
        let mut book = self.write();
        let id = FIRST_ID + book.given;
        book.given += 1;
        book.put(Added { visit: Visit { id, ..visit }, since: now, urgent: false });
        id
    }

    /// Fills an open slot of that time, if there is one.
    pub(crate) fn fill(&self, wanted: &Visit, now: DateTime<Utc>) -> Option<u32> {
        let mut book = self.write();
        let of_day = book.days.range((wanted.day, 0)..=(wanted.day, u32::MAX));
        let fits = |id: &u32| {
            let Some(own) = book.added.get(id).map(|slot| &slot.visit) else { return false };
            let place = (own.provider, own.department) == (wanted.provider, wanted.department);
            let frozen = book.frozen.get(id).is_some_and(|frost| frost.frozen);
            own.open && place && own.minute == wanted.minute && !frozen && !book.removed.contains(id)
        };
        let id = of_day.map(|(_, id)| *id).find(fits)?;
        book.put(Added { visit: Visit { id, ..*wanted }, since: now, urgent: false });
        Some(id)
    }

    /// Books a slot, unless it is no longer to be had. Whether it is frozen where no desk has said so comes with it.
    pub(crate) fn take(&self, booked: Added, frozen: bool) -> Result<(), Missed> {
        let mut book = self.write();
        book.free(booked.visit.id)?;
        if book.frozen.get(&booked.visit.id).map_or(frozen, |frost| frost.frozen) {
            return Err(Missed::Frozen);
        }
        book.put(booked);
        Ok(())
    }

    /// Freezes an open slot, or lets it go.
    pub(crate) fn freeze(
        &self,
        slot: u32,
        (was, frozen): (bool, bool),
        now: DateTime<Utc>,
    ) -> Result<(), Missed> {
        let mut book = self.write();
        book.free(slot)?;
        if book.frozen.get(&slot).map_or(was, |frost| frost.frozen) == frozen {
            return Err(Missed::AlreadySo);
        }
        book.frozen.insert(slot, Frost { frozen, since: now });
        Ok(())
    }

    /// Takes an open slot off.
    pub(crate) fn remove(&self, slot: u32) -> Result<(), Missed> {
        let mut book = self.write();
        book.free(slot)?;
        book.removed.insert(slot);
        Ok(())
    }

    /// Whether desks have said that a slot is frozen, or is not.
    pub(crate) fn frost(&self, slot: u32) -> Option<Frost> {
        self.read().frozen.get(&slot).copied()
    }

    /// Whether a slot was taken off.
    pub(crate) fn is_removed(&self, slot: u32) -> bool {
        self.read().removed.contains(&slot)
    }

    /// Whether a slot is still to be had, as far as desks are concerned.
    pub(crate) fn is_free(&self, slot: u32) -> bool {
        self.read().free(slot).is_ok()
    }

    /// Notes a step.
    pub(crate) fn step(&self, visit: u32, step: Step, now: DateTime<Utc>) {
        self.write().steps.entry(visit).or_default().0.push((now, step));
    }

    /// What desks have done to a visit.
    pub(crate) fn steps(&self, visit: u32) -> Option<Steps> {
        self.read().steps.get(&visit).cloned()
    }

    /// Puts a booked visit elsewhere, with somebody else, or makes it something else.
    pub(crate) fn place(&self, visit: u32, placing: Placing) {
        self.write().placed.insert(visit, placing);
    }

    /// Where a visit was put.
    pub(crate) fn placing(&self, visit: u32) -> Option<Placing> {
        self.read().placed.get(&visit).copied()
    }

    /// Every visit that was put elsewhere.
    pub(crate) fn placed(&self) -> HashMap<u32, Placing> {
        self.read().placed.clone()
    }

    /// The visit or slot with an id.
    pub(crate) fn find(&self, id: u64) -> Option<Added> {
        self.read().added.get(&u32::try_from(id).ok()?).cloned()
    }

    /// The visits and slots of some days.
    pub(crate) fn between(&self, first: NaiveDate, last: NaiveDate) -> Vec<Visit> {
        if last < first {
            return Vec::new();
        }
        let book = self.read();
        let days = book.days.range((first, 0)..=(last, u32::MAX));
        days.filter_map(|(_, id)| Some(book.added.get(id)?.visit)).collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Book> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Book> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    fn put(&mut self, added: Added) {
        self.days.insert((added.visit.day, added.visit.id));
        self.added.insert(added.visit.id, added);
    }

    fn free(&self, slot: u32) -> Result<(), Missed> {
        let taken = self.added.get(&slot).is_some_and(|added| !added.visit.open);
        if taken || self.removed.contains(&slot) { Err(Missed::Gone) } else { Ok(()) }
    }
}
