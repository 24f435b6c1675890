use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::Response;
use model::{PracticeId, Secret, SystemClock};
use url::Url;

use super::Exchange;
use crate::call::Call;
use crate::{
    Config, Environment, FnTransport, Lane, Loss, MemoryTokens, Pace, Ports, SeededRandom, SendFailure,
    TransportError,
};

/// An exchange whose other side always breaks the same way, and the count of what it was sent.
fn breaking(answer: Result<u16, TransportError>) -> (Exchange, Arc<AtomicUsize>) {
    saying(answer, "")
}

/// As [`breaking`], with something said.
fn saying(answer: Result<u16, TransportError>, body: &'static str) -> (Exchange, Arc<AtomicUsize>) {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = sent.clone();
    let transport = FnTransport(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        let body = Bytes::from_static(body.as_bytes());
        let response = |status| Response::builder().status(status).body(body.clone()).expect("a response");
        std::future::ready(answer.map(response))
    });
    let config = Config {
        environment: Environment::Preview,
        practice: PracticeId::new("195900"),
        client_id: "key".into(),
        grant: crate::Grant::ClientCredentials { secret: Secret::new("secret") },
        scope: Config::SCOPE.into(),
        pace: Pace::default(),
    };
    let ports = Ports {
        transport: Arc::new(transport),
        tokens: Arc::new(MemoryTokens::default()),
        clock: Arc::new(SystemClock),
        random: Arc::new(SeededRandom::new(1)),
    };
    (Exchange::new(&config, ports), sent)
}

#[tokio::test(start_paused = true)]
async fn a_write_is_sent_once_whatever_comes_of_it() {
    for answer in [
        Ok(401),
        Ok(408),
        Ok(429),
        Ok(500),
        Ok(503),
        Err(TransportError::Lost(Loss::Timeout)),
        Err(TransportError::Lost(Loss::Reset)),
        Err(TransportError::Lost(Loss::Truncated)),
        Err(TransportError::NotSent(SendFailure::Connect)),
    ] {
        for lane in [Lane::Interactive, Lane::Booking, Lane::Feed, Lane::Fill] {
            let (exchange, sent) = breaking(answer);
            let url = Url::parse("https://athena.example/v1/1/appointments/7").expect("a URL");
            let call = Call::post("POST /appointments/{appointmentid}", url, Bytes::from("patientid=1"));
            let written = exchange.write(lane, &call, Some(&Secret::new("Bearer t"))).await;
            assert!(written.is_err(), "{answer:?} is no success");
            assert_eq!(
                sent.load(Ordering::Relaxed),
                1,
                "{answer:?} in {lane:?}: a second try is a second write"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_turns_a_knock_away_is_there_but_for_a_network_that_speaks_to_people() {
    let refused = r#"{"error":"Invalid Access Token.","detailedmessage":"x"}"#;
    let page = "<!doctype html><title>Blocked</title>";
    for (status, body, is_there) in [
        (200, r#"{"pong":true}"#, true),
        (401, refused, true),
        (401, "", true),
        (403, "<h1>Developer Inactive</h1>", true),
        (403, r#"{"error":"No."}"#, true),
        (429, "<h1>Too Many Requests</h1>", true),
        (200, page, false),
        (302, "", false),
        (401, page, false),
        (403, page, false),
        (404, page, false),
        (407, page, false),
        (500, "", false),
        (502, "<h1>Bad Gateway</h1>", false),
        (503, page, false),
        (511, page, false),
    ] {
        let (exchange, sent) = saying(Ok(status), body);
        let url = Url::parse("https://athena.example/v1/1/ping").expect("a URL");
        let reached = exchange.reach(&Call::get_url("GET /ping", url)).await;
        assert_eq!(reached.is_ok(), is_there, "{status} {body}: {reached:?}");
        assert!(
            reached.err().is_none_or(|error| error.is_retryable()),
            "{status} {body}: it may be over soon"
        );
        assert_eq!(sent.load(Ordering::Relaxed), if is_there { 1 } else { 2 }, "{status} {body}");
    }
}
