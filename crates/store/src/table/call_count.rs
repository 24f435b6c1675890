//! Calls to athenahealth, by the hour of its day and by what they were for.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::params;

use super::{instant, millis};
use crate::{Error, Reader, Writer};

/// Calls of one kind within an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourCalls {
    /// When the hour began.
    pub hour: DateTime<Utc>,
    /// What they were for.
    pub lane: String,
    /// How many.
    pub calls: u64,
}

/// How long counts are kept.
const KEPT: TimeDelta = TimeDelta::days(8);

impl Reader<'_> {
    /// The calls of the hours from one instant until before another, the earliest first.
    pub fn calls_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<HourCalls>, Error> {
        let sql =
            "SELECT hour, lane, calls FROM call_count WHERE hour >= ?1 AND hour < ?2 ORDER BY hour, lane";
        self.all(sql, params![millis(from), millis(to)], |row| {
            let hour = instant(row.get(0)?).ok_or(Error::Record("call_count"))?;
            Ok(HourCalls { hour, lane: row.get(1)?, calls: row.get::<_, i64>(2)?.cast_unsigned() })
        })
    }
}

impl Writer<'_> {
    /// Adds calls to those that are counted, and forgets what nobody looks at any more.
    pub fn add_calls(&mut self, calls: &[HourCalls]) -> Result<(), Error> {
        let sql = "INSERT INTO call_count (hour, lane, calls) VALUES (?1, ?2, ?3)
            ON CONFLICT (hour, lane) DO UPDATE SET calls = calls + excluded.calls";
        for HourCalls { hour, lane, calls } in calls {
            self.run(sql, params![millis(*hour), lane, calls.cast_signed()])?;
        }
        if let Some(newest) = calls.iter().map(|counted| counted.hour).max() {
            self.run("DELETE FROM call_count WHERE hour < ?1", params![millis(newest - KEPT)])?;
        }
        Ok(())
    }
}
