//! The practice as one thing that answers requests.

mod acting;
mod changed;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, Request, Response, StatusCode};

use self::acting::Deeds;
use crate::answer::{self, Answer};
use crate::ask::Ask;
use crate::changes::Change;
use crate::clock::Clock;
use crate::deeds;
use crate::dialect::{self, Dress};
use crate::errors;
use crate::fault::{Fault, Struck, Switches};
use crate::limits::{Meter, Reading};
use crate::oauth::{self, Authority, Bearer, Call, Door, Troubles};
use crate::options::Options;
use crate::practice::Practice;
use crate::reply::Reply;
use crate::resources::write_patient;
use crate::seed::Stream;
use crate::truth::Truth;
use crate::unfolding::Unfolding;
use crate::writes::Writer;

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

/// What becomes of a reply once the practice has done what was asked.
#[derive(Debug)]
enum Fate {
    Told,
    Dropped,
    Delayed,
    Cut,
    Late(Box<Change>),
}

/// A reply, the limits that it tells, and what becomes of it.
struct Said {
    reply: Reply,
    limits: Option<Reading>,
    fate: Fate,
}

impl Said {
    fn told(reply: Reply, limits: Option<Reading>) -> Self {
        Said { reply, limits, fate: Fate::Told }
    }
}

/// How long a dripped reply takes.
pub(crate) const DRIP: Duration = Duration::from_secs(30);
/// How long a reply is held back after a write.
const DELAY: Duration = Duration::from_secs(600);
/// How long after its connection is gone a late write takes effect.
const LATE: Duration = Duration::from_secs(90);
/// How long a stalled connection is held.
const STALL: Duration = Duration::from_secs(3600);
/// How far ahead, or behind, a skewed clock is, in minutes.
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
    unfolding: Unfolding,
    deeds: Mutex<Deeds>,
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
        let now = clock.now();
        let practice = Practice::new(&options, now);
        let authority = Mutex::new(Authority::new(practice.seed, options.lives));
        Sandbox(Arc::new(Inner {
            options,
            clock,
            practice,
            authority,
            meter: Mutex::new(Meter::new(options.limits)),
            faults: Switches::default(),
            requests: AtomicU64::new(0),
            unfolding: Unfolding::default(),
            deeds: Mutex::new(Deeds::new(options.busy, now)),
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
            Fault::SubscriptionEdited if on => self.0.practice.feeds.edit_elsewhere(),
            _ => {}
        }
        self.0.faults.set(fault, on);
    }

    /// Lets a fault strike the next request, or, where it is one of writes, the next write that is not refused.
    pub fn set_fault_once(&self, fault: Fault) {
        match fault {
            Fault::TokenExpired => lock(&self.0.authority).expire(),
            Fault::RefreshRevoked => lock(&self.0.authority).revoke_people(),
            Fault::SubscriptionEdited => self.0.practice.feeds.edit_elsewhere(),
            _ => self.0.faults.set_once(fault),
        }
    }

    /// Lets another desk change a patient at this moment, by the interface's field names. Says whether it was taken: it
    /// is not where the record does not exist or a value would be refused.
    #[must_use]
    pub fn another_desk(&self, patient: u64, fields: &[(&str, &str)]) -> bool {
        let (practice, now) = (&self.0.practice, self.0.clock.now());
        let at = practice.people.find(patient).map(|at| practice.people.survivor(at));
        let change = at.and_then(|at| write_patient::elsewhere(practice, Some(at), fields, now).ok());
        change.map(|change| change.apply(practice, Writer::AnotherDesk, now)).is_some()
    }

    /// The faults that are on, or will strike once.
    pub fn faults(&self) -> Vec<Fault> {
        Fault::ALL.into_iter().filter(|fault| self.0.faults.has(*fault)).collect()
    }

    /// How many sign-ins of people a token is still good of.
    pub fn sign_ins(&self) -> usize {
        lock(&self.0.authority).sign_ins(self.0.clock.now())
    }

    /// Every access and refresh token that was given out and may still matter.
    pub fn tokens(&self) -> Vec<String> {
        lock(&self.0.authority).tokens()
    }

    /// How many requests have come so far, refused ones included.
    pub fn requests(&self) -> u64 {
        self.0.requests.load(Ordering::SeqCst)
    }

    /// Everything that the practice holds, as it stands now.
    pub fn truth(&self) -> Truth<'_> {
        self.catch_up();
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
        let struck = self.0.faults.strike_request();
        if struck.by(Fault::Latency) {
            let extra = self.0.practice.seed.dice(Stream::Fault, number).below(1000);
            tokio::time::sleep(Duration::from_millis(1000 + extra)).await;
        }
        if struck.by(Fault::Stall) {
            tokio::time::sleep(STALL).await;
            return Delivery::Reset;
        }
        if struck.by(Fault::Reset) {
            return Delivery::Reset;
        }
        let (response, fate) = self.respond(&request, number, struck);
        let cut = matches!(fate, Fate::Cut);
        match fate {
            Fate::Dropped => return Delivery::Reset,
            Fate::Late(change) => {
                self.apply_late(*change);
                return Delivery::Reset;
            }
            Fate::Delayed => tokio::time::sleep(DELAY).await,
            Fate::Told | Fate::Cut => {}
        }
        if struck.by(Fault::Truncated) || cut {
            Delivery::Truncated(response)
        } else if struck.by(Fault::SlowDrip) {
            Delivery::Dripped(response)
        } else {
            Delivery::Whole(response)
        }
    }

    fn respond(&self, request: &Request<Bytes>, number: u64, struck: Struck) -> (Response<Bytes>, Fate) {
        self.catch_up();
        let now = self.0.clock.now();
        let Said { reply, limits, fate } = self.gateway(request, struck, now);
        let ahead = if struck.by(Fault::ClockSkew) { SKEW } else { 0 };
        let behind = if struck.by(Fault::ClockBehind) { SKEW } else { 0 };
        (reply.finish(now + TimeDelta::minutes(ahead - behind), number, limits), fate)
    }

    /// What stands before the practice: outages, sign-in, limits.
    fn gateway(&self, request: &Request<Bytes>, struck: Struck, now: DateTime<Utc>) -> Said {
        if let Some(outage) = outage(struck) {
            return Said::told(outage, None);
        }
        if let Some(door) = Door::of(request.method(), request.uri().path()) {
            return self.at_door(door, request, struck, now);
        }
        let bearer = lock(&self.0.authority).bearer(request.headers(), now);
        let Some(bearer) = bearer.filter(|_| !struck.by(Fault::TokenRevoked)) else {
            return Said::told(Reply::refused(&errors::invalid_token(), self.0.options.dialect), None);
        };
        let reading = lock(&self.0.meter).call(now);
        if !reading.allowed || struck.by(Fault::RateLimitStorm) {
            return Said::told(too_many(), Some(reading));
        }
        let ask = Ask::read(request);
        if struck.by(Fault::ChartRefused) && ask.path.contains("/chart/") {
            return Said::told(Reply::refused(&errors::no_right(), self.0.options.dialect), Some(reading));
        }
        let (reply, fate) = self.practice(&ask, bearer, now);
        Said { reply, limits: Some(reading), fate }
    }

    /// What the authorization server answers. The token endpoint has a limit of its own; asking who signed in is a
    /// call like any other.
    fn at_door(&self, door: Door, request: &Request<Bytes>, struck: Struck, now: DateTime<Utc>) -> Said {
        if door == Door::Token && struck.by(Fault::TokenEndpointDown) {
            return Said::told(unavailable(), None);
        }
        let reading = match door {
            Door::Token => Some(lock(&self.0.meter).token(now)),
            Door::Userinfo => Some(lock(&self.0.meter).call(now)),
            _ => None,
        };
        if struck.by(Fault::RateLimitStorm) || reading.is_some_and(|reading| !reading.allowed) {
            return Said::told(too_many(), reading);
        }
        let revoked = struck.by(Fault::TokenRevoked).then(|| oauth::revoked(door)).flatten();
        if let Some(refused) = revoked {
            return Said::told(refused, reading);
        }
        let troubles = Troubles {
            denied: struck.by(Fault::ConsentDenied),
            huge: struck.by(Fault::HugeTokens),
            nameless: struck.by(Fault::UserinfoRefused),
        };
        Said::told(lock(&self.0.authority).answer(door, &Call { request, now, troubles }), reading)
    }

    fn practice(&self, ask: &Ask, bearer: Bearer, now: DateTime<Utc>) -> (Reply, Fate) {
        let (practice, dialect, entitled) = (&self.0.practice, self.0.options.dialect, bearer.practice);
        if let Some((feed, call)) = answer::feed(ask, entitled) {
            return self.feed(ask, (feed, call), bearer.key, now);
        }
        if ask.method == Method::GET {
            return (self.dressed(answer::answer(practice, ask, entitled, now)), Fate::Told);
        }
        match answer::change(practice, ask, entitled, now) {
            Ok(change) => self.write(change, now),
            Err(refusal) => (Reply::refused(&refusal, dialect), Fate::Told),
        }
    }

    fn dressed(&self, answer: Answer) -> Reply {
        let dialect = self.0.options.dialect;
        match answer {
            Ok((value, dress)) => {
                Reply::json(dialect::write(&dialect::dress(value, dialect, dress)), dialect)
            }
            Err(refusal) => Reply::refused(&refusal, dialect),
        }
    }

    /// Does a write, unless it is lost on its way, and says what becomes of the reply.
    fn write(&self, change: Change, now: DateTime<Utc>) -> (Reply, Fate) {
        let struck = self.0.faults.strike_write();
        if struck.by(Fault::WriteLost) {
            return (failed(), Fate::Dropped);
        }
        if struck.by(Fault::DropThenCommit) {
            return (failed(), Fate::Late(Box::new(change)));
        }
        if struck.by(Fault::RivalChange)
            && let Some(deed) = change.contested(&self.0.practice)
        {
            deeds::apply(&self.0.practice, &deed, now);
        }
        let answer = change.apply(&self.0.practice, Writer::Caller, now);
        let reply = self.dressed(answer.map(|value| (value, Dress::Usual)));
        if struck.by(Fault::CommitThenDrop) {
            (reply, Fate::Dropped)
        } else if struck.by(Fault::CommitThenFail) {
            (failed(), Fate::Told)
        } else if struck.by(Fault::CommitThenDelay) {
            (reply, Fate::Delayed)
        } else {
            (reply, Fate::Told)
        }
    }

    /// Does a write whose connection is gone already.
    fn apply_late(&self, change: Change) {
        let sandbox = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(LATE).await;
            // Nobody is there any more to hear of a refusal.
            let _ = change.apply(&sandbox.0.practice, Writer::Caller, sandbox.0.clock.now());
        });
    }
}

/// No body of a 429 was ever recorded; gateways of this kind answer with text.
fn too_many() -> Reply {
    Reply::plain(StatusCode::TOO_MANY_REQUESTS, "text/html", "<h1>Too Many Requests</h1>")
}

fn outage(struck: Struck) -> Option<Reply> {
    if struck.by(Fault::Unavailable) {
        return Some(unavailable());
    }
    if struck.by(Fault::GatewayHtml) {
        let text = "<h1>Gateway Timeout</h1>";
        return Some(Reply::plain(StatusCode::GATEWAY_TIMEOUT, "text/xml", text));
    }
    let page = "<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body>\
                <form action=\"/portal\"><input name=\"room\"></form></body></html>";
    struck.by(Fault::WrongContentType).then(|| Reply::plain(StatusCode::OK, "text/html", page))
}

fn failed() -> Reply {
    Reply::plain(StatusCode::INTERNAL_SERVER_ERROR, "text/html", "<h1>Internal Server Error</h1>")
}

fn unavailable() -> Reply {
    Reply::plain(StatusCode::SERVICE_UNAVAILABLE, "text/plain", "Service temporarily unavailable")
}

/// Locks what is only ever replaced whole, so that a panic elsewhere leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
