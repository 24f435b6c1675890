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
    let sent = Arc::new(AtomicUsize::new(0));
    let count = sent.clone();
    let transport = FnTransport(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        let response = |status| Response::builder().status(status).body(Bytes::new()).expect("a response");
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
