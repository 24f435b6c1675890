//! A provider's day moved by a plan.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::schedule::Visit;
use super::slot::Opening;
use crate::contract::Audited;

/// Plans where the visits of a provider's day could be moved to. Nothing is moved by it.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanMake {
    /// `YYYY-MM-DD`: the day that is moved.
    pub date: String,
    pub provider: String,
    pub department: String,
    /// To whom; one at least, and ten at most.
    pub providers: Vec<String>,
    /// Where; one at least, and four at most.
    pub departments: Vec<String>,
    /// `YYYY-MM-DD`: the first day that they are moved to.
    pub from: String,
    /// To how many days, 14 at most.
    pub days: u32,
}

/// Where each visit of a provider's day could be moved to.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// In the order of their time.
    pub rows: Vec<PlanRow>,
    /// What cannot be moved: whoever is here, is gone, or is not shown.
    pub stays: Vec<Visit>,
    /// When the oldest of the open times was read: never more than five minutes ago.
    pub as_of: String,
}

/// A visit, and where it could go.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanRow {
    pub visit: Visit,
    /// None where no open time is left for it.
    pub to: Option<Opening>,
    /// The open times of its kind that are nearest, whoever else could have them.
    pub others: Vec<Opening>,
}

impl Audited for PlanMake {
    fn about(&self) -> Option<&str> {
        Some(&self.date)
    }

    fn department(&self) -> Option<&str> {
        Some(&self.department)
    }
}
