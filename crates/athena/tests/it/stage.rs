//! A client whose other side is a function, under paused time.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use athena::{
    Client, Config, Environment, FnTransport, Grant, MemoryTokens, Pace, Ports, SeededRandom, TokenStore,
    TransportError,
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Request, Response};
use model::{Clock, PracticeId, Secret};
use tokio::time::Instant;

pub type Answer = Result<Response<Bytes>, TransportError>;
pub type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// Where every test's wall clock begins: a Monday noon, US Eastern.
pub const NOON: &str = "2026-11-23T17:00:00Z";

/// A wall clock that moves with tokio's paused time.
pub struct PausedClock {
    start: DateTime<Utc>,
    began: Instant,
}

impl PausedClock {
    pub fn at(start: &str) -> Self {
        Self { start: start.parse().expect("an instant"), began: Instant::now() }
    }
}

impl Clock for PausedClock {
    fn now(&self) -> DateTime<Utc> {
        self.start + self.began.elapsed()
    }
}

/// A request as the other side saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: Instant,
    pub method: http::Method,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: http::HeaderMap,
    pub body: Bytes,
}

impl Seen {
    pub fn is_token(&self) -> bool {
        self.path == "/oauth2/v1/token"
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

pub struct Stage {
    pub client: Client,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Stage {
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("the log").clone()
    }

    pub fn calls(&self) -> Vec<Seen> {
        self.seen().into_iter().filter(|seen| !seen.is_token()).collect()
    }

    pub fn tokens(&self) -> usize {
        self.seen().iter().filter(|seen| seen.is_token()).count()
    }
}

pub fn config(pace: Pace) -> Config {
    Config {
        environment: Environment::parse("https://athena.example").expect("an address"),
        practice: PracticeId::new("195900"),
        client_id: "key".into(),
        grant: Grant::ClientCredentials { secret: Secret::new("canary-secret") },
        scope: Config::SCOPE.into(),
        pace,
    }
}

/// A stage whose other side answers everything, tokens too.
pub fn bare(
    pace: Pace,
    tokens: Arc<dyn TokenStore>,
    answer: impl Fn(Seen) -> Answering + Send + Sync + 'static,
) -> Stage {
    set(config(pace), Arc::new(PausedClock::at(NOON)), tokens, answer)
}

/// A stage of a key and a wall clock.
pub fn set(
    config: Config,
    clock: Arc<dyn Clock>,
    tokens: Arc<dyn TokenStore>,
    answer: impl Fn(Seen) -> Answering + Send + Sync + 'static,
) -> Stage {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let transport = FnTransport(move |request: Request<Bytes>| {
        let request = look(request);
        log.lock().expect("the log").push(request.clone());
        answer(request)
    });
    let ports =
        Ports { transport: Arc::new(transport), tokens, clock, random: Arc::new(SeededRandom::new(1)) };
    Stage { client: Client::new(config, ports), seen }
}

/// A stage whose other side gives out tokens by itself.
pub fn stage(pace: Pace, answer: impl Fn(Seen) -> Answering + Send + Sync + 'static) -> Stage {
    bare(pace, Arc::new(MemoryTokens::default()), move |seen| {
        if seen.is_token() { now(token("\"3600\"")) } else { answer(seen) }
    })
}

/// A stage that answers every call with one body.
pub fn answering(body: impl Into<Bytes>) -> Stage {
    let body = body.into();
    stage(Pace::default(), move |_| now(ok(body.clone())))
}

fn look(request: Request<Bytes>) -> Seen {
    let url = url::Url::parse(&request.uri().to_string()).expect("a URL");
    Seen {
        at: Instant::now(),
        method: request.method().clone(),
        path: url.path().to_owned(),
        query: url.query_pairs().into_owned().collect(),
        headers: request.headers().clone(),
        body: request.into_body(),
    }
}

pub fn ok(body: impl Into<Bytes>) -> Answer {
    status(200, body)
}

pub fn status(status: u16, body: impl Into<Bytes>) -> Answer {
    Ok(Response::builder()
        .status(status)
        .header("date", "Mon, 23 Nov 2026 17:00:00 GMT")
        .header("content-type", "application/json")
        .body(body.into())
        .expect("a response"))
}

pub fn with_headers(answer: Answer, headers: &[(&'static str, String)]) -> Answer {
    let mut response = answer.expect("a response");
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().expect("a header"));
    }
    Ok(response)
}

pub fn token(expires_in: &str) -> Answer {
    ok(format!(r#"{{"token_type":"Bearer","expires_in":{expires_in},"access_token":"canary-token"}}"#))
}

pub fn now(answer: Answer) -> Answering {
    Box::pin(async move { answer })
}

pub fn after(wait: Duration, answer: Answer) -> Answering {
    Box::pin(async move {
        tokio::time::sleep(wait).await;
        answer
    })
}

pub fn never() -> Answering {
    Box::pin(std::future::pending())
}

pub const PONG: &str = r#"{"pong":true}"#;
