//! What happened, as one number, and the last of it in words.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How much is told of the end of a run.
const LAST: usize = 60;

#[derive(Default)]
struct Noted {
    hasher: DefaultHasher,
    last: VecDeque<String>,
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
