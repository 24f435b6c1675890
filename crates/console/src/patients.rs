//! Finding and opening patients, from the copy.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use ipc::patient::{
    MatchField, MatchKind, PatientCard, PatientOpen, PatientPage, PatientRefresh, PatientRemember,
    PatientRow, PatientSearch, VisitLine, Why,
};
use ipc::{Call, Done, Failure, Field, Lock, Permission};
use model::{PatientId, PatientStatus};
use store::search::{self, Cursor, Hit, Query};
use store::{Part, PatientLine, Reader};
use sync::{Ask, Look, Span};

use crate::card::{self, Held, Material, Practice};
use crate::console::Console;
use crate::live::Live;
use crate::{allergies, asking, page, words};

/// How many of the patients lately opened are listed.
const RECENT: u32 = 20;
/// The most that a page of those found may have.
const MOST_FOUND: u32 = 100;
/// Visits to come, and visits past, on a card.
const VISITS: usize = 5;
/// The most visits of a patient that are looked through for them.
const LOOKED_THROUGH: u32 = 200;
/// The most visits to come that are looked through for the next one: which of them it is, the zones
/// of their departments decide.
const SOON: u32 = 8;

/// Finds patients.
pub(crate) async fn find(console: &Console, request: PatientSearch) -> Result<PatientPage, Failure> {
    let now = console.ports().clock.now();
    let limit = page::rows(request.limit, MOST_FOUND)? as usize;
    let after = match request.cursor.as_deref() {
        Some(text) => Some(Cursor::parse(text).ok_or(Failure::Invalid { field: Field::Cursor })?),
        None => None,
    };
    let live = console.at_hand().await?;
    let askable = asking::question(&request.text, now).is_some() && console.live().await.is_ok();
    live.read(move |reader| {
        let found = reader.search(&Query::parse(&request.text), limit, after.as_ref())?;
        let rows = hit_rows(reader, &found.hits, now)?;
        page(reader, rows, found.next.map(|next| next.to_string()), askable)
    })
    .await
}

/// Lists the patients lately opened here.
pub(crate) async fn recent(console: &Console) -> Result<PatientPage, Failure> {
    let now = console.ports().clock.now();
    let live = console.at_hand().await?;
    let id = live.connection.clone();
    let opened = live
        .vault
        .read(move |vault| vault.recent(&id, RECENT))
        .await
        .map_err(|error| crate::profile::used(&error, live.entropy.as_ref()))?;
    live.read(move |reader| {
        let (practice, unread) = (practice(reader, now)?, Unread::of(reader)?);
        let lines = reader.patient_lines(&opened)?;
        let rows =
            lines.iter().map(|line| row(reader, &practice, &unread, line)).collect::<Result<_, _>>()?;
        page(reader, rows, None, false)
    })
    .await
}

/// Rows of some patients, in the order asked for, with why a search would find each.
pub(crate) fn rows(
    reader: &Reader<'_>,
    query: &Query,
    ids: &[PatientId],
    now: DateTime<Utc>,
) -> Result<Vec<PatientRow>, store::Error> {
    hit_rows(reader, &reader.hits(query, ids)?, now)
}

fn page(
    reader: &Reader<'_>,
    rows: Vec<PatientRow>,
    cursor: Option<String>,
    askable: bool,
) -> Result<PatientPage, store::Error> {
    let held = u32::try_from(reader.held_patients()?).unwrap_or(u32::MAX);
    Ok(PatientPage { rows, cursor, held, filled: Unread::of(reader)?.is_nothing(), askable })
}

/// The blocks of the schedule's window that are not read yet; `None` where none ever was.
struct Unread(Option<Vec<Span>>);

impl Unread {
    fn of(reader: &Reader<'_>) -> Result<Self, store::Error> {
        let begun = reader.fill_progress()?.done > 0;
        Ok(Self(if begun { Some(sync::unread_spans(reader)?) } else { None }))
    }

    fn is_nothing(&self) -> bool {
        self.0.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether every day from one on is read.
    fn ends_before(&self, day: NaiveDate) -> bool {
        self.0.as_ref().is_some_and(|spans| spans.iter().all(|span| span.to < day))
    }
}

fn hit_rows(reader: &Reader<'_>, hits: &[Hit], now: DateTime<Utc>) -> Result<Vec<PatientRow>, store::Error> {
    let (practice, unread) = (practice(reader, now)?, Unread::of(reader)?);
    hits.iter().map(|hit| hit_row(reader, &practice, &unread, hit)).collect()
}

fn hit_row(
    reader: &Reader<'_>,
    practice: &Practice,
    unread: &Unread,
    hit: &Hit,
) -> Result<PatientRow, store::Error> {
    let mut row = row(reader, practice, unread, &hit.patient)?;
    row.why = hit.why.iter().map(|why| Why { field: field(why.field), kind: kind(why.kind) }).collect();
    if let Some(phone) = &hit.phone {
        row.phone = words::said(phone);
    }
    Ok(row)
}

fn row(
    reader: &Reader<'_>,
    practice: &Practice,
    unread: &Unread,
    line: &PatientLine,
) -> Result<PatientRow, store::Error> {
    let dob = *line.dob.expose();
    let today = practice.zone_of(None).today(practice.now);
    let alive_on = line.deceased.expose().unwrap_or(today);
    let booked_known = unread.ends_before(today) || reader.as_of(&Part::Visits(line.id.clone()))?.is_some();
    Ok(PatientRow {
        id: line.id.to_string(),
        name: words::full_name(&line.name),
        preferred: words::said(&line.name.preferred),
        dob: dob.map(words::day),
        age: dob.and_then(|dob| words::age(dob, alive_on)),
        sex: line.sex.expose().clone(),
        phone: words::said(&line.phone),
        flags: card::flags(&line.status, line.deceased.expose().is_some()),
        next_visit: next_visit(reader, practice, &line.id)?,
        booked_known,
        why: Vec::new(),
    })
}

fn next_visit(
    reader: &Reader<'_>,
    practice: &Practice,
    patient: &PatientId,
) -> Result<Option<VisitLine>, store::Error> {
    let visits = reader.visits_from(patient, practice.earliest_wall(), SOON)?;
    let to_come = visits.into_iter().map(|visit| visit.appointment);
    let next = to_come.filter(|visit| practice.is_to_come(visit)).min_by_key(|visit| practice.begins(visit));
    Ok(next.map(|visit| practice.visit_line(&visit)))
}

pub(crate) fn practice(reader: &Reader<'_>, now: DateTime<Utc>) -> Result<Practice, store::Error> {
    Ok(Practice::at(now, reader.departments()?, reader.providers()?))
}

/// Gives a patient's card, and has it read anew where it has grown old.
pub(crate) async fn open(
    console: &Console,
    call: &Call,
    request: PatientOpen,
) -> Result<PatientCard, Failure> {
    let now = console.ports().clock.now();
    let live = console.at_hand().await?;
    let id = PatientId::new(request.patient);
    let (asked, charts) = (id.clone(), call.caller.role.may(Permission::ViewCharts));
    let card = live.read(move |reader| made(reader, &asked, now, charts)).await?.ok_or(Failure::NotHeld)?;
    live.reading.look(Look::Card(id));
    Ok(if call.lock == Lock::Emergency { card::at_the_desk(card) } else { card })
}

/// The card of somebody who is held.
pub(crate) fn made(
    reader: &Reader<'_>,
    id: &PatientId,
    now: DateTime<Utc>,
    charts: bool,
) -> Result<Option<PatientCard>, store::Error> {
    let Some(held) = reader.patient(id)? else { return Ok(None) };
    if held.patient.status == PatientStatus::Deleted {
        return Ok(None);
    }
    let practice = practice(reader, now)?;
    let mut visits = reader.visits(&held.patient.id, LOOKED_THROUGH)?;
    visits.retain(|visit| visit.appointment.state != model::VisitState::Cancelled);
    let VisitsAge { to_come, past } = visits_age(reader, &practice, &held.patient.id)?;
    let (mut next, mut last): (Vec<_>, Vec<_>) =
        visits.into_iter().map(|visit| visit.appointment).partition(|visit| practice.is_to_come(visit));
    next.sort_by_key(|visit| practice.begins(visit));
    last.sort_by_key(|visit| Reverse(practice.begins(visit)));
    let coverages = reader.coverages(&held.patient.id)?;
    let values = reader.custom_values(&held.patient.id)?;
    let today = practice.zone_of(held.patient.department.as_ref()).today(now);
    let allergies =
        if charts { allergies::held(reader, &held.patient.id, today)? } else { allergies::withheld() };
    let part = |rows: Vec<_>, as_of| Held { rows: rows.into_iter().take(VISITS).collect(), as_of };
    Ok(Some(card::card(Material {
        practice: &practice,
        patient: &held.patient,
        as_of: Some(held.as_of),
        balances_as_of: held.balances_as_of,
        allergies,
        coverages: Held::from(coverages),
        custom_values: Held::from(values),
        next_visits: part(next, to_come),
        last_visits: part(last, past),
    })))
}

/// When all visits to come, and all that are past, were last known to be those that are held.
struct VisitsAge {
    to_come: Option<DateTime<Utc>>,
    past: Option<DateTime<Utc>>,
}

/// Visits are known where they were read together for the patient, or as days of the whole practice. One
/// visit that was read proves nothing of the others.
fn visits_age(
    reader: &Reader<'_>,
    practice: &Practice,
    patient: &PatientId,
) -> Result<VisitsAge, store::Error> {
    let together = reader.as_of(&Part::Visits(patient.clone()))?;
    let Some(department) = practice.first_department() else {
        return Ok(VisitsAge { to_come: together, past: together });
    };
    let today = practice.zone_of(None).today(practice.now);
    let window = sync::window(today);
    let ahead = reader.days_as_of(department, today, window.to)?;
    let behind = reader.days_as_of(department, window.from, today)?;
    Ok(VisitsAge { to_come: together.max(ahead), past: together.max(behind) })
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
        .map_err(|error| crate::profile::used(&error, live.entropy.as_ref()))?;
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

#[cfg(test)]
mod tests;
