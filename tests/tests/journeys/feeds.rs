//! What changes at the practice is on screen after a poll of its feed, and what may have been missed is said.

use std::time::Duration;

use acceptance::{Desk, Edges};
use sandbox::{Deed, Limits, Options, Size, Standing, Telling};
use serde_json::{Value, json};

/// A practice whose feeds tell what others do, and nothing else.
fn edges() -> Edges {
    let options = Options {
        size: Size::Solo,
        limits: Limits { per_second: 10, ..Limits::preview() },
        feeds: Telling::Deeds,
        ..Options::default()
    };
    Edges::at("2026-11-23T15:30:00Z", options).expect("a computer")
}

fn feed<'s>(sync: &'s Value, name: &str) -> &'s Value {
    let feeds = sync["feeds"].as_array().expect("feeds");
    feeds.iter().find(|feed| feed["feed"] == name).expect("one of each")
}

/// Somebody whom the copy may show, by their number.
fn somebody(desk: &Desk) -> u64 {
    let truth = desk.edges().practice.sandbox().truth();
    let mut seen = truth.patients().filter(|one| !one.restricted && one.standing == Standing::Active);
    seen.next().expect("somebody").id
}

async fn listening(desk: &mut Desk) {
    desk.until("sync_read", json!({}), |sync| {
        let feeds = sync["feeds"].as_array().expect("feeds");
        feeds.iter().all(|feed| feed["inEffect"] == true)
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_change_at_the_practice_is_on_screen_after_a_poll() {
    let mut desk = Desk::start(edges()).await;
    desk.connect_demo().await;
    let sync = desk.filled().await;
    assert_eq!(feed(&sync, "patients")["inEffect"], false, "not yet is not nothing");
    listening(&mut desk).await;
    let patient = somebody(&desk);
    let fields = vec![("mobilephone".to_owned(), "5855550199".to_owned())];
    let practice = desk.edges().practice.clone();
    practice.sandbox().act(&Deed::EditPatient { patient, fields }).expect("it can be done");
    let find = json!({ "text": "5855550199", "limit": 5 });
    let shown =
        desk.until("patient_search", find, |found| !found["rows"].as_array().expect("a page").is_empty());
    let found = tokio::time::timeout(Duration::from_secs(180), shown).await.expect("within a poll");
    assert_eq!(found["rows"][0]["id"], patient.to_string());
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_came_before_the_feeds_began_to_tell_is_a_gap_that_is_said_and_closed() {
    let mut desk = Desk::start(edges()).await;
    desk.connect_demo().await;
    desk.filled().await;
    listening(&mut desk).await;
    let closed = |sync: &Value| {
        let gaps = |name| feed(sync, name)["gaps"].as_array().expect("gaps").clone();
        let all: Vec<Value> = ["appointments", "patients", "providers"].into_iter().flat_map(gaps).collect();
        all.len() >= 3 && all.iter().all(|gap| gap["why"] == "beginning" && !gap["closed"].is_null())
    };
    desk.until("sync_read", json!({}), closed).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn removing_a_practice_ends_what_its_key_is_told() {
    let mut desk = Desk::start(edges()).await;
    let added = desk.connect_demo().await;
    desk.filled().await;
    desk.until("sync_read", json!({}), |sync| {
        sync["feeds"].as_array().expect("feeds").iter().all(|feed| !feed["proven"].is_null())
    })
    .await;
    let practice = desk.edges().practice.clone();
    desk.ask("connection_remove", json!({ "connection": added["connection"]["id"] })).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let patient = somebody(&desk);
    let fields = vec![("email".to_owned(), "nobody.hears@example.org".to_owned())];
    practice.sandbox().act(&Deed::EditPatient { patient, fields }).expect("it can be done");
    let waiting = practice.sandbox().truth().waiting(sandbox::CLIENT_ID, sandbox::Feed::Patients);
    assert_eq!(waiting, Vec::<u64>::new(), "nobody is told");
    desk.close().await;
}
