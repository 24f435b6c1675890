//! Patients' values of the practice's own fields: a patient's list is held whole.

use chrono::{DateTime, Utc};
use model::{CustomField, CustomFieldValue, PatientId};
use rusqlite::params;

use super::{Held, from_json, instant, millis, to_json};
use crate::{Error, Reader, Writer};

const TABLE: &str = "custom_values";

/// A value with its field's definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomEntry {
    /// The definition; `None` where the practice's list does not hold it.
    pub field: Option<CustomField>,
    /// The value.
    pub value: CustomFieldValue,
}

impl Reader<'_> {
    /// A patient's custom fields with their definitions; `None` where they were never read.
    pub fn custom_values(&self, patient: &PatientId) -> Result<Option<Held<Vec<CustomEntry>>>, Error> {
        let sql = "SELECT record, as_of FROM custom_values WHERE patient = ?1";
        let held = self.one(sql, params![self.survivor(patient)?.as_str()], |row| {
            let values: Vec<CustomFieldValue> = from_json(TABLE, &row.get::<_, String>(0)?)?;
            Ok((values, instant(row.get(1)?).ok_or(Error::Record(TABLE))?))
        })?;
        let Some((values, as_of)) = held else { return Ok(None) };
        let fields = self.custom_fields()?;
        let define = |value: CustomFieldValue| CustomEntry {
            field: fields.iter().find(|field| field.id == value.field).cloned(),
            value,
        };
        Ok(Some(Held { value: values.into_iter().map(define).collect(), as_of }))
    }
}

impl Writer<'_> {
    /// Puts all of a patient's custom fields in place of those held; an older list changes nothing.
    pub fn put_custom_values(
        &mut self,
        patient: &PatientId,
        list: &[CustomFieldValue],
        as_of: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let patient = self.survivor(patient)?;
        if self.is_hidden(patient.as_str())? {
            return Ok(false);
        }
        let sql = "INSERT INTO custom_values (patient, as_of, record) VALUES (?1, ?2, ?3)
            ON CONFLICT (patient) DO UPDATE SET as_of = excluded.as_of, record = excluded.record
            WHERE excluded.as_of > as_of";
        Ok(self.run(sql, params![patient.as_str(), millis(as_of), to_json(TABLE, &list)?])? > 0)
    }
}
