//! A crash of our side at a point that the store's writer passes.

use std::sync::atomic::{AtomicU32, Ordering};

use store::{CrashPoint, Hooks};
use tokio::sync::Notify;

/// Crashes once, when so many more points were passed.
#[derive(Default)]
pub(crate) struct Crash {
    left: AtomicU32,
    happened: Notify,
}

impl Crash {
    /// Crashes at the n-th point from now; at none for 0.
    pub(crate) fn after(&self, points: u32) {
        self.left.store(points, Ordering::SeqCst);
    }

    /// Waits for the crash.
    pub(crate) async fn happens(&self) {
        self.happened.notified().await;
    }
}

impl Hooks for Crash {
    fn keep_turns(&self) -> bool {
        true
    }

    fn step(&self, _point: CrashPoint) {
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 {
            return;
        }
        self.left.store(left - 1, Ordering::SeqCst);
        if left == 1 {
            self.happened.notify_one();
            // Unwinds as a panic does, and is no news for anybody who listens for one.
            std::panic::resume_unwind(Box::new("a crash"));
        }
    }
}
