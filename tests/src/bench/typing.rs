//! What people at a desk type, keystroke by keystroke: names whole, begun, turned around and
//! misspelt, dates of birth, phones, ids and member ids of people who exist.

use model::Patient;

/// Numbers that follow from a seed: SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    /// A number below another.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }
}

/// Someone to look for: the record, and a member id where there is one.
pub type Sought = (Patient, Option<String>);

/// What somebody types who looks for a person of the practice.
pub fn words(dice: &mut Dice, people: &[Sought]) -> String {
    let (patient, member) = &people[dice.below(people.len())];
    let (first, last) = (patient.name.first.expose().as_str(), patient.name.last.expose().as_str());
    let phone = patient.contact.mobile_phone.expose().as_str();
    let dob = *patient.dob.expose();
    let typed = match dice.below(16) {
        0 | 1 => last.to_owned(),
        2 => first.to_owned(),
        3 | 4 => format!("{} {}", begun(dice, last), begun(dice, first)),
        5 => format!("{first} {last}"),
        6 => format!("{last}, {first}"),
        7 | 8 => misspelt(dice, last),
        9 => format!("{} {}", misspelt(dice, last), begun(dice, first)),
        10 => dob.map(|dob| format!("{last} {}", dob.format("%-m/%-d/%y"))).unwrap_or_default(),
        11 => dob.map(|dob| dob.format("%m/%d/%Y").to_string()).unwrap_or_default(),
        12 => phone.to_owned(),
        13 => patient.id.as_str().to_owned(),
        14 => member.clone().unwrap_or_default(),
        _ => inner(dice, last),
    };
    if typed.trim().is_empty() { last.to_owned() } else { typed }
}

/// A log of so many searches: one for each keystroke of what is typed.
pub fn log(seed: u64, people: &[Sought], most: usize) -> Vec<String> {
    let mut dice = Dice(seed);
    let mut log = Vec::with_capacity(most);
    while log.len() < most {
        log.extend(strokes(&words(&mut dice, people)));
    }
    log.truncate(most);
    log
}

/// What stands in the box after each keystroke.
pub fn strokes(words: &str) -> impl Iterator<Item = String> {
    let ends = words.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.map(|end| words[..end].trim().to_owned()).filter(|text| !text.is_empty())
}

fn begun(dice: &mut Dice, text: &str) -> String {
    let letters = text.chars().count().max(1);
    text.chars().take(1 + dice.below(letters)).collect()
}

fn inner(dice: &mut Dice, text: &str) -> String {
    let (from, length) = (dice.below(3), 3 + dice.below(3));
    text.chars().skip(from).take(length).collect()
}

/// One slip: a wrong letter, one too many, one too few, two turned around.
fn misspelt(dice: &mut Dice, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let Some(last) = letters.len().checked_sub(1) else { return String::new() };
    let at = dice.below(letters.len());
    match dice.below(4) {
        0 => letters[at] = 'q',
        1 => letters.insert(at, 'e'),
        2 => drop(letters.remove(at)),
        _ => letters.swap(at, (at + 1).min(last)),
    }
    letters.into_iter().collect()
}
