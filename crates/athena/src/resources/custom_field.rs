//! A practice's own patient fields. Those of appointments and claims have ids of their own.

use model::{
    CustomField, CustomFieldId, CustomFieldKind, CustomFieldOption, CustomFieldValue, DepartmentId,
    PatientId, Phi,
};
use serde::Deserialize;

use crate::{Answer, Error, Session, wire};

#[derive(Deserialize)]
struct OptionRow {
    #[serde(deserialize_with = "wire::req")]
    optionid: String,
    #[serde(default, deserialize_with = "wire::text")]
    optionvalue: String,
}

#[derive(Deserialize)]
pub(super) struct FieldRow {
    #[serde(deserialize_with = "wire::req")]
    customfieldid: String,
    #[serde(default, deserialize_with = "wire::text")]
    name: String,
    #[serde(default, rename = "type", deserialize_with = "wire::text")]
    kind: String,
    #[serde(default, deserialize_with = "wire::opt")]
    select: Option<bool>,
    #[serde(default, deserialize_with = "wire::many")]
    selectlist: Option<Vec<OptionRow>>,
    #[serde(default, deserialize_with = "wire::opt")]
    searchable: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    disallowupdate: Option<bool>,
}

impl From<FieldRow> for CustomField {
    fn from(row: FieldRow) -> Self {
        let option = |row: OptionRow| CustomFieldOption { id: row.optionid, name: row.optionvalue };
        Self {
            id: CustomFieldId::new(row.customfieldid),
            name: row.name,
            kind: match row.kind.as_str() {
                "TEXT" => CustomFieldKind::Text,
                "DATE" => CustomFieldKind::Date,
                "NUMBER" => CustomFieldKind::Number,
                _ => CustomFieldKind::Other(row.kind),
            },
            choice: row.select.unwrap_or(false),
            options: row.selectlist.unwrap_or_default().into_iter().map(option).collect(),
            searchable: row.searchable.unwrap_or(false),
            read_only: row.disallowupdate.unwrap_or(false),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct ValueRow {
    #[serde(deserialize_with = "wire::req")]
    customfieldid: String,
    #[serde(default, deserialize_with = "wire::opt")]
    customfieldvalue: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    optionid: Option<String>,
}

impl From<ValueRow> for CustomFieldValue {
    fn from(row: ValueRow) -> Self {
        Self {
            field: CustomFieldId::new(row.customfieldid),
            value: row.customfieldvalue.map(Phi::new),
            option: row.optionid.map(Phi::new),
        }
    }
}

impl Session {
    /// The definitions: `GET /customfields`.
    pub async fn custom_fields(&self) -> Result<Answer<Vec<CustomField>>, Error> {
        let call = self.call("GET /customfields", &["customfields"])?;
        self.all(call, "customfields", |row: FieldRow| row.into()).await
    }

    /// A patient's values; a field without one is missing: `GET /patients/{patientid}/customfields`.
    pub async fn custom_values(
        &self,
        id: &PatientId,
        department: &DepartmentId,
    ) -> Result<Answer<Vec<CustomFieldValue>>, Error> {
        let path = ["patients", id.as_str(), "customfields"];
        let call = self.call("GET /patients/{patientid}/customfields", &path)?;
        let call = call.with("departmentid", department.as_str());
        self.all(call, "customfields", |row: ValueRow| row.into()).await
    }
}
