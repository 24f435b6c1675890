//! Whether the computer slept: a look every two seconds comes late by both clocks only where nothing ran.
//!
//! Where the system tells of it beforehand the console is locked by then. This asks no system.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

use crate::console::Console;
use crate::lock::{entry, lock};

/// How often it is looked at.
const TICK: Duration = Duration::from_secs(2);
/// By how much a look may be late on a computer that has much to do.
const LATE: Duration = Duration::from_secs(60);

/// The last look.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    at: DateTime<Utc>,
    steady: Instant,
}

impl Look {
    /// A look now.
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        Self { at: now, steady: Instant::now() }
    }

    /// Whether the next look is too late. A steady clock stands still while some systems sleep and goes on
    /// while others do; the wall's may be set, and where that is forward nobody can tell it from sleep.
    pub(crate) fn is_long_ago(self, now: DateTime<Utc>) -> bool {
        let by_the_wall = (now - self.at).max(TimeDelta::zero()).to_std().unwrap_or_default();
        self.steady.elapsed().max(by_the_wall) > TICK + LATE
    }
}

/// Locks as soon as the computer runs again. Until that is done nobody is answered.
pub(crate) fn watch(console: &Console) {
    let watched = console.downgrade();
    console.ports().tasks.begin(Box::pin(async move {
        while let Some(console) = watched.upgrade() {
            if console.guard().slept(console.ports().clock.now()) {
                let words = "locked the console: the computer slept, or its clock was put forward";
                lock(&console, Some(entry("slept", words))).await;
            }
            console.guard().looked(console.ports().clock.now());
            drop(console);
            tokio::time::sleep(TICK).await;
        }
    }));
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, TimeDelta, Utc};

    use super::Look;

    #[tokio::test(start_paused = true)]
    async fn a_look_is_late_where_either_clock_ran_on() {
        let noon = DateTime::UNIX_EPOCH;
        let look = Look::new(noon);
        for (seconds, late) in [(0, false), (2, false), (62, false), (63, true), (-7_200, false)] {
            assert_eq!(look.is_long_ago(noon + TimeDelta::seconds(seconds)), late, "{seconds} s by the wall");
        }
        assert!(look.is_long_ago(DateTime::<Utc>::MAX_UTC));
        assert!(!look.is_long_ago(DateTime::<Utc>::MIN_UTC));
        tokio::time::advance(Duration::from_secs(62)).await;
        assert!(!look.is_long_ago(noon));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(look.is_long_ago(noon), "the wall's clock was put back while it slept");
    }
}
