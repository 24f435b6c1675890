//! Who waits for a time that was freed.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::contract::Audited;
use crate::write::VisitPlace;

/// Lists the times that were freed from here lately.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitlistFreed {}

/// The times that were freed from here in the last quarter of an hour, the latest first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FreedTimes {
    pub rows: Vec<FreedTime>,
}

/// A time that was freed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FreedTime {
    /// The visit that was cancelled or moved away.
    pub visit: String,
    pub place: VisitPlace,
}

/// Asks athenahealth who waits for a time that was freed.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitlistMatch {
    /// The visit that was cancelled or moved away.
    pub visit: String,
}

/// Who waits for a time that was freed, whoever matters most and waits longest first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    pub visit: String,
    /// Whether the time is open; nobody is offered one that is not.
    pub is_open: bool,
    pub rows: Vec<WaitingRow>,
    /// When the list was read.
    pub as_of: String,
}

/// Somebody who waits.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WaitingRow {
    pub entry: String,
    pub patient: String,
    pub name: String,
    /// `YYYY-MM-DD`
    pub dob: Option<String>,
    /// How to reach them, bare digits.
    pub phone: Option<String>,
    pub priority: WaitPriority,
    /// By what the time meets what they wish.
    pub why: Vec<WaitWhy>,
    /// Whether they have a visit that they would give up for it: it is moved.
    pub moves: bool,
    /// The practice's own note.
    pub note: Option<String>,
}

/// How much somebody's wait matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WaitPriority {
    Low,
    Normal,
    High,
}

/// By what a time meets a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WaitWhy {
    /// It is with whom they want.
    Provider,
    /// They take anybody.
    AnyProvider,
    /// It is of the kind that they want.
    Kind,
    /// It is for their reason.
    Reason,
    /// They say of no kind.
    AnyPurpose,
    /// It is on a weekday that they want.
    Day,
    AnyDay,
    /// It is within the hours that they want.
    Hours,
    AnyHours,
}

/// Has a time that was freed booked for somebody who waits, or their visit moved there.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitlistFill {
    /// The visit that was cancelled or moved away.
    pub visit: String,
    pub entry: String,
    pub patient: String,
}

/// Takes somebody off the waiting list.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitlistRemove {
    pub entry: String,
    pub patient: String,
}

impl Audited for WaitlistMatch {
    fn about(&self) -> Option<&str> {
        Some(&self.visit)
    }
}

impl Audited for WaitlistFill {
    fn patient(&self) -> Option<&str> {
        Some(&self.patient)
    }

    fn about(&self) -> Option<&str> {
        Some(&self.visit)
    }
}

impl Audited for WaitlistRemove {
    fn patient(&self) -> Option<&str> {
        Some(&self.patient)
    }

    fn about(&self) -> Option<&str> {
        Some(&self.entry)
    }
}

about_nobody!(WaitlistFreed);
