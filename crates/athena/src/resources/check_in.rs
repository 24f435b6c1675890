//! Checking in and out, and what a check-in wants to know.

use std::fmt;

use http::Method;
use model::{AppointmentId, CheckInField, CheckInSection, DepartmentId, Phi};
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::Value;

use super::visit_form::{Form, done};
use crate::{Answer, Error, Session, Written, wire};

#[derive(Deserialize)]
struct FieldRow {
    #[serde(deserialize_with = "wire::req")]
    field: String,
    #[serde(default, deserialize_with = "wire::opt")]
    valid: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    error: Option<String>,
}

impl From<FieldRow> for CheckInField {
    fn from(row: FieldRow) -> Self {
        Self {
            name: row.field,
            valid: row.valid.unwrap_or(row.error.is_none()),
            error: row.error.map(Phi::new),
        }
    }
}

/// A field's verdict where an object has them by name.
#[derive(Deserialize)]
struct Verdict {
    #[serde(default, deserialize_with = "wire::opt")]
    valid: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    error: Option<String>,
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Vec<CheckInField>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("fields")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(row) = items.next_element::<FieldRow>()? {
            fields.push(row.into());
        }
        Ok(fields)
    }

    /// One field, or several by their names.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut said = serde_json::Map::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            said.insert(name, value);
        }
        if said.contains_key("field") {
            let row: FieldRow = serde_json::from_value(Value::Object(said)).map_err(A::Error::custom)?;
            return Ok(vec![row.into()]);
        }
        let field = |(name, value): (String, Value)| {
            let row = match value {
                Value::Object(_) => serde_json::from_value::<Verdict>(value).map_err(A::Error::custom)?,
                value => Verdict { valid: wire::opt(value).map_err(A::Error::custom)?, error: None },
            };
            Ok(FieldRow { field: name, valid: row.valid, error: row.error }.into())
        };
        said.into_iter().map(field).collect()
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() { Ok(Vec::new()) } else { Err(E::custom("not a text")) }
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

fn fields<'de, D: Deserializer<'de>>(wire: D) -> Result<Vec<CheckInField>, D::Error> {
    wire.deserialize_any(FieldsVisitor)
}

#[derive(Deserialize)]
struct SectionRow {
    #[serde(default, deserialize_with = "wire::text")]
    name: String,
    #[serde(deserialize_with = "wire::req")]
    complete: bool,
    #[serde(default, deserialize_with = "wire::opt")]
    required: Option<bool>,
    #[serde(default, deserialize_with = "fields")]
    fields: Vec<CheckInField>,
}

impl From<SectionRow> for CheckInSection {
    fn from(row: SectionRow) -> Self {
        Self {
            name: row.name,
            complete: row.complete,
            required: row.required.unwrap_or(false),
            fields: row.fields,
        }
    }
}

#[derive(Deserialize)]
struct RequiredRow {
    #[serde(default, deserialize_with = "wire::words")]
    fieldlist: Vec<String>,
}

impl Session {
    /// What a visit's check-in wants to know: `GET /appointments/{appointmentid}/checkin`.
    pub async fn check_in_requirements(
        &self,
        id: &AppointmentId,
    ) -> Result<Answer<Vec<CheckInSection>>, Error> {
        let path = ["appointments", id.as_str(), "checkin"];
        let call = self.call("GET /appointments/{appointmentid}/checkin", &path)?;
        self.all(call, "checkin", |row: SectionRow| row.into()).await
    }

    /// The fields that a department requires of everybody: `GET /departments/{departmentid}/checkinrequired`.
    pub async fn check_in_fields(&self, department: &DepartmentId) -> Result<Answer<Vec<String>>, Error> {
        let path = ["departments", department.as_str(), "checkinrequired"];
        let call = self.call("GET /departments/{departmentid}/checkinrequired", &path)?;
        self.one(call, |row: RequiredRow| row.fieldlist).await
    }

    /// Begins to check a visit in: `POST /appointments/{appointmentid}/startcheckin`.
    pub async fn start_check_in(&self, visit: &AppointmentId) -> Written<()> {
        self.attend("POST /appointments/{appointmentid}/startcheckin", visit, "startcheckin").await
    }

    /// Completes a check-in that was begun: `POST /appointments/{appointmentid}/checkin`.
    pub async fn check_in(&self, visit: &AppointmentId) -> Written<()> {
        self.attend("POST /appointments/{appointmentid}/checkin", visit, "checkin").await
    }

    /// Takes a check-in back: `POST /appointments/{appointmentid}/cancelcheckin`.
    pub async fn cancel_check_in(&self, visit: &AppointmentId) -> Written<()> {
        self.attend("POST /appointments/{appointmentid}/cancelcheckin", visit, "cancelcheckin").await
    }

    /// Checks a visit out: `POST /appointments/{appointmentid}/checkout`.
    pub async fn check_out(&self, visit: &AppointmentId) -> Written<()> {
        self.attend("POST /appointments/{appointmentid}/checkout", visit, "checkout").await
    }

    async fn attend(&self, endpoint: &'static str, visit: &AppointmentId, step: &str) -> Written<()> {
        let path = ["appointments", visit.as_str(), step];
        self.tell((endpoint, &path), (Method::POST, Form::default()), done).await
    }
}
