//! The calls that are being answered, which end before anything is closed.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{RwLock, watch};
use tokio::task::JoinError;
use tokio::time::timeout;

use crate::threads;

/// How long calls may go on once the console is locked, before they are cut off: long enough for a write
/// to the disk, and not for a network that does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long the threads of calls that were cut off may go on, until each comes to its next step: no step asks a
/// network, and a disk that hangs keeps nothing else open.
const LAST_STEP: Duration = Duration::from_secs(3);

/// The calls under way.
pub(crate) struct Turns {
    under_way: RwLock<()>,
    /// Held by each thread that works with a key for a call.
    aside: Arc<RwLock<()>>,
    cut: watch::Sender<()>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { under_way: RwLock::default(), aside: Arc::default(), cut: watch::Sender::new(()) }
    }
}

impl Turns {
    /// Answers a call. `None` where it was cut off.
    pub(crate) async fn run<T>(&self, answering: impl Future<Output = T>) -> Option<T> {
        let mut cut = self.cut.subscribe();
        let _turn = self.under_way.read().await;
        tokio::select! {
            biased;
            answer = answering => Some(answer),
            _ = cut.changed() => None,
        }
    }

    /// Does work that holds a key off the runtime's threads. It goes on to its next step where the call that wants
    /// it is cut off, and is waited for.
    pub(crate) async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let turn = Arc::clone(&self.aside).read_owned().await;
        let working = threads::aside(move || {
            // What it holds is dropped before the turn is.
            let done = work();
            drop(turn);
            done
        });
        working.await
    }

    /// Waits until nothing is under way; cuts off what takes long.
    pub(crate) async fn end(&self) {
        if timeout(PATIENCE, self.under_way.write()).await.is_err() {
            self.cut.send_replace(());
            drop(self.under_way.write().await);
        }
        if timeout(LAST_STEP, self.aside.write()).await.is_err() {
            tracing::warn!("a thread that was cut off does not come to its next step");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::sync::Arc;
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{LAST_STEP, PATIENCE, Turns};

    #[tokio::test(start_paused = true)]
    async fn a_call_ends_by_itself_or_is_cut_off_and_lets_go_of_what_it_held() {
        let turns = Arc::new(Turns::default());
        let (short, endless) = (Arc::clone(&turns), Arc::clone(&turns));
        let held = Arc::new(());
        let kept = Arc::clone(&held);
        let short =
            tokio::spawn(
                async move { short.run(tokio::time::sleep(PATIENCE - Duration::from_millis(1))).await },
            );
        let endless = tokio::spawn(async move {
            endless
                .run(async move {
                    let _kept = kept;
                    pending::<()>().await;
                })
                .await
        });
        tokio::task::yield_now().await;
        turns.end().await;
        assert_eq!(short.await.expect("no panic"), Some(()));
        assert_eq!(endless.await.expect("no panic"), None);
        assert_eq!(Arc::strong_count(&held), 1);
        assert_eq!(turns.run(ready(7)).await, Some(7), "who comes after that is answered");
    }
    #[tokio::test(start_paused = true)]
    async fn a_thread_that_was_cut_off_is_waited_for_until_its_next_step_and_not_for_ever() {
        let turns = Turns::default();
        assert_eq!(turns.aside(|| 7).await.expect("no panic"), 7);
        let began = Instant::now();
        let working = Arc::clone(&turns.aside).read_owned().await;
        tokio::join!(turns.end(), async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            drop(working);
        });
        assert_eq!(began.elapsed(), Duration::from_secs(1), "no longer and no shorter than it works");
        let _hangs = Arc::clone(&turns.aside).read_owned().await;
        turns.end().await;
        assert_eq!(began.elapsed(), Duration::from_secs(1) + LAST_STEP);
    }
}
