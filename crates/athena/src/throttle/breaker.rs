//! Rest after many failures, and one call that tries whether it is over.

use std::time::Duration;

use tokio::time::Instant;

/// Failures in a row after which calls rest.
const PATIENCE: u32 = 5;
const FIRST_REST: Duration = Duration::from_secs(5);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// Whether calls may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// They may; after a rest, one first.
    Open { after_rest: bool },
    /// They may not before then.
    Closed { until: Instant },
    /// One is trying.
    Probed,
}

#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    rests: u32,
    until: Option<Instant>,
    probing: bool,
}

impl Breaker {
    pub(super) fn gate(&self, now: Instant) -> Gate {
        match self.until {
            None => Gate::Open { after_rest: false },
            Some(until) if until > now => Gate::Closed { until },
            Some(_) if self.probing => Gate::Probed,
            Some(_) => Gate::Open { after_rest: true },
        }
    }

    pub(super) fn rests_until(&self) -> Option<Instant> {
        self.until
    }

    /// A call passes. Whether it is the one that tries.
    pub(super) fn enter(&mut self, gate: Gate) -> bool {
        let probe = gate == Gate::Open { after_rest: true };
        self.probing |= probe;
        probe
    }

    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Counts a failure. Rests lengthen, by half again at most from chance, so that many desktops
    /// do not come back at once. Failures of calls sent before a rest do not lengthen it.
    pub(super) fn failed(&mut self, now: Instant, unit: f64) {
        self.failures += 1;
        let resting = self.until.is_some_and(|until| until > now);
        if resting || (self.failures < PATIENCE && !self.probing) {
            return;
        }
        let doubled = FIRST_REST.saturating_mul(2_u32.saturating_pow(self.rests));
        self.until = Some(now + doubled.min(LONGEST_REST).mul_f64(1.0 + unit.clamp(0.0, 1.0) / 2.0));
        self.rests += 1;
        self.probing = false;
    }

    /// The call that tried was given up by its caller: another may try.
    pub(super) fn probe_abandoned(&mut self) {
        self.probing = false;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Breaker, Gate};

    const AFTER: Gate = Gate::Open { after_rest: true };

    fn rested() -> (Breaker, Instant) {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..5 {
            breaker.failed(now, 0.0);
        }
        (breaker, now)
    }

    #[test]
    fn five_failures_in_a_row_close_it_and_a_success_starts_the_count_anew() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..4 {
            breaker.failed(now, 0.0);
        }
        assert_eq!(breaker.gate(now), Gate::Open { after_rest: false });
        breaker.succeeded();
        breaker.failed(now, 0.0);
        assert_eq!(breaker.gate(now), Gate::Open { after_rest: false });
        let (breaker, now) = rested();
        assert_eq!(breaker.gate(now), Gate::Closed { until: now + Duration::from_secs(5) });
    }

    #[test]
    fn after_a_rest_one_tries_and_the_rest_lengthens_where_it_fails() {
        let (mut breaker, start) = rested();
        let now = start + Duration::from_secs(5);
        assert_eq!(breaker.gate(now), AFTER);
        assert!(breaker.enter(AFTER), "it is the one that tries");
        assert_eq!(breaker.gate(now), Gate::Probed, "the others wait for it");
        breaker.failed(now, 0.0);
        assert_eq!(breaker.gate(now), Gate::Closed { until: now + Duration::from_secs(10) });
        let later = now + Duration::from_secs(10);
        breaker.enter(breaker.gate(later));
        breaker.succeeded();
        assert_eq!(breaker.gate(later), Gate::Open { after_rest: false });
    }

    #[test]
    fn a_trial_that_is_given_up_leaves_room_for_another() {
        let (mut breaker, start) = rested();
        let now = start + Duration::from_secs(6);
        breaker.enter(breaker.gate(now));
        breaker.probe_abandoned();
        assert_eq!(breaker.gate(now), AFTER);
    }
}
