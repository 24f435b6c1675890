//! Finding and opening patients, from the copy.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use ipc::patient::{
    MatchField, MatchKind, PatientCard, PatientOpen, PatientPage, PatientRefresh, PatientRemember,
    PatientRow, PatientSearch, VisitLine, Why,
};
use ipc::{Done, Failure, Field};
use model::{PatientId, PatientStatus, Zone};
use store::search::{self, Cursor, Hit, Query};
use store::{Part, PatientLine, Reader, TaskState};
use sync::{Ask, Look};

use crate::card::{self, Held, Material, Practice};
use crate::console::Console;
use crate::live::Live;
use crate::words;

/// The most rows that a page may have.
const MOST_ROWS: u32 = 100;
/// How many of the patients lately opened are listed.
const RECENT: u32 = 20;
/// Visits to come, and visits past, on a card.
const VISITS: usize = 5;
/// The most visits of a patient that are looked through for them.
const LOOKED_THROUGH: u32 = 200;

/// Finds patients.
pub(crate) async fn find(console: &Console, request: PatientSearch) -> Result<PatientPage, Failure> {
    let now = console.ports().clock.now();
    let limit = request.limit.clamp(1, MOST_ROWS) as usize;
    let after = match request.cursor.as_deref() {
        Some(text) => Some(Cursor::parse(text).ok_or(Failure::Invalid { field: Field::Cursor })?),
        None => None,
    };
    let live = console.live().await?;
    live.read(move |reader| {
        let found = reader.search(&Query::parse(&request.text), limit, after.as_ref())?;
        let practice = practice(reader)?;
        let rows =
            found.hits.iter().map(|hit| hit_row(reader, &practice, hit, now)).collect::<Result<_, _>>()?;
        page(reader, rows, found.next.map(|next| next.to_string()))
    })
    .await
}

/// Lists the patients lately opened here.
pub(crate) async fn recent(console: &Console) -> Result<PatientPage, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let id = live.connection.clone();
    let opened = live
        .vault
        .read(move |vault| vault.recent(&id, RECENT))
        .await
        .map_err(|error| crate::profile::used(&error))?;
    live.read(move |reader| {
        let practice = practice(reader)?;
        let lines = reader.patient_lines(&opened)?;
        let rows = lines.iter().map(|line| row(reader, &practice, line, now)).collect::<Result<_, _>>()?;
        page(reader, rows, None)
    })
    .await
}

/// Rows of some patients, in the order asked for.
pub(crate) fn rows(
    reader: &Reader<'_>,
    ids: &[PatientId],
    now: DateTime<Utc>,
) -> Result<Vec<PatientRow>, store::Error> {
    let practice = practice(reader)?;
    reader.patient_lines(ids)?.iter().map(|line| row(reader, &practice, line, now)).collect()
}

fn page(
    reader: &Reader<'_>,
    rows: Vec<PatientRow>,
    cursor: Option<String>,
) -> Result<PatientPage, store::Error> {
    let held = u32::try_from(reader.held_patients()?).unwrap_or(u32::MAX);
    Ok(PatientPage { rows, cursor, held, filled: is_filled(reader)? })
}

/// Whether every block of the schedule's window has been read.
fn is_filled(reader: &Reader<'_>) -> Result<bool, store::Error> {
    let progress = reader.fill_progress()?;
    let waiting = reader.next_tasks(1)?.iter().any(|task| task.state != TaskState::Done);
    Ok(progress.done > 0 && !waiting)
}

fn hit_row(
    reader: &Reader<'_>,
    practice: &Practice,
    hit: &Hit,
    now: DateTime<Utc>,
) -> Result<PatientRow, store::Error> {
    let mut row = row(reader, practice, &hit.patient, now)?;
    row.why = hit.why.iter().map(|why| Why { field: field(why.field), kind: kind(why.kind) }).collect();
    if let Some(phone) = &hit.phone {
        row.phone = words::said(phone);
    }
    Ok(row)
}

fn row(
    reader: &Reader<'_>,
    practice: &Practice,
    line: &PatientLine,
    now: DateTime<Utc>,
) -> Result<PatientRow, store::Error> {
    let dob = *line.dob.expose();
    let here = practice.departments.first().map_or(Zone::EASTERN, model::Department::zone);
    let alive_on = line.deceased.expose().unwrap_or(here.today(now));
    Ok(PatientRow {
        id: line.id.to_string(),
        name: words::full_name(&line.name),
        preferred: words::said(&line.name.preferred),
        dob: dob.map(words::day),
        age: dob.and_then(|dob| words::age(dob, alive_on)),
        sex: line.sex.expose().clone(),
        phone: words::said(&line.phone),
        flags: card::flags(&line.status, line.deceased.expose().is_some()),
        next_visit: next_visit(reader, practice, &line.id, now)?,
        why: Vec::new(),
    })
}

fn next_visit(
    reader: &Reader<'_>,
    practice: &Practice,
    patient: &PatientId,
    now: DateTime<Utc>,
) -> Result<Option<VisitLine>, store::Error> {
    let here = practice.departments.first().map_or(Zone::EASTERN, model::Department::zone);
    let next = reader.next_visit(patient, here.wall(now))?;
    Ok(next.map(|visit| practice.visit_line(&visit.appointment)))
}

pub(crate) fn practice(reader: &Reader<'_>) -> Result<Practice, store::Error> {
    Ok(Practice { departments: reader.departments()?, providers: reader.providers()? })
}

/// Gives a patient's card, and has it read anew where it has grown old.
pub(crate) async fn open(console: &Console, request: PatientOpen) -> Result<PatientCard, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let id = PatientId::new(request.patient);
    let asked = id.clone();
    let card = live.read(move |reader| made(reader, &asked, now)).await?.ok_or(Failure::NotHeld)?;
    live.reading.look(Look::Card(id));
    Ok(card)
}

fn made(
    reader: &Reader<'_>,
    id: &PatientId,
    now: DateTime<Utc>,
) -> Result<Option<PatientCard>, store::Error> {
    let Some(held) = reader.patient(id)? else { return Ok(None) };
    if held.patient.status == PatientStatus::Deleted {
        return Ok(None);
    }
    let practice = practice(reader)?;
    let here = practice.zone_of(held.patient.department.as_ref()).wall(now);
    let mut visits = reader.visits(&held.patient.id, LOOKED_THROUGH)?;
    visits.retain(|visit| visit.appointment.state != model::VisitState::Cancelled);
    let together = reader.as_of(&Part::Visits(held.patient.id.clone()))?;
    let visits_as_of = visits.iter().map(|visit| visit.as_of).max().max(together);
    let (mut next, last): (Vec<_>, Vec<_>) =
        visits.into_iter().map(|visit| visit.appointment).partition(|visit| visit.start >= here);
    next.reverse();
    let coverages = reader.coverages(&held.patient.id)?;
    let values = reader.custom_values(&held.patient.id)?;
    let part = |rows: Vec<_>| Held { rows: rows.into_iter().take(VISITS).collect(), as_of: visits_as_of };
    Ok(Some(card::card(Material {
        now,
        practice: &practice,
        patient: &held.patient,
        as_of: Some(held.as_of),
        balances_as_of: held.balances_as_of,
        coverages: Held::from(coverages),
        custom_values: Held::from(values),
        next_visits: part(next),
        last_visits: part(last),
    })))
}

/// Asks for a patient to be read anew.
pub(crate) async fn refresh(console: &Console, request: PatientRefresh) -> Result<Done, Failure> {
    console.live().await?.reading.ask(Ask::Patient(PatientId::new(request.patient)));
    Ok(Done {})
}

/// Puts a patient at the head of those lately opened.
pub(crate) async fn remember(console: &Console, request: PatientRemember) -> Result<Done, Failure> {
    let now = console.ports().clock.now();
    let live: Arc<Live> = console.live().await?;
    let (connection, patient) = (live.connection.clone(), PatientId::new(request.patient));
    live.vault
        .write("remember", move |vault| vault.remember(&connection, &patient, now))
        .await
        .map_err(|error| crate::profile::used(&error))?;
    Ok(Done {})
}

fn field(field: search::MatchField) -> MatchField {
    match field {
        search::MatchField::LastName => MatchField::LastName,
        search::MatchField::FirstName => MatchField::FirstName,
        search::MatchField::PreferredName => MatchField::PreferredName,
        search::MatchField::MiddleName => MatchField::MiddleName,
        search::MatchField::Suffix => MatchField::Suffix,
        search::MatchField::Dob => MatchField::Dob,
        search::MatchField::Phone => MatchField::Phone,
        search::MatchField::PatientId => MatchField::PatientId,
        search::MatchField::PreviousId => MatchField::PreviousId,
        search::MatchField::MemberId => MatchField::MemberId,
    }
}

fn kind(kind: search::MatchKind) -> MatchKind {
    match kind {
        search::MatchKind::Exact => MatchKind::Exact,
        search::MatchKind::Prefix => MatchKind::Prefix,
        search::MatchKind::Inner => MatchKind::Inner,
        search::MatchKind::Typo => MatchKind::Typo,
    }
}
