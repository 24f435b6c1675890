//! One appointment as the interface writes it.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{insurances, patient};
use crate::calendar::Visit;
use crate::eastern;
use crate::kinds::KINDS;
use crate::names::DESK_NOTES;
use crate::people::People;
use crate::practice::Practice;
use crate::seed::{Dice, Stream};
use crate::story::{Standing, State};

/// What a list of appointments shows beyond the plain row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shows {
    pub(crate) patient: bool,
    /// Shows the patients whose records are restricted, too.
    pub(crate) restricted: bool,
    pub(crate) insurance: bool,
    pub(crate) copay: bool,
}

impl Shows {
    /// The plain row.
    pub(crate) const PLAIN: Shows =
        Shows { patient: false, restricted: false, insurance: false, copay: true };
}

/// Writes one appointment.
pub(crate) fn row(
    practice: &Practice,
    visit: &Visit,
    now: Standing,
    shows: Shows,
    at: DateTime<Utc>,
) -> Value {
    let mut dice = practice.seed.dice(Stream::Note, u64::from(visit.id));
    let mut row = booking(practice, visit, &now, &mut dice);
    copay(&mut row, visit, shows.copay, &mut dice);
    notes(&mut row, visit, &mut dice);
    progress(&mut row, practice, visit, &now);
    if now.state == State::Cancelled {
        cancellation(&mut row, &now, &mut dice);
    }
    if visit.open {
        vacate(&mut row);
        return Value::Object(row);
    }
    let person = practice.people.at(visit.patient);
    let visible = shows.restricted || !person.restricted;
    if shows.patient && visible {
        row.insert("patient".to_owned(), patient::row(practice, visit.patient, false, at));
    }
    if shows.insurance && visible {
        row.insert(
            "insurances".to_owned(),
            Value::Array(insurances::rows(practice, visit.patient, false, at)),
        );
    }
    Value::Object(row)
}

fn booking(practice: &Practice, visit: &Visit, now: &Standing, dice: &mut Dice) -> Map<String, Value> {
    let kind = &KINDS[usize::from(visit.kind)];
    let provider = practice.providers[usize::from(visit.provider)].id;
    let desk = format!("desk{}", dice.between(1, 6));
    // A visit that was moved keeps the id of the slot it was first booked in.
    let template = if dice.chance(60) { visit.id - 1 } else { visit.id };
    let booked = practice.story(visit).booked;
    let row = json!({
        "appointmentid": visit.id.to_string(),
        "patientid": People::id(visit.patient).to_string(),
        "departmentid": practice.department(visit.department).id.to_string(),
        "providerid": provider.to_string(),
        "hl7providerid": provider,
        "date": eastern::date(visit.day),
        "starttime": eastern::clock_face(visit.minute),
        "duration": visit.minutes,
        "appointmentstatus": now.state.letter(),
        "appointmenttypeid": kind.id.to_string(),
        "appointmenttype": kind.name,
        "patientappointmenttypename": kind.public_name,
        "templateappointmentid": template.to_string(),
        "templateappointmenttypeid": kind.id.to_string(),
        "scheduledby": desk,
        "scheduleddatetime": eastern::stamp(booked),
        "lastmodified": eastern::stamp(now.modified),
        "lastmodifiedby": desk,
        "coordinatorenterprise": false,
        "chargeentrynotrequired": kind.id == 201,
        "urgent": dice.chance(15).then_some(true),
        "frozen": dice.chance(12).then_some(true),
    });
    match row {
        Value::Object(row) => row,
        _ => Map::new(),
    }
}

fn copay(row: &mut Map<String, Value>, visit: &Visit, shown: bool, dice: &mut Dice) {
    let dollars = if dice.chance(450) { 0 } else { *dice.pick(&[10, 15, 20, 25, 30, 40, 50]) };
    let collected = if visit.id.is_multiple_of(3) { dollars } else { 0 };
    if shown {
        row.insert("copay".to_owned(), json!(dollars));
        let detail =
            json!({"insurancecopay": dollars, "collectedforappointment": collected, "collectedforother": 0});
        row.insert("appointmentcopay".to_owned(), detail);
    }
}

fn notes(row: &mut Map<String, Value>, visit: &Visit, dice: &mut Dice) {
    let count = match dice.below(100) {
        0..=77 => return,
        78..=95 => 1,
        _ => 2,
    };
    let notes: Vec<Value> = (0..count)
        .map(|place| {
            json!({
                "id": visit.id * 2 + place,
                "text": dice.pick(DESK_NOTES),
                "displayonschedule": dice.chance(500),
            })
        })
        .collect();
    row.insert("appointmentnotes".to_owned(), Value::Array(notes));
}

fn progress(row: &mut Map<String, Value>, practice: &Practice, visit: &Visit, now: &Standing) {
    let steps = [
        ("startcheckin", now.check_in_started),
        ("stopcheckin", now.checked_in),
        ("checkindatetime", now.checked_in),
        ("stopintakedatetime", now.intake_ended),
        ("checkoutdatetime", now.checked_out),
    ];
    for (name, at) in steps {
        if let Some(at) = at {
            row.insert(name.to_owned(), json!(eastern::stamp(at)));
        }
    }
    if now.checked_in.is_none() {
        return;
    }
    let (status, state) = match (now.intake_started, now.intake_ended, now.state) {
        (.., State::Charged) => ("CHECKEDOUT", "CLOSED"),
        (.., State::CheckedOut) => ("CHECKEDOUT", "PEND"),
        (_, Some(_), _) => ("READYFORPROVIDER", "OPEN"),
        (Some(_), ..) => ("WITHSTAFF", "OPEN"),
        _ => ("READYFORSTAFF", "OPEN"),
    };
    row.insert("encounterid".to_owned(), json!((visit.id / 3 + 30_000).to_string()));
    row.insert("encounterstatus".to_owned(), json!(status));
    row.insert("encounterstate".to_owned(), json!(state));
    let provider = practice.providers[usize::from(visit.provider)].id;
    row.insert("renderingproviderid".to_owned(), json!(provider));
    row.insert("patientlocationid".to_owned(), json!("21"));
}

fn cancellation(row: &mut Map<String, Value>, now: &Standing, dice: &mut Dice) {
    let reasons =
        [(2, "PATIENT CANCELLED"), (5, "PATIENT RESCHEDULED"), (7, "PROVIDER AWAY"), (9, "NO TRANSPORT")];
    let drawn = *dice.pick(&reasons);
    let (id, name) = if now.moved_to.is_some() { reasons[1] } else { drawn };
    let fields = [
        ("cancelreasonid", json!(id.to_string())),
        ("cancelreasonname", json!(name)),
        ("cancelreasonnoshow", json!(false)),
        ("cancelreasonslotavailable", json!(true)),
        ("cancelleddatetime", json!(eastern::stamp(now.modified))),
        ("cancelledby", json!("desk1")),
    ];
    row.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    if let Some(moved) = now.moved_to {
        row.insert("rescheduledappointmentid".to_owned(), json!(moved.to_string()));
    }
}

/// Takes from a slot what only a booked visit has.
fn vacate(row: &mut Map<String, Value>) {
    row.insert("appointmentstatus".to_owned(), json!("o"));
    let booked = [
        "patientid",
        "scheduledby",
        "scheduleddatetime",
        "copay",
        "appointmentcopay",
        "appointmentnotes",
        "urgent",
    ];
    row.retain(|name, _| !booked.contains(&name.as_str()));
}
