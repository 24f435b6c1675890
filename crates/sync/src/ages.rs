//! How long ago things were read.
//!
//! What the copy keeps is the server's `Date`, which this machine's clock may differ from by any
//! amount. What was read in this run is therefore aged by the time that passed here.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use crate::planner::Step;

/// When a step ended well, by this machine.
#[derive(Clone, Copy, Debug)]
struct Done {
    at: Instant,
    wall: DateTime<Utc>,
}

/// When steps of this run ended well.
#[derive(Debug, Default)]
pub(crate) struct Ages {
    done: HashMap<Step, Done>,
    renewed: Option<Instant>,
}

impl Ages {
    /// Notes that a step ended well.
    pub fn done(&mut self, step: &Step, wall: DateTime<Utc>) {
        self.done.insert(step.clone(), Done { at: Instant::now(), wall });
    }

    /// Takes all that was read until now as due.
    pub fn renew(&mut self) {
        self.renewed = Some(Instant::now());
    }

    /// How long ago a step ended well, for ever where everything was to be read anew since: in this run, else by what the copy keeps of an earlier one.
    pub fn of(&self, step: &Step, kept: Option<DateTime<Utc>>, wall: DateTime<Utc>) -> Option<Duration> {
        let age = self.age(step, kept, wall)?;
        let is_older = self.renewed.is_some_and(|renewed| age >= renewed.elapsed());
        Some(if is_older { Duration::MAX } else { age })
    }

    fn age(&self, step: &Step, kept: Option<DateTime<Utc>>, wall: DateTime<Utc>) -> Option<Duration> {
        match self.done.get(step) {
            // The one clock stands still while the machine sleeps, the other can be set: neither
            // runs ahead for longer than until the next reading.
            Some(done) => Some(done.at.elapsed().max((wall - done.wall).to_std().unwrap_or_default())),
            // An instant in the future proves nothing.
            None => kept.map(|kept| (wall - kept).to_std().unwrap_or(Duration::MAX)),
        }
    }
}
