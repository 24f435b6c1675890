//! A practice's own fields of visits. Their ids are a space of their own.

use http::Method;
use model::{AppointmentId, CustomField, VisitField, VisitFieldId, VisitFieldValue};
use serde_json::{Map, Value};

use super::custom_field::FieldRow;
use super::visit_form::{Form, done};
use crate::{Answer, Error, Objection, Session, Written};

fn visit_field(row: FieldRow) -> VisitField {
    let CustomField { id, name, kind, choice, options, read_only, .. } = row.into();
    VisitField { id: VisitFieldId::new(id.as_str()), name, kind, choice, options, read_only }
}

fn spoken(value: &VisitFieldValue) -> Value {
    let mut said = Map::new();
    said.insert("customfieldid".to_owned(), Value::String(value.field.as_str().to_owned()));
    let parts = [("customfieldvalue", &value.value), ("optionid", &value.option)];
    for (name, part) in parts {
        if let Some(part) = part {
            said.insert(name.to_owned(), Value::String(part.expose().clone()));
        }
    }
    Value::Object(said)
}

impl Session {
    /// The definitions: `GET /appointments/customfields`.
    pub async fn visit_fields(&self) -> Result<Answer<Vec<VisitField>>, Error> {
        let call = self.call("GET /appointments/customfields", &["appointments", "customfields"])?;
        self.all(call, "appointmentcustomfields", visit_field).await
    }

    /// Fills fields of a visit: `PUT /appointments/{appointmentid}/customfields`.
    pub async fn set_visit_fields(&self, visit: &AppointmentId, values: &[VisitFieldValue]) -> Written<()> {
        if values.is_empty() {
            return Written::unfit(Objection::Missing, Vec::new());
        }
        let said = Value::Array(values.iter().map(spoken).collect()).to_string();
        let form = Form::default().with("customfields", &said);
        let path = ["appointments", visit.as_str(), "customfields"];
        let place = ("PUT /appointments/{appointmentid}/customfields", &path[..]);
        self.tell(place, (Method::PUT, form), done).await
    }
}
