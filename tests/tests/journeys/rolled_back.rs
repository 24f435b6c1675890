//! A vault of yesterday in the place of today's: what it holds to be sent was sent since.

use std::fs;

use acceptance::{Desk, Way};
use athena::{SendFailure, TransportError};
use serde_json::{Value, json};

use crate::audit::vault_file;
use crate::writing::{MAIL, applied, draft_mail, filled, newcomer, release, somebody, stage, until};

const PHONE: &str = "5855550177";

fn counted(desk: &Desk) -> (usize, usize) {
    (applied(desk, "email", MAIL), applied(desk, "mobilephone", PHONE))
}

#[tokio::test(start_paused = true)]
async fn what_a_vault_of_yesterday_would_send_again_is_looked_at_first_and_is_not_sent_twice() {
    let desk = filled().await;
    let patient = somebody(&desk).id.to_string();
    desk.edges().practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Connect)));
    let change = draft_mail(&desk, &patient, MAIL).await;
    let made = desk.ask("write_create", json!({"fields": newcomer(PHONE), "ruledOut": []})).await;
    let made = made["write"].as_str().expect("an id").to_owned();
    release(&desk, &change).await;
    release(&desk, &made).await;
    let file = vault_file(&desk);
    let edges = desk.close().await;
    let yesterday = fs::read(&file).expect("the vault");

    let mut desk = Desk::start(edges).await;
    desk.edges().practice.set_way(Way::Open);
    stage(&mut desk, &change, "saved").await;
    stage(&mut desk, &made, "saved").await;
    assert_eq!(counted(&desk), (1, 1));
    let edges = desk.close().await;
    fs::write(&file, yesterday).expect("rolled back");

    let mut desk = Desk::start(edges).await;
    let is_decided = |row: &Value| row["stage"] == "saved" || row["stage"] == "draft";
    let row = until(&mut desk, &change, is_decided).await;
    assert_eq!(row["why"], "standsAlready", "athenahealth says already what it was to say: {row}");
    let row = until(&mut desk, &made, is_decided).await;
    assert_eq!(row["stage"], "draft", "they are registered already, and a person is asked: {row}");
    assert!(row["alike"].as_array().is_some_and(|alike| !alike.is_empty()), "and shown whom: {row}");
    assert_eq!(counted(&desk), (1, 1), "nothing is sent a second time");
    desk.close().await;
}
