//! The practice as one thing that answers requests.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Request, Response, StatusCode};

use crate::answer;
use crate::ask::Ask;
use crate::clock::Clock;
use crate::dialect;
use crate::errors;
use crate::fault::{Fault, Switches};
use crate::limits::{Meter, Reading};
use crate::oauth::{self, Authority, Call, Door, Troubles};
use crate::options::Options;
use crate::practice::Practice;
use crate::reply::Reply;
use crate::seed::Stream;
use crate::truth::Truth;

/// What a transport sees instead of a whole reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The connection was reset before a reply.
    Reset,
    /// The body ended before its length.
    Truncated,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Broken::Reset => "the connection was reset",
            Broken::Truncated => "the reply ended early",
        })
    }
}

impl std::error::Error for Broken {}

/// How a reply travels.
#[derive(Debug)]
pub(crate) enum Delivery {
    Whole(Response<Bytes>),
    Dripped(Response<Bytes>),
    Truncated(Response<Bytes>),
    Reset,
}

/// How long a dripped reply takes.
pub(crate) const DRIP: Duration = Duration::from_secs(30);
/// How long a stalled connection is held.
const STALL: Duration = Duration::from_secs(3600);
/// How far ahead a skewed clock is, in minutes.
const SKEW: i64 = 11;

/// A practice that answers requests; clones are the same practice.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

struct Inner {
    options: Options,
    clock: Arc<dyn Clock>,
    practice: Practice,
    authority: Mutex<Authority>,
    meter: Mutex<Meter>,
    faults: Switches,
    requests: AtomicU64,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("options", &self.0.options).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Makes a practice, dense around the clock's day. Visits are booked for a month from then on; a practice that
    /// runs longer only works off what it has.
    pub fn new(options: Options, clock: Arc<dyn Clock>) -> Self {
        let practice = Practice::new(&options, clock.now());
        let authority = Mutex::new(Authority::new(practice.seed, options.lives));
        Sandbox(Arc::new(Inner {
            options,
            clock,
            practice,
            authority,
            meter: Mutex::new(Meter::new(options.limits)),
            faults: Switches::default(),
            requests: AtomicU64::new(0),
        }))
    }

    /// What the practice was made with.
    pub fn options(&self) -> Options {
        self.0.options
    }

    /// Switches a fault on or off.
    pub fn set_fault(&self, fault: Fault, on: bool) {
        match fault {
            Fault::TokenExpired if on => lock(&self.0.authority).expire(),
            Fault::RefreshRevoked if on => lock(&self.0.authority).revoke_people(),
            _ => {}
        }
        self.0.faults.set(fault, on);
    }

    /// The faults that are on.
    pub fn faults(&self) -> Vec<Fault> {
        Fault::ALL.into_iter().filter(|fault| self.0.faults.has(*fault)).collect()
    }

    /// How many requests have come so far, refused ones included.
    pub fn requests(&self) -> u64 {
        self.0.requests.load(Ordering::SeqCst)
    }

    /// Everything that the practice holds, as it stands now.
    pub fn truth(&self) -> Truth<'_> {
        Truth::new(&self.0.practice, self.0.clock.now())
    }

    /// Answers a request in process. Delays pass in `tokio`'s time.
    ///
    /// # Errors
    /// What a transport would see when a fault breaks the connection.
    pub async fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Broken> {
        match self.deliver(request).await {
            Delivery::Whole(response) => Ok(response),
            Delivery::Dripped(response) => {
                tokio::time::sleep(DRIP).await;
                Ok(response)
            }
            Delivery::Truncated(_) => Err(Broken::Truncated),
            Delivery::Reset => Err(Broken::Reset),
        }
    }

    /// Answers a request and says how the reply travels.
    pub(crate) async fn deliver(&self, request: Request<Bytes>) -> Delivery {
        let number = self.0.requests.fetch_add(1, Ordering::SeqCst);
        if self.has(Fault::Latency) {
            let extra = self.0.practice.seed.dice(Stream::Fault, number).below(1000);
            tokio::time::sleep(Duration::from_millis(1000 + extra)).await;
        }
        if self.has(Fault::Stall) {
            tokio::time::sleep(STALL).await;
            return Delivery::Reset;
        }
        if self.has(Fault::Reset) {
            return Delivery::Reset;
        }
        let response = self.respond(&request, number);
        if self.has(Fault::Truncated) {
            Delivery::Truncated(response)
        } else if self.has(Fault::SlowDrip) {
            Delivery::Dripped(response)
        } else {
            Delivery::Whole(response)
        }
    }

    fn has(&self, fault: Fault) -> bool {
        self.0.faults.has(fault)
    }

    fn respond(&self, request: &Request<Bytes>, number: u64) -> Response<Bytes> {
        let now = self.0.clock.now();
        let (reply, limits) = self.gateway(request, now);
        let skew = if self.has(Fault::ClockSkew) { TimeDelta::minutes(SKEW) } else { TimeDelta::zero() };
        reply.finish(now + skew, number, limits)
    }

    /// What stands before the practice: outages, sign-in, limits.
    fn gateway(&self, request: &Request<Bytes>, now: DateTime<Utc>) -> (Reply, Option<Reading>) {
        if let Some(outage) = self.outage() {
            return (outage, None);
        }
        if let Some(door) = Door::of(request.method(), request.uri().path()) {
            return self.at_door(door, request, now);
        }
        let bearer = lock(&self.0.authority).bearer(request.headers(), now);
        let Some(bearer) = bearer.filter(|_| !self.has(Fault::TokenRevoked)) else {
            return (Reply::refused(&errors::invalid_token(), self.0.options.dialect), None);
        };
        let reading = lock(&self.0.meter).call(now);
        if !reading.allowed || self.has(Fault::RateLimitStorm) {
            return (too_many(), Some(reading));
        }
        (self.practice(&Ask::read(request), bearer.practice, now), Some(reading))
    }

    fn outage(&self) -> Option<Reply> {
        if self.has(Fault::Unavailable) {
            return Some(unavailable());
        }
        if self.has(Fault::GatewayHtml) {
            let text = "<h1>Gateway Timeout</h1>";
            return Some(Reply::plain(StatusCode::GATEWAY_TIMEOUT, "text/xml", text));
        }
        let page = "<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body>\
                    <form action=\"/portal\"><input name=\"room\"></form></body></html>";
        self.has(Fault::WrongContentType).then(|| Reply::plain(StatusCode::OK, "text/html", page))
    }

    /// What the authorization server answers. The token endpoint has a limit of its own; asking who signed in is a
    /// call like any other.
    fn at_door(&self, door: Door, request: &Request<Bytes>, now: DateTime<Utc>) -> (Reply, Option<Reading>) {
        if door == Door::Token && self.has(Fault::TokenEndpointDown) {
            return (unavailable(), None);
        }
        let reading = match door {
            Door::Token => Some(lock(&self.0.meter).token(now)),
            Door::Userinfo => Some(lock(&self.0.meter).call(now)),
            _ => None,
        };
        if self.has(Fault::RateLimitStorm) || reading.is_some_and(|reading| !reading.allowed) {
            return (too_many(), reading);
        }
        let revoked = self.has(Fault::TokenRevoked).then(|| oauth::revoked(door)).flatten();
        if let Some(refused) = revoked {
            return (refused, reading);
        }
        let troubles = Troubles {
            denied: self.has(Fault::ConsentDenied),
            huge: self.has(Fault::HugeTokens),
            nameless: self.has(Fault::UserinfoRefused),
        };
        (lock(&self.0.authority).answer(door, &Call { request, now, troubles }), reading)
    }

    fn practice(&self, ask: &Ask, entitled: bool, now: DateTime<Utc>) -> Reply {
        let dialect = self.0.options.dialect;
        match answer::answer(&self.0.practice, ask, entitled, now) {
            Ok((value, dress)) => {
                Reply::json(dialect::write(&dialect::dress(value, dialect, dress)), dialect)
            }
            Err(refusal) => Reply::refused(&refusal, dialect),
        }
    }
}

/// No body of a 429 was ever recorded; gateways of this kind answer with text.
fn too_many() -> Reply {
    Reply::plain(StatusCode::TOO_MANY_REQUESTS, "text/html", "<h1>Too Many Requests</h1>")
}

fn unavailable() -> Reply {
    Reply::plain(StatusCode::SERVICE_UNAVAILABLE, "text/plain", "Service temporarily unavailable")
}

/// Locks what is only ever replaced whole, so that a panic elsewhere leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
