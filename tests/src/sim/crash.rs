//! A crash of our side, at a point that the store's writer passes or wherever else one is chosen.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use futures_util::FutureExt;
use store::{CrashPoint, Hooks};
use tokio::sync::Notify;

/// Crashes once, when so many more points were passed. From then on nothing is written until somebody
/// begins anew.
#[derive(Default)]
pub(crate) struct Crash {
    left: AtomicU32,
    dead: AtomicBool,
    happened: Notify,
}

impl Crash {
    /// Crashes at the n-th point from now; at none for 0.
    pub(crate) fn after(&self, points: u32) {
        self.left.store(points, Ordering::SeqCst);
    }

    /// Crashes now.
    pub(crate) fn now(&self) {
        self.left.store(0, Ordering::SeqCst);
        self.dead.store(true, Ordering::SeqCst);
        self.happened.notify_one();
    }

    /// Whether it crashed and nobody has begun anew.
    pub(crate) fn is_dead(&self) -> bool {
        self.dead.load(Ordering::SeqCst)
    }

    /// Lets somebody begin anew.
    pub(crate) fn revive(&self) {
        self.left.store(0, Ordering::SeqCst);
        self.dead.store(false, Ordering::SeqCst);
        let _ = self.happened.notified().now_or_never();
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
        // Unwinds as a panic does, and is no news for anybody who listens for one.
        let dies = || std::panic::resume_unwind(Box::new("a crash"));
        if self.is_dead() {
            dies();
        }
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 {
            return;
        }
        self.left.store(left - 1, Ordering::SeqCst);
        if left == 1 {
            self.now();
            dies();
        }
    }
}
