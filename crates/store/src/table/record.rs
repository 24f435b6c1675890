//! Patients' records with what belongs to them, put together.

use chrono::{DateTime, Utc};
use model::{Coverage, CustomFieldValue, Patient};

use super::Applied;
use super::patient::Detail;
use crate::{Error, Writer};

/// A patient's record with policies and custom fields, as one answer told them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The patient.
    pub patient: Patient,
    /// Policies; `None` where they were not told.
    pub coverages: Option<Vec<Coverage>>,
    /// Custom fields; `None` where they were not told.
    pub custom_values: Option<Vec<CustomFieldValue>>,
    /// When it was true.
    pub as_of: DateTime<Utc>,
}

impl Writer<'_> {
    /// Puts records. Each counts as old as the oldest of them. Policies are kept before their
    /// patients take their places in the search, whose lists are then rewritten once for all.
    pub fn put_records(&mut self, records: &[Record]) -> Result<Applied, Error> {
        let Some(as_of) = records.iter().map(|record| record.as_of).min() else {
            return Ok(Applied::default());
        };
        for record in records {
            let id = self.survivor(&record.patient.id)?;
            if let Some(coverages) = &record.coverages {
                self.keep_coverages(&id, coverages, as_of)?;
            }
        }
        let patients: Vec<Patient> = records.iter().map(|record| record.patient.clone()).collect();
        let applied = self.put_patients(&patients, as_of, Detail::Full)?;
        for record in records {
            let id = self.survivor(&record.patient.id)?;
            // Whoever was hidden until now has no policies yet.
            if let Some(coverages) = &record.coverages {
                self.put_coverages(&id, coverages, as_of)?;
            }
            self.replace_in_search(&id)?;
            if let Some(values) = &record.custom_values {
                self.put_custom_values(&id, values, as_of)?;
            }
            for id in std::iter::once(&record.patient.id).chain(&record.patient.previous_ids) {
                self.is_read(id, record.as_of)?;
            }
        }
        Ok(applied)
    }
}
