//! The views of the schedule that somebody keeps on keys.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use super::session::Density;

/// Lists the views that whoever sits here keeps for the practice in use.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ViewList {}

/// Keeps a view, in the place of the one that its key had.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ViewKeep {
    pub view: SavedView,
}

/// Forgets the view of a key.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ViewForget {
    pub key: u8,
}

/// How the schedule is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ViewKind {
    /// A column for each provider.
    Columns,
    /// A row for each visit of a day.
    List,
    /// Seven days.
    Week,
}

/// How far a visit has come, as far as it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ViewState {
    Booked,
    Late,
    Coming,
    Here,
    Waiting,
    Done,
    Other,
}

/// What may be wrong with a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum VisitWrong {
    Late,
    Waiting,
    Nobody,
    NoProvider,
    NoKind,
    NoLength,
    Double,
}

/// By what a list of visits stands in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ViewOrder {
    Time,
    Name,
    Kind,
    State,
    Provider,
    Department,
    Wrong,
}

/// A view of the schedule, on a key. Where nothing is named everything is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedView {
    /// From 1 on: the function key that shows it.
    pub key: u8,
    pub name: String,
    pub kind: ViewKind,
    pub departments: Vec<String>,
    pub providers: Vec<String>,
    pub states: Vec<ViewState>,
    pub wrongs: Vec<VisitWrong>,
    pub order: ViewOrder,
    /// Whether the last comes first.
    pub is_turned: bool,
    pub density: Density,
}

impl SavedView {
    /// How many keys there are.
    pub const KEYS: u8 = 8;
    /// The most letters of a name.
    pub const NAME: usize = 40;
}

/// The views that somebody keeps, in the order of their keys.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Views {
    pub rows: Vec<SavedView>,
}

about_nobody!(ViewList, ViewKeep, ViewForget);
