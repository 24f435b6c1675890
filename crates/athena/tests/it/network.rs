//! The transport over a real socket of this machine: what it tells apart, and what it never does.

use std::time::Duration;

use athena::{HttpTransport, Loss, SendFailure, Transport, TransportError};
use bytes::Bytes;
use http::Request;
use rustls::version::{TLS12, TLS13};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::tls::{Party, Until};

/// A server that answers one connection with fixed bytes and gives what it was asked.
async fn serving(answer: Vec<u8>) -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let served = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a caller");
        let mut asked = vec![0; 8_192];
        let read = socket.read(&mut asked).await.expect("a request");
        asked.truncate(read);
        socket.write_all(&answer).await.expect("an answer");
        socket.shutdown().await.expect("an end");
        asked
    });
    (address, served)
}

pub(crate) async fn get(url: &str) -> Result<http::Response<Bytes>, TransportError> {
    let request =
        Request::builder().uri(url).header("x-request-id", "r-1").body(Bytes::new()).expect("a request");
    HttpTransport::new().expect("a transport").send(request).await
}

#[tokio::test]
async fn an_answer_comes_whole_with_its_headers() {
    let body = r#"{"pong":true}"#;
    let answer =
        format!("HTTP/1.1 200 OK\r\nX-RateLimit-Limit: 5\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let (address, served) = serving(answer.into_bytes()).await;
    let response = get(&format!("http://{address}/v1/1/ping?x=1")).await.expect("an answer");
    assert_eq!((response.status().as_u16(), response.body().as_ref()), (200, body.as_bytes()));
    assert_eq!(response.headers()["x-ratelimit-limit"], "5");
    let asked = String::from_utf8(served.await.expect("a request")).expect("text").to_ascii_lowercase();
    assert!(asked.starts_with("get /v1/1/ping?x=1 http/1.1"), "{asked}");
    assert!(asked.contains("user-agent: daybook/") && asked.contains("x-request-id: r-1"), "{asked}");
}

#[tokio::test]
async fn a_redirect_is_handed_back_and_not_followed() {
    let answer =
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/steal\r\nContent-Length: 0\r\n\r\n".to_vec();
    let (address, _served) = serving(answer).await;
    let response = get(&format!("http://{address}/v1/1/ping")).await.expect("an answer");
    assert_eq!(response.status().as_u16(), 302);
}

#[tokio::test]
async fn a_body_cut_short_is_lost() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"pong\":".to_vec();
    let (address, _served) = serving(answer).await;
    let error = get(&format!("http://{address}/")).await.expect_err("half a body");
    assert_eq!(error, TransportError::Lost(Loss::Truncated));
}

#[tokio::test]
async fn a_connection_closed_without_a_word_is_lost() {
    let (address, _served) = serving(Vec::new()).await;
    let error = get(&format!("http://{address}/")).await.expect_err("no answer");
    assert_eq!(error, TransportError::Lost(Loss::Reset), "it may have been carried out");
}

#[tokio::test]
async fn a_port_that_nobody_listens_on_was_never_reached() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let error = get(&format!("http://{address}/")).await.expect_err("nobody there");
    assert_eq!(error, TransportError::NotSent(SendFailure::Connect));
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_told_apart() {
    let (address, _served) = serving(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()).await;
    let error = get(&format!("https://{address}/")).await.expect_err("no TLS");
    assert_eq!(error, TransportError::NotSent(SendFailure::NoTls));
}

#[tokio::test]
async fn no_byte_of_a_request_reaches_a_server_that_nobody_trusted_vouches_for() {
    for signer in [Party::SERVER, Party::ROOT] {
        for until in [Until::Later, Until::LongAgo] {
            for version in [&TLS12, &TLS13] {
                let chain = vec![signer.certifies_server([127, 0, 0, 1], until), signer.itself()];
                let (port, served) = crate::tls::serving(chain, version);
                let error =
                    get(&format!("https://127.0.0.1:{port}/v1/1/ping")).await.expect_err("not trusted");
                assert_eq!(error, TransportError::NotSent(SendFailure::Tls));
                assert_eq!(served.join().expect("the server"), b"", "nothing of it could be read");
            }
        }
    }
}

/// The first words of a server that speaks no TLS newer than 1.1.
fn of_tls_1_1() -> Vec<u8> {
    let no_session_one_suite_no_compression = [0, 0xc0, 0x13, 0];
    let hello = [&[2, 0, 0, 38, 3, 2], [7; 32].as_slice(), &no_session_one_suite_no_compression].concat();
    [&[0x16, 3, 2, 0, 42], hello.as_slice()].concat()
}

#[tokio::test]
async fn no_byte_of_a_request_reaches_a_server_that_speaks_tls_1_1() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let served = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a caller");
        let mut hello = [0; 4_096];
        let _ = socket.read(&mut hello).await.expect("a first word");
        socket.write_all(&of_tls_1_1()).await.expect("an answer");
        let mut rest = Vec::new();
        socket.read_to_end(&mut rest).await.expect("an end");
        rest
    });
    let error = get(&format!("https://{address}/v1/1/ping")).await.expect_err("too old");
    assert_eq!(error, TransportError::NotSent(SendFailure::Tls));
    let (alert, fatal, of_its_version) = (0x15, 2, 70);
    let rest = served.await.expect("the server");
    assert_eq!((rest[0], rest.len(), &rest[5..]), (alert, 7, [fatal, of_its_version].as_slice()));
}

#[tokio::test]
async fn a_body_without_end_is_not_read_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let flood = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a caller");
        let mut asked = [0; 1_024];
        let _ = socket.read(&mut asked).await.expect("a request");
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        let block = vec![b' '; 1 << 20];
        while socket.write_all(&block).await.is_ok() {}
    });
    let error = get(&format!("http://{address}/")).await.expect_err("too much");
    assert_eq!(error, TransportError::Lost(Loss::TooLarge));
    tokio::time::timeout(Duration::from_secs(10), flood)
        .await
        .expect("the connection is closed")
        .expect("the server");
}
