//! Time that passes: told by the wall's clock where that went on, and by one that nobody can set where it was
//! put back, so that no clock makes anything last longer.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// What is spent of something that lasts for a while.
#[derive(Clone, Copy)]
pub(crate) struct Meter {
    /// How much.
    pub spent: TimeDelta,
    /// What the wall's clock showed at the last look.
    pub seen: DateTime<Utc>,
    looked: Option<Instant>,
}

impl Meter {
    /// Begins now.
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        Self { spent: TimeDelta::zero(), seen: now, looked: Some(Instant::now()) }
    }

    /// Goes on from what was kept while nothing ran.
    pub(crate) fn kept(spent: TimeDelta, seen: DateTime<Utc>) -> Self {
        Self { spent, seen, looked: None }
    }

    /// Takes in what passed since the last look.
    pub(crate) fn pass(&mut self, now: DateTime<Utc>) {
        let steady = self.looked.map_or(Duration::ZERO, |looked| looked.elapsed());
        let steady = TimeDelta::from_std(steady).unwrap_or(TimeDelta::MAX);
        self.spent = self.spent.checked_add(&(now - self.seen).max(steady)).unwrap_or(TimeDelta::MAX);
        (self.seen, self.looked) = (now, Some(Instant::now()));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, TimeDelta, Utc};

    use super::Meter;

    const NOON: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[tokio::test(start_paused = true)]
    async fn no_clock_that_is_set_makes_a_lease_longer() {
        let hours = TimeDelta::hours;
        let mut meter = Meter::kept(TimeDelta::zero(), NOON);
        meter.pass(NOON + hours(10));
        assert_eq!(meter.spent, hours(10), "while nothing ran");
        meter.pass(NOON - hours(100));
        assert_eq!(meter.spent, hours(10), "put back");
        tokio::time::advance(Duration::from_secs(3_600)).await;
        meter.pass(NOON - hours(100));
        assert_eq!(meter.spent, hours(11), "a clock that is held still");
        meter.pass(NOON + hours(11));
        assert_eq!(meter.spent, hours(122), "and put right again");
        meter.pass(DateTime::<Utc>::MAX_UTC);
        meter.pass(DateTime::<Utc>::MIN_UTC);
        assert!(meter.spent > hours(122));
    }
}
