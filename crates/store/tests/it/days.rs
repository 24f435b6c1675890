//! The schedule: days, windows, what a later reading no longer brings.

use chrono::{NaiveDate, NaiveDateTime};
use model::{Appointment, AppointmentId, DepartmentId, PatientId, PatientStatus, ProviderId, VisitState};
use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
use store::{Applied, Cache, Detail, Needing, Part, PatientPart, Visit, Window};

use crate::desk::{Desk, minute};
use crate::people::{Dice, named, people};

/// A visit with nothing but its place in the schedule.
pub(crate) fn visit(id: &str, patient: Option<&str>, department: &str, start: &str) -> Appointment {
    Appointment {
        id: AppointmentId::new(id),
        patient: patient.map(PatientId::from),
        patient_name: None,
        department: DepartmentId::new(department),
        provider: ProviderId::new("20"),
        start: start.parse().expect("a wall-clock time"),
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

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn wall(text: &str) -> NaiveDateTime {
    text.parse().expect("a wall-clock time")
}

fn put(cache: &Cache, rows: Vec<Appointment>, at: i64) -> Applied {
    let put = cache.write_blocking("page", move |writer| writer.put_appointments_page(&rows, minute(at)));
    put.expect("the page is put")
}

fn finish(cache: &Cache, departments: &[&str], from: &str, to: &str, at: i64) -> u64 {
    let window = Window {
        departments: departments.iter().map(|id| DepartmentId::from(*id)).collect(),
        from: date(from),
        to: date(to),
    };
    cache.write_blocking("finish", move |writer| writer.finish_window(&window, minute(at))).expect("it ends")
}

fn ids_of_day(cache: &Cache, day: &str, department: Option<&str>) -> Vec<String> {
    let department = department.map(DepartmentId::from);
    let visits = cache.read_blocking(|reader| reader.day(date(day), department.as_ref())).expect("a read");
    visits.into_iter().map(|visit| visit.appointment.id.to_string()).collect()
}

#[test]
fn a_day_holds_its_visits_by_time_with_whom_they_are_for() {
    let desk = Desk::new();
    let cache = desk.cache();
    cache
        .write_blocking("people", |writer| {
            writer.put_patients(&[named("1", "Ana", "Lee")], minute(0), Detail::Brief)
        })
        .expect("the patient is put");
    let rows = vec![
        visit("c", None, "10", "2026-11-23T15:00:00"),
        visit("a", Some("1"), "10", "2026-11-23T09:00:00"),
        visit("b", Some("99"), "11", "2026-11-23T09:00:00"),
        visit("d", Some("1"), "10", "2026-11-24T00:00:00"),
    ];
    assert_eq!(put(&cache, rows.clone(), 1), Applied { new: 4, ..Applied::default() });
    assert_eq!(ids_of_day(&cache, "2026-11-23", None), ["a", "b", "c"]);
    assert_eq!(ids_of_day(&cache, "2026-11-23", Some("10")), ["a", "c"]);
    let day = cache.read_blocking(|reader| reader.day(date("2026-11-23"), None)).expect("a read");
    assert_eq!(day[0].appointment, rows[1], "an appointment reads back as it was put");
    assert_eq!(day[0].patient.as_ref().map(|line| line.name.last.expose().as_str()), Some("Lee"));
    assert!(day[1].patient.is_none(), "whom the copy does not hold is not made up");
    assert_eq!(day[0].as_of, minute(1));
}

#[test]
fn states_are_counted_by_department() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut cancelled = visit("c", Some("3"), "10", "2026-11-23T10:00:00");
    cancelled.state = VisitState::Cancelled;
    let mut strange = visit("d", Some("4"), "11", "2026-11-23T10:00:00");
    strange.state = VisitState::Other("7".to_owned());
    let booked = ["a", "b"].map(|id| visit(id, Some(id), "10", "2026-11-23T09:00:00"));
    put(&cache, [booked.to_vec(), vec![cancelled, strange]].concat(), 0);
    let counts = cache.read_blocking(|reader| reader.state_counts(date("2026-11-23"))).expect("a read");
    let plain: Vec<_> =
        counts.into_iter().map(|count| (count.department.to_string(), count.state, count.visits)).collect();
    assert_eq!(
        plain,
        [
            ("10".to_owned(), VisitState::Booked, 2),
            ("10".to_owned(), VisitState::Cancelled, 1),
            ("11".to_owned(), VisitState::Other("7".to_owned()), 1),
        ]
    );
}

#[test]
fn a_window_that_ends_takes_along_what_it_did_not_bring() {
    let desk = Desk::new();
    let cache = desk.cache();
    let kept = visit("kept", Some("1"), "10", "2026-11-23T09:00:00");
    put(
        &cache,
        vec![
            kept.clone(),
            visit("gone", Some("1"), "10", "2026-11-23T10:00:00"),
            visit("elsewhere", Some("1"), "11", "2026-11-23T10:00:00"),
            visit("later", Some("1"), "10", "2026-11-25T10:00:00"),
        ],
        0,
    );
    put(&cache, vec![kept], 10);
    assert_eq!(finish(&cache, &["10"], "2026-11-23", "2026-11-24", 10), 1);
    assert_eq!(
        ids_of_day(&cache, "2026-11-23", None),
        ["elsewhere", "kept"].map(str::to_owned).iter().rev().cloned().collect::<Vec<_>>()
    );
    assert_eq!(ids_of_day(&cache, "2026-11-25", None), ["later"]);
    let back = put(&cache, vec![visit("gone", Some("1"), "10", "2026-11-23T10:00:00")], 5);
    assert_eq!(back.unchanged, 1, "an older page does not bring back what is gone");
    let booked_again = put(&cache, vec![visit("gone", Some("1"), "10", "2026-11-23T10:00:00")], 11);
    assert_eq!(booked_again.new, 1, "a newer one does");
    let age = |department: &str, day: &str| {
        let part = Part::Day(department.into(), date(day));
        cache.read_blocking(move |reader| reader.as_of(&part)).expect("a read")
    };
    assert_eq!(age("10", "2026-11-24"), Some(minute(10)), "a day without visits was read too");
    assert_eq!((age("11", "2026-11-23"), age("10", "2026-11-25")), (None, None), "these were not");
}

#[test]
fn asking_for_changes_makes_only_those_days_newer_that_were_true_when_it_began() {
    let desk = Desk::new();
    let cache = desk.cache();
    finish(&cache, &["10", "11"], "2026-11-23", "2026-11-23", 0);
    finish(&cache, &["10", "11"], "2026-11-24", "2026-11-24", -600);
    finish(&cache, &["10"], "2026-11-25", "2026-11-25", 0);
    let departments = ["10", "11"].map(DepartmentId::from).to_vec();
    let window =
        Window { departments: departments.clone(), from: date("2026-11-23"), to: date("2026-11-25") };
    cache
        .write_blocking("changes", move |writer| writer.finish_changes(&window, minute(-3), minute(1)))
        .expect("it ends");
    let age =
        |day: &str| cache.read_blocking(|reader| reader.day_as_of(&departments, date(day))).expect("a read");
    assert_eq!(age("2026-11-23"), Some(minute(1)));
    assert_eq!(age("2026-11-24"), Some(minute(-600)), "what changed before was not asked for");
    assert_eq!(age("2026-11-25"), None, "a department was never read");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]
    #[test]
    fn pages_in_any_order_and_number_come_to_the_same(
        pages in proptest::collection::vec((0..4_u8, 0..10_i64), 1..10),
        seed in any::<u64>(),
    ) {
        let outcome = |order: &[(u8, i64)]| {
            let desk = Desk::new();
            let cache = desk.cache();
            for (id, at) in order {
                let mut row = visit(&id.to_string(), Some("1"), "10", "2026-11-23T09:00:00");
                row.start += chrono::Duration::minutes(*at);
                put(&cache, vec![row], *at);
            }
            let day = cache.read_blocking(|reader| reader.day(date("2026-11-23"), None)).expect("a read");
            day.into_iter().map(|visit| (visit.appointment, visit.as_of)).collect::<Vec<_>>()
        };
        let mut shuffled = pages.clone();
        shuffled.extend(pages.iter().copied());
        let mut dice = Dice(seed);
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, dice.below(at + 1));
        }
        prop_assert_eq!(outcome(&pages), outcome(&shuffled));
    }
}

#[test]
fn visits_to_come_leave_out_the_cancelled() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut cancelled = visit("x", Some("1"), "10", "2026-11-24T08:00:00");
    cancelled.state = VisitState::Cancelled;
    put(
        &cache,
        vec![
            cancelled,
            visit("next", Some("1"), "10", "2026-11-24T09:00:00"),
            visit("far", Some("1"), "10", "2026-12-24T09:00:00"),
            visit("last", Some("1"), "10", "2026-11-20T09:00:00"),
            visit("first", Some("1"), "10", "2025-11-20T09:00:00"),
        ],
        0,
    );
    let now = wall("2026-11-23T12:00:00");
    let (first, next, all) = cache
        .read_blocking(|reader| {
            let patient = "1".into();
            Ok((
                reader.visits_from(&patient, now, 1)?,
                reader.visits_from(&patient, now, 9)?,
                reader.visits(&patient, 9)?,
            ))
        })
        .expect("a read");
    let ids = |visits: Vec<Visit>| -> Vec<String> {
        visits.into_iter().map(|visit| visit.appointment.id.to_string()).collect()
    };
    assert_eq!(ids(first), ["next"]);
    assert_eq!(ids(next), ["next", "far"], "nobody comes to a cancelled one");
    assert_eq!(ids(all), ["far", "next", "x", "last", "first"]);
}

#[test]
fn whose_policies_are_missing_is_told_by_next_appointment() {
    let desk = Desk::new();
    let cache = desk.cache();
    let everyone = people(4, 6);
    let ids: Vec<PatientId> = everyone.iter().map(|patient| patient.id.clone()).collect();
    let put_first = everyone.clone();
    cache
        .write_blocking("people", move |writer| writer.put_patients(&put_first, minute(0), Detail::Brief))
        .expect("they are put");
    let at = |number: usize, id: &str, start: &str| visit(id, Some(ids[number].as_str()), "10", start);
    put(
        &cache,
        vec![
            at(0, "a", "2026-11-25T09:00:00"),
            at(1, "b", "2026-11-24T09:00:00"),
            at(1, "c", "2026-11-23T13:00:00"),
            at(2, "d", "2026-11-20T09:00:00"),
            at(3, "e", "2026-11-24T10:00:00"),
            visit("f", Some("not held"), "10", "2026-11-24T10:00:00"),
        ],
        0,
    );
    let owner = ids[3].clone();
    cache
        .write_blocking("coverages", move |writer| writer.put_coverages(&owner, &[], minute(0)))
        .expect("no policy is also known");
    let now = wall("2026-11-23T12:00:00");
    let needing = |older_than, limit| {
        cache
            .read_blocking(|reader| {
                reader.patients_needing(PatientPart::Coverages, now, minute(older_than), limit)
            })
            .expect("a read")
    };
    let in_order = [1, 0, 2, 4, 5].map(|number| ids[number].clone());
    let who = |found: Vec<Needing>| found.into_iter().map(|needing| needing.id).collect::<Vec<_>>();
    assert_eq!(who(needing(0, 9)), in_order, "who has no visit at all comes last");
    let days: Vec<_> = needing(0, 9).into_iter().map(|needing| needing.next).collect();
    let day = |text: &str| Some(text.parse().expect("a day"));
    assert_eq!(days, [day("2026-11-23"), day("2026-11-25"), None, None, None], "and when they come next");
    assert_eq!(who(needing(0, 1)), [ids[1].clone()]);
    assert_eq!(needing(1, 9)[1].id, ids[3], "what is older than asked for is missing too");
    let left = |older_than| {
        let counted = cache.read_blocking(|reader| reader.count_without_coverages(minute(older_than)));
        counted.expect("a read")
    };
    assert_eq!((left(0), left(1)), (5, 6), "as many as are told by name");
    let hidden = ids[5].clone();
    cache
        .write_blocking("hidden", move |writer| writer.mark_not_visible(&hidden, minute(2)))
        .expect("nobody is seen");
    assert_eq!(left(0), 4, "who is hidden is not waited for");
    for (number, (left_before, left_after)) in [(3, (4, 4)), (4, (4, 3))] {
        assert_eq!(left(0), left_before);
        let mut removed = everyone[number].clone();
        removed.status = PatientStatus::Deleted;
        cache
            .write_blocking("removed", move |writer| {
                writer.put_patients(&[removed], minute(2), Detail::Brief)
            })
            .expect("nobody finds them");
        assert_eq!(left(0), left_after, "nor who is removed, whether or not their policies are known");
    }
}

#[test]
fn a_visit_that_was_read_by_its_number_is_newer_within_the_same_second_unless_its_stamp_says_otherwise() {
    let desk = Desk::new();
    let cache = desk.cache();
    let booked = visit("5", Some("1"), "1", "2026-11-23T09:00:00");
    let stamped = |state: VisitState, at: &str| Appointment {
        state,
        modified: Some(at.parse().expect("an instant")),
        ..booked.clone()
    };
    let read = |row: Appointment| {
        cache.write_blocking("visit", move |writer| writer.put_visit(&row, minute(0))).expect("it is put")
    };
    let state = || {
        let held = cache.read_blocking(|reader| reader.appointment(&AppointmentId::new("5")));
        held.expect("a read").map(|held| held.appointment.state)
    };
    put(&cache, vec![booked.clone()], 0);
    assert!(read(stamped(VisitState::CheckedIn, "2026-11-23T14:00:00Z")), "answers are dated by the second");
    assert_eq!(state(), Some(VisitState::CheckedIn));
    assert!(!read(stamped(VisitState::Booked, "2026-11-23T12:00:00Z")), "it was changed before");
    assert_eq!(state(), Some(VisitState::CheckedIn));
    let slot = Appointment { patient: None, ..stamped(VisitState::Open, "2026-11-23T16:00:00Z") };
    assert!(read(slot.clone()), "nobody has it any more");
    assert_eq!(state(), None);
    assert!(!read(slot), "and that is known");
}
