//! What a person may type wrong, and what a network may do.

use acceptance::{Desk, Edges, Way};
use athena::{SendFailure, TransportError};
use ipc::{Call, Failure, Field};
use sandbox::{CLIENT_ID, CLIENT_SECRET, FOREIGN_PRACTICE_ID, Fault, PRACTICE_ID};
use serde_json::{Value, json};

async fn desk() -> Desk {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.ask("profile_open", json!({})).await;
    desk
}

fn key(practice: &str, secret: &str) -> Value {
    json!({
        "environment": {"kind": "other", "address": "https://practice.example"},
        "practice": practice, "clientId": CLIENT_ID, "clientSecret": secret,
    })
}

/// Adding fails as said, and leaves nothing behind.
async fn assert_refused(desk: &Desk, request: Value, wanted: Failure) {
    let refused = desk.call("connection_add", request).await;
    assert_eq!(refused.map(drop), Err(wanted));
    let list = desk.ask("connection_list", json!({})).await;
    assert_eq!(list["connections"], json!([]), "what failed is not kept");
}

#[tokio::test(start_paused = true)]
async fn a_right_key_connects_and_the_same_again_does_not() {
    let desk = desk().await;
    desk.ask("connection_add", key(PRACTICE_ID, CLIENT_SECRET)).await;
    let again = desk.call("connection_add", key(PRACTICE_ID, CLIENT_SECRET)).await;
    assert_eq!(again.map(drop), Err(Failure::AlreadyConnected));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_wrong_answer_to_the_form_has_its_own_words() {
    let desk = desk().await;
    assert_refused(&desk, key(PRACTICE_ID, "wrong"), Failure::SignInRefused).await;
    assert_refused(&desk, key("999999", CLIENT_SECRET), Failure::PracticeUnknown).await;
    assert_refused(&desk, key(FOREIGN_PRACTICE_ID, CLIENT_SECRET), Failure::PracticeNotAllowed).await;
    assert_refused(&desk, key("1/../2", CLIENT_SECRET), Failure::Invalid { field: Field::PracticeId }).await;
    let mut plain = key(PRACTICE_ID, CLIENT_SECRET);
    plain["environment"]["address"] = json!("http://practice.example");
    assert_refused(&desk, plain, Failure::Invalid { field: Field::Address }).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_trouble_of_the_network_has_its_own_words() {
    let desk = desk().await;
    let practice = desk.edges().practice.clone();
    for (way, wanted) in [
        (Way::Broken(TransportError::NotSent(SendFailure::Dns)), Failure::Offline),
        (Way::Broken(TransportError::NotSent(SendFailure::Connect)), Failure::Offline),
        (Way::Broken(TransportError::NotSent(SendFailure::Tls)), Failure::Untrusted),
        (Way::Portal, Failure::CaptivePortal),
    ] {
        practice.set_way(way);
        assert_refused(&desk, key(PRACTICE_ID, CLIENT_SECRET), wanted).await;
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_trouble_at_athenahealth_has_its_own_words() {
    for (fault, wanted) in [
        (Fault::Unavailable, Failure::Outage),
        (Fault::GatewayHtml, Failure::Outage),
        (Fault::WrongContentType, Failure::CaptivePortal),
        (Fault::TokenRevoked, Failure::SignInRefused),
    ] {
        let desk = desk().await;
        desk.edges().practice.sandbox().set_fault(fault, true);
        assert_refused(&desk, key(PRACTICE_ID, CLIENT_SECRET), wanted).await;
        desk.edges().practice.sandbox().set_fault(fault, false);
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn hostile_requests_are_refused_whole() {
    let console = {
        let edges = Edges::new().expect("a computer");
        let network = std::sync::Arc::new(edges.practice.clone());
        let ports = console::Ports { clock: edges.clock.clone(), keychain: edges.keychain.clone(), network };
        console::Console::new(edges.folder.clone(), ports)
    };
    let deep = "[".repeat(100_000);
    for request in [
        "",
        "null",
        "[]",
        "{\"text\":",
        "{\"text\":7,\"limit\":\"x\"}",
        "{\"text\":\"a\",\"limit\":-1}",
        "\u{0}",
        deep.as_str(),
    ] {
        let answer = console.call(&Call::desktop(), "patient_search", request.as_bytes()).await;
        let refused = answer.expect("the command exists").map(drop);
        assert_eq!(
            refused,
            Err(Failure::Invalid { field: Field::Request }),
            "{}",
            &request[..request.len().min(20)]
        );
    }
    let unknown = console.call(&Call::desktop(), "patient_search\0", b"{}").await;
    assert!(unknown.is_none(), "what is not in the contract is not a command");
    console.close().await;
}

#[tokio::test(start_paused = true)]
async fn strange_searches_find_nobody_and_break_nothing() {
    let mut desk = desk().await;
    desk.connect_demo().await;
    desk.filled().await;
    let long = "a ".repeat(5_000);
    for text in [
        "",
        " ",
        "%",
        "_",
        "*",
        "\"",
        "'; DROP TABLE patient; --",
        "NEAR(a b)",
        "\u{202e}x",
        "🦦",
        "\u{0}",
        long.as_str(),
    ] {
        let page = desk.ask("patient_search", json!({"text": text, "limit": 20})).await;
        assert!(page["rows"].is_array(), "an answer, not a failure");
    }
    for limit in [0, 101, u32::MAX] {
        let answer = desk.call("patient_search", json!({"text": "a", "limit": limit})).await;
        let rows = answer.map_or(0, |page| page["rows"].as_array().map_or(0, Vec::len));
        assert!(rows <= 100, "a page is never longer than a hundred rows");
    }
    desk.close().await;
}
