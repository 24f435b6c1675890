//! The tables: each file holds a table's SQL, its rows, its reads and its writes.
//!
//! Ages are instants in milliseconds; days and wall-clock times are ISO 8601 text, which sorts.

pub(crate) mod again;
pub(crate) mod allergy;
pub(crate) mod appointment;
pub(crate) mod athena_user;
pub(crate) mod audit;
pub(crate) mod belonging;
pub(crate) mod call_count;
pub(crate) mod changed;
pub(crate) mod coverage;
pub(crate) mod custom_value;
pub(crate) mod described;
pub(crate) mod feed;
pub(crate) mod fill;
pub(crate) mod followed;
pub(crate) mod freshness;
pub(crate) mod journal;
pub(crate) mod merge;
pub(crate) mod patient;
pub(crate) mod patient_line;
pub(crate) mod person;
pub(crate) mod recent;
pub(crate) mod record;
pub(crate) mod reference;
pub(crate) mod retention;
pub(crate) mod secret;
pub(crate) mod setting;
pub(crate) mod sync_log;
pub(crate) mod tally;
pub(crate) mod token;
pub(crate) mod visibility;
pub(crate) mod wanted;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// A part of a record with its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<T> {
    /// The part.
    pub value: T,
    /// When it was last known to be true.
    pub as_of: DateTime<Utc>,
}

/// What a put came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Rows that were not held before.
    pub new: u64,
    /// Held rows that are now newer.
    pub changed: u64,
    /// Rows that were older than, or as old as, what is held.
    pub unchanged: u64,
    /// Rows about people who must not be seen here.
    pub not_visible: u64,
}

pub(crate) fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

pub(crate) fn instant(millis: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
}

pub(crate) fn to_json<T: Serialize>(table: &'static str, value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Record(table))
}

pub(crate) fn from_json<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Error::Record(table))
}
