//! What goes wrong in writes of the schedule, and who is faster.

use std::time::Duration;

use http::StatusCode;
use sandbox::{Act, Broken, Fault, State};
use tokio::time::Instant;

use crate::desk::Desk;
use crate::feeds::patients;
use crate::slots::{day, slot, slots};

/// A booking of a slot, as it is sent.
fn booking(desk: &Desk, id: u64, patient: u64) -> http::Request<bytes::Bytes> {
    let kind = desk.sandbox.truth().slot(id).map_or(141, |slot| slot.kind).to_string();
    let fields = [("patientid", patient.to_string()), ("appointmenttypeid", kind)];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    desk.write("PUT", &format!("/appointments/{id}"), &fields)
}

fn owner(desk: &Desk, id: u64) -> Option<u64> {
    desk.sandbox.truth().visit(id).map(|visit| visit.patient)
}

#[tokio::test(start_paused = true)]
async fn a_booking_that_takes_effect_and_says_nothing_is_there() {
    let desk = Desk::solo().await;
    let patient = patients(&desk, 1)[0];
    let four = slots(&desk, 4);
    desk.sandbox.set_fault_once(Fault::CommitThenDrop);
    let lost = desk.sandbox.answer(booking(&desk, four[0].id, patient)).await;
    assert_eq!(lost.err(), Some(Broken::Reset), "no reply");
    assert_eq!(owner(&desk, four[0].id), Some(patient), "and booked");
    desk.sandbox.set_fault_once(Fault::CommitThenFail);
    let failed = desk.ask(booking(&desk, four[1].id, patient)).await;
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(owner(&desk, four[1].id), Some(patient), "and booked");
    desk.sandbox.set_fault_once(Fault::CommitThenDelay);
    let began = Instant::now();
    assert_eq!(desk.ask(booking(&desk, four[2].id, patient)).await.status, StatusCode::OK);
    assert_eq!(began.elapsed().as_secs(), 600, "after ten minutes");
    desk.sandbox.set_fault_once(Fault::WriteLost);
    let lost = desk.sandbox.answer(booking(&desk, four[3].id, patient)).await;
    assert_eq!(lost.err(), Some(Broken::Reset));
    assert_eq!(owner(&desk, four[3].id), None, "and not booked");
    assert_eq!(desk.sandbox.truth().writes().len(), 3, "three bookings took effect");
}

#[tokio::test(start_paused = true)]
async fn a_late_booking_takes_the_slot_unless_somebody_has_it_by_then() {
    let desk = Desk::solo().await;
    let some = patients(&desk, 2);
    let two = slots(&desk, 2);
    for one in &two {
        desk.sandbox.set_fault_once(Fault::DropThenCommit);
        let lost = desk.sandbox.answer(booking(&desk, one.id, some[0])).await;
        assert_eq!(lost.err(), Some(Broken::Reset));
        assert_eq!(owner(&desk, one.id), None, "whoever reads back finds nothing");
    }
    assert_eq!(desk.ask(booking(&desk, two[1].id, some[1])).await.status, StatusCode::OK, "the slot is free");
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert_eq!(owner(&desk, two[0].id), Some(some[0]), "late, and booked");
    assert_eq!(owner(&desk, two[1].id), Some(some[1]), "late, and too late");
    assert_eq!(desk.sandbox.truth().writes().len(), 2);
}

#[tokio::test]
async fn a_rival_is_a_moment_faster() {
    let desk = Desk::solo().await;
    let patient = patients(&desk, 1)[0];
    let whom = patient.to_string();
    let five = slots(&desk, 5);
    desk.sandbox.set_fault_once(Fault::RivalChange);
    let taken = desk.ask(booking(&desk, five[0].id, patient)).await;
    assert_eq!(taken.status, StatusCode::CONFLICT, "{}", taken.text);
    assert!(owner(&desk, five[0].id).is_some_and(|owner| owner != patient), "another has it");
    assert_eq!(desk.ask(booking(&desk, five[1].id, patient)).await.status, StatusCode::OK);
    desk.sandbox.set_fault_once(Fault::RivalChange);
    let to = five[2].id.to_string();
    let fields = [("patientid", whom.as_str()), ("newappointmentid", &to), ("reasonid", "-1")];
    let moved =
        desk.ask(desk.write("PUT", &format!("/appointments/{}/reschedule", five[1].id), &fields)).await;
    assert_eq!(moved.status, StatusCode::CONFLICT, "{}", moved.text);
    assert_eq!(owner(&desk, five[1].id), Some(patient), "still where it was");
    assert_eq!(desk.sandbox.truth().visit(five[1].id).map(|visit| visit.state), Some(State::Booked));
    desk.sandbox.set_fault_once(Fault::RivalChange);
    let frozen = desk.write("PUT", &format!("/appointments/{}/freeze", five[3].id), &[("freeze", "true")]);
    assert_eq!(desk.ask(frozen).await.json()["success"], false, "it is frozen already");
    desk.sandbox.set_fault_once(Fault::RivalChange);
    let begun =
        desk.ask(desk.write("POST", &format!("/appointments/{}/startcheckin", five[1].id), &[])).await;
    assert_eq!(begun.status, StatusCode::CONFLICT, "it was cancelled: {}", begun.text);
    let acts: Vec<_> = desk.sandbox.truth().writes().iter().map(|write| write.act).collect();
    assert_eq!(acts, [Act::Book], "one of ours took effect");
}

#[tokio::test]
async fn of_fifty_who_want_a_slot_at_once_one_has_it() {
    let desk = Desk::open(sandbox::Dialect::Typed).await;
    let some = patients(&desk, 50);
    let one = slot(&desk);
    let mut rivals = tokio::task::JoinSet::new();
    for patient in &some {
        let (sandbox, request) = (desk.sandbox.clone(), booking(&desk, one.id, *patient));
        rivals.spawn(async move { sandbox.answer(request).await.expect("a reply").status() });
    }
    let replies = rivals.join_all().await;
    let count = |wanted| replies.iter().filter(|status| **status == wanted).count();
    assert_eq!((count(StatusCode::OK), count(StatusCode::CONFLICT)), (1, 49));
    let truth = desk.sandbox.truth();
    assert_eq!(truth.applied(&[("appointmentid", &one.id.to_string())]), 1);
    let there = truth.visits(day(11, 1), day(12, 31)).filter(|visit| visit.id == one.id).count();
    assert_eq!(there, 1, "once on the schedule");
}
