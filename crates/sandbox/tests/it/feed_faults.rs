//! What goes wrong with feeds of changes.

use chrono::TimeDelta;
use http::StatusCode;
use sandbox::{Broken, CLIENT_ID, Deed, Dialect, Fault, Feed};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::feeds::{edit, ids, patients, subscribed};

const CHANGED: &str = "/patients/changed";
const WINDOW: &str = "/patients/changed?showprocessedstartdatetime=11/18/2026%2000:00:00";
const DIALECTS: [Dialect; 2] = [Dialect::Typed, Dialect::Text];

/// A practice in which so many patients have changed.
async fn changed(count: usize, dialect: Dialect) -> (Desk, Vec<String>) {
    let desk = subscribed("patients", dialect).await;
    let some = patients(&desk, count);
    some.iter().for_each(|patient| edit(&desk, *patient, "04001"));
    (desk, some.iter().map(u64::to_string).collect())
}

#[tokio::test]
async fn a_drain_whose_reply_is_lost_has_drained() {
    for fault in [Fault::DrainThenDrop, Fault::DrainThenTruncate, Fault::DrainThenFail, Fault::DrainThenHtml]
    {
        let (desk, some) = changed(2, Dialect::Typed).await;
        desk.sandbox.set_fault_once(fault);
        desk.rows("/ping").await;
        assert_eq!(
            ids(&desk, "/patients/changed?leaveunprocessed=true").await,
            some,
            "{fault}: a look is not struck"
        );
        assert_eq!(ids(&desk, WINDOW).await, [""; 0], "{fault}: nor is a window");
        let lost = desk.sandbox.answer(desk.request("/v1/195900/patients/changed")).await;
        match fault {
            Fault::DrainThenDrop => assert_eq!(lost.err(), Some(Broken::Reset), "no reply"),
            Fault::DrainThenTruncate => assert_eq!(lost.err(), Some(Broken::Truncated), "half a reply"),
            _ => {
                let lost = crate::desk::read(lost.expect("a reply"));
                let wanted = if fault == Fault::DrainThenHtml {
                    StatusCode::OK
                } else {
                    StatusCode::INTERNAL_SERVER_ERROR
                };
                assert_eq!(
                    (lost.status, lost.header("content-type")),
                    (wanted, Some("text/html")),
                    "{fault}"
                );
            }
        }
        assert_eq!(ids(&desk, CHANGED).await, [""; 0], "{fault}: they are gone");
        assert_eq!(ids(&desk, WINDOW).await, some, "{fault}: but for the window");
        let drains = desk.sandbox.truth().drains();
        let lost: Vec<_> = drains.iter().filter(|drain| !drain.told).map(|drain| drain.rows.len()).collect();
        assert_eq!(lost, [2], "{fault}: noted as lost");
    }
}

#[tokio::test]
async fn unread_rows_vanish_where_they_are_not_kept() {
    let (mut desk, some) = changed(1, Dialect::Typed).await;
    desk.sandbox.set_fault(Fault::FeedRetention, true);
    desk.hands.turn(TimeDelta::hours(12));
    desk.sign_in().await;
    assert_eq!(ids(&desk, "/patients/changed?leaveunprocessed=true").await, some, "half a day");
    desk.hands.turn(TimeDelta::seconds(1));
    assert_eq!(ids(&desk, CHANGED).await, [""; 0], "and no longer");
    assert_eq!(ids(&desk, WINDOW).await, [""; 0], "nowhere");
}

#[tokio::test]
async fn a_forgetful_feed_remembers_an_hour() {
    let (desk, some) = changed(1, Dialect::Typed).await;
    ids(&desk, CHANGED).await;
    desk.sandbox.set_fault(Fault::FeedForgetful, true);
    desk.hands.turn(TimeDelta::minutes(40));
    assert_eq!(ids(&desk, WINDOW).await, some, "less than an hour");
    let mut desk = desk;
    desk.hands.turn(TimeDelta::minutes(21));
    desk.sign_in().await;
    assert_eq!(ids(&desk, WINDOW).await, [""; 0], "more");
}

#[tokio::test]
async fn a_page_may_be_huge_or_of_something_else() {
    let (desk, some) = changed(2, Dialect::Typed).await;
    desk.sandbox.set_fault_once(Fault::FeedHuge);
    let huge = desk.get("/patients/changed?leaveunprocessed=true").await;
    assert!(huge.text.len() > 10_000_000, "{} bytes", huge.text.len());
    assert_eq!(huge.json()["patients"].as_array().map(Vec::len), Some(2), "with all rows in it");
    desk.sandbox.set_fault_once(Fault::FeedWrongResource);
    let other = desk.rows(CHANGED).await;
    assert!(other.get("patients").is_none() && other["departments"].is_array(), "departments");
    assert_eq!(ids(&desk, CHANGED).await, [""; 0], "though patients were drained");
    assert_eq!(ids(&desk, WINDOW).await, some, "which the window still has");
}

#[tokio::test]
async fn ids_are_missing_or_change_their_type() {
    for dialect in DIALECTS {
        let (desk, some) = changed(3, dialect).await;
        let peek = "/patients/changed?leaveunprocessed=true";
        desk.sandbox.set_fault_once(Fault::FeedNoIds);
        let answer = desk.rows(peek).await;
        assert_eq!(answer["patients"][0].get("patientid"), None, "none on the first");
        assert_eq!(answer["patients"][1]["patientid"], some[1], "the others have theirs");
        desk.sandbox.set_fault_once(Fault::FeedIdTypes);
        let answer = desk.rows(peek).await;
        let kinds =
            answer["patients"].as_array().expect("rows").iter().map(|row| row["patientid"].is_number());
        assert_eq!(kinds.collect::<Vec<_>>(), [false, true, false], "every other one is a number");
        assert_eq!(ids(&desk, CHANGED).await, some, "and it is over");
    }
}

#[tokio::test]
async fn rows_come_twice_in_disorder_and_out_of_the_past() {
    let (desk, some) = changed(2, Dialect::Typed).await;
    let peek = "/patients/changed?leaveunprocessed=true";
    desk.sandbox.set_fault_once(Fault::FeedDuplicates);
    assert_eq!(ids(&desk, peek).await, [&some[..], &some[..]].concat(), "each twice");
    desk.sandbox.set_fault_once(Fault::FeedDisorder);
    assert_eq!(ids(&desk, peek).await, [some[1].clone(), some[0].clone()], "the last first");
    ids(&desk, CHANGED).await;
    edit(&desk, some[0].parse().expect("an id"), "04009");
    desk.sandbox.set_fault_once(Fault::FeedGoesBack);
    let answer = desk.rows(CHANGED).await;
    let zips = answer["patients"].as_array().expect("rows").iter().filter(|row| row["patientid"] == some[0]);
    let zips: Vec<&Value> = zips.map(|row| &row["zip"]).collect();
    assert_eq!(zips.first(), Some(&&json!("04009")), "as it is");
    assert_eq!(zips.last(), Some(&&json!("04001")), "and after it as it was");
}

#[tokio::test]
async fn a_limit_may_not_be_heard() {
    let (desk, some) = changed(4, Dialect::Typed).await;
    desk.sandbox.set_fault_once(Fault::FeedLimitIgnored);
    assert_eq!(ids(&desk, "/patients/changed?limit=2").await, some, "all of them");
}

#[tokio::test]
async fn a_subscription_is_edited_elsewhere() {
    for dialect in DIALECTS {
        let (desk, some) = changed(1, dialect).await;
        let patient: u64 = some[0].parse().expect("an id");
        ids(&desk, CHANGED).await;
        desk.sandbox.set_fault(Fault::SubscriptionEdited, true);
        edit(&desk, patient, "04002");
        assert_eq!(ids(&desk, CHANGED).await, [""; 0], "a change is not told, without an error");
        let shown = desk.rows("/patients/changed/subscription").await;
        assert_eq!(shown["status"], "Partial", "only the subscription says why");
        assert!(!shown.to_string().contains("\"UpdatePatient\""), "an event is missing");
        let other = patients(&desk, 2)[1];
        assert!(desk.sandbox.act(&Deed::Merge { patient, into: other }).is_some(), "merged");
        assert_eq!(desk.sandbox.truth().waiting(CLIENT_ID, Feed::Patients), [other], "other events are told");
    }
}

#[tokio::test]
async fn events_that_nobody_knows_are_named() {
    let (desk, _) = changed(1, Dialect::Typed).await;
    desk.sandbox.set_fault(Fault::FeedUnknownEvents, true);
    for path in ["/patients/changed/subscription/events", "/patients/changed/subscription"] {
        let named = desk.rows(path).await;
        let names = named["subscriptions"].as_array().expect("a list");
        assert_eq!(names.last(), Some(&json!({"eventname": "ReindexPlacement"})), "{path}");
    }
}

#[tokio::test]
async fn the_servers_date_may_be_behind() {
    let (desk, _) = changed(1, Dialect::Typed).await;
    let honest = desk.get(CHANGED).await.header("date").map(str::to_owned);
    assert_eq!(honest.as_deref(), Some("Wed, 18 Nov 2026 16:35:00 GMT"), "as the clock is");
    desk.sandbox.set_fault(Fault::ClockBehind, true);
    assert_eq!(
        desk.get(CHANGED).await.header("date"),
        Some("Wed, 18 Nov 2026 16:24:00 GMT"),
        "eleven minutes ago"
    );
}

#[tokio::test]
async fn faults_of_feeds_strike_nothing_else() {
    let (desk, _) = changed(1, Dialect::Typed).await;
    for fault in Fault::ALL.into_iter().filter(|fault| fault.is_of_feeds()) {
        desk.sandbox.set_fault(fault, true);
        let pong = desk.get("/ping").await;
        assert_eq!((pong.status, pong.json()), (StatusCode::OK, json!({"pong": true})), "{fault}");
        desk.sandbox.set_fault(fault, false);
    }
}
