//! The calls that are being answered, which end before anything is closed.

use std::time::Duration;

use tokio::sync::{RwLock, watch};
use tokio::time::timeout;

/// How long calls may go on once the console is locked, before they are cut off: long enough for a write
/// to the disk, and not for a network that does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The calls under way.
pub(crate) struct Turns {
    under_way: RwLock<()>,
    cut: watch::Sender<()>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { under_way: RwLock::default(), cut: watch::Sender::new(()) }
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

    /// Waits until nothing is under way; cuts off what takes long.
    pub(crate) async fn end(&self) {
        if timeout(PATIENCE, self.under_way.write()).await.is_err() {
            self.cut.send_replace(());
            drop(self.under_way.write().await);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::sync::Arc;
    use std::time::Duration;

    use super::{PATIENCE, Turns};

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
}
