//! What a key may read, tried call by call.

use athena::{BookedQuery, BookedRow, Error, Lane, Page, PatientParts, PatientQuery, Refusal, Session};
use chrono::{Duration, NaiveDate};
use ipc::Failure;
use ipc::connection::{Capability, Probe, Trial};
use model::{Department, DepartmentId, Patient, PatientId, PracticeId};
use store::Entropy;

use crate::failure;

/// How many days from today on a visit is looked for, and how many of their visits are read.
const DAYS: i64 = 13;
const VISITS: u32 = 10;

/// What trying a connection showed.
pub(crate) struct Tried {
    /// The practice's name.
    pub label: String,
    /// What the key may read.
    pub probes: Vec<Probe>,
}

/// What trying one call gave; `None` where there was nothing to try it with.
type Trying<T> = Option<Result<T, Error>>;

/// Tries a key at a practice. A key that cannot be used there at all is a failure; what it may not
/// read is said and does not stop the connection.
pub(crate) async fn try_key(
    client: &athena::Client,
    today: NaiveDate,
    entropy: &dyn Entropy,
) -> Result<Tried, Failure> {
    let session = client.lane(Lane::Interactive);
    session.ping().await.map_err(|error| failure::from_athena(&error, entropy))?;
    let practices = session.practices().await;
    let label = practices.as_ref().ok().and_then(|answer| name(&answer.value, client.practice()));
    let departments = session.departments().await;
    let known = departments.as_ref().map(|answer| answer.value.clone()).unwrap_or_default();
    let found = search(&session, &known).await;
    let booked = booked(&session, &known, today).await;
    let somebody = somebody(&found, &booked);
    let chart = chart(&session, somebody.clone(), &known).await;
    let record = record(&session, somebody.map(|(id, _)| id)).await;
    let probes = vec![
        probe(Capability::Practice, Some(practices)),
        probe(Capability::Departments, Some(departments)),
        probe(Capability::Providers, Some(session.providers().await)),
        probe(Capability::Patients, found),
        probe(Capability::Schedule, booked),
        probe(Capability::Records, record),
        probe(Capability::Charts, chart),
        probe(Capability::AppointmentTypes, Some(session.appointment_types().await)),
        probe(Capability::CustomFields, Some(session.custom_fields().await)),
    ];
    Ok(Tried { label: label.unwrap_or_else(|| format!("Practice {}", client.practice())), probes })
}

fn name(practices: &[model::Practice], id: &PracticeId) -> Option<String> {
    practices.iter().find(|practice| practice.id == *id).map(|practice| practice.name.clone())
}

async fn search(session: &Session, departments: &[Department]) -> Trying<Page<Patient>> {
    let department = departments.first()?.id.clone();
    let query = PatientQuery {
        department: Some(department),
        omit_balances: true,
        page_rows: Some(1),
        ..PatientQuery::default()
    };
    Some(session.patient_page(&query, None).await)
}

async fn booked(session: &Session, departments: &[Department], today: NaiveDate) -> Trying<Page<BookedRow>> {
    if departments.is_empty() {
        return None;
    }
    let departments = departments.iter().map(|department| department.id.clone()).collect();
    let until = today + Duration::days(DAYS);
    let query = BookedQuery { page_rows: Some(VISITS), ..BookedQuery::new(departments, today, until) };
    Some(session.booked_page(&query, None).await)
}

/// Somebody whom the key was told of, with a department of theirs where that was told too.
fn somebody(
    found: &Trying<Page<Patient>>,
    booked: &Trying<Page<BookedRow>>,
) -> Option<(PatientId, Option<DepartmentId>)> {
    let found = found.iter().flatten().flat_map(|page| &page.rows);
    let found = found.map(|patient| (patient.id.clone(), patient.department.clone()));
    let booked = booked.iter().flatten().flat_map(|page| &page.rows).map(|row| &row.appointment);
    let booked = booked.filter_map(|visit| Some((visit.patient.clone()?, Some(visit.department.clone()))));
    found.chain(booked).next()
}

/// Reads one chart's allergies.
async fn chart(
    session: &Session,
    somebody: Option<(PatientId, Option<DepartmentId>)>,
    departments: &[Department],
) -> Trying<()> {
    let (id, department) = somebody?;
    let department = department.or_else(|| departments.first().map(|first| first.id.clone()))?;
    match session.allergies(&id, &department).await {
        // The patient may be hidden, or their chart may be none that the department shares.
        Err(Error::Refused { why: Refusal::NotFound | Refusal::Other, .. }) => None,
        answer => Some(answer.map(drop)),
    }
}

/// Reads one record with the parts that a card shows.
async fn record(session: &Session, somebody: Option<PatientId>) -> Trying<()> {
    let parts = PatientParts { insurances: true, custom_fields: true, previous_ids: true, balances: true };
    match session.patient(&somebody?, None, parts).await {
        // A patient whom athenahealth hides answers as one who is not there.
        Err(Error::Refused { why: Refusal::NotFound, .. }) => None,
        answer => Some(answer.map(drop)),
    }
}

fn probe<T>(capability: Capability, tried: Trying<T>) -> Probe {
    let trial = match tried {
        Some(Ok(_)) => Trial::Allowed,
        // Too many matches is an answer to a search that was allowed.
        Some(Err(Error::Refused { why: Refusal::TooManyMatches, .. })) => Trial::Allowed,
        Some(Err(Error::Refused { why: Refusal::NoRight | Refusal::Other | Refusal::NotFound, .. })) => {
            Trial::Refused
        }
        Some(Err(_)) | None => Trial::NotTold,
    };
    Probe { capability, trial }
}
