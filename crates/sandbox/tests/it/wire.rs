//! The practice over a socket, read byte by byte.

use std::io::ErrorKind;
use std::time::Duration;

use sandbox::Fault;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use crate::desk::Desk;

/// A practice that listens, and the head of a request to it.
async fn listening(fault: Option<Fault>) -> (std::net::SocketAddr, String) {
    let desk = Desk::solo().await;
    let request = desk.request("/v1/195900/providers");
    let bearer = request.headers()["authorization"].to_str().expect("text").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let address = listener.local_addr().expect("a bound listener has an address");
    if let Some(fault) = fault {
        desk.sandbox.set_fault(fault, true);
    }
    tokio::spawn(desk.sandbox.clone().serve(listener));
    (address, format!("GET /v1/195900/providers HTTP/1.1\r\nhost: sandbox\r\nauthorization: {bearer}\r\n"))
}

/// Sends a request and reads until the end, or until the connection breaks.
async fn exchange(fault: Option<Fault>) -> (String, Option<ErrorKind>) {
    let (address, head) = listening(fault).await;
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(format!("{head}connection: close\r\n\r\n").as_bytes()).await.expect("it reads");
    let mut bytes = Vec::new();
    let broken = stream.read_to_end(&mut bytes).await.err().map(|error| error.kind());
    (String::from_utf8(bytes).expect("text"), broken)
}

fn split(text: &str) -> (usize, &str) {
    let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    (length.parse().expect("a number"), body)
}

#[tokio::test]
async fn a_reply_travels_whole() {
    let (text, broken) = exchange(None).await;
    assert_eq!(broken, None, "the connection ends in peace");
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "an ordinary reply");
    assert!(text.contains("x-ratelimit-limit:"), "with its headers");
    let (length, body) = split(&text);
    assert_eq!(body.len(), length, "as long as it says");
    assert!(body.contains("\"providers\":["), "and with its rows");
}

#[tokio::test]
async fn a_connection_serves_many_requests() {
    let (address, head) = listening(None).await;
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    for _ in 0..3 {
        stream.write_all(format!("{head}\r\n").as_bytes()).await.expect("it reads");
        let mut bytes = vec![0; 4096];
        let read = stream.read(&mut bytes).await.expect("it answers");
        assert!(bytes[..read].starts_with(b"HTTP/1.1 200 OK"), "each is answered on the same connection");
    }
}

#[tokio::test]
async fn a_truncated_body_ends_before_its_length() {
    let (text, _) = exchange(Some(Fault::Truncated)).await;
    let (length, body) = split(&text);
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "the head is whole");
    assert!(!body.is_empty() && body.len() < length, "{} of {length} bytes came", body.len());
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let (text, broken) = exchange(Some(Fault::Reset)).await;
    assert_eq!((text.as_str(), broken), ("", Some(ErrorKind::ConnectionReset)), "not a byte, not a farewell");
}

#[tokio::test(start_paused = true)]
async fn a_slow_drip_drips() {
    let start = Instant::now();
    let (text, broken) = exchange(Some(Fault::SlowDrip)).await;
    assert_eq!(broken, None, "it ends in peace");
    let (length, body) = split(&text);
    assert_eq!(body.len(), length, "whole at last");
    assert!(
        (25..=31).contains(&start.elapsed().as_secs()),
        "after half a minute, and not {:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_stall_says_nothing() {
    let waited = tokio::time::timeout(Duration::from_secs(300), exchange(Some(Fault::Stall))).await;
    assert!(waited.is_err(), "five minutes without a byte");
}

#[tokio::test]
async fn a_wrong_content_type_is_on_the_wire() {
    let (text, _) = exchange(Some(Fault::WrongContentType)).await;
    assert!(
        text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("content-type: text/html"),
        "a portal's page"
    );
}

#[tokio::test]
async fn the_pages_are_served_over_a_socket_and_floods_are_cut_off() {
    let (address, _) = listening(None).await;
    let speak = async |text: String| {
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        let _ = stream.write_all(text.as_bytes()).await;
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        String::from_utf8(bytes).expect("text")
    };
    let page = format!(
        "GET /oauth2/v1/authorize?{} HTTP/1.1\r\nhost: 127.0.0.1:80\r\nconnection: close\r\n\r\n",
        crate::person::asking(&[])
    );
    let giant = format!("GET /x HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "y".repeat(1024 * 1024));
    assert!(!speak(giant).await.contains("200 OK"), "a header of a megabyte");
    let long = format!("GET /oauth2/v1/authorize?{} HTTP/1.1\r\nhost: x\r\n\r\n", "z".repeat(200_000));
    assert!(!speak(long).await.contains("200 OK"), "an address of 200 kB");
    let text = speak(page).await;
    assert!(text.starts_with("HTTP/1.1 200 OK") && text.contains("name=\"ticket\""), "still served: {text}");
}
