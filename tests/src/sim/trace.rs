//! What happened, as one number, and the last of it in words.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How much is told of the end of a run.
const LAST: usize = 60;

/// What a run is to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Met {
    /// A drain took rows out after nobody waited for it any more.
    LateDrain,
    /// One came when nothing was there.
    LateForNothing,
    /// A call was refused as one too many.
    Limit,
    /// A desktop made all calls in a second, or asked for all tokens in a minute, that are not kept for people.
    Pressed,
    /// Rows waited in a feed for longer than it keeps them.
    Outlasted,
    /// A feed told rows in the hours around a change of the clocks, in autumn.
    Autumn,
    /// The same, in spring.
    Spring,
    /// A desktop took rows out that others on its key had not.
    Rival,
    /// Somebody changed the subscription.
    Edited,
    /// The disk was full when a feed was to be read.
    Full,
    /// A desktop's clock was set.
    Clock,
}

#[derive(Default)]
struct Noted {
    hasher: DefaultHasher,
    last: VecDeque<String>,
    met: BTreeMap<Met, u64>,
}

/// Takes note of what happens, in order.
#[derive(Default)]
pub(crate) struct Trace(Mutex<Noted>);

impl Trace {
    /// Notes an event.
    pub(crate) fn note(&self, event: impl Hash + Debug) {
        let mut noted = self.noted();
        event.hash(&mut noted.hasher);
        if noted.last.len() == LAST {
            noted.last.pop_front();
        }
        noted.last.push_back(format!("{event:?}"));
    }

    /// Counts something that a run is to meet.
    pub(crate) fn met(&self, what: Met) {
        *self.noted().met.entry(what).or_default() += 1;
    }

    /// How often each was met.
    pub(crate) fn all_met(&self) -> BTreeMap<Met, u64> {
        self.noted().met.clone()
    }

    /// The number of all that was noted.
    pub(crate) fn number(&self) -> u64 {
        self.noted().hasher.finish()
    }

    /// The last events, in order.
    pub(crate) fn last(&self) -> Vec<String> {
        self.noted().last.iter().cloned().collect()
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
