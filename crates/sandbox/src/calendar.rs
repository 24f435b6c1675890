//! The schedule. A visit's patient, time and kind follow from the seed, its provider, its day and its place in that
//! day, so that the same visit has the same id whenever the practice is started. What the start's date decides is
//! how much is kept: thin for two years back, whole around today, and ahead only what was booked by then.

use chrono::NaiveDate;

use crate::departments::Department;
use crate::eastern::shift;
use crate::kinds::KINDS;
use crate::people::{People, Standing};
use crate::providers::Provider;
use crate::seed::{Dice, Seed, Stream};
use crate::template::{Shift, Template, Time};

/// How far back visits are kept, in days.
pub(crate) const BACK: i64 = 730;
/// How far ahead visits are booked, in days.
pub(crate) const AHEAD: i64 = 365;
/// How long ago everything is still kept, in days.
const DENSE: i64 = 28;
/// Visits that are not booked yet at the start, but will be in this many days.
const GROWTH: i64 = 30;

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

impl Visit {
    /// A slot that nobody has booked, before it has an id.
    pub(crate) fn slot(
        day: NaiveDate,
        (minute, minutes): (u16, u16),
        (provider, department): (u16, u16),
        kind: u8,
    ) -> Self {
        Visit {
            id: 0,
            day,
            minute,
            minutes,
            provider,
            department,
            patient: 0,
            kind,
            fate: Fate::NoShow,
            lead: 0,
            open: true,
        }
    }
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
    template: Template,
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
        let template = Template::new(seed, providers);
        let maker = Maker { seed, departments, people, today };
        let mut visits = Vec::new();
        for offset in -BACK..=AHEAD {
            let date = shift(today, offset);
            for provider in 0..template.providers() {
                if providers[usize::from(provider)].departed && offset > -180 {
                    continue;
                }
                if let Some(shift) = template.shift(date, provider) {
                    maker.fill(&Day { date, offset, shift: &shift }, &mut visits);
                }
            }
        }
        let (starts, by_patient) = index(&visits, people.count() as usize);
        Calendar { visits, template, starts, by_patient }
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

    /// The times of a day that a department's providers have for nobody.
    pub(crate) fn gaps(&self, date: NaiveDate, department: u16, provider: u16) -> Vec<Visit> {
        if self.template.place_of_work(date, provider) != department {
            return Vec::new();
        }
        let Some(shift) = self.template.shift(date, provider) else { return Vec::new() };
        let gaps = shift.times.iter().filter(|time| self.is_gap(&shift, **time));
        gaps.map(|time| shift.slot(date, *time)).collect()
    }

    /// The time with a slot's id that its provider has for nobody.
    pub(crate) fn gap(&self, id: u64) -> Option<Visit> {
        let (date, shift, time) = self.template.time(u32::try_from(id).ok()?)?;
        self.is_gap(&shift, time).then(|| shift.slot(date, time))
    }

    fn is_gap(&self, shift: &Shift, time: Time) -> bool {
        shift.visits(time).all(|visit| self.find(u64::from(visit)).is_none())
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
    people: &'a People,
    today: NaiveDate,
}

/// One provider's working day.
struct Day<'a> {
    date: NaiveDate,
    /// Days from the start's date.
    offset: i64,
    shift: &'a Shift,
}

impl Maker<'_> {
    /// Fills the times of a day, now and then twice.
    fn fill(&self, day: &Day, visits: &mut Vec<Visit>) {
        for time in &day.shift.times {
            visits.extend(day.shift.visits(*time).filter_map(|id| self.visit(day, id, *time)));
        }
    }

    fn visit(&self, day: &Day, id: u32, time: Time) -> Option<Visit> {
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
            minute: time.minute,
            minutes: KINDS[usize::from(time.kind)].minutes,
            provider: day.shift.provider,
            department: day.shift.department,
            patient: self.patient(day, &mut dice)?,
            kind: time.kind,
            fate,
            lead,
            open: false,
        })
    }

    fn patient(&self, day: &Day, dice: &mut Dice) -> Option<u32> {
        (0..8).find_map(|_| {
            let panel = match dice.below(20) {
                0 => &self.people.panels[dice.below(self.departments.len() as u64) as usize],
                _ => &self.people.panels[usize::from(day.shift.department)],
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
