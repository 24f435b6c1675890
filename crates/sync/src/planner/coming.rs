//! Who comes soon, for what no feed tells of them: policies, balances and custom fields change in silence.

use std::time::Duration;

use model::PatientId;

use super::{BATCH, Facts, Pace, Step};

/// How old that may grow: whoever comes is read twice before their day, and once on it.
const AGE: Duration = Duration::from_secs(12 * 60 * 60);

/// Somebody who comes soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Who.
    pub id: PatientId,
    /// How long ago what no feed tells of them was read.
    pub read: Duration,
}

impl Coming {
    /// How long until they are read again. A battery and the day's last calls are spared, an empty desk is not:
    /// nobody waits at night for what is to be known in the morning.
    pub fn left(&self, pace: Pace) -> Duration {
        let age = if pace.is_free() { AGE } else { AGE * 2 };
        age.saturating_sub(self.read)
    }
}

impl Facts {
    /// The next of those who come soon to be read again, where nobody of them is being read.
    pub(super) fn coming_now(&self) -> Option<Step> {
        let is_busy = self.under_way.iter().any(|step| matches!(step, Step::Coming(_)));
        let due = self.coming.iter().filter(|coming| coming.left(self.pace).is_zero());
        let due: Vec<PatientId> = due.take(BATCH).map(|coming| coming.id.clone()).collect();
        (!is_busy && !due.is_empty()).then_some(Step::Coming(due))
    }

    /// How long until one of them is to be read again.
    pub(super) fn coming_left(&self) -> Option<Duration> {
        self.coming.iter().map(|coming| coming.left(self.pace)).min()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use model::PatientId;
    use proptest::prelude::{any, proptest};

    use super::{AGE, Coming, Duration, Pace, Step};
    use crate::calendar::{near, outward};
    use crate::planner::{Facts, plan};

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    fn coming(id: usize, seconds: u64) -> Coming {
        Coming { id: PatientId::new(id.to_string()), read: Duration::from_secs(seconds) }
    }

    fn fresh() -> Facts {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
        let read = Some(Duration::ZERO);
        Facts { reference: read, near: Some((near(today), read)), told: true, ..Facts::default() }
    }

    #[test]
    fn they_are_read_before_the_far_schedule_and_while_the_practice_works_and_the_loop_wakes_for_them() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
        let due = AGE.as_secs();
        let facts = Facts {
            coming: vec![coming(1, due - 9), coming(2, due), coming(3, 0)],
            spans: outward(today),
            ..fresh()
        };
        let first = Step::Coming(vec![PatientId::new("2")]);
        assert_eq!(plan(&facts).start[0], first);
        let held = Facts { hold: Some(DAY), ..facts.clone() };
        assert_eq!(plan(&held).start, std::slice::from_ref(&first));
        assert_eq!(plan(&Facts { under_way: vec![first], ..held.clone() }).start, [], "one batch at a time");
        let young = Facts { coming: vec![coming(1, due - 9)], ..held.clone() };
        assert_eq!((plan(&young).start, plan(&young).wake.as_secs()), (Vec::new(), 9));
        let pace = Pace { on_battery: true, ..Pace::default() };
        assert_eq!(plan(&Facts { pace, ..held }).start, [], "a battery is spared for as long again");
    }

    proptest! {
        #[test]
        fn whoever_comes_soon_is_never_known_from_longer_ago_than_said_and_never_read_twice_in_that_time(
            ages in proptest::collection::vec(0_u64..200_000, 1..90),
            turn in 300_u64..3_600,
            ways in any::<[bool; 4]>(),
        ) {
            let [on_battery, unattended, is_short, is_held] = ways;
            let pace = Pace { on_battery, unattended, short: is_short.then_some(DAY * 9) };
            let oldest = if on_battery || is_short { AGE * 2 } else { AGE };
            let turn = Duration::from_secs(turn);
            let coming = ages.iter().enumerate().map(|(id, age)| coming(id, *age)).collect();
            let mut facts = Facts { coming, pace, hold: is_held.then_some(DAY * 9), ..fresh() };
            let mut passed = Duration::ZERO;
            while passed < DAY * 2 {
                loop {
                    let start = plan(&facts).start;
                    for step in &start {
                        if let Step::Coming(ids) = step {
                            let read = facts.coming.iter().filter(|coming| ids.contains(&coming.id));
                            assert!(read.clone().all(|coming| coming.read >= oldest), "{start:?}");
                            assert_eq!(read.count(), ids.len());
                        }
                        facts.end(step);
                    }
                    if start.is_empty() {
                        break;
                    }
                }
                assert!(facts.coming.iter().all(|coming| coming.read < oldest), "after {passed:?}");
                facts.pass(turn);
                passed += turn;
            }
        }
    }
}
