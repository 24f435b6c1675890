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
/// Minutes after which a wait is told.
const PATIENCE: u32 = 15;

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
}

/// Makes a day sheet.
pub(crate) fn day_sheet(material: &Material<'_>) -> DaySheet {
    let columns = columns(material);
    let visits = || columns.iter().flat_map(|column| &column.visits);
    let first = visits().map(|visit| visit.minute).min().unwrap_or(FROM);
    let last = visits().map(|visit| visit.minute + length(visit)).max().unwrap_or(TO);
    DaySheet {
        date: words::day(material.date),
        today: words::day(today(material.departments, material.now)),
        zones: zones(material.departments),
        from: whole_hour(first.min(FROM)),
        to: whole_hour(last.max(TO) + 59).min(24 * 60),
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

fn provider_name(providers: &[Provider], id: &ProviderId) -> String {
    let Some(provider) = providers.iter().find(|provider| provider.id == *id) else {
        return format!("Provider {id}");
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
            Some(minutes) if minutes > PATIENCE => VisitState::Waiting { minutes },
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

fn length(visit: &Visit) -> i32 {
    i32::try_from(visit.minutes).unwrap_or(0)
}

fn whole_hour(minute: i32) -> i32 {
    minute.div_euclid(60) * 60
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use ipc::schedule::VisitState;
    use model::{Appointment, AppointmentId, Department, DepartmentId, ProviderId, Zone};

    use store::Visit as Held;

    use super::{Material, day_sheet};

    fn department(id: &str, zone: &str) -> Department {
        Department {
            id: DepartmentId::new(id),
            name: format!("Department {id}"),
            place: None,
            phone: None,
            zone: Zone::named(zone).ok(),
            chart_group: None,
            provider_group: None,
            provider_group_name: None,
        }
    }

    fn visit(id: &str, department: &str, time: &str) -> Held {
        let appointment = Appointment {
            id: AppointmentId::new(id),
            patient: None,
            patient_name: None,
            department: DepartmentId::new(department),
            provider: ProviderId::new("7"),
            start: format!("2026-11-23T{time}:00").parse().expect("a time"),
            minutes: 30,
            state: model::VisitState::Booked,
            kind: None,
            kind_name: "Established".to_owned(),
            copay: None,
            checked_in: None,
            check_in_started: None,
            checked_out: None,
            notes: Vec::new(),
            urgent: false,
            modified: None,
            frozen: false,
            cancelled: None,
        };
        Held { appointment, patient: None, as_of: DateTime::UNIX_EPOCH }
    }

    fn sheet(now: &str, departments: &[Department], visits: &[Held]) -> ipc::schedule::DaySheet {
        day_sheet(&Material {
            date: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date"),
            now: now.parse::<DateTime<Utc>>().expect("an instant"),
            departments,
            providers: &[],
            visits,
            as_of: None,
            kept: true,
        })
    }

    #[test]
    fn each_column_stands_in_its_own_time() {
        let departments = [department("1", "US/Eastern"), department("2", "America/Phoenix")];
        let visits = [visit("a", "1", "10:00"), visit("b", "2", "10:00")];
        let sheet = sheet("2026-11-23T15:30:00Z", &departments, &visits);
        assert_eq!(sheet.columns.iter().map(|column| column.now).collect::<Vec<_>>(), [Some(630), Some(510)]);
        assert!(sheet.columns[0].visits[0].state == VisitState::Late, "10:00 Eastern is past");
        assert!(sheet.columns[1].visits[0].state == VisitState::Booked, "10:00 in Arizona is not");
        assert_eq!(sheet.zones, ["Eastern", "Arizona"]);
    }

    #[test]
    fn a_wait_is_told_once_it_is_longer_than_a_quarter_of_an_hour() {
        let here = |id: &str, time: &str, state| {
            let mut visit = visit(id, "1", time);
            visit.appointment.state = state;
            visit.appointment.checked_in = Some("2026-11-23T14:50:00Z".parse().expect("an instant"));
            visit
        };
        let visits = [
            here("since check-in", "09:30", model::VisitState::Waiting),
            here("since the start", "09:55", model::VisitState::Waiting),
            here("fetched", "09:30", model::VisitState::CheckedIn),
        ];
        let departments = [department("1", "US/Eastern")];
        let states = |now: &str| {
            let sheet = sheet(now, &departments, &visits);
            let mut seen: Vec<_> =
                sheet.columns[0].visits.iter().map(|visit| (visit.id.clone(), visit.state.clone())).collect();
            seen.sort_by_key(|(id, _)| visits.iter().position(|visit| visit.appointment.id.as_str() == id));
            (
                seen.into_iter().map(|(_, state)| state).collect::<Vec<_>>(),
                sheet.tally.here,
                sheet.tally.waiting,
            )
        };
        let calm = vec![VisitState::Here; 3];
        assert_eq!(states("2026-11-23T15:05:59Z"), (calm, 3, 0));
        let waiting = |minutes| VisitState::Waiting { minutes };
        let later = vec![waiting(21), waiting(16), VisitState::Here];
        assert_eq!(states("2026-11-23T15:11:00Z"), (later, 3, 2));
    }

    #[test]
    fn just_before_midnight_it_is_still_today_there() {
        let departments = [department("1", "America/Chicago")];
        let sheet = sheet("2026-11-24T05:45:00Z", &departments, &[visit("a", "1", "08:00")]);
        assert_eq!((sheet.today.as_str(), sheet.columns[0].now), ("2026-11-23", Some(23 * 60 + 45)));
    }

    #[test]
    fn a_day_of_one_department_still_says_that_others_stand_in_other_zones() {
        let departments = [department("1", "US/Eastern"), department("2", "America/Phoenix")];
        let sheet = sheet("2026-11-23T15:30:00Z", &departments, &[visit("a", "2", "10:00")]);
        assert_eq!((sheet.columns.len(), sheet.zones), (1, vec!["Eastern".to_owned(), "Arizona".to_owned()]));
    }

    #[test]
    fn today_is_where_most_departments_are() {
        let departments =
            [department("1", "US/Pacific"), department("2", "US/Eastern"), department("3", "US/Central")];
        let today = super::today(&departments, "2026-12-01T06:30:00Z".parse().expect("an instant"));
        assert_eq!(today.to_string(), "2026-12-01");
    }

    #[test]
    fn early_and_late_visits_widen_the_day() {
        let departments = [department("1", "America/Chicago")];
        let visits = [visit("a", "1", "06:40"), visit("b", "1", "18:45")];
        let sheet = sheet("2026-11-23T15:30:00Z", &departments, &visits);
        assert_eq!((sheet.from, sheet.to), (6 * 60, 20 * 60));
    }

    #[test]
    fn an_empty_day_still_says_its_zone_and_hours() {
        let sheet = sheet("2026-11-23T15:30:00Z", &[department("1", "America/Chicago")], &[]);
        assert_eq!((sheet.zones, sheet.from, sheet.to), (vec!["Central".to_owned()], 480, 1020));
    }
}
