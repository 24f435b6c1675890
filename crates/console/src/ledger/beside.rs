//! An entry that is kept in the transaction of a deed which somebody else makes.

use std::sync::{Arc, OnceLock};

use ipc::AuditEntry;
use store::Anchor;

use super::{Desk, Ledger, Place, draft};

/// Where the chain stands once the deed is done.
pub(crate) struct Beside(Arc<OnceLock<Anchor>>);

impl Ledger {
    /// What puts an entry on record beside a step of a write. Whom it is about, the write tells.
    pub(crate) fn beside(&self, place: &Place, entry: AuditEntry, desk: Desk) -> (sync::Record, Beside) {
        let (key, device, now) = (place.key.clone(), place.device.clone(), self.0.clock.now());
        let head = Arc::new(OnceLock::new());
        let told = Arc::clone(&head);
        let record: sync::Record = Box::new(move |vault, write, patient| {
            let patient = entry.patient.clone().or_else(|| patient.map(ToString::to_string));
            let about = match &entry.about {
                Some(said) => format!("{write} {said}"),
                None => write.to_string(),
            };
            let entry = AuditEntry { patient, about: Some(about), ..entry };
            let draft = draft(&entry, &desk, now, device, Some(&key));
            let _ = told.set(vault.append_audit(&key, &[draft])?);
            Ok(())
        });
        (record, Beside(head))
    }

    /// The deed is done, and its entry kept with it.
    pub(crate) fn kept_beside(&self, beside: &Beside) {
        if let Some(head) = beside.0.get() {
            self.0.book().came_to(*head);
            self.0.anchor_soon();
        }
    }
}
