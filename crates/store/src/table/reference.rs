//! The practice and its lists: departments, providers, kinds of appointment, custom fields.

use chrono::{DateTime, Utc};
use model::{AppointmentType, CustomField, Department, Practice, Provider};
use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::freshness::Part;
use super::{from_json, to_json};
use crate::{Error, Reader, Writer};

const TABLE: &str = "reference";

impl Reader<'_> {
    /// The practice.
    pub fn practice(&self) -> Result<Option<Practice>, Error> {
        Ok(self.list("practice")?.pop())
    }

    /// The departments, in the practice's order.
    pub fn departments(&self) -> Result<Vec<Department>, Error> {
        self.list("department")
    }

    /// The providers, in the practice's order.
    pub fn providers(&self) -> Result<Vec<Provider>, Error> {
        self.list("provider")
    }

    /// The kinds of appointment, in the practice's order.
    pub fn appointment_types(&self) -> Result<Vec<AppointmentType>, Error> {
        self.list("appointment type")
    }

    /// The definitions of custom fields, in the practice's order.
    pub fn custom_fields(&self) -> Result<Vec<CustomField>, Error> {
        self.list("custom field")
    }

    fn list<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<T>, Error> {
        let sql = "SELECT record FROM reference WHERE kind = ?1 ORDER BY position";
        self.all(sql, params![kind], |row| {
            from_json(TABLE, row.get_ref(0)?.as_str().map_err(|_| Error::Record(TABLE))?)
        })
    }
}

impl Writer<'_> {
    /// Puts the practice; one that is older than the held one changes nothing.
    pub fn put_practice(&mut self, practice: &Practice, as_of: DateTime<Utc>) -> Result<bool, Error> {
        self.put_list("practice", &Part::Practice, std::slice::from_ref(practice), as_of)
    }

    /// Puts all departments in place of those held; an older list changes nothing.
    pub fn put_departments(&mut self, list: &[Department], as_of: DateTime<Utc>) -> Result<bool, Error> {
        self.put_list("department", &Part::Departments, list, as_of)
    }

    /// Puts all providers in place of those held; an older list changes nothing.
    pub fn put_providers(&mut self, list: &[Provider], as_of: DateTime<Utc>) -> Result<bool, Error> {
        self.put_list("provider", &Part::Providers, list, as_of)
    }

    /// Puts all kinds of appointment in place of those held; an older list changes nothing.
    pub fn put_appointment_types(
        &mut self,
        list: &[AppointmentType],
        as_of: DateTime<Utc>,
    ) -> Result<bool, Error> {
        self.put_list("appointment type", &Part::AppointmentTypes, list, as_of)
    }

    /// Puts all definitions of custom fields in place of those held; an older list changes nothing.
    pub fn put_custom_fields(&mut self, list: &[CustomField], as_of: DateTime<Utc>) -> Result<bool, Error> {
        self.put_list("custom field", &Part::CustomFields, list, as_of)
    }

    fn put_list<T: Serialize>(
        &mut self,
        kind: &str,
        part: &Part,
        list: &[T],
        as_of: DateTime<Utc>,
    ) -> Result<bool, Error> {
        if !self.mark_fresh(part, as_of)? {
            return Ok(false);
        }
        self.run("DELETE FROM reference WHERE kind = ?1", params![kind])?;
        for (position, record) in (0_i64..).zip(list) {
            let sql = "INSERT INTO reference (kind, position, record) VALUES (?1, ?2, ?3)";
            self.run(sql, params![kind, position, to_json(TABLE, record)?])?;
        }
        Ok(true)
    }
}
