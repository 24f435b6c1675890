//! People of a practice whom tests look for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sandbox::{PatientTruth, Standing, State, Truth};

/// Somebody with a visit on a day whose last name is theirs alone and long enough to be misspelt.
///
/// # Panics
/// Where nobody is like that: another seed is needed.
pub fn somebody_on(truth: &Truth<'_>, day: NaiveDate) -> PatientTruth {
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for patient in truth.patients() {
        *bearers.entry(patient.last_name.to_lowercase()).or_default() += 1;
    }
    let standing = truth.visits(day, day).filter(|visit| visit.state != State::Cancelled);
    let mut people = standing.filter_map(|visit| truth.patient(visit.patient));
    let found = people.find(|patient| {
        let name = patient.last_name.to_lowercase();
        let plain = name.len() >= 6 && name.bytes().all(|letter| letter.is_ascii_lowercase());
        let seen =
            patient.standing == Standing::Active && !patient.restricted && patient.merged_into.is_none();
        plain && seen && bearers[&name] == 1 && patient.first_name.is_some()
    });
    found.unwrap_or_else(|| panic!("nobody on {day} has a name of their own"))
}

/// A name with one letter wrong: the second.
pub fn misspelt(name: &str) -> String {
    let wrong = if name[1..].starts_with('x') { "z" } else { "x" };
    format!("{}{wrong}{}", &name[..1], &name[2..])
}

/// Words about the practice's people that must be found nowhere in the clear: names, telephones,
/// dates of birth, addresses of mail, member ids, up to a number of them. Each is long enough that
/// encrypted bytes do not hold it by chance.
pub fn canaries(truth: &Truth<'_>, count: usize) -> Vec<String> {
    let before = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or(NaiveDate::MAX);
    let mut words: Vec<String> = Vec::new();
    for patient in truth.patients() {
        let names = [
            Some(patient.last_name.clone()),
            patient.first_name.map(|first| format!("{first} {}", patient.last_name)),
        ];
        words.extend(names.into_iter().flatten().filter(|name| name.len() >= 7));
        words.extend([patient.home_phone, patient.mobile_phone, patient.email].into_iter().flatten());
        if patient.born < before {
            words.extend([patient.born.to_string(), patient.born.format("%m/%d/%Y").to_string()]);
        }
        words.extend(truth.policies(patient.id).into_iter().filter_map(|policy| policy.member));
    }
    words.retain(|word| word.len() >= 7);
    words.sort();
    words.dedup();
    let step = (words.len() / count.max(1)).max(1);
    words.into_iter().step_by(step).take(count).collect()
}
