//! Which visit is the next one, where departments keep different times.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use model::{
    Appointment, Contact, Department, Patient, PatientId, PatientStatus, PersonName, Phi, VisitState, Zone,
};
use store::search::Query;
use store::{Cache, Detail, FileId, MasterKey, NoHooks, Part, ProfileFolder};
use tempfile::TempDir;

use super::{made, rows};
use crate::words;

const EASTERN: &str = "1";
const HONOLULU: &str = "2";

/// Noon in the East, seven in the morning in Honolulu.
fn noon() -> DateTime<Utc> {
    "2026-11-23T17:00:00Z".parse().expect("an instant")
}

fn department(id: &str) -> Department {
    let zone = if id == EASTERN { "America/New_York" } else { "Pacific/Honolulu" };
    Department {
        id: id.into(),
        name: id.to_owned(),
        place: None,
        phone: None,
        zone: Zone::named(zone).ok(),
        chart_group: None,
        provider_group: None,
        provider_group_name: None,
    }
}

fn visit(department: &str, time: &str) -> Appointment {
    Appointment {
        id: format!("{department} {time}").as_str().into(),
        patient: Some("7".into()),
        patient_name: None,
        department: department.into(),
        provider: "20".into(),
        start: format!("2026-11-23T{time}:00").parse().expect("a wall-clock time"),
        minutes: 15,
        state: VisitState::Booked,
        kind: None,
        kind_name: String::new(),
        copay: None,
        checked_in: None,
        check_in_started: None,
        checked_out: None,
        notes: Vec::new(),
        urgent: false,
        modified: None,
        frozen: false,
        cancelled: None,
    }
}

fn patient(department: &str) -> Patient {
    Patient {
        id: "7".into(),
        name: PersonName { last: Phi::new("Kealoha".to_owned()), ..PersonName::default() },
        dob: Phi::default(),
        sex: Phi::default(),
        status: PatientStatus::Active,
        deceased: Phi::default(),
        contact: Contact::default(),
        language: Phi::default(),
        department: Some(department.into()),
        primary_department: None,
        primary_provider: None,
        balances: None,
        first_visit: None,
        last_visit: None,
        previous_ids: Vec::new(),
    }
}

/// The next visit of the patient's row, and the card's visits to come and past.
type Seen = (Option<String>, Vec<String>, Vec<String>);

/// A copy of two departments with one patient.
struct Copy {
    store: Cache,
    _computer: TempDir,
}

fn copy(departments: [&str; 2], visits: &[Appointment]) -> Copy {
    let computer = TempDir::new().expect("a folder");
    let folder = ProfileFolder::open(&computer.path().join("profile")).expect("a profile");
    let key = MasterKey::from_bytes([7; 32]);
    let cache = Cache::open(&folder, &FileId::from_hex("ca"), &key, Arc::new(NoHooks)).expect("a copy").store;
    let (visits, known) = (visits.to_vec(), departments.map(department));
    let registered = patient(departments[0]);
    cache
        .write_blocking("practice", move |writer| {
            writer.put_departments(&known, noon())?;
            writer.put_patients(&[registered], noon(), Detail::Full)?;
            writer.put_appointments_page(&visits, noon())
        })
        .expect("the practice is put");
    Copy { store: cache, _computer: computer }
}

fn seen(departments: [&str; 2], visits: &[Appointment]) -> Seen {
    copy(departments, visits)
        .store
        .read_blocking(|reader| {
            let id = PatientId::from("7");
            let row = rows(reader, &Query::parse("kealoha"), std::slice::from_ref(&id), noon())?.remove(0);
            let card = made(reader, &id, noon(), true)?.expect("the patient is held");
            let ids = |part: ipc::patient::Part<ipc::patient::VisitLine>| {
                part.rows.into_iter().map(|line| line.id).collect()
            };
            Ok((row.next_visit.map(|line| line.id), ids(card.next_visits), ids(card.last_visits)))
        })
        .expect("a read")
}

#[test]
fn a_visit_is_to_come_by_the_time_of_its_own_department() {
    let visits = [visit(HONOLULU, "09:00"), visit(EASTERN, "10:00")];
    for departments in [[EASTERN, HONOLULU], [HONOLULU, EASTERN]] {
        let (next, to_come, past) = seen(departments, &visits);
        assert_eq!(next.as_deref(), Some("2 09:00"), "{departments:?}");
        assert_eq!((to_come, past), (vec!["2 09:00".to_owned()], vec!["1 10:00".to_owned()]));
    }
}

#[test]
fn one_visit_that_was_read_says_nothing_of_the_others() {
    let cache = copy([EASTERN, HONOLULU], &[visit(EASTERN, "13:00")]);
    let ages = || {
        let read = cache.store.read_blocking(|reader| {
            let id = PatientId::from("7");
            let row = rows(reader, &Query::parse("kealoha"), std::slice::from_ref(&id), noon())?.remove(0);
            let card = made(reader, &id, noon(), true)?.expect("the patient is held");
            Ok((row.booked_known, card.next_visits.as_of, card.last_visits.as_of))
        });
        read.expect("a read")
    };
    let mark = |part: Part, at: DateTime<Utc>| {
        cache.store.write_blocking("mark", move |writer| writer.mark_fresh(&part, at)).expect("marked");
    };
    assert_eq!(ages(), (false, None, None));
    let window = sync::window(noon().date_naive());
    let ahead: Vec<_> = noon().date_naive().iter_days().take_while(|day| *day <= window.to).collect();
    for day in &ahead[1..] {
        mark(Part::Day(EASTERN.into(), *day), noon());
    }
    assert_eq!(ages().1, None, "today is not read");
    let earlier = noon() - TimeDelta::hours(2);
    mark(Part::Day(EASTERN.into(), ahead[0]), earlier);
    assert_eq!(ages().1, Some(words::instant(earlier)), "as old as the oldest of the days");
    assert_eq!(ages().2, None, "what is past is not read");
    mark(Part::Visits("7".into()), noon());
    let now = Some(words::instant(noon()));
    assert_eq!(ages(), (true, now.clone(), now));
}

#[test]
fn the_next_visit_is_the_one_that_begins_first_wherever_it_is() {
    let (next, to_come, _) = seen([EASTERN, HONOLULU], &[visit(HONOLULU, "09:00"), visit(EASTERN, "13:00")]);
    assert_eq!(next.as_deref(), Some("1 13:00"), "nine in Honolulu is two in the afternoon there");
    assert_eq!(to_come, ["1 13:00", "2 09:00"]);
}
