//! A clipboard for tests, the bridge and the benches: one that no other program sees.

use std::sync::{Mutex, PoisonError};

use console::Clipboard;
use model::Secret;

/// A clipboard in this process.
#[derive(Debug, Default)]
pub struct Pasteboard(Mutex<Option<String>>);

impl Pasteboard {
    /// Puts a text on it, as any program may.
    pub fn put(&self, text: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.to_owned());
    }

    /// What is pasted from it.
    pub fn paste(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Clipboard for Pasteboard {
    fn text(&self) -> Option<Secret> {
        self.paste().map(Secret::new)
    }

    fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
