//! What is typed in the window is kept before the window loses it: at a lock, and when it is closed.

use std::time::Duration;

use ipc::Event;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::console::Console;

/// How long a lock, or the end, waits for the window: nobody who leaves notices it, and a page that hangs
/// keeps nothing open.
pub(crate) const PATIENCE: Duration = Duration::from_millis(300);

/// Whether the window has kept what was typed.
#[derive(Default)]
pub(crate) struct Typed(Notify);

impl Typed {
    /// The window has kept it.
    pub(crate) fn kept(&self) {
        self.0.notify_waiters();
    }
}

impl Console {
    /// Has the window keep what is typed, and waits until it has, or for as long as nobody notices. Where
    /// nobody is answered there is nothing to wait for.
    pub async fn keep_typed(&self) {
        let now = self.ports().clock.now();
        let guard = self.guard();
        if guard.is_locked() || guard.is_deserted(now) || guard.slept(now) || self.ledger().place().is_none()
        {
            return;
        }
        let mut kept = std::pin::pin!(self.typed().0.notified());
        kept.as_mut().enable();
        if self.tell(Event::Keep {}) {
            let _ = timeout(PATIENCE, kept).await;
        }
    }
}
