//! Who waits for an earlier time, or for any: a few whom the practice was made with, and whom desks have put there.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::departments::Department;
use crate::people::{People, Person, Standing};
use crate::providers::Provider;
use crate::seed::{Dice, Seed, Stream};

/// The first entry's id.
const FIRST_ID: u32 = 101;
/// How many wait per provider when the practice is made, and at most.
const PER_PROVIDER: usize = 3;
const MOST: usize = 60;
/// The words for how urgent it is.
pub(crate) const PRIORITIES: [&str; 3] = ["LOW", "NORMAL", "HIGH"];

/// One entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wait {
    /// Place in the list of people.
    pub(crate) patient: u32,
    /// Places in the lists of departments and providers; anybody will do where no provider is said.
    pub(crate) department: u16,
    pub(crate) provider: Option<u16>,
    /// Place in the list of appointment types.
    pub(crate) kind: Option<u8>,
    /// The reason's id.
    pub(crate) reason: Option<u32>,
    /// The booked visit that would be given up.
    pub(crate) visit: Option<u32>,
    /// Days of the week, Sunday being 1; all of them where none is said.
    pub(crate) days: Vec<u8>,
    pub(crate) hour_from: Option<u8>,
    pub(crate) hour_to: Option<u8>,
    pub(crate) priority: &'static str,
    pub(crate) note: Option<String>,
}

/// The list.
#[derive(Debug)]
pub(crate) struct Waits(Mutex<List>);

#[derive(Debug)]
struct List {
    given: u32,
    entries: BTreeMap<u32, Wait>,
}

impl Waits {
    /// The list that a practice is made with.
    pub(crate) fn new(
        seed: Seed,
        departments: &[Department],
        providers: &[Provider],
        people: &People,
    ) -> Self {
        let places = (0..providers.len()).filter(|at| !providers[*at].departed);
        let wanted = places.flat_map(|at| [at; PER_PROVIDER]).take(MOST).enumerate();
        let drawn = wanted.filter_map(|(number, at)| {
            let mut dice = seed.dice(Stream::Wait, number as u64);
            draw(&mut dice, at, providers[at].home.min(departments.len() - 1), people)
        });
        let waits = Waits(Mutex::new(List { given: 0, entries: BTreeMap::new() }));
        drawn.for_each(|wait| {
            waits.add(wait);
        });
        waits
    }

    /// Adds an entry, and gives its id.
    pub(crate) fn add(&self, wait: Wait) -> u32 {
        let mut list = self.open();
        let id = FIRST_ID + list.given;
        list.given += 1;
        list.entries.insert(id, wait);
        id
    }

    /// Puts an entry in the place of what it was; says whether there was one.
    pub(crate) fn put(&self, id: u32, wait: Wait) -> bool {
        let mut list = self.open();
        list.entries.contains_key(&id) && list.entries.insert(id, wait).is_some()
    }

    /// Takes an entry off; says whether there was one.
    pub(crate) fn remove(&self, id: u32) -> bool {
        self.open().entries.remove(&id).is_some()
    }

    /// The entry with an id.
    pub(crate) fn find(&self, id: u64) -> Option<(u32, Wait)> {
        let id = u32::try_from(id).ok()?;
        Some((id, self.open().entries.get(&id)?.clone()))
    }

    /// Every entry, the oldest first.
    pub(crate) fn all(&self) -> Vec<(u32, Wait)> {
        self.open().entries.iter().map(|(id, wait)| (*id, wait.clone())).collect()
    }

    fn open(&self) -> MutexGuard<'_, List> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn draw(dice: &mut Dice, provider: usize, department: usize, people: &People) -> Option<Wait> {
    let fits = |person: &Person| {
        let active = person.standing == Standing::Active && person.died.is_none();
        active && person.merged_into.is_none() && !person.restricted
    };
    let panel = people.panels.get(department).filter(|panel| !panel.is_empty())?;
    let patient = (0..8).map(|_| *dice.pick(panel)).find(|at| fits(&people.at(*at)))?;
    let days = if dice.chance(500) { Vec::new() } else { (2..=6).filter(|_| dice.chance(500)).collect() };
    let (hour_from, hour_to) = match dice.below(3) {
        0 => (Some(8), Some(12)),
        1 => (Some(13), Some(17)),
        _ => (None, None),
    };
    let notes = ["Any day before Friday", "Call the mobile first", "Needs two hours' notice"];
    Some(Wait {
        patient,
        department: department as u16,
        provider: dice.chance(700).then_some(provider as u16),
        kind: Some(dice.below(4) as u8),
        reason: None,
        visit: None,
        days,
        hour_from,
        hour_to,
        priority: PRIORITIES[[1, 1, 1, 0, 2][dice.below(5) as usize]],
        note: dice.chance(500).then(|| (*dice.pick(&notes)).to_owned()),
    })
}
