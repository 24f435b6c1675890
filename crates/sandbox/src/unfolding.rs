//! What the schedule does by itself as the clock goes on, told to the feeds: people book, come and leave, whether a desk
//! of this sandbox acts or not. It is laid out once, when somebody first subscribes to appointments.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::eastern;
use crate::practice::Practice;

/// The steps that lie ahead.
#[derive(Debug, Default)]
pub(crate) struct Unfolding(Mutex<Option<Ahead>>);

#[derive(Debug)]
struct Ahead {
    /// In order of time.
    steps: Vec<Step>,
    next: usize,
}

#[derive(Debug)]
struct Step {
    at: DateTime<Utc>,
    visit: u32,
    event: &'static str,
}

impl Unfolding {
    /// Lays out what comes after now.
    pub(crate) fn begin(&self, practice: &Practice, now: DateTime<Utc>) {
        let mut ahead = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ahead.is_none() {
            *ahead = Some(Ahead { steps: steps(practice, now), next: 0 });
        }
    }

    /// Tells what has happened up to now; what desks have taken in hand happens otherwise.
    pub(crate) fn advance(&self, practice: &Practice, now: DateTime<Utc>) {
        let mut ahead = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(ahead) = ahead.as_mut() else { return };
        while let Some(step) = ahead.steps.get(ahead.next).filter(|step| step.at <= now) {
            ahead.next += 1;
            let taken = practice.bookings.steps(step.visit).and_then(|steps| steps.first());
            if taken.is_none_or(|taken| step.at < taken) {
                practice.tell_visit(step.visit, step.event, step.at);
            }
        }
    }
}

fn steps(practice: &Practice, now: DateTime<Utc>) -> Vec<Step> {
    let from = eastern::shift(eastern::wall(now).date(), -2);
    let visits = practice.calendar.between(from, NaiveDate::MAX).iter();
    let mut steps: Vec<Step> = visits
        .flat_map(|visit| {
            let events = practice.story(visit).events();
            events.into_iter().map(|(at, event)| Step { at, visit: visit.id, event })
        })
        .filter(|step| step.at > now - TimeDelta::seconds(1))
        .collect();
    steps.sort_by_key(|step| (step.at, step.visit));
    steps
}
