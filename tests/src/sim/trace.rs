//! What happened, as one number.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

/// Takes note of what happens, in order.
#[derive(Default)]
pub(crate) struct Trace(Mutex<DefaultHasher>);

impl Trace {
    /// Notes an event.
    pub(crate) fn note(&self, event: impl Hash) {
        let mut hasher = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        event.hash(&mut *hasher);
    }

    /// The number of all that was noted.
    pub(crate) fn number(&self) -> u64 {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).finish()
    }
}
