//! What every test needs: a practice at a fixed hour, and somebody who asks it things.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Request, Response, StatusCode};
use sandbox::{CLIENT_ID, CLIENT_SECRET, Clock, Dialect, Limits, Options, PRACTICE_ID, Sandbox, Size};
use serde_json::Value;

/// A Wednesday, 11:20 in the morning in US Eastern.
pub const NOW: &str = "2026-11-18T16:20:00Z";

/// A clock that stands until it is moved.
pub struct Hands(AtomicI64);

impl Hands {
    pub fn at(text: &str) -> Arc<Self> {
        let at: DateTime<Utc> = text.parse().expect("the test's own time is well formed");
        Arc::new(Hands(AtomicI64::new(at.timestamp_millis())))
    }

    pub fn turn(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).expect("the hands show a time")
    }
}

/// Somebody with a key, at a practice.
pub struct Desk {
    pub sandbox: Sandbox,
    pub hands: Arc<Hands>,
    token: String,
}

/// A reply, read.
#[derive(Debug)]
pub struct Read {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub text: String,
}

impl Read {
    pub fn json(&self) -> Value {
        serde_json::from_str(self.text.trim()).expect("the body is JSON once trimmed")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

pub fn read(response: Response<Bytes>) -> Read {
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.to_vec()).expect("bodies are UTF-8");
    Read { status: parts.status, headers: parts.headers, text }
}

impl Desk {
    /// The clinic, in one dialect, with no limits.
    pub async fn open(dialect: Dialect) -> Self {
        Self::with(Options { dialect, limits: Limits::none(), ..Options::default() }).await
    }

    /// The smallest practice.
    pub async fn solo() -> Self {
        Self::with(Options { size: Size::Solo, limits: Limits::none(), ..Options::default() }).await
    }

    pub async fn with(options: Options) -> Self {
        let hands = Hands::at(NOW);
        let sandbox = Sandbox::new(options, hands.clone());
        let mut desk = Desk { sandbox, hands, token: String::new() };
        desk.sign_in().await;
        desk
    }

    pub async fn sign_in(&mut self) {
        self.sign_in_as(CLIENT_ID, CLIENT_SECRET).await;
    }

    /// The same practice, under another key.
    pub async fn under(&self, id: &str, secret: &str) -> Self {
        let mut desk =
            Desk { sandbox: self.sandbox.clone(), hands: self.hands.clone(), token: String::new() };
        desk.sign_in_as(id, secret).await;
        desk
    }

    async fn sign_in_as(&mut self, id: &str, secret: &str) {
        let granted = self.ask(signing_in(id, secret)).await;
        assert_eq!(granted.status, StatusCode::OK, "the demo's key is good: {}", granted.text);
        self.token = granted.json()["access_token"].as_str().expect("a token is a string").to_owned();
    }

    /// Sends a request as it is.
    pub async fn ask(&self, request: Request<Bytes>) -> Read {
        read(self.sandbox.answer(request).await.expect("no fault breaks the connection"))
    }

    /// Reads a path under the practice, with the token.
    pub async fn get(&self, path: &str) -> Read {
        self.ask(self.request(&format!("/v1/{PRACTICE_ID}{path}"))).await
    }

    /// Reads a path that is known to answer.
    pub async fn rows(&self, path: &str) -> Value {
        let read = self.get(path).await;
        assert_eq!(read.status, StatusCode::OK, "{path} answers, and not {}", read.text);
        read.json()
    }

    /// A write under the practice, with the token.
    pub fn write(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> Request<Bytes> {
        let mut request = self.request(&format!("/v1/{PRACTICE_ID}{path}"));
        *request.method_mut() = method.parse().expect("a method");
        *request.body_mut() = form(fields);
        request
    }

    /// Creates a patient, and gives the reply.
    pub async fn post(&self, fields: &[(&str, &str)]) -> Read {
        self.ask(self.write("POST", "/patients", fields)).await
    }

    /// Changes a patient, and gives the reply.
    pub async fn put(&self, patient: u64, fields: &[(&str, &str)]) -> Read {
        self.ask(self.write("PUT", &format!("/patients/{patient}"), fields)).await
    }

    pub fn request(&self, path: &str) -> Request<Bytes> {
        let request = Request::get(format!("https://sandbox.example{path}"));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        request.body(Bytes::new()).expect("the test's own request is well formed")
    }
}

fn form(fields: &[(&str, &str)]) -> Bytes {
    Bytes::from(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

pub fn sign_in() -> Request<Bytes> {
    signing_in(CLIENT_ID, CLIENT_SECRET)
}

fn signing_in(id: &str, secret: &str) -> Request<Bytes> {
    use base64::Engine as _;
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}"));
    Request::post("https://sandbox.example/oauth2/v1/token")
        .header("authorization", format!("Basic {pair}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from_static(b"grant_type=client_credentials&scope=athena/service/Athenanet.MDP.*"))
        .expect("the test's own request is well formed")
}
