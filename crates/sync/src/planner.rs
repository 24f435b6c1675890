//! What to read next. Pure: given how old things are and what is under way, it says what to start
//! and when to look again. No I/O, no clock.

use std::time::Duration;

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
    /// How long ago the reference parts were read; `None` where they never were.
    pub reference: Option<Duration>,
    /// The near schedule's span, and how long ago it was read whole.
    pub near: Option<(Span, Option<Duration>)>,
    /// How long ago changes of the near schedule were asked for.
    pub changes: Option<Duration>,
    /// Spans of the window that are not read yet, outward from today.
    pub spans: Vec<Span>,
    /// Patients whose details are not read yet, by next visit.
    pub patients: Vec<PatientId>,
    /// Steps under way.
    pub under_way: Vec<Step>,
    /// How long nothing is to be tried, after a failure.
    pub rest: Option<Duration>,
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
pub fn plan(facts: &Facts) -> Plan {
    if let Some(rest) = facts.rest.filter(|rest| !rest.is_zero()) {
        return Plan { start: Vec::new(), wake: rest };
    }
    let free = WIDTH.saturating_sub(facts.under_way.len());
    let wanted = wanted(facts);
    let start: Vec<Step> =
        wanted.into_iter().filter(|step| !facts.under_way.contains(step)).take(free).collect();
    Plan { start, wake: wake(facts) }
}

fn wanted(facts: &Facts) -> Vec<Step> {
    let mut steps = Vec::new();
    if is_due(facts.reference, REFERENCE_AGE) {
        steps.push(Step::Reference);
    }
    if facts.reference.is_none() {
        return steps;
    }
    if let Some((span, read)) = facts.near {
        if is_due(read, SWEEP_AGE) {
            steps.push(Step::Schedule(span));
        } else if is_due(latest(facts.changes, read), CHANGES_AGE) {
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

fn latest(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    one.into_iter().chain(other).min()
}

fn is_due(grown: Option<Duration>, age: Duration) -> bool {
    left(grown, age).is_zero()
}

/// How long until something is older than it may grow.
fn left(grown: Option<Duration>, age: Duration) -> Duration {
    grown.map_or(Duration::ZERO, |grown| age.saturating_sub(grown))
}

fn wake(facts: &Facts) -> Duration {
    let near = facts.near.map(|(_, read)| read).unwrap_or_default();
    let due = [
        left(facts.reference, REFERENCE_AGE),
        left(near, SWEEP_AGE),
        left(latest(facts.changes, near), CHANGES_AGE),
    ];
    due.into_iter().min().unwrap_or(CHANGES_AGE).max(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::NaiveDate;
    use model::PatientId;
    use proptest::prelude::{any, proptest};

    use super::{Facts, Step, WIDTH, plan};
    use crate::calendar::{near, outward};

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
    }

    fn fresh() -> Facts {
        read_before(Duration::from_secs(30))
    }

    fn read_before(age: Duration) -> Facts {
        let read = Some(age);
        Facts { reference: read, near: Some((near(today()), read)), changes: read, ..Facts::default() }
    }

    #[test]
    fn a_new_copy_reads_the_practice_before_anything_that_hangs_on_it() {
        let facts = Facts { spans: outward(today()), ..Facts::default() };
        assert_eq!(plan(&facts).start, [Step::Reference]);
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
        let start = plan(&facts).start;
        assert_eq!(start[0], Step::Schedule(near(today())));
        assert_eq!(start.len(), WIDTH);
        assert!(!start.contains(&Step::Patients(vec![PatientId::new("1")])), "spans come first");
    }

    #[test]
    fn when_all_is_read_changes_are_asked_for_each_minute() {
        assert_eq!(plan(&fresh()).start, []);
        assert_eq!(plan(&fresh()).wake.as_secs(), 30);
        assert_eq!(plan(&read_before(Duration::from_secs(60))).start, [Step::Changes]);
    }

    proptest! {
        #[test]
        fn no_more_than_the_width_is_ever_under_way_and_nothing_twice(
            busy in 0_usize..12, spans in 0_usize..60, patients in 0_usize..60, age in any::<u16>(),
        ) {
            let facts = Facts {
                reference: Some(Duration::from_secs(u64::from(age))),
                spans: outward(today()).into_iter().take(spans).collect(),
                patients: (0..patients).map(|id| PatientId::new(id.to_string())).collect(),
                under_way: (0..busy).map(|id| Step::Patients(vec![PatientId::new(id.to_string())])).collect(),
                near: Some((near(today()), Some(Duration::from_secs(u64::from(age))))),
                ..Facts::default()
            };
            let plan = plan(&facts);
            assert!(plan.start.len() + busy <= WIDTH.max(busy));
            assert!(plan.start.iter().all(|step| !facts.under_way.contains(step)));
            assert!(plan.wake.as_secs() >= 1, "it never spins");
        }

        #[test]
        fn nothing_is_tried_while_resting(seconds in 1_u64..600) {
            let facts = Facts { rest: Some(Duration::from_secs(seconds)), ..Facts::default() };
            let plan = plan(&facts);
            assert!(plan.start.is_empty());
            assert_eq!(plan.wake.as_secs(), seconds);
        }
    }
}
