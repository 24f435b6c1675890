//! A day's schedule made of appointments: columns, lanes, states, tally. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use ipc::schedule::{Column, DaySheet, Tally, Visit, VisitState};
use model::{Appointment, Department, DepartmentId, Provider, ProviderId, Zone, minute_of_day};
use store::Visit as Held;

use crate::lanes;
use crate::words;

/// The hours shown where no visit asks for more.
const FROM: i32 = 8 * 60;
const TO: i32 = 17 * 60;
/// The end of every day: a visit that goes on after it is drawn up to it.
const MIDNIGHT: i32 = 24 * 60;
/// What a day sheet is made of.
pub(crate) struct Material<'a> {
    /// The day.
    pub date: NaiveDate,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// The departments shown.
    pub departments: &'a [Department],
    /// The practice's providers.
    pub providers: &'a [Provider],
    /// The day's appointments in those departments, with those of their patients who are held.
    pub visits: &'a [Held],
    /// When the day was read.
    pub as_of: Option<DateTime<Utc>>,
    /// Whether the day lies in the window that is kept.
    pub kept: bool,
    /// Minutes after which a wait is told.
    pub patience: u32,
}

/// Makes a day sheet.
pub(crate) fn day_sheet(material: &Material<'_>) -> DaySheet {
    let columns = columns(material);
    let visits = || columns.iter().flat_map(|column| &column.visits);
    let first = visits().map(|visit| visit.minute).min().unwrap_or(FROM);
    let last = visits().map(ends).max().unwrap_or(TO);
    DaySheet {
        date: words::day(material.date),
        today: words::day(today(material.departments, material.now)),
        zones: zones(material.departments),
        from: whole_hour(first.min(FROM)),
        to: whole_hour(last.clamp(TO, MIDNIGHT) + 59).min(MIDNIGHT),
        tally: tally(visits()),
        columns,
        as_of: material.as_of.map(words::instant),
        kept: material.kept,
    }
}

fn columns(material: &Material<'_>) -> Vec<Column> {
    let mut groups: BTreeMap<(&DepartmentId, &ProviderId), Vec<&Held>> = BTreeMap::new();
    // A cancelled visit leaves its place free: it is no part of the day.
    let standing = |visit: &&Held| visit.appointment.state != model::VisitState::Cancelled;
    for visit in material.visits.iter().filter(standing) {
        let appointment = &visit.appointment;
        groups.entry((&appointment.department, &appointment.provider)).or_default().push(visit);
    }
    let mut columns: Vec<Column> = groups
        .into_iter()
        .filter_map(|((department, provider), visits)| {
            let department = material.departments.iter().find(|known| known.id == *department)?;
            Some(column(material, department, provider, visits))
        })
        .collect();
    let place = |id: &str| material.departments.iter().position(|known| known.id.as_str() == id);
    columns.sort_by(|one, other| {
        (place(&one.department), &one.name).cmp(&(place(&other.department), &other.name))
    });
    columns
}

fn column(
    material: &Material<'_>,
    department: &Department,
    provider: &ProviderId,
    mut visits: Vec<&Held>,
) -> Column {
    visits.sort_by_key(|visit| (visit.appointment.start, visit.appointment.id.clone()));
    let span = |visit: &&Held| (minute_of_day(visit.appointment.start), visit.appointment.minutes);
    let spans: Vec<(i32, u32)> = visits.iter().map(span).collect();
    let zone = department.zone();
    let places = lanes::place(&spans);
    Column {
        provider: provider.to_string(),
        name: provider_name(material.providers, provider),
        department: department.id.to_string(),
        department_name: department.name.clone(),
        zone: words::zone(zone),
        now: (zone.today(material.now) == material.date).then(|| minute_of_day(zone.wall(material.now))),
        visits: visits
            .into_iter()
            .zip(places)
            .map(|(visit, place)| view(material, zone, visit, place))
            .collect(),
    }
}

/// A provider by name, with the letters after it.
pub(crate) fn provider_name(providers: &[Provider], id: &ProviderId) -> String {
    let Some(provider) = providers.iter().find(|provider| provider.id == *id) else {
        return if id.as_str().is_empty() { "No provider".to_owned() } else { format!("Provider {id}") };
    };
    match &provider.credentials {
        Some(letters) if !provider.name.contains(letters.as_str()) => format!("{}, {letters}", provider.name),
        _ => provider.name.clone(),
    }
}

fn view(material: &Material<'_>, zone: Zone, held: &Held, place: lanes::Place) -> Visit {
    let (visit, patient) = (&held.appointment, held.patient.as_ref());
    let name = patient.map(|patient| &patient.name).or(visit.patient_name.as_ref());
    let dob = patient.and_then(|patient| *patient.dob.expose());
    Visit {
        id: visit.id.to_string(),
        patient: patient.map(|patient| patient.id.to_string()),
        for_nobody: visit.patient.is_none(),
        name: name.map(words::full_name).filter(|name| !name.is_empty()),
        minute: minute_of_day(visit.start),
        minutes: visit.minutes,
        state: state(material, zone, visit),
        kind: visit.kind_name.clone(),
        lane: place.lane,
        lanes: place.lanes,
        urgent: visit.urgent,
        copay_cents: visit.copay.map(|copay| copay.0),
        phone: patient.and_then(|patient| words::said(&patient.phone)),
        dob: dob.map(words::day),
        age: dob.and_then(|dob| words::age(dob, material.date)),
        sex: patient.and_then(|patient| patient.sex.expose().clone()),
        checked_in: visit.checked_in.map(|at| minute_of_day(zone.wall(at))),
        waited: waited(material.now, zone, visit),
        notes: visit.notes.iter().map(|note| note.expose().clone()).collect(),
    }
}

fn state(material: &Material<'_>, zone: Zone, visit: &Appointment) -> VisitState {
    let past = material.now > zone.instant(visit.start) + Duration::minutes(5);
    match &visit.state {
        model::VisitState::Booked | model::VisitState::Open if past => VisitState::Late,
        model::VisitState::Booked | model::VisitState::Open => VisitState::Booked,
        model::VisitState::CheckingIn => VisitState::CheckingIn,
        model::VisitState::Waiting => match waited(material.now, zone, visit) {
            Some(minutes) if minutes > material.patience => VisitState::Waiting { minutes },
            _ => VisitState::Here,
        },
        model::VisitState::CheckedIn => VisitState::Here,
        model::VisitState::CheckedOut => VisitState::Out,
        model::VisitState::Charged => VisitState::Charged,
        model::VisitState::Cancelled => VisitState::Cancelled,
        model::VisitState::Other(word) => VisitState::Other { word: word.clone() },
    }
}

/// Minutes for which somebody who is here has waited to be fetched. Who comes early waits from the
/// start on.
fn waited(now: DateTime<Utc>, zone: Zone, visit: &Appointment) -> Option<u32> {
    if visit.state != model::VisitState::Waiting {
        return None;
    }
    let since = zone.instant(visit.start).max(visit.checked_in?);
    u32::try_from((now - since).num_minutes()).ok()
}

fn tally<'a>(visits: impl Iterator<Item = &'a Visit>) -> Tally {
    let mut tally = Tally::default();
    for visit in visits {
        match visit.state {
            VisitState::Cancelled => continue,
            VisitState::CheckingIn | VisitState::Here => tally.here += 1,
            VisitState::Waiting { .. } => {
                tally.here += 1;
                tally.waiting += 1;
            }
            VisitState::Out | VisitState::Charged => tally.done += 1,
            VisitState::Booked | VisitState::Late | VisitState::Other { .. } => {}
        }
        tally.booked += 1;
    }
    tally
}

/// The zones of the departments shown, each once.
fn zones(departments: &[Department]) -> Vec<String> {
    let mut zones = Vec::new();
    for zone in departments.iter().map(|department| words::zone(department.zone())) {
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    zones
}

/// Today in most of some departments; in none, athenahealth's own day.
pub(crate) fn today(departments: &[Department], now: DateTime<Utc>) -> NaiveDate {
    let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for department in departments {
        *counts.entry(department.zone().today(now)).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or_else(|| Zone::EASTERN.today(now), |(date, _)| date)
}

fn ends(visit: &Visit) -> i32 {
    visit.minute.saturating_add(i32::try_from(visit.minutes).unwrap_or(i32::MAX))
}

fn whole_hour(minute: i32) -> i32 {
    minute.div_euclid(60) * 60
}

#[cfg(test)]
mod tests;
