//! `/customfields` and `/patients/{patientid}/customfields`: bare arrays, ids as strings in both dialects.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::errors::Refusal;
use crate::fields::{self, FIELDS, Field, FieldValue};
use crate::practice::Practice;

/// `GET /customfields`.
pub(crate) fn definitions() -> Value {
    FIELDS.iter().map(definition).collect()
}

fn definition(field: &Field) -> Value {
    let options: Vec<Value> = field.options.iter().map(option).collect();
    json!({
        "customfieldid": field.id.to_string(),
        "name": field.name,
        "type": field.kind,
        "select": field.select,
        "selectlist": (!options.is_empty()).then_some(options),
        "searchable": field.searchable.then_some(true),
        "casesensitive": false,
        "disallowupdate": field.read_only,
        "ordering": field.ordering.map(|place| place.to_string()),
        "length": field.length.map(|length| length.to_string()),
    })
}

fn option((id, words): &(u32, &str)) -> Value {
    json!({"optionid": id.to_string(), "optionvalue": words})
}

/// `GET /patients/{patientid}/customfields`; what it answers without a department is not known, so it refuses.
pub(crate) fn of_patient(practice: &Practice, ask: &Ask, patient: u32) -> Result<Value, Refusal> {
    ask.require(&["departmentid"])?;
    ask.number("departmentid")?;
    Ok(values(practice, patient))
}

/// A patient's values.
pub(crate) fn values(practice: &Practice, patient: u32) -> Value {
    let values = fields::of(practice.seed, patient, &practice.people.at(patient));
    values.into_iter().map(|(id, value)| one(id, value)).collect()
}

fn one(id: u32, value: FieldValue) -> Value {
    match value {
        FieldValue::Text(text) => json!({"customfieldid": id.to_string(), "customfieldvalue": text}),
        FieldValue::Choice(option) => {
            json!({"customfieldid": id.to_string(), "optionid": option.to_string()})
        }
    }
}
