//! The practice and how today stands.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;

/// Asks for the practice in use.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PracticeOverview {
    /// Where the last page of departments ended.
    #[ts(optional)]
    pub cursor: Option<String>,
}

/// A department and how its day stands.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DepartmentView {
    pub id: String,
    pub name: String,
    pub place: Option<String>,
    /// The zone in the practice's words: Eastern, Central, Arizona.
    pub zone: String,
    /// False where the practice does not say its zone and the server's own is used.
    pub zone_known: bool,
    /// Today there, as `YYYY-MM-DD`.
    pub today: String,
    pub booked: u32,
    pub here: u32,
    pub done: u32,
}

/// The practice and how today stands in a page of its departments.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    pub name: String,
    pub practice: String,
    pub rows: Vec<DepartmentView>,
    pub cursor: Option<String>,
    pub providers: u32,
    /// Patients in the copy.
    pub held: u32,
    /// When departments and providers were read, as an RFC 3339 instant.
    pub as_of: Option<String>,
}

about_nobody!(PracticeOverview);
