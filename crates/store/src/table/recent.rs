//! The patients lately opened here, by connection: two connections may name the same practice.

use chrono::{DateTime, Utc};
use model::PatientId;
use rusqlite::params;

use super::millis;
use crate::handle::VaultFile;
use crate::{ConnectionId, Error, Reader, Writer};

/// How many are remembered for each connection.
const REMEMBERED: u32 = 50;

impl Reader<'_, VaultFile> {
    /// The patients lately opened, latest first.
    pub fn recent(&self, connection: &ConnectionId, limit: u32) -> Result<Vec<PatientId>, Error> {
        let sql = "SELECT patient FROM recent WHERE connection = ?1 ORDER BY opened DESC, patient LIMIT ?2";
        self.all(sql, params![connection.as_str(), limit], |row| Ok(PatientId::new(row.get::<_, String>(0)?)))
    }
}

impl Writer<'_, VaultFile> {
    /// Puts a patient at the head of those lately opened.
    pub fn remember(
        &mut self,
        connection: &ConnectionId,
        patient: &PatientId,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO recent (connection, patient, opened) VALUES (?1, ?2, ?3)
            ON CONFLICT (connection, patient) DO UPDATE SET opened = max(opened, excluded.opened)";
        self.run(sql, params![connection.as_str(), patient.as_str(), millis(at)])?;
        let sql = "DELETE FROM recent WHERE connection = ?1 AND patient NOT IN
            (SELECT patient FROM recent WHERE connection = ?1 ORDER BY opened DESC, patient LIMIT ?2)";
        self.run(sql, params![connection.as_str(), REMEMBERED])?;
        Ok(())
    }

    /// Forgets the patients lately opened over a connection.
    pub fn forget_recent(&mut self, connection: &ConnectionId) -> Result<(), Error> {
        self.run("DELETE FROM recent WHERE connection = ?1", params![connection.as_str()])?;
        Ok(())
    }
}
