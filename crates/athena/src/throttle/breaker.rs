//! Rest after many failures, and one call that tries whether it is over.

use std::time::Duration;

use tokio::time::Instant;

use crate::Strain;

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
    Closed { until: Instant, after: Strain },
    /// One is trying.
    Probed,
}

#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    rests: u32,
    rest: Option<(Instant, Strain)>,
    probing: bool,
}

impl Breaker {
    pub(super) fn gate(&self, now: Instant) -> Gate {
        match self.rest {
            None => Gate::Open { after_rest: false },
            Some((until, after)) if until > now => Gate::Closed { until, after },
            Some(_) if self.probing => Gate::Probed,
            Some(_) => Gate::Open { after_rest: true },
        }
    }

    pub(super) fn rests_until(&self) -> Option<Instant> {
        self.rest.map(|(until, _)| until)
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
    pub(super) fn failed(&mut self, why: Strain, now: Instant, unit: f64) {
        self.failures += 1;
        let resting = self.rests_until().is_some_and(|until| until > now);
        if resting || (self.failures < PATIENCE && !self.probing) {
            return;
        }
        let doubled = FIRST_REST.saturating_mul(2_u32.saturating_pow(self.rests));
        let rest = doubled.min(LONGEST_REST).mul_f64(1.0 + unit.clamp(0.0, 1.0) / 2.0);
        self.rest = Some((now + rest, why));
        self.rests += 1;
        self.probing = false;
    }

    /// A rest is over now: one call tries.
    pub(super) fn may_try(&mut self, now: Instant) {
        if let Some((until, _)) = &mut self.rest {
            *until = now.min(*until);
        }
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
    use crate::Strain;

    const WHY: Strain = Strain::OutOfOrder;
    const AFTER: Gate = Gate::Open { after_rest: true };

    fn rested() -> (Breaker, Instant) {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..5 {
            breaker.failed(WHY, now, 0.0);
        }
        (breaker, now)
    }

    fn closed(now: Instant, seconds: u64) -> Gate {
        Gate::Closed { until: now + Duration::from_secs(seconds), after: WHY }
    }

    #[test]
    fn five_failures_in_a_row_close_it_and_a_success_starts_the_count_anew() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..4 {
            breaker.failed(WHY, now, 0.0);
        }
        assert_eq!(breaker.gate(now), Gate::Open { after_rest: false });
        breaker.succeeded();
        breaker.failed(WHY, now, 0.0);
        assert_eq!(breaker.gate(now), Gate::Open { after_rest: false });
        let (breaker, now) = rested();
        assert_eq!(breaker.gate(now), closed(now, 5));
    }

    #[test]
    fn after_a_rest_one_tries_and_the_rest_lengthens_where_it_fails() {
        let (mut breaker, start) = rested();
        let now = start + Duration::from_secs(5);
        assert_eq!(breaker.gate(now), AFTER);
        assert!(breaker.enter(AFTER), "it is the one that tries");
        assert_eq!(breaker.gate(now), Gate::Probed, "the others wait for it");
        breaker.failed(WHY, now, 0.0);
        assert_eq!(breaker.gate(now), closed(now, 10));
        let later = now + Duration::from_secs(10);
        breaker.enter(breaker.gate(later));
        breaker.succeeded();
        assert_eq!(breaker.gate(later), Gate::Open { after_rest: false });
    }

    #[test]
    fn a_rest_that_is_cut_short_lets_one_try_and_lengthens_where_it_fails() {
        let (mut breaker, now) = rested();
        breaker.may_try(now);
        assert_eq!(breaker.gate(now), AFTER);
        assert!(breaker.enter(AFTER));
        breaker.failed(WHY, now, 0.0);
        assert_eq!(breaker.gate(now), closed(now, 10));
    }

    #[test]
    fn a_rest_is_for_what_failed_last() {
        let (mut breaker, start) = rested();
        let now = start + Duration::from_secs(5);
        breaker.enter(breaker.gate(now));
        breaker.failed(Strain::NoConnection, now, 0.0);
        assert!(matches!(breaker.gate(now), Gate::Closed { after: Strain::NoConnection, .. }));
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
