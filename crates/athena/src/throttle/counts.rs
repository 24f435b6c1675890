//! Calls by the hour of the server's day and by what they were for, until somebody keeps them.

use std::collections::BTreeMap;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::Lane;

/// Calls of a lane within an hour of the server's day, tokens too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallCount {
    /// When the hour began.
    pub hour: DateTime<Utc>,
    /// What they were for.
    pub lane: Lane,
    /// How many.
    pub calls: u64,
}

/// What was sent since it was last taken.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<(DateTime<Utc>, Lane), u64>);

impl Counts {
    pub(super) fn add(&mut self, lane: Lane, server: DateTime<Utc>, calls: u64) {
        let hour = server.duration_trunc(TimeDelta::hours(1)).unwrap_or(server);
        *self.0.entry((hour, lane)).or_default() += calls;
    }

    pub(super) fn all(&self) -> Vec<CallCount> {
        self.0
            .iter()
            .map(|((hour, lane), calls)| CallCount { hour: *hour, lane: *lane, calls: *calls })
            .collect()
    }

    pub(super) fn take(&mut self) -> Vec<CallCount> {
        let taken = self.all();
        self.0.clear();
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::{CallCount, Counts, Lane};

    #[test]
    fn calls_are_taken_once_by_hour_and_lane() {
        let at = |text: &str| text.parse().expect("an instant");
        let mut counts = Counts::default();
        counts.add(Lane::Fill, at("2026-11-01T05:59:59Z"), 1);
        counts.add(Lane::Feed, at("2026-11-01T06:00:00Z"), 1);
        counts.add(Lane::Feed, at("2026-11-01T06:59:59.9Z"), 1);
        let [five, six] = ["2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"].map(at);
        let count = |hour, lane, calls| CallCount { hour, lane, calls };
        assert_eq!(counts.take(), [count(five, Lane::Fill, 1), count(six, Lane::Feed, 2)]);
        assert_eq!(counts.take(), []);
    }
}
