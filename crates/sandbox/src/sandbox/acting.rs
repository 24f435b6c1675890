//! Other desks at work: for a test that says what they do, for one that lets chance say it, and, in a busy practice, as
//! the clock goes on.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Sandbox, lock};
use crate::deeds::{self, Deed};
use crate::options::Telling;

/// After a leap of the clock no more than so many deeds are caught up with.
const MOST: u32 = 2000;

/// How far a busy practice has come.
#[derive(Debug)]
pub(crate) struct Deeds {
    /// How many were drawn.
    drawn: u64,
    /// How often a busy practice does one.
    every: Option<TimeDelta>,
    /// When it last did.
    last: DateTime<Utc>,
}

impl Deeds {
    pub(crate) fn new(every: Option<TimeDelta>, now: DateTime<Utc>) -> Self {
        Deeds { drawn: 0, every, last: now }
    }

    fn next(&mut self) -> u64 {
        self.drawn += 1;
        self.drawn
    }
}

impl Sandbox {
    /// Lets another desk do something at this moment. Gives the id of the record that was made or changed, or nothing
    /// where it cannot be done: the record does not exist, the visit does not stand so, a value would be refused.
    #[must_use]
    pub fn act(&self, deed: &Deed) -> Option<u64> {
        self.catch_up();
        deeds::apply(&self.0.practice, deed, self.0.clock.now())
    }

    /// Lets other desks do so many things by chance at this moment, and says what, each with its id.
    pub fn act_by_chance(&self, count: usize) -> Vec<(Deed, u64)> {
        self.catch_up();
        let now = self.0.clock.now();
        let mut state = lock(&self.0.deeds);
        (0..count).filter_map(|_| deeds::by_chance(&self.0.practice, state.next(), now)).collect()
    }

    /// From now on lets other desks do something by chance every so often, as the clock goes on; or, when nothing is
    /// said, no more.
    pub fn set_busy(&self, every: Option<TimeDelta>) {
        self.catch_up();
        let mut state = lock(&self.0.deeds);
        (state.every, state.last) = (every, self.0.clock.now());
    }

    /// Lets happen whatever has happened by now.
    pub(super) fn catch_up(&self) {
        let (practice, now) = (&self.0.practice, self.0.clock.now());
        let mut state = lock(&self.0.deeds);
        if let Some(every) = state.every.filter(|every| *every > TimeDelta::zero()) {
            for _ in 0..MOST {
                let at = state.last + every;
                if at > now {
                    break;
                }
                state.last = at;
                self.0.unfolding.advance(practice, at);
                deeds::by_chance(practice, state.next(), at);
            }
            state.last = state.last.max(now - every);
        }
        drop(state);
        self.0.unfolding.advance(practice, now);
    }

    /// From now on the feeds tell of what the schedule does by itself.
    pub(super) fn unfold(&self, now: DateTime<Utc>) {
        if self.0.options.feeds == Telling::Everything {
            self.0.unfolding.begin(&self.0.practice, now);
        }
    }
}
