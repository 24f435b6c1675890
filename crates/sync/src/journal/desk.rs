//! The person's end of the journal.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use model::{Clock, Patient, PatientFields, PatientId};
use store::{
    ConnectionId, Ending, Entropy, Error, JournalCounts, JournalPlace, JournalRow, NewWrite, Resolution,
    Vault, VaultFile, WriteId, WriteReason, WriteState, Writer,
};
use tokio::sync::Notify;

use super::deed::Deed;
use super::opened::release;
use super::run::{OnMove, OnSaved};
use super::visit::VisitWrite;
use super::words::{Entry, PatientWrite, Write};

/// For how long an ended write is listed that a person saw.
const LATELY: TimeDelta = TimeDelta::days(7);
/// For how long after it ended what was done with a visit can be undone.
pub(crate) const UNDO: TimeDelta = TimeDelta::seconds(10);

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The write does not stand where this could be done with it.
    #[error("the write does not stand where this could be done with it")]
    OutOfTurn,
    /// There is nothing that takes it back: somebody who is registered stays so.
    #[error("nothing takes it back")]
    CannotBeUndone,
    /// It is so long ago that others rely on it.
    #[error("it is too long ago to be undone")]
    TooLate,
    /// It was undone by another write.
    #[error("it was undone already")]
    AlreadyUndone,
    /// Another write is to undo it, and has not ended.
    #[error("another write is to undo it")]
    BeingUndone,
    /// athenahealth may still be at work on it.
    #[error("athenahealth may still be at work on it")]
    TooSoon,
    /// The vault could not be used.
    #[error(transparent)]
    Store(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error {
            Error::OutOfTurn => Self::OutOfTurn,
            Error::Undone { is_done: true } => Self::AlreadyUndone,
            Error::Undone { is_done: false } => Self::BeingUndone,
            other => Self::Store(other),
        }
    }
}

/// A page of a connection's writes.
pub struct Listed {
    /// The writes.
    pub entries: Vec<Entry>,
    /// Where the next page begins; `None` where there is none.
    pub next: Option<JournalPlace>,
    /// Of all writes, whatever page this is.
    pub counts: JournalCounts,
}

/// Drafts, releases and resolves the writes of one connection.
#[derive(Clone)]
pub struct Journal {
    pub(crate) vault: Vault,
    pub(crate) connection: ConnectionId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) on_move: OnMove,
    pub(crate) on_saved: OnSaved,
    pub(crate) woken: Arc<Notify>,
}

impl Journal {
    /// Drafts the registration of somebody, with those like them whom the person has ruled out.
    pub async fn draft_create(
        &self,
        fields: PatientFields,
        seen: BTreeSet<PatientId>,
        deed: impl Into<Deed>,
    ) -> Result<WriteId, Refused> {
        self.draft(&PatientWrite::Create { fields, seen }.into(), deed).await
    }

    /// Drafts a change of a patient as the person sees them.
    pub async fn draft_update(
        &self,
        saw: &Patient,
        fields: PatientFields,
        deed: impl Into<Deed>,
    ) -> Result<WriteId, Refused> {
        let before = PatientFields::of(saw);
        self.draft(&PatientWrite::Update { patient: saw.id.clone(), fields, before }.into(), deed).await
    }

    /// Drafts a write.
    pub async fn draft(&self, write: &Write, deed: impl Into<Deed>) -> Result<WriteId, Refused> {
        let deed = deed.into();
        let new = self.new_write(write, deed.by())?;
        let id = new.id.clone();
        let drafted = self.vault.write("journal draft", move |writer| {
            writer.journal_draft(&new)?;
            deed.record(writer, &new.id, new.subject.as_ref())
        });
        drafted.await?;
        self.moved();
        Ok(id)
    }

    /// Has something done with a visit: whoever presses has it written at once.
    pub async fn act(&self, write: VisitWrite, deed: impl Into<Deed>) -> Result<WriteId, Refused> {
        let deed = deed.into();
        let new = self.new_write(&write.into(), deed.by())?;
        let id = new.id.clone();
        let acted = self.vault.write("journal act", move |writer| {
            writer.journal_draft(&new)?;
            writer.journal_release(&new.id, &new.by, new.at)?;
            deed.record(writer, &new.id, new.subject.as_ref())
        });
        acted.await?;
        self.moved();
        Ok(id)
    }

    /// Has a visit put beside another: the time is opened, and what is done in it waits until that is known.
    pub async fn act_doubled(
        &self,
        (first, then): (VisitWrite, VisitWrite),
        deed: impl Into<Deed>,
    ) -> Result<WriteId, Refused> {
        let deed = deed.into();
        let first = self.new_write(&first.into(), deed.by())?;
        let follows = Some(first.id.clone());
        let then = NewWrite { follows, ..self.new_write(&then.into(), deed.by())? };
        let id = then.id.clone();
        let acted = self.vault.write("journal act doubled", move |writer| {
            [&first, &then].into_iter().try_for_each(|new| release(writer, new))?;
            deed.record(writer, &then.id, then.subject.as_ref())
        });
        acted.await?;
        self.moved();
        Ok(id)
    }

    fn new_write(&self, write: &Write, by: &str) -> Result<NewWrite, Refused> {
        Ok(NewWrite {
            id: self.new_id()?,
            connection: self.connection.clone(),
            kind: write.kind().to_owned(),
            subject: write.subject().cloned(),
            payload: write.payload()?,
            before: write.before()?,
            follows: None,
            by: by.to_owned(),
            at: self.clock.now(),
        })
    }

    /// Changes a draft, or one that came back. It is to be released anew. It stays what it was, and
    /// about whom.
    pub async fn redraft(&self, id: &WriteId, write: &Write, deed: impl Into<Deed>) -> Result<(), Refused> {
        let (payload, before, at) = (write.payload()?, write.before()?, self.clock.now());
        let (kind, subject) = (write.kind(), write.subject().cloned());
        self.with(id, "journal redraft", deed, move |writer, row, _| {
            if row.kind != kind || row.subject != subject {
                return Err(Error::OutOfTurn);
            }
            writer.journal_redraft(&row.id, &payload, &before, at)
        })
        .await
    }

    /// Says that a draft is to be written.
    pub async fn release(&self, id: &WriteId, deed: impl Into<Deed>) -> Result<(), Refused> {
        let at = self.clock.now();
        let step = move |writer: &mut Writer<'_, VaultFile>, row: &JournalRow, by: &str| {
            writer.journal_release(&row.id, by, at)
        };
        self.with(id, "journal release", deed, step).await
    }

    /// Takes back a write of which nothing left.
    pub async fn withdraw(&self, id: &WriteId, deed: impl Into<Deed>) -> Result<(), Refused> {
        let (at, deed) = (self.clock.now(), deed.into());
        let clear = self.left_open(id, deed.by()).await?;
        let step = move |writer: &mut Writer<'_, VaultFile>, row: &JournalRow, by: &str| {
            writer.journal_withdraw(&row.id, by, at)?;
            clear.iter().try_for_each(|new| release(writer, new))
        };
        self.with(id, "journal withdraw", deed, step).await
    }

    /// Notes that a person saw how a write ended. What was not carried out, and is not to be, takes with it what was
    /// opened for it.
    pub async fn saw(&self, id: &WriteId, deed: impl Into<Deed>) -> Result<(), Refused> {
        let (at, deed) = (self.clock.now(), deed.into());
        let clear = self.left_open(id, deed.by()).await?;
        let step = move |writer: &mut Writer<'_, VaultFile>, row: &JournalRow, _: &str| {
            writer.journal_seen(&row.id, at)?;
            if row.state != WriteState::Rejected || writer.journal_is_followed(&row.id)? {
                return Ok(());
            }
            clear.iter().try_for_each(|new| release(writer, new))
        };
        self.with(id, "journal seen", deed, step).await
    }

    /// What takes off the time that was opened for a write alone, where one was.
    async fn left_open(&self, id: &WriteId, by: &str) -> Result<Option<NewWrite>, Refused> {
        let Some(entry) = self.entry(id).await? else { return Ok(None) };
        let doubled = entry.write.visit().filter(|write| write.is_doubled());
        let (Some(write), Some(mut led)) = (doubled.cloned(), entry.follows) else { return Ok(None) };
        // One that was written again follows the one that it repeats, and that what opened the time.
        while let Some(entry) = self.entry(&led).await? {
            match (entry.follows, entry.write.visit()) {
                (Some(before), Some(again)) if again.is_doubled() => led = before,
                (_, Some(opening)) if entry.state == WriteState::Confirmed => {
                    let Some(unused) = write.after(opening).unused() else { break };
                    let new = self.new_write(&unused.into(), by)?;
                    return Ok(Some(NewWrite { follows: Some(id.clone()), ..new }));
                }
                _ => break,
            }
        }
        Ok(None)
    }

    /// Takes a person's word that athenahealth has a write of which nobody knew.
    pub async fn is_there(
        &self,
        id: &WriteId,
        subject: Option<PatientId>,
        deed: impl Into<Deed>,
    ) -> Result<(), Refused> {
        let at = self.clock.now();
        self.with(id, "journal is there", deed, move |writer, row, by| {
            if row.state != WriteState::Unknown {
                return Err(Error::OutOfTurn);
            }
            writer.journal_confirm(&row.id, subject.as_ref(), None, &said(by, at))
        })
        .await?;
        if let Some(entry) = self.entry(id).await? {
            (self.on_saved)(&entry.write.touched(entry.subject.as_ref()));
        }
        Ok(())
    }

    /// Takes a person's word that athenahealth does not have a write of which nobody knew. What it may
    /// still be at work on, nobody can say that of.
    pub async fn is_not_there(&self, id: &WriteId, deed: impl Into<Deed>) -> Result<(), Refused> {
        self.settled(id).await?;
        let at = self.clock.now();
        self.with(id, "journal is not there", deed, move |writer, row, by| {
            if row.state != WriteState::Unknown {
                return Err(Error::OutOfTurn);
            }
            writer.journal_reject(&row.id, WriteReason::NotCarriedOut, (None, None), &said(by, at))
        })
        .await
    }

    /// Drafts again what athenahealth does not have: another row, looked at as any other is. What was
    /// not carried out is released at once; what was declined is the person's to mend first. Of a write
    /// of which nobody knew, this is a person's word that it is not there.
    pub async fn write_again(&self, id: &WriteId, deed: impl Into<Deed>) -> Result<WriteId, Refused> {
        self.settled(id).await?;
        let (at, new, deed) = (self.clock.now(), self.new_id()?, deed.into());
        let made = new.clone();
        let clear = match self.freed_by(id).await? {
            Some(write) => {
                Some(NewWrite { follows: Some(new.clone()), ..self.new_write(&write.into(), deed.by())? })
            }
            None => None,
        };
        self.with(id, "journal write again", deed, move |writer, row, by| {
            if row.state == WriteState::Unknown {
                let why = WriteReason::NotCarriedOut;
                writer.journal_reject(&row.id, why, (None, None), &said(by, at))?;
            } else if row.state != WriteState::Rejected {
                return Err(Error::OutOfTurn);
            }
            let declined =
                row.state == WriteState::Rejected && row.reason != Some(WriteReason::NotCarriedOut);
            let same = NewWrite {
                id: made.clone(),
                connection: row.connection.clone(),
                kind: row.kind.clone(),
                subject: row.subject.clone().filter(|_| row.kind != PatientWrite::CREATE),
                payload: row.payload.clone(),
                before: row.before.clone(),
                follows: Some(row.id.clone()),
                by: by.to_owned(),
                at,
            };
            writer.journal_draft(&same)?;
            if !declined {
                writer.journal_release(&made, by, at)?;
            }
            clear.iter().try_for_each(|new| release(writer, new))
        })
        .await?;
        Ok(new)
    }

    /// What takes off the time that a write frees, which takes back what was put beside another and was not carried
    /// out yet.
    async fn freed_by(&self, id: &WriteId) -> Result<Option<VisitWrite>, Refused> {
        let mut at = self.entry(id).await?;
        // What opens or takes off a time frees none.
        while let Some(entry) = at.take().filter(|entry| !is_of_a_time(entry)) {
            if entry.state == WriteState::Confirmed {
                return Ok(entry.write.visit().and_then(VisitWrite::clearing));
            }
            if let Some(led) = &entry.follows {
                at = self.entry(led).await?;
            }
        }
        Ok(None)
    }

    /// Drafts the write that takes one back: once, for as long as that stands or may come to stand. What was
    /// done with a visit is taken back at once, and for a moment only: whoever presses means it, and others
    /// come to rely on it.
    pub async fn undo(&self, id: &WriteId, deed: impl Into<Deed>) -> Result<WriteId, Refused> {
        let at = self.clock.now();
        let entry = self.entry(id).await?.filter(|entry| entry.state == WriteState::Confirmed);
        let entry = entry.ok_or(Refused::OutOfTurn)?;
        if entry.write.visit().is_some() && !entry.is_fresh(at) {
            return Err(Refused::TooLate);
        }
        let back = entry.undoing().ok_or(Refused::CannotBeUndone)?;
        let (deed, is_visit) = (deed.into(), back.visit().is_some());
        let new = NewWrite { follows: Some(id.clone()), ..self.new_write(&back, deed.by())? };
        let made = new.id.clone();
        let clear = match entry.write.visit().and_then(VisitWrite::clearing) {
            Some(write) => {
                Some(NewWrite { follows: Some(made.clone()), ..self.new_write(&write.into(), deed.by())? })
            }
            None => None,
        };
        self.with(id, "journal undo", deed, move |writer, row, by| {
            if let Some(state) = writer.journal_undoing(&row.id)? {
                return Err(Error::Undone { is_done: state == WriteState::Confirmed });
            }
            writer.journal_draft(&new)?;
            if is_visit {
                writer.journal_release(&new.id, by, at)?;
            }
            clear.iter().try_for_each(|new| release(writer, new))
        })
        .await?;
        Ok(made)
    }

    /// A page of what asks for a person, then of what is on its way, of drafts, and of what ended lately: the
    /// latest first in each.
    pub async fn list(
        &self,
        about: Option<PatientId>,
        after: Option<JournalPlace>,
        limit: u32,
    ) -> Result<Listed, Error> {
        let (connection, since) = (self.connection.clone(), self.clock.now() - LATELY);
        let (mut rows, counts) = self
            .vault
            .read(move |reader| {
                let rows = reader.journal_page(
                    &connection,
                    about.as_ref(),
                    since,
                    after,
                    limit.saturating_add(1),
                )?;
                Ok((rows, reader.journal_counts(&connection)?))
            })
            .await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| more).map(JournalRow::place);
        Ok(Listed { entries: rows.into_iter().map(Entry::of).collect::<Result<_, _>>()?, next, counts })
    }

    /// One write.
    pub async fn entry(&self, id: &WriteId) -> Result<Option<Entry>, Error> {
        self.row(id).await?.map(Entry::of).transpose()
    }

    async fn row(&self, id: &WriteId) -> Result<Option<JournalRow>, Error> {
        let (id, connection) = (id.clone(), self.connection.clone());
        let row = self.vault.read(move |reader| reader.journal_row(&id)).await?;
        Ok(row.filter(|row| row.connection == connection))
    }

    /// Refuses a person's word on what athenahealth may still be at work on.
    async fn settled(&self, id: &WriteId) -> Result<(), Refused> {
        let unknown = self.entry(id).await?.filter(|entry| entry.state == WriteState::Unknown);
        let settled = unknown.is_none_or(|entry| entry.is_settled(self.clock.now()));
        if settled { Ok(()) } else { Err(Refused::TooSoon) }
    }

    /// Does one step of a write of this connection, and puts it on record.
    async fn with(
        &self,
        id: &WriteId,
        name: &'static str,
        deed: impl Into<Deed>,
        step: impl FnOnce(&mut Writer<'_, VaultFile>, &JournalRow, &str) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Refused> {
        let (id, connection, deed) = (id.clone(), self.connection.clone(), deed.into());
        let done = self.vault.write(name, move |writer| {
            let row = writer.journal_row(&id)?.filter(|row| row.connection == connection);
            let row = row.ok_or(Error::OutOfTurn)?;
            step(writer, &row, deed.by())?;
            deed.record(writer, &row.id, row.subject.as_ref())
        });
        done.await?;
        self.moved();
        Ok(())
    }

    fn new_id(&self) -> Result<WriteId, Refused> {
        WriteId::generate(self.entropy.as_ref()).map_err(|_| Refused::Store(Error::Interrupted))
    }

    fn moved(&self) {
        self.woken.notify_one();
        (self.on_move)();
    }
}

fn said(by: &str, at: DateTime<Utc>) -> Ending {
    Ending { resolution: Resolution::Person, by: Some(by.to_owned()), at }
}

fn is_of_a_time(entry: &Entry) -> bool {
    entry.write.visit().is_some_and(|write| write.deed.place().is_some())
}
