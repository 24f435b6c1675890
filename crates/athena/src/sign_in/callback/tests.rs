//! What knocks at the loopback: hostile, clumsy, slow, and right.

use std::sync::Arc;
use std::time::Duration;

use model::Secret;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::{
    CALLBACK_PORTS, Callback, CallbackPorts, Declined, Expected, Missed, PEERS, Peers, Return, listen, peer,
};
use crate::Environment;

const STATE: &str = "state-of-this-attempt";
const ISSUER: &str = "https%3A%2F%2Fathena.example";

fn expected() -> Expected {
    Expected::new(Secret::new(STATE), Environment::parse("https://athena.example").expect("an address"))
}

async fn open() -> (u16, JoinHandle<Result<Secret, Missed>>) {
    let callback = Callback::open_one_of(&[0], expected()).expect("a port");
    (callback.port, tokio::spawn(callback.wait()))
}

/// Sends bytes, in which `HERE` is the host, and gives the answer.
async fn knock(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("the port is open");
    let request = request.replace("HERE", &format!("127.0.0.1:{port}"));
    stream.write_all(request.as_bytes()).await.expect("it is sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer and an end");
    String::from_utf8(answer).expect("text")
}

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: HERE\r\n\r\n")
}

fn right() -> String {
    get(&format!("/callback?code=canary-code&state={STATE}&iss={ISSUER}"))
}

fn code(back: &Result<Secret, Missed>) -> Result<&str, Missed> {
    back.as_ref().map(Secret::expose).map_err(|missed| *missed)
}

/// Requests that are none of the person's, with the status of their refusal.
fn hostile() -> Vec<(&'static str, u16, String)> {
    let ok = format!("code=evil&state={STATE}");
    let with = |line: &str, headers: &str| format!("{line}\r\n{headers}\r\n\r\n");
    let here = "Host: HERE";
    let this = format!("GET /callback?{ok} HTTP/1.1");
    vec![
        ("no state", 400, get("/callback?code=evil")),
        ("an empty state", 403, get("/callback?code=evil&state=")),
        ("a wrong state", 403, get("/callback?code=evil&state=state-of-another-one")),
        ("half a state", 403, get("/callback?code=evil&state=state-of-this")),
        ("a state and more", 403, get(&format!("/callback?code=evil&state={STATE}1"))),
        ("a state in capitals", 403, get(&format!("/callback?code=evil&state={}", STATE.to_uppercase()))),
        ("two states, one right", 400, get(&format!("/callback?{ok}&state=x"))),
        ("two right states", 400, get(&format!("/callback?{ok}&state={STATE}"))),
        ("a second state in disguise", 400, get(&format!("/callback?{ok}&st%61te=x"))),
        ("a name in capitals", 400, get(&format!("/callback?code=evil&STATE={STATE}"))),
        ("a state broken in its percents", 403, get("/callback?code=evil&state=%ff%fe%zz")),
        ("a state after a null", 403, get(&format!("/callback?code=evil&state=%00{STATE}"))),
        ("no code", 400, get(&format!("/callback?state={STATE}"))),
        ("an empty code", 400, get(&format!("/callback?code=&state={STATE}"))),
        ("two codes", 400, get(&format!("/callback?code=one&{ok}"))),
        ("a code of line ends", 400, get(&format!("/callback?code=a%0d%0aSet-Cookie:b&state={STATE}"))),
        ("a code that is no text", 400, get(&format!("/callback?code=%ff%fe&state={STATE}"))),
        ("a code and an error", 400, get(&format!("/callback?{ok}&error=access_denied"))),
        ("two errors", 400, get(&format!("/callback?error=a&error=b&state={STATE}"))),
        ("an error with no state", 400, get("/callback?error=access_denied")),
        ("an error with a wrong state", 403, get("/callback?error=access_denied&state=x")),
        ("two issuers", 400, get(&format!("/callback?{ok}&iss={ISSUER}&iss=x"))),
        ("no query", 400, get("/callback")),
        ("an empty query", 400, get("/callback?")),
        ("a query after a fragment", 400, get(&format!("/callback#?{ok}"))),
        ("another path", 404, get(&format!("/?{ok}"))),
        ("a longer path", 404, get(&format!("/callback/?{ok}"))),
        ("a path below", 404, get(&format!("/callback/x?{ok}"))),
        ("a path in disguise", 404, get(&format!("/%63allback?{ok}"))),
        ("a path around", 404, get(&format!("/x/../callback?{ok}"))),
        ("two slashes", 404, get(&format!("//callback?{ok}"))),
        ("a path of another case", 404, get(&format!("/Callback?{ok}"))),
        ("an icon", 404, get("/favicon.ico")),
        ("a whole address", 400, get(&format!("http://HERE/callback?{ok}"))),
        ("an address elsewhere", 400, get(&format!("http://evil.example/callback?{ok}"))),
        ("a star", 400, get("*")),
        ("another host", 421, with(&this, "Host: evil.example")),
        ("a name for this machine", 421, with(&this, "Host: localhost:8080")),
        ("the host without its port", 421, with(&this, "Host: 127.0.0.1")),
        ("the host with another port", 421, with(&this, "Host: 127.0.0.1:1")),
        ("the host of IPv6", 421, with(&this, "Host: [::1]:8080")),
        ("the host in other digits", 421, with(&this, "Host: 127.1:8080")),
        ("a host with somebody in it", 421, with(&this, "Host: x@HERE")),
        ("no host", 400, with(&this, "Accept: */*")),
        ("an old request with no host", 400, format!("GET /callback?{ok} HTTP/1.0\r\n\r\n")),
        ("two hosts", 400, with(&this, "Host: HERE\r\nHost: evil.example")),
        ("a post", 405, with(&format!("POST /callback?{ok} HTTP/1.1"), "Host: HERE\r\nContent-Length: 0")),
        ("a look ahead", 405, with(&format!("HEAD /callback?{ok} HTTP/1.1"), here)),
        ("a question beforehand", 405, with(&format!("OPTIONS /callback?{ok} HTTP/1.1"), here)),
        ("a tunnel", 405, with("CONNECT HERE HTTP/1.1", here)),
        ("a method of its own", 405, with(&format!("EVIL /callback?{ok} HTTP/1.1"), here)),
        ("a small method", 405, with(&format!("get /callback?{ok} HTTP/1.1"), here)),
        ("a body", 400, with(&this, "Host: HERE\r\nContent-Length: 4") + "evil"),
        ("a body in chunks", 400, with(&this, "Host: HERE\r\nTransfer-Encoding: chunked") + "0\r\n\r\n"),
        ("a newer protocol", 505, with(&format!("GET /callback?{ok} HTTP/3.0"), here)),
        ("the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned()),
        ("no protocol", 400, with(&format!("GET /callback?{ok}"), here)),
        ("a header over two lines", 400, with(&this, "Host: HERE\r\nX: a\r\n b")),
        ("a header with no name", 400, with(&this, "Host: HERE\r\n: a")),
        ("no text at all", 400, "\u{0}\u{1}\u{2}\r\n\r\n".to_owned()),
        ("TLS", 400, "\u{16}\u{3}\u{1}\r\n\r\n".to_owned()),
        ("nothing but its end", 400, "\r\n\r\n".to_owned()),
        ("a giant target", 414, get(&format!("/callback?{ok}&x={}", "a".repeat(40_000)))),
        ("a target without an end", 414, "G".repeat(60_000)),
        ("a giant header", 431, with(&this, &format!("Host: HERE\r\nCookie: {}", "a".repeat(60_000)))),
        ("many headers", 431, with(&this, &format!("Host: HERE{}", "\r\nX: a".repeat(100)))),
        ("headers without an end", 431, format!("{this}\r\n{}", "X: a\r\n".repeat(20_000))),
    ]
}

#[tokio::test]
async fn whatever_is_hostile_is_refused_and_the_right_one_still_comes_through() {
    let (port, waiting) = open().await;
    let hostile = hostile();
    assert!(hostile.len() >= 30);
    for (what, status, request) in hostile {
        let answer = knock(port, &request).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{what}: {answer}");
        let shown = ["evil", STATE].iter().any(|word| answer.contains(word));
        assert!(!shown && answer.contains("Cache-Control: no-store\r\n"), "{what}: {answer}");
    }
    assert!(knock(port, &right()).await.starts_with("HTTP/1.1 200 OK\r\n"));
    assert_eq!(code(&waiting.await.expect("it ends")), Ok("canary-code"));
}

#[tokio::test]
async fn the_answer_shows_no_code_and_leaves_no_trace() {
    let (port, waiting) = open().await;
    let answer = knock(port, &right()).await;
    for header in ["Cache-Control: no-store", "Referrer-Policy: no-referrer", "Connection: close"] {
        assert!(answer.contains(&format!("{header}\r\n")), "{header}: {answer}");
    }
    assert!(answer.contains("Return to Daybook") && !answer.contains("canary"), "{answer}");
    assert!(!answer.contains(STATE), "{answer}");
    waiting.await.expect("it ends").expect("a code");
}

#[tokio::test]
async fn the_port_is_closed_once_the_person_is_back() {
    let (port, waiting) = open().await;
    let answer = knock(port, &right()).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let gone = async {
        waiting.await.expect("it ends").expect("a code");
        TcpStream::connect(("127.0.0.1", port)).await
    };
    let late = timeout(Duration::from_secs(1), gone).await.expect("it ends within a second of success");
    assert!(late.is_err(), "a late hit, or the same code again, finds nobody");
}

#[tokio::test]
async fn a_no_with_the_state_ends_it_and_one_without_does_not() {
    for (error, why) in [
        ("access_denied", Declined::Denied),
        ("invalid_scope", Declined::Scope),
        ("unauthorized_client", Declined::Registration),
        ("temporarily_unavailable", Declined::OutOfOrder),
        ("made_up", Declined::Other),
    ] {
        let (port, waiting) = open().await;
        let request = get(&format!("/callback?error={error}&error_description=canary&state={STATE}"));
        let answer = knock(port, &request).await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && !answer.contains("canary"), "{answer}");
        assert_eq!(waiting.await.expect("it ends").expect_err("a no"), Missed::Declined(why));
    }
}

#[tokio::test]
async fn an_answer_that_another_server_issued_ends_it_without_a_code() {
    let (port, waiting) = open().await;
    let issuer = "https%3A%2F%2Fathena.example.evil.example";
    knock(port, &get(&format!("/callback?code=evil&state={STATE}&iss={issuer}"))).await;
    assert_eq!(waiting.await.expect("it ends").expect_err("no code"), Missed::OtherIssuer);
}

#[tokio::test]
async fn a_flood_of_silent_peers_does_not_keep_the_person_out() {
    let (port, waiting) = open().await;
    let mut flood = Vec::new();
    for _ in 0..400 {
        let mut peer = TcpStream::connect(("127.0.0.1", port)).await.expect("the port is open");
        peer.write_all(b"GET /callback?code=evil").await.expect("it is sent");
        flood.push(peer);
    }
    assert!(knock(port, &right()).await.starts_with("HTTP/1.1 200 OK\r\n"));
    assert_eq!(code(&waiting.await.expect("it ends")), Ok("canary-code"));
    drop(flood);
}

/// A connection in this process, whose time can be paused.
fn connected(buffer: usize) -> (DuplexStream, JoinHandle<Option<Return>>) {
    let (ours, theirs) = duplex(buffer);
    let expected = Arc::new(expected().at(8_080));
    let answered = async move {
        let mut back = None;
        let is_person = peer::answer(theirs, &expected, |came| back = Some(came)).await;
        assert_eq!(is_person, back.is_some());
        back
    };
    (ours, tokio::spawn(answered))
}

fn right_at_8080() -> String {
    right().replace("HERE", "127.0.0.1:8080")
}

#[tokio::test(start_paused = true)]
async fn one_who_drips_is_sent_away_after_five_seconds() {
    let (mut ours, served) = connected(64);
    let began = Instant::now();
    for byte in right_at_8080().bytes() {
        if ours.write_all(&[byte]).await.is_err() {
            break;
        }
        sleep(Duration::from_millis(500)).await;
    }
    let mut answer = String::new();
    ours.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(served.await.expect("it ends").is_none(), "and is nobody");
    assert!(began.elapsed() < Duration::from_secs(7), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn who_takes_no_answer_holds_nothing_up_for_longer_than_half_a_second() {
    let (mut ours, served) = connected(16);
    let began = Instant::now();
    ours.write_all(right_at_8080().as_bytes()).await.expect("it is sent");
    let back = served.await.expect("it ends");
    assert!(matches!(back, Some(Return::Code(_))), "the person came back all the same");
    assert_eq!(began.elapsed(), Duration::from_millis(500));
}

#[tokio::test(start_paused = true)]
async fn who_came_back_is_not_lost_in_a_flood_that_pushes_them_out() {
    let mut peers = Peers::expecting(expected().at(8_080));
    let (mut person, theirs) = duplex(256);
    peers.admit(theirs);
    // Its answer is longer than what is taken of it, so that it is still being answered.
    person.write_all(right_at_8080().as_bytes()).await.expect("it is read");
    tokio::task::yield_now().await;
    let flood: Vec<_> = (0..2 * PEERS).map(|_| duplex(16)).collect();
    let (_held, theirs): (Vec<_>, Vec<_>) = flood.into_iter().unzip();
    theirs.into_iter().for_each(|peer| peers.admit(peer));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    assert!(matches!(peers.hear(&listener).await, Return::Code(_)));
    peers.see_out().await;
}

#[tokio::test(start_paused = true)]
async fn two_that_come_in_the_same_instant_are_one_too_many() {
    let expected = expected().at(8_080);
    let first = expected.judge(right_at_8080().as_bytes());
    assert!(matches!(first, Ok(Return::Code(_))), "{first:?}");
    let second = expected.judge(right_at_8080().replace("canary-code", "evil").as_bytes());
    assert_eq!(second.expect_err("a second code"), 410);
}

#[tokio::test(start_paused = true)]
async fn the_port_is_open_for_five_minutes_and_not_longer() {
    let (port, waiting) = open().await;
    let knocks = || std::net::TcpStream::connect(("127.0.0.1", port));
    sleep(Duration::from_secs(299)).await;
    assert!(knocks().is_ok() && !waiting.is_finished(), "somebody may still come");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(waiting.await.expect("it ends").expect_err("nobody came"), Missed::Late);
    assert!(knocks().is_err(), "the port is closed");
}

#[tokio::test(start_paused = true)]
async fn the_port_is_closed_after_five_minutes_also_where_nobody_waits() {
    let callback = Callback::open_one_of(&[0], expected()).expect("a port");
    let knocks = || std::net::TcpStream::connect(("127.0.0.1", callback.port));
    sleep(Duration::from_secs(299)).await;
    assert!(knocks().is_ok(), "somebody may still come");
    sleep(Duration::from_secs(2)).await;
    assert!(knocks().is_err(), "the port is closed");
    assert_eq!(callback.wait().await.expect_err("nobody came"), Missed::Late);
}

#[tokio::test]
async fn a_port_that_is_named_is_the_only_one() {
    let (taken, port) = listen(0).expect("a port");
    assert!(Callback::open(CallbackPorts::One(port), expected()).is_none(), "somebody else has it");
    drop(taken);
    let callback = Callback::open(CallbackPorts::One(port), expected()).expect("it is free");
    assert_eq!(callback.port, port);
}

#[tokio::test]
async fn nobody_comes_back_over_ipv6() {
    let (port, waiting) = open().await;
    let other = std::net::TcpStream::connect(("::1", port));
    assert!(other.is_err(), "only 127.0.0.1 is listened at");
    knock(port, &right()).await;
    waiting.await.expect("it ends").expect("a code");
}

#[tokio::test]
async fn a_port_that_is_taken_is_passed_over() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let callback = Callback::open_one_of(&[port, 0], expected()).expect("the next is free");
    assert_ne!(callback.port, port);
    assert_eq!(callback.address().as_str(), format!("http://127.0.0.1:{}/callback", callback.port));
    assert!(Callback::open_one_of(&[port, callback.port], expected()).is_none(), "no port is free");
}

#[test]
fn the_ports_to_register_are_none_that_a_system_uses() {
    assert!(CALLBACK_PORTS.iter().all(|port| *port > 49_151), "dynamic ports, by RFC 6335");
}
