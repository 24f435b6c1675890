//! Rows of the feeds of changed records, put over what is held.

use std::cmp::Ordering;

use chrono::{DateTime, TimeDelta, Utc};
use model::{Appointment, Patient, PatientId, Provider, VisitState};

use super::feed::{SKEW, later};
use super::patient::Detail;
use super::record::Record;
use crate::search::Indexing;
use crate::{Error, Reader, Writer};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The copy holds it now, and did not before.
    Taken,
    /// The copy held the same, or newer.
    Known,
    /// It is of no use here: a free slot, or somebody who must not be seen.
    Left,
    /// The record is to be read by its number: the row says nothing but that, or neither it nor what is
    /// held is known to be the newer.
    Unclear,
}

/// Within which what a feed told has been put: answers are dated by whole seconds.
const WITHIN: TimeDelta = TimeDelta::seconds(1);

/// How a row stands to what is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Newer,
    Older,
    Unclear,
}

/// A patient as a row tells, with the balances that are held where it tells none.
fn with_balances(told: &Patient, held: &Patient) -> Patient {
    let balances = told.balances.clone().or_else(|| held.balances.clone());
    Patient { balances, ..told.clone() }
}

/// Whether a patient is told otherwise than they are held. When somebody was here follows from the calendar.
fn is_other(held: &Patient, told: Patient) -> bool {
    *held != Patient { first_visit: held.first_visit, last_visit: held.last_visit, ..told }
}

impl Writer<'_> {
    /// Puts an appointment that a feed told. A slot that nobody has is none: what was held under its
    /// number is gone.
    pub fn put_changed_visit(
        &mut self,
        feed: &str,
        row: &Appointment,
        as_of: DateTime<Utc>,
    ) -> Result<Put, Error> {
        let held = self.held_appointment(row.id.as_str())?;
        let is_slot = row.patient.is_none() && row.state == VisitState::Open;
        if is_slot && held.as_ref().is_none_or(|held| !held.value) {
            return Ok(Put::Left);
        }
        let held = held.map(|held| held.as_of);
        if !is_slot && self.holds_visit(row)? || self.is_older_visit(feed, row, (held, as_of))? {
            return Ok(Put::Known);
        }
        let at = later(held, as_of);
        if is_slot {
            return Ok(if self.bury_visit(&row.id, at)? { Put::Taken } else { Put::Known });
        }
        let applied = self.put_appointments_page(std::slice::from_ref(row), at)?;
        Ok(if applied.unchanged > 0 { Put::Known } else { Put::Taken })
    }

    /// Puts an appointment that was read by its number, for the sake of what was done with it: it is newer than
    /// what is held, unless their stamps say otherwise. A slot that nobody has is none. Says whether the copy
    /// holds it otherwise than before.
    pub fn put_visit(&mut self, row: &Appointment, as_of: DateTime<Utc>) -> Result<bool, Error> {
        let known = self.appointment(&row.id)?.map(|visit| visit.appointment);
        if known.is_some_and(|known| row.changed(&known) == Some(Ordering::Less)) {
            return Ok(false);
        }
        let held = self.held_appointment(row.id.as_str())?;
        let at = later(held.as_ref().map(|held| held.as_of), as_of);
        if row.patient.is_none() && row.state == VisitState::Open {
            return Ok(held.is_some_and(|held| held.value) && self.bury_visit(&row.id, at)?);
        }
        Ok(self.put_appointments_page(std::slice::from_ref(row), at)?.unchanged == 0)
    }

    /// Puts a patient that a feed told, with what belongs to them where it is told. Whoever was merged
    /// into them is theirs, in whatever order that is told. `is_told` says that this is what was last taken out of
    /// the feed: where something else was read since, they are as they were again, or this is a row of before.
    pub fn put_changed_patient(&mut self, feed: &str, record: &Record, is_told: bool) -> Result<Put, Error> {
        let id = &record.patient.id;
        let survivor = self.survivor(id)?;
        if survivor != *id {
            self.follow_merges(&survivor, &record.patient.previous_ids)?;
            return Ok(Put::Left);
        }
        if record.patient.tells_nothing() {
            self.follow_merges(id, &record.patient.previous_ids)?;
            return Ok(Put::Unclear);
        }
        let held = self.patient(id)?;
        let full = held.as_ref().filter(|held| held.detail == Detail::Full).map(|held| &held.patient);
        let told = full.map(|full| with_balances(&record.patient, full));
        let is_same = full.is_some() && full == told.as_ref();
        let tells_more = self.tells_more(record)?;
        let merged = self.lacks_alias(id, &record.patient.previous_ids)?;
        if is_same && !merged && !tells_more {
            return Ok(Put::Known);
        }
        let is_other = full.zip(told).is_some_and(|(full, told)| tells_more || is_other(full, told));
        let held = held.map(|held| held.as_of);
        match self.standing(feed, id.as_str(), (held, record.as_of))? {
            Standing::Newer if is_told && is_other => {
                self.follow_merges(id, &record.patient.previous_ids)?;
                return Ok(Put::Unclear);
            }
            Standing::Newer => {}
            standing => {
                self.follow_merges(id, &record.patient.previous_ids)?;
                return Ok(if standing == Standing::Unclear { Put::Unclear } else { Put::Known });
            }
        }
        let at = later(held, record.as_of);
        let applied = self.put_records(&[Record { as_of: at, ..record.clone() }])?;
        Ok(match applied.not_visible {
            0 if applied.unchanged > 0 => Put::Known,
            0 => Put::Taken,
            _ => Put::Left,
        })
    }

    /// Follows merges into a patient: what is held of the others is theirs.
    pub fn follow_merges(&mut self, into: &PatientId, merged: &[PatientId]) -> Result<(), Error> {
        let into = self.survivor(into)?;
        let mut index = Indexing::default();
        self.absorb(&into, merged, &mut index)?;
        index.apply(self)
    }

    /// Whether policies or custom fields come with a row that are not the held ones.
    fn tells_more(&self, record: &Record) -> Result<bool, Error> {
        let id = &record.patient.id;
        if let Some(told) = &record.coverages
            && self.coverages(id)?.is_none_or(|held| held.value != *told)
        {
            return Ok(true);
        }
        let Some(told) = &record.custom_values else { return Ok(false) };
        let held = self.custom_values(id)?;
        Ok(held.is_none_or(|held| !held.value.iter().map(|entry| &entry.value).eq(told)))
    }
}

impl Reader<'_> {
    /// Whether an appointment is held as a row says.
    fn holds_visit(&self, row: &Appointment) -> Result<bool, Error> {
        let Some(visit) = self.appointment(&row.id)? else { return Ok(false) };
        let patient = row.patient.as_ref().map(|id| self.survivor(id)).transpose()?;
        let told = Appointment { patient: patient.clone(), ..row.clone() };
        Ok(Appointment { patient, ..visit.appointment } == told)
    }

    /// Whether what is held of an appointment is newer than a row, as their stamps say; where they do not,
    /// as the clocks do.
    fn is_older_visit(
        &self,
        feed: &str,
        row: &Appointment,
        ages: (Option<DateTime<Utc>>, DateTime<Utc>),
    ) -> Result<bool, Error> {
        let held = self.appointment(&row.id)?.map(|visit| visit.appointment);
        match held.and_then(|held| row.changed(&held)) {
            Some(Ordering::Less) => Ok(true),
            Some(Ordering::Greater) => Ok(false),
            // Without a stamp that tells, what came within the same second is taken to be what came last.
            _ => match self.standing(feed, row.id.as_str(), ages)? {
                Standing::Newer => Ok(false),
                Standing::Older => Ok(true),
                Standing::Unclear => Ok(ages.0.is_some_and(|held| ages.1 < held)),
            },
        }
    }

    /// How a row that a feed gave stands to what is held. A feed tells in order, though another server's clock
    /// may say otherwise by a little. What was read by itself within that little may be newer, or may not.
    fn standing(
        &self,
        feed: &str,
        id: &str,
        (held, as_of): (Option<DateTime<Utc>>, DateTime<Utc>),
    ) -> Result<Standing, Error> {
        let Some(held) = held.filter(|held| as_of <= *held) else { return Ok(Standing::Newer) };
        if held >= as_of + SKEW {
            return Ok(Standing::Older);
        }
        let is_told = |told: DateTime<Utc>| told <= held && held < told + WITHIN;
        let by_feed = self.told(feed, id)?.is_some_and(is_told);
        Ok(if by_feed { Standing::Newer } else { Standing::Unclear })
    }

    /// Whether a provider is held as a row says.
    pub fn holds_provider(&self, row: &Provider) -> Result<bool, Error> {
        Ok(self.providers()?.contains(row))
    }

    /// Whether somebody is said to be merged into a patient whom the copy does not know to be.
    fn lacks_alias(&self, id: &PatientId, merged: &[PatientId]) -> Result<bool, Error> {
        for old in merged.iter().filter(|old| *old != id) {
            if self.survivor(old)? != *id {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether nothing at all is held of somebody who may be seen.
    pub fn lacks_patient(&self, id: &PatientId) -> Result<bool, Error> {
        let id = self.survivor(id)?;
        Ok(self.kept(&id)?.is_none() && !self.is_hidden(id.as_str())?)
    }

    /// Who of some are merged into a patient and not known to be.
    pub fn new_merges(&self, id: &PatientId, merged: &[PatientId]) -> Result<Vec<PatientId>, Error> {
        let survivor = self.survivor(id)?;
        let mut new = Vec::new();
        for old in merged.iter().filter(|old| **old != survivor) {
            if self.survivor(old)? != survivor {
                new.push(old.clone());
            }
        }
        Ok(new)
    }
}
