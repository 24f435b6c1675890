//! Merges of patients, in what only this profile has: named here before the copy follows them.

use chrono::{DateTime, Utc};
use model::{PatientId, Phi};
use rusqlite::params;

use super::journal::JournalRow;
use super::millis;
use crate::handle::VaultFile;
use crate::{ConnectionId, Error, Reader, Writer};

/// A patient's number and the one into whom they were merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The number that is no more.
    pub old: PatientId,
    /// Whose it is.
    pub patient: PatientId,
}

impl Reader<'_, VaultFile> {
    /// Whose a number is by now: the last of those into whom it was merged.
    pub fn merged_into(&self, connection: &ConnectionId, id: &PatientId) -> Result<PatientId, Error> {
        let sql = "SELECT patient FROM merge WHERE connection = ?1 AND old = ?2";
        let asked = params![connection.as_str(), id.as_str()];
        let found = self.one(sql, asked, |row| Ok(PatientId::new(row.get::<_, String>(0)?)))?;
        Ok(found.unwrap_or_else(|| id.clone()))
    }

    /// All numbers under which somebody was known: whoever is left, and all who were merged into them.
    pub fn numbers_of(&self, connection: &ConnectionId, id: &PatientId) -> Result<Vec<PatientId>, Error> {
        let left = self.merged_into(connection, id)?;
        let sql = "SELECT old FROM merge WHERE connection = ?1 AND patient = ?2 ORDER BY old";
        let asked = params![connection.as_str(), left.as_str()];
        let mut numbers = self.all(sql, asked, |row| Ok(PatientId::new(row.get::<_, String>(0)?)))?;
        numbers.push(left);
        Ok(numbers)
    }

    /// Merges that the copy may not have followed yet.
    pub fn unfollowed_merges(&self, connection: &ConnectionId) -> Result<Vec<Merge>, Error> {
        let sql =
            "SELECT old, patient FROM merge WHERE connection = ?1 AND followed IS NULL ORDER BY told, old";
        self.all(sql, params![connection.as_str()], |row| {
            Ok(Merge {
                old: PatientId::new(row.get::<_, String>(0)?),
                patient: PatientId::new(row.get::<_, String>(1)?),
            })
        })
    }
}

impl Writer<'_, VaultFile> {
    /// Names a merge and follows it: patients lately opened, and what is to be written, drafts too. `same`
    /// tells the same write asked for twice.
    pub fn name_merge(
        &mut self,
        connection: &ConnectionId,
        merge: &Merge,
        told: DateTime<Utc>,
        same: impl Fn(&JournalRow) -> Result<Phi<String>, Error>,
    ) -> Result<(), Error> {
        let into = self.merged_into(connection, &merge.patient)?;
        if into == merge.old {
            return Ok(());
        }
        let both = params![connection.as_str(), merge.old.as_str(), into.as_str()];
        let sql = "INSERT INTO merge (connection, old, patient, told) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (connection, old) DO UPDATE SET patient = excluded.patient, followed = NULL
            WHERE patient <> excluded.patient";
        self.run(sql, params![connection.as_str(), merge.old.as_str(), into.as_str(), millis(told)])?;
        self.run("UPDATE merge SET patient = ?3 WHERE connection = ?1 AND patient = ?2", both)?;
        let sql = "INSERT INTO recent (connection, patient, opened)
            SELECT connection, ?3, opened FROM recent WHERE connection = ?1 AND patient = ?2
            ON CONFLICT (connection, patient) DO UPDATE SET opened = max(opened, excluded.opened)";
        self.run(sql, both)?;
        let old = params![connection.as_str(), merge.old.as_str()];
        self.run("DELETE FROM recent WHERE connection = ?1 AND patient = ?2", old)?;
        self.journal_rekey(connection, &merge.old, &into, same)
    }

    /// Notes that the copy has followed merges.
    pub fn merges_followed(
        &mut self,
        connection: &ConnectionId,
        merges: &[Merge],
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "UPDATE merge SET followed = ?3 WHERE connection = ?1 AND old = ?2 AND followed IS NULL";
        for merge in merges {
            self.run(sql, params![connection.as_str(), merge.old.as_str(), millis(at)])?;
        }
        Ok(())
    }
}
