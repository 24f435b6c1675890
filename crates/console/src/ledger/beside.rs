//! An entry that is kept in the transaction of a deed which somebody else makes.

use std::sync::{Arc, OnceLock};

use ipc::AuditEntry;
use store::{Anchor, VaultFile, Writer};

use super::{Desk, Ledger, Place, draft};

/// Where the chain stands once the deed is done.
#[derive(Default)]
pub(crate) struct Beside(Arc<OnceLock<Anchor>>);

/// What puts an entry on record in somebody else's transaction.
pub(crate) type Along = Box<dyn FnOnce(&mut Writer<'_, VaultFile>) -> Result<(), store::Error> + Send>;

impl Ledger {
    /// What puts an entry on record beside a step of a write. Whom it is about, the write tells.
    pub(crate) fn beside(&self, place: &Place, entry: AuditEntry, desk: Desk) -> (sync::Record, Beside) {
        let (ledger, place, beside) = (self.clone(), place.clone(), Beside::default());
        let told = Beside(Arc::clone(&beside.0));
        let record: sync::Record = Box::new(move |vault, write, patient| {
            let patient = entry.patient.clone().or_else(|| patient.map(ToString::to_string));
            let about = match &entry.about {
                Some(said) => format!("{write} {said}"),
                None => write.to_string(),
            };
            let entry = AuditEntry { patient, about: Some(about), ..entry };
            ledger.entered(&place, &entry, &desk, &told)(vault)
        });
        (record, beside)
    }

    /// What puts an entry on record along with what it is about.
    pub(crate) fn along(&self, place: &Place, entry: AuditEntry, desk: Desk) -> (Along, Beside) {
        let beside = Beside::default();
        (self.entered(place, &entry, &desk, &beside), beside)
    }

    fn entered(&self, place: &Place, entry: &AuditEntry, desk: &Desk, told: &Beside) -> Along {
        let (key, told) = (place.key.clone(), Arc::clone(&told.0));
        let draft = draft(entry, desk, self.0.clock.now(), place.device.clone(), Some(&key));
        Box::new(move |vault| {
            let _ = told.set(vault.append_audit(&key, &[draft])?);
            Ok(())
        })
    }

    /// The deed is done, and its entry kept with it.
    pub(crate) fn kept_beside(&self, beside: &Beside) {
        if let Some(head) = beside.0.get() {
            self.0.book().came_to(*head);
            self.0.anchor_soon();
        }
    }
}
