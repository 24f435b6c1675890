//! What is said of a deed whose answer was lost: no more than what the visit itself shows.

use std::sync::{Arc, OnceLock};

use sandbox::{Act, Fault, Sandbox};
use store::{Resolution, WriteState};

use crate::at_visits::{Case, Do};
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
