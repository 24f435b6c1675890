//! A desktop that tells nothing by itself: it is asked again and again whether it is locked.

use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use crate::{Away, Desktop};

/// How often it is asked.
const AGAIN: Duration = Duration::from_secs(1);

/// A desktop that says whether it is locked, when it is asked. Where it does not say, it is not.
#[derive(Clone, Copy, Debug)]
pub struct AskedDesktop(pub fn() -> bool);

impl Desktop for AskedDesktop {
    fn watch(&self, told: UnboundedSender<Away>) {
        let Self(is_locked) = *self;
        tokio::spawn(async move {
            let mut was_locked = false;
            while !told.is_closed() {
                // It may take as long as the system likes.
                let locked = tokio::task::spawn_blocking(is_locked).await.unwrap_or(false);
                if locked && !was_locked && told.send(Away::locked()).is_err() {
                    return;
                }
                was_locked = locked;
                tokio::time::sleep(AGAIN).await;
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use tokio::sync::mpsc::unbounded_channel;

    use super::AskedDesktop;
    use crate::Desktop;

    static LOCKED: AtomicBool = AtomicBool::new(false);

    #[tokio::test(start_paused = true)]
    async fn each_lock_is_told_once() {
        let (told, mut heard) = unbounded_channel();
        AskedDesktop(|| LOCKED.load(Ordering::SeqCst)).watch(told);
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_secs(5)).await;
            assert!(heard.try_recv().is_err(), "it is open");
            LOCKED.store(true, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(5)).await;
            assert!(heard.try_recv().is_ok(), "it was locked");
            assert!(heard.try_recv().is_err(), "and is still locked");
            LOCKED.store(false, Ordering::SeqCst);
        }
    }
}
