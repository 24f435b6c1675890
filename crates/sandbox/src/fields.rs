//! The practice's custom fields and what patients have in them: text, numbers, dates and choices, one choice
//! without a list, one date that claims to be a choice, as in the recorded practice.

use crate::eastern;
use crate::people::Person;
use crate::seed::{Dice, Seed, Stream};

/// The definition of one custom field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) select: bool,
    /// Option ids and their words.
    pub(crate) options: &'static [(u32, &'static str)],
    pub(crate) read_only: bool,
    pub(crate) searchable: bool,
    pub(crate) length: Option<u32>,
    pub(crate) ordering: Option<u32>,
    /// How many patients in a thousand have a value.
    filled: u64,
}

const fn field(id: u32, name: &'static str, kind: &'static str, filled: u64) -> Field {
    Field {
        id,
        name,
        kind,
        select: false,
        options: &[],
        read_only: false,
        searchable: false,
        length: None,
        ordering: None,
        filled,
    }
}

/// Every custom field of the practice.
pub(crate) static FIELDS: [Field; 11] = [
    Field { ordering: Some(2), ..field(323, "Preferred pharmacy note", "TEXT", 150) },
    Field {
        read_only: true,
        searchable: true,
        length: Some(100),
        ..field(304, "Legacy chart number", "TEXT", 400)
    },
    Field { searchable: true, length: Some(20), ..field(21, "Medical Record Number", "TEXT", 600) },
    Field { searchable: true, ..field(141, "Referred by", "TEXT", 200) },
    Field { select: true, ..field(223, "Care plan signed", "DATE", 120) },
    Field {
        select: true,
        options: &[(61, "Yes"), (62, "No")],
        ..field(162, "Chronic care management", "TEXT", 300)
    },
    Field { select: true, options: &[(63, "Yes")], ..field(203, "Dental patient", "TEXT", 100) },
    Field { select: true, ..field(181, "Outreach list", "TEXT", 0) },
    Field { length: Some(3), ..field(242, "Miles to clinic", "NUMBER", 180) },
    Field { ordering: Some(1), ..field(261, "Advance directive on file since", "DATE", 90) },
    Field {
        select: true,
        options: &[(71, "English"), (72, "Español"), (73, "Tiếng Việt"), (74, "中文")],
        ..field(283, "Reading language", "TEXT", 250)
    },
];

/// What one patient has in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// Text, a number, or a date as `MM/DD/YYYY`.
    Text(String),
    /// The id of the chosen option.
    Choice(u32),
}

/// Draws a patient's values, as pairs of field id and value; fields without a value are missing.
pub(crate) fn of(seed: Seed, at: u32, person: &Person) -> Vec<(u32, FieldValue)> {
    if person.registered.is_some() {
        return Vec::new();
    }
    let person = person.made();
    let mut dice = seed.dice(Stream::Field, u64::from(at));
    FIELDS
        .iter()
        .filter_map(|field| {
            let filled = dice.chance(field.filled);
            let value = value(field, at, person, &mut dice);
            filled.then_some((field.id, value))
        })
        .collect()
}

fn value(field: &Field, at: u32, person: &Person, dice: &mut Dice) -> FieldValue {
    if !field.options.is_empty() {
        return FieldValue::Choice(dice.pick(field.options).0);
    }
    let text = match (field.id, field.kind) {
        (304, _) => format!("CV-{:06}", 9 * at + 17),
        (21, _) => format!("MRN{:07}", 1_000_000 + at),
        (_, "NUMBER") => dice.below(140).to_string(),
        (_, "DATE") => eastern::date(eastern::shift(person.born, dice.between(30, 9000))),
        (141, _) => (*dice.pick(&["Dr. Abbott's office", "A neighbor", "ER", "Website"])).to_owned(),
        _ => (*dice.pick(&["Delivers on Fridays", "Use the one on Main St", "Ask first"])).to_owned(),
    };
    FieldValue::Text(text)
}
