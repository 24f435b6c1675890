//! A write of the interface, whatever it is about: it has been read and is good, and may be done.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::deeds::Deed;
use crate::errors::Refusal;
use crate::practice::Practice;
use crate::resources::{visit_write, waitlist, write_patient};
use crate::writes::Writer;

/// A write that may be done.
#[derive(Debug)]
pub(crate) enum Change {
    Patient(write_patient::Change),
    Visit(visit_write::Change),
    Wait(waitlist::Change),
}

impl Change {
    /// What another desk does that is a moment faster; nothing where nobody would.
    pub(crate) fn contested(&self, practice: &Practice) -> Option<Deed> {
        match self {
            Change::Patient(change) => {
                let number = format!("207555{:04}", practice.writes.count() % 10_000);
                let fields = [("mobilephone", number), ("address2", "C/O ANOTHER DESK".to_owned())];
                let fields = fields.map(|(name, value)| (name.to_owned(), value)).into();
                Some(Deed::EditPatient { patient: change.patient()?, fields })
            }
            Change::Visit(change) => change.contested(),
            Change::Wait(_) => None,
        }
    }

    /// Does it, unless another desk was faster, and answers as the interface does.
    pub(crate) fn apply(
        self,
        practice: &Practice,
        writer: Writer,
        now: DateTime<Utc>,
    ) -> Result<Value, Refusal> {
        match self {
            Change::Patient(change) => Ok(change.apply(practice, writer, now)),
            Change::Visit(change) => change.apply(practice, writer, now),
            Change::Wait(change) => change.apply(practice, writer, now),
        }
    }
}
