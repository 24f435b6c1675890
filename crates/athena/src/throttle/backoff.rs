//! Backoff with full jitter: a wait anywhere between nothing and a bound that doubles.

use std::time::Duration;

/// A bound that doubles with each attempt up to a longest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
}

impl Backoff {
    /// After calls that came too fast.
    pub(crate) const RATE: Self =
        Self { first: Duration::from_millis(1_000), longest: Duration::from_secs(30) };
    /// After a server that is out of order or out of reach.
    pub(crate) const OUTAGE: Self =
        Self { first: Duration::from_millis(500), longest: Duration::from_secs(30) };

    /// The wait before an attempt, counted from 1, for a random number from 0 to 1.
    pub(crate) fn wait(self, attempt: u32, unit: f64) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        doubled.min(self.longest).mul_f64(unit.clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Backoff;

    #[test]
    fn the_bound_doubles_and_stops_growing() {
        let longest = |attempt| Backoff::OUTAGE.wait(attempt, 1.0);
        assert_eq!([1, 2, 3].map(longest), [500, 1_000, 2_000].map(Duration::from_millis));
        assert_eq!(longest(u32::MAX), Duration::from_secs(30));
        assert_eq!(Backoff::OUTAGE.wait(3, 0.0), Duration::ZERO, "full jitter reaches nothing");
    }
}
