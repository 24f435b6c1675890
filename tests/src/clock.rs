//! Clocks for both sides of the wire.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// A clock that begins where a test says and runs with tokio's time, paused or not.
///
/// The console and the practice share it, so that a rate limit of ten calls a second means the same
/// to both while no real second passes.
#[derive(Clone, Copy, Debug)]
pub struct RunningClock {
    from: DateTime<Utc>,
    started: Instant,
}

impl RunningClock {
    /// Starts at an instant.
    pub fn starting_at(from: DateTime<Utc>) -> Self {
        Self { from, started: Instant::now() }
    }

    fn instant(&self) -> DateTime<Utc> {
        self.from + TimeDelta::from_std(self.started.elapsed()).unwrap_or(TimeDelta::MAX)
    }
}

/// A running clock that somebody may set.
#[derive(Debug)]
pub struct SettableClock {
    running: RunningClock,
    /// How many milliseconds it was put forward.
    ahead: AtomicI64,
}

impl SettableClock {
    /// Starts at an instant.
    pub fn starting_at(from: DateTime<Utc>) -> Self {
        Self { running: RunningClock::starting_at(from), ahead: AtomicI64::new(0) }
    }

    /// Puts it forward, or back.
    pub fn step(&self, by: TimeDelta) {
        self.ahead.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }

    fn instant(&self) -> DateTime<Utc> {
        self.running.instant() + TimeDelta::milliseconds(self.ahead.load(Ordering::SeqCst))
    }
}

/// Lets time pass in steps so short that a computer which runs is not taken for one that slept.
pub async fn pass(time: std::time::Duration) {
    const STEP: std::time::Duration = std::time::Duration::from_secs(30);
    let until = Instant::now() + time;
    while Instant::now() < until {
        tokio::time::advance(STEP).await;
        tokio::task::yield_now().await;
    }
}

/// The machine's clock, shifted by a fixed span: the same in every process that is told the span.
#[derive(Clone, Copy, Debug)]
pub struct ShiftedClock {
    /// How far ahead of the machine it is.
    pub ahead: TimeDelta,
}

impl ShiftedClock {
    fn instant(&self) -> DateTime<Utc> {
        Utc::now() + self.ahead
    }
}

/// Lets a clock of ours tell the time to the console and to the practice.
macro_rules! tells_both_sides {
    ($($clock:ty),+) => {$(
        impl model::Clock for $clock {
            fn now(&self) -> DateTime<Utc> {
                self.instant()
            }
        }

        impl sandbox::Clock for $clock {
            fn now(&self) -> DateTime<Utc> {
                self.instant()
            }
        }
    )+};
}
tells_both_sides!(RunningClock, SettableClock, ShiftedClock);
