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
    assert_eq!(list["rows"], json!([]), "what failed is not kept");
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
async fn one_practice_by_several_spellings_of_its_address_is_one_practice() {
    let desk = desk().await;
    let at = |address: &str| {
        let mut request = key(PRACTICE_ID, CLIENT_SECRET);
        request["environment"]["address"] = json!(address);
        request
    };
    let added = desk.ask("connection_add", at("HTTP://LocalHost:8080/")).await;
    let kept = &added["connection"]["environment"]["address"];
    assert_eq!(kept, "http://localhost:8080", "it is kept as an origin is written");
    for address in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://[::1]:8080"] {
        let again = desk.call("connection_add", at(address)).await;
        assert_eq!(again.map(drop), Err(Failure::AlreadyConnected), "{address}");
    }
    desk.ask("connection_add", at("http://127.0.0.1:8081")).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_added_five_times_at_once_is_there_once() {
    let desk = desk().await;
    let add = || desk.call("connection_add", key(PRACTICE_ID, CLIENT_SECRET));
    let (one, two, three, four, five) = tokio::join!(add(), add(), add(), add(), add());
    let answers = [one, two, three, four, five];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let twins = answers.iter().filter(|answer| **answer == Err(Failure::AlreadyConnected));
    assert_eq!(twins.count(), 4);
    let list = desk.ask("connection_list", json!({})).await;
    assert_eq!(list["rows"].as_array().map(Vec::len), Some(1));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_secret_that_is_typed_anew_is_tried_and_not_the_token_of_the_one_before() {
    let desk = desk().await;
    let added = desk.ask("connection_add", key(PRACTICE_ID, CLIENT_SECRET)).await;
    let mut elsewhere = key(FOREIGN_PRACTICE_ID, "wrong");
    let beside = desk.call("connection_add", elsewhere.clone()).await;
    assert_eq!(beside.map(drop), Err(Failure::SignInRefused), "beside a connection of the same key");
    elsewhere["clientSecret"] = json!(CLIENT_SECRET);
    let beside = desk.call("connection_add", elsewhere).await;
    assert_eq!(beside.map(drop), Err(Failure::PracticeNotAllowed), "the right one is told apart");
    desk.ask("connection_remove", json!({"connection": added["connection"]["id"]})).await;
    assert_refused(&desk, key(PRACTICE_ID, "wrong"), Failure::SignInRefused).await;
    desk.ask("connection_add", key(PRACTICE_ID, CLIENT_SECRET)).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_no_object_is_refused() {
    let desk = desk().await;
    for request in [json!([]), json!(null), json!("x"), json!([1])] {
        let refused = desk.call("session_read", request.clone()).await;
        assert_eq!(refused, Err(Failure::Invalid { field: Field::Request }), "{request}");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_day_that_is_never_kept_is_not_planned() {
    let mut desk = desk().await;
    desk.ask("connection_add", key(PRACTICE_ID, CLIENT_SECRET)).await;
    desk.filled().await;
    for date in ["+262142-12-31", "-0001-01-01", "0001-01-01", "2020-01-01", "9999-12-31", "2026-1-1"] {
        let refused = desk.call("schedule_refresh", json!({ "date": date })).await;
        assert_eq!(refused, Err(Failure::Invalid { field: Field::Date }), "{date}");
    }
    desk.ask("schedule_refresh", json!({"date": "2026-11-24"})).await;
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
        (Way::Stranger, Failure::NotAthena),
    ] {
        practice.set_way(way);
        assert_refused(&desk, key(PRACTICE_ID, CLIENT_SECRET), wanted).await;
    }
    desk.close().await;
}

/// The key at one of athenahealth's own environments.
fn key_at(environment: &str) -> Value {
    let mut key = key(PRACTICE_ID, CLIENT_SECRET);
    key["environment"] = json!({ "kind": environment });
    key
}

#[tokio::test(start_paused = true)]
async fn each_trouble_at_athenahealth_has_its_own_words() {
    for (fault, wanted) in [
        (Fault::Unavailable, Failure::Outage),
        (Fault::GatewayHtml, Failure::Outage),
        (Fault::WrongContentType, Failure::CaptivePortal),
        (Fault::TokenRevoked, Failure::SignInRefused),
    ] {
        for environment in ["preview", "production"] {
            let desk = desk().await;
            desk.edges().practice.sandbox().set_fault(fault, true);
            assert_refused(&desk, key_at(environment), wanted.clone()).await;
            desk.edges().practice.sandbox().set_fault(fault, false);
            desk.close().await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_trouble_of_a_server_at_a_typed_address_is_not_told_as_athenahealths() {
    for (fault, wanted) in [
        (Fault::Unavailable, Failure::ServerTrouble),
        (Fault::GatewayHtml, Failure::ServerTrouble),
        (Fault::Stall, Failure::ServerTrouble),
        (Fault::Truncated, Failure::ServerTrouble),
        (Fault::TokenRevoked, Failure::SignInRefused),
    ] {
        let desk = desk().await;
        desk.edges().practice.sandbox().set_fault(fault, true);
        assert_refused(&desk, key(PRACTICE_ID, CLIENT_SECRET), wanted).await;
        desk.edges().practice.sandbox().set_fault(fault, false);
        desk.close().await;
    }
    for odd in ["{}", "[]", r#"{"status":"ok"}"#, r#""pong""#, "not JSON"] {
        let desk = desk().await;
        desk.edges().practice.set_way(Way::Says(odd));
        assert_refused(&desk, key(PRACTICE_ID, CLIENT_SECRET), Failure::NotAthena).await;
        let own = desk.call("connection_add", key_at("preview")).await;
        assert!(matches!(own, Err(Failure::Unreadable { .. })), "{odd}: {:?}", own.map(drop));
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn hostile_requests_are_refused_whole() {
    let console = Edges::new().expect("a computer").console();
    console.start(false).await;
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
        assert_eq!(answer.err(), Some(Failure::Invalid { field: Field::Request }), "{limit} rows");
    }
    for limit in [1, 100] {
        let page = desk.ask("patient_search", json!({"text": "a", "limit": limit})).await;
        assert!(page["rows"].as_array().is_some_and(|rows| rows.len() <= limit && !rows.is_empty()));
    }
    for limit in [0, 201] {
        let answer = desk.call("audit_read", json!({"limit": limit})).await;
        assert_eq!(answer.err(), Some(Failure::Invalid { field: Field::Request }), "{limit} rows");
    }
    desk.close().await;
}
