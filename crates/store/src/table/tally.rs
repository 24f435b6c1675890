//! Counts that are asked for with every keystroke, kept as rows come and go.

use rusqlite::params;

use crate::{Error, Reader, Writer};

#[derive(Clone, Copy)]
pub(crate) enum Tally {
    Patients,
}

impl Tally {
    fn name(self) -> &'static str {
        match self {
            Self::Patients => "patients",
        }
    }
}

/// How much the copy holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldCounts {
    /// Patients who can be found.
    pub patients: u64,
    /// Patients whose policies are held.
    pub with_coverages: u64,
    /// Patients whose custom fields are held.
    pub with_custom_values: u64,
    /// Patients whose allergies are held.
    pub with_allergies: u64,
    /// Appointments.
    pub appointments: u64,
}

impl Reader<'_> {
    /// How many patients can be found. Costs nothing to ask.
    pub fn held_patients(&self) -> Result<u64, Error> {
        self.count("SELECT count FROM tally WHERE name = ?1", params![Tally::Patients.name()])
    }

    /// How much the copy holds. Counts rows: milliseconds on a large copy.
    pub fn held(&self) -> Result<HeldCounts, Error> {
        Ok(HeldCounts {
            patients: self.held_patients()?,
            with_coverages: self.count("SELECT count(*) FROM coverages", [])?,
            with_custom_values: self.count("SELECT count(*) FROM custom_values", [])?,
            with_allergies: self.count("SELECT count(as_of) FROM allergies", [])?,
            appointments: self.count("SELECT count(*) FROM appointment", [])?,
        })
    }
}

impl Writer<'_> {
    pub(crate) fn tally(&mut self, tally: Tally, by: i64) -> Result<(), Error> {
        let sql = "INSERT INTO tally (name, count) VALUES (?1, ?2)
            ON CONFLICT (name) DO UPDATE SET count = count + excluded.count";
        self.run(sql, params![tally.name(), by])?;
        Ok(())
    }
}
