//! A desktop for tests, which is locked when a test says so.

use std::sync::{Mutex, PoisonError};

use console::{Away, Desktop};
use tokio::sync::mpsc::UnboundedSender;

/// The desktop around consoles that are tested.
#[derive(Debug, Default)]
pub struct Screen(Mutex<Vec<UnboundedSender<Away>>>);

impl Screen {
    /// Has everybody who watches it know that nobody sits here, or that the computer goes to sleep once
    /// what is given is dropped.
    pub fn leave(&self, away: impl Fn() -> Away) {
        let watching = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for told in watching.iter() {
            // A console that has ended watches no more.
            let _ = told.send(away());
        }
    }
}

impl Desktop for Screen {
    fn watch(&self, told: UnboundedSender<Away>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(told);
    }
}
