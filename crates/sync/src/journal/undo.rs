//! What takes a write back: another write.

use chrono::{DateTime, Utc};

use super::desk::UNDO;
use super::words::{Entry, PatientWrite, Shown, Write};

impl Entry {
    /// Whether it ended so lately that what was done with a visit can be undone. A clock that was put back
    /// gives nobody longer.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.ended.is_some_and(|ended| (now - ended).abs() <= UNDO)
    }

    /// The write that takes it back; `None` where nothing does.
    pub fn undoing(&self) -> Option<Write> {
        match &self.write {
            Write::Patient(PatientWrite::Create { .. }) => None,
            Write::Patient(PatientWrite::Update { patient, fields, before }) => {
                let mut now = before.clone();
                fields.iter().for_each(|(field, value)| now.set(field, value));
                let fields = before.only(fields.fields());
                Some(PatientWrite::Update { patient: patient.clone(), fields, before: now }.into())
            }
            Write::Visit(write) => {
                let now = match &self.shown {
                    Some(Shown::Visit(now)) => Some(now.as_ref()),
                    _ => None,
                };
                write.undoing(now).map(Write::from)
            }
        }
    }
}
