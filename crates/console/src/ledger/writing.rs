//! One commit for all that wait.

use std::sync::Arc;

use store::AuditDraft;
use tokio::sync::oneshot;

use super::{Inner, Waiting};
use crate::threads;

/// The name of the commit.
pub(super) const WRITE: &str = "audit";

/// Resolves once an entry is kept, or could not be.
type Told = oneshot::Receiver<Result<(), store::Error>>;

impl Inner {
    /// Has entries kept in one commit, and all that came before them. Whoever waits may go away: they are
    /// kept anyway.
    pub(super) fn queue(self: &Arc<Self>, drafts: Vec<AuditDraft>) -> Told {
        let (tell, told) = oneshot::channel();
        let mut book = self.book();
        book.waiting.push(Waiting { drafts, told: tell });
        if !std::mem::replace(&mut book.is_committing, true) {
            let inner = Arc::clone(self);
            threads::aside(move || inner.commit_all());
        }
        told
    }

    fn commit_all(self: Arc<Self>) {
        while let Some((waiting, place)) = self.next_batch() {
            let done = match place {
                Some(place) => {
                    let device = place.device.clone();
                    let drafts = waiting.iter().flat_map(|one| one.drafts.clone());
                    // What came before there was a vault does not know whose it is.
                    let drafts: Vec<_> = drafts.map(|draft| named(draft, &device)).collect();
                    self.commit(&place, drafts)
                }
                None => Err(store::Error::Closed),
            };
            for one in waiting {
                // Whoever went away does not want to know.
                let _ = one.told.send(done);
            }
        }
    }

    /// What waits now; says that nobody commits where there is nothing.
    fn next_batch(&self) -> Option<(Vec<Waiting>, Option<super::Place>)> {
        let mut book = self.book();
        if book.waiting.is_empty() {
            book.is_committing = false;
            return None;
        }
        Some((std::mem::take(&mut book.waiting), book.place.clone()))
    }

    fn commit(self: &Arc<Self>, place: &super::Place, drafts: Vec<AuditDraft>) -> Result<(), store::Error> {
        if drafts.is_empty() {
            return Ok(());
        }
        let key = place.key.clone();
        let head = place.vault.write_blocking(WRITE, move |vault| vault.append_audit(&key, &drafts))?;
        self.book().came_to(head);
        self.anchor_soon();
        Ok(())
    }
}

fn named(draft: AuditDraft, device: &str) -> AuditDraft {
    AuditDraft { device: device.to_owned(), ..draft }
}
