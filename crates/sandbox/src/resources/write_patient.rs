//! `POST /patients` and `PUT /patients/{patientid}`.
//!
//! Whether a second create of the same person gives the first one's id is not known; here it makes a second record,
//! so that a write that was sent twice shows. A write to a record that was merged goes to the one that is left.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::patient;
use super::patient_fields::{FIELDS, Set};
use crate::ask::Ask;
use crate::errors::{self, Refusal};
use crate::people::{People, Person, Standing};
use crate::practice::Practice;
use crate::writes::{Act, WriteTruth, Writer};

/// What a new record needs.
pub(crate) const REQUIRED: [&str; 4] = ["lastname", "dob", "firstname", "departmentid"];
/// And one of these.
const CONTACTS: [&str; 4] = ["homephone", "mobilephone", "workphone", "email"];

/// A write that may be done.
#[derive(Debug)]
pub(crate) struct Change {
    /// The place of the record, unless it is to be made.
    at: Option<u32>,
    sets: Vec<Set>,
    asked: Vec<(String, String)>,
}

/// Reads a write, and does nothing yet.
pub(crate) fn read(
    practice: &Practice,
    ask: &Ask,
    id: Option<u64>,
    now: DateTime<Utc>,
) -> Result<Change, Refusal> {
    let at = id.map(|id| patient::find(practice, ask, id)).transpose()?;
    if at.is_none() {
        ask.require(&REQUIRED)?;
    }
    let mut sets = Vec::new();
    for field in &FIELDS {
        if let Some(text) = ask.raw(field.name) {
            sets.extend(field.read(practice, text, now)?);
        }
    }
    if at.is_none() && !sets.iter().any(is_contact) {
        return Err(errors::contact_missing(&CONTACTS));
    }
    if !has_mobile(practice, at, &sets) {
        sets.retain(|set| *set != Set::Field("consenttotext", json!(true)));
    }
    let asked = ask.all().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Ok(Change { at, sets, asked })
}

/// A change by another desk.
pub(crate) fn elsewhere(
    practice: &Practice,
    at: Option<u32>,
    fields: &[(&str, &str)],
    now: DateTime<Utc>,
) -> Result<Change, Refusal> {
    let mut sets = Vec::new();
    for (name, text) in fields {
        if let Some(field) = FIELDS.iter().find(|field| field.name == *name) {
            sets.extend(field.read(practice, text, now)?);
        }
    }
    let asked = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Ok(Change { at, sets, asked })
}

impl Change {
    /// The id of the record that is changed.
    pub(crate) fn patient(&self) -> Option<u64> {
        self.at.map(People::id)
    }

    /// Does it, and answers as the interface does: with the id, in a list of one.
    pub(crate) fn apply(self, practice: &Practice, writer: Writer, now: DateTime<Utc>) -> Value {
        let today = now.with_timezone(&crate::eastern::SERVER).date_naive();
        let sets = self.sets;
        let deletes = sets.contains(&Set::Status(Standing::Deleted));
        let at = match self.at {
            Some(at) => {
                // Who was merged since it was asked for.
                let at = practice.people.survivor(at);
                practice.people.change(at, |person| sets.into_iter().for_each(|set| put(person, set)));
                at
            }
            None => {
                let mut person = Person::registered(today);
                sets.into_iter().for_each(|set| put(&mut person, set));
                practice.people.add(person)
            }
        };
        let patient = People::id(at);
        let created = self.at.is_none();
        let act = if created { Act::Register } else { Act::ChangePatient };
        practice.writes.add(WriteTruth {
            act,
            visit: None,
            patient,
            created,
            writer,
            asked: self.asked,
            at: now,
        });
        let event = if created {
            "AddPatient"
        } else if deletes {
            "DeletePatient"
        } else {
            "UpdatePatient"
        };
        practice.tell_patient(at, event, now);
        json!([{"patientid": patient.to_string()}])
    }
}

/// Whether a record has a mobile telephone once it is written.
fn has_mobile(practice: &Practice, at: Option<u32>, sets: &[Set]) -> bool {
    let written = sets.iter().find_map(|set| match set {
        Set::Field("mobilephone", value) => Some(!value.is_null()),
        _ => None,
    });
    written.unwrap_or_else(|| at.is_some_and(|at| patient::contact_of(practice, at).mobile_phone.is_some()))
}

fn is_contact(set: &Set) -> bool {
    matches!(set, Set::Field(name, value) if CONTACTS.contains(name) && !value.is_null())
}

fn put(person: &mut Person, set: Set) {
    match set {
        Set::Born(day) => person.born = day,
        Set::Department(at) => person.department = at,
        Set::Died(day) => person.die(day),
        Set::Status(standing) => person.stand(standing),
        Set::Field(name, value) => person.write(name, value),
    }
}
