//! What happened to the reading of a copy, in the order in which it did. Nothing of a patient stands in it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{from_json, instant, millis, to_json};
use crate::{Error, Reader, Writer};

/// Why nothing is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Halt {
    /// Nothing is reached.
    Offline,
    /// athenahealth does not answer, or only with errors.
    Outage,
    /// Calls come too fast.
    TooFast,
    /// The day's calls are used up.
    DayUsedUp,
    /// Nobody is signed in any more.
    SignedOut,
    /// The key is not accepted, or has no right to the practice.
    KeyRefused,
    /// There is no room on the disk.
    DiskFull,
    /// Something that is answered cannot be read.
    Unreadable,
    /// Something else.
    Other,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Happened {
    /// Changes were read, so many of each feed.
    Changes {
        /// By athenahealth's name of the feed.
        counts: BTreeMap<String, u64>,
    },
    /// Records were merged.
    Merged {
        /// How many.
        count: u64,
    },
    /// Another desktop on the key showed itself.
    Another {
        /// In which feed.
        feed: String,
    },
    /// Something may have been missed, or is read anew because a person asked for it.
    Gap {
        /// Of which feed.
        feed: String,
        /// Why, by the word of its reason.
        why: String,
        /// From when.
        since: DateTime<Utc>,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// All that a gap may be about was read anew.
    GapClosed {
        /// Of which feed.
        feed: String,
        /// Why it was one.
        why: String,
    },
    /// Nothing is read.
    Halted {
        /// Why.
        why: Halt,
        /// Until when, where that is known.
        until: Option<DateTime<Utc>>,
    },
    /// It is read again.
    GoesOn,
    /// A person had reading rest.
    Paused {
        /// Until when; none where until they say so.
        until: Option<DateTime<Utc>>,
    },
    /// Reading rests no more.
    Resumed,
    /// A person had all that is due read at once.
    Again,
}

/// Something that happened, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Its place in the order.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: Happened,
}

/// The most that is kept.
const KEPT: u32 = 500;
/// For how long changes are counted together, so that a busy hour is a few lines.
const TOGETHER: TimeDelta = TimeDelta::minutes(15);

impl Reader<'_> {
    /// What happened before a place in the order, the latest first. What a newer program wrote is left out.
    pub fn sync_log(&self, before: Option<i64>, most: u32) -> Result<Vec<LogRow>, Error> {
        let sql = "SELECT number, at, what FROM sync_log WHERE number < ?1 ORDER BY number DESC LIMIT ?2";
        let rows = self.all(sql, params![before.unwrap_or(i64::MAX), most], |row| {
            let at = instant(row.get(1)?).ok_or(Error::Record("sync_log"))?;
            let what = from_json::<Happened>("sync_log", &row.get::<_, String>(2)?).ok();
            Ok(what.map(|what| LogRow { number: row.get(0).unwrap_or(0), at, what }))
        })?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// How many records were merged into others.
    pub fn merged_count(&self) -> Result<u64, Error> {
        self.count("SELECT count(*) FROM patient_alias", [])
    }
}

impl Writer<'_> {
    /// Notes what happened, and forgets what is long past.
    pub fn log_sync(&mut self, at: DateTime<Utc>, what: &Happened) -> Result<(), Error> {
        if !self.is_added(at, what)? {
            let sql = "INSERT INTO sync_log (at, what) VALUES (?1, ?2)";
            self.run(sql, params![millis(at), to_json("sync_log", what)?])?;
        }
        let sql = "DELETE FROM sync_log WHERE number <= (SELECT max(number) FROM sync_log) - ?1";
        self.run(sql, params![KEPT])?;
        Ok(())
    }

    /// Adds changes to those that were read just before.
    fn is_added(&mut self, at: DateTime<Utc>, what: &Happened) -> Result<bool, Error> {
        let Happened::Changes { counts: more } = what else { return Ok(false) };
        let Some(LogRow { number, at: begun, what: Happened::Changes { mut counts } }) =
            self.sync_log(None, 1)?.into_iter().next()
        else {
            return Ok(false);
        };
        if (at - begun).abs() >= TOGETHER {
            return Ok(false);
        }
        for (feed, count) in more {
            *counts.entry(feed.clone()).or_default() += count;
        }
        let text = to_json("sync_log", &Happened::Changes { counts })?;
        self.run("UPDATE sync_log SET what = ?2 WHERE number = ?1", params![number, text])?;
        Ok(true)
    }
}
