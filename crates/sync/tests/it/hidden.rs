//! People whom the practice does not show to this key, or shows as somebody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::NaiveDate;
use model::{Patient, PatientId};
use sandbox::Size;
use store::Detail;
use sync::Ask;

use crate::desk::{Desk, Hands, Meddle};

fn today() -> NaiveDate {
    "2026-11-23".parse().expect("a date")
}

/// Somebody with a visit today, and that visit.
fn somebody(desk: &Desk) -> (PatientId, model::AppointmentId) {
    let visits = desk.read(|reader| reader.day(today(), None));
    let known = visits.into_iter().find(|visit| visit.patient.is_some()).expect("a visit of somebody");
    (known.appointment.patient.expect("somebody"), known.appointment.id)
}

#[tokio::test(start_paused = true)]
async fn whoever_is_not_there_for_a_while_keeps_the_slot_and_comes_back() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let gone = Arc::new(AtomicBool::new(false));
    let meddle: Meddle = {
        let gone = Arc::clone(&gone);
        Arc::new(move |uri, answer| {
            if gone.load(Ordering::SeqCst) && uri.path().contains("/patients/") {
                *answer.status_mut() = http::StatusCode::NOT_FOUND;
            }
        })
    };
    let desk = Desk::meddled(Size::Solo, &clock, meddle);
    desk.filled().await;
    let (id, slot) = somebody(&desk);
    gone.store(true, Ordering::SeqCst);
    desk.reading.ask(Ask::Patient(id.clone()));
    desk.until_held(|reader| Ok(reader.patient(&id)?.is_none())).await;
    let visit = desk.read(|reader| reader.appointment(&slot)).expect("the slot is taken all the same");
    assert_eq!((visit.patient, visit.appointment.patient_name), (None, None), "by nobody who is named");
    assert!(visit.appointment.notes.is_empty(), "and nothing is said of them");
    gone.store(false, Ordering::SeqCst);
    clock.put("2026-11-23T22:00:00Z");
    let back = |reader: &store::Reader<'_>| {
        Ok(reader.appointment(&slot)?.is_some_and(|visit| visit.patient.is_some()))
    };
    desk.until_held_within(Duration::from_secs(12 * 60 * 60), back).await;
}

#[tokio::test(start_paused = true)]
async fn a_department_that_is_not_theirs_hides_nobody() {
    let wrong = Arc::new(AtomicBool::new(false));
    let meddle: Meddle = {
        let wrong = Arc::clone(&wrong);
        Arc::new(move |uri, answer| {
            let named = uri.query().is_some_and(|query| query.contains("departmentid="));
            if wrong.load(Ordering::SeqCst) && named && uri.path().contains("/patients/") {
                *answer.status_mut() = http::StatusCode::NOT_FOUND;
            }
        })
    };
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::meddled(Size::Solo, &clock, meddle);
    desk.filled().await;
    let (id, _) = somebody(&desk);
    wrong.store(true, Ordering::SeqCst);
    clock.put("2026-11-23T15:01:00Z");
    desk.reading.ask(Ask::Patient(id.clone()));
    let later = clock.read();
    desk.until_held(|reader| {
        let read = reader.as_of(&store::Part::Coverages(id.clone()))?;
        Ok(reader.patient(&id)?.is_none() || read.is_some_and(|read| read >= later))
    })
    .await;
    assert!(desk.read(|reader| reader.patient(&id)).is_some(), "they are still there");
}

/// Whether a patient's own record is asked for.
fn is_record(uri: &http::Uri) -> bool {
    uri.path().contains("/patients/") && !uri.path().contains("/changed")
}

#[tokio::test(start_paused = true)]
async fn whoever_is_answered_as_another_was_merged_into_them() {
    let stand_in = Arc::new(std::sync::Mutex::new(None::<(String, bytes::Bytes)>));
    let meddle: Meddle = {
        let stand_in = Arc::clone(&stand_in);
        Arc::new(move |uri, answer| {
            let mut known = stand_in.lock().expect("not poisoned");
            let merged = uri.path().ends_with("/patients/999999");
            match known.as_ref() {
                Some((_, body)) if merged => {
                    *answer.status_mut() = http::StatusCode::OK;
                    *answer.body_mut() = body.clone();
                }
                None if is_record(uri) && answer.status().is_success() => {
                    let id = uri.path().rsplit('/').next().expect("an id").to_owned();
                    *known = Some((id, answer.body().clone()));
                }
                _ => {}
            }
        })
    };
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::meddled(Size::Solo, &clock, meddle);
    desk.filled().await;
    let into = PatientId::new(stand_in.lock().expect("not poisoned").clone().expect("somebody was read").0);
    let gone = PatientId::new("999999");
    let template = desk.read(|reader| reader.patient(&into)).expect("held").patient;
    let row = Patient { id: gone.clone(), previous_ids: Vec::new(), ..template };
    let at = clock.read();
    desk.cache
        .write_blocking("a row of old", move |writer| writer.put_patients(&[row], at, Detail::Brief))
        .expect("put");
    clock.put("2026-11-23T15:01:00Z");
    desk.reading.ask(Ask::Patient(gone.clone()));
    desk.until_held(|reader| Ok(reader.patient(&gone)?.is_some_and(|held| held.patient.id == into))).await;
    let lacking = chrono::DateTime::<chrono::Utc>::MIN_UTC;
    let lacking = desk.read(|reader| reader.count_without_coverages(lacking));
    assert_eq!(lacking, 0, "nobody is asked for without end");
}
