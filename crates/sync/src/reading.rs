//! One step: reads from athenahealth and writes what came into the copy.

use athena::{
    Answer, BookedQuery, BookedRow, Client, Error as AthenaError, Feed, Lane, Page, PatientParts,
    PatientRecord, Refusal,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use futures_util::stream::{self, StreamExt};
use model::{Appointment, Department, DepartmentId, Patient, PatientId, Provider, Zone};
use store::{Cache, Detail, NewTask, Part, Record, Task, TaskState, Window, Writer};

use crate::calendar::{Span, window};
use crate::feeds::Ledger;
use crate::proof;
use crate::rest;
use crate::state::Trouble;

/// How far back changes are asked for again: a row that was being saved while the last answer was
/// made must not fall between two answers.
const OVERLAP_MINUTES: i64 = 3;
/// How often a span is begun anew because rows came or went between its pages.
const PATIENCE: usize = 3;

/// Patients asked for at once.
pub(crate) const AT_ONCE: usize = 6;

/// What a step needs.
#[derive(Clone)]
pub struct Desk {
    /// The practice's client.
    pub client: Client,
    /// The practice's copy.
    pub cache: Cache,
    /// What only this profile has of its patients; `None` where it has nothing.
    pub ledger: Option<Ledger>,
}

impl Desk {
    /// Reads the practice, departments, providers, kinds of appointments, custom fields.
    pub async fn reference(&self) -> Result<(), Trouble> {
        let session = self.client.lane(Lane::Fill);
        let practices = optional(session.practices().await)?;
        let departments = session.departments().await?;
        let providers = optional(session.providers().await)?;
        let types = optional(session.appointment_types().await)?;
        let fields = optional(session.custom_fields().await)?;
        let own = practices.and_then(|answer| {
            let own = answer.value.into_iter().find(|practice| practice.id == *self.client.practice());
            own.map(|practice| (practice, answer.as_of))
        });
        self.cache
            .write("reference", move |writer| {
                if let Some((practice, as_of)) = own {
                    writer.put_practice(&practice, as_of)?;
                }
                if let Some(types) = types {
                    writer.put_appointment_types(&types.value, types.as_of)?;
                }
                if let Some(fields) = fields {
                    writer.put_custom_fields(&fields.value, fields.as_of)?;
                }
                put_providers(writer, providers.as_ref(), departments.as_of)?;
                writer.put_departments(&departments.value, departments.as_of)?;
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// Reads the list of providers alone.
    pub async fn providers(&self) -> Result<(), Trouble> {
        let providers = optional(self.client.lane(Lane::Fill).providers().await)?;
        let refused = self.client.server_time();
        let put = move |writer: &mut Writer<'_>| put_providers(writer, providers.as_ref(), refused);
        Ok(self.cache.write("providers", put).await?)
    }

    /// Reads all that is booked in a span, page by page; a page's rows and the place where reading
    /// goes on are one transaction. Says whether all of it came: rows that come and go between the
    /// pages keep it from that.
    pub async fn schedule(&self, span: Span, lane: Lane) -> Result<bool, Trouble> {
        let departments = self.departments().await?;
        let key = task_key(span);
        let mut task = self.begin(&key, span).await?;
        for _ in 0..PATIENCE {
            if self.pages(span, lane, &departments, Some(task)).await? {
                return Ok(true);
            }
            task = self.restart(&key).await?;
        }
        Ok(false)
    }

    /// Reads all that is booked on a day, as [`Self::schedule`] does, but for the place where reading
    /// goes on: a day is soon begun anew.
    pub async fn day(&self, date: NaiveDate, lane: Lane) -> Result<bool, Trouble> {
        self.span(Span::day(date), lane).await
    }

    /// Reads all that is booked in a span, as [`Self::day`] does.
    pub async fn span(&self, span: Span, lane: Lane) -> Result<bool, Trouble> {
        let departments = self.departments().await?;
        for _ in 0..PATIENCE {
            if self.pages(span, lane, &departments, None).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads a span's pages, from where its task stands if it has one. Says whether all its rows came.
    async fn pages(
        &self,
        span: Span,
        lane: Lane,
        departments: &[DepartmentId],
        task: Option<Task>,
    ) -> Result<bool, Trouble> {
        let query = BookedQuery {
            cancelled: true,
            patient_detail: true,
            ..BookedQuery::new(departments.to_vec(), span.from, span.to)
        };
        let session = self.client.lane(lane);
        let key = task.as_ref().map(|task| task.key.clone());
        let (mut next, mut begun, mut rows) =
            task.map_or((None, None, 0), |task| (task.next, task.begun, task.rows));
        loop {
            let page = session.booked_page(&query, next.as_deref()).await?;
            let (as_of, total) = (page.as_of, page.total);
            let begun_at = *begun.get_or_insert(as_of);
            rows += page.rows.len() as u64;
            next = page.next.as_ref().map(|next| next.as_text().to_owned());
            let whole = next.is_none() && total.is_none_or(|total| total == rows);
            let window = Window { departments: departments.to_vec(), from: span.from, to: span.to };
            let (key, place) = (key.clone(), next.clone());
            self.cache
                .write("schedule page", move |writer| {
                    let told = proof::kept(writer, Feed::Appointments)?.map(|proof| proof.from);
                    compare(writer, &page, (begun_at, told))?;
                    let count = put_page(writer, page, begun_at)?;
                    if whole {
                        if let Some(told) = told {
                            writer.compare_window(Feed::Appointments.name(), &window, begun_at, told)?;
                        }
                        writer.finish_window(&window, begun_at)?;
                    }
                    match (key, place) {
                        (Some(key), Some(place)) => writer.task_page_done(&key, &place, count, as_of),
                        (Some(key), None) if whole => writer.task_done(&key, count, as_of),
                        _ => Ok(()),
                    }
                })
                .await?;
            if next.is_none() {
                return Ok(whole);
            }
        }
    }

    /// Reads what was changed in a span since an instant.
    pub async fn changes(&self, span: Span, since: DateTime<Utc>) -> Result<(), Trouble> {
        let departments = self.departments().await?;
        let since = since - Duration::minutes(OVERLAP_MINUTES);
        let query = BookedQuery {
            cancelled: true,
            patient_detail: true,
            modified_since: Some(since),
            ..BookedQuery::new(departments.clone(), span.from, span.to)
        };
        let window = Window { departments, from: span.from, to: span.to };
        let session = self.client.lane(Lane::Feed);
        let (mut next, mut begun): (Option<String>, Option<DateTime<Utc>>) = (None, None);
        loop {
            let page = session.booked_page(&query, next.as_deref()).await?;
            let begun_at = *begun.get_or_insert(page.as_of);
            next = page.next.as_ref().map(|next| next.as_text().to_owned());
            let (last, window) = (next.is_none(), window.clone());
            self.cache
                .write("schedule changes", move |writer| {
                    put_page(writer, page, begun_at)?;
                    if last {
                        writer.finish_changes(&window, since, begun_at)?;
                    }
                    Ok(())
                })
                .await?;
            if last {
                return Ok(());
            }
        }
    }

    /// Reads patients with policies, balances and custom fields, and puts them together. One who is
    /// not there for this key may be restricted: nothing of them is kept. Gives those whose answers
    /// cannot be read as they are, or bring nothing that was asked for.
    pub async fn patients(&self, ids: Vec<PatientId>, lane: Lane) -> Result<Vec<PatientId>, Trouble> {
        let (mut records, mut hidden, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        let mut answers = stream::iter(ids.clone()).map(|id| self.record(id, lane)).buffered(AT_ONCE);
        while let Some((id, answer)) = answers.next().await {
            match answer {
                Ok(record) if record.patient.tells_nothing() => unread.push(id),
                Ok(record) => records.push(record),
                Err(Trouble::Athena(AthenaError::Refused { why: Refusal::NotFound, .. })) => hidden.push(id),
                Err(trouble) if rest::concerns_all(&trouble) => return Err(trouble),
                Err(trouble) => {
                    tracing::warn!(%trouble, "a patient's details were not read");
                    unread.push(id);
                }
            }
        }
        drop(answers);
        let now = self.client.server_time();
        let merges = match &self.ledger {
            Some(ledger) => ledger.foretell(&self.cache, merged(&records), now).await?,
            None => Vec::new(),
        };
        let lacking = self
            .cache
            .write("patients", move |writer| {
                if let Some(told) = proof::kept(writer, Feed::Patients)? {
                    let read: Vec<_> = records.iter().map(|record| (&record.patient, record.as_of)).collect();
                    writer.compare_patients(Feed::Patients.name(), &read, told.from)?;
                }
                writer.put_records(&records)?;
                hidden.iter().try_for_each(|id| writer.mark_not_visible(id, now))?;
                let mut lacking = Vec::new();
                for id in ids {
                    if writer.patient(&id)?.is_some() && writer.coverages(&id)?.is_none() {
                        lacking.push(id);
                    }
                }
                Ok(lacking)
            })
            .await?;
        if let Some(ledger) = &self.ledger {
            ledger.followed(merges, now).await?;
        }
        unread.extend(lacking.into_iter().filter(|id| !unread.contains(id)).collect::<Vec<_>>());
        Ok(unread)
    }

    /// Reads a patient with what belongs to them and their visits. Gives whose answer cannot be read
    /// as it is.
    pub async fn whole(
        &self,
        id: PatientId,
        lane: Lane,
        now: DateTime<Utc>,
    ) -> Result<Vec<PatientId>, Trouble> {
        let unread = self.patients(vec![id.clone()], lane).await?;
        self.visits_held(&id, lane, now).await?;
        Ok(unread)
    }

    /// Reads all visits of a patient whom the copy holds, by whatever number they are known now.
    pub async fn visits_held(&self, id: &PatientId, lane: Lane, now: DateTime<Utc>) -> Result<(), Trouble> {
        let asked = id.clone();
        match self.cache.read(move |reader| reader.patient(&asked)).await? {
            Some(held) => self.visits(held.patient.id, lane, now).await,
            None => Ok(()),
        }
    }

    /// Reads all visits of a patient that the copy keeps.
    pub async fn visits(&self, patient: PatientId, lane: Lane, now: DateTime<Utc>) -> Result<(), Trouble> {
        let departments = self.cache.read(|reader| reader.departments()).await?;
        if departments.is_empty() {
            return Ok(());
        }
        let span = window(departments.first().map_or(Zone::EASTERN, Department::zone).today(now));
        let query = BookedQuery {
            cancelled: true,
            patient_detail: true,
            patient: Some(patient.clone()),
            ..BookedQuery::new(
                departments.into_iter().map(|department| department.id).collect(),
                span.from,
                span.to,
            )
        };
        let session = self.client.lane(lane);
        let (mut next, mut begun): (Option<String>, Option<DateTime<Utc>>) = (None, None);
        loop {
            let page = session.booked_page(&query, next.as_deref()).await?;
            // Whoever does not heed the patient would be read whole, years of everybody's visits.
            if page.rows.iter().any(|row| row.appointment.patient.as_ref().is_some_and(|id| *id != patient)) {
                tracing::warn!("visits of others came with those of one patient and were left");
                return Ok(());
            }
            let begun_at = *begun.get_or_insert(page.as_of);
            next = page.next.as_ref().map(|next| next.as_text().to_owned());
            let last = next.is_none();
            let patient = patient.clone();
            self.cache
                .write("visits of a patient", move |writer| {
                    let told = proof::kept(writer, Feed::Appointments)?.map(|proof| proof.from);
                    compare(writer, &page, (begun_at, told))?;
                    put_page(writer, page, begun_at)?;
                    if last {
                        writer.finish_visits(&patient, (span.from, span.to), begun_at)?;
                    }
                    Ok(())
                })
                .await?;
            if last {
                return Ok(());
            }
        }
    }

    async fn record(&self, id: PatientId, lane: Lane) -> (PatientId, Result<Record, Trouble>) {
        let answer = self.ask_record(id.clone(), lane).await;
        (id, answer)
    }

    async fn ask_record(&self, id: PatientId, lane: Lane) -> Result<Record, Trouble> {
        let asked = id.clone();
        let department = self
            .cache
            .read(move |reader| Ok(reader.patient(&asked)?.and_then(|held| held.patient.department)))
            .await?;
        let parts =
            PatientParts { insurances: true, custom_fields: true, previous_ids: true, balances: true };
        let session = self.client.lane(lane);
        let answer = match session.patient(&id, department.as_ref(), parts).await {
            // They may have left the department that the copy knows.
            Err(AthenaError::Refused { why: Refusal::NotFound, .. }) if department.is_some() => {
                session.patient(&id, None, parts).await?
            }
            answer => answer?,
        };
        let PatientRecord { mut patient, coverages, custom_values } = answer.value;
        // Whoever is answered as somebody else was merged into them, whether the answer lists it or not.
        if patient.id != id && !patient.previous_ids.contains(&id) {
            patient.previous_ids.push(id);
        }
        Ok(Record { patient, coverages, custom_values, as_of: answer.as_of })
    }

    pub(crate) async fn departments(&self) -> Result<Vec<DepartmentId>, Trouble> {
        let known = self.cache.read(|reader| reader.departments()).await?;
        Ok(known.into_iter().map(|department| department.id).collect())
    }

    async fn begin(&self, key: &str, span: Span) -> Result<Task, Trouble> {
        let key = key.to_owned();
        let task = self
            .cache
            .write("schedule begin", move |writer| {
                let order =
                    i64::from(span.from.signed_duration_since(chrono::NaiveDate::MIN).num_days() as i32);
                writer.plan_tasks(&[NewTask { key: key.clone(), order, plan: plan_text(span) }])?;
                if writer.task(&key)?.is_some_and(|task| task.state == TaskState::Done) {
                    writer.restart_task(&key)?;
                }
                writer.task(&key)
            })
            .await?;
        task.ok_or(Trouble::Store(store::Error::Interrupted))
    }

    async fn restart(&self, key: &str) -> Result<Task, Trouble> {
        let key = key.to_owned();
        let task = self
            .cache
            .write("schedule restart", move |writer| {
                writer.restart_task(&key)?;
                writer.task(&key)
            })
            .await?;
        task.ok_or(Trouble::Store(store::Error::Interrupted))
    }
}

/// Whom records say to be merged, by into whom.
fn merged(records: &[Record]) -> Vec<(PatientId, Vec<PatientId>)> {
    records.iter().map(|record| (record.patient.id.clone(), record.patient.previous_ids.clone())).collect()
}

/// Puts the list of providers; where a key may not read it, from when on that is so.
fn put_providers(
    writer: &mut Writer<'_>,
    providers: Option<&Answer<Vec<Provider>>>,
    refused: DateTime<Utc>,
) -> Result<(), store::Error> {
    let Some(Answer { value: list, as_of: at, .. }) = providers else {
        return writer.mark_fresh(&Part::ProvidersRefused, refused).map(drop);
    };
    if let Some(told) = proof::kept(writer, Feed::Providers)? {
        writer.compare_providers(Feed::Providers.name(), list, *at, told.from)?;
    }
    writer.put_providers(list, *at).map(drop)
}

/// Looks at a page of booked rows, before it is put: what was told since an instant should be what came.
fn compare(
    writer: &mut Writer<'_>,
    page: &Page<BookedRow>,
    (at, told): (DateTime<Utc>, Option<DateTime<Utc>>),
) -> Result<(), store::Error> {
    let Some(told) = told else { return Ok(()) };
    let read: Vec<Appointment> = page.rows.iter().map(|row| row.appointment.clone()).collect();
    writer.compare_visits(Feed::Appointments.name(), &read, at, told)
}

/// Puts a page of booked rows with their patients.
fn put_page(
    writer: &mut Writer<'_>,
    page: Page<BookedRow>,
    as_of: DateTime<Utc>,
) -> Result<u64, store::Error> {
    let count = page.rows.len() as u64;
    let (appointments, patients): (Vec<_>, Vec<Option<Patient>>) =
        page.rows.into_iter().map(|row| (row.appointment, row.patient)).unzip();
    let patients: Vec<Patient> = patients.into_iter().flatten().collect();
    writer.put_patients(&patients, as_of, Detail::Brief)?;
    writer.put_appointments_page(&appointments, as_of)?;
    Ok(count)
}

/// A list that a key may be refused without losing the rest.
fn optional<T>(answer: Result<T, AthenaError>) -> Result<Option<T>, Trouble> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(AthenaError::Refused { why: Refusal::NoRight | Refusal::NotFound | Refusal::Other, .. }) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The key under which the reading of a span is kept.
pub(crate) fn task_key(span: Span) -> String {
    format!("schedule {} {}", span.from, span.to)
}

/// A span as a task's plan.
pub(crate) fn plan_text(span: Span) -> String {
    format!("{} {}", span.from, span.to)
}

/// The span of a task's plan; `None` where it is no span.
pub(crate) fn planned_span(plan: &str) -> Option<Span> {
    let (from, to) = plan.split_once(' ')?;
    Some(Span { from: from.parse().ok()?, to: to.parse().ok()? })
}
