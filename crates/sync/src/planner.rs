//! What to read next. Pure: given the clock, what is stale and what is under way, it says what to
//! start and when to look again. No I/O.

use std::time::Duration;

use chrono::{DateTime, Utc};
use model::PatientId;

use crate::calendar::Span;

/// Steps under way at once. More would only wait for the pacer, which admits a few a second.
pub const WIDTH: usize = 6;
/// How old departments and providers may grow. They have no feed.
const REFERENCE_AGE: Duration = Duration::from_secs(12 * 60 * 60);
/// How often what was changed in the near schedule is asked for.
const CHANGES_AGE: Duration = Duration::from_secs(60);
/// How often the near schedule is read whole: a row that vanished is seen only so.
const SWEEP_AGE: Duration = Duration::from_secs(30 * 60);

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The practice, departments, providers, kinds of appointments, custom fields.
    Reference,
    /// All that is booked in a span.
    Schedule(Span),
    /// What was changed in the near schedule since it was last read.
    Changes,
    /// Patients with policies, balances and custom fields.
    Patients(Vec<PatientId>),
}

/// Patients read in one step: their rows are put together, and a kill costs one step's answers.
pub const BATCH: usize = 24;

/// What the plan rests on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// When the reference parts were read.
    pub reference: Option<DateTime<Utc>>,
    /// The near schedule's span, and when it was read whole.
    pub near: Option<(Span, Option<DateTime<Utc>>)>,
    /// When changes of the near schedule were last asked for.
    pub changes: Option<DateTime<Utc>>,
    /// Spans of the window that are not read yet, outward from today.
    pub spans: Vec<Span>,
    /// Patients whose details are not read yet, by next visit.
    pub patients: Vec<PatientId>,
    /// Steps under way.
    pub under_way: Vec<Step>,
    /// Until when nothing is to be tried, after a failure.
    pub resting_until: Option<DateTime<Utc>>,
}

/// What to start now, and when to look again if nothing happens before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Steps to start, the most urgent first.
    pub start: Vec<Step>,
    /// How long until something falls due.
    pub wake: Duration,
}

/// Says what to read next.
pub fn plan(now: DateTime<Utc>, facts: &Facts) -> Plan {
    if let Some(until) = facts.resting_until.filter(|until| *until > now) {
        return Plan { start: Vec::new(), wake: (until - now).to_std().unwrap_or_default() };
    }
    let free = WIDTH.saturating_sub(facts.under_way.len());
    let wanted = wanted(now, facts);
    let start: Vec<Step> =
        wanted.into_iter().filter(|step| !facts.under_way.contains(step)).take(free).collect();
    Plan { start, wake: wake(now, facts) }
}

fn wanted(now: DateTime<Utc>, facts: &Facts) -> Vec<Step> {
    let mut steps = Vec::new();
    if is_due(now, facts.reference, REFERENCE_AGE) {
        steps.push(Step::Reference);
    }
    if facts.reference.is_none() {
        return steps;
    }
    if let Some((span, read)) = facts.near {
        if is_due(now, read, SWEEP_AGE) {
            steps.push(Step::Schedule(span));
        } else if is_due(now, latest(facts.changes, read), CHANGES_AGE) {
            steps.push(Step::Changes);
        }
    }
    steps.extend(facts.spans.iter().filter(|span| !is_near(facts, span)).copied().map(Step::Schedule));
    if !facts.patients.is_empty() && !facts.under_way.iter().any(|step| matches!(step, Step::Patients(_))) {
        steps.push(Step::Patients(facts.patients.iter().take(BATCH).cloned().collect()));
    }
    steps
}

fn is_near(facts: &Facts, span: &Span) -> bool {
    facts.near.is_some_and(|(near, _)| near == *span)
}

fn latest(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    one.max(other)
}

fn is_due(now: DateTime<Utc>, read: Option<DateTime<Utc>>, age: Duration) -> bool {
    left(now, read, age).is_zero()
}

/// How long until something read at an instant is older than it may grow. A clock that was set
/// back makes it due: a future reading proves nothing.
fn left(now: DateTime<Utc>, read: Option<DateTime<Utc>>, age: Duration) -> Duration {
    match read.map(|read| (now - read).to_std()) {
        Some(Ok(grown)) => age.saturating_sub(grown),
        // The server's clock may run a little ahead of this one.
        Some(Err(_)) if read.is_some_and(|read| read - now < chrono::Duration::minutes(5)) => age,
        _ => Duration::ZERO,
    }
}

fn wake(now: DateTime<Utc>, facts: &Facts) -> Duration {
    let near = facts.near.map(|(_, read)| read).unwrap_or_default();
    let due = [
        left(now, facts.reference, REFERENCE_AGE),
        left(now, near, SWEEP_AGE),
        left(now, latest(facts.changes, near), CHANGES_AGE),
    ];
    due.into_iter().min().unwrap_or(CHANGES_AGE).max(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration, NaiveDate, Utc};
    use model::PatientId;
    use proptest::prelude::{any, proptest};

    use super::{Facts, Step, WIDTH, plan};
    use crate::calendar::{near, outward};

    fn now() -> DateTime<Utc> {
        "2026-11-23T15:00:00Z".parse().expect("an instant")
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
    }

    fn fresh() -> Facts {
        let read = Some(now() - Duration::seconds(30));
        Facts { reference: read, near: Some((near(today()), read)), changes: read, ..Facts::default() }
    }

    #[test]
    fn a_new_copy_reads_the_practice_before_anything_that_hangs_on_it() {
        let facts = Facts { spans: outward(today()), ..Facts::default() };
        assert_eq!(plan(now(), &facts).start, [Step::Reference]);
    }

    #[test]
    fn then_the_near_schedule_before_the_far_one_and_schedules_before_patients() {
        let facts = Facts {
            near: Some((near(today()), None)),
            changes: None,
            spans: outward(today()),
            patients: vec![PatientId::new("1")],
            ..fresh()
        };
        let start = plan(now(), &facts).start;
        assert_eq!(start[0], Step::Schedule(near(today())));
        assert_eq!(start.len(), WIDTH);
        assert!(!start.contains(&Step::Patients(vec![PatientId::new("1")])), "spans come first");
    }

    #[test]
    fn when_all_is_read_changes_are_asked_for_each_minute() {
        assert_eq!(plan(now(), &fresh()).start, []);
        assert_eq!(plan(now(), &fresh()).wake.as_secs(), 30);
        assert_eq!(plan(now() + Duration::seconds(30), &fresh()).start, [Step::Changes]);
    }

    #[test]
    fn a_clock_set_back_does_not_stop_reading() {
        let earlier = now() - Duration::days(2);
        assert_eq!(plan(earlier, &fresh()).start[0], Step::Reference);
    }

    proptest! {
        #[test]
        fn no_more_than_the_width_is_ever_under_way_and_nothing_twice(
            busy in 0_usize..12, spans in 0_usize..60, patients in 0_usize..60, age in any::<u16>(),
        ) {
            let facts = Facts {
                reference: Some(now() - Duration::seconds(i64::from(age))),
                spans: outward(today()).into_iter().take(spans).collect(),
                patients: (0..patients).map(|id| PatientId::new(id.to_string())).collect(),
                under_way: (0..busy).map(|id| Step::Patients(vec![PatientId::new(id.to_string())])).collect(),
                near: Some((near(today()), Some(now() - Duration::seconds(i64::from(age))))),
                ..Facts::default()
            };
            let plan = plan(now(), &facts);
            assert!(plan.start.len() + busy <= WIDTH.max(busy));
            assert!(plan.start.iter().all(|step| !facts.under_way.contains(step)));
            assert!(plan.wake.as_secs() >= 1, "it never spins");
        }

        #[test]
        fn nothing_is_tried_while_resting(seconds in 1_i64..600) {
            let facts = Facts { resting_until: Some(now() + Duration::seconds(seconds)), ..Facts::default() };
            let plan = plan(now(), &facts);
            assert!(plan.start.is_empty());
            assert_eq!(plan.wake.as_secs(), u64::try_from(seconds).expect("positive"));
        }
    }
}
