//! Deeds by chance, as a front desk's day is made of them; the same seed does the same.

use chrono::{DateTime, Utc};

use super::{Deed, apply};
use crate::calendar::Visit;
use crate::eastern;
use crate::people::{People, Person, Standing};
use crate::practice::Practice;
use crate::seed::{Dice, Stream};
use crate::story::State;

/// How often a deed that cannot be done is drawn anew.
const TRIES: u64 = 64;

/// Does the deed with a number, and says what it was; nothing in a practice in which nothing can be done.
pub(crate) fn by_chance(practice: &Practice, number: u64, now: DateTime<Utc>) -> Option<(Deed, u64)> {
    (0..TRIES).find_map(|round| {
        let mut dice = practice.seed.dice(Stream::Deed, number * TRIES + round);
        let deed = draw(practice, &mut dice, now)?;
        apply(practice, &deed, now).map(|id| (deed, id))
    })
}

fn draw(practice: &Practice, dice: &mut Dice, now: DateTime<Utc>) -> Option<Deed> {
    let deed = match dice.below(100) {
        0..=24 => book(practice, dice, now)?,
        25..=36 => Deed::Cancel { visit: visit(practice, dice, now, State::Booked)?.id.into() },
        37..=46 => reschedule(practice, dice, now)?,
        47..=59 => Deed::CheckIn { visit: visit(practice, dice, now, State::Booked)?.id.into() },
        60..=69 => Deed::CheckOut { visit: visit(practice, dice, now, State::CheckedIn)?.id.into() },
        70..=87 => edit(practice, dice)?,
        88..=92 => register(practice, dice),
        93..=95 => Deed::Merge { patient: patient(practice, dice)?, into: patient(practice, dice)? },
        96..=97 => {
            let name = *dice.pick(crate::names::SURNAMES);
            Deed::RenameProvider { provider: provider(practice, dice), last_name: name.to_owned() }
        }
        98 => Deed::ProviderReturns { provider: provider(practice, dice) },
        _ => slot(practice, dice, now),
    };
    Some(deed)
}

fn patient(practice: &Practice, dice: &mut Dice) -> Option<u64> {
    let fits = |person: &Person| {
        person.merged_into.is_none() && person.died.is_none() && person.standing == Standing::Active
    };
    let count = u64::from(practice.people.count());
    let mut places = (0..TRIES).map(|_| dice.below(count) as u32);
    places.find(|at| fits(&practice.people.at(*at))).map(People::id)
}

/// Somebody who may have a slot; the same slot goes to the same one.
pub(super) fn anybody(practice: &Practice, slot: &Visit) -> Option<u32> {
    let mut dice = practice.seed.dice(Stream::Slot, u64::from(slot.id));
    practice.people.find(patient(practice, &mut dice)?)
}

fn provider(practice: &Practice, dice: &mut Dice) -> u64 {
    u64::from(dice.pick(&practice.providers).id)
}

/// A visit of the next two weeks, or of today, that stands so.
fn visit(practice: &Practice, dice: &mut Dice, now: DateTime<Utc>, state: State) -> Option<Visit> {
    let today = eastern::wall(now).date();
    let last = if state == State::CheckedIn { today } else { eastern::shift(today, 14) };
    let all: Vec<Visit> = practice.visits(today, last).collect();
    if all.is_empty() {
        return None;
    }
    let mut drawn = (0..TRIES).map(|_| *dice.pick(&all));
    drawn.find(|visit| practice.standing(visit, now).is_some_and(|standing| standing.state == state))
}

/// A day from today on, and a quarter of an hour of it.
fn time(dice: &mut Dice, now: DateTime<Utc>) -> (chrono::NaiveDate, u16) {
    let day = eastern::shift(eastern::wall(now).date(), dice.below(15) as i64);
    (day, 480 + 15 * dice.below(36) as u16)
}

fn book(practice: &Practice, dice: &mut Dice, now: DateTime<Utc>) -> Option<Deed> {
    let (patient, provider) = (patient(practice, dice)?, provider(practice, dice));
    let department = u64::from(dice.pick(&practice.departments).id);
    let (day, minute) = time(dice, now);
    Some(Deed::Book { patient, provider, department, day, minute })
}

fn slot(practice: &Practice, dice: &mut Dice, now: DateTime<Utc>) -> Deed {
    let provider = provider(practice, dice);
    let department = u64::from(dice.pick(&practice.departments).id);
    let (day, minute) = time(dice, now);
    Deed::OpenSlot { provider, department, day, minute }
}

fn reschedule(practice: &Practice, dice: &mut Dice, now: DateTime<Utc>) -> Option<Deed> {
    let visit = visit(practice, dice, now, State::Booked)?;
    let (day, minute) = time(dice, now);
    Some(Deed::Reschedule { visit: visit.id.into(), day, minute })
}

fn edit(practice: &Practice, dice: &mut Dice) -> Option<Deed> {
    let patient = patient(practice, dice)?;
    let (name, value) = match dice.below(4) {
        0 => ("mobilephone", format!("207555{:04}", dice.below(10_000))),
        1 => ("address1", format!("{} {}", dice.between(1, 9899), dice.pick(crate::names::STREETS))),
        2 => ("lastname", (*dice.pick(crate::names::SURNAMES)).to_owned()),
        _ => ("email", format!("desk{}@example.com", dice.below(100_000))),
    };
    Some(Deed::EditPatient { patient, fields: vec![(name.to_owned(), value)] })
}

fn register(practice: &Practice, dice: &mut Dice) -> Deed {
    let fields = [
        ("firstname", (*dice.pick(crate::names::WOMEN)).to_owned()),
        ("lastname", (*dice.pick(crate::names::SURNAMES)).to_owned()),
        (
            "dob",
            format!("{:02}/{:02}/{}", dice.between(1, 12), dice.between(1, 28), dice.between(1940, 2015)),
        ),
        ("departmentid", dice.pick(&practice.departments).id.to_string()),
        ("homephone", format!("207555{:04}", dice.below(10_000))),
    ];
    Deed::RegisterPatient { fields: fields.map(|(name, value)| (name.to_owned(), value)).into() }
}
