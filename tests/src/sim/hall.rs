//! The practice of a run, and what was true of its records when.

use std::collections::BTreeMap;
use std::sync::Arc;

use athena::Feed;
use chrono::{DateTime, NaiveDate, Utc};
use sandbox::{Deed, Limits, Options, Sandbox, Size, Standing, State, Telling};

use super::dice::Dice;
use crate::RunningClock;

/// Patients whom others change.
const PEOPLE: usize = 12;

/// A record that changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Thing {
    Patient(u64),
    Visit(u64),
    Provider(u64),
}

impl Thing {
    /// The feed that tells of it.
    pub fn feed(self) -> Feed {
        match self {
            Self::Patient(_) => Feed::Patients,
            Self::Visit(_) => Feed::Appointments,
            Self::Provider(_) => Feed::Providers,
        }
    }
}

/// What a record said from an instant on: of a patient the e-mail address, of a visit how far it has come,
/// of a provider the name. No record says the same twice.
pub(super) type Version = (DateTime<Utc>, String);

/// A merge: when, who is gone, and into whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    pub at: DateTime<Utc>,
    pub old: u64,
}

/// The practice.
pub(super) struct Hall {
    pub practice: Sandbox,
    pub clock: RunningClock,
    /// Days on which nobody comes but whom a run books.
    pub days: (NaiveDate, NaiveDate),
    pub people: Vec<u64>,
    versions: BTreeMap<Thing, Vec<Version>>,
    pub merged: Vec<Merged>,
    writes_seen: usize,
    marks: u64,
}

impl Hall {
    /// Opens a practice whose feeds tell what is done here alone.
    pub fn open(clock: RunningClock, desks: u32, days: (NaiveDate, NaiveDate)) -> Self {
        let limits = Limits { per_second: 10 * desks, per_day: 50_000, tokens_per_minute: 5 * desks };
        let options = Options { size: Size::Solo, limits, feeds: Telling::Deeds, ..Options::default() };
        let practice = Sandbox::new(options, Arc::new(clock));
        let truth = practice.truth();
        let merged = truth.merged();
        let is_merged = |id: u64| merged.iter().any(|(one, two, three)| [*one, *two, *three].contains(&id));
        let seen = truth.patients().filter(|one| {
            !one.restricted && one.standing == Standing::Active && one.died.is_none() && !is_merged(one.id)
        });
        let known: Vec<_> = seen.take(PEOPLE).collect();
        let mut versions = BTreeMap::new();
        for patient in &known {
            let before = patient.email.clone().unwrap_or_default();
            versions.insert(Thing::Patient(patient.id), vec![(DateTime::UNIX_EPOCH, before)]);
        }
        for provider in truth.providers() {
            let name = format!("{} {}", provider.first_name, provider.last_name);
            versions.insert(Thing::Provider(provider.id), vec![(DateTime::UNIX_EPOCH, name)]);
        }
        let people = known.iter().map(|one| one.id).collect();
        Self { practice, clock, days, people, versions, merged: Vec::new(), writes_seen: 0, marks: 0 }
    }

    pub fn now(&self) -> DateTime<Utc> {
        sandbox::Clock::now(&self.clock)
    }

    /// A number that was not given out before.
    pub fn mark(&mut self) -> u64 {
        self.marks += 1;
        self.marks
    }

    /// Somebody who was not merged into another.
    pub fn somebody(&self, dice: &mut Dice) -> Option<u64> {
        let gone = |id: &u64| self.merged.iter().any(|merged| merged.old == *id);
        let left: Vec<u64> = self.people.iter().filter(|id| !gone(id)).copied().collect();
        dice.of(&left)
    }

    /// Everybody who can be read by their number.
    pub fn everybody(&self) -> impl Iterator<Item = u64> + '_ {
        self.people.iter().copied().filter(|id| !self.is_gone(*id))
    }

    pub fn is_gone(&self, id: u64) -> bool {
        self.merged.iter().any(|merged| merged.old == id)
    }

    /// Another desk does something, if it can be done.
    pub fn change(&mut self, dice: &mut Dice) -> Option<(&'static str, u64)> {
        let (what, done) = match dice.below(20) {
            0..=9 => ("edit", self.edit(dice)),
            10..=12 => ("book", self.book(dice)),
            13..=16 => ("step", self.step(dice)),
            17 => ("register", self.register()),
            18 if dice.one_in(4) => ("merge", self.merge(dice)),
            18 => ("edit", self.edit(dice)),
            _ => ("rename", self.rename()),
        };
        done.map(|id| (what, id))
    }

    fn edit(&mut self, dice: &mut Dice) -> Option<u64> {
        let patient = self.somebody(dice)?;
        let mark = self.mark();
        let fields = vec![
            ("email".to_owned(), format!("d{mark}@example.org")),
            ("mobilephone".to_owned(), format!("207{:07}", 5_550_000 + mark % 10_000)),
        ];
        self.practice.act(&Deed::EditPatient { patient, fields })
    }

    fn register(&mut self) -> Option<u64> {
        let mark = self.mark();
        let letter = |number: u64| char::from(b'a' + u8::try_from(number % 26).unwrap_or(0));
        let last = format!("Q{}{}{}", letter(mark), letter(mark / 26), letter(mark / 676));
        let fields = [
            ("firstname", "Zdenka".to_owned()),
            ("lastname", last),
            ("dob", "02/29/1980".to_owned()),
            ("departmentid", "1".to_owned()),
            ("email", format!("d{mark}@example.org")),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value)).into();
        let id = self.practice.act(&Deed::RegisterPatient { fields })?;
        self.people.push(id);
        Some(id)
    }

    fn merge(&mut self, dice: &mut Dice) -> Option<u64> {
        let (old, into) = (self.somebody(dice)?, self.somebody(dice)?);
        // What was written to the one until now was never said by the other.
        self.look();
        let id = (old != into).then(|| self.practice.act(&Deed::Merge { patient: old, into }))??;
        self.merged.push(Merged { at: self.now(), old });
        Some(id)
    }

    fn rename(&mut self) -> Option<u64> {
        let last_name = format!("V{}", self.mark());
        let first = self.practice.truth().providers().into_iter().next()?;
        let name = format!("{} {last_name}", first.first_name);
        let id = self.practice.act(&Deed::RenameProvider { provider: first.id, last_name })?;
        self.note(Thing::Provider(id), name);
        Some(id)
    }

    fn book(&mut self, dice: &mut Dice) -> Option<u64> {
        let patient = self.somebody(dice)?;
        let truth = self.practice.truth();
        let (provider, department) = (truth.providers().first()?.id, truth.departments().first()?.id);
        let day = if dice.one_in(2) { self.days.0 } else { self.days.1 };
        let minute = u16::try_from(480 + 15 * dice.below(36)).ok()?;
        let id = self.practice.act(&Deed::Book { patient, provider, department, day, minute })?;
        self.note(Thing::Visit(id), word(State::Booked).to_owned());
        Some(id)
    }

    fn step(&mut self, dice: &mut Dice) -> Option<u64> {
        let visits: Vec<u64> = self
            .versions
            .keys()
            .filter_map(|thing| match thing {
                Thing::Visit(id) => Some(*id),
                _ => None,
            })
            .collect();
        let visit = dice.of(&visits)?;
        if dice.one_in(4) {
            let day = if dice.one_in(2) { self.days.0 } else { self.days.1 };
            let minute = u16::try_from(480 + 15 * dice.below(36)).ok()?;
            let id = self.practice.act(&Deed::Reschedule { visit, day, minute })?;
            self.note(Thing::Visit(visit), word(State::Cancelled).to_owned());
            self.note(Thing::Visit(id), word(State::Booked).to_owned());
            return Some(id);
        }
        let steps = [
            (Deed::CheckIn { visit }, State::CheckedIn),
            (Deed::CheckOut { visit }, State::CheckedOut),
            (Deed::Cancel { visit }, State::Cancelled),
        ];
        let (deed, state) = &steps[usize::try_from(dice.below(3)).ok()?];
        let id = self.practice.act(deed)?;
        self.note(Thing::Visit(id), word(*state).to_owned());
        Some(id)
    }

    fn note(&mut self, thing: Thing, says: String) {
        let at = self.now();
        let versions = self.versions.entry(thing).or_default();
        if versions.last().is_none_or(|(_, known)| *known != says) {
            versions.push((at, says));
        }
    }

    /// Takes in what was written to patients since, whoever wrote it.
    pub fn look(&mut self) {
        let truth = self.practice.truth();
        let writes = truth.writes();
        for write in writes.iter().skip(self.writes_seen) {
            let Some((_, mail)) = write.asked.iter().find(|(name, _)| name == "email") else { continue };
            let patient =
                truth.patient(write.patient).and_then(|one| one.merged_into).unwrap_or(write.patient);
            self.versions.entry(Thing::Patient(patient)).or_default().push((write.at, mail.clone()));
        }
        self.writes_seen = writes.len();
    }

    /// Every record that is there to be known, with all that it ever said.
    pub fn things(&self) -> impl Iterator<Item = (Thing, &[Version])> {
        let left = self.versions.iter().filter(|(thing, _)| match thing {
            Thing::Patient(id) => !self.is_gone(*id),
            _ => true,
        });
        left.map(|(thing, versions)| (*thing, versions.as_slice()))
    }

    /// The place of what is said among all that was said.
    pub fn place(&self, thing: Thing, says: &str) -> Option<usize> {
        self.versions.get(&thing)?.iter().rposition(|(_, said)| said == says)
    }
}

/// A visit's state in a word.
pub(super) fn word(state: State) -> &'static str {
    match state {
        State::Booked => "booked",
        State::CheckingIn => "checking in",
        State::CheckedIn => "in",
        State::CheckedOut => "out",
        State::Charged => "charged",
        State::Cancelled => "cancelled",
    }
}
