//! Visits that wait for a place.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use super::schedule::Column;
use crate::contract::Audited;

/// Lists the visits that whoever sits here put aside to be moved.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ParkedList {}

/// Puts a visit aside, to be moved. Nothing is sent for it.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitPark {
    pub visit: String,
    pub patient: String,
}

/// Has a visit wait no more: it stays where it stands.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitUnpark {
    pub visit: String,
    pub patient: String,
}

/// The visits that wait, the first put aside first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Parked {
    pub rows: Vec<ParkedVisit>,
    /// How many are there no more: cancelled, or not in the copy.
    pub gone: u32,
}

/// A visit that waits, and where it stands.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ParkedVisit {
    /// `YYYY-MM-DD`
    pub date: String,
    /// Where it stands, with it alone.
    pub column: Column,
}

/// Requests about a visit, and whose it is.
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

about_visit!(VisitPark, VisitUnpark);
about_nobody!(ParkedList);
