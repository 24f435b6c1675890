//! How old each part of the copy is.

use chrono::{DateTime, NaiveDate, Utc};
use model::{DepartmentId, PatientId};
use rusqlite::params;

use super::{instant, millis};
use crate::{Error, Reader, Writer};

/// A part of the copy that has an age of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The practice's name.
    Practice,
    /// The departments.
    Departments,
    /// The providers.
    Providers,
    /// The kinds of appointment.
    AppointmentTypes,
    /// The definitions of custom fields.
    CustomFields,
    /// A department's day, wholly read.
    Day(DepartmentId, NaiveDate),
    /// The reading of changes in the schedule of all departments.
    ScheduleChanges,
    /// A day of all departments, wholly read before, by what was asked for as changed since.
    DayChanges(NaiveDate),
    /// A patient's record.
    Patient(PatientId),
    /// A patient's balances.
    Balances(PatientId),
    /// A patient's policies.
    Coverages(PatientId),
    /// A patient's custom fields.
    CustomValues(PatientId),
    /// A patient's visits, wholly read.
    Visits(PatientId),
    /// The last refusal of a chart to this key.
    ChartsRefused,
    /// The last refusal of the list of providers to this key.
    ProvidersRefused,
    /// From when on the feed of appointments tells all that changes in the schedule.
    ScheduleToldFrom,
    /// Up to when it told all of it.
    ScheduleTold,
}

impl Reader<'_> {
    /// The instant at which a part was last known to be true; `None` where it is not held.
    pub fn as_of(&self, part: &Part) -> Result<Option<DateTime<Utc>>, Error> {
        let (sql, scope) = match part {
            Part::Patient(id) => {
                ("SELECT max(full_as_of, brief_as_of) FROM patient WHERE id = ?1", id.as_str())
            }
            Part::Balances(id) => ("SELECT balances_as_of FROM patient WHERE id = ?1", id.as_str()),
            Part::Coverages(id) => ("SELECT as_of FROM coverages WHERE patient = ?1", id.as_str()),
            Part::CustomValues(id) => ("SELECT as_of FROM custom_values WHERE patient = ?1", id.as_str()),
            _ => return self.stamped(part),
        };
        let found = self.one(sql, params![scope], |row| Ok(row.get::<_, Option<i64>>(0)?))?;
        Ok(found.flatten().filter(|at| *at > i64::MIN).and_then(instant))
    }

    /// When a day of some departments was last known to stand so: as long ago as the department that
    /// was read longest ago, or as the last asking for what was changed since. `None` where one was
    /// never read.
    pub fn day_as_of(
        &self,
        departments: &[DepartmentId],
        date: NaiveDate,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let read = departments.iter().map(|department| self.as_of(&Part::Day(department.clone(), date)));
        let read: Vec<Option<DateTime<Utc>>> = read.collect::<Result<_, _>>()?;
        let Some(oldest) = read.into_iter().min().flatten() else { return Ok(None) };
        let known = self.as_of(&Part::DayChanges(date))?.max(Some(oldest));
        Ok(known.max(self.schedule_told_since(known)?))
    }

    /// Up to when all that changed in a schedule that was known at an instant was told; `None` where its feed
    /// did not tell all from then on.
    pub fn schedule_told_since(&self, known: Option<DateTime<Utc>>) -> Result<Option<DateTime<Utc>>, Error> {
        let from = self.as_of(&Part::ScheduleToldFrom)?;
        let is_told = from.is_some_and(|from| known.is_some_and(|known| from <= known));
        if is_told { self.as_of(&Part::ScheduleTold) } else { Ok(None) }
    }

    /// When days in a row, both ends included, were last known to stand so, by a department that is read
    /// together with all others: as long ago as the oldest of them. `None` where one was never read.
    pub fn days_as_of(
        &self,
        department: &DepartmentId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let sql = "WITH RECURSIVE days(date) AS (
                SELECT date(?2) UNION ALL SELECT date(date, '+1 day') FROM days WHERE date < date(?3))
            SELECT min(max(read.as_of, coalesce(changed.as_of, read.as_of))) FROM days
            LEFT JOIN freshness read ON read.part = 'day' AND read.scope = date || ' ' || ?1
            LEFT JOIN freshness changed ON changed.part = 'day changes' AND changed.scope = date
            HAVING count(*) = count(read.as_of)";
        let ends = params![department.as_str(), from.to_string(), to.to_string()];
        let known = self.one(sql, ends, |row| Ok(row.get::<_, i64>(0)?))?.and_then(instant);
        Ok(known.max(self.schedule_told_since(known)?))
    }

    /// When that patient was last known to be true, of those who can be found, whom that holds for
    /// the longest ago; `None` where nobody is held.
    pub fn oldest_patient(&self) -> Result<Option<DateTime<Utc>>, Error> {
        self.oldest(
            "SELECT max(full_as_of, brief_as_of) FROM patient WHERE ord IS NOT NULL
            ORDER BY max(full_as_of, brief_as_of) LIMIT 1",
        )
    }

    /// When those policies were read, of those that are held, that were read longest ago.
    pub fn oldest_coverages(&self) -> Result<Option<DateTime<Utc>>, Error> {
        self.oldest("SELECT as_of FROM coverages ORDER BY as_of LIMIT 1")
    }

    fn oldest(&self, sql: &str) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.one(sql, [], |row| Ok(row.get::<_, i64>(0)?))?.and_then(instant))
    }

    fn stamped(&self, part: &Part) -> Result<Option<DateTime<Utc>>, Error> {
        let (name, scope) = key(part);
        let sql = "SELECT as_of FROM freshness WHERE part = ?1 AND scope = ?2";
        Ok(self.one(sql, params![name, scope], |row| Ok(row.get::<_, i64>(0)?))?.and_then(instant))
    }
}

impl Writer<'_> {
    /// Notes that a part was true at an instant. An older instant changes nothing. The parts of a
    /// patient, but for the visits, carry their age themselves and are not noted here.
    pub fn mark_fresh(&mut self, part: &Part, as_of: DateTime<Utc>) -> Result<bool, Error> {
        let (name, scope) = key(part);
        let sql = "INSERT INTO freshness (part, scope, as_of) VALUES (?1, ?2, ?3)
            ON CONFLICT (part, scope) DO UPDATE SET as_of = excluded.as_of WHERE excluded.as_of > as_of";
        Ok(self.run(sql, params![name, scope, millis(as_of)])? > 0)
    }
}

fn key(part: &Part) -> (&'static str, String) {
    match part {
        Part::Practice => ("practice", String::new()),
        Part::Departments => ("departments", String::new()),
        Part::Providers => ("providers", String::new()),
        Part::AppointmentTypes => ("appointment types", String::new()),
        Part::CustomFields => ("custom fields", String::new()),
        Part::ScheduleChanges => ("schedule changes", String::new()),
        Part::Day(department, date) => ("day", format!("{date} {department}")),
        Part::DayChanges(date) => ("day changes", date.to_string()),
        Part::Patient(id) => ("patient", id.to_string()),
        Part::Balances(id) => ("balances", id.to_string()),
        Part::Coverages(id) => ("coverages", id.to_string()),
        Part::CustomValues(id) => ("custom values", id.to_string()),
        Part::Visits(id) => ("visits", id.to_string()),
        Part::ChartsRefused => ("charts refused", String::new()),
        Part::ProvidersRefused => ("providers refused", String::new()),
        Part::ScheduleToldFrom => ("schedule told from", String::new()),
        Part::ScheduleTold => ("schedule told", String::new()),
    }
}
