//! Who sees the patients: physicians, nurse practitioners, a column that is no person, and one who has left.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use crate::departments::Department;
use crate::names;
use crate::options::Size;
use crate::seed::{Seed, Stream};

/// One provider, or schedule column.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    pub(crate) id: u32,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) sex: Option<&'static str>,
    pub(crate) role: &'static Role,
    /// Place of the home department in the list of departments.
    pub(crate) home: usize,
    /// A second department, worked at on some weekdays.
    pub(crate) second: Option<usize>,
    /// Supervised by the provider at this place.
    pub(crate) supervisor: Option<usize>,
    pub(crate) hidden: bool,
    /// No longer on the list; only old visits name this provider.
    pub(crate) departed: bool,
}

/// What has changed about providers, by their place in the list.
#[derive(Debug, Default)]
pub(crate) struct Changes(RwLock<BTreeMap<u16, Provider>>);

impl Changes {
    /// The provider at a place, if anything has changed about them.
    pub(crate) fn of(&self, at: u16) -> Option<Provider> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&at).cloned()
    }

    /// Puts a provider in the place of who was there.
    pub(crate) fn put(&self, at: u16, provider: Provider) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(at, provider);
    }
}

/// What a provider is by training, as the interface describes it.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) kind: &'static str,
    pub(crate) kind_name: &'static str,
    pub(crate) specialty: &'static str,
    pub(crate) specialty_id: &'static str,
    pub(crate) taxonomy: &'static str,
    pub(crate) person: bool,
}

const fn role(kind: [&'static str; 2], specialty: [&'static str; 3], person: bool) -> Role {
    Role {
        kind: kind[0],
        kind_name: kind[1],
        specialty: specialty[0],
        specialty_id: specialty[1],
        taxonomy: specialty[2],
        person,
    }
}

static ROLES: [Role; 6] = [
    role(["MD", "MD"], ["Family Medicine", "008", "207Q00000X"], true),
    role(["NP", "NURSE PRACTITIONER"], ["Nurse Practitioner", "050", "363L00000X"], true),
    role(["DO", "DO"], ["Internal Medicine", "011", "207R00000X"], true),
    role(["PA", "PHYSICIAN ASSISTANT"], ["Physician Assistant", "097", "363A00000X"], true),
    role(["MD", "MD"], ["Pediatrics", "037", "208000000X"], true),
    role(["RN", "REGISTERED NURSE"], ["Nursing", "", "163W00000X"], false),
];

/// Makes the providers; the one who has left stands last.
pub(crate) fn all(seed: Seed, size: Size, departments: &[Department]) -> Vec<Provider> {
    let listed = size.providers();
    let with_departed = if listed > 1 { listed + 1 } else { listed };
    (0..with_departed).map(|at| provider(seed, at, listed, departments.len())).collect()
}

fn provider(seed: Seed, at: usize, listed: usize, departments: usize) -> Provider {
    let mut dice = seed.dice(Stream::Provider, at as u64);
    let role = if at % 12 == 11 { &ROLES[5] } else { &ROLES[[0, 1, 2, 0, 4, 3, 0][at % 7]] };
    let woman = dice.chance(540);
    let first = if woman { *dice.pick(names::WOMEN) } else { *dice.pick(names::MEN) };
    let last = *dice.pick(names::SURNAMES);
    let home = at % departments;
    Provider {
        id: 71 + 5 * at as u32 + dice.below(4) as u32,
        first: if role.person { first.to_owned() } else { "Nurse".to_owned() },
        last: if role.person { last.to_owned() } else { "Visits".to_owned() },
        sex: role.person.then_some(if woman { "F" } else { "M" }),
        role,
        home,
        second: (departments > 1 && at % 5 == 2).then_some((home + 1) % departments),
        supervisor: matches!(role.kind, "NP" | "PA").then(|| at.saturating_sub(1)),
        hidden: at % 9 == 8,
        departed: at >= listed,
    }
}
