//! Patients' allergies: a patient's list is held whole, and so is that it was asked for in vain.

use chrono::{DateTime, NaiveDate, Utc};
use model::{Allergies, PatientId};
use rusqlite::params;

use super::{Held, from_json, instant, millis, to_json};
use crate::{Error, Part, Reader, Writer};

const TABLE: &str = "allergies";

/// What the copy knows of a patient's allergies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldAllergies {
    /// The list; `None` where it was never read.
    pub list: Option<Held<Allergies>>,
    /// When it was asked for without being given, since it was read.
    pub failed: Option<DateTime<Utc>>,
}

/// Whose allergies are to be read.
#[derive(Clone, Copy, Debug)]
pub struct Lacking {
    /// The first and the last day of the visits of those whose list was never read.
    pub days: (NaiveDate, NaiveDate),
    /// The last day of the visits of those whose list is read again,
    pub again_until: NaiveDate,
    /// where it is older than this.
    pub older_than: DateTime<Utc>,
    /// Those who were asked for in vain since then are left.
    pub failed_before: DateTime<Utc>,
}

impl Reader<'_> {
    /// What is known of a patient's allergies.
    pub fn allergies(&self, patient: &PatientId) -> Result<HeldAllergies, Error> {
        let sql = "SELECT record, as_of, failed FROM allergies WHERE patient = ?1";
        let held = self.one(sql, params![self.survivor(patient)?.as_str()], |row| {
            let record = row.get::<_, Option<String>>(0)?.map(|text| from_json(TABLE, &text)).transpose()?;
            let as_of = row.get::<_, Option<i64>>(1)?.and_then(instant);
            let list = record.zip(as_of).map(|(value, as_of)| Held { value, as_of });
            Ok(HeldAllergies { list, failed: row.get::<_, Option<i64>>(2)?.and_then(instant) })
        })?;
        Ok(held.unwrap_or_default())
    }

    /// Those with a visit in some days whose allergies are to be read, by their first visit in them.
    pub fn lacking_allergies(&self, lacking: &Lacking) -> Result<Vec<PatientId>, Error> {
        let sql = "SELECT a.patient FROM appointment a JOIN patient p ON p.id = a.patient
            LEFT JOIN allergies l ON l.patient = a.patient
            WHERE a.date BETWEEN ?1 AND ?2 AND a.state <> '\"Cancelled\"' AND p.ord IS NOT NULL
                AND (l.as_of IS NULL OR (a.date <= ?3 AND l.as_of < ?4))
                AND (l.failed IS NULL OR l.failed < ?5)
            GROUP BY a.patient ORDER BY min(a.start), a.patient";
        let Lacking { days, again_until, older_than, failed_before } = lacking;
        let (from, to, again) = (days.0.to_string(), days.1.to_string(), again_until.to_string());
        let asked = params![from, to, again, millis(*older_than), millis(*failed_before)];
        self.all(sql, asked, |row| Ok(PatientId::new(row.get::<_, String>(0)?)))
    }
}

impl Writer<'_> {
    /// Puts a patient's list in place of the one held; an older list changes nothing.
    pub fn put_allergies(
        &mut self,
        patient: &PatientId,
        list: &Allergies,
        as_of: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let patient = self.survivor(patient)?;
        // Whoever was hidden or taken out meanwhile is not held, and nothing of them is.
        let sql = "INSERT INTO allergies (patient, as_of, record)
            SELECT id, ?2, ?3 FROM patient WHERE id = ?1
            ON CONFLICT (patient) DO UPDATE SET as_of = excluded.as_of, record = excluded.record, failed = NULL
            WHERE allergies.as_of IS NULL OR excluded.as_of > allergies.as_of";
        Ok(self.run(sql, params![patient.as_str(), millis(as_of), to_json(TABLE, list)?])? > 0)
    }

    /// Notes that a patient's list was asked for and not given.
    pub fn mark_allergies_failed(&mut self, patient: &PatientId, at: DateTime<Utc>) -> Result<(), Error> {
        let patient = self.survivor(patient)?;
        let sql = "INSERT INTO allergies (patient, failed) SELECT id, ?2 FROM patient WHERE id = ?1
            ON CONFLICT (patient) DO UPDATE SET failed = excluded.failed";
        self.run(sql, params![patient.as_str(), millis(at)])?;
        Ok(())
    }

    /// Notes whether this key may read charts: since when it is refused, or that it is not.
    pub fn mark_charts(&mut self, refused: Option<DateTime<Utc>>) -> Result<(), Error> {
        match refused {
            Some(at) => self.mark_fresh(&Part::ChartsRefused, at).map(drop),
            None => self.run("DELETE FROM freshness WHERE part = 'charts refused'", []).map(drop),
        }
    }
}
