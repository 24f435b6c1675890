//! The person's end of the journal.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{Clock, Patient, PatientFields, PatientId, Phi};
use store::{
    ConnectionId, Ending, Entropy, Error, JournalRow, NewWrite, Resolution, Vault, VaultFile, WriteId,
    WriteReason, WriteState, Writer,
};
use tokio::sync::Notify;

use super::run::OnMove;
use super::words::{Before, Entry, PatientWrite};

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The write does not stand where this could be done with it.
    #[error("the write does not stand where this could be done with it")]
    OutOfTurn,
    /// Somebody who is registered stays so: there is nothing that takes it back.
    #[error("a registration cannot be undone")]
    CannotBeUndone,
    /// The vault could not be used.
    #[error(transparent)]
    Store(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        if error == Error::OutOfTurn { Self::OutOfTurn } else { Self::Store(error) }
    }
}

/// Drafts, releases and resolves the writes of one connection.
#[derive(Clone)]
pub struct Journal {
    pub(crate) vault: Vault,
    pub(crate) connection: ConnectionId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) on_move: OnMove,
    pub(crate) woken: Arc<Notify>,
}

impl Journal {
    /// Drafts the registration of somebody, with those like them whom the person has ruled out.
    pub async fn draft_create(
        &self,
        fields: PatientFields,
        seen: BTreeSet<PatientId>,
        by: &str,
    ) -> Result<WriteId, Refused> {
        self.draft(&PatientWrite::Create { fields, seen }, by).await
    }

    /// Drafts a change of a patient as the person sees them.
    pub async fn draft_update(
        &self,
        saw: &Patient,
        fields: PatientFields,
        by: &str,
    ) -> Result<WriteId, Refused> {
        let before = PatientFields::of(saw);
        self.draft(&PatientWrite::Update { patient: saw.id.clone(), fields, before }, by).await
    }

    /// Changes a draft, or one that came back. It is to be released anew.
    pub async fn redraft(&self, id: &WriteId, write: &PatientWrite) -> Result<(), Refused> {
        let (payload, before, at) = (write.payload()?, write.before()?, self.clock.now());
        self.with(id, "journal redraft", move |writer, id| writer.journal_redraft(id, &payload, &before, at))
            .await
    }

    /// Says that a draft is to be written.
    pub async fn release(&self, id: &WriteId) -> Result<(), Refused> {
        let at = self.clock.now();
        self.with(id, "journal release", move |writer, id| writer.journal_release(id, at)).await
    }

    /// Takes back a write of which nothing left.
    pub async fn withdraw(&self, id: &WriteId, by: &str) -> Result<(), Refused> {
        let (by, at) = (by.to_owned(), self.clock.now());
        self.with(id, "journal withdraw", move |writer, id| writer.journal_withdraw(id, &by, at)).await
    }

    /// Notes that a person saw how a write ended.
    pub async fn saw(&self, id: &WriteId) -> Result<(), Refused> {
        let at = self.clock.now();
        self.with(id, "journal seen", move |writer, id| writer.journal_seen(id, at)).await
    }

    /// Takes a person's word that athenahealth has a write of which nobody knew.
    pub async fn is_there(&self, id: &WriteId, subject: Option<PatientId>, by: &str) -> Result<(), Refused> {
        let ending = self.ending(by);
        self.with(id, "journal is there", move |writer, id| {
            unknown(writer, id)?;
            writer.journal_confirm(id, subject.as_ref(), None, &ending)
        })
        .await
    }

    /// Takes a person's word that athenahealth does not have a write of which nobody knew.
    pub async fn is_not_there(&self, id: &WriteId, by: &str) -> Result<(), Refused> {
        let ending = self.ending(by);
        self.with(id, "journal is not there", move |writer, id| {
            unknown(writer, id)?;
            writer.journal_reject(id, WriteReason::NotCarriedOut, None, &ending)
        })
        .await
    }

    /// Writes again what athenahealth does not have: another row, looked at as any other is. Of a
    /// write of which nobody knew, this is a person's word that it is not there.
    pub async fn write_again(&self, id: &WriteId, by: &str) -> Result<WriteId, Refused> {
        let (ending, new) = (self.ending(by), self.new_id()?);
        let (by, made) = (by.to_owned(), new.clone());
        self.with(id, "journal write again", move |writer, id| {
            let row = writer.journal_row(id)?.ok_or(Error::OutOfTurn)?;
            if row.state == WriteState::Unknown {
                writer.journal_reject(id, WriteReason::NotCarriedOut, None, &ending)?;
            } else if row.state != WriteState::Rejected {
                return Err(Error::OutOfTurn);
            }
            let (payload, before) = (row.payload.clone(), row.before.clone());
            follow(writer, row, made.clone(), (payload, before), &by, ending.at)?;
            writer.journal_release(&made, ending.at)
        })
        .await?;
        Ok(new)
    }

    /// Drafts the change that gives fields back what they said before a change.
    pub async fn undo(&self, id: &WriteId, by: &str) -> Result<WriteId, Refused> {
        let (at, new, by) = (self.clock.now(), self.new_id()?, by.to_owned());
        let (asked, connection) = (id.clone(), self.connection.clone());
        let row = self.vault.read(move |reader| reader.journal_row(&asked)).await?;
        let row = row.filter(|row| row.connection == connection).ok_or(Refused::OutOfTurn)?;
        if row.state != WriteState::Confirmed {
            return Err(Refused::OutOfTurn);
        }
        let PatientWrite::Update { patient, fields, before } = PatientWrite::of(&row)? else {
            return Err(Refused::CannotBeUndone);
        };
        let mut now = before.clone();
        fields.iter().for_each(|(field, value)| now.set(field, value));
        let back = PatientWrite::Update { patient, fields: before.only(fields.fields()), before: now };
        let (made, kept) = (new.clone(), (back.payload()?, back.before()?));
        self.with(id, "journal undo", move |writer, _| follow(writer, row, made, kept, &by, at)).await?;
        Ok(new)
    }

    /// What is open, and what ended and was not seen: drafted first, first.
    pub async fn entries(&self) -> Result<Vec<Entry>, Error> {
        let connection = self.connection.clone();
        let rows = self
            .vault
            .read(move |reader| {
                let mut rows = reader.journal_open(&connection)?;
                rows.extend(reader.journal_unseen(&connection)?);
                Ok(rows)
            })
            .await?;
        rows.into_iter().map(Entry::of).collect()
    }

    /// One write.
    pub async fn entry(&self, id: &WriteId) -> Result<Option<Entry>, Error> {
        let (id, connection) = (id.clone(), self.connection.clone());
        let row = self.vault.read(move |reader| reader.journal_row(&id)).await?;
        row.filter(|row| row.connection == connection).map(Entry::of).transpose()
    }

    async fn draft(&self, write: &PatientWrite, by: &str) -> Result<WriteId, Refused> {
        let id = self.new_id()?;
        let new = NewWrite {
            id: id.clone(),
            connection: self.connection.clone(),
            kind: write.kind().to_owned(),
            subject: write.subject().cloned(),
            payload: write.payload()?,
            before: write.before()?,
            follows: None,
            by: by.to_owned(),
            at: self.clock.now(),
        };
        self.vault.write("journal draft", move |writer| writer.journal_draft(&new)).await?;
        self.moved();
        Ok(id)
    }

    /// Writes one step of a write of this connection.
    async fn with(
        &self,
        id: &WriteId,
        name: &'static str,
        step: impl FnOnce(&mut Writer<'_, VaultFile>, &WriteId) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Refused> {
        let (id, connection) = (id.clone(), self.connection.clone());
        self.vault
            .write(name, move |writer| {
                let ours = writer.journal_row(&id)?.is_some_and(|row| row.connection == connection);
                if ours { step(writer, &id) } else { Err(Error::OutOfTurn) }
            })
            .await?;
        self.moved();
        Ok(())
    }

    fn new_id(&self) -> Result<WriteId, Refused> {
        WriteId::generate(self.entropy.as_ref()).map_err(|_| Refused::Store(Error::Interrupted))
    }

    fn ending(&self, by: &str) -> Ending {
        Ending { resolution: Resolution::Person, by: Some(by.to_owned()), at: self.clock.now() }
    }

    fn moved(&self) {
        self.woken.notify_one();
        (self.on_move)();
    }
}

/// A person's word counts where nobody knows, not while an answer is awaited.
fn unknown(writer: &Writer<'_, VaultFile>, id: &WriteId) -> Result<(), Error> {
    let row = writer.journal_row(id)?;
    row.filter(|row| row.state == WriteState::Unknown).map(|_| ()).ok_or(Error::OutOfTurn)
}

/// Drafts another row that follows one.
fn follow(
    writer: &mut Writer<'_, VaultFile>,
    row: JournalRow,
    id: WriteId,
    (payload, before): (Phi<String>, Before),
    by: &str,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), Error> {
    let JournalRow { connection, kind, subject, id: follows, .. } = row;
    let by = by.to_owned();
    let subject = subject.filter(|_| kind != PatientWrite::CREATE);
    writer.journal_draft(&NewWrite {
        id,
        connection,
        kind,
        subject,
        payload,
        before,
        follows: Some(follows),
        by,
        at,
    })
}
