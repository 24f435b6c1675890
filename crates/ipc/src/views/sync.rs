//! How fresh the copy is.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::Failure;

/// Asks how fresh the copy is.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncRead {}

/// Has the fill go on until the practice's next working day begins, whatever was chosen.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncResume {}

/// A part of the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PartName {
    Practice,
    Schedule,
    Patients,
    Coverages,
    CustomFields,
}

/// A part of the copy with its age.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PartAge {
    pub part: PartName,
    /// An RFC 3339 instant; none where it has not been read.
    pub as_of: Option<String>,
}

/// What is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// The practice, its departments and providers.
    Reference,
    /// Today and the next two weeks.
    NearSchedule,
    /// A year ahead and two years back.
    FarSchedule,
    /// Policies and custom fields, by next visit.
    Details,
    /// Everything planned is read; what is on screen is kept fresh.
    Fresh,
}

/// When the fill goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FillRest {
    /// An RFC 3339 instant.
    pub until: String,
    /// Minutes since midnight then, in the practice's zone.
    pub minute: i32,
    /// That zone in the practice's words.
    pub zone: String,
}

/// How far the filling of a new copy has come.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fill {
    pub phase: Phase,
    pub done: u32,
    pub left: u32,
    /// Steps a minute, measured; none before enough were done.
    pub per_minute: Option<f64>,
    /// Seconds left at that rate.
    pub seconds_left: Option<u32>,
    /// That what is left waits until nobody works at the practice; none while anything of it is read.
    pub rest: Option<FillRest>,
}

/// The day's calls.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Calls {
    pub limit: Option<u64>,
    pub left: Option<u64>,
    pub sent_today: u64,
}

/// How fresh the copy is and what is being read.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    pub fill: Fill,
    pub parts: Vec<PartAge>,
    pub calls: Calls,
    /// What keeps athenahealth from being read; none while it is.
    pub problem: Option<Failure>,
    /// Since when, as an RFC 3339 instant.
    pub problem_since: Option<String>,
    /// Patients in the copy.
    pub held: u32,
    /// Of them, those whose policies and custom fields are still to be read. Whom athenahealth keeps
    /// hidden is in no count.
    pub without_details: u32,
    /// Whether the copy was damaged and is being read anew.
    pub rebuilt: bool,
}

about_nobody!(SyncRead, SyncResume);
