//! What to read next. Pure: given how old things are and what is under way, it says what to start
//! and when to look again. No I/O, no clock.

use std::time::Duration;

use athena::Feed;
use chrono::NaiveDate;
use model::{AppointmentId, PatientId};

use crate::calendar::Span;
use crate::state::Phase;

mod coming;
mod forecast;
mod pace;
mod rolling;

pub use coming::Coming;
pub use forecast::Forecast;
pub use pace::Pace;
pub use rolling::Rolling;

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
/// How long nothing may be answered before it is tried whether anybody is there: with the nine seconds that a try
/// takes, half a minute.
const UNHEARD: Duration = Duration::from_secs(20);
/// How long something must be looked at before it is read: who turns pages does not look at each.
const SETTLED: Duration = Duration::from_secs(1);

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The practice, departments, providers, kinds of appointments, custom fields.
    Reference,
    /// Providers alone: their feed told that one changed.
    Providers,
    /// All that is booked in a span.
    Schedule(Span),
    /// All that is booked on a day, alone.
    Day(NaiveDate),
    /// What was changed in the near schedule since it was last read.
    Changes,
    /// A feed of changed records.
    Feed(Feed),
    /// Patients with policies, balances and custom fields.
    Patients(Vec<PatientId>),
    /// A patient with all that a card shows.
    Card(PatientId),
    /// Visits with which something was done.
    Visits(Vec<AppointmentId>),
    /// Patients who were not there for this key, looked for again.
    Hidden(Vec<PatientId>),
    /// Allergies of those who come soon.
    Allergies(Vec<PatientId>),
    /// Those who come soon, for what no feed tells of them.
    Coming(Vec<PatientId>),
    /// A span that was read, though nothing tells that it changed.
    ScheduleAgain(Span),
    /// Patients who were read, though nothing tells that they changed.
    PatientsAgain(Vec<PatientId>),
    /// Nothing: whether athenahealth is there, which costs no call while nothing says that it is not.
    Reach,
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
    fn age(&self, pace: Pace) -> Duration {
        match self.step {
            Step::Card(_) => pace.slowed(CARD_AGE),
            _ => pace.slowed_a_little(SHOWN_DAY_AGE),
        }
    }

    /// How long until it is to be read.
    fn left(&self, pace: Pace) -> Duration {
        left(self.read, self.age(pace)).max(SETTLED.saturating_sub(self.looked_at))
    }
}

/// A patient whose details are not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Who.
    pub id: PatientId,
    /// The day of their next visit; `None` where none is known.
    pub next: Option<NaiveDate>,
}

/// A feed of changed records, and how often it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polling {
    /// Which.
    pub feed: Feed,
    /// How long ago it was read; `None` where it never was in this run.
    pub read: Option<Duration>,
    /// How often it is read.
    pub every: Duration,
}

/// Patients read in one step: their rows are put together, and a kill costs one step's answers.
pub const BATCH: usize = 24;

/// What the plan rests on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// How long ago the reference parts were read; `None` where they never were.
    pub reference: Option<Duration>,
    /// Whether the list of providers is to be read anew before that.
    pub providers: bool,
    /// The near schedule's span, and how long ago it was read whole.
    pub near: Option<(Span, Option<Duration>)>,
    /// How long ago changes of the near schedule were asked for.
    pub changes: Option<Duration>,
    /// Whether the feed of appointments tells them: nobody asks for them besides.
    pub told: bool,
    /// The feeds of changed records.
    pub feeds: Vec<Polling>,
    /// Spans of the window that are not read yet, outward from today.
    pub spans: Vec<Span>,
    /// Patients whose details are not read yet, by next visit.
    pub patients: Vec<Waiting>,
    /// Patients who were not there for this key, and may be by now.
    pub hidden: Vec<PatientId>,
    /// Those who come soon and whose allergies are to be read, by their visit.
    pub allergies: Vec<PatientId>,
    /// Those who come soon and were read before, by their visit.
    pub coming: Vec<Coming>,
    /// What is on screen.
    pub shown: Vec<Shown>,
    /// What is read again in turn.
    pub again: Vec<Rolling>,
    /// How the desk stands.
    pub pace: Pace,
    /// How long ago anything was answered; `None` before anything was in this run.
    pub unheard: Option<Duration>,
    /// Whether a call was not answered, and it is to be tried whether any is.
    pub doubted: bool,
    /// How long only what is on screen is read: the computer slept, and many wake at the same time.
    pub waking: Option<Duration>,
    /// Steps that were set aside, and how long each still rests.
    pub aside: Vec<(Step, Duration)>,
    /// Steps under way.
    pub under_way: Vec<Step>,
    /// How long nothing is to be tried, after a failure.
    pub rest: Option<Duration>,
    /// How long nothing is to be started that nobody waits for, while the practice works; `None`
    /// where it may be.
    pub hold: Option<Duration>,
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

    /// Whether only what somebody waits for is read.
    fn is_held(&self) -> bool {
        self.hold.is_some() || self.pace.short.is_some()
    }

    /// Spans of the window that may be read now: nobody waits for one.
    fn spans_now(&self) -> impl Iterator<Item = Span> {
        self.open_spans().filter(|_| !self.is_held())
    }

    /// Whether a patient's details may be read now. Somebody waits for those of whoever comes soon,
    /// which is within the near schedule.
    pub fn may_read(&self, patient: &Waiting) -> bool {
        let comes_soon = |(near, _): (Span, _)| patient.next.is_some_and(|date| near.holds(date));
        !self.is_held() || self.near.is_some_and(comes_soon)
    }

    /// Whether it is the turn of patients' details: no schedule is to be read before them.
    pub fn is_turn_of_details(&self) -> bool {
        let near_is_read = self.near.is_some_and(|(_, read)| read.is_some());
        self.reference.is_some() && self.spans_now().next().is_none() && (!self.is_held() || near_is_read)
    }

    fn patients_now(&self) -> impl Iterator<Item = &Waiting> {
        self.patients.iter().filter(|patient| self.may_read(patient))
    }

    /// Whether what is left of the fill is held, and nothing of it is being read.
    pub fn is_waiting(&self) -> bool {
        let near = self.near.map(|(near, _)| Step::Schedule(near));
        let is_fill =
            |step: &&Step| matches!(step, Step::Schedule(_) | Step::Patients(_) | Step::Allergies(_));
        let reads = self.under_way.iter().filter(is_fill).any(|step| Some(step) != near.as_ref());
        let is_left = matches!(self.phase(), Phase::Far | Phase::Details);
        let waits = self.patients_now().next().is_some() || !self.allergies.is_empty();
        self.hold.is_some() && is_left && !reads && !waits
    }

    /// Whether a step may be planned again: what was set aside and is not wanted any more is forgotten.
    pub fn may_want(&self, step: &Step) -> bool {
        match step {
            Step::Reference | Step::Changes | Step::Feed(_) => true,
            Step::Providers => self.providers,
            Step::Reach => false,
            Step::Schedule(span) => {
                self.near.is_some_and(|(near, _)| near == *span) || self.spans.contains(span)
            }
            Step::Day(_) | Step::Card(_) => self.shown.iter().any(|shown| shown.step == *step),
            Step::Patients(_) | Step::Visits(_) | Step::Hidden(_) | Step::Allergies(_) | Step::Coming(_) => {
                false
            }
            Step::ScheduleAgain(_) | Step::PatientsAgain(_) => {
                self.again.iter().any(|rolling| rolling.next == *step)
            }
        }
    }

    /// What is being read: what rests comes after all else.
    pub fn phase(&self) -> Phase {
        match (self.reference, self.near) {
            (None, _) => Phase::Reference,
            (_, Some((near, None))) if !self.rests(&Step::Schedule(near)) => Phase::Near,
            _ if self.spans_now().next().is_some() => Phase::Far,
            _ if self.patients_now().next().is_some() => Phase::Details,
            _ if self.open_spans().next().is_some() => Phase::Far,
            _ if !self.patients.is_empty() || !self.allergies.is_empty() => Phase::Details,
            (_, Some((_, None))) => Phase::Near,
            _ if !self.spans.is_empty() => Phase::Far,
            _ => Phase::Fresh,
        }
    }

    /// What is read again in turn, where that is free to be: all else is read.
    fn in_turn(&self) -> impl Iterator<Item = &Rolling> {
        let is_done = self.open_spans().next().is_none() && self.patients.is_empty();
        let is_free = is_done && !self.is_held() && self.pace.is_free();
        self.again.iter().filter(move |_| is_free)
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
    if let Some(waking) = facts.waking.filter(|waking| !waking.is_zero()) {
        let start = shown(facts).filter(|step| can_start(facts, step)).take(free(facts)).collect();
        return Plan { start, wake: waking.min(wake(facts)) };
    }
    let wanted = wanted(facts).into_iter();
    let mut start: Vec<Step> = wanted.filter(|step| can_start(facts, step)).take(free(facts)).collect();
    if start.is_empty() && unheard_left(facts).is_some_and(|left| left.is_zero()) {
        start.push(Step::Reach);
    }
    Plan { start, wake: wake(facts) }
}

/// How long until it is tried whether anybody is there; `None` while something is under way, which tells it too, and
/// where nobody is at the desk to be told and a battery is spared.
fn unheard_left(facts: &Facts) -> Option<Duration> {
    let is_spared = facts.pace.on_battery && facts.pace.unattended;
    let unheard = facts.unheard.filter(|_| facts.under_way.is_empty() && !is_spared)?;
    Some(if facts.doubted { Duration::ZERO } else { UNHEARD.saturating_sub(unheard) })
}

fn free(facts: &Facts) -> usize {
    WIDTH.saturating_sub(facts.under_way.len())
}

fn can_start(facts: &Facts, step: &Step) -> bool {
    !facts.under_way.contains(step) && !facts.rests(step)
}

/// What is on screen and old enough.
fn shown(facts: &Facts) -> impl Iterator<Item = Step> {
    facts.alone().filter(|shown| shown.left(facts.pace).is_zero()).map(|shown| shown.step.clone())
}

fn wanted(facts: &Facts) -> Vec<Step> {
    let mut steps = Vec::new();
    if is_due(facts.reference, REFERENCE_AGE) {
        steps.push(Step::Reference);
    }
    if facts.reference.is_none() {
        return steps;
    }
    if facts.providers && steps.is_empty() && !facts.under_way.contains(&Step::Reference) {
        steps.push(Step::Providers);
    }
    steps.extend(near(facts));
    let due = facts.feeds.iter().filter(|polling| is_due(polling.read, polling.every));
    steps.extend(due.map(|polling| Step::Feed(polling.feed)));
    steps.extend(shown(facts));
    let is_busy = |kind: fn(&Step) -> bool| facts.under_way.iter().any(kind);
    if !facts.allergies.is_empty() && !is_busy(|step| matches!(step, Step::Allergies(_))) {
        steps.push(Step::Allergies(facts.allergies.iter().take(BATCH).cloned().collect()));
    }
    steps.extend(facts.coming_now());
    steps.extend(facts.spans_now().map(Step::Schedule));
    let batch: Vec<PatientId> = facts.patients_now().take(BATCH).map(|patient| patient.id.clone()).collect();
    if !batch.is_empty() && !is_busy(|step| matches!(step, Step::Patients(_))) {
        steps.push(Step::Patients(batch));
    }
    if facts.patients.is_empty()
        && !facts.is_held()
        && !facts.hidden.is_empty()
        && !is_busy(|step| matches!(step, Step::Hidden(_)))
    {
        steps.push(Step::Hidden(facts.hidden.iter().take(BATCH).cloned().collect()));
    }
    let is_again = |step: &Step| matches!(step, Step::ScheduleAgain(_) | Step::PatientsAgain(_));
    if !is_busy(is_again) {
        steps.extend(
            facts.in_turn().filter(|next| next.left().is_zero()).map(|next| next.next.clone()).take(1),
        );
    }
    steps
}

/// What the near schedule needs. Where it cannot be read whole, its changes still can.
fn near(facts: &Facts) -> Option<Step> {
    let (span, read) = facts.near?;
    let sweep = Step::Schedule(span);
    if is_due(read, facts.pace.slowed(SWEEP_AGE)) && !facts.rests(&sweep) {
        return Some(sweep);
    }
    changes_left(facts).is_some_and(|left| left.is_zero()).then_some(Step::Changes)
}

/// How long until changes of the near schedule are asked for; `None` where they are not.
fn changes_left(facts: &Facts) -> Option<Duration> {
    let asked = latest(facts.changes, facts.near?.1).filter(|_| !facts.told)?;
    Some(left(Some(asked), facts.pace.slowed_a_little(CHANGES_AGE)))
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
    let sweep = facts.pace.slowed(SWEEP_AGE);
    let near = facts.near.map(|(span, read)| due(&Step::Schedule(span), left(read, sweep)));
    let changes = changes_left(facts).map(|left| due(&Step::Changes, left));
    let spans = facts.spans.iter().map(|span| facts.rest_of(&Step::Schedule(*span)));
    let spans = spans.filter(|rest| !rest.is_zero());
    let feeds = facts.feeds.iter();
    let feeds = feeds.map(|polling| due(&Step::Feed(polling.feed), left(polling.read, polling.every)));
    let shown = facts.alone().map(|shown| due(&shown.step, shown.left(facts.pace)));
    let again = facts.in_turn().map(|rolling| due(&rolling.next, rolling.left()));
    let providers = facts.providers.then(|| facts.rest_of(&Step::Providers)).filter(|rest| !rest.is_zero());
    [due(&Step::Reference, left(facts.reference, REFERENCE_AGE))]
        .into_iter()
        .chain(providers)
        .chain(near)
        .chain(changes)
        .chain(spans)
        .chain(feeds.filter(|_| facts.reference.is_some()))
        .chain(shown)
        .chain(facts.coming_left())
        .chain(again)
        .chain(unheard_left(facts))
        .chain(facts.hold)
        .chain(facts.pace.short)
        .min()
        .unwrap_or(CHANGES_AGE)
        .clamp(Duration::from_secs(1), CHANGES_AGE)
}

#[cfg(test)]
mod tests;
