//! What is said of a deed whose answer was lost: no more than what the visit itself shows.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sandbox::{Act, Deed, Fault, Sandbox};
use store::{Resolution, WriteId, WriteReason, WriteState};

use crate::at_visits::{ALL, Case, Do};
use crate::office::Office;

/// An office that is struck by a fault once a request to that place was answered.
fn struck_after(place: &'static str, fault: Fault) -> Office {
    let practice = Arc::new(OnceLock::<Sandbox>::new());
    let meddled = Arc::clone(&practice);
    let office = Office::meddled(Arc::new(move |uri, _| {
        if uri.path().ends_with(place) {
            meddled.get().expect("a practice").set_fault_once(fault);
        }
    }));
    assert!(practice.set(office.practice.clone()).is_ok());
    office
}

fn begun(office: &Office) -> usize {
    let log = office.practice.truth().writes();
    log.iter().filter(|effect| effect.act == Act::StartCheckIn).count()
}

#[tokio::test(start_paused = true)]
async fn that_a_check_in_was_begun_is_on_record_before_the_rest_of_it_leaves() {
    let office = struck_after("/startcheckin", Fault::CommitThenDrop);
    let case = Case::of(&office, Do::CheckIn);
    let id = case.press(&office).await;
    let unknown = office.until(&id, |entry| entry.state == WriteState::Unknown).await;
    let before =
        unknown.write.visit().and_then(|write| write.before.visit.clone()).expect("it was looked at");
    assert_eq!(before.state, model::VisitState::CheckingIn, "and begun since");
    let ended = office.ended(&id).await;
    assert_eq!((ended.state, ended.resolution), (WriteState::Confirmed, Some(Resolution::ReadBack)));
    assert!(case.is_done(&office));
    assert_eq!(begun(&office), 1, "it was begun once");
}

/// Longer than athenahealth is at work on anything.
const LONG: Duration = Duration::from_secs(600);

async fn is_asked(office: &Office, id: &WriteId) -> bool {
    tokio::time::sleep(LONG).await;
    let entry = office.entry(id).await;
    (entry.state, entry.reason) == (WriteState::Unknown, Some(WriteReason::CannotTell))
}

#[tokio::test(start_paused = true)]
async fn what_was_changed_within_the_second_of_the_look_is_not_said_not_to_have_been_done() {
    let office = Office::open();
    let case = Case::of(&office, Do::Complete);
    let acts = |deeds: &[Deed]| deeds.iter().for_each(|deed| assert!(office.practice.act(deed).is_some()));
    let begins_anew = [Deed::CancelCheckIn { visit: case.visit }, Deed::StartCheckIn { visit: case.visit }];
    // All that happens to the visit from here on has one and the same stamp.
    acts(&begins_anew);
    office.practice.set_fault_once(Fault::CommitThenDrop);
    let id = case.press(&office).await;
    office.until(&id, |entry| entry.state == WriteState::Unknown).await;
    assert!(case.is_done(&office));
    acts(&begins_anew);
    assert!(is_asked(&office, &id).await, "it was done, and taken back since");
}

#[tokio::test(start_paused = true)]
async fn what_has_no_stamps_is_not_said_not_to_have_been_done() {
    for what in ALL.into_iter().filter(|what| *what != Do::CheckIn) {
        let office = Office::meddled(Arc::new(|_, answer| {
            let body = String::from_utf8_lossy(answer.body()).replace("\"lastmodified\"", "\"unstamped\"");
            *answer.body_mut() = body.into_bytes().into();
        }));
        let case = Case::of(&office, what);
        office.practice.set_fault_once(Fault::WriteLost);
        let id = case.press(&office).await;
        assert!(is_asked(&office, &id).await, "{what:?}");
        assert!(!case.is_done(&office), "{what:?}");
    }
}
