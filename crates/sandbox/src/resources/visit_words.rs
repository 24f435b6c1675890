//! What is written about a visit: its notes and its custom fields. The notes' own keys differ from those that a visit's
//! row has for them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::visit_row;
use crate::ask::{Ask, integer};
use crate::calendar::Visit;
use crate::eastern;
use crate::errors::{self, Refusal};
use crate::paging;
use crate::practice::Practice;
use crate::visit_fields::{VISIT_FIELDS, VisitField};
use crate::visit_notes::Note;
use crate::writes::Act;

/// A note may be so long; nobody knows how long the real one lets it be.
const LONGEST: usize = 4000;

/// What is to be written.
#[derive(Debug)]
pub(crate) enum Words {
    Add { text: String, shown: bool },
    Change { note: u64, said: Option<(String, bool)> },
    Fields(Vec<(u32, String)>),
}

/// `GET /appointments/{appointmentid}/notes`.
pub(crate) fn notes(practice: &Practice, ask: &Ask, visit: &Visit) -> Result<Value, Refusal> {
    let rows = visit_row::notes_of(practice, visit).iter().map(row).collect();
    paging::rows(ask, paging::LIST, "notes", rows)
}

fn row(note: &Note) -> Value {
    json!({
        "noteid": note.id.to_string(),
        "notetext": note.text,
        "displayonschedule": note.shown,
        "created": eastern::stamp(note.written),
        "createdby": note.by,
    })
}

/// `GET /appointments/customfields`: an object, and ids that are numbers, as recorded.
pub(crate) fn definitions(ask: &Ask) -> Result<Value, Refusal> {
    let rows = VISIT_FIELDS.iter().map(definition).collect();
    paging::rows(ask, paging::BOOKED, "appointmentcustomfields", rows)
}

fn definition(field: &VisitField) -> Value {
    let options = field.options.iter().map(|(id, words)| json!({"optionid": id, "optionvalue": words}));
    let options: Vec<Value> = options.collect();
    json!({
        "customfieldid": field.id,
        "name": field.name,
        "type": field.kind,
        "select": field.select,
        "selectlist": (!options.is_empty()).then_some(options),
        "casesensitive": false,
        "disallowupdate": field.read_only,
    })
}

/// Reads a write under an appointment's path, and does nothing yet.
pub(super) fn read(
    practice: &Practice,
    ask: &Ask,
    (method, path): (&str, &[&str]),
    visit: &Visit,
) -> Result<(Act, Words), Refusal> {
    match (method, path) {
        ("POST", ["notes"]) => {
            let (text, shown) = said(ask)?;
            Ok((Act::Note, Words::Add { text, shown }))
        }
        ("PUT", ["notes", note]) => {
            let note = known(practice, visit, integer(note)?)?;
            Ok((Act::Note, Words::Change { note, said: Some(said(ask)?) }))
        }
        ("DELETE", ["notes", note]) => {
            let note = known(practice, visit, integer(note)?)?;
            Ok((Act::Note, Words::Change { note, said: None }))
        }
        ("PUT", ["customfields"]) => Ok((Act::Fields, Words::Fields(fields(ask)?))),
        _ => Err(errors::unknown_path()),
    }
}

fn said(ask: &Ask) -> Result<(String, bool), Refusal> {
    ask.require(&["notetext"])?;
    let text = ask.get("notetext").unwrap_or_default();
    if text.chars().count() > LONGEST {
        return Err(errors::too_long("notetext", LONGEST));
    }
    Ok((text.to_owned(), ask.flag("displayonschedule", false)?))
}

fn known(practice: &Practice, visit: &Visit, note: u64) -> Result<u64, Refusal> {
    let notes = visit_row::notes_of(practice, visit);
    notes.iter().any(|own| own.id == note).then_some(note).ok_or_else(|| errors::no_such("Note"))
}

/// Values as JSON in one field of the form. Those of a field that may not be changed are passed over, as with the
/// patients' own.
fn fields(ask: &Ask) -> Result<Vec<(u32, String)>, Refusal> {
    ask.require(&["customfields"])?;
    let text = ask.get("customfields").unwrap_or_default();
    let list: Vec<Value> =
        serde_json::from_str(text).map_err(|_| errors::expecting("JSON", "customfields"))?;
    let values = list.iter().map(value).collect::<Result<Vec<_>, Refusal>>()?;
    Ok(values.into_iter().flatten().collect())
}

fn value(given: &Value) -> Result<Option<(u32, String)>, Refusal> {
    let text = |name: &str| match &given[name] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let id = text("customfieldid");
    let field = VISIT_FIELDS.iter().find(|field| field.id.to_string() == id);
    let field = field.ok_or_else(|| errors::no_such("Custom field"))?;
    if field.read_only {
        return Ok(None);
    }
    let value = if field.options.is_empty() { text("customfieldvalue") } else { text("optionid") };
    let fits = value.is_empty()
        || match field.kind {
            _ if !field.options.is_empty() => field.options.iter().any(|(id, _)| id.to_string() == value),
            "DATE" => eastern::read_date(&value).is_some(),
            "NUMBER" => value.parse::<f64>().is_ok(),
            _ => true,
        };
    let bad = || errors::invalid(format!("The value of custom field {id} is not valid."));
    if fits { Ok(Some((field.id, value))) } else { Err(bad()) }
}

impl Words {
    /// Writes it.
    pub(super) fn put(&self, practice: &Practice, visit: u32, now: DateTime<Utc>) {
        match self {
            Words::Add { text, shown } => practice.notes.add(visit, text, *shown, now),
            Words::Change { note, said } => practice.notes.change(*note, said.clone()),
            Words::Fields(values) => practice.visit_fields.put(visit, values),
        }
    }
}
