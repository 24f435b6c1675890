//! What became of a visit by a given instant: booked, cancelled, checking in, checked in, out, charged. Every step
//! has its instant, drawn from the visit's id, so that the schedule moves by itself as the clock does.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::calendar::{Fate, Visit};
use crate::eastern;
use crate::seed::{Seed, Stream};

const UPDATE: &str = "UpdateAppointment";

/// The instants of one visit's steps; a step that never comes has none.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) booked: DateTime<Utc>,
    pub(crate) cancelled: Option<DateTime<Utc>>,
    steps: Option<Steps>,
}

#[derive(Debug, Clone)]
struct Steps {
    check_in_starts: DateTime<Utc>,
    checked_in: DateTime<Utc>,
    intake_starts: DateTime<Utc>,
    intake_ends: DateTime<Utc>,
    checked_out: DateTime<Utc>,
    charged: Option<DateTime<Utc>>,
}

/// What a visit is at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Booked, `f`; also for ever that of somebody who never came.
    Booked,
    /// Booked, `f`, with the check-in begun.
    CheckingIn,
    /// Checked in, `2`.
    CheckedIn,
    /// Checked out, `3`.
    CheckedOut,
    /// Charge entered, `4`.
    Charged,
    /// Cancelled, `x`.
    Cancelled,
}

impl State {
    /// The interface's one-letter status.
    pub fn letter(self) -> &'static str {
        match self {
            State::Booked | State::CheckingIn => "f",
            State::CheckedIn => "2",
            State::CheckedOut => "3",
            State::Charged => "4",
            State::Cancelled => "x",
        }
    }
}

/// A visit as it stands at an instant: its state and the steps that lie behind it.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) state: State,
    pub(crate) modified: DateTime<Utc>,
    pub(crate) check_in_started: Option<DateTime<Utc>>,
    pub(crate) checked_in: Option<DateTime<Utc>>,
    pub(crate) intake_started: Option<DateTime<Utc>>,
    pub(crate) intake_ended: Option<DateTime<Utc>>,
    pub(crate) checked_out: Option<DateTime<Utc>>,
    /// The visit that it was moved to.
    pub(crate) moved_to: Option<u32>,
    /// The reason that a desk gave for cancelling it.
    pub(crate) reason: Option<u32>,
}

impl Standing {
    /// Booked, or open, since an instant.
    pub(crate) fn booked(since: DateTime<Utc>) -> Self {
        Standing {
            state: State::Booked,
            modified: since,
            check_in_started: None,
            checked_in: None,
            intake_started: None,
            intake_ended: None,
            checked_out: None,
            moved_to: None,
            reason: None,
        }
    }
}

impl Story {
    /// The story of a visit that a desk booked: whatever follows, desks do.
    pub(crate) fn booked_at(booked: DateTime<Utc>) -> Self {
        Story { booked, cancelled: None, steps: None }
    }

    /// All that happens, with the event by which the interface tells of it.
    pub(crate) fn events(&self) -> Vec<(DateTime<Utc>, &'static str)> {
        let mut events = vec![(self.booked, "ScheduleAppointment")];
        events.extend(self.cancelled.map(|at| (at, "CancelAppointment")));
        if let Some(steps) = &self.steps {
            events.push((steps.check_in_starts, UPDATE));
            events.push((steps.checked_in, "CheckIn"));
            events.push((steps.intake_starts, UPDATE));
            events.push((steps.intake_ends, UPDATE));
            events.push((steps.checked_out, "CheckOut"));
            events.extend(steps.charged.map(|at| (at, UPDATE)));
        }
        events
    }

    /// Draws the story of a visit in its department's zone.
    pub(crate) fn of(seed: Seed, visit: &Visit, zone: Tz) -> Self {
        let mut dice = seed.dice(Stream::Story, u64::from(visit.id));
        let starts = eastern::at(zone, visit.day, i64::from(visit.minute));
        let hour = dice.between(450, 1020);
        let call = eastern::at(zone, eastern::shift(visit.day, -i64::from(visit.lead)), hour);
        let booked =
            call.min(starts - TimeDelta::minutes(dice.between(35, 90))) + seconds(dice.between(0, 59));
        let wait = (starts - booked).num_seconds().max(1);
        let cancelled = (visit.fate == Fate::Cancelled).then(|| booked + seconds(dice.between(1, wait)));
        let mut later = |from: DateTime<Utc>, low, high| from + seconds(dice.between(low * 60, high * 60));
        let check_in_starts = later(starts, -14, 9);
        let checked_in = later(check_in_starts, 1, 6);
        let intake_ends = later(checked_in, 4, 12);
        let checked_out = later(intake_ends, i64::from(visit.minutes) / 2, i64::from(visit.minutes) + 10);
        let charged_at = later(checked_out, 10, 9 * 60);
        let charged = dice.chance(940);
        // On some the staff comes late, and all that follows is late with it.
        let late = if dice.chance(120) { seconds(dice.between(12 * 60, 30 * 60)) } else { seconds(0) };
        let steps = Steps {
            check_in_starts,
            checked_in,
            intake_starts: checked_in + (intake_ends - checked_in) / 2 + late,
            intake_ends: intake_ends + late,
            checked_out: checked_out + late,
            charged: charged.then_some(charged_at + late),
        };
        Story { booked, cancelled, steps: (visit.fate == Fate::Kept).then_some(steps) }
    }

    /// How the visit stands, or nothing before it was booked.
    pub(crate) fn at(&self, now: DateTime<Utc>) -> Option<Standing> {
        if now < self.booked {
            return None;
        }
        let mut standing = Standing::booked(self.booked);
        if let Some(cancelled) = self.cancelled.filter(|at| *at <= now) {
            standing.state = State::Cancelled;
            standing.modified = cancelled;
        }
        if let Some(steps) = &self.steps {
            steps.walk(now, &mut standing);
        }
        Some(standing)
    }
}

impl Steps {
    fn walk(&self, now: DateTime<Utc>, standing: &mut Standing) {
        let past = |at: DateTime<Utc>| (at <= now).then_some(at);
        standing.check_in_started = past(self.check_in_starts);
        standing.checked_in = past(self.checked_in);
        standing.intake_started = past(self.intake_starts);
        standing.intake_ended = past(self.intake_ends);
        standing.checked_out = past(self.checked_out);
        let steps = [
            (standing.check_in_started, State::CheckingIn),
            (standing.checked_in, State::CheckedIn),
            (standing.intake_started, State::CheckedIn),
            (standing.intake_ended, State::CheckedIn),
            (standing.checked_out, State::CheckedOut),
            (self.charged.and_then(past), State::Charged),
        ];
        for (at, state) in steps {
            if let Some(at) = at {
                standing.modified = at;
                standing.state = state;
            }
        }
    }
}

fn seconds(count: i64) -> TimeDelta {
    TimeDelta::seconds(count)
}
