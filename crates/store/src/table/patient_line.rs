//! A patient in one line: the projection that lists and day sheets show.

use chrono::NaiveDate;
use model::{Patient, PatientId, PatientStatus, PersonName, Phi};
use rusqlite::{Row, params};

use super::from_json;
use crate::{Error, Reader};

/// The columns of a line, in the order in which they are read.
pub(crate) const COLUMNS: &str = "p.id, p.first, p.middle, p.last, p.suffix, p.preferred, p.dob, p.sex, \
    p.status, p.deceased, p.phone";

/// A patient in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientLine {
    /// The practice's identifier.
    pub id: PatientId,
    /// Name.
    pub name: PersonName,
    /// Date of birth.
    pub dob: Phi<Option<NaiveDate>>,
    /// Legal sex, in the system's letter.
    pub sex: Phi<Option<String>>,
    /// Whether they are seen here.
    pub status: PatientStatus,
    /// Date of death.
    pub deceased: Phi<Option<NaiveDate>>,
    /// The first phone there is: mobile, home, work. Empty where there is none.
    pub phone: Phi<String>,
}

impl PatientLine {
    pub(crate) fn of(patient: &Patient) -> Self {
        let contact = &patient.contact;
        let phones = [&contact.mobile_phone, &contact.home_phone, &contact.work_phone];
        let phone = phones.into_iter().find(|phone| !phone.expose().is_empty());
        Self {
            id: patient.id.clone(),
            name: patient.name.clone(),
            dob: patient.dob.clone(),
            sex: patient.sex.clone(),
            status: patient.status.clone(),
            deceased: patient.deceased.clone(),
            phone: phone.cloned().unwrap_or_default(),
        }
    }

    /// Reads a line that begins at a column; `None` where the row has no patient.
    pub(crate) fn read(row: &Row<'_>, at: usize) -> Result<Option<Self>, Error> {
        let Some(id) = row.get::<_, Option<String>>(at)? else {
            return Ok(None);
        };
        let text = |offset: usize| Ok::<_, Error>(Phi::new(row.get::<_, String>(at + offset)?));
        let day = |offset: usize| {
            let text: Option<String> = row.get(at + offset)?;
            let day = text.map(|text| text.parse::<NaiveDate>().map_err(|_| Error::Record("patient")));
            Ok::<_, Error>(Phi::new(day.transpose()?))
        };
        Ok(Some(Self {
            id: PatientId::new(id),
            name: PersonName {
                first: text(1)?,
                middle: text(2)?,
                last: text(3)?,
                suffix: text(4)?,
                preferred: text(5)?,
            },
            dob: day(6)?,
            sex: Phi::new(row.get(at + 7)?),
            status: from_json("patient", &row.get::<_, String>(at + 8)?)?,
            deceased: day(9)?,
            phone: text(10)?,
        }))
    }
}

impl Reader<'_> {
    /// The lines of some patients in the order asked for. Whoever is not held, or must not be seen,
    /// is left out; an identifier that was merged away gives the patient it was merged into.
    pub fn patient_lines(&self, ids: &[PatientId]) -> Result<Vec<PatientLine>, Error> {
        let mut lines: Vec<PatientLine> = Vec::with_capacity(ids.len());
        for id in ids {
            let line = self.patient_line(&self.survivor(id)?)?;
            lines.extend(line.filter(|line| lines.iter().all(|held| held.id != line.id)));
        }
        Ok(lines)
    }

    /// The line of a patient who can be found.
    pub(crate) fn patient_line(&self, id: &PatientId) -> Result<Option<PatientLine>, Error> {
        let sql = "SELECT p.id, p.first, p.middle, p.last, p.suffix, p.preferred, p.dob, p.sex, p.status,
            p.deceased, p.phone FROM patient p WHERE p.id = ?1 AND p.ord IS NOT NULL";
        Ok(self.one(sql, params![id.as_str()], |row| PatientLine::read(row, 0))?.flatten())
    }
}
