//! What is still to be read into the copy: tasks, and patients of whom a part is missing.
//!
//! What a task means is sync's to say; here it has a key, an order and a place where it stopped.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use model::PatientId;
use rusqlite::{Row, params};

use super::appointment::written;
use super::{instant, millis};
use crate::{Error, Reader, Writer};

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// Nothing was read yet.
    Planned,
    /// Some pages were read.
    Begun,
    /// Everything was read.
    Done,
}

/// A task as planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// Tells it from others; planning the same key again changes nothing.
    pub key: String,
    /// Smaller ones come first.
    pub order: i64,
    /// What is to be read, in the words of the one who plans.
    pub plan: String,
}

/// A task as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its key.
    pub key: String,
    /// What is to be read, in the words of the one who planned it.
    pub plan: String,
    /// How far it is.
    pub state: TaskState,
    /// Where the next page begins; `None` before the first.
    pub next: Option<String>,
    /// When its reading began.
    pub begun: Option<DateTime<Utc>>,
    /// Rows read so far.
    pub rows: u64,
}

/// How far the fill is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FillProgress {
    /// Tasks done.
    pub done: u64,
    /// Tasks left.
    pub left: u64,
    /// Rows read.
    pub rows: u64,
}

/// A part of a patient that is read on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatientPart {
    /// The record itself.
    Record,
    /// Policies.
    Coverages,
    /// Custom fields.
    CustomValues,
}

/// A patient of whom a part is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needing {
    /// Who.
    pub id: PatientId,
    /// The day of their next appointment; `None` where there is none.
    pub next: Option<NaiveDate>,
}

impl Reader<'_> {
    /// The next tasks that are not done, in their order.
    pub fn next_tasks(&self, limit: u32) -> Result<Vec<Task>, Error> {
        let sql = "SELECT key, plan, state, next, begun, rows FROM fill_task
            WHERE state < 2 ORDER BY position, key LIMIT ?1";
        self.all(sql, params![limit], task)
    }

    /// A task by its key.
    pub fn task(&self, key: &str) -> Result<Option<Task>, Error> {
        let sql = "SELECT key, plan, state, next, begun, rows FROM fill_task WHERE key = ?1";
        self.one(sql, params![key], task)
    }

    /// How far the fill is.
    pub fn fill_progress(&self) -> Result<FillProgress, Error> {
        let sql = "SELECT count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state < 2),
            coalesce(sum(rows), 0) FROM fill_task";
        let counts = self.one(sql, [], |row| {
            Ok(FillProgress {
                done: row.get::<_, i64>(0)?.cast_unsigned(),
                left: row.get::<_, i64>(1)?.cast_unsigned(),
                rows: row.get::<_, i64>(2)?.cast_unsigned(),
            })
        })?;
        Ok(counts.unwrap_or_default())
    }

    /// Held patients of whom a part is missing, or older than an instant: those with an
    /// appointment from `from` on by their next one, then the others by their last, then those
    /// without any.
    pub fn patients_needing(
        &self,
        part: PatientPart,
        from: NaiveDateTime,
        older_than: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<Needing>, Error> {
        let mut found: Vec<Needing> = Vec::new();
        let (from, older_than) = (written(from), millis(older_than));
        for (next, side, order) in [("a.date", "a.start >= ?1", "ASC"), ("NULL", "a.start < ?1", "DESC")] {
            let sql = format!(
                "SELECT a.patient, {next} FROM appointment a JOIN patient p ON p.id = a.patient
                WHERE a.patient IS NOT NULL AND {side} AND p.ord IS NOT NULL AND {}
                ORDER BY a.start {order}",
                lacking(part)
            );
            let mut statement = self.statement(&sql)?;
            let mut rows = statement.query(params![from, older_than])?;
            while found.len() < limit
                && let Some(row) = rows.next()?
            {
                let id = PatientId::new(row.get::<_, String>(0)?);
                if found.iter().all(|known| known.id != id) {
                    let next = row.get::<_, Option<String>>(1)?.map(|day| day.parse());
                    found.push(Needing {
                        id,
                        next: next.transpose().map_err(|_| Error::Record("appointment"))?,
                    });
                }
            }
        }
        let sql = format!(
            "SELECT p.id FROM patient p WHERE ?1 IS NOT NULL AND p.ord IS NOT NULL AND {}
            AND NOT EXISTS (SELECT 1 FROM appointment a WHERE a.patient = p.id) ORDER BY p.id LIMIT ?3",
            lacking(part)
        );
        let most = i64::try_from(limit - found.len()).unwrap_or(i64::MAX);
        let others = params![from, older_than, most];
        found.extend(self.all(&sql, others, |row| {
            Ok(Needing { id: PatientId::new(row.get::<_, String>(0)?), next: None })
        })?);
        Ok(found)
    }

    /// Those who are still to come on some days and whose policies were read since an instant, by their first such
    /// visit, with when that was.
    pub fn coming(
        &self,
        (from, to): (NaiveDate, NaiveDate),
        since: DateTime<Utc>,
    ) -> Result<Vec<(PatientId, DateTime<Utc>)>, Error> {
        let sql = "SELECT a.patient, c.as_of FROM appointment a JOIN patient p ON p.id = a.patient
            JOIN coverages c ON c.patient = a.patient
            WHERE a.date BETWEEN ?1 AND ?2 AND p.ord IS NOT NULL AND c.as_of >= ?3
                AND a.state NOT IN ('\"Cancelled\"', '\"CheckedOut\"', '\"Charged\"')
            GROUP BY a.patient ORDER BY min(a.start), a.patient";
        self.all(sql, params![from.to_string(), to.to_string(), millis(since)], |row| {
            let at = instant(row.get(1)?).ok_or(Error::Record("coverages"))?;
            Ok((PatientId::new(row.get::<_, String>(0)?), at))
        })
    }

    /// How many held patients lack their policies, or have them older than an instant.
    ///
    /// Asked for with every look at how fresh the copy is: nobody's record is looked at for it, which would be
    /// all of a large copy.
    pub fn count_without_coverages(&self, older_than: DateTime<Utc>) -> Result<u64, Error> {
        let since = millis(older_than);
        let known = self.count("SELECT count(*) FROM coverages WHERE as_of >= ?1", params![since])?;
        let never_shown = self.count(
            "SELECT count(*) FROM patient p INDEXED BY patient_unplaced CROSS JOIN coverages c
            WHERE p.ord IS NULL AND c.patient = p.id AND c.as_of >= ?1",
            params![since],
        )?;
        Ok((self.held_patients()? + never_shown).saturating_sub(known))
    }
}

fn lacking(part: PatientPart) -> &'static str {
    match part {
        PatientPart::Record => "p.full_as_of < ?2",
        PatientPart::Coverages => {
            "NOT EXISTS (SELECT 1 FROM coverages c WHERE c.patient = p.id AND c.as_of >= ?2)"
        }
        PatientPart::CustomValues => {
            "NOT EXISTS (SELECT 1 FROM custom_values c WHERE c.patient = p.id AND c.as_of >= ?2)"
        }
    }
}

impl Writer<'_> {
    /// Plans tasks. One whose key is planned already stays as it is. Gives how many are new.
    pub fn plan_tasks(&mut self, tasks: &[NewTask]) -> Result<u64, Error> {
        let mut planned = 0;
        for task in tasks {
            let sql = "INSERT INTO fill_task (key, position, plan) VALUES (?1, ?2, ?3)
                ON CONFLICT (key) DO NOTHING";
            planned += self.run(sql, params![task.key, task.order, task.plan])? as u64;
        }
        Ok(planned)
    }

    /// Notes that a page of a task was read, to be called in the transaction that puts its rows.
    /// `next` is where the following page begins; `as_of` is when this one was read.
    pub fn task_page_done(
        &mut self,
        key: &str,
        next: &str,
        rows: u64,
        as_of: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "UPDATE fill_task SET state = 1, next = ?2, rows = rows + ?3, begun = coalesce(begun, ?4)
            WHERE key = ?1";
        self.run(sql, params![key, next, rows.cast_signed(), millis(as_of)])?;
        Ok(())
    }

    /// Notes that a task's last page was read, to be called in the transaction that puts its rows.
    /// `as_of` is when this one was read, which may be the only one.
    pub fn task_done(&mut self, key: &str, rows: u64, as_of: DateTime<Utc>) -> Result<(), Error> {
        let sql = "UPDATE fill_task SET state = 2, next = NULL, rows = rows + ?2, begun = coalesce(begun, ?3)
            WHERE key = ?1";
        self.run(sql, params![key, rows.cast_signed(), millis(as_of)])?;
        Ok(())
    }

    /// Begins a task anew, from its first page.
    pub fn restart_task(&mut self, key: &str) -> Result<(), Error> {
        let sql = "UPDATE fill_task SET state = 0, next = NULL, rows = 0, begun = NULL WHERE key = ?1";
        self.run(sql, params![key])?;
        Ok(())
    }

    /// Forgets every task, so that a new plan can be made.
    pub fn forget_tasks(&mut self) -> Result<(), Error> {
        self.run("DELETE FROM fill_task", [])?;
        Ok(())
    }
}

fn task(row: &Row<'_>) -> Result<Task, Error> {
    Ok(Task {
        key: row.get(0)?,
        plan: row.get(1)?,
        state: match row.get::<_, i64>(2)? {
            0 => TaskState::Planned,
            1 => TaskState::Begun,
            _ => TaskState::Done,
        },
        next: row.get(3)?,
        begun: row.get::<_, Option<i64>>(4)?.and_then(instant),
        rows: row.get::<_, i64>(5)?.cast_unsigned(),
    })
}
