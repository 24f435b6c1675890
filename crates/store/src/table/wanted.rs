//! People of whom a feed gave the number alone, and who are to be read.

use chrono::{DateTime, NaiveDateTime, Utc};
use model::PatientId;
use rusqlite::params;

use super::appointment::written;
use super::fill::Needing;
use super::millis;
use crate::{Error, Reader, Writer};

impl Reader<'_> {
    /// Those who are wanted since before an instant, whom their next appointment from `from` on brings soonest
    /// first, with its day.
    pub fn wanted_patients(
        &self,
        from: NaiveDateTime,
        before: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<Needing>, Error> {
        let sql = "SELECT w.id,
                (SELECT min(a.date) FROM appointment a WHERE a.patient = w.id AND a.start >= ?1) AS next
            FROM patient_wanted w WHERE w.since < ?2 ORDER BY next IS NULL, next, w.since, w.id LIMIT ?3";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(sql, params![written(from), millis(before), limit], |row| {
            let next = row.get::<_, Option<String>>(1)?.map(|day| day.parse());
            let next = next.transpose().map_err(|_| Error::Record("appointment"))?;
            Ok(Needing { id: PatientId::new(row.get::<_, String>(0)?), next })
        })
    }
}

impl Writer<'_> {
    /// Notes that somebody is to be read, who changed up to an instant.
    pub fn want_patient(&mut self, id: &PatientId, since: DateTime<Utc>) -> Result<(), Error> {
        let sql = "INSERT INTO patient_wanted (id, since) VALUES (?1, ?2)
            ON CONFLICT (id) DO UPDATE SET since = max(since, excluded.since)";
        self.run(sql, params![id.as_str(), millis(since)])?;
        Ok(())
    }

    /// Notes that what became of somebody was read as it was at an instant, under this number or another.
    pub(crate) fn is_read(&mut self, id: &PatientId, as_of: DateTime<Utc>) -> Result<(), Error> {
        let sql = "DELETE FROM patient_wanted WHERE id = ?1 AND since < ?2";
        self.run(sql, params![id.as_str(), millis(as_of)])?;
        Ok(())
    }
}
