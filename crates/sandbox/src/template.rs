//! A provider's day before anybody is booked: which times there are, how long each is and what it is meant for. It
//! follows from the seed alone, so that the visits and the open slots of a day are cut from the same cloth: a time for
//! which the calendar has no visit is an open slot, and has the same id whenever the practice is started.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::calendar::Visit;
use crate::kinds::KINDS;
use crate::providers::Provider;
use crate::seed::{Dice, Seed, Stream};

/// Visits begin here, so many to a provider's day at most.
const FIRST_VISIT: u32 = 100_000;
const PLACES: u32 = 40;
/// Open slots begin here, above every visit and whatever desks add.
const FIRST_SLOT: u32 = 100_000_000;
const TIMES: u32 = 64;
/// The day with which the count begins.
const EPOCH: i32 = 733_000;

/// The days of all providers.
#[derive(Debug)]
pub(crate) struct Template {
    seed: Seed,
    works: Vec<Works>,
}

/// Where a provider works.
#[derive(Debug, Clone, Copy)]
struct Works {
    home: u16,
    second: Option<u16>,
}

/// One provider's working day.
#[derive(Debug)]
pub(crate) struct Shift {
    pub(crate) provider: u16,
    pub(crate) department: u16,
    pub(crate) times: Vec<Time>,
    first_visit: u32,
    first_slot: u32,
}

/// A time of a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Time {
    index: u32,
    /// How many visits the times before it have.
    before: u32,
    /// Minutes since midnight, in the department's zone.
    pub(crate) minute: u16,
    /// Place in the list of appointment types.
    pub(crate) kind: u8,
    /// How many visits it is meant to have.
    visits: u32,
}

impl Template {
    pub(crate) fn new(seed: Seed, providers: &[Provider]) -> Self {
        let works = providers.iter().map(|provider| Works {
            home: provider.home as u16,
            second: provider.second.map(|department| department as u16),
        });
        Template { seed, works: works.collect() }
    }

    /// How many providers there are.
    pub(crate) fn providers(&self) -> u16 {
        self.works.len() as u16
    }

    /// The day of a provider, where they work on it.
    pub(crate) fn shift(&self, date: NaiveDate, provider: u16) -> Option<Shift> {
        let number = (date.num_days_from_ce() - EPOCH).max(0) as u32;
        let row = number * self.works.len() as u32 + u32::from(provider);
        let mut dice = self.seed.dice(Stream::Shift, u64::from(row));
        let (mut minute, until) = hours(date, provider, &mut dice)?;
        let (mut before, mut index) = (0, 0);
        let mut times = Vec::new();
        while minute < until && before + 2 < PLACES {
            // Nobody is seen at noon.
            if (720..765).contains(&minute) {
                minute = 765;
                continue;
            }
            let kind = kind(&mut dice);
            let visits = match dice.below(1000) {
                0..=399 => 0,
                400..=959 => 1,
                _ => 2,
            };
            times.push(Time { index, before, minute, kind, visits });
            before += visits;
            index += 1;
            let odd = if dice.chance(8) { 3 } else { 0 };
            minute += KINDS[usize::from(kind)].minutes + odd;
        }
        Some(Shift {
            provider,
            department: self.place_of_work(date, provider),
            times,
            first_visit: FIRST_VISIT + row * PLACES,
            first_slot: FIRST_SLOT + row * TIMES,
        })
    }

    /// The department where a provider works on a day.
    pub(crate) fn place_of_work(&self, date: NaiveDate, provider: u16) -> u16 {
        let works = self.works[usize::from(provider)];
        let away = matches!(date.weekday(), Weekday::Tue | Weekday::Thu);
        works.second.filter(|_| away).unwrap_or(works.home)
    }

    /// The day and the time to which a slot's id belongs.
    pub(crate) fn time(&self, id: u32) -> Option<(NaiveDate, Shift, Time)> {
        let id = id.checked_sub(FIRST_SLOT)?;
        let (row, index) = (id / TIMES, id % TIMES);
        let providers = u32::from(self.providers());
        let number = i32::try_from(row.checked_div(providers)?).ok()?;
        let date = NaiveDate::from_num_days_from_ce_opt(EPOCH.checked_add(number)?)?;
        let shift = self.shift(date, (row % providers) as u16)?;
        let time = *shift.times.get(index as usize)?;
        Some((date, shift, time))
    }
}

impl Shift {
    /// The ids of the visits that a time is meant to have.
    pub(crate) fn visits(&self, time: Time) -> impl Iterator<Item = u32> {
        let first = self.first_visit + time.before + 1;
        first..first + time.visits
    }

    /// A time as an open slot.
    pub(crate) fn slot(&self, day: NaiveDate, time: Time) -> Visit {
        let minutes = KINDS[usize::from(time.kind)].minutes;
        let place = (self.provider, self.department);
        let slot = Visit::slot(day, (time.minute, minutes), place, time.kind);
        Visit { id: self.first_slot + time.index, ..slot }
    }
}

/// A provider's hours on a day, in minutes since midnight: none on Sundays, holidays and days off.
fn hours(date: NaiveDate, provider: u16, dice: &mut Dice) -> Option<(u16, u16)> {
    let holiday = matches!((date.month(), date.day()), (1, 1) | (7, 4) | (12, 25));
    // The first provider never takes a day off, so that no practice has an empty weekday.
    let off = dice.chance(120) && provider > 0;
    let half = dice.chance(150) && provider > 0;
    match date.weekday() {
        Weekday::Sun => None,
        _ if holiday => None,
        Weekday::Sat => (provider % 4 == 1 && !off).then_some((540, 720)),
        _ if off => None,
        _ if half => Some((480, 720)),
        _ => Some((480, 1020)),
    }
}

fn kind(dice: &mut Dice) -> u8 {
    let all: u64 = KINDS.iter().map(|kind| kind.weight).sum();
    let mut left = dice.below(all);
    for (at, kind) in KINDS.iter().enumerate() {
        if left < kind.weight {
            return at as u8;
        }
        left -= kind.weight;
    }
    0
}
