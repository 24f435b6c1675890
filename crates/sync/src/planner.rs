//! What to read next. Pure: given how old things are and what is under way, it says what to start
//! and when to look again. No I/O, no clock.

use std::time::Duration;

use chrono::NaiveDate;
use model::PatientId;

use crate::calendar::Span;
use crate::state::Phase;

/// Steps under way at once. More would only wait for the pacer, which admits a few a second.
pub const WIDTH: usize = 6;
/// How old departments and providers may grow. They have no feed.
const REFERENCE_AGE: Duration = Duration::from_secs(12 * 60 * 60);
/// How often what was changed in the near schedule is asked for.
const CHANGES_AGE: Duration = Duration::from_secs(60);
/// How often the near schedule is read whole: a row that vanished is seen only so.
const SWEEP_AGE: Duration = Duration::from_secs(30 * 60);
/// How old a day on screen may grow that no asking for changes covers.
const SHOWN_DAY_AGE: Duration = CHANGES_AGE;
/// How old a card on screen may grow.
const CARD_AGE: Duration = Duration::from_secs(5 * 60);
/// How long something must be looked at before it is read: who turns pages does not look at each.
const SETTLED: Duration = Duration::from_secs(1);

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The practice, departments, providers, kinds of appointments, custom fields.
    Reference,
    /// All that is booked in a span.
    Schedule(Span),
    /// All that is booked on a day, alone.
    Day(NaiveDate),
    /// What was changed in the near schedule since it was last read.
    Changes,
    /// Patients with policies, balances and custom fields.
    Patients(Vec<PatientId>),
    /// A patient with all that a card shows.
    Card(PatientId),
    /// Patients who were not there for this key, looked for again.
    Hidden(Vec<PatientId>),
}

/// Something on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What reads it.
    pub step: Step,
    /// How long ago that was done; `None` where it never was.
    pub read: Option<Duration>,
    /// How long it has been looked at.
    pub looked_at: Duration,
}

impl Shown {
    fn age(&self) -> Duration {
        if matches!(self.step, Step::Card(_)) { CARD_AGE } else { SHOWN_DAY_AGE }
    }

    /// How long until it is to be read.
    fn left(&self) -> Duration {
        left(self.read, self.age()).max(SETTLED.saturating_sub(self.looked_at))
    }
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
    /// Patients who were not there for this key, and may be by now.
    pub hidden: Vec<PatientId>,
    /// What is on screen.
    pub shown: Vec<Shown>,
    /// Steps that were set aside, and how long each still rests.
    pub aside: Vec<(Step, Duration)>,
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

impl Facts {
    /// Whether a step was set aside and still rests.
    pub fn rests(&self, step: &Step) -> bool {
        !self.rest_of(step).is_zero()
    }

    fn rest_of(&self, step: &Step) -> Duration {
        let aside = self.aside.iter().find(|(other, _)| other == step);
        aside.map_or(Duration::ZERO, |(_, rest)| *rest)
    }

    /// Spans of the window that can be read now.
    pub fn open_spans(&self) -> impl Iterator<Item = Span> {
        let near = self.near.map(|(near, _)| near);
        let spans = self.spans.iter().copied().filter(move |span| near != Some(*span));
        spans.filter(|span| !self.rests(&Step::Schedule(*span)))
    }

    /// Whether a step may be planned again: what was set aside and is not wanted any more is forgotten.
    pub fn may_want(&self, step: &Step) -> bool {
        match step {
            Step::Reference | Step::Changes => true,
            Step::Schedule(span) => {
                self.near.is_some_and(|(near, _)| near == *span) || self.spans.contains(span)
            }
            Step::Day(_) | Step::Card(_) => self.shown.iter().any(|shown| shown.step == *step),
            Step::Patients(_) | Step::Hidden(_) => false,
        }
    }

    /// What is being read: what rests comes after all else.
    pub fn phase(&self) -> Phase {
        match (self.reference, self.near) {
            (None, _) => Phase::Reference,
            (_, Some((near, None))) if !self.rests(&Step::Schedule(near)) => Phase::Near,
            _ if self.open_spans().next().is_some() => Phase::Far,
            _ if !self.patients.is_empty() => Phase::Details,
            (_, Some((_, None))) => Phase::Near,
            _ if !self.spans.is_empty() => Phase::Far,
            _ => Phase::Fresh,
        }
    }

    /// What is on screen and no reading of the near schedule keeps fresh.
    fn alone(&self) -> impl Iterator<Item = &Shown> {
        let covered = self.near.filter(|(near, _)| !self.rests(&Step::Schedule(*near)));
        self.shown.iter().filter(move |shown| match (&shown.step, covered) {
            (Step::Day(date), Some((near, _))) => !near.holds(*date),
            _ => true,
        })
    }
}

/// Says what to read next.
pub fn plan(facts: &Facts) -> Plan {
    if let Some(rest) = facts.rest.filter(|rest| !rest.is_zero()) {
        return Plan { start: Vec::new(), wake: rest };
    }
    let free = WIDTH.saturating_sub(facts.under_way.len());
    let can_start = |step: &Step| !facts.under_way.contains(step) && !facts.rests(step);
    let start: Vec<Step> = wanted(facts).into_iter().filter(can_start).take(free).collect();
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
    steps.extend(near(facts));
    steps.extend(facts.alone().filter(|shown| shown.left().is_zero()).map(|shown| shown.step.clone()));
    steps.extend(facts.open_spans().map(Step::Schedule));
    let is_busy = |kind: fn(&Step) -> bool| facts.under_way.iter().any(kind);
    if !facts.patients.is_empty() && !is_busy(|step| matches!(step, Step::Patients(_))) {
        steps.push(Step::Patients(facts.patients.iter().take(BATCH).cloned().collect()));
    }
    if facts.patients.is_empty()
        && !facts.hidden.is_empty()
        && !is_busy(|step| matches!(step, Step::Hidden(_)))
    {
        steps.push(Step::Hidden(facts.hidden.iter().take(BATCH).cloned().collect()));
    }
    steps
}

/// What the near schedule needs. Where it cannot be read whole, its changes still can.
fn near(facts: &Facts) -> Option<Step> {
    let (span, read) = facts.near?;
    let sweep = Step::Schedule(span);
    if is_due(read, SWEEP_AGE) && !facts.rests(&sweep) {
        return Some(sweep);
    }
    let asked = latest(facts.changes, read);
    (asked.is_some() && is_due(asked, CHANGES_AGE)).then_some(Step::Changes)
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
    let due = |step: &Step, left: Duration| left.max(facts.rest_of(step));
    let near = facts.near.map(|(span, read)| due(&Step::Schedule(span), left(read, SWEEP_AGE)));
    let asked = latest(facts.changes, facts.near.and_then(|(_, read)| read));
    let changes = asked.map(|asked| due(&Step::Changes, left(Some(asked), CHANGES_AGE)));
    let spans = facts.spans.iter().map(|span| facts.rest_of(&Step::Schedule(*span)));
    let spans = spans.filter(|rest| !rest.is_zero());
    let shown = facts.alone().map(|shown| due(&shown.step, shown.left()));
    [due(&Step::Reference, left(facts.reference, REFERENCE_AGE))]
        .into_iter()
        .chain(near)
        .chain(changes)
        .chain(spans)
        .chain(shown)
        .min()
        .unwrap_or(CHANGES_AGE)
        .clamp(Duration::from_secs(1), CHANGES_AGE)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::NaiveDate;
    use model::PatientId;
    use proptest::prelude::{any, proptest};

    use super::{Facts, Shown, Step, WIDTH, plan};
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

    #[test]
    fn a_span_that_rests_keeps_nothing_else_from_being_read() {
        let spans = outward(today());
        let resting = Step::Schedule(spans[3]);
        let facts = Facts {
            spans: vec![spans[3]],
            patients: vec![PatientId::new("1")],
            aside: vec![(resting.clone(), Duration::from_secs(20))],
            ..fresh()
        };
        assert_eq!(plan(&facts).start, [Step::Patients(vec![PatientId::new("1")])]);
        assert_eq!(plan(&facts).wake.as_secs(), 20, "it is looked at again when it has rested");
        let rested = Facts { aside: vec![(resting.clone(), Duration::ZERO)], ..facts };
        assert_eq!(plan(&rested).start[0], resting);
    }

    #[test]
    fn where_the_near_schedule_rests_its_changes_and_the_day_on_screen_are_read() {
        let sweep = Step::Schedule(near(today()));
        let day = Step::Day(today());
        let old = Some(Duration::from_secs(3_600));
        let facts = Facts {
            near: Some((near(today()), old)),
            changes: old,
            aside: vec![(sweep, Duration::from_secs(600))],
            shown: vec![Shown { step: day.clone(), read: old, looked_at: Duration::from_secs(9) }],
            ..fresh()
        };
        assert_eq!(plan(&facts).start, [Step::Changes, day]);
        let never = Facts { near: Some((near(today()), None)), changes: None, shown: Vec::new(), ..facts };
        assert_eq!(plan(&never).start, [], "changes are asked for since something");
        assert_eq!(plan(&never).wake.as_secs(), 60);
    }

    #[test]
    fn what_is_on_screen_is_read_anew_when_it_is_old_and_was_looked_at_for_a_moment() {
        let far = Step::Day(today() + chrono::Days::new(21));
        let card = Step::Card(PatientId::new("1"));
        let shown = |step: &Step, read: Option<u64>, looked_at| Shown {
            step: step.clone(),
            read: read.map(Duration::from_secs),
            looked_at: Duration::from_secs(looked_at),
        };
        let reads = |shown: Shown| {
            let step = shown.step.clone();
            plan(&Facts { shown: vec![shown], ..fresh() }).start == [step]
        };
        assert!(reads(shown(&far, Some(60), 5)));
        assert!(reads(shown(&far, None, 5)));
        assert!(!reads(shown(&far, Some(59), 5)));
        assert!(!reads(shown(&far, None, 0)), "pages are being turned");
        assert!(!reads(shown(&card, Some(60), 5)));
        assert!(reads(shown(&card, Some(300), 5)));
        let tomorrow = Step::Day(today() + chrono::Days::new(1));
        assert!(!reads(shown(&tomorrow, Some(900), 5)), "changes of the near schedule cover it");
        let soon = Facts { shown: vec![shown(&far, Some(55), 5)], ..fresh() };
        assert_eq!(plan(&soon).wake.as_secs(), 5);
    }

    #[test]
    fn the_hidden_are_looked_for_when_nobody_else_is_left() {
        let (seen, hidden) = (vec![PatientId::new("1")], vec![PatientId::new("2")]);
        let facts = Facts { patients: seen.clone(), hidden: hidden.clone(), ..fresh() };
        assert_eq!(plan(&facts).start, [Step::Patients(seen)]);
        assert_eq!(plan(&Facts { patients: Vec::new(), ..facts }).start, [Step::Hidden(hidden)]);
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
