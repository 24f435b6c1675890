//! Filling a new copy outward from the schedule.

use std::collections::BTreeSet;

use model::{AppointmentId, Patient, PatientId};
use sandbox::Size;
use store::{Detail, Part};
use sync::Ask;

use crate::desk::{Desk, Hands};

#[tokio::test]
async fn everyone_with_a_visit_is_read_with_few_calls_to_spare() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::open(Size::Solo, &clock);
    let state = desk.filled().await;
    assert_eq!(state.trouble, None);
    let held =
        desk.cache.read_blocking(|reader| Ok((reader.held()?, reader.fill_progress()?))).expect("reads");
    let (counts, tasks) = held;
    let spans = tasks.done;
    // A token, five lists, a page a span, a call a patient, and one more for the chart of whoever comes soon:
    // what more there is was wasted.
    assert!(counts.with_allergies > 0 && counts.with_allergies < counts.with_coverages);
    let least = 1 + 5 + spans + counts.with_coverages + counts.with_allergies;
    let sent = desk.requests();
    assert!(sent <= least + least / 20 + 3, "{sent} calls where {least} do");
}

#[tokio::test(start_paused = true)]
async fn a_key_without_the_practice_and_its_providers_reads_all_the_rest() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::refused(Size::Solo, &clock, &["/practiceinfo", "/providers"]);
    assert_eq!(desk.filled().await.trouble, None);
    let held = desk.cache.read_blocking(|reader| reader.held()).expect("reads");
    assert!(held.with_coverages > 0, "patients are read");
}

#[tokio::test]
async fn the_copy_holds_the_visits_that_the_practice_has() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::open(Size::Solo, &clock);
    desk.filled().await;
    let window = sync::window("2026-11-23".parse().expect("a date"));
    let there: BTreeSet<String> =
        desk.practice.truth().visits(window.from, window.to).map(|visit| visit.id.to_string()).collect();
    let held: BTreeSet<String> = window
        .from
        .iter_days()
        .take_while(|date| *date <= window.to)
        .flat_map(|date| desk.cache.read_blocking(|reader| reader.day(date, None)).expect("reads"))
        .map(|visit| visit.appointment.id.to_string())
        .collect();
    let restricted: BTreeSet<u64> = desk.practice.truth().restricted().into_iter().collect();
    let missing: Vec<&String> = there.difference(&held).collect();
    let hidden = |id: &String| {
        let visit = desk.practice.truth().visit(id.parse().expect("a number")).expect("a visit");
        restricted.contains(&visit.patient)
    };
    assert!(!there.is_empty(), "the practice has visits");
    assert!(
        missing.iter().all(|id| hidden(id)),
        "{} visits are missing, of them not hidden: some",
        missing.len()
    );
    assert_eq!(held.difference(&there).count(), 0, "nothing is held that is not there");
}

#[tokio::test]
async fn a_patient_who_is_asked_for_has_the_visits_that_the_practice_has() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::open(Size::Solo, &clock);
    desk.filled().await;
    let today = "2026-11-23".parse().expect("a date");
    let visits = desk.cache.read_blocking(|reader| reader.day(today, None)).expect("reads");
    let known = visits.into_iter().find(|visit| visit.patient.is_some()).expect("a visit of somebody");
    let id: PatientId = known.appointment.patient.clone().expect("somebody");
    let mut moved = known.appointment.clone();
    moved.id = AppointmentId::new("999999999");
    let (gone, before) = (moved.id.clone(), known.as_of - chrono::Duration::minutes(9));
    desk.cache
        .write_blocking("a visit that was moved", move |writer| {
            writer.put_appointments_page(&[moved], before)
        })
        .expect("put");
    desk.reading.ask(Ask::Patient(id.clone()));
    desk.until_held(|reader| Ok(reader.appointment(&gone)?.is_none())).await;
    let read = desk.cache.read_blocking(|reader| {
        Ok((reader.appointment(&known.appointment.id)?, reader.as_of(&Part::Visits(id.clone()))?))
    });
    let (kept, as_of) = read.expect("reads");
    assert!(kept.is_some(), "what the practice has stays");
    assert!(as_of.is_some_and(|as_of| as_of >= known.as_of), "and it is told when they were read");
}

#[tokio::test]
async fn whoever_came_by_a_question_gets_their_details_too() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::open(Size::Solo, &clock);
    desk.filled().await;
    let held = |id: &PatientId| desk.cache.read_blocking(|reader| reader.patient(id)).expect("reads");
    let everybody = desk.practice.truth().patients().map(|patient| PatientId::new(patient.id.to_string()));
    let hidden = desk.practice.truth().restricted();
    let stranger = everybody
        .filter(|id| !hidden.contains(&id.as_str().parse().expect("a number")))
        .find(|id| held(id).is_none())
        .expect("somebody without a visit in the window");
    let known = desk.cache.read_blocking(|reader| {
        let named = reader.day("2026-11-23".parse().expect("a date"), None)?;
        let line = named.into_iter().find_map(|visit| visit.patient).expect("somebody");
        reader.patient(&line.id)
    });
    let row = Patient { id: stranger.clone(), ..known.expect("reads").expect("held").patient };
    let now = model::Clock::now(clock.as_ref());
    desk.cache
        .write_blocking("asked for", move |writer| writer.put_patients(&[row], now, Detail::Brief))
        .expect("put");
    desk.reading.ask(Ask::Day("2026-11-23".parse().expect("a date")));
    desk.until_held(|reader| Ok(reader.as_of(&Part::Coverages(stranger.clone()))?.is_some())).await;
    assert_eq!(desk.filled().await.left, 0);
    let never = chrono::DateTime::<chrono::Utc>::MIN_UTC;
    let lacking = desk.cache.read_blocking(|reader| reader.count_without_coverages(never));
    assert_eq!(lacking, Ok(0));
}
