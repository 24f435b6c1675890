//! Steps that cannot be read as they are: each rests on its own, and all else goes on.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use crate::planner::Step;
use crate::rest;
use crate::state::Trouble;

#[derive(Debug)]
struct Resting {
    until: Instant,
    tries: u32,
    why: Option<Trouble>,
    since: DateTime<Utc>,
}

/// Steps that are set aside, and when each is tried again.
#[derive(Debug, Default)]
pub(crate) struct Aside(HashMap<Step, Resting>);

impl Aside {
    /// Sets a step aside, for longer each time: because of a trouble of its own, or because it
    /// could not be brought to an end.
    pub fn put(&mut self, step: &Step, why: Option<Trouble>, wall: DateTime<Utc>) {
        let before = self.0.remove(step);
        let tries = before.as_ref().map_or(0, |before| before.tries.saturating_add(1));
        let since = before.filter(|before| before.why.is_some()).map_or(wall, |before| before.since);
        let until = Instant::now() + rest::aside(why.as_ref(), tries);
        self.0.insert(step.clone(), Resting { until, tries, why, since });
    }

    /// Notes that a step ended well.
    pub fn forget(&mut self, step: &Step) {
        self.0.remove(step);
    }

    /// Forgets all of them: each is tried again.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Forgets the steps that nobody wants any more.
    pub fn keep(&mut self, wanted: impl Fn(&Step) -> bool) {
        self.0.retain(|step, _| wanted(step));
    }

    /// The steps, and for how long each still rests.
    pub fn resting(&self) -> Vec<(Step, Duration)> {
        let now = Instant::now();
        self.0.iter().map(|(step, resting)| (step.clone(), resting.until.duration_since(now))).collect()
    }

    /// What has kept a step from being read for the longest time, and since when.
    pub fn trouble(&self) -> Option<(Trouble, DateTime<Utc>)> {
        let said = self.0.values().filter_map(|resting| Some((resting.why.clone()?, resting.since)));
        said.min_by_key(|(_, since)| *since)
    }
}
