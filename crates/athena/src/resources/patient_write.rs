//! Writing patients: a new one, and fields of one.

use http::Method;
use model::{DepartmentId, PatientField, PatientFields, PatientId};
use serde::Deserialize;

use PatientField as F;

use crate::exchange::Passage;
use crate::{Objection, Session, Written, wire};

/// A field's parameter, and how many characters athenahealth keeps of it.
fn parameter(field: PatientField) -> (&'static str, usize) {
    match field {
        F::First => ("firstname", 20),
        F::Middle => ("middlename", 20),
        F::Last => ("lastname", 30),
        F::Suffix => ("suffix", 10),
        F::Preferred => ("preferredname", 20),
        F::Dob => ("dob", 10),
        F::Sex => ("sex", 20),
        F::HomePhone => ("homephone", 20),
        F::MobilePhone => ("mobilephone", 20),
        F::WorkPhone => ("workphone", 20),
        F::Email => ("email", 50),
        F::Line1 => ("address1", 100),
        F::Line2 => ("address2", 100),
        F::City => ("city", 30),
        F::State => ("state", 20),
        F::Zip => ("zip", 10),
        F::Language => ("language6392code", 20),
        F::ConsentToText => ("consenttotext", 5),
        F::Status => ("status", 20),
        F::Department => ("departmentid", 20),
    }
}

/// The field that a parameter's name means.
pub fn field_named(name: &str) -> Option<PatientField> {
    F::ALL.into_iter().find(|field| parameter(*field).0 == name)
}

/// How many characters athenahealth keeps of a field.
pub fn longest(field: PatientField) -> usize {
    parameter(field).1
}

/// Whether a new patient must have something in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// They must.
    Required,
    /// In one of those of which this is said.
    OneOf,
    /// They need not.
    Optional,
}

/// Whether a new patient must have something in a field.
pub fn need(field: PatientField) -> Need {
    match field {
        F::First | F::Last | F::Dob | F::Department => Need::Required,
        F::MobilePhone | F::HomePhone | F::WorkPhone | F::Email => Need::OneOf,
        _ => Need::Optional,
    }
}

/// The fields that would not be sent as they are, each with the first reason why.
pub fn objections(fields: &PatientFields, is_new: bool) -> Vec<(PatientField, Objection)> {
    let missing = if is_new { missing(fields) } else { Vec::new() };
    let missing = missing.into_iter().map(|field| (field, Objection::Missing));
    let mut found: Vec<(F, Objection)> = missing.collect();
    for (field, why) in unfit(fields) {
        let is_empty = fields.get(field).is_some_and(str::is_empty);
        let why = if is_empty { Objection::Missing } else { why };
        if found.iter().all(|(known, _)| *known != field) {
            found.push((field, why));
        }
    }
    found
}

/// Of what is said, what athenahealth could not keep.
fn unfit(fields: &PatientFields) -> Vec<(PatientField, Objection)> {
    let unfit = |(field, value): (F, &str)| {
        let why = if value.chars().count() > longest(field) {
            Objection::TooLong
        } else if field.takes(value) {
            return None;
        } else {
            Objection::Malformed
        };
        Some((field, why))
    };
    fields.iter().filter_map(unfit).collect()
}

fn field(name: &str) -> Option<PatientField> {
    F::ALL.into_iter().find(|field| parameter(*field).0 == name)
}

/// A write's answer: whom it was about.
#[derive(Deserialize)]
struct WrittenRow {
    #[serde(deserialize_with = "wire::req")]
    patientid: String,
}

impl WrittenRow {
    fn id(self) -> PatientId {
        PatientId::new(self.patientid)
    }
}

impl Session {
    /// Registers a patient: `POST /patients`. athenahealth wants names, a date of birth, a
    /// department and a way to reach them.
    pub async fn create_patient(&self, fields: &PatientFields) -> Written<PatientId> {
        let missing = missing(fields);
        if !missing.is_empty() {
            return Written::unfit(Objection::Missing, missing);
        }
        self.write_patient("POST /patients", &["patients"], Method::POST, fields, &[]).await
    }

    /// Writes fields of a patient: `PUT /patients/{patientid}`. What is not said stays.
    pub async fn update_patient(
        &self,
        id: &PatientId,
        department: Option<&DepartmentId>,
        fields: &PatientFields,
    ) -> Written<PatientId> {
        if fields.is_empty() {
            return Written::unfit(Objection::Missing, Vec::new());
        }
        let moves = fields.get(F::Department).is_some();
        let at = department.filter(|_| !moves).map(|at| ("departmentid", at.as_str().to_owned()));
        let path = ["patients", id.as_str()];
        self.write_patient("PUT /patients/{patientid}", &path, Method::PUT, fields, at.as_slice()).await
    }

    async fn write_patient(
        &self,
        endpoint: &'static str,
        path: &[&str],
        method: Method,
        fields: &PatientFields,
        more: &[(&str, String)],
    ) -> Written<PatientId> {
        let unfit = unfit(fields);
        for why in [Objection::TooLong, Objection::Malformed] {
            let fields: Vec<F> =
                unfit.iter().filter(|(_, found)| *found == why).map(|(field, _)| *field).collect();
            if !fields.is_empty() {
                return Written::unfit(why, fields);
            }
        }
        let mut form: Vec<(&str, String)> =
            fields.iter().map(|(field, value)| (parameter(field).0, spoken(field, value))).collect();
        form.extend_from_slice(more);
        let passage = match self.call(endpoint, path) {
            Ok(call) => self.put(call.write(method, &form), WrittenRow::id).await,
            Err(error) => Passage::Before(error),
        };
        Written::of(passage, field)
    }
}

/// A value as athenahealth writes it.
fn spoken(field: PatientField, value: &str) -> String {
    match (field, value.parse()) {
        (F::Dob, Ok(day)) => wire::date_parameter(day),
        _ => value.to_owned(),
    }
}

/// What athenahealth would miss in a new patient.
fn missing(fields: &PatientFields) -> Vec<PatientField> {
    let lacks = |field: &F| fields.get(*field).is_none_or(str::is_empty);
    let needed = |wanted: Need| F::ALL.into_iter().filter(move |field| need(*field) == wanted);
    let mut missing: Vec<F> = needed(Need::Required).filter(lacks).collect();
    if needed(Need::OneOf).all(|field| lacks(&field)) {
        missing.push(F::MobilePhone);
    }
    missing
}
