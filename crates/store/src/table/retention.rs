//! What is kept no longer than it is needed.
//!
//! Rows are written over with zeros as they go (`secure_delete`): whoever has the key finds nothing of
//! them in the free pages either.

use chrono::{DateTime, Utc};
use model::PatientId;
use rusqlite::params;

use super::millis;
use crate::handle::{CacheFile, VaultFile};
use crate::search::Indexing;
use crate::{Error, Writer};

/// How many people are taken out of a copy in one write.
const AT_ONCE: u32 = 500;

impl Writer<'_, VaultFile> {
    /// Forgets who was opened before an instant. Gives how many.
    pub fn forget_opened_before(&mut self, at: DateTime<Utc>) -> Result<usize, Error> {
        self.run("DELETE FROM recent WHERE opened < ?1", params![millis(at)])
    }

    /// Forgets the writes that ended before an instant, and whose end asks for nobody. One that a later
    /// write undoes or repeats stays as long as that does. Gives how many.
    pub fn forget_ended_before(&mut self, at: DateTime<Utc>) -> Result<usize, Error> {
        let sql = "DELETE FROM journal WHERE state IN ('confirmed', 'rejected') AND seen IS NOT NULL
            AND ended < ?1 AND id NOT IN (SELECT follows FROM journal WHERE follows IS NOT NULL)";
        self.run(sql, params![millis(at)])
    }
}

impl Writer<'_, CacheFile> {
    /// Takes people out of the copy who have no visit in it and were read before an instant, some at a
    /// time. Gives how many. Whoever is asked for again is read again.
    pub fn forget_people_before(&mut self, at: DateTime<Utc>) -> Result<usize, Error> {
        let sql = "SELECT id FROM patient WHERE max(full_as_of, brief_as_of) < ?1 AND NOT EXISTS
            (SELECT 1 FROM appointment WHERE appointment.patient = patient.id) LIMIT ?2";
        let ids =
            self.all(sql, params![millis(at), AT_ONCE], |row| Ok(PatientId::new(row.get::<_, String>(0)?)))?;
        let mut index = Indexing::default();
        for id in &ids {
            self.erase(id, &mut index)?;
        }
        index.apply(self)?;
        Ok(ids.len())
    }
}

#[cfg(test)]
mod tests;
