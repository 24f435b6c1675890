//! `/patients/{patientid}` and the row that every answer about a patient is built on.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{balances, custom_fields, insurances};
use crate::ask::Ask;
use crate::contact::{self, Contact};
use crate::eastern;
use crate::errors::{self, Refusal};
use crate::people::{People, Person};
use crate::practice::Practice;
use crate::written::Written;

/// Finds the patient that a path names. A record that was merged answers as the one it was merged into; a
/// restricted one is as good as absent unless `ignorerestrictions` is said.
pub(crate) fn find(practice: &Practice, ask: &Ask, id: u64) -> Result<u32, Refusal> {
    let ignore = ask.flag("ignorerestrictions", false)?;
    let at = practice.people.find(id).map(|at| practice.people.survivor(at));
    let visible = at.filter(|at| ignore || !practice.people.at(*at).restricted);
    visible.ok_or_else(|| errors::no_such("Patient"))
}

/// `GET /patients/{patientid}`: an array of one.
pub(crate) fn one(practice: &Practice, ask: &Ask, at: u32, now: DateTime<Utc>) -> Result<Value, Refusal> {
    Ok(json!([shown(practice, ask, at, now)?]))
}

/// A patient with whatever the request asks to be shown.
pub(crate) fn shown(practice: &Practice, ask: &Ask, at: u32, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let mut row = row(practice, at, ask.flag("showbalancedetails", false)?, now);
    let person = practice.people.at(at);
    if ask.flag("showfullssn", false)? {
        row["ssn"] = json!(contact_of(practice, at).ssn);
    }
    if ask.flag("showinsurance", false)? {
        row["insurances"] = Value::Array(insurances::rows(practice, at, false, now));
    }
    if ask.flag("showcustomfields", false)? {
        row["customfields"] = custom_fields::values(practice, at);
    }
    if ask.flag("showlocalpatientid", false)? {
        row["localpatientid"] = json!(People::id(at).to_string());
    }
    if ask.flag("showpreviouspatientids", false)? {
        let merged = practice.people.merged_here(at);
        row["previouspatientids"] =
            merged.into_iter().map(|from| json!(People::id(from).to_string())).collect();
    }
    if ask.flag("showallpatientdepartmentstatus", false)? {
        row["allpatientstatuses"] = statuses(practice, &person);
    }
    if ask.flag("showportalstatus", false)? {
        row["portalstatus"] = portal(practice, contact_of(practice, at).portal);
    }
    Ok(row)
}

/// A patient's address and telephones.
pub(crate) fn contact_of(practice: &Practice, at: u32) -> Contact {
    let person = practice.people.at(at);
    let made = person.made();
    let contact = match made.registered {
        Some(_) => Contact::default(),
        None => contact::of(practice.seed, at, made, practice.department(made.department).place),
    };
    match &person.written {
        Some(written) => written.over(contact),
        None => contact,
    }
}

/// A patient as every list has them; empty fields are null and dressed later.
pub(crate) fn row(practice: &Practice, at: u32, balance_details: bool, now: DateTime<Utc>) -> Value {
    let mut row = identity(practice, at);
    contact_fields(&mut row, practice, at);
    guarantor_fields(&mut row, practice, at);
    let (first, last) = visits(practice, at, now);
    row["firstappointment"] = json!(first);
    row["lastappointment"] = json!(last);
    row["balances"] = balances::rows(practice, at, balance_details);
    if let Some(written) = &practice.people.at(at).written {
        overwrite(&mut row, written);
    }
    row["maritalstatusname"] = json!(row["maritalstatus"].as_str().map(marital_status));
    row
}

/// Puts the written fields in a row; what is derived from them is already there.
fn overwrite(row: &mut Value, written: &Written) {
    for (name, value) in written.fields().iter().filter(|(name, _)| **name != "ssn") {
        row[*name] = value.clone();
    }
}

fn marital_status(code: &str) -> &'static str {
    match code {
        "D" => "DIVORCED",
        "M" => "MARRIED",
        "S" => "SINGLE",
        "W" => "WIDOWED",
        "X" => "SEPARATED",
        "P" => "PARTNER",
        _ => "UNKNOWN",
    }
}

fn identity(practice: &Practice, at: u32) -> Value {
    let person = practice.people.at(at);
    let department = practice.department(person.department).id.to_string();
    let drawn = |drawn: bool| drawn && person.registered.is_none();
    let since = eastern::shift(practice.settled(), -(i64::from(at) * 7 % 2500));
    json!({
        "patientid": People::id(at).to_string(),
        "firstname": person.first_name(),
        "middlename": person.middle_name(),
        "lastname": person.last_name(),
        "suffix": person.suffix(),
        "preferredname": drawn(at % 17 == 3).then(|| nickname(person.made())).flatten(),
        "dob": eastern::date(person.born),
        "sex": person.sex(),
        "status": person.standing.word(),
        "deceaseddate": person.died.map(eastern::date),
        "departmentid": department,
        "primarydepartmentid": department,
        "primaryproviderid": primary_provider(practice, at, &person),
        "registrationdate": eastern::date(person.registered.unwrap_or(since)),
        "race": if drawn(true) { race(at) } else { json!([]) },
        "ethnicitycode": drawn(at % 5 == 2).then_some("2186-5"),
        "language6392code": drawn(at % 4 != 1).then_some(if at % 9 == 4 { "spa" } else { "eng" }),
        "occupationcode": null,
        "industrycode": null,
        "patientphoto": false,
        "driverslicense": false,
        "homebound": drawn(at % 83 == 7),
        "privacyinformationverified": drawn(at.is_multiple_of(3)),
        "caresummarydeliverypreference": drawn(at % 6 == 1).then_some("PORTAL"),
    })
}

fn contact_fields(row: &mut Value, practice: &Practice, at: u32) {
    let contact = contact_of(practice, at);
    let drawn = practice.people.at(at).registered.is_none();
    let fields = json!({
        "address1": contact.address,
        "address2": contact.unit,
        "city": contact.city,
        "state": contact.state,
        "zip": contact.zip,
        "countrycode": "USA",
        "countrycode3166": "US",
        "homephone": contact.home_phone,
        "mobilephone": contact.mobile_phone,
        "workphone": contact.work_phone,
        "hasmobile": contact.mobile_phone.is_some(),
        "email": contact.email,
        "emailexists": contact.email.is_some(),
        "ssn": contact.ssn.as_deref().map(masked),
        "maritalstatus": drawn.then_some(if contact.married { "M" } else { "S" }),
        "consenttotext": contact.may_text,
        "consenttocall": contact.may_call,
        "contactpreference": contact.mobile_phone.as_ref().map(|_| "MOBILEPHONE"),
        "contactpreference_appointment_email": contact.email.is_some(),
        "contactpreference_appointment_sms": contact.may_text,
        "contactpreference_billing_phone": contact.may_call,
        "portalaccessgiven": contact.portal,
        "portaltermsonfile": contact.portal && at.is_multiple_of(2),
        "contacthomephone": null,
        "contactmobilephone": null,
        "nextkinphone": null,
        "employerphone": null,
    });
    merge(row, fields);
}

fn guarantor_fields(row: &mut Value, practice: &Practice, at: u32) {
    let head = practice.people.at(at).household;
    let person = practice.people.at(head);
    if person.registered.is_some() {
        return merge(row, unnamed_guarantor());
    }
    let contact = contact_of(practice, head);
    let fields = json!({
        "guarantorfirstname": person.first_name(),
        "guarantorlastname": person.last_name(),
        "guarantordob": eastern::date(person.born),
        "guarantorssn": contact.ssn.as_deref().map(masked),
        "guarantorphone": contact.home_phone.or(contact.mobile_phone),
        "guarantoremail": contact.email,
        "guarantoraddress1": contact.address,
        "guarantoraddresssameaspatient": true,
        "guarantorcity": contact.city,
        "guarantorstate": contact.state,
        "guarantorzip": contact.zip,
        "guarantorcountrycode": "USA",
        "guarantorcountrycode3166": "US",
        "guarantorrelationshiptopatient": if head == at { "1" } else { "3" },
    });
    merge(row, fields);
}

/// What a record has that nobody named a guarantor for (recorded).
fn unnamed_guarantor() -> Value {
    json!({
        "guarantoraddresssameaspatient": false,
        "guarantorcountrycode": "USA",
        "guarantorcountrycode3166": "US",
        "guarantorrelationshiptopatient": "1",
    })
}

/// Adds fields to a row.
pub(crate) fn merge(row: &mut Value, fields: Value) {
    if let (Value::Object(row), Value::Object(fields)) = (row, fields) {
        row.extend(fields);
    }
}

/// Hides all of a social security number but its last four digits.
fn masked(ssn: &str) -> String {
    format!("*****{}", &ssn[ssn.len() - 4..])
}

fn nickname(person: &Person) -> Option<String> {
    let name = person.first_name()?;
    Some(name.chars().take(3).collect())
}

fn race(at: u32) -> Value {
    match at % 6 {
        0 => json!([]),
        1 => json!(["2106-3", "2054-5"]),
        2 => json!(["2028-9"]),
        _ => json!(["2106-3"]),
    }
}

/// The patient's own provider, or the empty string, as recorded.
fn primary_provider(practice: &Practice, at: u32, person: &Person) -> String {
    let home = usize::from(person.made().department);
    let staff: Vec<_> = practice.providers.iter().filter(|p| !p.departed && p.home == home).collect();
    if at % 7 == 5 || staff.is_empty() || person.registered.is_some() {
        String::new()
    } else {
        staff[at as usize % staff.len()].id.to_string()
    }
}

/// The first and the last visit so far.
fn visits(practice: &Practice, at: u32, now: DateTime<Utc>) -> (Option<String>, Option<String>) {
    let all = practice.visits_of(at).into_iter();
    let seen = all
        .filter(|visit| practice.standing(visit, now).is_some_and(|standing| standing.checked_in.is_some()));
    let mut written =
        seen.map(|visit| format!("{} {}", eastern::date(visit.day), eastern::clock_face(visit.minute)));
    let first = written.next();
    let last = written.last().or_else(|| first.clone());
    (first, last)
}

fn statuses(practice: &Practice, person: &Person) -> Value {
    let department = practice.department(person.department).id;
    json!([{"departmentid": department, "status": person.standing.word(), "primaryproviderid": ""}])
}

fn portal(practice: &Practice, registered: bool) -> Value {
    json!({
        "status": if registered { "REGISTERED" } else { "NOTREGISTERED" },
        "registered": registered,
        "portalregistrationdate": registered.then(|| eastern::date(practice.settled())),
        "termsaccepted": registered,
        "noportal": false,
        "blockedfailedlogins": false,
        "familyregistered": false,
        "familyblockedfailedlogins": false,
        "entitytodisplay": "PATIENT",
    })
}
