//! A patient who is merged into another while somebody works with them.

use std::time::Duration;

use acceptance::{Desk, Edges};
use sandbox::{Deed, Limits, Options, Size, Standing, Telling};
use serde_json::{Value, json};

use crate::writing::draft_mail;

/// Three whom the copy may show and whom nothing was merged with.
fn three(desk: &Desk) -> [u64; 3] {
    let truth = desk.edges().practice.sandbox().truth();
    let merged = truth.merged();
    let is_merged = |id: u64| merged.iter().any(|(one, two, three)| [*one, *two, *three].contains(&id));
    let seen = truth.patients().filter(|one| !one.restricted && one.standing == Standing::Active);
    let known: Vec<u64> = seen.map(|one| one.id).filter(|id| !is_merged(*id)).take(3).collect();
    known.try_into().expect("three")
}

fn rows(page: &Value) -> &[Value] {
    page["rows"].as_array().expect("rows")
}

#[tokio::test(start_paused = true)]
async fn whoever_has_the_card_open_is_told_and_what_they_drafted_and_looked_at_goes_along() {
    let options = Options {
        size: Size::Solo,
        limits: Limits { per_second: 10, ..Limits::preview() },
        feeds: Telling::Deeds,
        ..Options::default()
    };
    let mut desk = Desk::start(Edges::at("2026-11-23T15:30:00Z", options).expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk.until("sync_read", json!({}), |sync| {
        sync["feeds"].as_array().expect("feeds").iter().all(|feed| feed["inEffect"] == true)
    })
    .await;
    let [first, second, last] = three(&desk);
    let card = |id: u64| json!({ "patient": id.to_string() });
    assert_eq!(desk.ask("patient_open", card(first)).await["id"], first.to_string());
    desk.ask("patient_remember", card(first)).await;
    let write = draft_mail(&desk, &first.to_string(), "kept@example.org").await;
    let practice = desk.edges().practice.clone();
    for (patient, into) in [(first, second), (second, last)] {
        practice.sandbox().act(&Deed::Merge { patient, into }).expect("merged");
        let left = into.to_string();
        let told = desk.until("patient_open", card(first), move |card| card["id"] == left.as_str());
        tokio::time::timeout(Duration::from_secs(300), told).await.expect("within a poll");
    }
    let (first, last) = (first.to_string(), last.to_string());
    let drafts = desk.ask("write_list", json!({ "limit": 5, "patient": last })).await;
    assert_eq!(rows(&drafts)[0]["id"], write.as_str(), "the draft is theirs who are left");
    assert_eq!(rows(&desk.ask("patient_recent", json!({})).await)[0]["id"], last.as_str());
    for asked in [&first, &last] {
        let trail = json!({ "limit": 200, "kind": "view", "patient": asked });
        let trail = desk.ask("audit_read", trail).await;
        let saw = rows(&trail)
            .iter()
            .any(|line| line["words"] == "opened a patient" && line["patient"]["id"] == first.as_str());
        assert!(saw, "who saw {asked} is found under the number they had then");
    }
    desk.close().await;
}
