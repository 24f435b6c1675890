//! What is read again: what differs from what is held, though its feed said nothing, is counted.

use chrono::{DateTime, NaiveDate, Utc};
use model::{Appointment, DepartmentId, Patient, Provider, ProviderId};
use store::{Detail, Measured, Part, Settling, Window};

use crate::days::visit;
use crate::desk::{Desk, minute};
use crate::people::named;

const VISITS: &str = "appointments";
const PATIENTS: &str = "patients";

fn settle(desk: &Desk, feed: &'static str, before: i64, covers: i64) -> u64 {
    let settling = Settling { before: minute(before), covers: minute(covers), at: minute(before) };
    desk.cache()
        .write_blocking("settle", move |writer| writer.settle_doubts(feed, &settling))
        .expect("settled")
}

fn measured(desk: &Desk, feed: &'static str) -> (u64, u64) {
    let found = desk.cache().read_blocking(move |reader| reader.measured(feed)).expect("reads");
    found.map_or((0, 0), |Measured { records, differed, .. }| (records, differed))
}

fn compare(desk: &Desk, rows: &[Appointment], at: i64) {
    let rows = rows.to_vec();
    desk.cache()
        .write_blocking("compare", move |writer| {
            writer.compare_visits(VISITS, &rows, minute(at), minute(0))?;
            writer.put_appointments_page(&rows, minute(at))
        })
        .expect("compared");
}

fn told(desk: &Desk, feed: &'static str, id: &'static str, at: i64) {
    desk.cache()
        .write_blocking("told", move |writer| writer.note_drained(feed, id, "content", minute(at)))
        .expect("noted");
}

#[test]
fn a_visit_that_differs_and_of_which_the_feed_tells_nothing_in_time_is_counted_once() {
    let desk = Desk::new();
    let [same, moved, told_of] = ["1", "2", "3"].map(|id| visit(id, Some("7"), "1", "2026-11-23T09:00:00"));
    desk.cache()
        .write_blocking("read", {
            let rows = [same.clone(), moved.clone(), told_of.clone()];
            move |writer| writer.put_appointments_page(&rows, minute(10))
        })
        .expect("put");
    let other = |row: &Appointment| Appointment { minutes: 90, ..row.clone() };
    compare(&desk, &[same.clone(), other(&moved), other(&told_of)], 20);
    compare(&desk, &[Appointment { copay: Some(model::Cents(5)), ..same }, moved], 30);
    assert_eq!(measured(&desk, VISITS), (5, 0), "what a list and a feed tell differently is no difference");
    assert_eq!(settle(&desk, VISITS, 19, 0), 0, "the feed may tell of it yet");
    told(&desk, VISITS, "3", 21);
    assert_eq!(settle(&desk, VISITS, 40, 0), 1);
    assert_eq!(measured(&desk, VISITS), (5, 1));
    assert_eq!(settle(&desk, VISITS, 90, 0), 0, "once");
}

#[test]
fn what_was_held_before_the_feed_told_everything_is_no_measure() {
    let desk = Desk::new();
    let row = visit("1", Some("7"), "1", "2026-11-23T09:00:00");
    let held = [row.clone()];
    desk.cache()
        .write_blocking("read", move |writer| writer.put_appointments_page(&held, minute(10)))
        .expect("put");
    let changed = [Appointment { minutes: 90, ..row }];
    let late = changed.clone();
    desk.cache()
        .write_blocking("compare", move |writer| writer.compare_visits(VISITS, &late, minute(20), minute(15)))
        .expect("compared");
    assert_eq!(measured(&desk, VISITS), (0, 0));
    compare(&desk, &changed, 20);
    assert_eq!(settle(&desk, VISITS, 40, 15), 0, "a gap that was found later excuses it");
    assert_eq!(measured(&desk, VISITS), (1, 0));
}

#[test]
fn a_visit_that_vanished_and_one_that_came_are_differences_where_the_day_was_read() {
    let desk = Desk::new();
    let day: NaiveDate = "2026-11-23".parse().expect("a date");
    let window = Window { departments: vec![DepartmentId::new("1")], from: day, to: day };
    let (vanishes, comes) = (
        visit("1", Some("7"), "1", "2026-11-23T09:00:00"),
        visit("2", Some("8"), "1", "2026-11-23T10:00:00"),
    );
    compare(&desk, std::slice::from_ref(&comes), 5);
    assert_eq!(measured(&desk, VISITS), (0, 0), "the day was never read");
    let first = [vanishes];
    desk.cache()
        .write_blocking("read", {
            let window = window.clone();
            move |writer| {
                writer.put_appointments_page(&first, minute(10))?;
                writer.finish_window(&window, minute(10))
            }
        })
        .expect("put");
    compare(&desk, &[comes], 20);
    desk.cache()
        .write_blocking("end", move |writer| {
            writer.compare_window(VISITS, &window, minute(20), minute(0))?;
            writer.finish_window(&window, minute(20))
        })
        .expect("ended");
    assert_eq!((measured(&desk, VISITS).0, settle(&desk, VISITS, 40, 0)), (2, 2));
}

fn compare_patient(desk: &Desk, patient: &Patient, at: i64) {
    let patient = patient.clone();
    desk.cache()
        .write_blocking("compare", move |writer| {
            writer.compare_patients(PATIENTS, &[(&patient, minute(at))], minute(0))?;
            writer.put_patients(std::slice::from_ref(&patient), minute(at), Detail::Full)
        })
        .expect("compared");
}

#[test]
fn a_record_that_differs_is_counted_but_for_what_no_feed_tells() {
    let desk = Desk::new();
    let ann = named("7", "Ann", "Lee");
    compare_patient(&desk, &ann, 10);
    assert_eq!(measured(&desk, PATIENTS), (0, 0), "nobody was held");
    let seen: DateTime<Utc> = minute(3);
    compare_patient(&desk, &Patient { last_visit: Some(seen.naive_utc()), ..ann.clone() }, 20);
    compare_patient(&desk, &named("7", "Anna", "Lee"), 30);
    assert_eq!(settle(&desk, PATIENTS, 60, 0), 1);
    assert_eq!(measured(&desk, PATIENTS), (2, 1));
    let longest = desk.cache().read_blocking(|reader| reader.read_longest_ago(9)).expect("reads");
    assert_eq!(longest, [("7".into(), minute(30))]);
}

#[test]
fn a_provider_who_differs_came_or_went_is_counted() {
    let desk = Desk::new();
    let provider = |id: &str, name: &str| Provider {
        id: ProviderId::new(id),
        name: name.to_owned(),
        credentials: None,
        specialty: None,
        is_person: true,
        billable: true,
    };
    let held = [provider("1", "Dr. One"), provider("2", "Dr. Two"), provider("3", "Dr. Three")];
    let read = [provider("1", "Dr. One"), provider("2", "Dr. Other"), provider("4", "Dr. Four")];
    desk.cache()
        .write_blocking("compare", move |writer| {
            writer.put_providers(&held, minute(10))?;
            writer.compare_providers("providers", &read, minute(20), minute(0))
        })
        .expect("compared");
    assert_eq!(settle(&desk, "providers", 60, 0), 3);
    assert_eq!(measured(&desk, "providers"), (4, 3));
    assert_eq!(held_providers(&desk), ["1", "2", "3"].map(ProviderId::new), "nothing is put by looking");
}

fn held_providers(desk: &Desk) -> [ProviderId; 3] {
    let held = desk.cache().read_blocking(|reader| reader.providers()).expect("reads");
    held.into_iter().map(|one| one.id).collect::<Vec<_>>().try_into().expect("three")
}

#[test]
fn the_day_that_was_read_longest_ago_is_found_within_what_is_kept() {
    let desk = Desk::new();
    let day = |text: &str| -> NaiveDate { text.parse().expect("a date") };
    let read = [("2026-11-20", 30), ("2026-11-23", 10), ("2026-11-24", 20), ("2025-01-01", 1)];
    desk.cache()
        .write_blocking("read", move |writer| {
            for (date, at) in read {
                writer.mark_fresh(&Part::Day(DepartmentId::new("1"), day(date)), minute(at))?;
            }
            Ok(())
        })
        .expect("marked");
    let found = desk.cache().read_blocking(move |reader| {
        Ok((
            reader.day_read_longest_ago(day("2026-11-01"), day("2026-11-23"))?,
            reader.day_read_longest_ago(day("2027-01-01"), day("2027-11-23"))?,
        ))
    });
    assert_eq!(found.expect("reads"), (Some((day("2026-11-23"), minute(10))), None));
}

#[test]
fn days_are_as_new_as_the_feed_told_where_it_told_all_since_they_were_read() {
    let desk = Desk::new();
    let (one, date): (_, NaiveDate) = (DepartmentId::new("1"), "2026-11-23".parse().expect("a date"));
    let as_of = |from: Option<i64>| {
        let cache = desk.cache();
        if let Some(from) = from {
            cache
                .write_blocking("told", move |writer| {
                    writer.mark_fresh(&Part::ScheduleToldFrom, minute(from))?;
                    writer.mark_fresh(&Part::ScheduleTold, minute(60))
                })
                .expect("told");
        }
        let department = one.clone();
        cache
            .read_blocking(move |reader| {
                let day = reader.day_as_of(std::slice::from_ref(&department), date)?;
                assert_eq!(day, reader.days_as_of(&department, date, date)?);
                Ok(day)
            })
            .expect("reads")
    };
    let day = Part::Day(one.clone(), date);
    desk.cache().write_blocking("read", move |writer| writer.mark_fresh(&day, minute(10))).expect("marked");
    assert_eq!(as_of(None), Some(minute(10)));
    assert_eq!(as_of(Some(5)), Some(minute(60)));
    assert_eq!(as_of(Some(11)), Some(minute(10)), "something may have been missed before");
}
