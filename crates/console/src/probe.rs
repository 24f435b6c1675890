//! What a key may read, tried call by call.

use athena::{BookedQuery, Error, Lane, PatientQuery, Refusal, Session};
use chrono::NaiveDate;
use ipc::Failure;
use ipc::connection::{Capability, Probe, Trial};
use model::{Department, PracticeId};

use crate::failure;

/// What trying a connection showed.
pub(crate) struct Tried {
    /// The practice's name.
    pub label: String,
    /// What the key may read.
    pub probes: Vec<Probe>,
}

/// Tries a key at a practice. A key that cannot be used there at all is a failure; what it may not
/// read is said and does not stop the connection.
pub(crate) async fn try_key(client: &athena::Client, today: NaiveDate) -> Result<Tried, Failure> {
    let session = client.lane(Lane::Interactive);
    session.ping().await.map_err(|error| failure::from_athena(&error))?;
    let practices = session.practices().await;
    let label = practices.as_ref().ok().and_then(|answer| name(&answer.value, client.practice()));
    let departments = session.departments().await;
    let known = departments.as_ref().map(|answer| answer.value.clone()).unwrap_or_default();
    let probes = vec![
        probe(Capability::Practice, practices.err()),
        probe(Capability::Departments, departments.err()),
        probe(Capability::Providers, session.providers().await.err()),
        probe(Capability::Patients, search(&session, &known).await),
        probe(Capability::Schedule, booked(&session, &known, today).await),
        probe(Capability::AppointmentTypes, session.appointment_types().await.err()),
        probe(Capability::CustomFields, session.custom_fields().await.err()),
    ];
    Ok(Tried { label: label.unwrap_or_else(|| format!("Practice {}", client.practice())), probes })
}

fn name(practices: &[model::Practice], id: &PracticeId) -> Option<String> {
    practices.iter().find(|practice| practice.id == *id).map(|practice| practice.name.clone())
}

async fn search(session: &Session, departments: &[Department]) -> Option<Error> {
    let department = departments.first()?.id.clone();
    let query = PatientQuery {
        department: Some(department),
        omit_balances: true,
        page_rows: Some(1),
        ..PatientQuery::default()
    };
    session.patient_page(&query, None).await.err()
}

async fn booked(session: &Session, departments: &[Department], today: NaiveDate) -> Option<Error> {
    let department = departments.first()?.id.clone();
    let query = BookedQuery { page_rows: Some(1), ..BookedQuery::new(vec![department], today, today) };
    session.booked_page(&query, None).await.err()
}

fn probe(capability: Capability, error: Option<Error>) -> Probe {
    let trial = match error {
        None => Trial::Allowed,
        // Too many matches is an answer to a search that was allowed.
        Some(Error::Refused { why: Refusal::TooManyMatches, .. }) => Trial::Allowed,
        Some(Error::Refused { why: Refusal::NoRight | Refusal::Other | Refusal::NotFound, .. }) => {
            Trial::Refused
        }
        Some(_) => Trial::NotTold,
    };
    Probe { capability, trial }
}
