//! A day's schedule.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use super::patient::Age;
use crate::contract::Audited;

/// Gives a day's schedule.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleDay {
    /// `YYYY-MM-DD`; today where it is missing.
    #[ts(optional)]
    pub date: Option<String>,
    /// One department; all where it is missing.
    #[ts(optional)]
    pub department: Option<String>,
}

/// Gives seven days of the schedule, from a Sunday on.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleWeek {
    /// A day of the week, `YYYY-MM-DD`; today where it is missing.
    #[ts(optional)]
    pub date: Option<String>,
    /// One department; all where it is missing.
    #[ts(optional)]
    pub department: Option<String>,
    /// One provider; all where it is missing.
    #[ts(optional)]
    pub provider: Option<String>,
}

/// Asks for a day to be read anew.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleRefresh {
    pub date: String,
}

/// Says that somebody opened a visit out of its day.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitOpen {
    pub patient: String,
    /// `YYYY-MM-DD`
    pub date: String,
}

/// How far a visit has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum VisitState {
    Booked,
    /// Booked, its time past, and nobody came yet.
    Late,
    CheckingIn,
    Here,
    /// Here, fetched by nobody yet, and waiting longer past the start than is thought right.
    Waiting {
        minutes: u32,
    },
    Out,
    Charged,
    Cancelled,
    /// A word that is not known here.
    Other {
        word: String,
    },
}

/// A visit on the day sheet.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Visit {
    pub id: String,
    /// None where athenahealth keeps the patient hidden, and where it is booked for nobody.
    pub patient: Option<String>,
    /// Whether it is booked for nobody.
    pub for_nobody: bool,
    /// `Last, First M.`; none where the patient is hidden.
    pub name: Option<String>,
    /// Minutes since the midnight of the column's zone.
    pub minute: i32,
    pub minutes: u32,
    pub state: VisitState,
    pub kind: String,
    /// Which of the visits side by side at that time this one is, and how many there are.
    pub lane: u32,
    pub lanes: u32,
    pub urgent: bool,
    pub copay_cents: Option<i64>,
    pub phone: Option<String>,
    pub dob: Option<String>,
    pub age: Option<Age>,
    pub sex: Option<String>,
    /// When check-in was completed, minutes since midnight there.
    pub checked_in: Option<i32>,
    /// For how many minutes somebody who is here and fetched by nobody has waited.
    pub waited: Option<u32>,
    pub notes: Vec<String>,
}

/// A provider in a department.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    pub provider: String,
    pub name: String,
    pub department: String,
    pub department_name: String,
    pub zone: String,
    /// Minutes since midnight there, where the day is today there.
    pub now: Option<i32>,
    pub visits: Vec<Visit>,
}

/// How a day stands.
#[derive(Clone, Copy, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    pub booked: u32,
    pub here: u32,
    pub done: u32,
    pub waiting: u32,
}

/// A day's schedule.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DaySheet {
    /// `YYYY-MM-DD`
    pub date: String,
    /// Today in the department shown, or in most departments.
    pub today: String,
    /// The zones of the departments shown, in words.
    pub zones: Vec<String>,
    /// First and last minute to be shown.
    pub from: i32,
    pub to: i32,
    pub columns: Vec<Column>,
    pub tally: Tally,
    /// When the day was read, the oldest of its departments; none where it has not been read.
    pub as_of: Option<String>,
    /// Whether the day lies in the window that is kept.
    pub kept: bool,
}

/// Seven days of the schedule.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WeekSheet {
    /// Today in the department shown, or in most departments.
    pub today: String,
    /// The days, each as its own sheet.
    pub days: Vec<DaySheet>,
}

impl Audited for ScheduleWeek {
    fn about(&self) -> Option<&str> {
        self.date.as_deref()
    }

    fn department(&self) -> Option<&str> {
        self.department.as_deref()
    }
}

impl Audited for ScheduleDay {
    fn about(&self) -> Option<&str> {
        self.date.as_deref()
    }

    fn department(&self) -> Option<&str> {
        self.department.as_deref()
    }
}

impl Audited for VisitOpen {
    fn patient(&self) -> Option<&str> {
        Some(&self.patient)
    }

    fn about(&self) -> Option<&str> {
        Some(&self.date)
    }
}

about_nobody!(ScheduleRefresh);
