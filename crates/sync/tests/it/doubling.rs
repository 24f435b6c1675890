//! A visit put beside another on purpose: two writes, each with its own end, and both taken back.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use model::{AppointmentId, AppointmentTypeId, Booking, PatientId, Phi, Purpose, Rescheduling};
use sandbox::{Deed, Fault, Sandbox, SlotTruth, State, VisitTruth};
use store::{Resolution, WriteId, WriteReason, WriteState};
use sync::{Entry, VisitDeed, VisitSeen, VisitWrite};

use crate::office::Office;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

/// A visit that stands where another is put, the other, and the two writes.
struct Case {
    beside: VisitTruth,
    mover: VisitTruth,
    writes: (VisitWrite, VisitWrite),
}

/// Two visits of an afternoon that are still to come, of people who may be seen.
fn two(office: &Office) -> (VisitTruth, VisitTruth) {
    let truth = office.practice.truth();
    let hidden = truth.restricted();
    let mut visits: Vec<VisitTruth> = truth
        .visits(today(), today())
        .filter(|visit| visit.state == State::Booked && visit.minute >= 13 * 60)
        .filter(|visit| !hidden.contains(&visit.patient))
        .collect();
    visits.sort_by_key(|visit| visit.id);
    let beside = visits.first().expect("a visit").clone();
    let apart = |other: &&VisitTruth| other.patient != beside.patient && other.minute != beside.minute;
    let mover = visits.iter().find(apart).expect("another").clone();
    (beside, mover)
}

fn seen(visit: &VisitTruth) -> VisitSeen {
    let start = visit.day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(visit.minute));
    let at = (visit.department.to_string().as_str().into(), visit.provider.to_string().as_str().into());
    let kind = (AppointmentTypeId::new(visit.kind.to_string()), String::new());
    VisitSeen::to_be(start, u32::from(visit.minutes), at, kind)
}

impl Case {
    fn of(office: &Office, moves: bool) -> Self {
        let (beside, mover) = two(office);
        let whom = PatientId::new(mover.patient.to_string());
        let place = VisitSeen { kind: seen(&mover).kind, ..seen(&beside) };
        let nowhere = AppointmentId::new("");
        let id = AppointmentId::new(mover.id.to_string());
        let reason = Some(Phi::new("Has a fever.".to_owned()));
        let (then, visit) = if moves {
            let moving = Rescheduling {
                said: reason,
                patient_case: false,
                beyond_permission: true,
                ..Rescheduling::new(id.clone(), nowhere, whom.clone())
            };
            let stands = VisitSeen { id, patient: Some(whom.clone()), ..seen(&mover) };
            (VisitDeed::Move(moving), Some(stands))
        } else {
            let kind = Purpose::Kind(AppointmentTypeId::new(mover.kind.to_string()));
            let booking = Booking {
                note: reason,
                patient_case: false,
                beyond_permission: true,
                ..Booking::new(nowhere, whom.clone(), kind)
            };
            (VisitDeed::Book(booking), None)
        };
        let writes = VisitWrite::doubled(&whom, place, then, visit);
        Self { beside, mover, writes }
    }

    async fn press(&self, office: &Office) -> WriteId {
        office.journal.act_doubled(self.writes.clone(), "ana").await.expect("taken")
    }

    /// How many of the patient stand at the time beside the other, and how many times are open there.
    fn there(&self, office: &Office) -> (usize, usize) {
        let truth = office.practice.truth();
        let at = |provider, minute| (provider, minute) == (self.beside.provider, self.beside.minute);
        let visits = truth.visits(today(), today()).filter(|visit| {
            at(visit.provider, visit.minute)
                && visit.patient == self.mover.patient
                && visit.state == State::Booked
        });
        (visits.count(), self.open_there(office).len())
    }

    /// The times that are open beside the other.
    fn open_there(&self, office: &Office) -> Vec<u64> {
        let truth = office.practice.truth();
        let at =
            |slot: &SlotTruth| (slot.provider, slot.minute) == (self.beside.provider, self.beside.minute);
        truth.slots(today(), today()).filter(at).map(|slot| slot.id).collect()
    }
}

fn is_over(entry: &Entry) -> bool {
    entry.state == WriteState::Rejected || (entry.state == WriteState::Confirmed && entry.shown.is_some())
}

#[tokio::test(start_paused = true)]
async fn a_time_is_opened_and_then_had_and_both_are_taken_back() {
    for moves in [false, true] {
        let office = Office::open();
        let case = Case::of(&office, moves);
        let id = case.press(&office).await;
        let ended = office.until(&id, is_over).await;
        assert_eq!((ended.state, ended.reason), (WriteState::Confirmed, None), "moves: {moves}");
        assert_eq!(case.there(&office), (1, 0), "moves: {moves}: beside the other, and nothing is left open");
        let first = office.entry(&ended.follows.expect("it follows what opened the time")).await;
        assert_eq!(first.state, WriteState::Confirmed, "which has an end of its own");

        let undo = office.journal.undo(&id, "ana").await.expect("taken");
        assert_eq!(office.ended(&undo).await.state, WriteState::Confirmed);
        let listed = office.listed().await;
        let clears = listed.iter().find(|entry| entry.follows.as_ref() == Some(&undo)).expect("and the time");
        let cleared = office.until(&clears.id, is_over).await;
        assert_eq!((cleared.state, cleared.reason), (WriteState::Confirmed, None), "moves: {moves}");
        assert_eq!(case.there(&office), (0, 0), "moves: {moves}: as if nothing had been");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_done_in_a_time_before_it_is_known_to_be_open() {
    for moves in [false, true] {
        let office = Office::open();
        let case = Case::of(&office, moves);
        office.practice.set_fault_once(Fault::CommitThenDrop);
        let id = case.press(&office).await;
        let first = office.entry(&id).await.follows.expect("it follows another");
        office.until(&first, |entry| entry.state == WriteState::Unknown).await;
        assert_eq!(office.entry(&id).await.state, WriteState::Drafted, "nothing of it left");
        assert_eq!(office.ended(&first).await.state, WriteState::Confirmed, "it was found to be open");
        assert_eq!(office.until(&id, is_over).await.state, WriteState::Confirmed);
        assert_eq!(case.there(&office), (1, 0), "moves: {moves}: once");
    }
}

/// Waits until only a person can say whether a write was carried out.
async fn asks(office: &Office, id: &WriteId) {
    office.until(id, |entry| entry.reason == Some(WriteReason::CannotTell)).await;
    office.forward(Duration::from_secs(600));
}

#[tokio::test(start_paused = true)]
async fn a_time_of_which_nobody_knows_whether_it_was_opened_is_a_persons_to_say() {
    let office = Office::open();
    let case = Case::of(&office, true);
    office.practice.set_fault_once(Fault::WriteLost);
    let id = case.press(&office).await;
    let first = office.entry(&id).await.follows.expect("it follows another");
    // It may have been opened, and be somebody's by now.
    asks(&office, &first).await;
    assert_eq!(office.entry(&first).await.state, WriteState::Unknown);
    assert_eq!(office.entry(&id).await.state, WriteState::Drafted, "nothing of the other left");
    office.journal.is_not_there(&first, "ana").await.expect("a person's word");
    let held = office.until(&id, |entry| entry.reason.is_some()).await;
    assert_eq!((held.state, held.reason), (WriteState::Drafted, Some(WriteReason::Conflict)));
    assert_eq!(case.there(&office), (0, 0));
    let stands = office.practice.truth().visit(case.mover.id).expect("a visit").state;
    assert_eq!(stands, State::Booked, "it stands where it stood");
    office.journal.withdraw(&id, "ana").await.expect("taken back");
    office.forward(Duration::from_secs(1));
    let listed = office.listed().await;
    assert!(
        listed.iter().all(|entry| entry.follows.as_ref() != Some(&id)),
        "there is no time to be taken off"
    );
}

#[tokio::test(start_paused = true)]
async fn a_time_that_was_opened_and_that_another_desk_took_off_is_not_said_never_to_have_been() {
    let office = Office::open();
    let case = Case::of(&office, true);
    office.practice.set_fault_once(Fault::CommitThenDrop);
    let id = case.press(&office).await;
    let first = office.entry(&id).await.follows.expect("it follows another");
    office.until(&first, |entry| entry.state == WriteState::Unknown).await;
    let slot = case.open_there(&office).pop().expect("it is open");
    assert!(office.practice.act(&Deed::RemoveSlot { slot }).is_some());
    asks(&office, &first).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(office.entry(&first).await.state, WriteState::Unknown);
}

#[tokio::test(start_paused = true)]
async fn a_time_that_was_taken_off_is_known_to_be_by_its_number_though_the_answer_was_lost() {
    for fault in [Fault::CommitThenDrop, Fault::DropThenCommit] {
        let office = Office::open();
        let case = Case::of(&office, true);
        let opens = office.journal.act(case.writes.0.clone(), "ana").await.expect("taken");
        office.until(&opens, is_over).await;
        assert_eq!(case.open_there(&office).len(), 1);
        office.practice.set_fault_once(fault);
        let undo = office.journal.undo(&opens, "ana").await.expect("taken");
        let ended = office.ended(&undo).await;
        let end = (ended.state, ended.resolution);
        assert_eq!(end, (WriteState::Confirmed, Some(Resolution::ReadBack)), "{fault}: {:?}", ended.reason);
        assert!(case.open_there(&office).is_empty(), "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_taken_back_before_it_was_sent_takes_its_time_with_it() {
    let office = Office::open();
    let case = Case::of(&office, true);
    // Somebody takes the visit away while nobody knows whether the time is open.
    office.practice.set_fault_once(Fault::CommitThenDrop);
    let id = case.press(&office).await;
    let first = office.entry(&id).await.follows.expect("it follows another");
    office.until(&first, |entry| entry.state == WriteState::Unknown).await;
    assert!(office.practice.act(&Deed::Cancel { visit: case.mover.id }).is_some());
    let held = office.until(&id, |entry| entry.reason.is_some()).await;
    assert_eq!((held.state, held.reason), (WriteState::Drafted, Some(WriteReason::ChangedMeanwhile)));
    assert_eq!(case.there(&office), (0, 1), "the time is open");
    office.journal.withdraw(&id, "ana").await.expect("taken back");
    let listed = office.listed().await;
    let clears = listed.iter().find(|entry| entry.follows.as_ref() == Some(&id)).expect("and the time");
    assert_eq!(office.until(&clears.id, is_over).await.state, WriteState::Confirmed);
    assert_eq!(case.there(&office), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn what_was_lost_on_its_way_takes_its_time_with_it_once_it_is_let_be() {
    for (moves, again) in [(false, false), (true, false), (true, true)] {
        let office = Office::open();
        let case = Case::of(&office, moves);
        office.practice.set_fault_once(Fault::CommitThenDrop);
        let mut id = case.press(&office).await;
        let first = office.entry(&id).await.follows.expect("it follows another");
        office.until(&first, |entry| entry.state == WriteState::Unknown).await;
        // Stamps tell seconds.
        office.forward(Duration::from_secs(2));
        office.practice.set_fault_once(Fault::WriteLost);
        let lost = (WriteState::Rejected, Some(WriteReason::NotCarriedOut));
        let ended = office.ended(&id).await;
        assert_eq!((ended.state, ended.reason), lost, "moves: {moves}");
        assert_eq!(case.there(&office), (0, 1), "moves: {moves}: the time is open");
        if again {
            office.practice.set_fault_once(Fault::WriteLost);
            let before = id.clone();
            id = office.journal.write_again(&before, "ana").await.expect("taken");
            let ended = office.ended(&id).await;
            assert_eq!((ended.state, ended.reason), lost, "once more");
            office.journal.saw(&before, "ana").await.expect("seen");
            office.forward(Duration::from_secs(1));
            assert_eq!(case.there(&office), (0, 1), "it can be had yet, by what followed");
        }
        office.journal.saw(&id, "ana").await.expect("seen");
        office.journal.saw(&id, "ana").await.expect("seen twice");
        let listed = office.listed().await;
        let clears: Vec<_> = listed.iter().filter(|entry| entry.follows.as_ref() == Some(&id)).collect();
        assert_eq!(clears.len(), 1, "moves: {moves}: the time goes with it, once");
        assert_eq!(office.until(&clears[0].id, is_over).await.state, WriteState::Confirmed);
        assert_eq!(case.there(&office), (0, 0), "moves: {moves}: as if nothing had been");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_taken_back_at_the_second_press_takes_its_time_with_it_too() {
    for moves in [false, true] {
        let office = Office::open();
        let case = Case::of(&office, moves);
        let id = case.press(&office).await;
        office.until(&id, is_over).await;
        // Stamps tell seconds.
        office.forward(Duration::from_secs(2));
        office.practice.set_fault_once(Fault::WriteLost);
        let undo = office.journal.undo(&id, "ana").await.expect("taken");
        let ended = office.ended(&undo).await;
        assert_eq!((ended.state, ended.reason), (WriteState::Rejected, Some(WriteReason::NotCarriedOut)));
        let listed = office.listed().await;
        let clears = listed.iter().find(|entry| entry.follows.as_ref() == Some(&undo)).expect("it follows");
        office.until(&clears.id, Entry::stands_already).await;
        office.journal.withdraw(&clears.id, "ana").await.expect("taken back");
        assert_eq!(case.there(&office), (1, 0), "moves: {moves}: it stands there yet");

        let again = office.journal.write_again(&undo, "ana").await.expect("taken");
        assert_eq!(office.ended(&again).await.state, WriteState::Confirmed);
        let listed = office.listed().await;
        let clears =
            listed.iter().find(|entry| entry.follows.as_ref() == Some(&again)).expect("and the time");
        assert_eq!(office.until(&clears.id, is_over).await.state, WriteState::Confirmed, "moves: {moves}");
        assert_eq!(case.there(&office), (0, 0), "moves: {moves}: as if nothing had been");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_open_there_before_is_neither_had_nor_taken_off() {
    for moves in [false, true] {
        let office = Office::open();
        let case = Case::of(&office, moves);
        let another = office.journal.act(case.writes.0.clone(), "bo").await.expect("taken");
        office.until(&another, is_over).await;
        let open = case.open_there(&office);
        assert_eq!(open.len(), 1);
        let id = case.press(&office).await;
        let ended = office.until(&id, is_over).await;
        assert_eq!((ended.state, ended.reason), (WriteState::Confirmed, None), "moves: {moves}");
        assert_eq!(case.there(&office).0, 1, "moves: {moves}");
        assert_eq!(case.open_there(&office), open, "moves: {moves}: it has the one that was opened for it");
        let undo = office.journal.undo(&id, "ana").await.expect("taken");
        let listed = office.listed().await;
        let clears = listed.iter().find(|entry| entry.follows.as_ref() == Some(&undo)).expect("and the time");
        office.until(&clears.id, is_over).await;
        assert_eq!(case.open_there(&office), open, "moves: {moves}: and the other stays open");
    }
}

/// An office at which something happens just before what is done in an opened time is sent.
fn happening(what: impl Fn(&Sandbox) + Send + Sync + 'static) -> Office {
    let practice = Arc::new(OnceLock::<Sandbox>::new());
    let (known, asked) = (Arc::clone(&practice), AtomicU32::new(0));
    let office = Office::meddled(Arc::new(move |uri, _| {
        // What is open is looked at before the time is opened, by its answer, and before it is had.
        let is_third = || asked.fetch_add(1, Ordering::SeqCst) == 2;
        if uri.path().ends_with("/appointments/open") && is_third() {
            what(known.get().expect("a practice"));
        }
    }));
    assert!(practice.set(office.practice.clone()).is_ok());
    office
}

#[tokio::test(start_paused = true)]
async fn where_athenahealth_declines_what_was_to_be_done_in_it_the_time_does_not_stay_open() {
    let cancelled = Arc::new(AtomicU64::new(0));
    let visit = Arc::clone(&cancelled);
    let office = happening(move |practice| {
        let visit = visit.load(Ordering::SeqCst);
        assert!(practice.act(&Deed::Cancel { visit }).is_some());
    });
    let case = Case::of(&office, true);
    cancelled.store(case.mover.id, Ordering::SeqCst);
    let id = case.press(&office).await;
    let ended = office.until(&id, is_over).await;
    let end = (ended.state, ended.resolution);
    assert_eq!(end, (WriteState::Rejected, Some(Resolution::Answer)), "{:?}", ended.reason);
    let listed = office.listed().await;
    let clears = listed.iter().find(|entry| entry.follows.as_ref() == Some(&id)).expect("and the time");
    assert_eq!((clears.by.as_str(), clears.released.is_some()), ("ana", true), "with the refusal itself");
    let cleared = office.until(&clears.id, is_over).await;
    assert_eq!((cleared.state, cleared.reason), (WriteState::Confirmed, None));
    assert_eq!(case.there(&office), (0, 0), "as if nothing had been");
}

#[tokio::test(start_paused = true)]
async fn a_time_that_somebody_else_has_by_then_is_let_be_and_asks_nobody() {
    let office = happening(|practice| practice.set_fault_once(Fault::RivalChange));
    let case = Case::of(&office, false);
    let id = case.press(&office).await;
    let ended = office.until(&id, is_over).await;
    assert_eq!((ended.state, ended.reason), (WriteState::Rejected, Some(WriteReason::Conflict)));
    let listed = office.listed().await;
    let clears = listed.iter().find(|entry| entry.follows.as_ref() == Some(&id)).expect("and the time");
    let cleared = office.ended(&clears.id).await;
    assert_eq!((cleared.state, cleared.reason), (WriteState::Rejected, Some(WriteReason::Withdrawn)));
    assert!(cleared.seen);
}

#[tokio::test(start_paused = true)]
async fn whatever_point_it_dies_at_nobody_is_beside_the_other_twice_and_what_is_said_is_so() {
    for fault in [None, Some(Fault::CommitThenDrop)] {
        let mut point = 1;
        while dies_at(point, fault).await {
            point += 1;
        }
        assert!(point > 16, "{fault:?}: it passes many points, and died at {point}");
    }
}

/// Whether there is such a point.
async fn dies_at(point: u32, fault: Option<Fault>) -> bool {
    let mut office = Office::open();
    let case = Case::of(&office, false);
    fault.into_iter().for_each(|fault| office.practice.set_fault_once(fault));
    office.crash.point.store(office.crash.passed() + point, Ordering::SeqCst);
    let mut pressed = office.journal.act_doubled(case.writes.clone(), "ana").await.ok();
    if pressed.is_none() {
        office.restart().await;
        let listed = office.listed().await;
        pressed = listed.iter().find(|one| one.follows.is_some()).map(|one| one.id.clone());
    }
    let id = match pressed {
        Some(id) => id,
        None => case.press(&office).await,
    };
    let over =
        |entry: &Entry| is_over(entry) || (entry.state == WriteState::Drafted && entry.released.is_none());
    let crashed = || office.crash.crashed();
    let entry = office.until(&id, |entry| over(entry) || crashed()).await;
    let died = crashed();
    if died && !over(&entry) {
        office.restart().await;
        let first = office.entry(&id).await.follows.expect("it follows another");
        let undecided = |entry: &Entry| entry.reason == Some(WriteReason::CannotTell);
        let opened = office.until(&first, |entry| entry.state.is_ended() || undecided(entry)).await;
        if undecided(&opened) {
            // Found it is where it is: a person sees that it is not.
            assert!(case.open_there(&office).is_empty(), "{fault:?} point {point}");
            office.forward(Duration::from_secs(600));
            office.journal.is_not_there(&first, "ana").await.expect("a person's word");
        }
        // What was opened a moment ago has no stamp that tells.
        if undecided(&office.until(&id, |entry| over(entry) || undecided(entry)).await) {
            assert_eq!(case.there(&office), (0, 1), "{fault:?} point {point}: what is had is found");
            office.forward(Duration::from_secs(600));
            office.journal.is_not_there(&id, "ana").await.expect("a person's word");
        }
        office.until(&id, over).await;
    }
    let entry = office.entry(&id).await;
    let said = usize::from(entry.state == WriteState::Confirmed);
    assert_eq!(case.there(&office).0, said, "{fault:?} point {point}: what is said is so, once");
    assert_eq!(office.listed().await.len(), 2, "{fault:?} point {point}: of one press two writes");
    died
}
