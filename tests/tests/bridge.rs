//! The bridge's own promises: who may call, what it answers, what it streams.

use std::path::Path;

use acceptance::{Bridged, Listening, served};
use http::StatusCode;
use sandbox::{PRACTICE_ID, PUBLIC_CLIENT_ID, STAFF};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");

async fn bridge(folder: &Path) -> anyhow::Result<Bridged> {
    Bridged::start(Path::new(BRIDGE), &folder.join("profile"), &["--demo-size", "solo"]).await
}

#[tokio::test]
async fn without_the_token_nobody_is_answered() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let bridge = bridge(folder.path()).await?;
    for (method, path) in [("GET", "/commands"), ("GET", "/events"), ("POST", "/commands/session_read")] {
        for token in [None, Some(""), Some("0123456789")] {
            let answer = bridge.send(method, path, token, Value::Null).await?;
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{method} {path} with {token:?}");
        }
    }
    let in_address = format!("/commands?token={}", bridge.token);
    let answer = bridge.send("GET", &in_address, None, Value::Null).await?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "only the stream takes the token in its address");
    bridge.end().await
}

#[tokio::test]
async fn whoever_was_led_here_by_another_name_is_turned_away() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let bridge = bridge(folder.path()).await?;
    let own = bridge.address.trim_start_matches("http://").to_owned();
    let port = own.rsplit(':').next().unwrap_or_default();
    for (host, status) in [
        (own.clone(), "200"),
        (format!("localhost:{port}"), "200"),
        (format!("practice.example:{port}"), "421"),
        ("127.0.0.1:1".to_owned(), "421"),
        (String::new(), "421"),
    ] {
        let mut stream = TcpStream::connect(&own).await?;
        let token = &bridge.token;
        let request = format!(
            "GET /commands HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{host}");
    }
    bridge.end().await
}

#[tokio::test]
async fn a_command_answers_with_its_response_its_failure_or_that_there_is_none() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let bridge = bridge(folder.path()).await?;
    let token = bridge.token.clone();
    let answer = bridge.send("POST", "/commands/session_read", Some(&token), json!({})).await?;
    assert_eq!(answer.status(), StatusCode::OK);
    let session: Value = serde_json::from_slice(answer.body())?;
    assert_eq!(session["stage"], json!({"stage": "firstRun", "keychain": "ready"}));
    let answer = bridge.send("POST", "/commands/practice_overview", Some(&token), json!({})).await?;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "a failure is no response");
    assert_eq!(serde_json::from_slice::<Value>(answer.body())?, json!({"code": "noPractice"}));
    let answer = bridge.send("POST", "/commands/patient_delete", Some(&token), json!({})).await?;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    bridge.end().await
}

#[tokio::test]
async fn the_list_is_the_contract() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let bridge = bridge(folder.path()).await?;
    let answer = bridge.send("GET", "/commands", Some(&bridge.token), Value::Null).await?;
    let listed: Vec<Value> = serde_json::from_slice(answer.body())?;
    let names: Vec<&str> = listed.iter().filter_map(|entry| entry["name"].as_str()).collect();
    assert_eq!(names, ipc::COMMANDS.iter().map(|spec| spec.name).collect::<Vec<_>>());
    let search = listed.iter().find(|entry| entry["name"] == "patient_search").expect("it is listed");
    assert_eq!((&search["request"], &search["response"]), (&json!("PatientSearch"), &json!("PatientPage")));
    assert_eq!((&search["access"], &search["permission"]), (&json!("reads"), &json!("viewPatients")));
    bridge.end().await
}

#[tokio::test]
async fn events_are_streamed_to_whoever_shows_the_token_in_the_address() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let bridge = bridge(folder.path()).await?;
    let mut listening = Listening::to(&bridge).await?;
    listening.until("text/event-stream").await?;
    bridge.ask("profile_open", json!({})).await?;
    listening.until("\"event\":\"changed\"").await?;
    assert!(
        listening.heard.contains("\"session\""),
        "it says that the session is stale: {}",
        listening.heard
    );
    bridge.end().await
}

#[tokio::test]
async fn a_page_for_the_browser_is_streamed_and_whoever_signs_in_there_is_signed_in() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (practice, _server, address) = served().await?;
    let bridge = bridge(folder.path()).await?;
    bridge.ask("profile_open", json!({})).await?;
    let request = json!({
        "environment": {"kind": "other", "address": address.clone()}, "practice": PRACTICE_ID,
        "clientId": PUBLIC_CLIENT_ID, "clientSecret": "", "signIn": "person",
    });
    let (added, page, shown) = bridge.connect_person(&practice, request).await?;
    assert!(page.starts_with(&format!("{address}/oauth2/v1/authorize?")), "{page}");
    assert!(shown.contains("Return to Daybook"));
    assert_eq!(added["connection"]["person"], STAFF[0].name());
    bridge.end().await
}

#[tokio::test]
async fn it_listens_on_the_loopback_only() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut command = tokio::process::Command::new(BRIDGE);
    command.args(["--listen", "0.0.0.0:0", "--profile"]).arg(folder.path());
    let refused = command.output().await?;
    assert!(!refused.status.success(), "an address that others reach is refused");
    Ok(())
}
