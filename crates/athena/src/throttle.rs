//! The one owner of a key's budget: calls in a second, calls in a day, lanes, and rest.
//!
//! Tokens in a minute are counted where tokens are asked for, with the same [`Window`].

mod backoff;
mod breaker;
mod counts;
mod day;
mod pacer;
mod window;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use model::Clock;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until};

pub(crate) use backoff::Backoff;
pub use counts::CallCount;
pub(crate) use window::Window;

use crate::call::Meter;
use crate::{Pace, Random, Strain, Unsent};
use breaker::{Breaker, Gate};
use counts::Counts;
use day::Day;
use pacer::Pacer;

/// What a call is for. An earlier lane goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// A person waits for it.
    Interactive,
    /// Bookings and eligibility.
    Booking,
    /// What changed.
    Feed,
    /// Filling a copy.
    Fill,
}

impl Lane {
    /// Whether a call would rather fail than outlast a person's patience.
    pub(crate) fn is_attended(self) -> bool {
        matches!(self, Self::Interactive | Self::Booking)
    }
}

/// What is left of a day's calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// Calls allowed in a day, as the server last said; `None` until it did.
    pub limit: Option<u64>,
    /// Calls left until midnight GMT, as the server last said, less those sent since.
    pub left: Option<u64>,
    /// Calls sent from here, tokens too, since midnight GMT or since this client began.
    pub sent_today: u64,
    /// Until when calls rest, by this machine's clock; a past instant means that they may go on.
    pub paused_until: Option<DateTime<Utc>>,
    /// Since when the server says to every call that calls come too fast; `None` once it answers
    /// one. A single refusal is how the rate is found, and is told only where it means a long rest.
    pub refused_since: Option<DateTime<Utc>>,
}

/// How a call ended, as far as the budget cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The server answered, whatever it said.
    Answered,
    /// It said that calls come too fast.
    TooFast,
    /// It said that the day is used up.
    DayUsedUp,
    /// It failed in a way that makes calls rest.
    Failed(Strain),
    /// It was not reached: nothing is known of it.
    NotReached,
}

/// The longest rest that a call with a person waiting sits through.
const PATIENCE: Duration = Duration::from_secs(10);

/// Refusals in a row, each after a rest, from which on it is told that nothing is read.
const REPEATED: u32 = 2;

pub(crate) struct Throttle {
    state: Mutex<State>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    calls: watch::Sender<Calls>,
}

/// A place in the queue: by lane, then by arrival.
type Place = (Lane, u64);

struct State {
    pacer: Pacer,
    day: Day,
    counts: Counts,
    breaker: Breaker,
    waiting: BTreeMap<Place, Arc<Notify>>,
    arrivals: u64,
    in_flight: u64,
    rest: Rest,
    silence: Option<(Instant, Strain)>,
    heard_at: Option<Instant>,
}

/// The rest that calls too fast bring about.
#[derive(Default)]
struct Rest {
    until: Option<Instant>,
    strikes: u32,
    since: Option<DateTime<Utc>>,
}

enum Step {
    Go { probe: bool },
    Refuse(Unsent),
    WaitUntil(Instant),
    WaitForOthers,
}

impl Throttle {
    pub(crate) fn new(pace: Pace, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let state = State {
            pacer: Pacer::new(pace.per_second, pace.interactive_share),
            day: Day::new(pace.per_day, pace.interactive_share),
            counts: Counts::default(),
            breaker: Breaker::default(),
            waiting: BTreeMap::new(),
            arrivals: 0,
            in_flight: 0,
            rest: Rest::default(),
            silence: None,
            heard_at: None,
        };
        Self { state: Mutex::new(state), clock, random, calls: watch::Sender::default() }
    }

    pub(crate) fn calls(&self) -> &watch::Sender<Calls> {
        &self.calls
    }

    /// The server's time by the difference last seen.
    pub(crate) fn server_time(&self, wall: DateTime<Utc>) -> DateTime<Utc> {
        self.lock().day.server_time(wall)
    }

    /// A reply's `Date`, where it can be believed.
    pub(crate) fn believed(&self, date: Option<DateTime<Utc>>, wall: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.lock().day.believed(date, wall)
    }

    /// The calls that nobody has taken yet, which stay so.
    pub(crate) fn counts(&self) -> Vec<CallCount> {
        self.lock().counts.all()
    }

    /// The calls that nobody has taken yet.
    pub(crate) fn take_counts(&self) -> Vec<CallCount> {
        self.lock().counts.take()
    }

    /// Gives back counts that could not be kept.
    pub(crate) fn give_back(&self, counts: &[CallCount]) {
        let mut state = self.lock();
        counts.iter().for_each(|count| state.counts.add(count.lane, count.hour, count.calls));
    }

    /// How long calls have gone without any answer, and what the last one came to.
    pub(crate) fn unanswered(&self) -> Option<(Duration, Strain)> {
        self.lock().silence.map(|(since, why)| (since.elapsed(), why))
    }

    /// How long ago anything was last answered.
    pub(crate) fn unheard(&self) -> Option<Duration> {
        self.lock().heard_at.map(|at| at.elapsed())
    }

    /// Takes into account that somebody is there, as is known without a call: one may try whether a rest is over.
    pub(crate) fn reached(&self) {
        let (now, wall) = (Instant::now(), self.clock.now());
        let mut state = self.lock();
        state.heard_at = Some(now);
        state.breaker.may_try(now);
        self.publish(&state, now, wall);
        state.call_first();
    }

    /// Lends what is kept for people until the next of them asks.
    pub(crate) fn lend(&self) {
        let mut state = self.lock();
        state.pacer.lend();
        state.call_first();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a call's turn.
    pub(crate) async fn admit(&self, lane: Lane) -> Result<Permit<'_>, Unsent> {
        let ticket = self.enqueue(lane);
        loop {
            match self.step(&ticket) {
                Step::Go { probe } => return Ok(Permit { throttle: self, probe, open: true }),
                Step::Refuse(why) => return Err(why),
                Step::WaitForOthers => ticket.called.notified().await,
                Step::WaitUntil(at) => tokio::select! {
                    () = sleep_until(at) => {}
                    () = ticket.called.notified() => {}
                },
            }
        }
    }

    fn enqueue(&self, lane: Lane) -> Ticket<'_> {
        let mut state = self.lock();
        state.arrivals += 1;
        let (place, called) = ((lane, state.arrivals), Arc::new(Notify::new()));
        state.waiting.insert(place, called.clone());
        if lane == Lane::Interactive {
            state.pacer.asked(Instant::now());
        }
        Ticket { throttle: self, place, called }
    }

    fn step(&self, ticket: &Ticket<'_>) -> Step {
        let (lane, _) = ticket.place;
        let (now, wall) = (Instant::now(), self.clock.now());
        let mut state = self.lock();
        let step = state.decide(ticket.place, now, wall);
        if let Step::Go { .. } = step {
            state.pacer.sent(lane, now);
            state.day.sent(wall);
            let server = state.day.server_time(wall);
            state.counts.add(lane, server, 1);
            state.in_flight += 1;
            state.silence.get_or_insert((now, Strain::OutOfOrder));
            self.publish(&state, now, wall);
        }
        step
    }

    /// Takes a reply's headers and outcome into account.
    fn settle(&self, outcome: Outcome, meter: Meter) {
        let (now, wall) = (Instant::now(), self.clock.now());
        let mut state = self.lock();
        state.in_flight = state.in_flight.saturating_sub(1);
        let in_flight = state.in_flight;
        state.day.observe(meter, in_flight, wall);
        state.heard(outcome, now);
        match outcome {
            Outcome::Answered => {
                state.breaker.succeeded();
                (state.rest.strikes, state.rest.since) = (0, None);
                state.pacer.recover(now);
            }
            Outcome::TooFast => {
                state.breaker.succeeded();
                let unit = self.random.unit();
                state.rest.since.get_or_insert(wall);
                state.rest.strike(now, meter.retry_after, unit);
                state.pacer.cut(now);
            }
            Outcome::DayUsedUp => {
                state.breaker.succeeded();
                state.day.used_up(wall);
            }
            Outcome::Failed(why) => state.breaker.failed(why, now, self.random.unit()),
            Outcome::NotReached => state.breaker.probe_abandoned(),
        }
        self.publish(&state, now, wall);
        state.call_first();
    }

    /// Has all calls rest: none can be made before then.
    pub(crate) fn rest(&self, wait: Duration) {
        let (now, wall) = (Instant::now(), self.clock.now());
        let mut state = self.lock();
        state.rest.since.get_or_insert(wall);
        state.rest.strike(now, Some(wait), 0.0);
        self.publish(&state, now, wall);
        state.call_first();
    }

    fn abandoned(&self, probe: bool) {
        let mut state = self.lock();
        state.in_flight = state.in_flight.saturating_sub(1);
        if state.in_flight == 0 {
            state.silence = None;
        }
        if probe {
            state.breaker.probe_abandoned();
        }
        state.call_first();
    }

    fn publish(&self, state: &State, now: Instant, wall: DateTime<Utc>) {
        let rest = state.rest.until.into_iter().chain(state.breaker.rests_until()).max();
        let rest = rest.filter(|until| *until > now).map(|until| wall + (until - now));
        let seen = state.day.calls();
        let paused_until = if seen.left == Some(0) { Some(state.day.ends(wall)) } else { rest };
        let refused_since = state.rest.since.filter(|_| state.rest.strikes >= REPEATED);
        let seen = Calls { paused_until, refused_since, ..seen };
        self.calls.send_if_modified(|kept| std::mem::replace(kept, seen) != seen);
    }
}

impl State {
    /// Takes into account that a call was answered, or was not.
    fn heard(&mut self, outcome: Outcome, now: Instant) {
        let since = self.silence.map_or(now, |(since, _)| since);
        if !matches!(outcome, Outcome::Failed(_) | Outcome::NotReached) {
            self.heard_at = Some(now);
        }
        self.silence = match outcome {
            Outcome::Failed(why) => Some((since, why)),
            Outcome::NotReached => Some((since, Strain::NoConnection)),
            _ => (self.in_flight > 0).then_some((now, Strain::OutOfOrder)),
        };
    }

    /// Only the first in the queue is told of a change: the others wait for it anyway.
    fn call_first(&self) {
        if let Some(called) = self.waiting.values().next() {
            called.notify_one();
        }
    }

    fn decide(&mut self, place: Place, now: Instant, wall: DateTime<Utc>) -> Step {
        let lane = place.0;
        if let Some(until) = self.day.refuses(lane, wall) {
            return Step::Refuse(Unsent::DayUsedUp { until });
        }
        let rest = self.rest.until.filter(|until| *until > now);
        let gate = self.breaker.gate(now);
        let wait = match gate {
            Gate::Closed { until, after } => Some((rest.map_or(until, |rest| rest.max(until)), after)),
            Gate::Probed | Gate::Open { .. } => rest.map(|until| (until, Strain::TooFast)),
        };
        if let Some((until, after)) = wait {
            let long = matches!(gate, Gate::Closed { .. }) || until - now > PATIENCE;
            return if lane.is_attended() && long {
                Step::Refuse(Unsent::Resting { until: wall + (until - now), after })
            } else {
                Step::WaitUntil(until)
            };
        }
        if gate == Gate::Probed || self.waiting.keys().next() != Some(&place) {
            return Step::WaitForOthers;
        }
        match self.pacer.opens(lane, now) {
            Some(at) => Step::WaitUntil(at),
            None => Step::Go { probe: self.breaker.enter(gate) },
        }
    }
}

impl Rest {
    /// Rests longer with each refusal in a row. Refusals of calls sent before the rest began are
    /// the same refusal.
    fn strike(&mut self, now: Instant, asked: Option<Duration>, unit: f64) {
        if asked.is_none() && self.until.is_some_and(|until| until > now) {
            return;
        }
        self.strikes += 1;
        let wait = asked.unwrap_or_else(|| Backoff::RATE.wait(self.strikes, unit));
        if wait > PATIENCE {
            self.strikes = self.strikes.max(REPEATED);
        }
        let until = now + wait.min(Duration::from_secs(3_600));
        self.until = Some(self.until.map_or(until, |before| before.max(until)));
    }
}

/// A place in the queue, given up when it is dropped.
struct Ticket<'a> {
    throttle: &'a Throttle,
    place: Place,
    called: Arc<Notify>,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let mut state = self.throttle.lock();
        state.waiting.remove(&self.place);
        state.call_first();
    }
}

/// The right to send one call.
#[must_use]
pub(crate) struct Permit<'a> {
    throttle: &'a Throttle,
    probe: bool,
    open: bool,
}

impl Permit<'_> {
    /// Says how the call ended.
    pub(crate) fn settle(mut self, outcome: Outcome, meter: Meter) {
        self.open = false;
        self.throttle.settle(outcome, meter);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.open {
            self.throttle.abandoned(self.probe);
        }
    }
}
