//! Appointments, by day and by patient.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use model::{Appointment, DepartmentId, PatientId, VisitState};
use rusqlite::{Row, params};

use super::freshness::Part;
use super::patient_line::{COLUMNS, PatientLine};
use super::{Applied, Held, from_json, instant, millis, to_json};
use crate::{Error, Reader, Writer};

const TABLE: &str = "appointment";

/// An appointment with whom it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The appointment.
    pub appointment: Appointment,
    /// The patient, where the copy holds them.
    pub patient: Option<PatientLine>,
    /// When the appointment was last known to stand so.
    pub as_of: DateTime<Utc>,
}

/// How many visits of a department's day stand in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCount {
    /// The department.
    pub department: DepartmentId,
    /// The state.
    pub state: VisitState,
    /// How many.
    pub visits: u64,
}

/// The part of the schedule that one reading covered, both days included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The departments.
    pub departments: Vec<DepartmentId>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Reader<'_> {
    /// The appointments of a day in every department or in one, by time.
    pub fn day(&self, date: NaiveDate, department: Option<&DepartmentId>) -> Result<Vec<Visit>, Error> {
        let sql = format!(
            "SELECT a.record, a.as_of, {COLUMNS} FROM appointment a LEFT JOIN patient p ON p.id = a.patient
            WHERE a.date = ?1 AND (?2 IS NULL OR a.department = ?2) ORDER BY a.start, a.id"
        );
        self.all(&sql, params![date.to_string(), department.map(DepartmentId::as_str)], visit)
    }

    /// One appointment.
    pub fn appointment(&self, id: &model::AppointmentId) -> Result<Option<Visit>, Error> {
        let sql = format!(
            "SELECT a.record, a.as_of, {COLUMNS} FROM appointment a LEFT JOIN patient p ON p.id = a.patient
            WHERE a.id = ?1"
        );
        self.one(&sql, params![id.as_str()], visit)
    }

    /// A patient's first appointments from a wall-clock time on that are not cancelled. Each stands
    /// on the wall of its own department.
    pub fn visits_from(
        &self,
        patient: &PatientId,
        from: NaiveDateTime,
        limit: u32,
    ) -> Result<Vec<Visit>, Error> {
        let sql = format!(
            "SELECT a.record, a.as_of, {COLUMNS} FROM appointment a LEFT JOIN patient p ON p.id = a.patient
            WHERE a.patient = ?1 AND a.start >= ?2 AND a.state <> '\"Cancelled\"'
            ORDER BY a.start, a.id LIMIT ?3"
        );
        self.all(&sql, params![self.survivor(patient)?.as_str(), written(from), limit], visit)
    }

    /// A patient's appointments, latest first.
    pub fn visits(&self, patient: &PatientId, limit: u32) -> Result<Vec<Visit>, Error> {
        let sql = format!(
            "SELECT a.record, a.as_of, {COLUMNS} FROM appointment a LEFT JOIN patient p ON p.id = a.patient
            WHERE a.patient = ?1 ORDER BY a.start DESC, a.id DESC LIMIT ?2"
        );
        self.all(&sql, params![self.survivor(patient)?.as_str(), limit], visit)
    }

    /// How many visits of a day stand in which state, by department.
    pub fn state_counts(&self, date: NaiveDate) -> Result<Vec<StateCount>, Error> {
        let sql = "SELECT department, state, count(*) FROM appointment WHERE date = ?1
            GROUP BY department, state ORDER BY department, state";
        self.all(sql, params![date.to_string()], |row| {
            Ok(StateCount {
                department: DepartmentId::new(row.get::<_, String>(0)?),
                state: from_json(TABLE, &row.get::<_, String>(1)?)?,
                visits: row.get::<_, i64>(2)?.cast_unsigned(),
            })
        })
    }

    pub(super) fn held_appointment(&self, id: &str) -> Result<Option<Held<bool>>, Error> {
        let sql = "SELECT as_of, 1 FROM appointment WHERE id = ?1
            UNION ALL SELECT as_of, 0 FROM appointment_gone WHERE id = ?1 ORDER BY 1 DESC LIMIT 1";
        self.one(sql, params![id], |row| {
            Ok(Held { value: row.get(1)?, as_of: instant(row.get(0)?).ok_or(Error::Record(TABLE))? })
        })
    }
}

impl Writer<'_> {
    /// Puts appointments as they were at an instant. A row that is older than, or as old as, what
    /// is held, or than its disappearance, changes nothing.
    pub fn put_appointments_page(
        &mut self,
        rows: &[Appointment],
        as_of: DateTime<Utc>,
    ) -> Result<Applied, Error> {
        let mut applied = Applied::default();
        for row in rows {
            let patient = row.patient.as_ref().map(|id| self.survivor(id)).transpose()?;
            let held = self.held_appointment(row.id.as_str())?;
            if held.as_ref().is_some_and(|held| held.as_of >= as_of) {
                applied.unchanged += 1;
                continue;
            }
            match &patient {
                Some(hidden) if self.is_hidden(hidden.as_str())? => {
                    self.keep_appointment(&bare(row), Some(hidden), as_of)?;
                }
                _ => self.keep_appointment(row, patient.as_ref(), as_of)?,
            }
            if held.is_some_and(|held| held.value) { applied.changed += 1 } else { applied.new += 1 }
        }
        Ok(applied)
    }

    fn keep_appointment(
        &mut self,
        row: &Appointment,
        patient: Option<&PatientId>,
        as_of: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.run("DELETE FROM appointment_gone WHERE id = ?1", params![row.id.as_str()])?;
        let sql = "INSERT INTO appointment (id, patient, department, date, start, state, as_of, record)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (id) DO UPDATE SET patient = excluded.patient, department = excluded.department,
                date = excluded.date, start = excluded.start, state = excluded.state,
                as_of = excluded.as_of, record = excluded.record";
        self.run(
            sql,
            params![
                row.id.as_str(),
                patient.map(PatientId::as_str),
                row.department.as_str(),
                row.start.date().to_string(),
                written(row.start),
                to_json(TABLE, &row.state)?,
                millis(as_of),
                to_json(TABLE, row)?,
            ],
        )?;
        Ok(())
    }

    /// Ends the reading of a part of the schedule that began at an instant: whatever it covers and
    /// did not bring since is gone, and its days are as fresh as that instant. The pages of the
    /// reading carry that instant or a later one. Gives how many are gone.
    pub fn finish_window(&mut self, window: &Window, as_of: DateTime<Utc>) -> Result<u64, Error> {
        let departments: Vec<&str> = window.departments.iter().map(DepartmentId::as_str).collect();
        let departments = to_json(TABLE, &departments)?;
        let covered = params![window.from.to_string(), window.to.to_string(), millis(as_of), departments];
        let of_window = "FROM appointment WHERE date BETWEEN ?1 AND ?2 AND as_of < ?3
            AND department IN (SELECT value FROM json_each(?4))";
        let gone = self.bury(of_window, covered)?;
        for department in &window.departments {
            for date in window.from.iter_days().take_while(|date| *date <= window.to) {
                self.mark_fresh(&Part::Day(department.clone(), date), as_of)?;
            }
        }
        Ok(gone)
    }
}

impl Writer<'_> {
    /// Ends the reading of a patient's visits from one day to another, both included, as
    /// [`Self::finish_window`] ends that of all. Gives how many are gone.
    pub fn finish_visits(
        &mut self,
        patient: &PatientId,
        (from, to): (NaiveDate, NaiveDate),
        as_of: DateTime<Utc>,
    ) -> Result<u64, Error> {
        let patient = self.survivor(patient)?;
        let covered = params![from.to_string(), to.to_string(), millis(as_of), patient.as_str()];
        let theirs = "FROM appointment WHERE date BETWEEN ?1 AND ?2 AND as_of < ?3 AND patient = ?4";
        let gone = self.bury(theirs, covered)?;
        self.mark_fresh(&Part::Visits(patient), as_of)?;
        Ok(gone)
    }

    /// Ends the asking for what was changed in a part of the schedule since an instant, which began
    /// at another: days that were true at the first are true at the second, but for what vanished.
    pub fn finish_changes(
        &mut self,
        window: &Window,
        since: DateTime<Utc>,
        as_of: DateTime<Utc>,
    ) -> Result<(), Error> {
        for date in window.from.iter_days().take_while(|date| *date <= window.to) {
            if self.day_as_of(&window.departments, date)?.is_some_and(|known| known >= since) {
                self.mark_fresh(&Part::DayChanges(date), as_of)?;
            }
        }
        self.mark_fresh(&Part::ScheduleChanges, as_of)?;
        Ok(())
    }

    /// Leaves of a patient's appointments what says that their time is taken.
    pub(crate) fn bare_slots(&mut self, patient: &PatientId) -> Result<(), Error> {
        let sql = "SELECT record FROM appointment WHERE patient = ?1";
        let rows: Vec<Appointment> =
            self.all(sql, params![patient.as_str()], |row| from_json(TABLE, &row.get::<_, String>(0)?))?;
        for row in rows {
            let record = to_json(TABLE, &bare(&row))?;
            self.run("UPDATE appointment SET record = ?2 WHERE id = ?1", params![row.id.as_str(), record])?;
        }
        Ok(())
    }

    /// Deletes an appointment that is none any more, unless it was known to be one later. Says whether it did.
    pub(super) fn bury_visit(
        &mut self,
        id: &model::AppointmentId,
        as_of: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let chosen = "FROM appointment WHERE id = ?1 AND as_of < ?3 AND ?2 IS NULL";
        Ok(self.bury(chosen, params![id.as_str(), None::<i64>, millis(as_of)])? > 0)
    }

    /// Deletes appointments that a reading, whose instant is the third parameter, no longer brought.
    fn bury(&mut self, chosen: &str, covered: &[&dyn rusqlite::ToSql]) -> Result<u64, Error> {
        let buried = format!("INSERT OR REPLACE INTO appointment_gone (id, as_of) SELECT id, ?3 {chosen}");
        self.run(&buried, covered)?;
        Ok(self.run(&format!("DELETE {chosen}"), covered)? as u64)
    }
}

/// An appointment without what tells of the patient.
fn bare(row: &Appointment) -> Appointment {
    Appointment { patient_name: None, notes: Vec::new(), copay: None, ..row.clone() }
}

fn visit(row: &Row<'_>) -> Result<Visit, Error> {
    Ok(Visit {
        appointment: from_json(TABLE, row.get_ref(0)?.as_str().map_err(|_| Error::Record(TABLE))?)?,
        as_of: instant(row.get(1)?).ok_or(Error::Record(TABLE))?,
        patient: PatientLine::read(row, 2)?,
    })
}

/// A wall-clock time as text that sorts.
pub(crate) fn written(wall: NaiveDateTime) -> String {
    wall.format("%Y-%m-%dT%H:%M:%S").to_string()
}
