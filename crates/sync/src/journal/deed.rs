//! Whose step of a write it is, and what is put on record with it.

use model::PatientId;
use store::{Error, VaultFile, WriteId, Writer};

/// Puts a step on record, in its transaction: about which write, and about whom.
pub type Record =
    Box<dyn FnOnce(&mut Writer<'_, VaultFile>, &WriteId, Option<&PatientId>) -> Result<(), Error> + Send>;

/// A person's step.
pub struct Deed {
    by: String,
    record: Option<Record>,
}

impl Deed {
    /// A person's, put on record in its own transaction or not at all.
    pub fn on_record(by: impl Into<String>, record: Record) -> Self {
        Self { by: by.into(), record: Some(record) }
    }

    pub(crate) fn by(&self) -> &str {
        &self.by
    }

    pub(crate) fn record(
        self,
        writer: &mut Writer<'_, VaultFile>,
        id: &WriteId,
        about: Option<&PatientId>,
    ) -> Result<(), Error> {
        self.record.map_or(Ok(()), |record| record(writer, id, about))
    }
}

impl From<&str> for Deed {
    fn from(by: &str) -> Self {
        Self { by: by.to_owned(), record: None }
    }
}
