//! People for tests: invented from common names, the same for the same seed.

use chrono::{Days, NaiveDate};
use model::{Address, Contact, Patient, PatientId, PatientStatus, PersonName, Phi};

const FIRST: [&str; 48] = [
    "James",
    "Mary",
    "John",
    "Patricia",
    "Robert",
    "Jennifer",
    "Michael",
    "Linda",
    "David",
    "Elizabeth",
    "William",
    "Barbara",
    "Richard",
    "Susan",
    "Joseph",
    "Jessica",
    "Thomas",
    "Sarah",
    "Carlos",
    "María",
    "José",
    "Ana",
    "Luis",
    "Inés",
    "Zoë",
    "Chloé",
    "Siobhán",
    "Seán",
    "Wei",
    "Mei",
    "Yuki",
    "Amara",
    "Chidi",
    "Fatima",
    "Omar",
    "Priya",
    "Raj",
    "Olga",
    "Søren",
    "Jo",
    "Al",
    "Ann",
    "Anna",
    "Hannah",
    "Mary-Anne",
    "Jean-Luc",
    "J",
    "Sam",
];
const LAST: [&str; 48] = [
    "Smith",
    "Johnson",
    "Williams",
    "Brown",
    "Jones",
    "Garcia",
    "Miller",
    "Davis",
    "Rodríguez",
    "Martinez",
    "Hernández",
    "Lopez",
    "Gonzalez",
    "Wilson",
    "Anderson",
    "Thomas",
    "Taylor",
    "Moore",
    "Jackson",
    "Martin",
    "Lee",
    "Perez",
    "Thompson",
    "White",
    "Harris",
    "Sanchez",
    "Clark",
    "Ramirez",
    "Lewis",
    "Robinson",
    "O'Neil",
    "O’Brien",
    "García López",
    "Garcia-Lopez",
    "de la Cruz",
    "Van Sant",
    "McDonald",
    "MacDonald",
    "Smyth",
    "Ross",
    "Nguyễn",
    "Łukasz",
    "Okafor",
    "Müller",
    "Strauß",
    "Li",
    "Ng",
    "St. John",
];
const MIDDLE: [&str; 8] = ["", "A", "S", "Lee", "Marie", "J.", "Ann", "Thomas"];
const PREFERRED: [&str; 8] = ["", "", "", "", "Bob", "Liz", "Mike", "Smitty"];

/// Numbers that follow from a seed: SplitMix64.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % most as u64).expect("below what fits")
    }

    pub(crate) fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

/// So many people of a seed.
pub(crate) fn people(seed: u64, count: usize) -> Vec<Patient> {
    let mut dice = Dice(seed);
    (0..count).map(|number| somebody(&mut dice, number)).collect()
}

fn somebody(dice: &mut Dice, number: usize) -> Patient {
    let born = NaiveDate::from_ymd_opt(1930, 1, 1).expect("a date");
    let mut patient = named(
        &(1000 + number * 7).to_string(),
        dice.pick(&FIRST),
        if dice.below(60) == 0 { "" } else { dice.pick(&LAST) },
    );
    patient.name.middle = Phi::new(dice.pick(&MIDDLE).to_owned());
    patient.name.preferred = Phi::new(dice.pick(&PREFERRED).to_owned());
    patient.name.suffix = Phi::new(if dice.below(20) == 0 { "Jr." } else { "" }.to_owned());
    patient.dob = Phi::new((dice.below(40) > 0).then(|| born + Days::new(dice.below(33_000) as u64)));
    let area = ["704", "980", "602"];
    let mut phone = || format!("{}555{:04}", dice.pick(&area), dice.below(10_000));
    patient.contact.mobile_phone = Phi::new(phone());
    patient.contact.home_phone = Phi::new(phone());
    patient.status = match dice.below(30) {
        0 => PatientStatus::Deleted,
        1 => PatientStatus::Inactive,
        _ => PatientStatus::Active,
    };
    if dice.below(50) == 0 {
        patient.previous_ids = vec![PatientId::new((9_000_000 + number).to_string())];
    }
    patient
}

/// A patient of whom only the name is known.
pub(crate) fn named(id: &str, first: &str, last: &str) -> Patient {
    Patient {
        id: PatientId::new(id),
        name: PersonName {
            first: Phi::new(first.to_owned()),
            last: Phi::new(last.to_owned()),
            ..PersonName::default()
        },
        dob: Phi::new(None),
        sex: Phi::new(None),
        status: PatientStatus::Active,
        deceased: Phi::new(None),
        contact: Contact { address: Address::default(), ..Contact::default() },
        language: Phi::new(None),
        department: None,
        primary_department: None,
        primary_provider: None,
        balances: None,
        first_visit: None,
        last_visit: None,
        previous_ids: Vec::new(),
    }
}

/// A patient of whom only the number is told.
pub(crate) fn bare(id: &str) -> Patient {
    Patient { status: PatientStatus::Other(String::new()), ..named(id, "", "") }
}

/// A patient with a date of birth.
pub(crate) fn born(id: &str, first: &str, last: &str, dob: (i32, u32, u32)) -> Patient {
    let mut patient = named(id, first, last);
    patient.dob = Phi::new(NaiveDate::from_ymd_opt(dob.0, dob.1, dob.2));
    patient
}

/// What somebody at a desk types, made from the people there are: whole, begun, turned around,
/// misspelt.
pub(crate) fn typed(dice: &mut Dice, people: &[Patient]) -> String {
    let patient = &people[dice.below(people.len())];
    let (first, last) = (patient.name.first.expose(), patient.name.last.expose());
    let dob = patient.dob.expose();
    let phone = patient.contact.mobile_phone.expose();
    match dice.below(20) {
        0 => begun(dice, last),
        1 => begun(dice, first),
        2 => format!("{} {}", begun(dice, last), begun(dice, first)),
        3 => format!("{first} {last}"),
        4 => format!("{last}, {first}"),
        5 => misspelt(dice, last),
        6 => format!("{} {}", misspelt(dice, last), begun(dice, first)),
        7 => dob.map_or_else(|| last.clone(), |dob| format!("{last} {}", dob.format("%-m/%-d/%y"))),
        8 => dob.map_or_else(|| "1979".to_owned(), |dob| dob.format("%m%d%Y").to_string()),
        9 => dob
            .map_or_else(|| "3/14".to_owned(), |dob| format!("{} {}", begun(dice, first), dob.format("%Y"))),
        10 => phone[dice.below(7)..].to_owned(),
        11 => format!("{} {}", begun(dice, last), &phone[6..]),
        12 => begun(dice, patient.id.as_str()),
        13 => {
            let month = dice.pick(&["%b %Y", "%-m/%Y", "%Y-%m", "%B %y"]).to_owned();
            dob.map_or_else(
                || "feb 1979".to_owned(),
                |dob| format!("{} {}", begun(dice, last), dob.format(&month)),
            )
        }
        14 => format!("{} {}", dice.pick(&["dr", "Mr.", "mrs", "Ms"]), begun(dice, last)),
        15 => format!("{} {}", &phone[..3], &phone[3..6 + dice.below(5)]),
        16 => format!("({}) {}", &phone[..3], begun(dice, last)),
        17 => dob.map_or_else(|| last.clone(), |dob| format!("dob {}", dob.format("%-d.%-m.%Y"))),
        18 => format!("{} {}", begun(dice, &last.replace(['-', '.'], " ")), begun(dice, first)),
        _ => inner(dice, last),
    }
}

fn begun(dice: &mut Dice, text: &str) -> String {
    let letters = text.chars().count().max(1);
    text.chars().take(1 + dice.below(letters)).collect()
}

fn inner(dice: &mut Dice, text: &str) -> String {
    let from = dice.below(3);
    text.chars().skip(from).take(3 + dice.below(3)).collect()
}

fn misspelt(dice: &mut Dice, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.is_empty() {
        return String::new();
    }
    let at = dice.below(letters.len());
    match dice.below(4) {
        0 => letters[at] = 'q',
        1 => letters.insert(at, 'e'),
        2 => drop(letters.remove(at)),
        _ => letters.swap(at, (at + 1).min(text.chars().count() - 1)),
    }
    letters.into_iter().collect()
}
