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

/// Words about a practice's people that must be found nowhere in the clear.
pub struct Canaries {
    /// By the first bytes of each, so that a file is gone through once.
    by_start: BTreeMap<[u8; START], Vec<Vec<u8>>>,
    /// Whether any begins with two bytes, which few places in a file do.
    begins: Vec<bool>,
    count: usize,
}

/// Bytes by which words are told apart.
const START: usize = 4;
/// Bytes that a word must have: encrypted bytes do not hold so many in a row by chance.
const LEAST: usize = 7;

impl Canaries {
    /// Names, telephones, dates of birth, addresses of mail and member ids of people of a practice,
    /// up to a number of them.
    pub fn of(truth: &Truth<'_>, count: usize) -> Self {
        let mut words: Vec<String> =
            truth.patients().flat_map(|patient| words_about(truth, patient)).collect();
        words.retain(|word| word.len() >= LEAST);
        words.sort();
        words.dedup();
        let step = (words.len() / count.max(1)).max(1);
        Self::new(words.into_iter().step_by(step).take(count))
    }

    /// The words as they are given; those too short to be told apart are left out.
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        Self::of_bytes(words.into_iter().map(String::into_bytes))
    }

    /// The same for what is no text.
    pub fn of_bytes(words: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut by_start: BTreeMap<[u8; START], Vec<Vec<u8>>> = BTreeMap::new();
        let (mut count, mut begins) = (0, vec![false; 1 << 16]);
        for word in words {
            if let Some(start) = word.first_chunk().copied() {
                begins[pair(&start)] = true;
                by_start.entry(start).or_default().push(word);
                count += 1;
            }
        }
        Self { by_start, begins, count }
    }

    /// The same with one word more.
    #[must_use]
    pub fn and(self, word: &str) -> Self {
        let words = self.by_start.into_values().flatten();
        Self::of_bytes(words.chain([word.as_bytes().to_vec()]))
    }

    /// The words.
    pub fn words(&self) -> impl Iterator<Item = &[u8]> {
        self.by_start.values().flatten().map(Vec::as_slice)
    }

    /// How many words there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How often any of them stands in some bytes.
    pub fn found_in(&self, bytes: &[u8]) -> usize {
        let places = bytes.windows(START).enumerate().filter(|(_, start)| self.begins[pair(start)]);
        places
            .map(|(at, start)| {
                let words = <&[u8; START]>::try_from(start).ok().and_then(|start| self.by_start.get(start));
                words.into_iter().flatten().filter(|word| bytes[at..].starts_with(word)).count()
            })
            .sum()
    }
}

/// The first two bytes as one number.
fn pair(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

fn words_about(truth: &Truth<'_>, patient: PatientTruth) -> Vec<String> {
    let before = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or(NaiveDate::MAX);
    let whole = patient.first_name.as_ref().map(|first| format!("{first} {}", patient.last_name));
    let mut words: Vec<String> =
        [whole, patient.home_phone, patient.mobile_phone, patient.email].into_iter().flatten().collect();
    words.push(patient.last_name);
    // Days since then are also days of the schedule, which a log may name.
    if patient.born < before {
        words.extend([patient.born.to_string(), patient.born.format("%m/%d/%Y").to_string()]);
    }
    words.extend(truth.policies(patient.id).into_iter().filter_map(|policy| policy.member));
    words
}

#[cfg(test)]
mod tests {
    use super::{Canaries, misspelt};

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        let canaries = Canaries::new(["Whitcombe".to_owned(), "555-0100".to_owned()]);
        assert_eq!(canaries.found_in(b"\0\0Whitcombe, 555-0100"), 2);
        assert_eq!(canaries.found_in(b"Whitcomb"), 0, "a part is not the word");
        assert_eq!(canaries.found_in(b""), 0);
        assert_eq!(canaries.and("Yarrow-Lane").found_in(b"Yarrow-Lane 5, Whitcombe"), 2);
    }

    #[test]
    fn a_misspelt_name_is_one_letter_off() {
        let wrong = misspelt("Ashford");
        let off = wrong.chars().zip("Ashford".chars()).filter(|(one, other)| one != other).count();
        assert_eq!((wrong.len(), off), (7, 1));
    }
}
