//! One desktop's way to the practice: what becomes of a request, and whether the limits are kept.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use athena::{FnTransport, Loss, Transport, TransportError};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use sandbox::{Broken, Fault, Sandbox};
use tokio::time::Instant;

use super::crash::Crash;
use super::trace::{Met, Trace};

/// How long a drain is held that nobody waits for any more.
const HELD: Duration = Duration::from_secs(400);

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trap {
    /// The practice misbehaves.
    Fault(Fault),
    /// We crash before it leaves.
    CrashBefore,
    /// We crash once the practice has answered.
    CrashAfter,
    /// It is held on its way, and carried out when nobody waits for its answer any more.
    Late,
}

/// How many calls a second, and how many tokens a minute, a desktop is allowed.
pub(super) const CALLS: usize = 10;
pub(super) const TOKENS: usize = 5;

#[derive(Default)]
struct Sent {
    calls: VecDeque<Instant>,
    tokens: VecDeque<Instant>,
    /// What went beyond a limit.
    beyond: Option<&'static str>,
}

/// The way.
pub(super) struct Way {
    practice: Sandbox,
    crash: Arc<Crash>,
    trace: Arc<Trace>,
    desk: usize,
    trap: Mutex<Option<(u64, Trap)>>,
    sent: Mutex<Sent>,
    /// From where a drain takes: from the head, but where a rule was taken away.
    pub offset: AtomicU64,
}

impl Way {
    pub fn new(practice: &Sandbox, desk: usize, crash: &Arc<Crash>, trace: &Arc<Trace>) -> Arc<Self> {
        Arc::new(Self {
            practice: practice.clone(),
            crash: Arc::clone(crash),
            trace: Arc::clone(trace),
            desk,
            trap: Mutex::default(),
            sent: Mutex::default(),
            offset: AtomicU64::new(0),
        })
    }

    /// Lets something become of the n-th request from now.
    pub fn set(&self, trap: Option<(u64, Trap)>) {
        *locked(&self.trap) = trap;
    }

    /// Lets no feed tell any more of records as they were before: of patients nobody could tell how old they are.
    pub fn goes_back_no_more(&self) {
        self.practice.set_fault(Fault::FeedGoesBack, false);
    }

    /// What went beyond a limit.
    pub fn beyond(&self) -> Option<&'static str> {
        locked(&self.sent).beyond
    }

    pub fn transport(self: &Arc<Self>) -> Arc<dyn Transport> {
        let way = Arc::clone(self);
        Arc::new(FnTransport(move |request: Request<Bytes>| {
            let way = Arc::clone(&way);
            async move { way.carry(request).await }
        }))
    }

    async fn carry(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if self.crash.is_dead() {
            self.ends().await;
        }
        let path = request.uri().path().to_owned();
        self.count(path.ends_with("/token"));
        let drains = path.ends_with("/changed") && !asks(&request, "showprocessedstartdatetime");
        let request = if drains { self.at_offset(request) } else { request };
        let trap = self.due(drains, drains && path.ends_with("/appointments/changed"));
        self.trace.note((self.desk, request.method().as_str(), &path, format!("{trap:?}")));
        match trap {
            Some(Trap::CrashBefore) => self.ends().await,
            Some(Trap::Fault(fault)) => self.practice.set_fault_once(fault),
            Some(Trap::Late) => {
                let (practice, trace) = (self.practice.clone(), Arc::clone(&self.trace));
                tokio::spawn(async move {
                    tokio::time::sleep(HELD).await;
                    let _ = practice.answer(request).await;
                    let took = practice.truth().drains().last().is_some_and(|last| !last.rows.is_empty());
                    trace.met(if took { Met::LateDrain } else { Met::LateForNothing });
                });
                return Err(TransportError::Lost(Loss::Reset));
            }
            Some(Trap::CrashAfter) | None => {}
        }
        let answer = self.practice.answer(request).await;
        if trap == Some(Trap::CrashAfter) {
            self.ends().await;
        }
        if answer.as_ref().is_ok_and(|answer| answer.status() == StatusCode::TOO_MANY_REQUESTS) {
            self.trace.met(Met::Limit);
        }
        answer.map_err(|broken| match broken {
            Broken::Reset => TransportError::Lost(Loss::Reset),
            Broken::Truncated => TransportError::Lost(Loss::Truncated),
        })
    }

    /// The end of this desktop: nobody goes on from here.
    async fn ends(&self) {
        if !self.crash.is_dead() {
            self.crash.now();
        }
        std::future::pending::<()>().await;
    }

    fn due(&self, drains: bool, of_visits: bool) -> Option<Trap> {
        let mut trap = locked(&self.trap);
        match trap.take()? {
            // What is held is a drain: whatever else is held changes nothing.
            (_, Trap::Late) if !drains => {
                *trap = Some((0, Trap::Late));
                None
            }
            (_, back @ Trap::Fault(Fault::FeedGoesBack)) if !of_visits => {
                *trap = Some((0, back));
                None
            }
            (0, due) => Some(due),
            (left, later) => {
                *trap = Some((left - 1, later));
                None
            }
        }
    }

    fn at_offset(&self, request: Request<Bytes>) -> Request<Bytes> {
        let offset = self.offset.load(Ordering::SeqCst);
        if offset == 0 {
            return request;
        }
        let (mut head, body) = request.into_parts();
        let there = head.uri.to_string();
        let joint = if there.contains('?') { '&' } else { '?' };
        head.uri = format!("{there}{joint}offset={offset}").parse().unwrap_or(head.uri);
        Request::from_parts(head, body)
    }

    fn count(&self, for_token: bool) {
        let (now, mut sent) = (Instant::now(), locked(&self.sent));
        let Sent { calls, tokens, beyond } = &mut *sent;
        let (past, most, span, name) = if for_token {
            (tokens, TOKENS, Duration::from_secs(60), "tokens a minute")
        } else {
            (calls, CALLS, Duration::from_secs(1), "calls a second")
        };
        past.push_back(now);
        // A fifth is kept for people.
        let all = most * 4 / 5;
        if past.len() >= all && now - past[past.len() - all] < span {
            self.trace.met(Met::Pressed);
        }
        if past.len() > most && past.pop_front().is_some_and(|first| now - first < span) {
            *beyond = Some(name);
        }
    }
}

fn asks(request: &Request<Bytes>, name: &str) -> bool {
    request.uri().query().is_some_and(|query| query.contains(name))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
