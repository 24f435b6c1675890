//! The practice's patients: who they are, and what makes records of people hard: families that share everything
//! but a first name, twins, fathers and sons, namesakes, duplicates, records merged into others. A person is kept
//! in a few bytes; addresses and the like are drawn when they are asked for (see `contact`).

use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use serde_json::Value;

use crate::eastern::shift;
use crate::names;
use crate::options::Size;
use crate::seed::{Dice, Seed, Stream};
use crate::written::Written;

/// One patient record.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    woman: bool,
    /// Place in the list of first names; `NONE` for people with one name only.
    first: u16,
    last: u16,
    /// The second of two surnames, or `NONE`.
    second_last: u16,
    joint: Joint,
    suffix: Option<&'static str>,
    /// An initial, or nothing.
    middle: Option<char>,
    shouted: bool,
    pub(crate) born: NaiveDate,
    /// Place of the department in the list of departments.
    pub(crate) department: u16,
    pub(crate) standing: Standing,
    pub(crate) restricted: bool,
    pub(crate) died: Option<NaiveDate>,
    /// The record that this one was merged into.
    pub(crate) merged_into: Option<u32>,
    /// The person whose address and home telephone this one shares.
    pub(crate) household: u32,
    /// The day on which a write made the record: nothing about it is made up.
    pub(crate) registered: Option<NaiveDate>,
    pub(crate) written: Option<Arc<Written>>,
    /// The record as it was made up, once a write has changed it.
    made: Option<Arc<Person>>,
}

/// What stands between two surnames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Hyphen,
    Space,
}

const NONE: u16 = u16::MAX;

/// What a record stands for, as the interface's `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A patient of the practice.
    Active,
    /// Not seen for long, or left.
    Inactive,
    /// Registered, not seen yet.
    Prospective,
    /// Taken off by the staff; still readable by id.
    Deleted,
}

impl Standing {
    /// The interface's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Active => "active",
            Standing::Inactive => "inactive",
            Standing::Prospective => "prospective",
            Standing::Deleted => "deleted",
        }
    }

    /// Reads the interface's word.
    pub(crate) fn read(word: &str) -> Option<Self> {
        let all = [Standing::Active, Standing::Inactive, Standing::Prospective, Standing::Deleted];
        all.into_iter().find(|standing| standing.word().eq_ignore_ascii_case(word))
    }
}

impl Person {
    /// The first name; people with one name only have none.
    pub(crate) fn first_name(&self) -> Option<String> {
        let list = if self.woman { names::WOMEN } else { names::MEN };
        let made = || list.get(usize::from(self.first)).map(|name| self.cased((*name).to_owned()));
        self.text("firstname", made)
    }

    /// The surname, or the only name.
    pub(crate) fn last_name(&self) -> String {
        self.text("lastname", || Some(self.made_last_name())).unwrap_or_default()
    }

    fn made_last_name(&self) -> String {
        let joint = if self.joint == Joint::Hyphen { '-' } else { ' ' };
        let mut name = surname(self.last);
        if self.second_last != NONE {
            name.push(joint);
            name.push_str(&surname(self.second_last));
        }
        self.cased(name)
    }

    /// The middle name, or its initial.
    pub(crate) fn middle_name(&self) -> Option<String> {
        self.text("middlename", || self.middle.map(String::from))
    }

    /// `Jr`, `Sr` and the like.
    pub(crate) fn suffix(&self) -> Option<String> {
        self.text("suffix", || self.suffix.map(str::to_owned))
    }

    /// `F` or `M`; a record that a write made may lack it.
    pub(crate) fn sex(&self) -> Option<&'static str> {
        let made = if self.woman { "F" } else { "M" };
        match self.written.as_ref().and_then(|written| written.fields().get("sex")) {
            Some(value) => ["F", "M"].into_iter().find(|word| value == word),
            None => self.registered.is_none().then_some(made),
        }
    }

    /// A text as it was written, or else as it was made up.
    fn text(&self, name: &str, made: impl FnOnce() -> Option<String>) -> Option<String> {
        match &self.written {
            Some(written) if written.fields().contains_key(name) => written.text(name, None),
            _ => made(),
        }
    }

    /// The record as it was made up: what is drawn from it stays the same whatever is written.
    pub(crate) fn made(&self) -> &Person {
        self.made.as_deref().unwrap_or(self)
    }

    /// A record that a write makes.
    pub(crate) fn registered(today: NaiveDate) -> Self {
        Person {
            woman: false,
            first: NONE,
            last: 0,
            second_last: NONE,
            joint: Joint::Space,
            suffix: None,
            middle: None,
            shouted: false,
            born: today,
            department: 0,
            standing: Standing::Active,
            restricted: false,
            died: None,
            merged_into: None,
            household: 0,
            registered: Some(today),
            written: None,
            made: None,
        }
    }

    /// Writes a field.
    pub(crate) fn write(&mut self, name: &'static str, value: Value) {
        Arc::make_mut(self.written.get_or_insert_default()).set(name, value);
    }

    /// Notes a death, or that it was noted by mistake.
    pub(crate) fn die(&mut self, day: Option<NaiveDate>) {
        self.died = day;
        if day.is_some() {
            self.standing = Standing::Inactive;
        }
    }

    /// Changes what the record stands for. A dead patient is not made active.
    pub(crate) fn stand(&mut self, standing: Standing) {
        if self.died.is_none() || standing != Standing::Active {
            self.standing = standing;
        }
    }

    fn cased(&self, name: String) -> String {
        if self.shouted { name.to_uppercase() } else { name }
    }
}

fn surname(at: u16) -> String {
    let at = usize::from(at);
    if let Some(name) = names::SURNAMES.get(at) {
        return (*name).to_owned();
    }
    let at = at - names::SURNAMES.len();
    let start = names::PLACE_STARTS[at / names::PLACE_ENDS.len() % names::PLACE_STARTS.len()];
    format!("{start}{}", names::PLACE_ENDS[at % names::PLACE_ENDS.len()])
}

/// Everyone, in the order of their ids.
#[derive(Debug)]
pub(crate) struct People {
    list: RwLock<Vec<Person>>,
    /// Per department, those who belong to it.
    pub(crate) panels: Vec<Vec<u32>>,
    /// Those who were merged since everyone was made.
    merged: RwLock<Vec<u32>>,
}

impl People {
    /// Makes everyone; nobody is born after `today`.
    pub(crate) fn new(seed: Seed, size: Size, today: NaiveDate) -> Self {
        let mut list: Vec<Person> = Vec::with_capacity(size.patients());
        let mut panels = vec![Vec::new(); size.departments()];
        let mut last_merged = None;
        for at in 0..size.patients() as u32 {
            let mut person = Maker { seed, size, today, list: &list }.person(at);
            if at % 113 == 5 {
                let into = last_merged.filter(|_| at % 226 == 118).unwrap_or(at / 2);
                merge(&mut person, &list, into);
                last_merged = Some(at);
            }
            panels[usize::from(person.department)].push(at);
            list.push(person);
        }
        People { list: RwLock::new(list), panels, merged: RwLock::default() }
    }

    /// The id of the record at a place.
    pub(crate) fn id(at: u32) -> u64 {
        let at = u64::from(at);
        1001 + 3 * at + at * at % 3
    }

    /// The place of the record with an id.
    pub(crate) fn find(&self, id: u64) -> Option<u32> {
        let at = u32::try_from(id.checked_sub(1001)? / 3).ok()?;
        (Self::id(at) == id && at < self.count()).then_some(at)
    }

    /// How many records there are.
    pub(crate) fn count(&self) -> u32 {
        self.list.read().unwrap_or_else(PoisonError::into_inner).len() as u32
    }

    /// The record at a place, as it stands.
    pub(crate) fn at(&self, at: u32) -> Person {
        self.list.read().unwrap_or_else(PoisonError::into_inner)[at as usize].clone()
    }

    /// The places of all records that are wanted.
    pub(crate) fn places(&self, wanted: impl Fn(&Person) -> bool) -> Vec<u32> {
        let list = self.list.read().unwrap_or_else(PoisonError::into_inner);
        list.iter().zip(0u32..).filter(|(person, _)| wanted(person)).map(|(_, at)| at).collect()
    }

    /// Changes a record; what it was made up of is kept.
    pub(crate) fn change(&self, at: u32, change: impl FnOnce(&mut Person)) {
        let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
        let person = &mut list[at as usize];
        if person.made.is_none() && person.registered.is_none() {
            person.made = Some(Arc::new(person.clone()));
        }
        change(person);
    }

    /// Adds a record, with the next id.
    pub(crate) fn add(&self, person: Person) -> u32 {
        let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
        let at = list.len() as u32;
        list.push(Person { household: at, ..person });
        at
    }

    /// Follows merges to the record that is left.
    pub(crate) fn survivor(&self, mut at: u32) -> u32 {
        let list = self.list.read().unwrap_or_else(PoisonError::into_inner);
        while let Some(into) = list.get(at as usize).and_then(|person| person.merged_into) {
            at = into;
        }
        at
    }

    /// Merges a record into another, for good.
    pub(crate) fn merge(&self, from: u32, into: u32) {
        self.change(from, |person| person.merged_into = Some(into));
        self.merged.write().unwrap_or_else(PoisonError::into_inner).push(from);
    }

    /// The records that were merged since everyone was made, and ended in this one.
    pub(crate) fn merged_since_into(&self, at: u32) -> Vec<u32> {
        let merged = self.merged.read().unwrap_or_else(PoisonError::into_inner).clone();
        merged.into_iter().filter(|from| self.survivor(*from) == at).collect()
    }

    /// The records that ended in this one, directly or through others.
    pub(crate) fn merged_here(&self, at: u32) -> Vec<u32> {
        let merged = self.places(|person| person.merged_into.is_some());
        merged.into_iter().filter(|from| *from != at && self.survivor(*from) == at).collect()
    }
}

/// Turns a record into a duplicate of an earlier one, merged into it.
fn merge(person: &mut Person, list: &[Person], into: u32) {
    let target = &list[into as usize];
    *person = Person { merged_into: Some(into), restricted: false, ..target.clone() };
}

struct Maker<'a> {
    seed: Seed,
    size: Size,
    today: NaiveDate,
    list: &'a [Person],
}

impl Maker<'_> {
    fn person(&self, at: u32) -> Person {
        let mut dice = self.seed.dice(Stream::Person, u64::from(at));
        let mut person = self.stranger(&mut dice, at);
        if let Some(before) = at.checked_sub(1).map(|before| &self.list[before as usize]) {
            self.relate(&mut person, before, at, &mut dice);
        }
        self.fate(&mut person, at, &mut dice);
        person
    }

    fn stranger(&self, dice: &mut Dice, at: u32) -> Person {
        let woman = dice.chance(510);
        let list = if woman { names::WOMEN } else { names::MEN };
        Person {
            woman,
            first: dice.skewed(list.len()) as u16,
            last: surname_place(dice),
            second_last: if dice.chance(35) { surname_place(dice) } else { NONE },
            joint: if dice.chance(600) { Joint::Hyphen } else { Joint::Space },
            suffix: None,
            middle: dice.chance(450).then(|| char::from(b'A' + dice.below(25) as u8)),
            shouted: dice.chance(30),
            born: self.birth(dice),
            department: dice.skewed(self.size.departments()) as u16,
            standing: Standing::Active,
            restricted: false,
            died: None,
            merged_into: None,
            household: at,
            registered: None,
            written: None,
            made: None,
        }
    }

    fn birth(&self, dice: &mut Dice) -> NaiveDate {
        let span = if dice.chance(250) { 18 * 365 } else { 92 * 365 };
        shift(self.settled(), -(dice.below(span) as i64))
    }

    /// The day up to which lives are told: not the start's date, or everyone would differ from one day to the next.
    fn settled(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 12, 31).unwrap_or(self.today).min(self.today)
    }

    /// Ties a person to the one before, by the place in the list: so that even the smallest practice has each case.
    fn relate(&self, person: &mut Person, before: &Person, at: u32, dice: &mut Dice) {
        match (at % 97, at % 61, at % 53, at % 211) {
            (1, ..) => self.twin(person, before, dice),
            (_, 1, ..) => self.senior(person),
            (_, 2, ..) => junior(person, before, self.settled()),
            (.., 3, _) => self.share_name(person, at, false),
            (.., 4) => self.share_name(person, at, true),
            _ if dice.chance(330) && self.grown(before.household) => {
                person.last = before.last;
                person.second_last = before.second_last;
                move_in(person, before);
            }
            _ => {}
        }
        // Nobody of tender years keeps a house alone.
        if person.household == at && !self.is_grown(person) {
            person.born = shift(person.born, -25 * 365);
        }
    }

    fn grown(&self, at: u32) -> bool {
        self.list.get(at as usize).is_some_and(|person| self.is_grown(person))
    }

    fn is_grown(&self, person: &Person) -> bool {
        shift(person.born, 20 * 365) < self.settled()
    }

    fn twin(&self, person: &mut Person, before: &Person, dice: &mut Dice) {
        let list = if before.woman { names::WOMEN } else { names::MEN };
        let step = 1 + dice.below(list.len() as u64 - 1) as u16;
        let first = if before.first == NONE { step } else { (before.first + step) % list.len() as u16 };
        *person = Person { first, middle: None, ..before.clone() };
    }

    /// Makes a man old enough for a grown son, who comes next.
    fn senior(&self, person: &mut Person) {
        person.woman = false;
        person.first %= names::MEN.len() as u16;
        person.suffix = Some("Sr");
        person.born = shift(self.settled(), -(48 * 365 + i64::from(person.first) * 97));
    }

    /// Gives a person the names of somebody unrelated; a duplicate record shares the date of birth too.
    fn share_name(&self, person: &mut Person, at: u32, duplicate: bool) {
        let other = &self.list[(at / 3) as usize];
        person.woman = other.woman;
        person.first = other.first;
        person.last = other.last;
        person.second_last = other.second_last;
        if duplicate {
            person.born = other.born;
        }
    }

    fn fate(&self, person: &mut Person, at: u32, dice: &mut Dice) {
        if at % 37 == 12 {
            let odd = names::SURNAMES.len() - names::ODD_SURNAMES;
            person.last = (names::ODD_SURNAMES + (at / 37) as usize % odd) as u16;
        }
        if at % 131 == 9 {
            person.first = NONE;
            person.second_last = NONE;
        }
        person.standing = match dice.below(1000) {
            0..=3 => Standing::Deleted,
            4..=18 => Standing::Prospective,
            19..=68 => Standing::Inactive,
            _ => Standing::Active,
        };
        person.restricted = at % 151 == 7;
        let elderly = shift(person.born, 60 * 365) < self.settled();
        if elderly && (at % 29 == 11 || dice.chance(40)) {
            person.died = Some(shift(self.settled(), -dice.between(20, 1500)));
            person.standing = Standing::Inactive;
        }
    }
}

fn surname_place(dice: &mut Dice) -> u16 {
    if dice.chance(650) {
        return dice.skewed(names::SURNAMES.len()) as u16;
    }
    let made = names::PLACE_STARTS.len() * names::PLACE_ENDS.len();
    (names::SURNAMES.len() + dice.below(made as u64) as usize) as u16
}

fn move_in(person: &mut Person, before: &Person) {
    person.household = before.household;
    person.department = before.department;
}

/// Makes the son of a father of the same name.
fn junior(person: &mut Person, father: &Person, today: NaiveDate) {
    let born = shift(father.born, 27 * 365 + 11).min(today);
    *person = Person { suffix: Some("Jr"), middle: None, born, ..father.clone() };
}
