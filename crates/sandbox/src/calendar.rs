//! The schedule. A visit's patient, time and kind follow from the seed, its provider, its day and its place in that
//! day, so that the same visit has the same id whenever the practice is started. What the start's date decides is
//! how much is kept: thin for two years back, whole around today, and ahead only what was booked by then.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::departments::Department;
use crate::eastern::shift;
use crate::kinds::KINDS;
use crate::people::{People, Standing};
use crate::providers::Provider;
use crate::seed::{Dice, Seed, Stream};

/// How far back visits are kept, in days.
pub(crate) const BACK: i64 = 730;
/// How far ahead visits are booked, in days.
pub(crate) const AHEAD: i64 = 365;
/// How long ago everything is still kept, in days.
const DENSE: i64 = 28;
/// Visits that are not booked yet at the start, but will be in this many days.
const GROWTH: i64 = 30;
const PLACES: u32 = 40;

/// One visit, as it was meant; `story` tells what became of it by now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    pub(crate) id: u32,
    pub(crate) day: NaiveDate,
    /// Minutes since midnight, in the department's zone.
    pub(crate) minute: u16,
    pub(crate) minutes: u16,
    /// Place in the list of providers.
    pub(crate) provider: u16,
    /// Place in the list of departments.
    pub(crate) department: u16,
    /// Place in the list of people.
    pub(crate) patient: u32,
    /// Place in the list of appointment types.
    pub(crate) kind: u8,
    pub(crate) fate: Fate,
    /// How many days before its day it was booked.
    pub(crate) lead: u16,
    /// A slot that nobody has booked; its patient means nothing.
    pub(crate) open: bool,
}

/// How a visit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Kept,
    NoShow,
    Cancelled,
}

/// All visits, by day.
#[derive(Debug)]
pub(crate) struct Calendar {
    pub(crate) visits: Vec<Visit>,
    /// Per patient, where their visits begin in `by_patient`.
    starts: Vec<u32>,
    by_patient: Vec<u32>,
}

impl Calendar {
    /// Makes the schedule as of a day.
    pub(crate) fn new(
        seed: Seed,
        departments: &[Department],
        providers: &[Provider],
        people: &People,
        today: NaiveDate,
    ) -> Self {
        let maker = Maker { seed, departments, providers, people, today };
        let mut visits = Vec::new();
        for offset in -BACK..=AHEAD {
            let day = shift(today, offset);
            for provider in 0..providers.len() {
                maker.shift(day, offset, provider, &mut visits);
            }
        }
        let (starts, by_patient) = index(&visits, people.count() as usize);
        Calendar { visits, starts, by_patient }
    }

    /// The visits of the days from `first` to `last`, both included.
    pub(crate) fn between(&self, first: NaiveDate, last: NaiveDate) -> &[Visit] {
        let start = self.visits.partition_point(|visit| visit.day < first);
        let end = self.visits.partition_point(|visit| visit.day <= last);
        self.visits.get(start..end).unwrap_or_default()
    }

    /// The visit with an id.
    pub(crate) fn find(&self, id: u64) -> Option<&Visit> {
        let id = u32::try_from(id).ok()?;
        let at = self.visits.binary_search_by_key(&id, |visit| visit.id).ok()?;
        self.visits.get(at)
    }

    /// The visits of one patient, by day; who was registered since it was made has none.
    pub(crate) fn of(&self, patient: u32) -> impl Iterator<Item = &Visit> {
        let start = |at: usize| self.starts.get(at).map_or(self.by_patient.len(), |start| *start as usize);
        let range = start(patient as usize)..start(patient as usize + 1);
        self.by_patient[range].iter().map(|at| &self.visits[*at as usize])
    }
}

fn index(visits: &[Visit], people: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; people + 1];
    for visit in visits {
        starts[visit.patient as usize + 1] += 1;
    }
    for at in 0..people {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut by_patient = vec![0u32; visits.len()];
    for (at, visit) in visits.iter().enumerate() {
        let slot = &mut next[visit.patient as usize];
        by_patient[*slot as usize] = at as u32;
        *slot += 1;
    }
    (starts, by_patient)
}

struct Maker<'a> {
    seed: Seed,
    departments: &'a [Department],
    providers: &'a [Provider],
    people: &'a People,
    today: NaiveDate,
}

/// One provider's working day.
struct Day {
    date: NaiveDate,
    /// Days from the start's date.
    offset: i64,
    provider: usize,
    department: usize,
    first_id: u32,
}

impl Maker<'_> {
    fn shift(&self, date: NaiveDate, offset: i64, provider: usize, visits: &mut Vec<Visit>) {
        if self.providers[provider].departed && offset > -180 {
            return;
        }
        let number = (date.num_days_from_ce() - 733_000).max(0) as u32;
        let row = number * self.providers.len() as u32 + provider as u32;
        let mut dice = self.seed.dice(Stream::Shift, u64::from(row));
        let Some((from, until)) = hours(date, provider, &mut dice) else { return };
        let department = self.place_of_work(date, provider);
        let day = Day { date, offset, provider, department, first_id: 100_000 + row * PLACES };
        let mut minute = from;
        let mut place = 0;
        while minute < until && place + 2 < PLACES {
            minute = self.slot(&day, minute, &mut place, &mut dice, visits);
        }
    }

    fn place_of_work(&self, date: NaiveDate, provider: usize) -> usize {
        let provider = &self.providers[provider];
        let away = matches!(date.weekday(), Weekday::Tue | Weekday::Thu);
        provider.second.filter(|_| away).unwrap_or(provider.home)
    }

    /// Fills one time of a day, now and then twice; returns when the next begins.
    fn slot(&self, day: &Day, minute: u16, place: &mut u32, dice: &mut Dice, visits: &mut Vec<Visit>) -> u16 {
        if (720..765).contains(&minute) {
            return 765;
        }
        let kind = kind(dice);
        let minutes = KINDS[kind].minutes;
        let copies = match dice.below(1000) {
            0..=399 => 0,
            400..=959 => 1,
            _ => 2,
        };
        for _ in 0..copies {
            *place += 1;
            visits.extend(self.visit(day, day.first_id + *place, minute, kind));
        }
        let odd = if dice.chance(8) { 3 } else { 0 };
        minute + minutes + odd
    }

    fn visit(&self, day: &Day, id: u32, minute: u16, kind: usize) -> Option<Visit> {
        let mut dice = self.seed.dice(Stream::Visit, u64::from(id));
        let kept = day.offset >= -DENSE || dice.chance(190);
        let lead = lead(&mut dice);
        if !kept || i64::from(lead) < day.offset - GROWTH {
            return None;
        }
        let fate = match dice.below(1000) {
            0..=44 => Fate::NoShow,
            45..=119 => Fate::Cancelled,
            _ => Fate::Kept,
        };
        Some(Visit {
            id,
            day: day.date,
            minute,
            minutes: KINDS[kind].minutes,
            provider: day.provider as u16,
            department: day.department as u16,
            patient: self.patient(day, &mut dice)?,
            kind: kind as u8,
            fate,
            lead,
            open: false,
        })
    }

    fn patient(&self, day: &Day, dice: &mut Dice) -> Option<u32> {
        (0..8).find_map(|_| {
            let panel = match dice.below(20) {
                0 => &self.people.panels[dice.below(self.departments.len() as u64) as usize],
                _ => &self.people.panels[day.department],
            };
            if panel.is_empty() {
                return None;
            }
            let patient = self.people.survivor(*dice.pick(panel));
            self.may_come(patient, day).then_some(patient)
        })
    }

    fn may_come(&self, patient: u32, day: &Day) -> bool {
        let person = self.people.at(patient);
        let alive = person.born <= day.date && person.died.is_none_or(|died| day.date < died);
        match person.standing {
            Standing::Active => alive,
            Standing::Inactive => alive && day.date < self.today,
            Standing::Prospective => alive && day.date > self.today,
            Standing::Deleted => false,
        }
    }
}

/// A provider's hours on a day, in minutes since midnight: none on Sundays, holidays and days off.
fn hours(date: NaiveDate, provider: usize, dice: &mut Dice) -> Option<(u16, u16)> {
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

fn kind(dice: &mut Dice) -> usize {
    let all: u64 = KINDS.iter().map(|kind| kind.weight).sum();
    let mut left = dice.below(all);
    for (at, kind) in KINDS.iter().enumerate() {
        if left < kind.weight {
            return at;
        }
        left -= kind.weight;
    }
    0
}

/// How many days ahead people book: some on the day, most within weeks, yearly visits a year before.
fn lead(dice: &mut Dice) -> u16 {
    let days = match dice.below(100) {
        0..=11 => dice.below(2),
        12..=29 => dice.below(8),
        30..=64 => dice.between(5, 40) as u64,
        65..=89 => dice.between(20, 120) as u64,
        _ => dice.between(90, 365) as u64,
    };
    days as u16
}
