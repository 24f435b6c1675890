//! `/departments` and `/departments/{departmentid}`.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::departments::Department;
use crate::eastern;
use crate::errors::{self, Refusal};
use crate::paging;
use crate::practice::Practice;

const CARDS: [&str; 4] = ["AX", "DS", "MC", "VI"];

/// `GET /departments`. Those hidden from the portal are left out unless `showalldepartments` is said.
pub(crate) fn list(practice: &Practice, ask: &Ask, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let all = ask.flag("showalldepartments", false)?;
    let with_providers = ask.flag("providerlist", false)?;
    let shown = practice.departments.iter().enumerate().filter(|(_, department)| all || !department.hidden);
    let rows = shown.map(|(at, _)| row(practice, at, with_providers, now)).collect();
    paging::rows(ask, paging::LIST, "departments", rows)
}

/// `GET /departments/{departmentid}`: an array of one.
pub(crate) fn one(practice: &Practice, ask: &Ask, id: u64, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let at = practice.find_department(id).ok_or_else(|| errors::no_such("Department"))?;
    let with_providers = ask.flag("providerlist", false)?;
    Ok(json!([row(practice, usize::from(at), with_providers, now)]))
}

fn row(practice: &Practice, at: usize, with_providers: bool, now: DateTime<Utc>) -> Value {
    let department = &practice.departments[at];
    let mut row = json!({
        "departmentid": department.id.to_string(),
        "name": department.name,
        "patientdepartmentname": department.public_name,
        "providergroupid": department.group.to_string(),
        "providergroupname": format!("Cedar Valley Health Group {}", department.group),
        "chartsharinggroupid": department.group.to_string(),
        "clinicals": "ON",
        "servicedepartment": true,
        "ishospitaldepartment": false,
        "medicationhistoryconsent": false,
        "placeofservicefacility": false,
        "placeofservicetypeid": "11",
        "placeofservicetypename": "OFFICE",
        "timezone": eastern::offset_hours(department.zone, now),
        "timezoneoffset": standard_offset(department),
        "timezonename": department.zone_name,
        "doesnotobservedst": !observes_dst(department),
        "communicatorbrandid": "1",
        "creditcardtypes": CARDS,
        "ecommercecreditcardtypes": CARDS,
        "singleappointmentcontractmax": "3000",
        "oneyearcontractmax": "1500",
        "portalurl": "195900-1.portal.example.com",
    });
    if department.has_address {
        address(&mut row, department, at);
    }
    if with_providers {
        row["providerlist"] = booked_here(practice, at as u16, now);
    }
    row
}

fn address(row: &mut Value, department: &Department, at: usize) {
    let place = department.place;
    row["address"] = json!(format!("{} CEDAR VALLEY RD", 100 + 37 * at));
    row["city"] = json!(place.city);
    row["state"] = json!(place.state);
    row["zip"] = json!(place.zip);
    row["latitude"] = json!(place.latitude);
    row["longitude"] = json!(place.longitude);
    row["phone"] = json!(format!("({}) 555-{:04}", place.area, 100 + at));
    row["fax"] = json!(format!("({}) 555-{:04}", place.area, 150 + at));
}

/// Those with a booked visit here from a week ago on: the interface's list knows no others.
fn booked_here(practice: &Practice, department: u16, now: DateTime<Utc>) -> Value {
    let today = now.with_timezone(&eastern::SERVER).date_naive();
    let visits = practice.calendar.between(eastern::shift(today, -7), NaiveDate::MAX);
    let mut seen = vec![false; practice.providers.len()];
    for visit in visits.iter().filter(|visit| visit.department == department) {
        seen[usize::from(visit.provider)] = true;
    }
    let listed = practice.providers.iter().zip(seen).filter(|(_, seen)| *seen);
    listed.map(|(provider, _)| json!(provider.id.to_string())).collect()
}

fn half_year(department: &Department, month: u32) -> i64 {
    let day = NaiveDate::from_ymd_opt(2026, month, 15).unwrap_or_default();
    eastern::offset_hours(department.zone, eastern::at(department.zone, day, 720))
}

fn standard_offset(department: &Department) -> i64 {
    half_year(department, 1)
}

fn observes_dst(department: &Department) -> bool {
    half_year(department, 1) != half_year(department, 7)
}
