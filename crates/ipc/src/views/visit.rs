//! What is done with visits.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::contract::Audited;
use crate::write::Identifier;

/// Has the check-in of whoever comes begun.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitStartCheckIn {
    pub visit: String,
    pub patient: String,
}

/// Has whoever comes checked in; their check-in is begun where it was not.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitCheckIn {
    pub visit: String,
    pub patient: String,
}

/// Has a check-in taken back, begun or done.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitCancelCheckIn {
    pub visit: String,
    pub patient: String,
}

/// Has whoever was here checked out.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitCheckOut {
    pub visit: String,
    pub patient: String,
}

/// Has a visit cancelled.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitCancel {
    pub visit: String,
    pub patient: String,
    /// One of the practice's reasons.
    #[ts(optional)]
    pub reason: Option<String>,
    /// More of it, in words.
    #[ts(optional)]
    pub said: Option<String>,
}

/// Has an open time booked for a patient, of whom it was made sure who they are.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitBook {
    pub slot: String,
    pub patient: String,
    /// Of which kind the visit is to be; this, or a reason.
    #[ts(optional)]
    pub kind: Option<String>,
    /// What they are to be seen for, of the practice's reasons.
    #[ts(optional)]
    pub reason: Option<String>,
    pub department: String,
    /// Stands with the visit on the schedule.
    #[ts(optional)]
    pub note: Option<String>,
    /// Two at least, each of which the patient has.
    pub confirmed: Vec<Identifier>,
}

/// Has a visit moved to an open time.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitMove {
    pub visit: String,
    pub patient: String,
    pub slot: String,
}

/// Has a visit put beside what stands at a time, on purpose: the time is opened for it.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitDouble {
    pub place: DoublePlace,
    /// Why; stands with the visit at athenahealth.
    pub reason: String,
    pub deed: DoubleDeed,
}

/// Where a visit is put beside another.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoublePlace {
    /// `YYYY-MM-DD`
    pub date: String,
    /// Minutes since the midnight of the department's zone.
    pub minute: i32,
    pub provider: String,
    pub department: String,
}

/// What is put there.
#[derive(Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum DoubleDeed {
    /// A visit that is yet to be.
    Book {
        patient: String,
        /// Of which kind it is to be.
        of: String,
        /// Two at least, each of which the patient has.
        confirmed: Vec<Identifier>,
    },
    /// A visit that stands elsewhere.
    Move { visit: String, patient: String },
}

/// A write that was released: nothing says yet that athenahealth has it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Released {
    pub write: String,
}

/// Asks athenahealth for the practice's reasons to cancel.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitCancelReasons {}

/// The practice's reasons to cancel.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CancelReasons {
    pub rows: Vec<CancelReasonView>,
}

/// A reason to cancel.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CancelReasonView {
    pub id: String,
    pub name: String,
    /// Whether it says that they did not come.
    pub no_show: bool,
    /// Whether the time is free again.
    pub frees: bool,
}

/// Requests that are about the visit in their field `visit`, and whose it is.
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

about_visit!(VisitStartCheckIn, VisitCheckIn, VisitCancelCheckIn, VisitCheckOut, VisitCancel, VisitMove);

impl Audited for VisitBook {
    fn patient(&self) -> Option<&str> {
        Some(&self.patient)
    }

    fn about(&self) -> Option<&str> {
        Some(&self.slot)
    }

    fn department(&self) -> Option<&str> {
        Some(&self.department)
    }
}

impl Audited for VisitDouble {
    fn patient(&self) -> Option<&str> {
        match &self.deed {
            DoubleDeed::Book { patient, .. } | DoubleDeed::Move { patient, .. } => Some(patient),
        }
    }

    fn about(&self) -> Option<&str> {
        Some(&self.place.date)
    }

    fn department(&self) -> Option<&str> {
        Some(&self.place.department)
    }
}

about_nobody!(VisitCancelReasons);
