//! A patient as the search knows them.

use std::fmt;

use chrono::NaiveDate;
use model::{Patient, PatientId};

use super::fold::{joined, words};
use super::rank::MatchField;
use crate::Error;
use crate::table::patient::phones;

/// Parts of one person's fields, folded, and what orders people who match equally well.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The patient.
    pub(crate) id: PatientId,
    /// Last name, first name, date of birth and id, such that comparing bytes compares them in turn.
    pub(crate) order: String,
    /// Name parts, each with its field.
    pub(crate) names: Vec<(MatchField, String)>,
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
            for part in parts(text.expose()) {
                if !names.contains(&(field, part.clone())) {
                    names.push((field, part));
                }
            }
        }
        let dob = patient.dob.expose().map(digits).unwrap_or_default();
        Self {
            order: order(&joined(name.last.expose()), &joined(name.first.expose()), &dob, &patient.id),
            names,
            dob,
            phones: unique(phones(patient).map(|phone| {
                let digits: String = phone.expose().chars().filter(char::is_ascii_digit).collect();
                national(&digits).to_owned()
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
        let names = self.names.iter().map(|(field, part)| format!("{}{part}", field.letter()));
        let names: Vec<String> = names.collect();
        let lists = [&names, &self.phones, &self.previous, &self.members].map(|list| list.join("\u{1f}"));
        [self.id.as_str(), self.order.as_str(), self.dob.as_str(), self.own.as_str()]
            .into_iter()
            .chain(lists.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join("\u{1e}")
    }

    /// Reads what [`Self::encoded`] wrote.
    pub(crate) fn decoded(text: &str) -> Result<Self, Error> {
        let mut fields = text.split('\u{1e}');
        let mut next = || fields.next().ok_or(Error::Record("search_person"));
        let (id, order, dob, own) = (next()?, next()?, next()?, next()?);
        let names = list(next()?).filter_map(|part| {
            let field = MatchField::of_letter(part.chars().next()?)?;
            Some((field, part.get(1..)?.to_owned()))
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

fn parts(text: &str) -> Vec<String> {
    let mut parts = words(text);
    if parts.len() > 1 {
        parts.push(parts.concat());
    }
    parts
}

fn digits(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

/// NUL comes before every letter, so that a name sorts before the names that it begins.
fn order(last: &str, first: &str, dob: &str, id: &PatientId) -> String {
    [last, first, dob, id.as_str()].join("\0")
}

fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split('\u{1f}').filter(|part| !part.is_empty())
}
