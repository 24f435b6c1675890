//! Who must not be seen here, and who was merged into whom.

use chrono::{DateTime, Utc};
use model::PatientId;
use rusqlite::params;

use super::millis;
use super::patient::Detail;
use crate::search::Indexing;
use crate::{Error, Reader, Writer};

impl Reader<'_> {
    /// The patient into whom an identifier was merged; the identifier itself where it was not.
    pub fn survivor(&self, id: &PatientId) -> Result<PatientId, Error> {
        let sql = "SELECT patient FROM patient_alias WHERE id = ?1";
        let found =
            self.one(sql, params![id.as_str()], |row| Ok(PatientId::new(row.get::<_, String>(0)?)))?;
        Ok(found.unwrap_or_else(|| id.clone()))
    }

    /// People who must not be seen here and of whom that was not said since an instant, those of
    /// whom it was said longest ago first.
    pub fn hidden_before(&self, at: DateTime<Utc>, limit: usize) -> Result<Vec<PatientId>, Error> {
        let sql = "SELECT id FROM patient_hidden WHERE as_of < ?1 ORDER BY as_of, id LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(sql, params![millis(at), limit], |row| Ok(PatientId::new(row.get::<_, String>(0)?)))
    }

    pub(crate) fn is_hidden(&self, id: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM patient_hidden WHERE id = ?1";
        Ok(self.one(sql, params![id], |_| Ok(()))?.is_some())
    }
}

impl Writer<'_> {
    /// Removes a patient who is restricted, or hidden from this key, from everything that is
    /// shown, searched or counted. Their slots in the schedule stay taken, by nobody who is named.
    /// Only a full record read later brings them back; both instants are the server's.
    pub fn mark_not_visible(&mut self, id: &PatientId, as_of: DateTime<Utc>) -> Result<(), Error> {
        let sql = "INSERT INTO patient_hidden (id, as_of) VALUES (?1, ?2)
            ON CONFLICT (id) DO UPDATE SET as_of = max(as_of, excluded.as_of)";
        self.run(sql, params![id.as_str(), millis(as_of)])?;
        let mut index = Indexing::default();
        self.erase(id, &mut index)?;
        self.bare_slots(id)?;
        self.is_read(id, as_of)?;
        index.apply(self)
    }

    /// Whether a row about a patient may be taken in.
    pub(crate) fn admits(
        &mut self,
        id: &PatientId,
        as_of: DateTime<Utc>,
        detail: Detail,
    ) -> Result<bool, Error> {
        if self.survivor(id)? != *id {
            return Ok(false);
        }
        if !self.is_hidden(id.as_str())? {
            return Ok(true);
        }
        let sql = "DELETE FROM patient_hidden WHERE id = ?1 AND as_of < ?2";
        Ok(detail == Detail::Full && self.run(sql, params![id.as_str(), millis(as_of)])? > 0)
    }

    /// Takes over what is held of the identifiers that were merged into a patient.
    pub(crate) fn absorb(
        &mut self,
        id: &PatientId,
        previous: &[PatientId],
        index: &mut Indexing,
    ) -> Result<(), Error> {
        for old in previous.iter().filter(|old| *old != id) {
            self.erase(old, index)?;
            let both = params![old.as_str(), id.as_str()];
            self.run("INSERT OR REPLACE INTO patient_alias (id, patient) VALUES (?1, ?2)", both)?;
            self.run("UPDATE patient_alias SET patient = ?2 WHERE patient = ?1", both)?;
            self.run("UPDATE appointment SET patient = ?2 WHERE patient = ?1", both)?;
        }
        Ok(())
    }
}
