//! A desktop for tests that keeps the notices it is to show.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use console::{Notice, Notices};

/// What was shown, and whether somebody looks at the window.
#[derive(Debug, Default)]
pub struct NoticeBoard {
    shown: Mutex<Vec<Notice>>,
    watched: AtomicBool,
}

impl NoticeBoard {
    /// What was shown, in order.
    pub fn shown(&self) -> Vec<Notice> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Has somebody look at the window, or nobody.
    pub fn set_watched(&self, watched: bool) {
        self.watched.store(watched, Ordering::SeqCst);
    }
}

impl Notices for NoticeBoard {
    fn is_watched(&self) -> bool {
        self.watched.load(Ordering::SeqCst)
    }

    fn show(&self, notice: Notice) {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }
}
