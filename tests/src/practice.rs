//! A practice in this process, behind the console's network port.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use athena::{FnTransport, Loss, Pace, Transport, TransportError};
use bytes::Bytes;
use console::{Demo, DemoPages, Network};
use http::{Method, Request, Response, Uri, header};
use ipc::connection::DemoSize;
use model::Secret;
use sandbox::{Broken, CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, PUBLIC_CLIENT_ID, Sandbox};

/// How the way to the practice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Every request arrives.
    Open,
    /// Every request breaks at one place.
    Broken(TransportError),
    /// The network answers in place of the practice, with its sign-in page.
    Portal,
    /// Whatever answers knows no call of a practice.
    Stranger,
    /// The practice gives out tokens, and answers everything else with one body of JSON.
    Says(&'static str),
    /// Every request arrives, but the key has no right to read what lies under these ends of a path.
    Without(&'static [&'static str]),
}

/// Is told of each call that was answered, with its answer. Whoever only asks, without a token, whether anybody is
/// there makes none.
pub type Listener = Arc<dyn Fn(&Method, &Uri, &Response<Bytes>) + Send + Sync>;

/// A practice that both the demo connection and any address reach.
#[derive(Clone)]
pub struct Practice {
    sandbox: Sandbox,
    pace: Pace,
    way: Arc<Mutex<Way>>,
    elsewhere: Option<Arc<Self>>,
    reached: Arc<Mutex<Vec<String>>>,
    renewed: Arc<Mutex<Vec<String>>>,
    /// How long a request is on its way, there and back.
    latency: Duration,
    listener: Option<Listener>,
    /// Of so many answers to writes one is lost; 0 is none.
    lost: Arc<AtomicU64>,
    writes: Arc<AtomicU64>,
}

impl Practice {
    /// Opens a practice. The client is told the limits that the practice enforces.
    pub fn open(options: Options, clock: Arc<dyn sandbox::Clock>) -> Self {
        let pace = pace(options.limits);
        let sandbox = Sandbox::new(options, clock);
        Self {
            sandbox,
            pace,
            way: Arc::new(Mutex::new(Way::Open)),
            elsewhere: None,
            reached: Arc::default(),
            renewed: Arc::default(),
            latency: Duration::ZERO,
            listener: None,
            lost: Arc::default(),
            writes: Arc::default(),
        }
    }

    /// The same practice, farther away.
    #[must_use]
    pub fn with_latency(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    /// The same practice, and somebody who listens.
    #[must_use]
    pub fn heard_by(self, listener: Listener) -> Self {
        Self { listener: Some(listener), ..self }
    }

    /// The demo stays this practice; any address reaches another.
    #[must_use]
    pub fn beside(self, other: Self) -> Self {
        Self { elsewhere: Some(Arc::new(other)), ..self }
    }

    /// The practice itself: its faults and its truth.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Changes the way to the practice.
    pub fn set_way(&self, way: Way) {
        *self.way.lock().unwrap_or_else(PoisonError::into_inner) = way;
    }

    /// From now on, of so many answers to writes one is lost, whoever wrote.
    pub fn lose_one_of(&self, answers: u64) {
        self.lost.store(answers, Ordering::SeqCst);
    }

    /// The hosts to which anything was sent since that was last forgotten, each as often.
    pub fn reached(&self) -> Vec<String> {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets to which hosts anything was sent.
    pub fn forget_reached(&self) {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The refresh tokens with which tokens were asked for, in their order.
    pub fn renewed_with(&self) -> Vec<String> {
        self.renewed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The way for one request.
    pub fn transport(&self) -> Arc<dyn Transport> {
        let practice = self.clone();
        Arc::new(FnTransport(move |request: Request<Bytes>| {
            let practice = practice.clone();
            async move { practice.answer(request).await }
        }))
    }

    async fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let way = *self.way.lock().unwrap_or_else(PoisonError::into_inner);
        let host = request.uri().host().unwrap_or_default().to_owned();
        self.reached.lock().unwrap_or_else(PoisonError::into_inner).push(host);
        if request.uri().path().ends_with("/token") && !matches!(way, Way::Broken(_)) {
            let form = url::form_urlencoded::parse(request.body());
            let shown = form.filter(|(name, _)| name == "refresh_token").map(|(_, token)| token.into_owned());
            self.renewed.lock().unwrap_or_else(PoisonError::into_inner).extend(shown);
        }
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        let is_call = request.headers().contains_key(header::AUTHORIZATION);
        let asked = self
            .listener
            .as_ref()
            .filter(|_| is_call)
            .map(|_| (request.method().clone(), request.uri().clone()));
        let is_write = is_call && request.method() != Method::GET;
        let answer = self.answer_by(way, request).await;
        let lost = self.lost.load(Ordering::SeqCst);
        if is_write && lost > 0 && self.writes.fetch_add(1, Ordering::SeqCst).is_multiple_of(lost) {
            return Err(TransportError::Lost(Loss::Timeout));
        }
        if let (Some(listener), Some((method, uri)), Ok(answer)) = (&self.listener, asked, &answer) {
            listener(&method, &uri, answer);
        }
        answer
    }

    async fn answer_by(&self, way: Way, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        match way {
            Way::Open => self.sandbox.answer(request).await.map_err(lost),
            Way::Broken(error) => Err(error),
            Way::Portal => Ok(sign_in_page()),
            Way::Stranger => Ok(nothing_there()),
            Way::Says(body) if !request.uri().path().ends_with("/token") => Ok(json(body)),
            Way::Says(_) => self.sandbox.answer(request).await.map_err(lost),
            Way::Without(ends) if ends.iter().any(|end| request.uri().path().ends_with(end)) => {
                Ok(no_right())
            }
            Way::Without(_) => self.sandbox.answer(request).await.map_err(lost),
        }
    }
}

fn lost(how: Broken) -> TransportError {
    TransportError::Lost(match how {
        Broken::Reset => Loss::Reset,
        Broken::Truncated => Loss::Truncated,
    })
}

fn json(body: &'static str) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from_static(body.as_bytes()));
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    answer
}

fn sign_in_page() -> Response<Bytes> {
    let page = Bytes::from_static(b"<!doctype html><title>Guest network</title><p>Accept the terms.</p>");
    let mut answer = Response::new(page);
    let html = header::HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, html);
    answer
}

fn nothing_there() -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from_static(b"not found"));
    *answer.status_mut() = http::StatusCode::NOT_FOUND;
    answer
}

/// As athenahealth refuses a call that the key's app was not given.
fn no_right() -> Response<Bytes> {
    let body = Bytes::from_static(br#"{"error":"Access denied"}"#);
    let mut answer = Response::new(body);
    *answer.status_mut() = http::StatusCode::FORBIDDEN;
    let json = header::HeaderValue::from_static("application/json");
    answer.headers_mut().insert(header::CONTENT_TYPE, json);
    answer
}

/// What a client is told of the limits.
pub(crate) fn pace(limits: Limits) -> Pace {
    Pace {
        per_second: limits.per_second,
        per_day: u64::from(limits.per_day),
        tokens_per_minute: limits.tokens_per_minute,
        ..Pace::default()
    }
}

impl Network for Practice {
    fn athenahealth(&self) -> Result<Arc<dyn Transport>, TransportError> {
        Ok(self.elsewhere.as_deref().unwrap_or(self).transport())
    }

    fn demo(&self, _size: DemoSize) -> Demo {
        Demo {
            transport: self.transport(),
            practice: PRACTICE_ID.to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Secret::new(CLIENT_SECRET),
            people: PUBLIC_CLIENT_ID.to_owned(),
            pace: self.pace,
        }
    }

    fn demo_pages(&self, _size: DemoSize) -> Option<DemoPages> {
        let open = self.sandbox.open_here().ok()?;
        Some(DemoPages { origin: open.origin.clone(), held: Box::new(open) })
    }
}
