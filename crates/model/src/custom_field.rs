//! A practice's own fields.

use serde::{Deserialize, Serialize};

use crate::{CustomFieldId, Phi};

/// What a custom field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomFieldKind {
    /// Free text.
    Text,
    /// A date.
    Date,
    /// A number.
    Number,
    /// A word that is not known here, kept and shown as it came.
    Other(String),
}

/// A choice of a custom field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomFieldOption {
    /// The practice's identifier.
    pub id: String,
    /// In words.
    pub name: String,
}

/// A custom field's definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// The practice's identifier.
    pub id: CustomFieldId,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: CustomFieldKind,
    /// Whether a value is one of its options. The list itself may be missing all the same.
    pub choice: bool,
    /// Its options.
    pub options: Vec<CustomFieldOption>,
    /// Whether patients can be searched by it.
    pub searchable: bool,
    /// Whether it must not be changed from outside.
    pub read_only: bool,
}

/// A patient's value of a custom field: free text, or the option chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomFieldValue {
    /// The field.
    pub field: CustomFieldId,
    /// The value, for a field that is no choice.
    pub value: Option<Phi<String>>,
    /// The option, for a choice.
    pub option: Option<Phi<String>>,
}
