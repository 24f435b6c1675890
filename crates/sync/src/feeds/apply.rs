//! Rows of a feed put into the copy.

use std::cmp::Ordering;

use athena::{BookedRow, Changed};
use chrono::{DateTime, TimeDelta, Utc};
use model::{Appointment, Patient, PatientId};
use serde_json::json;
use store::{Detail, Error, Part, Put, Reader, Record, Writer};

use super::port::{Applied, Taken, Told};

/// How far ahead of the server's time what was read while a row was on its way may be.
const MEANWHILE: TimeDelta = TimeDelta::seconds(2);

/// The number of the record that a row is of; of one that does not say, what tells it from others.
pub(super) fn id(row: &Changed) -> &str {
    match row {
        Changed::Appointment(row) => row.appointment.id.as_str(),
        Changed::Patient(row) => row.patient.id.as_str(),
        Changed::Provider(row) => row.id.as_str(),
        Changed::Unreadable(row) => row.id.as_ref().unwrap_or(&row.digest),
    }
}

/// A row's content. When a patient was last here follows from the calendar, and is no change.
fn content(row: &Changed) -> String {
    let value = match row {
        Changed::Appointment(row) => json!(row.appointment),
        Changed::Patient(row) => {
            let patient = Patient { first_visit: None, last_visit: None, ..row.patient.clone() };
            json!([patient, row.coverages, row.custom_values])
        }
        Changed::Provider(row) => json!(row),
        Changed::Unreadable(row) => json!(row.digest),
    };
    value.to_string()
}

/// The last of several rows of one record: the newest where they say, else the one that came last. A patient's
/// do not say: of whom they differ is given beside them.
pub(super) fn latest(rows: Vec<Changed>) -> (Vec<Changed>, Vec<String>) {
    let mut doubtful = Vec::new();
    let mut kept: Vec<Changed> = Vec::with_capacity(rows.len());
    let mut places = std::collections::HashMap::new();
    for row in rows {
        match places.get(id(&row)) {
            None => {
                places.insert(id(&row).to_owned(), kept.len());
                kept.push(row);
            }
            Some(place) => {
                let place: usize = *place;
                let is_patient = [&row, &kept[place]].iter().any(|row| matches!(row, Changed::Patient(_)));
                if is_patient && content(&row) != content(&kept[place]) {
                    doubtful.push(id(&row).to_owned());
                }
                if !is_older(&row, &kept[place]) {
                    kept[place] = row;
                }
            }
        }
    }
    (kept, doubtful)
}

fn is_older(one: &Changed, other: &Changed) -> bool {
    match (one, other) {
        (Changed::Appointment(one), Changed::Appointment(other)) => {
            one.appointment.changed(&other.appointment) == Some(Ordering::Less)
        }
        (Changed::Unreadable(_), _) => true,
        _ => false,
    }
}

/// Puts rows as they were at an instant, and has those be read whose rows differ.
pub(super) fn put(
    writer: &mut Writer<'_>,
    feed: &str,
    (rows, doubtful): (&[Changed], Vec<String>),
    (how, at, now): Told,
) -> Result<Applied, Error> {
    let mut applied = Applied { unread: doubtful, ..Applied::default() };
    for row in rows {
        let content = content(row);
        let is_ours = how == Taken::Again && follows(writer, row)?;
        let put = match row {
            Changed::Appointment(row) => {
                let put = writer.put_changed_visit(feed, &row.appointment, at)?;
                put_whose(writer, row, put, at)?;
                let whom = row.appointment.patient.as_ref().filter(|_| put == Put::Taken);
                if let Some(whom) = whom.filter(|_| row.patient.is_none())
                    && writer.lacks_patient(whom)?
                {
                    applied.unread.push(whom.to_string());
                }
                put
            }
            Changed::Patient(told) => {
                let Some(record) = (!told.patient.id.as_str().is_empty()).then(|| Record {
                    patient: told.patient.clone(),
                    coverages: told.coverages.clone(),
                    custom_values: told.custom_values.clone(),
                    as_of: at,
                }) else {
                    continue;
                };
                let is_told = writer.is_drained(feed, id(row), &content)?;
                let put = writer.put_changed_patient(feed, &record, is_told)?;
                if put == Put::Unclear {
                    applied.unread.push(record.patient.id.to_string());
                }
                put
            }
            Changed::Provider(row) if writer.holds_provider(row)? => Put::Known,
            Changed::Provider(_) => Put::Taken,
            Changed::Unreadable(told) => {
                let is_known = how == Taken::Again && !is_news(writer, feed, row)?;
                if let Some(id) = told.id.as_ref().filter(|_| is_people(feed) && !is_known) {
                    applied.unread.push(id.clone());
                }
                writer.note_drained(feed, id(row), &content, at)?;
                continue;
            }
        };
        if put == Put::Known {
            // Older than what was read while the row was on its way is one thing, than what no clock says yet another.
            applied.ahead = applied.ahead.max(held(writer, row)?.filter(|held| *held > now + MEANWHILE));
        }
        let is_new = !matches!(put, Put::Known | Put::Unclear);
        if how == Taken::Again && is_new && !is_ours && !writer.is_drained(feed, id(row), &content)? {
            applied.foreign.push(id(row).to_owned());
        }
        writer.note_drained(feed, id(row), &content, at)?;
        applied.taken += u64::from(put == Put::Taken);
    }
    for id in &applied.unread {
        writer.want_patient(&PatientId::new(id.clone()), at)?;
    }
    Ok(applied)
}

/// Puts what a visit's row says of its patient. A row may be one of before: of the patient no more is sure than that
/// they were so when the visit was last changed, and nothing where the visit is held as it says or newer.
fn put_whose(writer: &mut Writer<'_>, row: &BookedRow, put: Put, at: DateTime<Utc>) -> Result<(), Error> {
    let Some(patient) = &row.patient else { return Ok(()) };
    if put == Put::Known && !writer.lacks_patient(&patient.id)? {
        return Ok(());
    }
    let since = row.appointment.modified.map_or(at, |changed| changed.min(at));
    writer.put_patients(std::slice::from_ref(patient), since, Detail::Brief)?;
    Ok(())
}

/// Whether a row says nothing new of its own record, though it differs from what is held. Whom a visit is for and what
/// they are called follows from their record, of which the visits' feed tells nothing: who was renamed or merged is
/// so in every row that is read again, and nobody took that out.
fn follows(reader: &Reader<'_>, row: &Changed) -> Result<bool, Error> {
    let Changed::Appointment(row) = row else { return Ok(false) };
    let Some(held) = reader.appointment(&row.appointment.id)?.map(|held| held.appointment) else {
        return Ok(false);
    };
    let Appointment { patient, patient_name, .. } = row.appointment.clone();
    Ok(held.modified.is_some() && Appointment { patient, patient_name, ..held } == row.appointment)
}

/// As of when a row's record is held.
fn held(reader: &Reader<'_>, row: &Changed) -> Result<Option<DateTime<Utc>>, Error> {
    match row {
        Changed::Appointment(row) => Ok(reader.appointment(&row.appointment.id)?.map(|held| held.as_of)),
        Changed::Patient(row) => reader.as_of(&Part::Patient(row.patient.id.clone())),
        Changed::Provider(_) | Changed::Unreadable(_) => Ok(None),
    }
}

/// Whether a feed's records are read by their number where their rows cannot be.
pub(super) fn is_people(feed: &str) -> bool {
    feed == athena::Feed::Patients.name()
}

/// Whether a row was not drained or read again with this content.
pub(super) fn is_news(reader: &Reader<'_>, feed: &str, row: &Changed) -> Result<bool, Error> {
    Ok(!reader.is_drained(feed, id(row), &content(row))?)
}

/// Whom the rows say to be merged, by into whom.
pub(super) fn merged(rows: &[Changed]) -> Vec<(PatientId, Vec<PatientId>)> {
    let mut merged = Vec::new();
    for row in rows {
        if let Changed::Patient(row) = row
            && !row.patient.previous_ids.is_empty()
        {
            merged.push((row.patient.id.clone(), row.patient.previous_ids.clone()));
        }
    }
    merged
}
