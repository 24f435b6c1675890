//! What is to be seen to before a patient is checked in.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::contract::Audited;
use crate::write::PatientField;

/// Gives what is to be seen to before a check-in, from the copy.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitGatesRead {
    pub visit: String,
    pub patient: String,
}

/// What is to be seen to before a check-in, one row for each thing.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VisitGates {
    /// Whose visit it is.
    pub patient: String,
    pub rows: Vec<Gate>,
}

/// One thing that is to be seen to.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Gate {
    pub kind: GateKind,
    pub standing: GateStanding,
    /// When that which says so was read; none where it has not been.
    pub as_of: Option<String>,
}

/// What is looked at before a check-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GateKind {
    Identity,
    Demographics,
    /// Whether an answer is on file to text messages, of whoever has a mobile phone.
    Consents,
    Insurance,
    Copay,
    Balance,
    /// That they have no other visit on the day.
    Once,
}

/// How it stands. Only what is clear needs nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "standing", rename_all = "camelCase")]
pub enum GateStanding {
    Clear,
    /// It has not been read.
    Unread,
    /// Fields that say nothing.
    Missing {
        fields: Vec<PatientField>,
    },
    Deceased,
    /// They are no active patient.
    NotActive {
        status: String,
    },
    /// Somebody of the same name has a visit on the day as well.
    Namesake {
        minute: i32,
        provider: String,
    },
    /// They were not seen here for a year, or never: what is on file may be old.
    LongAgo {
        last: Option<String>,
    },
    /// No policy counts on the visit's date.
    NoPolicy,
    /// They pay themselves.
    SelfPay,
    NeverChecked {
        plan: String,
    },
    /// It was last checked in another month than the visit's.
    OtherMonth {
        plan: String,
        checked: String,
    },
    /// The payer's last word, in athenahealth's own.
    NotEligible {
        plan: String,
        status: String,
        checked: String,
    },
    /// It does not count before that day.
    NotBegun {
        plan: String,
        from: String,
    },
    /// To be collected.
    Due {
        cents: i64,
    },
    /// What they owe, row by row as athenahealth gives it.
    Owes {
        cents: Vec<i64>,
    },
    /// They have another visit on the day.
    Twice {
        minute: i32,
        provider: String,
    },
}

/// Asks athenahealth what a check-in wants to know of a patient.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitRequired {
    pub visit: String,
    pub patient: String,
}

/// What a check-in wants to know and does not.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequiredFields {
    /// Whose visit it is.
    pub patient: String,
    pub rows: Vec<RequiredField>,
    pub as_of: String,
}

/// A field that is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequiredField {
    /// In athenahealth's word.
    pub name: String,
    /// Where Daybook can write it.
    pub field: Option<PatientField>,
    /// athenahealth's word for what is wrong with it.
    pub said: Option<String>,
}

macro_rules! about_visit {
    ($($request:ty),+ $(,)?) => {$( impl Audited for $request {
        fn patient(&self) -> Option<&str> {
            Some(&self.patient)
        }

        fn about(&self) -> Option<&str> {
            Some(&self.visit)
        }
    } )+};
}

about_visit!(VisitGatesRead, VisitRequired);
