//! Patients. Two records of each are kept, each with its age: the fullest one read, and what a
//! list or an appointment told since. What is shown is the one laid over the other.

use chrono::{DateTime, Utc};
use model::{Balance, Patient, PatientId, PatientStatus, Phi};
use rusqlite::{Row, params};

use super::merge::overlaid;
use super::patient_line::PatientLine;
use super::tally::Tally;
use super::{Applied, from_json, instant, millis, to_json};
use crate::search::Indexing;
use crate::{Error, Reader, Writer};

const TABLE: &str = "patient";
const NEVER: i64 = i64::MIN;

/// How much of a patient a row tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A row embedded in an appointment: names, birth, phones. What is empty in it is not told.
    Brief,
    /// The record itself: what is empty in it is empty.
    Full,
}

/// A patient as held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPatient {
    /// The patient, with balances where they were ever read.
    pub patient: Patient,
    /// Whether the record itself was ever read, or only told by appointments.
    pub detail: Detail,
    /// When it was last known to be true.
    pub as_of: DateTime<Utc>,
    /// When the balances were read.
    pub balances_as_of: Option<DateTime<Utc>>,
}

/// The row of a patient.
#[derive(Clone)]
pub(crate) struct Kept {
    full: Option<Patient>,
    full_as_of: i64,
    brief: Option<Patient>,
    brief_as_of: i64,
    balances: Option<Vec<Balance>>,
    balances_as_of: Option<i64>,
    pub(crate) ord: Option<i64>,
}

impl Kept {
    const EMPTY: Self = Self {
        full: None,
        full_as_of: NEVER,
        brief: None,
        brief_as_of: NEVER,
        balances: None,
        balances_as_of: None,
        ord: None,
    };

    fn read(row: &Row<'_>) -> Result<Self, Error> {
        let json = |text: Option<String>| text.map(|text| from_json(TABLE, &text)).transpose();
        Ok(Self {
            full: json(row.get(0)?)?,
            full_as_of: row.get(1)?,
            brief: json(row.get(2)?)?,
            brief_as_of: row.get(3)?,
            balances: row.get::<_, Option<String>>(4)?.map(|text| from_json(TABLE, &text)).transpose()?,
            balances_as_of: row.get(5)?,
            ord: row.get(6)?,
        })
    }

    /// Takes in a row where it is newer than what is held of its kind. Says whether it was.
    fn take(&mut self, mut patient: Patient, at: i64, detail: Detail) -> bool {
        let mut taken = false;
        if let Some(balances) = patient.balances.take()
            && self.balances_as_of.is_none_or(|held| held < at)
        {
            (self.balances, self.balances_as_of, taken) = (Some(balances), Some(at), true);
        }
        match detail {
            Detail::Full if at > self.full_as_of => {
                (self.full, self.full_as_of) = (Some(patient), at);
                true
            }
            Detail::Brief if at > self.brief_as_of && at > self.full_as_of => {
                (self.brief, self.brief_as_of) = (Some(patient), at);
                true
            }
            Detail::Full | Detail::Brief => taken,
        }
    }

    /// What is shown: the record itself with newer telling laid over it.
    pub(crate) fn shown(&self) -> Option<Patient> {
        let newer = self.brief.as_ref().filter(|_| self.brief_as_of > self.full_as_of);
        let mut patient = match (&self.full, newer) {
            (Some(full), Some(brief)) => overlaid(full, brief),
            (Some(full), None) => full.clone(),
            (None, brief) => brief.or(self.brief.as_ref())?.clone(),
        };
        patient.balances.clone_from(&self.balances);
        Some(patient)
    }

    fn held(&self) -> Option<HeldPatient> {
        Some(HeldPatient {
            patient: self.shown()?,
            detail: if self.full.is_some() { Detail::Full } else { Detail::Brief },
            as_of: instant(self.full_as_of.max(self.brief_as_of))?,
            balances_as_of: self.balances_as_of.and_then(instant),
        })
    }
}

impl Reader<'_> {
    /// A patient, or the one into whom they were merged; `None` where the copy holds neither.
    pub fn patient(&self, id: &PatientId) -> Result<Option<HeldPatient>, Error> {
        Ok(self.kept(&self.survivor(id)?)?.and_then(|kept| kept.held()))
    }

    pub(crate) fn kept(&self, id: &PatientId) -> Result<Option<Kept>, Error> {
        let sql = "SELECT full, full_as_of, brief, brief_as_of, balances, balances_as_of, ord
            FROM patient WHERE id = ?1";
        self.one(sql, params![id.as_str()], Kept::read)
    }
}

impl Writer<'_> {
    /// Puts patients as they were at an instant. A row that is older than, or as old as, what is
    /// held changes nothing, and a brief row never erases what only the full record tells.
    pub fn put_patients(
        &mut self,
        batch: &[Patient],
        as_of: DateTime<Utc>,
        detail: Detail,
    ) -> Result<Applied, Error> {
        let mut applied = Applied::default();
        let mut index = Indexing::default();
        for patient in batch {
            if !self.admits(&patient.id, as_of, detail)? {
                applied.not_visible += 1;
                continue;
            }
            let held = self.kept(&patient.id)?;
            // A row that brings no more than a number blanks nobody.
            if held.is_some() && patient.tells_nothing() {
                applied.unchanged += 1;
                continue;
            }
            let mut kept = held.clone().unwrap_or(Kept::EMPTY);
            if !kept.take(patient.clone(), millis(as_of), detail) {
                applied.unchanged += 1;
                continue;
            }
            self.keep(&patient.id, &kept, &mut index)?;
            if detail == Detail::Full {
                self.absorb(&patient.id, &patient.previous_ids, &mut index)?;
            }
            if held.is_some() { applied.changed += 1 } else { applied.new += 1 }
        }
        index.apply(self)?;
        Ok(applied)
    }

    /// Writes a patient's row, its projection and its place in the search.
    fn keep(&mut self, id: &PatientId, kept: &Kept, index: &mut Indexing) -> Result<(), Error> {
        let Some(shown) = kept.shown() else { return Ok(()) };
        let json = |record: Option<&Patient>| record.map(|record| to_json(TABLE, record)).transpose();
        let balances = kept.balances.as_ref().map(|rows| to_json(TABLE, rows)).transpose()?;
        let sql = "INSERT INTO patient (id, full, full_as_of, brief, brief_as_of, balances, balances_as_of)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (id) DO UPDATE SET full = excluded.full, full_as_of = excluded.full_as_of,
                brief = excluded.brief, brief_as_of = excluded.brief_as_of,
                balances = excluded.balances, balances_as_of = excluded.balances_as_of";
        self.run(
            sql,
            params![
                id.as_str(),
                json(kept.full.as_ref())?,
                kept.full_as_of,
                json(kept.brief.as_ref())?,
                kept.brief_as_of,
                balances,
                kept.balances_as_of,
            ],
        )?;
        self.project(&shown)?;
        self.place(&shown, kept.ord, index)
    }

    fn project(&mut self, shown: &Patient) -> Result<(), Error> {
        let line = PatientLine::of(shown);
        let sql = "UPDATE patient SET first = ?2, middle = ?3, last = ?4, suffix = ?5, preferred = ?6,
            dob = ?7, sex = ?8, status = ?9, deceased = ?10, phone = ?11 WHERE id = ?1";
        let name = &line.name;
        self.run(
            sql,
            params![
                line.id.as_str(),
                name.first.expose(),
                name.middle.expose(),
                name.last.expose(),
                name.suffix.expose(),
                name.preferred.expose(),
                line.dob.expose().map(|day| day.to_string()),
                line.sex.expose(),
                to_json(TABLE, &line.status)?,
                line.deceased.expose().map(|day| day.to_string()),
                line.phone.expose(),
            ],
        )?;
        Ok(())
    }

    /// Gives a patient the place in the search that their record asks for.
    pub(crate) fn place(
        &mut self,
        shown: &Patient,
        ord: Option<i64>,
        index: &mut Indexing,
    ) -> Result<(), Error> {
        let seen = shown.status != PatientStatus::Deleted;
        let members = self.member_ids(&shown.id)?;
        let placed = index.place(self, shown, members, ord, seen)?;
        if placed != ord {
            self.run("UPDATE patient SET ord = ?2 WHERE id = ?1", params![shown.id.as_str(), placed])?;
            self.tally(Tally::Patients, i64::from(placed.is_some()) - i64::from(ord.is_some()))?;
        }
        Ok(())
    }

    /// Removes a patient and everything about them, appointments included.
    pub(crate) fn erase(&mut self, id: &PatientId, index: &mut Indexing) -> Result<(), Error> {
        if let Some(ord) = self.kept(id)?.and_then(|kept| kept.ord) {
            index.remove(self, ord)?;
            self.tally(Tally::Patients, -1)?;
        }
        for sql in [
            "DELETE FROM patient WHERE id = ?1",
            "DELETE FROM coverages WHERE patient = ?1",
            "DELETE FROM custom_values WHERE patient = ?1",
            "DELETE FROM allergies WHERE patient = ?1",
            "DELETE FROM freshness WHERE part = 'visits' AND scope = ?1",
        ] {
            self.run(sql, params![id.as_str()])?;
        }
        Ok(())
    }

    /// Puts a patient's place in the search right after something else about them changed.
    pub(crate) fn replace_in_search(&mut self, id: &PatientId) -> Result<(), Error> {
        let Some(kept) = self.kept(id)? else { return Ok(()) };
        let Some(shown) = kept.shown() else { return Ok(()) };
        let mut index = Indexing::default();
        self.place(&shown, kept.ord, &mut index)?;
        index.apply(self)
    }
}

/// The phones of a patient that are not empty, as bare digits.
pub(crate) fn phones(patient: &Patient) -> impl Iterator<Item = &Phi<String>> {
    let contact = &patient.contact;
    [&contact.mobile_phone, &contact.home_phone, &contact.work_phone]
        .into_iter()
        .filter(|phone| !phone.expose().is_empty())
}

/// How many patients are projected before their changes to the search are written.
const BATCH: usize = 2000;

/// Makes the projection of every patient anew from what is kept of them.
pub(crate) fn project_all(writer: &mut Writer<'_>) -> Result<(), Error> {
    writer.run("UPDATE patient SET ord = NULL", [])?;
    writer.run("DELETE FROM tally", [])?;
    let mut after = String::new();
    loop {
        let sql = "SELECT id FROM patient WHERE id > ?1 ORDER BY id LIMIT ?2";
        let ids = writer.all(sql, params![after, BATCH as i64], |row| Ok(row.get::<_, String>(0)?))?;
        let Some(last) = ids.last() else { return Ok(()) };
        after.clone_from(last);
        let mut index = Indexing::default();
        for id in ids {
            if let Some(shown) = writer.kept(&PatientId::new(id))?.and_then(|kept| kept.shown()) {
                writer.project(&shown)?;
                writer.place(&shown, None, &mut index)?;
            }
        }
        index.apply(writer)?;
    }
}
