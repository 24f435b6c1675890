//! What is read again though no feed told of it, and how much of that differed from what was held.

use chrono::{DateTime, Utc};
use model::{Appointment, Patient, PatientId, Provider};
use rusqlite::params;

use super::appointment::Window;
use super::freshness::Part;
use super::patient::Detail;
use super::{instant, millis, to_json};
use crate::{Error, Reader, Writer};

const TABLE: &str = "again";

/// Records of a feed that were read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Since when they are counted.
    pub since: DateTime<Utc>,
    /// When some were last read again for that sake.
    pub last: Option<DateTime<Utc>>,
    /// How many.
    pub records: u64,
    /// How many of them differed from what was held, though the feed said nothing.
    pub differed: u64,
    /// When one was last found to.
    pub found: Option<DateTime<Utc>>,
}

/// When doubts about the records of a feed can be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settling {
    /// Of what differed before that the feed would have told by now.
    pub before: DateTime<Utc>,
    /// What was held before that may have been missed for a reason that is known.
    pub covers: DateTime<Utc>,
    /// When that is so.
    pub at: DateTime<Utc>,
}

impl Reader<'_> {
    /// What was read again of a feed's records; `None` where nothing was yet.
    pub fn measured(&self, feed: &str) -> Result<Option<Measured>, Error> {
        let sql = "SELECT since, last, records, differed, found FROM again WHERE feed = ?1";
        self.one(sql, params![feed], |row| {
            let at = |millis: Option<i64>| millis.and_then(instant);
            Ok(Measured {
                since: instant(row.get(0)?).ok_or(Error::Record(TABLE))?,
                last: at(row.get(1)?),
                records: row.get::<_, i64>(2)?.cast_unsigned(),
                differed: row.get::<_, i64>(3)?.cast_unsigned(),
                found: at(row.get(4)?),
            })
        })
    }

    /// Whether a record of a feed differed and it is not known yet whether the feed tells of it.
    pub fn is_in_doubt(&self, feed: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM doubt WHERE feed = ?1 LIMIT 1";
        Ok(self.one(sql, params![feed], |_| Ok(()))?.is_some())
    }

    /// Those who can be found and whose record was read longest ago, with when that was; those of whom it
    /// never was are not among them.
    pub fn read_longest_ago(&self, limit: usize) -> Result<Vec<(PatientId, DateTime<Utc>)>, Error> {
        let sql = "SELECT id, full_as_of FROM patient WHERE ord IS NOT NULL AND full_as_of > ?1
            ORDER BY full_as_of LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(sql, params![i64::MIN, limit], |row| {
            let at = instant(row.get(1)?).ok_or(Error::Record("patient"))?;
            Ok((PatientId::new(row.get::<_, String>(0)?), at))
        })
    }

    /// The day between two, both included, that was read longest ago, and when; `None` where none was.
    pub fn day_read_longest_ago(
        &self,
        from: chrono::NaiveDate,
        to: chrono::NaiveDate,
    ) -> Result<Option<(chrono::NaiveDate, DateTime<Utc>)>, Error> {
        let sql = "SELECT substr(scope, 1, 10), as_of FROM freshness
            WHERE part = 'day' AND scope >= ?1 AND scope < date(?2, '+1 day') ORDER BY as_of, scope LIMIT 1";
        self.one(sql, params![from.to_string(), to.to_string()], |row| {
            let wrong = Error::Record("freshness");
            let day = row.get::<_, String>(0)?.parse().map_err(|_| wrong)?;
            Ok((day, instant(row.get(1)?).ok_or(wrong)?))
        })
    }

    /// When a feed last told of a record, as far as that is remembered.
    pub(super) fn told(&self, feed: &str, id: &str) -> Result<Option<DateTime<Utc>>, Error> {
        let sql = "SELECT at FROM feed_row WHERE feed = ?1 AND id = ?2";
        Ok(self.one(sql, params![feed, id], |row| Ok(row.get::<_, i64>(0)?))?.and_then(instant))
    }
}

impl Writer<'_> {
    /// Looks at patients' records that were read, before they are put: what was held of them since an
    /// instant should be what came. What follows from the calendar, and what a feed does not tell of, is
    /// no difference.
    pub fn compare_patients(
        &mut self,
        feed: &str,
        read: &[(&Patient, DateTime<Utc>)],
        covers: DateTime<Utc>,
    ) -> Result<(), Error> {
        let told = |patient: &Patient| Patient {
            balances: None,
            first_visit: None,
            last_visit: None,
            previous_ids: Vec::new(),
            ..patient.clone()
        };
        for (patient, at) in read {
            let held = self.patient(&patient.id)?.filter(|held| held.detail == Detail::Full);
            let Some(held) = held.filter(|held| held.as_of >= covers && held.as_of < *at) else { continue };
            let is_other = told(&held.patient) != told(patient);
            self.weigh(feed, patient.id.as_str(), (held.as_of, *at), is_other)?;
        }
        Ok(())
    }

    /// Looks at appointments that were read, before they are put.
    pub fn compare_visits(
        &mut self,
        feed: &str,
        read: &[Appointment],
        at: DateTime<Utc>,
        covers: DateTime<Utc>,
    ) -> Result<(), Error> {
        for row in read {
            let (since, is_other) = match self.appointment(&row.id)? {
                Some(held) => (Some(held.as_of), !self.is_same_visit(&held.appointment, row)?),
                None => {
                    (self.as_of(&Part::Day(row.department.clone(), row.start.date()))?, row.patient.is_some())
                }
            };
            if let Some(since) = since.filter(|since| *since >= covers && *since < at) {
                self.weigh(feed, row.id.as_str(), (since, at), is_other)?;
            }
        }
        Ok(())
    }

    /// Looks at what a reading that began at an instant did not bring, before that is gone.
    pub fn compare_window(
        &mut self,
        feed: &str,
        window: &Window,
        at: DateTime<Utc>,
        covers: DateTime<Utc>,
    ) -> Result<(), Error> {
        let departments: Vec<&str> = window.departments.iter().map(|id| id.as_str()).collect();
        let sql =
            "SELECT id, as_of FROM appointment WHERE date BETWEEN ?1 AND ?2 AND as_of >= ?3 AND as_of < ?4
            AND department IN (SELECT value FROM json_each(?5))";
        let (from, to) = (window.from.to_string(), window.to.to_string());
        let covered = params![from, to, millis(covers), millis(at), to_json(TABLE, &departments)?];
        let gone = self.all(sql, covered, |row| {
            Ok((row.get::<_, String>(0)?, instant(row.get(1)?).ok_or(Error::Record("appointment"))?))
        })?;
        gone.iter().try_for_each(|(id, since)| self.weigh(feed, id, (*since, at), true))
    }

    /// Looks at a list of providers that was read, before it is put.
    pub fn compare_providers(
        &mut self,
        feed: &str,
        read: &[Provider],
        at: DateTime<Utc>,
        covers: DateTime<Utc>,
    ) -> Result<(), Error> {
        let since = self.as_of(&Part::Providers)?;
        let Some(since) = since.filter(|since| *since >= covers && *since < at) else { return Ok(()) };
        let held = self.providers()?;
        for one in read {
            self.weigh(feed, one.id.as_str(), (since, at), !held.contains(one))?;
        }
        for gone in held.iter().filter(|one| read.iter().all(|other| other.id != one.id)) {
            self.weigh(feed, gone.id.as_str(), (since, at), true)?;
        }
        Ok(())
    }

    /// Counts a record that was read again; one that differs is in doubt.
    fn weigh(
        &mut self,
        feed: &str,
        id: &str,
        (since, at): (DateTime<Utc>, DateTime<Utc>),
        differs: bool,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO again (feed, since, records, differed) VALUES (?1, ?2, 1, 0)
            ON CONFLICT (feed) DO UPDATE SET records = records + 1";
        self.run(sql, params![feed, millis(at)])?;
        if differs {
            let sql = "INSERT INTO doubt (feed, id, since, at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (feed, id) DO NOTHING";
            self.run(sql, params![feed, id, millis(since), millis(at)])?;
        }
        Ok(())
    }

    /// Settles doubts: a record that differed and of which the feed told nothing by now did so although the
    /// feed said nothing. Gives how many did.
    pub fn settle_doubts(&mut self, feed: &str, settling: &Settling) -> Result<u64, Error> {
        let excused = "DELETE FROM doubt WHERE feed = ?1 AND (since < ?2 OR EXISTS
            (SELECT 1 FROM feed_row r WHERE r.feed = doubt.feed AND r.id = doubt.id AND r.at > doubt.since))";
        self.run(excused, params![feed, millis(settling.covers)])?;
        let settled = "DELETE FROM doubt WHERE feed = ?1 AND at <= ?2";
        let found = self.run(settled, params![feed, millis(settling.before)])? as u64;
        if found > 0 {
            let sql = "UPDATE again SET differed = differed + ?2, found = ?3 WHERE feed = ?1";
            self.run(sql, params![feed, found.cast_signed(), millis(settling.at)])?;
        }
        Ok(found)
    }

    /// Drops doubts about the records of a feed that is known to have missed something.
    pub fn drop_doubts(&mut self, feed: &str) -> Result<(), Error> {
        self.run("DELETE FROM doubt WHERE feed = ?1", params![feed])?;
        Ok(())
    }

    /// Notes that some of a feed's records were read again for its sake.
    pub fn note_again(&mut self, feed: &str, at: DateTime<Utc>) -> Result<(), Error> {
        let sql = "INSERT INTO again (feed, since, last, records, differed) VALUES (?1, ?2, ?2, 0, 0)
            ON CONFLICT (feed) DO UPDATE SET last = excluded.last";
        self.run(sql, params![feed, millis(at)])?;
        Ok(())
    }
}

impl Reader<'_> {
    /// Whether two tellings of an appointment are the same in what a list and a feed tell alike.
    fn is_same_visit(&self, held: &Appointment, read: &Appointment) -> Result<bool, Error> {
        let survivor = |row: &Appointment| row.patient.as_ref().map(|id| self.survivor(id)).transpose();
        let alike = |row: &Appointment| {
            (row.department.clone(), row.provider.clone(), row.start, row.minutes, row.state.clone())
        };
        Ok(alike(held) == alike(read) && held.kind == read.kind && survivor(held)? == survivor(read)?)
    }
}
