//! What is done with visits, on its way: what a person is told of each, and how the practice's schedule stands.

use std::sync::atomic::Ordering;
use std::time::Duration;

use model::{AppointmentId, CancelReasonId, Phi};
use sandbox::{Deed, Fault, State};
use store::{Resolution, WriteReason, WriteState};
use sync::{Entry, Refused, Shown, VisitDeed, VisitWrite};

use crate::at_visits::{ALL, Case, Do, booked_of};
use crate::office::Office;

#[tokio::test(start_paused = true)]
async fn what_is_done_with_a_visit_is_confirmed_by_its_answer_and_read_back() {
    for what in ALL {
        let office = Office::open();
        let case = Case::of(&office, what);
        let id = case.press(&office).await;
        let ended = office.ended(&id).await;
        let end = (ended.state, ended.resolution);
        assert_eq!(end, (WriteState::Confirmed, Some(Resolution::Answer)), "{what:?}: {:?}", ended.reason);
        assert!(case.is_done(&office), "{what:?}");
        let read = office.until(&id, |entry| entry.shown.is_some()).await;
        let Some(Shown::Visit(now)) = &read.shown else { panic!("{what:?}: {:?}", read.shown) };
        assert!(
            case.write.is_so(now) || read.write.visit().is_some_and(|write| write.is_so(now)),
            "{what:?}"
        );
        assert!(read.seen, "{what:?}: what came as it was asked for asks nobody to look");
    }
}

#[tokio::test(start_paused = true)]
async fn a_deed_whose_answer_is_lost_is_unknown_then_found_and_never_sent_again() {
    for fault in [Fault::CommitThenDrop, Fault::CommitThenFail, Fault::CommitThenDelay, Fault::DropThenCommit]
    {
        for what in ALL.into_iter().filter(|what| *what != Do::CheckIn) {
            let office = Office::open();
            let case = Case::of(&office, what);
            let before = booked_of(&office, case.patient);
            office.practice.set_fault_once(fault);
            let id = case.press(&office).await;
            let unknown = office.until(&id, |entry| entry.state == WriteState::Unknown).await;
            assert!(unknown.reason.is_some(), "{what:?} {fault}: it says why");
            let ended = office.ended(&id).await;
            let end = (ended.state, ended.resolution);
            assert_eq!(end, (WriteState::Confirmed, Some(Resolution::ReadBack)), "{what:?} {fault}");
            assert!(case.is_done(&office), "{what:?} {fault}");
            assert!(!ended.seen, "{what:?} {fault}: that it was in doubt is told");
            let more = usize::from(what == Do::Book || what == Do::CancelCheckIn);
            let less = usize::from(!matches!(
                what,
                Do::Book | Do::Move | Do::CancelCheckIn | Do::CheckOut | Do::Complete
            ));
            assert_eq!(booked_of(&office, case.patient), before + more - less, "{what:?} {fault}: once");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_deed_that_was_lost_on_its_way_is_said_not_to_be_done_and_done_again_as_another() {
    for what in ALL {
        let office = Office::open();
        let case = Case::of(&office, what);
        office.practice.set_fault_once(Fault::WriteLost);
        let id = case.press(&office).await;
        let ended = office.ended(&id).await;
        let end = (ended.state, ended.reason, ended.resolution);
        let lost = (WriteState::Rejected, Some(WriteReason::NotCarriedOut), Some(Resolution::ReadBack));
        assert_eq!(end, lost, "{what:?}");
        assert!(!case.is_done(&office), "{what:?}: and it is not");
        let again = office.journal.write_again(&id, "ana").await.expect("another");
        let ended = office.ended(&again).await;
        assert_eq!((ended.state, ended.follows), (WriteState::Confirmed, Some(id)), "{what:?}");
        assert!(case.is_done(&office), "{what:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_check_in_of_which_only_the_beginning_came_is_no_check_in_and_is_completed_by_another() {
    let office = Office::open();
    let case = Case::of(&office, Do::CheckIn);
    office.practice.set_fault_once(Fault::CommitThenDrop);
    let id = case.press(&office).await;
    let ended = office.ended(&id).await;
    assert_eq!((ended.state, ended.reason), (WriteState::Rejected, Some(WriteReason::NotCarriedOut)));
    let state = |office: &Office| office.practice.truth().visit(case.visit).expect("a visit").state;
    assert_eq!(state(&office), State::CheckingIn);
    let Some(Shown::Visit(now)) = ended.shown else { panic!("{:?}", ended.shown) };
    assert_eq!(now.visit.expect("a visit").state, model::VisitState::CheckingIn, "and says so");
    let again = office.journal.write_again(&id, "ana").await.expect("another");
    assert_eq!(office.ended(&again).await.state, WriteState::Confirmed);
    assert_eq!(state(&office), State::CheckedIn);
}

#[tokio::test(start_paused = true)]
async fn a_slot_that_somebody_took_at_the_last_moment_is_said_to_be_theirs() {
    for what in [Do::Book, Do::Move] {
        let office = Office::open();
        let case = Case::of(&office, what);
        office.practice.set_fault_once(Fault::RivalChange);
        let id = case.press(&office).await;
        let ended = office.ended(&id).await;
        let end = (ended.state, ended.reason, ended.resolution);
        let lost = (WriteState::Rejected, Some(WriteReason::Conflict), Some(Resolution::Answer));
        assert_eq!(end, lost, "{what:?}");
        let Some(Shown::Said(said)) = ended.shown else { panic!("{:?}", ended.shown) };
        assert!(!said.expose().is_empty(), "in athenahealth's own words");
        let truth = office.practice.truth();
        assert_ne!(truth.visit(case.slot).expect("it is taken").patient, case.patient, "{what:?}");
        if what == Do::Move {
            let stays = truth.visit(case.visit).expect("a visit").state;
            assert_eq!(stays, State::Booked, "the visit stays where it was");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_stands_otherwise_by_now_waits_for_a_person_and_nothing_is_sent() {
    let takes = |slot| Deed::TakeSlot { slot };
    let (cancels, comes, goes) =
        (|visit| Deed::Cancel { visit }, |visit| Deed::CheckIn { visit }, |visit| Deed::CheckOut { visit });
    for (what, rival, reason, stands) in [
        (Do::Book, takes as fn(u64) -> Deed, WriteReason::Conflict, false),
        (Do::Book, |slot| Deed::Freeze { slot }, WriteReason::Conflict, false),
        (Do::Book, |slot| Deed::RemoveSlot { slot }, WriteReason::Conflict, false),
        (Do::Move, takes, WriteReason::Conflict, false),
        (Do::Cancel, comes, WriteReason::ChangedMeanwhile, false),
        (Do::Cancel, cancels, WriteReason::ChangedMeanwhile, true),
        (Do::CheckIn, cancels, WriteReason::ChangedMeanwhile, false),
        (Do::CheckIn, comes, WriteReason::ChangedMeanwhile, true),
        (Do::CheckOut, goes, WriteReason::ChangedMeanwhile, true),
        (Do::CancelCheckIn, goes, WriteReason::ChangedMeanwhile, false),
    ] {
        let office = Office::open();
        let case = Case::of(&office, what);
        let by = rival(if matches!(what, Do::Book | Do::Move) { case.slot } else { case.visit });
        assert!(office.practice.act(&by).is_some(), "{what:?} {by:?}");
        let asked = office.practice.truth().writes().len();
        let id = case.press(&office).await;
        let held = office.until(&id, |entry| entry.reason.is_some()).await;
        assert_eq!((held.state, held.reason), (WriteState::Drafted, Some(reason)), "{what:?} {by:?}");
        assert!(held.released.is_none(), "a person says anew that it is to be done");
        assert!(matches!(held.shown, Some(Shown::Visit(_))), "{what:?}: and is shown how it stands");
        assert_eq!(held.stands_already(), stands, "{what:?} {by:?}");
        assert_eq!(office.practice.truth().writes().len(), asked, "{what:?}: nothing was sent");
    }
}

#[tokio::test(start_paused = true)]
async fn what_another_desk_took_back_before_it_was_read_is_not_said_not_to_have_been_done() {
    let takes_back = |visit| Deed::CancelCheckIn { visit };
    for (what, rival) in [
        (Do::StartCheckIn, takes_back as fn(u64) -> Deed),
        (Do::StartCheckIn, |visit| Deed::Cancel { visit }),
        (Do::Complete, takes_back),
        (Do::CancelCheckIn, |visit| Deed::CheckIn { visit }),
    ] {
        let office = Office::open();
        let case = Case::of(&office, what);
        office.practice.set_fault_once(Fault::CommitThenDrop);
        let id = case.press(&office).await;
        office.until(&id, |entry| entry.state == WriteState::Unknown).await;
        // Stamps tell seconds.
        office.forward(Duration::from_secs(2));
        let by = rival(case.visit);
        assert!(office.practice.act(&by).is_some(), "{what:?} {by:?}");
        // Longer than athenahealth is at work on anything.
        tokio::time::sleep(Duration::from_secs(600)).await;
        let entry = office.entry(&id).await;
        let stands = (entry.state, entry.reason);
        let asked = (WriteState::Unknown, Some(WriteReason::CannotTell));
        assert_eq!(stands, asked, "{what:?} {by:?}: it may have been done, which a person can see");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_for_somebody_who_was_merged_meanwhile_is_done_for_whom_they_are_now() {
    for what in [Do::Book, Do::Cancel, Do::Move, Do::StartCheckIn, Do::Complete] {
        for fault in [None, Some(Fault::CommitThenDrop)] {
            let office = Office::open();
            let mut case = Case::of(&office, what);
            let into = office.nth(3).await.id;
            let merges =
                Deed::Merge { patient: case.patient, into: into.as_str().parse().expect("a number") };
            assert_eq!(office.practice.act(&merges).map(|id| id.to_string()).as_deref(), Some(into.as_str()));
            case.patient = into.as_str().parse().expect("a number");
            fault.iter().for_each(|fault| office.practice.set_fault_once(*fault));
            let id = case.press(&office).await;
            let told =
                |entry: &Entry| entry.state.is_ended() || entry.reason == Some(WriteReason::ChangedMeanwhile);
            let entry = office.until(&id, told).await;
            assert_eq!(entry.state, WriteState::Confirmed, "{what:?} {fault:?}: {:?}", entry.reason);
            assert!(case.is_done(&office), "{what:?} {fault:?}");
            let entry = office.until(&id, |entry| entry.shown.is_some()).await;
            assert_eq!(entry.subject, Some(into), "{what:?} {fault:?}: it is about whom they are now");
            let Some(Shown::Visit(now)) = &entry.shown else { panic!("{what:?}: {:?}", entry.shown) };
            assert!(
                entry.write.visit().is_some_and(|write| write.is_so(now)),
                "{what:?} {fault:?}: and is so"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_deed_is_undone_by_another_within_ten_seconds_and_not_after() {
    for what in [Do::Book, Do::Cancel, Do::Move, Do::StartCheckIn, Do::CheckIn] {
        let office = Office::open();
        let case = Case::of(&office, what);
        let was = office.practice.truth().visit(case.visit).expect("a visit");
        let id = case.press(&office).await;
        office.until(&id, |entry| entry.shown.is_some()).await;
        office.forward(Duration::from_secs(9));
        let (one, other) = tokio::join!(office.journal.undo(&id, "ana"), office.journal.undo(&id, "bo"));
        let refused = one.as_ref().err().or(other.as_ref().err()).copied();
        assert_eq!(refused, Some(Refused::BeingUndone), "{what:?}: of two at the same moment one is taken");
        let undo = one.or(other).expect("taken");
        let ended = office.ended(&undo).await;
        let said = (ended.state, ended.reason);
        assert_eq!(said, (WriteState::Confirmed, None), "{what:?}: it needs no second press");
        let truth = office.practice.truth();
        let visit = truth.visit(case.visit).expect("a visit");
        match what {
            Do::Book => assert_eq!(truth.visit(case.slot).expect("a visit").state, State::Cancelled),
            Do::Cancel | Do::Move => {
                let back = truth.visits(was.day, was.day).find(|visit| {
                    visit.patient == case.patient
                        && visit.minute == was.minute
                        && visit.state == State::Booked
                });
                assert!(back.is_some(), "{what:?}: they have their time again");
                assert_eq!(visit.state, State::Cancelled, "under another number");
            }
            _ => assert_eq!(visit.state, State::Booked, "{what:?}"),
        }
        assert_eq!(office.journal.undo(&id, "ana").await, Err(Refused::AlreadyUndone), "{what:?}");
    }
    let office = Office::open();
    let late = Case::of(&office, Do::Cancel).press(&office).await;
    office.ended(&late).await;
    office.forward(Duration::from_secs(11));
    assert_eq!(office.journal.undo(&late, "ana").await, Err(Refused::TooLate));
    let out = Case::of(&office, Do::CheckOut).press(&office).await;
    office.ended(&out).await;
    assert_eq!(office.journal.undo(&out, "ana").await, Err(Refused::CannotBeUndone));
}

#[tokio::test(start_paused = true)]
async fn a_time_that_somebody_took_meanwhile_is_not_had_back_and_that_is_said() {
    let office = Office::open();
    let case = Case::of(&office, Do::Cancel);
    let was = office.practice.truth().visit(case.visit).expect("a visit");
    let id = case.press(&office).await;
    office.until(&id, |entry| entry.shown.is_some()).await;
    let freed = office.practice.truth().slots(was.day, was.day).find(|slot| slot.minute == was.minute);
    let takes = Deed::TakeSlot { slot: freed.expect("it is free again").id };
    assert!(office.practice.act(&takes).is_some());
    let undo = office.journal.undo(&id, "ana").await.expect("taken");
    let held = office.until(&undo, |entry| entry.reason.is_some()).await;
    assert_eq!((held.state, held.reason), (WriteState::Drafted, Some(WriteReason::Conflict)));
}

#[tokio::test(start_paused = true)]
async fn what_is_done_with_a_visit_waits_for_what_was_done_with_it_before() {
    let office = Office::open();
    let case = Case::of(&office, Do::Complete);
    office.practice.set_fault_once(Fault::DropThenCommit);
    let first = case.press(&office).await;
    office.until(&first, |entry| entry.state == WriteState::Unknown).await;
    let out = VisitDeed::CheckOut(AppointmentId::new(case.visit.to_string()));
    let out = VisitWrite { deed: out, ..case.write.clone() };
    let second = office.journal.act(out, "ana").await.expect("taken");
    let other = office.create("5855550142").await;
    assert_eq!(office.ended(&other).await.state, WriteState::Confirmed, "nobody else waits");
    assert_eq!(office.entry(&second).await.state, WriteState::Drafted, "nothing of it left");
    assert_eq!(office.ended(&first).await.state, WriteState::Confirmed);
    assert_eq!(office.ended(&second).await.state, WriteState::Confirmed);
    let state = office.practice.truth().visit(case.visit).expect("a visit").state;
    assert_eq!(state, State::CheckedOut);
}

#[tokio::test(start_paused = true)]
async fn a_reason_and_words_for_a_cancellation_stand_with_the_visit() {
    let office = Office::open();
    let mut case = Case::of(&office, Do::Cancel);
    let VisitDeed::Cancel(cancellation) = &mut case.write.deed else { panic!("a cancellation") };
    cancellation.reason = Some(CancelReasonId::new("2"));
    cancellation.said = Some(Phi::new("Has a cold.".to_owned()));
    let id = case.press(&office).await;
    assert_eq!(office.ended(&id).await.state, WriteState::Confirmed);
    let visit = office.practice.truth().visit(case.visit).expect("a visit");
    assert_eq!(visit.cancel_reason, Some(2));
}

/// Crashes at each point that a deed passes, with and without a lost answer.
async fn whatever_point(deeds: &[Do]) {
    for what in deeds {
        for fault in [None, Some(Fault::CommitThenDrop), Some(Fault::WriteLost)] {
            let mut point = 1;
            while dies_at(point, *what, fault).await {
                point += 1;
            }
            assert!(point > 8, "{what:?} {fault:?}: it passes many points, and died at {point}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_point_a_booking_or_a_move_dies_at_nothing_is_lost_doubled_or_said_that_is_not() {
    whatever_point(&[Do::Book, Do::Move]).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_point_a_cancellation_dies_at_nothing_is_lost_doubled_or_said_that_is_not() {
    whatever_point(&[Do::Cancel]).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_point_a_check_in_dies_at_nothing_is_lost_doubled_or_said_that_is_not() {
    whatever_point(&[Do::StartCheckIn, Do::CheckIn, Do::Complete]).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_point_the_end_of_a_visit_dies_at_nothing_is_lost_doubled_or_said_that_is_not() {
    whatever_point(&[Do::CancelCheckIn, Do::CheckOut]).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_point_the_hold_of_a_time_dies_at_nothing_is_lost_doubled_or_said_that_is_not() {
    whatever_point(&[Do::Hold, Do::LetGo]).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_point_the_opening_of_a_time_dies_at_nothing_is_lost_doubled_or_said_that_is_not() {
    whatever_point(&[Do::OpenTime, Do::RemoveTime]).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_point_the_end_of_waiting_dies_at_nothing_is_lost_doubled_or_said_that_is_not() {
    whatever_point(&[Do::OffList]).await;
}

/// Whether there is such a point.
async fn dies_at(point: u32, what: Do, fault: Option<Fault>) -> bool {
    let mut office = Office::open();
    let case = Case::of(&office, what);
    let before = booked_of(&office, case.patient);
    fault.into_iter().for_each(|fault| office.practice.set_fault_once(fault));
    office.crash.point.store(office.crash.passed() + point, Ordering::SeqCst);
    // A person whose press fails looks whether it was taken, and presses again where it was not.
    let mut pressed = office.journal.act(case.write.clone(), "ana").await.ok();
    if pressed.is_none() {
        office.restart().await;
        pressed = office.listed().await.first().map(|entry| entry.id.clone());
    }
    let id = match pressed {
        Some(id) => id,
        None => case.press(&office).await,
    };
    let over = |entry: &Entry| {
        entry.state == WriteState::Rejected || (entry.state == WriteState::Confirmed && entry.shown.is_some())
    };
    // How a check-in stood once it was begun nobody looked; a time that is not found open may have been.
    let may_ask = matches!(what, Do::CheckIn | Do::OpenTime);
    let asks = |entry: &Entry| may_ask && entry.reason == Some(WriteReason::CannotTell);
    let crashed = || office.crash.crashed();
    let entry = office.until(&id, |entry| over(entry) || asks(entry) || crashed()).await;
    let died = crashed();
    if died && !over(&entry) {
        office.restart().await;
    }
    if asks(&office.until(&id, |entry| over(entry) || asks(entry)).await) {
        office.crash.point.store(0, Ordering::SeqCst);
        office.forward(Duration::from_secs(600));
        assert!(!case.is_done(&office), "{what:?} {fault:?} point {point}: what is done is found");
        office.journal.is_not_there(&id, "ana").await.expect("a person's word");
    }
    office.until(&id, over).await;
    let entry = office.entry(&id).await;
    let said = entry.state == WriteState::Confirmed;
    assert_eq!(case.is_done(&office), said, "{what:?} {fault:?} point {point}: what is said is so");
    if what == Do::Book {
        let booked = booked_of(&office, case.patient);
        assert_eq!(booked, before + usize::from(said), "{fault:?} point {point}: once");
    }
    assert_eq!(office.listed().await.len(), 1, "{what:?} {fault:?} point {point}: of one press one write");
    died
}
