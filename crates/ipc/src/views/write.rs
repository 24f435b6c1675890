//! What is written to athenahealth: forms and drafts, and what is asked of a write.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod row;
mod visit;

pub use row::{
    FieldMade, WriteCounts, WriteDeed, WriteEnd, WriteField, WriteKind, WritePage, WriteRow, WriteStage,
    WriteWhy,
};
pub use visit::{VisitPlace, VisitStanding, WriteVisit};

use super::about_patient;
use crate::contract::Audited;
use crate::patient::PatientFlag;

/// A field of a patient that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PatientField {
    First,
    Middle,
    Last,
    Suffix,
    /// The name the person goes by.
    Preferred,
    /// `YYYY-MM-DD`
    Dob,
    Sex,
    /// Ten digits, as are the other phones.
    HomePhone,
    MobilePhone,
    WorkPhone,
    Email,
    Line1,
    Line2,
    City,
    /// Two letters.
    State,
    /// `12345` or `12345-6789`
    Zip,
    /// ISO 639-2.
    Language,
    /// To text messages: `true` or `false`.
    ConsentToText,
    /// `active`, `inactive`, `prospective` or `deleted`.
    Status,
    /// The department's number.
    Department,
}

/// What stands in a field, or is to stand there; empty where nothing does.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldValue {
    pub field: PatientField,
    pub value: String,
}

/// What is to stand in a field in place of what a person saw there.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldChange {
    pub field: PatientField,
    /// As it stood in the form, or as athenahealth showed it when it held the draft.
    pub saw: String,
    pub value: String,
}

/// A field that cannot be written as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldTrouble {
    pub field: PatientField,
    pub why: FieldWhy,
}

/// Why a field cannot be written as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldWhy {
    /// athenahealth wants something there; of the ways to reach a person, in one of them.
    Missing,
    /// It is longer than athenahealth keeps.
    TooLong,
    /// It cannot stand there: a phone of nine digits, a name without a letter.
    Malformed,
    /// None of those that athenahealth, or this practice, knows: a sex, a state, a department.
    Unlisted,
    /// A ZIP code and a state that do not belong together.
    Elsewhere,
}

/// Gives the fields of a patient, or of somebody to be registered, as a form takes them.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PatientFormRead {
    /// Nobody where somebody is to be registered.
    #[ts(optional)]
    pub patient: Option<String>,
}

/// A form's fields.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatientForm {
    /// Another id than was asked for where that one was merged into it.
    pub patient: Option<String>,
    /// `Last, First M. Jr`
    pub name: Option<String>,
    pub dob: Option<String>,
    pub flags: Vec<PatientFlag>,
    /// In the order in which a front desk asks for them.
    pub fields: Vec<FormField>,
    /// When what stands in them was read.
    pub as_of: Option<String>,
    /// A write of this patient that is still open.
    pub open: Option<String>,
}

/// A field of a form.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FormField {
    pub field: PatientField,
    /// As the copy holds it.
    pub value: String,
    /// How many characters athenahealth keeps.
    pub longest: u32,
    pub need: FieldNeed,
    /// What may stand there, where that is a list. What stands there and is none of them stays.
    pub choices: Vec<FieldChoice>,
}

/// Whether something must stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldNeed {
    Required,
    /// One of those that say so must be there.
    OneOf,
    Optional,
}

/// What may stand in a field.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldChoice {
    pub value: String,
    /// A name that is the practice's own: a department's. Nothing where the value has words of its own.
    pub name: Option<String>,
}

/// Asks athenahealth who is like somebody to be registered.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PatientAlike {
    /// Names and date of birth at least; phones, e-mail and ZIP make it sharper.
    pub fields: Vec<FieldValue>,
}

/// Who is like somebody to be registered, the likeliest first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlikePeople {
    pub rows: Vec<AlikeView>,
}

/// Somebody registered who is like somebody to be registered.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlikeView {
    pub patient: String,
    /// `Last, First M. Jr`
    pub name: String,
    /// athenahealth's, where it gave one. Names and date of birth alone come to 23.
    pub score: Option<i32>,
    pub likeness: Likeness,
    /// What is known of them beside what was asked with, field by field.
    pub fields: Vec<AlikeField>,
}

/// How alike somebody is. None of it decides: a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Likeness {
    /// athenahealth takes them for the same person: 26 and more.
    Same,
    /// They may be: 23 and more, or the same names and date of birth. A draft is held for them.
    Likely,
    /// Worth a look.
    Distant,
}

/// A field of somebody beside that of somebody to be registered.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlikeField {
    pub field: PatientField,
    pub ours: String,
    pub theirs: String,
    /// Whether both say something, and not the same.
    pub differs: bool,
}

/// Drafts the registration of somebody. Nothing is sent before it is released.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteCreate {
    pub fields: Vec<FieldValue>,
    /// Patients like them whom the person has looked at and ruled out.
    pub ruled_out: Vec<String>,
}

/// Drafts a change of a patient. Nothing is sent before it is released.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteEdit {
    pub patient: String,
    /// Only what is to change.
    pub changes: Vec<FieldChange>,
}

/// Changes a draft, or one that was held: whole, as it is to be.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteRedraft {
    pub write: String,
    pub draft: Redraft,
}

/// A draft as it is to be. It stays what it was, and about whom.
#[derive(Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Redraft {
    Create { fields: Vec<FieldValue>, ruled_out: Vec<String> },
    Edit { changes: Vec<FieldChange> },
}

/// What was drafted.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Drafted {
    pub write: String,
    /// What keeps it from being released.
    pub troubles: Vec<FieldTrouble>,
}

/// By what a person made sure that it is about whom it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Identifier {
    Name,
    Dob,
    Phone,
    Address,
    PatientId,
    MemberId,
}

/// Says that a draft is to be written.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteRelease {
    pub write: String,
    /// Two at least, each of which the write or its patient has; none for what is done with a visit, of which
    /// that was made sure when it was pressed.
    pub confirmed: Vec<Identifier>,
}

/// Takes back a write of which nothing left.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteDiscard {
    pub write: String,
}

/// Takes a person's word on a write of which nobody knows whether it was carried out.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteResolve {
    pub write: String,
    pub found: FoundThere,
}

/// What a person found at athenahealth.
#[derive(Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum FoundThere {
    There {
        /// Who was registered. A change is about whom it was about.
        #[ts(optional)]
        patient: Option<String>,
    },
    NotThere {},
}

/// Drafts anew what athenahealth does not have, and says that it is to be written.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteAgain {
    pub write: String,
}

/// Drafts the change that gives fields back what they said before a change. What was done with a visit is
/// taken back at once, within ten seconds.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteUndo {
    pub write: String,
}

/// Says that a person saw how a write ended.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteSee {
    pub write: String,
}

/// Lists what is open, then what ended lately or was not seen yet; the latest first in each.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteList {
    /// Where the last page ended.
    #[ts(optional)]
    pub cursor: Option<String>,
    /// Rows wanted, 100 at most; none where only the counts are.
    pub limit: u32,
    /// Only those about this patient.
    #[ts(optional)]
    pub patient: Option<String>,
    /// This one alone, however long ago it ended.
    #[ts(optional)]
    pub write: Option<String>,
}

impl Audited for PatientFormRead {
    fn words(&self) -> Option<&'static str> {
        self.patient.is_none().then_some("opened the form to register somebody")
    }

    fn patient(&self) -> Option<&str> {
        self.patient.as_deref()
    }
}

impl Audited for PatientAlike {
    fn searched(&self) -> Option<Cow<'_, str>> {
        let said = |field: PatientField| {
            let found = self.fields.iter().find(|value| value.field == field);
            found.map_or("", |value| value.value.trim())
        };
        let parts = [PatientField::Last, PatientField::First, PatientField::Dob].map(said);
        Some(parts.join(" ").into())
    }
}

impl Audited for WriteCreate {}

impl Audited for WriteList {
    fn patient(&self) -> Option<&str> {
        self.patient.as_deref()
    }

    fn about(&self) -> Option<&str> {
        self.write.as_deref()
    }
}

/// Requests that are about the write in their field `write`.
macro_rules! about_write {
    ($($request:ty),+ $(,)?) => {$( impl Audited for $request {
        fn about(&self) -> Option<&str> {
            Some(&self.write)
        }
    } )+};
}

about_patient!(WriteEdit);
about_write!(WriteRedraft, WriteRelease, WriteDiscard, WriteAgain, WriteUndo, WriteSee);

impl Audited for WriteResolve {
    fn named(&self) -> Option<&str> {
        match &self.found {
            FoundThere::There { patient } => patient.as_deref(),
            FoundThere::NotThere {} => None,
        }
    }

    fn about(&self) -> Option<&str> {
        Some(&self.write)
    }
}
