//! `GET /appointments/{appointmentid}/checkin` and `/departments/{departmentid}/checkinrequired`: what a check-in wants
//! to know of a patient. Recorded was that one section's fields are an object where the others' are an array; what
//! stands in that object is not known, and that a check-in is refused where a required field is missing neither.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::patient;
use crate::calendar::Visit;
use crate::contact::Contact;
use crate::errors::{self, Refusal};
use crate::policies;
use crate::practice::Practice;

/// What every department requires.
const REQUIRED: [&str; 3] = ["firstname", "lastname", "dob"];

/// One section, its fields, and which of them are well.
struct Section {
    name: &'static str,
    required: bool,
    fields: Vec<(&'static str, bool)>,
}

/// `GET /departments/{departmentid}/checkinrequired`.
pub(crate) fn required(practice: &Practice, department: u64) -> Result<Value, Refusal> {
    practice.find_department(department).ok_or_else(|| errors::no_such("Department"))?;
    Ok(json!({"fieldlist": REQUIRED}))
}

/// `GET /appointments/{appointmentid}/checkin`.
pub(crate) fn requirements(practice: &Practice, visit: &Visit, now: DateTime<Utc>) -> Value {
    sections(practice, visit.patient, now).iter().map(section).collect()
}

fn section(section: &Section) -> Value {
    let field = |(name, valid): &(&str, bool)| {
        let error = (!valid).then(|| format!("{name} is missing."));
        json!({"field": name, "valid": valid, "error": error})
    };
    let fields = match &section.fields[..] {
        [only] => field(only),
        all => all.iter().map(field).collect(),
    };
    json!({
        "name": section.name,
        "complete": section.fields.iter().all(|(_, valid)| *valid),
        "required": section.required,
        "fields": fields,
    })
}

fn sections(practice: &Practice, at: u32, now: DateTime<Utc>) -> Vec<Section> {
    let person = practice.people.at(at);
    let Contact { address, city, state, zip, home_phone, mobile_phone, email, .. } =
        patient::contact_of(practice, at);
    let today = now.with_timezone(&crate::eastern::SERVER).date_naive();
    let policies = policies::of(practice.seed, &practice.people, at, practice.settled());
    let covered = policies.iter().any(|policy| {
        policy.cancelled.is_none_or(|day| day > today) && policy.expires.is_none_or(|day| day >= today)
    });
    vec![
        Section {
            name: "Patient",
            required: true,
            fields: vec![
                ("firstname", person.first_name().is_some()),
                ("lastname", !person.last_name().is_empty()),
                ("dob", true),
            ],
        },
        Section {
            name: "Contact",
            required: false,
            fields: vec![
                ("address1", address.is_some()),
                ("city", city.is_some()),
                ("state", state.is_some()),
                ("zip", zip.is_some()),
                ("homephone", home_phone.is_some()),
                ("mobilephone", mobile_phone.is_some()),
                ("email", email.is_some()),
                ("sex", person.sex().is_some()),
            ],
        },
        Section { name: "Insurance", required: false, fields: vec![("insurance", covered)] },
    ]
}

/// Refuses a check-in for which something required is missing. People with one name only have it as their surname.
pub(super) fn require(practice: &Practice, at: u32) -> Result<(), Refusal> {
    let person = practice.people.at(at);
    let has_name = person.first_name().is_some() || person.registered.is_none();
    if has_name && !person.last_name().is_empty() {
        return Ok(());
    }
    Err(errors::check_in_incomplete(&REQUIRED[..2]))
}
