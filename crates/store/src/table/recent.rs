//! The patients lately opened here, by practice.

use chrono::{DateTime, Utc};
use model::{PatientId, PracticeId};
use rusqlite::params;

use super::millis;
use crate::handle::VaultFile;
use crate::{Error, Reader, Writer};

/// How many are remembered for each practice.
const REMEMBERED: u32 = 50;

impl Reader<'_, VaultFile> {
    /// The patients lately opened, latest first.
    pub fn recent(&self, practice: &PracticeId, limit: u32) -> Result<Vec<PatientId>, Error> {
        let sql = "SELECT patient FROM recent WHERE practice = ?1 ORDER BY opened DESC, patient LIMIT ?2";
        self.all(sql, params![practice.as_str(), limit], |row| Ok(PatientId::new(row.get::<_, String>(0)?)))
    }
}

impl Writer<'_, VaultFile> {
    /// Puts a patient at the head of those lately opened.
    pub fn remember(
        &mut self,
        practice: &PracticeId,
        patient: &PatientId,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO recent (practice, patient, opened) VALUES (?1, ?2, ?3)
            ON CONFLICT (practice, patient) DO UPDATE SET opened = max(opened, excluded.opened)";
        self.run(sql, params![practice.as_str(), patient.as_str(), millis(at)])?;
        let sql = "DELETE FROM recent WHERE practice = ?1 AND patient NOT IN
            (SELECT patient FROM recent WHERE practice = ?1 ORDER BY opened DESC, patient LIMIT ?2)";
        self.run(sql, params![practice.as_str(), REMEMBERED])?;
        Ok(())
    }

    /// Forgets the patients lately opened of a practice.
    pub fn forget_recent(&mut self, practice: &PracticeId) -> Result<(), Error> {
        self.run("DELETE FROM recent WHERE practice = ?1", params![practice.as_str()])?;
        Ok(())
    }
}
