//! Patients' insurance policies: a patient's list is held whole.

use chrono::{DateTime, Utc};
use model::{Coverage, PatientId};
use rusqlite::params;

use super::{Held, from_json, instant, millis, to_json};
use crate::{Error, Reader, Writer};

const TABLE: &str = "coverages";

impl Reader<'_> {
    /// A patient's policies; `None` where they were never read.
    pub fn coverages(&self, patient: &PatientId) -> Result<Option<Held<Vec<Coverage>>>, Error> {
        let sql = "SELECT record, as_of FROM coverages WHERE patient = ?1";
        self.one(sql, params![self.survivor(patient)?.as_str()], |row| {
            let value = from_json(TABLE, &row.get::<_, String>(0)?)?;
            Ok(Held { value, as_of: instant(row.get(1)?).ok_or(Error::Record(TABLE))? })
        })
    }

    /// The member identifiers of a patient's policies, cancelled ones too: old cards are shown at desks.
    pub(crate) fn member_ids(&self, patient: &PatientId) -> Result<Vec<String>, Error> {
        let policies = self.coverages(patient)?.map(|held| held.value).unwrap_or_default();
        Ok(policies.into_iter().map(|policy| policy.member_id.into_exposed()).collect())
    }
}

impl Writer<'_> {
    /// Puts all of a patient's policies in place of those held; an older list changes nothing.
    pub fn put_coverages(
        &mut self,
        patient: &PatientId,
        list: &[Coverage],
        as_of: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let patient = self.survivor(patient)?;
        let changed = self.keep_coverages(&patient, list, as_of)?;
        if changed {
            self.replace_in_search(&patient)?;
        }
        Ok(changed)
    }

    /// The same without the patient's place in the search.
    pub(crate) fn keep_coverages(
        &mut self,
        patient: &PatientId,
        list: &[Coverage],
        as_of: DateTime<Utc>,
    ) -> Result<bool, Error> {
        if self.is_hidden(patient.as_str())? {
            return Ok(false);
        }
        let sql = "INSERT INTO coverages (patient, as_of, record) VALUES (?1, ?2, ?3)
            ON CONFLICT (patient) DO UPDATE SET as_of = excluded.as_of, record = excluded.record
            WHERE excluded.as_of > as_of";
        Ok(self.run(sql, params![patient.as_str(), millis(as_of), to_json(TABLE, &list)?])? > 0)
    }
}
