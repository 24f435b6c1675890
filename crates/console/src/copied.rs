//! What was copied here does not stay on the clipboard, where every program may read it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::Secret;
use tokio::sync::oneshot;

use crate::{Clipboard, Tasks, threads};

/// How long it may stay there.
const STAYS: Duration = Duration::from_secs(60);

/// What was copied here last, until it is taken off.
#[derive(Default)]
pub(crate) struct Copied(Mutex<Option<Waiting>>);

struct Waiting {
    now: oneshot::Sender<()>,
    ended: oneshot::Receiver<()>,
}

impl Copied {
    /// Takes a text off the clipboard in a minute. Whatever was copied before it is on it no more.
    pub(crate) fn note(&self, tasks: &dyn Tasks, clipboard: Arc<dyn Clipboard>, text: Secret) {
        let (now, told) = oneshot::channel();
        let (ending, ended) = oneshot::channel::<()>();
        tasks.begin(Box::pin(async move {
            let _ending = ending;
            let due = tokio::select! {
                told = told => told.is_ok(),
                () = tokio::time::sleep(STAYS) => true,
            };
            if due {
                take_off(clipboard, text).await;
            }
        }));
        *self.last() = Some(Waiting { now, ended });
    }

    /// Takes it off at once.
    pub(crate) async fn clear(&self) {
        let last = self.last().take();
        if let Some(Waiting { now, ended }) = last {
            // Whoever has taken it off already hears nothing, and has ended.
            let _ = now.send(());
            let _ = ended.await;
        }
    }

    fn last(&self) -> std::sync::MutexGuard<'_, Option<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Clears the clipboard where the text is still on it: what another program put there is left alone.
async fn take_off(clipboard: Arc<dyn Clipboard>, text: Secret) {
    let cleared = threads::aside(move || {
        if clipboard.text().is_some_and(|there| is_same(there.expose(), text.expose())) {
            clipboard.clear();
        }
    });
    if cleared.await.is_err() {
        tracing::warn!("the clipboard was not cleared");
    }
}

/// Systems write the ends of lines in ways of their own.
fn is_same(there: &str, copied: &str) -> bool {
    there.split_whitespace().eq(copied.split_whitespace())
}
