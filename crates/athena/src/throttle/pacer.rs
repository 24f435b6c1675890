//! Calls in a second: as near the configured rate as the server bears.

use std::ops::Range;
use std::time::Duration;

use tokio::time::Instant;

use super::{Lane, Window};

/// How near the rate is gone: what is left of a second takes up the network's jitter.
const NEARNESS: f64 = 0.98;
/// How long after a person's last call their share is kept free instead of lent.
const ATTENTION: Duration = Duration::from_secs(15);
/// A rate is never cut below this share of the configured one.
const FLOOR: f64 = 0.1;
/// Growth of the share in a second where nothing near it was refused lately.
const QUICK: f64 = 0.05;
/// Growth of the share in a second near what was last refused, halved each time it is refused there
/// again: where the network bunches calls, or the true limit is lower, it costs ever fewer refusals,
/// in all less than one call in a thousand.
const SLOW: f64 = 0.001;
/// What counts as near, in parts of what was refused.
const NEAR: Range<f64> = 0.9..1.05;

/// Bursts go up to a second's worth for those who wait; a fill is spread evenly, so that a place
/// frees up soon for whoever is more urgent.
#[derive(Debug)]
pub(super) struct Pacer {
    window: Window,
    rate: f64,
    kept: usize,
    /// When the last of the spread calls was due: a timer's lateness must not add up.
    last: Option<Instant>,
    asked: Option<Instant>,
    share: f64,
    refused_at: Option<f64>,
    growth: f64,
    cut: Option<Instant>,
    grown: Option<Instant>,
}

impl Pacer {
    pub(super) fn new(per_second: u32, interactive_share: f64) -> Self {
        let size = per_second.max(1);
        let kept = (f64::from(size) * interactive_share.clamp(0.0, 1.0)).round();
        let mut pacer = Self {
            window: Window::new(size, Duration::from_secs(1)),
            rate: f64::from(size),
            kept: (0..size).take_while(|count| f64::from(*count) < kept).count(),
            last: None,
            asked: None,
            share: 1.0,
            refused_at: None,
            growth: SLOW,
            cut: None,
            grown: None,
        };
        pacer.kept = pacer.kept.min(pacer.window.size() - 1);
        pacer.apply();
        pacer
    }

    /// A person asked for something.
    pub(super) fn asked(&mut self, now: Instant) {
        self.asked = Some(now);
    }

    /// Nobody who asked is to be expected to ask again.
    pub(super) fn lend(&mut self) {
        self.asked = None;
    }

    /// When a call of a lane may go; `None` is now.
    pub(super) fn opens(&self, lane: Lane, now: Instant) -> Option<Instant> {
        if lane == Lane::Interactive {
            return self.window.opens(0, now);
        }
        let attended = self.asked.is_some_and(|asked| now < asked + ATTENTION);
        let kept = if attended { self.kept } else { 0 };
        let place = self.window.opens(kept, now);
        let turn = match lane {
            Lane::Feed | Lane::Fill => self.last.map(|last| last + self.interval()).filter(|at| *at > now),
            Lane::Interactive | Lane::Booking => None,
        };
        place.max(turn)
    }

    pub(super) fn sent(&mut self, lane: Lane, now: Instant) {
        self.window.add(now);
        if matches!(lane, Lane::Feed | Lane::Fill) {
            let due = self.last.map_or(now, |last| last + self.interval());
            let late = now.saturating_duration_since(due);
            self.last = Some(if late <= self.interval() { due.min(now) } else { now });
        }
    }

    /// The server refused: slower at once, and wary of the rate it refused.
    pub(super) fn cut(&mut self, now: Instant) {
        if self.cut.is_some_and(|cut| now < cut + Duration::from_secs(1)) {
            return;
        }
        let again = self.refused_at.is_some_and(|before| (before - self.share).abs() < 0.1 * before);
        self.growth = if again { self.growth / 2.0 } else { SLOW };
        self.refused_at = Some(self.share);
        self.share = (self.share * 0.7).max(FLOOR);
        (self.cut, self.grown) = (Some(now), Some(now));
        self.apply();
    }

    /// The server answered: faster again, bit by bit.
    pub(super) fn recover(&mut self, now: Instant) {
        let (Some(refused), Some(grown)) = (self.refused_at, self.grown) else { return };
        let seconds = (now - grown).as_secs_f64();
        let growth = if NEAR.contains(&(self.share / refused)) { self.growth } else { QUICK };
        self.share = (self.share + growth * seconds).min(1.0);
        self.grown = Some(now);
        if self.share >= 1.0 && refused < 0.9 {
            self.refused_at = None;
        }
        self.apply();
    }

    fn interval(&self) -> Duration {
        Duration::from_secs_f64(1.0 / (self.rate * self.share * NEARNESS))
    }

    fn apply(&mut self) {
        self.window.set_span(Duration::from_secs_f64(1.0 / (self.share * NEARNESS)));
    }
}
