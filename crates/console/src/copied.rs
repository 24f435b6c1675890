//! What was copied or selected here does not stay where every program may read it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::Secret;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::console::Console;
use crate::{Clipboard, Offer, Tasks, threads};

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

    /// Takes it off at once, and takes back whatever else this program offers.
    pub(crate) async fn clear(&self, clipboard: Arc<dyn Clipboard>) {
        let last = self.last().take();
        if let Some(Waiting { now, ended }) = last {
            // Whoever has taken it off already hears nothing, and has ended.
            let _ = now.send(());
            let _ = ended.await;
        }
        for offer in Offer::ALL {
            take_back(Arc::clone(&clipboard), offer).await;
        }
    }

    fn last(&self) -> std::sync::MutexGuard<'_, Option<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes back what the program offers, in whichever form it was copied or selected, once it offered it for a
/// minute: the page tells of text alone.
pub(crate) fn with_the_clipboard(console: &Console) {
    let ports = console.ports();
    for offer in Offer::ALL {
        let (told, mut heard) = mpsc::unbounded_channel();
        ports.clipboard.watch(offer, told);
        let clipboard = Arc::clone(&ports.clipboard);
        ports.tasks.begin(Box::pin(async move {
            while heard.recv().await.is_some() {
                while let Ok(again) = timeout(STAYS, heard.recv()).await {
                    if again.is_none() {
                        return;
                    }
                }
                take_back(Arc::clone(&clipboard), offer).await;
            }
        }));
    }
}

async fn take_back(clipboard: Arc<dyn Clipboard>, offer: Offer) {
    if threads::aside(move || clipboard.take_back(offer)).await.is_err() {
        tracing::warn!("what was copied or selected was not taken back");
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
