//! Faults of writes, under paused time.

use std::time::Duration;

use http::StatusCode;
use sandbox::{Broken, Fault, Writer};
use tokio::time::{Instant, timeout};

use crate::desk::Desk;

const SALEM: [(&str, &str); 2] = [("city", "Salem"), ("address1", "1 Quack St")];

fn patient(desk: &Desk) -> u64 {
    let mut all = desk.sandbox.truth().patients();
    all.find(|one| !one.restricted && one.merged_into.is_none()).expect("somebody").id
}

async fn city(desk: &Desk, patient: u64) -> String {
    let row = desk.rows(&format!("/patients/{patient}")).await;
    row[0]["city"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_write_takes_effect_though_its_reply_is_lost() {
    let desk = Desk::solo().await;
    let patient = patient(&desk);
    let put = || desk.write("PUT", &format!("/patients/{patient}"), &SALEM);
    desk.sandbox.set_fault(Fault::CommitThenDrop, true);
    assert_eq!(desk.sandbox.answer(put()).await.err(), Some(Broken::Reset), "no reply");
    assert_eq!(city(&desk, patient).await, "Salem", "and done; reading is not struck");
    assert_eq!(desk.sandbox.truth().applied(&SALEM), 1, "once");
    desk.sandbox.set_fault(Fault::CommitThenDrop, false);
    desk.sandbox.set_fault(Fault::CommitThenFail, true);
    let failed = desk.put(patient, &[("city", "Athens")]).await;
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR, "a failure");
    assert_eq!(failed.header("content-type"), Some("text/html"), "in no language of the interface");
    assert_eq!(city(&desk, patient).await, "Athens", "and done");
    desk.sandbox.set_fault(Fault::CommitThenFail, false);
    desk.sandbox.set_fault(Fault::CommitThenDelay, true);
    let waited = timeout(Duration::from_secs(300), desk.put(patient, &[("city", "Troy")])).await;
    assert!(waited.is_err(), "five minutes without a reply");
    assert_eq!(city(&desk, patient).await, "Troy", "and done");
    let began = Instant::now();
    assert_eq!(desk.put(patient, &[("city", "Rome")]).await.status, StatusCode::OK, "late, but well");
    assert_eq!(began.elapsed().as_secs(), 600, "after ten minutes");
}

#[tokio::test(start_paused = true)]
async fn a_late_write_takes_effect_once_when_its_connection_is_long_gone() {
    let desk = Desk::solo().await;
    let patient = patient(&desk);
    desk.sandbox.set_fault_once(Fault::DropThenCommit);
    let put = desk.write("PUT", &format!("/patients/{patient}"), &SALEM);
    assert_eq!(desk.sandbox.answer(put).await.err(), Some(Broken::Reset), "no reply");
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(desk.sandbox.truth().applied(&SALEM), 0, "whoever reads back finds nothing");
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(city(&desk, patient).await, "Salem", "and then it is there");
    assert_eq!(desk.sandbox.truth().applied(&SALEM), 1, "once");
}

#[tokio::test(start_paused = true)]
async fn a_fault_strikes_once_where_it_is_placed() {
    let desk = Desk::solo().await;
    let patient = patient(&desk);
    for fault in [Fault::WriteLost, Fault::CommitThenDrop] {
        desk.sandbox.set_fault_once(fault);
        assert_eq!(desk.sandbox.faults(), [fault], "it waits");
        assert_eq!(
            desk.put(patient, &[("zip", "x")]).await.status,
            StatusCode::BAD_REQUEST,
            "a refusal is none"
        );
        desk.rows(&format!("/patients/{patient}")).await;
        let before = desk.sandbox.truth().writes().len();
        let lost = desk.sandbox.answer(desk.write("PUT", &format!("/patients/{patient}"), &SALEM)).await;
        assert_eq!(lost.err(), Some(Broken::Reset), "{fault}: struck");
        let applied = desk.sandbox.truth().writes().len() - before;
        assert_eq!(applied, usize::from(fault == Fault::CommitThenDrop), "{fault}");
        assert_eq!(desk.sandbox.faults(), [], "{fault}: over");
        assert_eq!(desk.put(patient, &SALEM).await.status, StatusCode::OK, "{fault}: the next one is well");
    }
    desk.sandbox.set_fault_once(Fault::Reset);
    let lost = desk.sandbox.answer(desk.request("/v1/195900/ping")).await;
    assert_eq!(lost.err(), Some(Broken::Reset), "any fault can strike once");
    assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "and is over");
    desk.sandbox.set_fault_once(Fault::Reset);
    desk.sandbox.set_fault(Fault::Reset, false);
    assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "or is taken back");
    let truth = desk.sandbox.truth();
    assert_eq!(truth.applied(&SALEM), 3, "of four writes, one was lost");
}

#[tokio::test]
async fn another_desk_changes_the_same_patient() {
    let desk = Desk::solo().await;
    let patient = patient(&desk);
    let before = desk.rows(&format!("/patients/{patient}")).await[0].clone();
    desk.sandbox.set_fault_once(Fault::RivalChange);
    assert_eq!(desk.put(patient, &SALEM).await.status, StatusCode::OK, "ours is done");
    let after = desk.rows(&format!("/patients/{patient}")).await[0].clone();
    assert_eq!(after["city"], "Salem", "ours");
    assert_ne!(after["mobilephone"], before["mobilephone"], "theirs");
    assert_eq!(after["address2"], "C/O ANOTHER DESK", "theirs");
    assert!(desk.sandbox.another_desk(patient, &[("city", "Athens")]), "at any moment");
    assert_eq!(city(&desk, patient).await, "Athens", "over ours");
    assert!(!desk.sandbox.another_desk(patient, &[("state", "XX")]), "good values only");
    assert!(!desk.sandbox.another_desk(7, &[("city", "Athens")]), "and of somebody");
    let writers: Vec<_> = desk.sandbox.truth().writes().iter().map(|write| write.writer).collect();
    assert_eq!(writers, [Writer::AnotherDesk, Writer::Caller, Writer::AnotherDesk], "in order");
    assert_eq!(desk.sandbox.truth().applied(&[("city", "Athens")]), 0, "theirs are not ours");
}
