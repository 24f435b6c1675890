//! A patient as the search knows them.

use std::fmt;

use chrono::NaiveDate;
use model::{Patient, PatientId, PatientStatus};
use rusqlite::Row;

use super::fold::{joined, one, words};
use super::rank::MatchField;
use crate::Error;
use crate::table::patient::phones;

/// Parts of one person's fields, folded, and what orders people who match equally well.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The patient.
    pub(crate) id: PatientId,
    /// Standing, last name, first name, date of birth and id, such that comparing bytes compares
    /// them in turn.
    pub(crate) order: String,
    /// Whole names and their parts.
    pub(crate) names: Vec<Name>,
    /// `YYYYMMDD`, or empty.
    pub(crate) dob: String,
    /// Bare digits.
    pub(crate) phones: Vec<String>,
    /// Identifiers that were merged into this one, folded.
    pub(crate) previous: Vec<String>,
    /// The patient's own identifier, folded.
    pub(crate) own: String,
    /// Member identifiers, folded.
    pub(crate) members: Vec<String>,
}

/// A name, or a part of one.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// The field that holds it.
    pub(crate) field: MatchField,
    /// Whether it is all that the field holds, without the marks between its words.
    pub(crate) whole: bool,
    /// It, folded.
    pub(crate) text: String,
}

/// How a whole name and a part of one begin in [`Person::encoded`].
const WHOLE: char = '=';
const PART: char = '~';

/// The digits of a phone that are compared: more than any country dials.
const MOST_DIGITS: usize = 20;
/// The phones, merged identifiers and member identifiers that are compared.
const MOST_OF_A_FIELD: usize = 64;

const FIELDS: [MatchField; 5] = [
    MatchField::LastName,
    MatchField::FirstName,
    MatchField::PreferredName,
    MatchField::MiddleName,
    MatchField::Suffix,
];

impl Person {
    /// What the search knows of a patient and the member identifiers of their policies.
    pub fn of(patient: &Patient, members: &[String]) -> Self {
        let name = &patient.name;
        let texts = [&name.last, &name.first, &name.preferred, &name.middle, &name.suffix];
        let mut names = Vec::new();
        for (field, text) in FIELDS.into_iter().zip(texts) {
            for name in parts(field, text.expose()) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let dob = patient.dob.expose().map(digits).unwrap_or_default();
        Self {
            order: order(patient, &joined(name.last.expose()), &joined(name.first.expose()), &dob),
            names,
            dob,
            phones: unique(phones(patient).map(|phone| {
                let digits = phone.expose().chars().filter(char::is_ascii_digit);
                national(&digits.take(MOST_DIGITS).collect::<String>()).to_owned()
            })),
            previous: unique(patient.previous_ids.iter().map(|id| joined(id.as_str()))),
            own: joined(patient.id.as_str()),
            members: unique(members.iter().map(|member| joined(member))),
            id: patient.id.clone(),
        }
    }

    /// The patient.
    pub fn id(&self) -> &PatientId {
        &self.id
    }

    /// Writes the person as one text.
    pub(crate) fn encoded(&self) -> String {
        let names = self.names.iter().map(|Name { field, whole, text }| {
            format!("{}{}{text}", field.letter(), if *whole { WHOLE } else { PART })
        });
        let names: Vec<String> = names.collect();
        let lists = [&names, &self.phones, &self.previous, &self.members].map(|list| list.join("\u{1f}"));
        [self.id.as_str(), self.order.as_str(), self.dob.as_str(), self.own.as_str()]
            .into_iter()
            .chain(lists.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join("\u{1e}")
    }

    /// Reads the person in a row's first column.
    pub(crate) fn read(row: &Row<'_>) -> Result<Self, Error> {
        Self::decoded(row.get_ref(0)?.as_str().map_err(|_| Error::Record("search_person"))?)
    }

    /// Reads what [`Self::encoded`] wrote.
    pub(crate) fn decoded(text: &str) -> Result<Self, Error> {
        let mut fields = text.split('\u{1e}');
        let mut next = || fields.next().ok_or(Error::Record("search_person"));
        let (id, order, dob, own) = (next()?, next()?, next()?, next()?);
        let names = list(next()?).filter_map(|part| {
            let mut letters = part.chars();
            let field = MatchField::of_letter(letters.next()?)?;
            let whole = letters.next()? == WHOLE;
            Some(Name { field, whole, text: letters.as_str().to_owned() })
        });
        Ok(Self {
            id: PatientId::new(id),
            order: order.to_owned(),
            names: names.collect(),
            dob: dob.to_owned(),
            own: own.to_owned(),
            phones: list(next()?).map(str::to_owned).collect(),
            previous: list(next()?).map(str::to_owned).collect(),
            members: list(next()?).map(str::to_owned).collect(),
        })
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<person>")
    }
}

/// A phone without the country's 1.
pub(crate) fn national(digits: &str) -> &str {
    match digits.strip_prefix('1') {
        Some(rest) if rest.len() == 10 => rest,
        _ => digits,
    }
}

/// The words of a name, and where they are several, all of them as one.
fn parts(field: MatchField, text: &str) -> Vec<Name> {
    let words = words(text);
    let whole = one(&words);
    let several = words.len() > 1;
    let parts = words.into_iter().filter(|_| several).map(|text| Name { field, whole: false, text });
    let all = (!whole.is_empty()).then_some(Name { field, whole: true, text: whole });
    parts.chain(all).collect()
}

fn digits(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

/// NUL comes before every letter, so that a name sorts before the names that it begins.
fn order(patient: &Patient, last: &str, first: &str, dob: &str) -> String {
    format!("{}{}", standing(patient), [last, first, dob, patient.id.as_str()].join("\0"))
}

/// Who is looked for more: those seen here, then those who are not or not yet, then the dead. Of
/// letters because a [`place`](super::place) has most room for those.
fn standing(patient: &Patient) -> char {
    match patient.status {
        _ if patient.deceased.expose().is_some() => 'i',
        PatientStatus::Inactive | PatientStatus::Prospective => 'e',
        PatientStatus::Active | PatientStatus::Deleted | PatientStatus::Other(_) => 'a',
    }
}

/// The first texts of a field that say something, each once.
fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()).take(MOST_OF_A_FIELD) {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split('\u{1f}').filter(|part| !part.is_empty())
}
