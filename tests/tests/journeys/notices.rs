//! Notices beside the window, for what asks for a person while nobody looks at it.

use std::time::Duration;

use acceptance::{Desk, Edges, Way};
use athena::{SendFailure, TransportError};
use console::Notice;
use sandbox::Fault;
use serde_json::{Value, json};

const UNREACHABLE: Way = Way::Broken(TransportError::NotSent(SendFailure::Connect));
const MINUTE: Duration = Duration::from_secs(60);

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

/// Nothing is reached for a quarter of an hour, and then everything again.
async fn gone_and_back(desk: &mut Desk) {
    desk.edges().practice.set_way(UNREACHABLE);
    desk.until("sync_read", json!({}), |sync| sync["problem"]["code"] == "offline").await;
    tokio::time::sleep(15 * MINUTE).await;
    desk.edges().practice.set_way(Way::Open);
    desk.until("sync_read", json!({}), |sync| sync["problem"].is_null()).await;
}

/// What a desktop shows of an outage of a quarter of an hour.
async fn shown(watched: bool, quiet: bool) -> Vec<Notice> {
    let mut desk = filled().await;
    let look = json!({"theme": "light", "density": "dense", "hourClock": "twelve", "quiet": quiet, "openTimes": true});
    desk.ask("preference_set", json!({ "preferences": look })).await;
    let board = desk.edges().notices.clone();
    board.set_watched(watched);
    gone_and_back(&mut desk).await;
    desk.close().await;
    board.shown()
}

#[tokio::test(start_paused = true)]
async fn what_lasts_is_noticed_once_unless_somebody_looks_or_wants_none() {
    assert_eq!(shown(false, false).await, [Notice::Stuck]);
    assert_eq!(shown(true, false).await, [], "the window says it");
    assert_eq!(shown(false, true).await, [], "nobody wants any");
}

#[tokio::test(start_paused = true)]
async fn an_outage_that_comes_back_is_noticed_again() {
    let mut desk = filled().await;
    let board = desk.edges().notices.clone();
    for times in 1..=2 {
        gone_and_back(&mut desk).await;
        assert_eq!(board.shown(), vec![Notice::Stuck; times]);
        tokio::time::sleep(20 * MINUTE).await;
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn an_outage_longer_than_athenahealth_remembers_is_noticed_as_a_gap_once() {
    let mut desk = filled().await;
    let board = desk.edges().notices.clone();
    desk.until("sync_read", json!({}), |sync| {
        sync["feeds"].as_array().expect("feeds").iter().all(|feed| feed["inEffect"] == true)
    })
    .await;
    assert_eq!(board.shown(), [], "what came before the feeds began to tell asks for nobody");
    desk.edges().practice.set_way(UNREACHABLE);
    tokio::time::sleep(13 * 60 * MINUTE).await;
    desk.edges().practice.set_way(Way::Open);
    desk.until("sync_read", json!({}), |sync| sync["feeds"][1]["gaps"][0]["why"] == "outage").await;
    tokio::time::sleep(5 * MINUTE).await;
    assert_eq!(
        board.shown().iter().filter(|notice| **notice == Notice::Gap).count(),
        1,
        "{:?}",
        board.shown()
    );
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_start_notices_nothing_again_that_was_told_and_still_is_so() {
    let mut desk = filled().await;
    let (board, practice) = (desk.edges().notices.clone(), desk.edges().practice.sandbox().clone());
    let count = |what: Notice| board.shown().into_iter().filter(|notice| *notice == what).count();
    desk.until("sync_read", json!({}), |sync| {
        sync["feeds"].as_array().expect("feeds").iter().all(|feed| feed["inEffect"] == true)
    })
    .await;
    desk.edges().practice.set_way(UNREACHABLE);
    for _ in 0..3 {
        tokio::time::sleep(15 * MINUTE).await;
        assert_eq!(board.shown(), [Notice::Stuck]);
        desk = desk.restart().await;
    }
    desk.edges().practice.set_way(Way::Open);
    practice.set_fault(Fault::FeedNoIds, true);
    for feed in 1..=2 {
        practice.act_by_chance(20 * feed);
        desk.until("sync_read", json!({}), |sync| {
            let missed = |feed: &Value| feed["gaps"].to_string().contains("unreadable");
            sync["feeds"]
                .as_array()
                .is_some_and(|feeds| feeds.iter().filter(|one| missed(one)).count() >= feed)
        })
        .await;
        tokio::time::sleep(MINUTE).await;
        assert_eq!(count(Notice::Gap), 1, "one trouble makes a gap in each feed");
        desk = desk.restart().await;
    }
    practice.set_fault(Fault::FeedNoIds, false);
    tokio::time::sleep(10 * MINUTE).await;
    assert_eq!((count(Notice::Gap), count(Notice::Stuck)), (1, 1));
    gone_and_back(&mut desk).await;
    assert_eq!(count(Notice::Stuck), 2, "another outage is another");
    desk.close().await;
}
