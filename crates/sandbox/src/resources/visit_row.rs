//! One appointment as the interface writes it.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{insurances, patient};
use crate::calendar::Visit;
use crate::eastern;
use crate::kinds::{CANCEL_REASONS, CancelReason, KINDS};
use crate::names::DESK_NOTES;
use crate::people::People;
use crate::practice::Practice;
use crate::seed::{Dice, Stream};
use crate::story::{Standing, State};
use crate::visit_notes::Note;

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

/// What of a visit was drawn: it follows from the id alone, and in this order.
struct Drawn {
    desk: i64,
    moved: bool,
    urgent: bool,
    frozen: bool,
    copay: i64,
    notes: Vec<Note>,
    cancelled_for: &'static CancelReason,
}

impl Drawn {
    fn of(practice: &Practice, visit: &Visit) -> Self {
        let mut dice = practice.seed.dice(Stream::Note, u64::from(visit.id));
        let desk = dice.between(1, 6);
        let (moved, urgent, frozen) = (dice.chance(60), dice.chance(15), dice.chance(12));
        let copay = if dice.chance(450) { 0 } else { *dice.pick(&[10, 15, 20, 25, 30, 40, 50]) };
        let notes = notes(practice, visit, desk, &mut dice);
        let cancelled_for = dice.pick(&CANCEL_REASONS[..4]);
        Drawn { desk, moved, urgent, frozen, copay, notes, cancelled_for }
    }
}

/// What was noted when the visit was booked.
fn notes(practice: &Practice, visit: &Visit, desk: i64, dice: &mut Dice) -> Vec<Note> {
    let count = match dice.below(100) {
        0..=77 => 0,
        78..=95 => 1,
        _ => 2,
    };
    let note = |place: u32| {
        let text = (*dice.pick(DESK_NOTES)).to_owned();
        let id = u64::from(visit.id) * 2 + u64::from(place);
        let written = practice.story(visit).booked;
        Note { id, text, shown: dice.chance(500), written, by: format!("desk{desk}") }
    };
    (0..count).map(note).collect()
}

/// The notes of a visit as they are now. Nothing is made up about what a desk has booked.
pub(crate) fn notes_of(practice: &Practice, visit: &Visit) -> Vec<Note> {
    let made = practice.bookings.find(u64::from(visit.id)).is_none();
    let drawn = if made { Drawn::of(practice, visit).notes } else { Vec::new() };
    practice.notes.of(visit.id, drawn)
}

/// Writes one appointment.
pub(crate) fn row(
    practice: &Practice,
    visit: &Visit,
    now: Standing,
    shows: Shows,
    at: DateTime<Utc>,
) -> Value {
    let drawn = Drawn::of(practice, visit);
    let mut row = booking(practice, visit, &now, &drawn);
    copay(&mut row, visit, shows.copay, drawn.copay);
    let notes = notes_of(practice, visit);
    if !notes.is_empty() {
        row.insert("appointmentnotes".to_owned(), notes.iter().map(note).collect());
    }
    progress(&mut row, practice, visit, &now);
    if now.state == State::Cancelled {
        cancellation(&mut row, &now, drawn.cancelled_for);
    }
    if visit.open {
        vacate(&mut row, practice, visit);
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

fn booking(practice: &Practice, visit: &Visit, now: &Standing, drawn: &Drawn) -> Map<String, Value> {
    let kind = &KINDS[usize::from(visit.kind)];
    let provider = practice.providers[usize::from(visit.provider)].id;
    let desk = format!("desk{}", drawn.desk);
    // A visit that was moved keeps the id of the slot it was first booked in.
    let template = if drawn.moved { visit.id - 1 } else { visit.id };
    let booked = practice.story(visit).booked;
    let added = practice.bookings.find(u64::from(visit.id));
    let urgent = added.as_ref().map_or(drawn.urgent, |added| added.urgent);
    let frozen = added.is_none() && drawn.frozen;
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
        "urgent": urgent.then_some(true),
        "frozen": frozen.then_some(true),
    });
    match row {
        Value::Object(row) => row,
        _ => Map::new(),
    }
}

fn copay(row: &mut Map<String, Value>, visit: &Visit, shown: bool, dollars: i64) {
    let collected = if visit.id.is_multiple_of(3) { dollars } else { 0 };
    if shown {
        row.insert("copay".to_owned(), json!(dollars));
        let detail =
            json!({"insurancecopay": dollars, "collectedforappointment": collected, "collectedforother": 0});
        row.insert("appointmentcopay".to_owned(), detail);
    }
}

fn note(note: &Note) -> Value {
    json!({"id": note.id, "text": note.text, "displayonschedule": note.shown})
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

fn cancellation(row: &mut Map<String, Value>, now: &Standing, drawn: &'static CancelReason) {
    let given = now.reason.and_then(|id| CancelReason::find(u64::from(id)));
    let reason = given.unwrap_or(drawn);
    let fields = [
        ("cancelreasonid", json!(reason.id.to_string())),
        ("cancelreasonname", json!(reason.name)),
        ("cancelreasonnoshow", json!(reason.no_show)),
        ("cancelreasonslotavailable", json!(reason.slot_available)),
        ("cancelleddatetime", json!(eastern::stamp(now.modified))),
        ("cancelledby", json!("desk1")),
    ];
    row.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    if let Some(moved) = now.moved_to {
        row.insert("rescheduledappointmentid".to_owned(), json!(moved.to_string()));
    }
}

/// Takes from a slot what only a booked visit has. What a feed shows of a slot that was taken off is not known: here it
/// is cancelled, and nobody's.
fn vacate(row: &mut Map<String, Value>, practice: &Practice, slot: &Visit) {
    let letter = if practice.bookings.is_removed(slot.id) { "x" } else { "o" };
    row.insert("appointmentstatus".to_owned(), json!(letter));
    row.insert("frozen".to_owned(), json!(practice.is_frozen(slot).then_some(true)));
    row.insert("templateappointmentid".to_owned(), json!(slot.id.to_string()));
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
