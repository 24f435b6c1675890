//! What stands in a row of the journal.

use std::collections::{BTreeMap, BTreeSet};

use super::run::SETTLED;
use super::visit::{VisitDeed, VisitStood, VisitWrite, judge};
use chrono::{DateTime, Utc};
use model::{AppointmentId, PatientField, PatientField as F, PatientFields, PatientId, Phi};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::{
    ConnectionId, Error, JournalPlace, JournalRow, Merge, Reader, Resolution, VaultFile, WriteId,
    WriteReason, WriteState, Writer,
};

/// A write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// What is known of a patient.
    Patient(PatientWrite),
    /// A visit.
    Visit(Box<VisitWrite>),
}

/// Whom and what a write is about: what athenahealth shows of them may be new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Whose fields; `None` where it was about visits alone.
    pub patient: Option<PatientId>,
    /// The visits and slots.
    pub visits: Vec<AppointmentId>,
}

/// A write about a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatientWrite {
    /// Registers somebody.
    Create {
        /// What is known of them.
        fields: PatientFields,
        /// Patients like them whom a person has ruled out, or who were there before.
        seen: BTreeSet<PatientId>,
    },
    /// Changes fields of somebody.
    Update {
        /// Whom.
        patient: PatientId,
        /// What the fields are to say.
        fields: PatientFields,
        /// What every field said when it was last looked at.
        before: PatientFields,
    },
}

/// What stands in a row as what was there before.
pub type Before = Phi<String>;

/// Somebody registered who is like somebody to be registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// Who.
    pub patient: PatientId,
    /// athenahealth's score, where it gave one.
    pub score: Option<i64>,
    /// What is known of them.
    pub fields: PatientFields,
}

/// How alike somebody registered and somebody to be registered are. None of it decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// athenahealth takes them for the same person.
    Same,
    /// They may be the same person.
    Likely,
    /// Worth a look.
    Distant,
}

/// What athenahealth made of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Made {
    /// It keeps what was written.
    Kept,
    /// It has something else there.
    Changed(Phi<String>),
    /// It has what it had before.
    Ignored,
}

/// What athenahealth showed that a person should see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// What it holds in fields that somebody else changed, or that tell nothing.
    Theirs(PatientFields),
    /// Who is like the one to be registered.
    Alike(Vec<Alike>),
    /// What it made of each field that was written.
    Made(BTreeMap<PatientField, Made>),
    /// It shows nobody under the number.
    Nobody,
    /// Its own words for why it said no.
    Said(Phi<String>),
    /// Who is signed in there, by name, in place of whoever had it sent.
    SignedIn(Phi<String>),
    /// How the visit stands, and the slot that it was to have.
    Visit(Box<VisitStood>),
}

/// A write as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its identifier.
    pub id: WriteId,
    /// Where it stands in the list.
    pub place: JournalPlace,
    /// What it is.
    pub write: Write,
    /// Whom it is about; `None` where they are not registered as far as is known.
    pub subject: Option<PatientId>,
    /// How far it is.
    pub state: WriteState,
    /// Why it stands there.
    pub reason: Option<WriteReason>,
    /// The fields that athenahealth did not take.
    pub fields: Vec<PatientField>,
    /// What athenahealth showed that the person should see.
    pub shown: Option<Shown>,
    /// By what it ended.
    pub resolution: Option<Resolution>,
    /// The write that it undoes or repeats.
    pub follows: Option<WriteId>,
    /// Who drafted it.
    pub by: String,
    /// When it was drafted.
    pub drafted: DateTime<Utc>,
    /// When a person said that it is to be written; `None` while they are at it.
    pub released: Option<DateTime<Utc>>,
    /// When what was there before was looked at, for the last time before it was sent.
    pub looked: Option<DateTime<Utc>>,
    /// When it was sent.
    pub sent: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
    /// Who ended it, where a person did.
    pub ended_by: Option<String>,
    /// Whether a person saw its end, or there was nothing in it to see.
    pub seen: bool,
    /// How often it was read back.
    pub readings: u32,
    /// When it was read back, for the last time.
    pub read: Option<DateTime<Utc>>,
}

impl PatientWrite {
    /// A row's name for registering somebody.
    pub(crate) const CREATE: &'static str = "patient-create";
    /// A row's name for changing somebody.
    const UPDATE: &'static str = "patient-update";

    /// The row's name of its kind.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Create { .. } => Self::CREATE,
            Self::Update { .. } => Self::UPDATE,
        }
    }

    /// Whom it is about, where they are registered.
    pub(crate) fn subject(&self) -> Option<&PatientId> {
        match self {
            Self::Create { .. } => None,
            Self::Update { patient, .. } => Some(patient),
        }
    }

    /// What is to be written.
    pub fn fields(&self) -> &PatientFields {
        match self {
            Self::Create { fields, .. } | Self::Update { fields, .. } => fields,
        }
    }

    /// What is to be written, as a row keeps it.
    pub(crate) fn payload(&self) -> Result<Phi<String>, Error> {
        kept(self.fields())
    }

    /// What makes two writes about the same person, or about a newcomer, the same write. A newcomer is
    /// the same by their names, their day and where they are registered, whatever else is known of them.
    pub(crate) fn same(&self) -> Result<Phi<String>, Error> {
        let Self::Create { fields, .. } = self else { return self.payload() };
        let known = [F::First, F::Last, F::Dob, F::Department].map(|field| {
            let said = fields.get(field).unwrap_or_default().split_whitespace();
            said.collect::<Vec<_>>().join(" ").to_lowercase()
        });
        kept(&known)
    }

    /// What was there before, as a row keeps it.
    pub(crate) fn before(&self) -> Result<Before, Error> {
        match self {
            Self::Create { seen, .. } => kept(seen),
            Self::Update { before, .. } => kept(before),
        }
    }

    fn of(row: &JournalRow) -> Result<Self, Error> {
        let fields = read(&row.payload)?;
        match (row.kind.as_str(), &row.subject) {
            (Self::CREATE, _) => Ok(Self::Create { fields, seen: read(&row.before)? }),
            (Self::UPDATE, Some(patient)) => {
                Ok(Self::Update { patient: patient.clone(), fields, before: read(&row.before)? })
            }
            _ => Err(Error::Record("journal")),
        }
    }
}

impl From<PatientWrite> for Write {
    fn from(write: PatientWrite) -> Self {
        Self::Patient(write)
    }
}

impl From<VisitWrite> for Write {
    fn from(write: VisitWrite) -> Self {
        Self::Visit(Box::new(write))
    }
}

impl Write {
    /// What is written of a patient; `None` of a visit.
    pub fn patient(&self) -> Option<&PatientWrite> {
        match self {
            Self::Patient(write) => Some(write),
            Self::Visit(_) => None,
        }
    }

    /// What is done with a visit; `None` of a patient.
    pub fn visit(&self) -> Option<&VisitWrite> {
        match self {
            Self::Patient(_) => None,
            Self::Visit(write) => Some(write.as_ref()),
        }
    }

    /// What is left of it once its first request was carried out, where it takes two.
    pub(crate) fn rest(&self) -> Option<Self> {
        self.visit()?.rest().map(Self::from)
    }

    /// The row's name of its kind.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Patient(write) => write.kind(),
            Self::Visit(write) => write.deed.kind(),
        }
    }

    /// Whom it is about, where they are registered.
    pub(crate) fn subject(&self) -> Option<&PatientId> {
        match self {
            Self::Patient(write) => write.subject(),
            Self::Visit(write) => Some(&write.patient),
        }
    }

    /// What is to be written, as a row keeps it.
    pub(crate) fn payload(&self) -> Result<Phi<String>, Error> {
        match self {
            Self::Patient(write) => write.payload(),
            Self::Visit(write) => kept(&write.deed),
        }
    }

    /// What makes two writes of one kind about the same person the same write.
    pub(crate) fn same(&self) -> Result<Phi<String>, Error> {
        match self {
            Self::Patient(write) => write.same(),
            Self::Visit(write) => Ok(Phi::new(write.same())),
        }
    }

    /// What was there before, as a row keeps it.
    pub(crate) fn before(&self) -> Result<Before, Error> {
        match self {
            Self::Patient(write) => write.before(),
            Self::Visit(write) => kept(&write.before),
        }
    }

    /// The write of a row. Into whom its patient was merged, it is about.
    pub(crate) fn of(row: &JournalRow) -> Result<Self, Error> {
        if !VisitDeed::is_kind(&row.kind) {
            return PatientWrite::of(row).map(Self::Patient);
        }
        let (deed, before): (VisitDeed, VisitStood) = (read(&row.payload)?, read(&row.before)?);
        match &row.subject {
            Some(patient) if deed.kind() == row.kind => {
                let deed = deed.about(patient);
                Ok(VisitWrite { patient: patient.clone(), deed, before }.into())
            }
            _ => Err(Error::Record("journal")),
        }
    }

    /// Whom and what it is about, once it is known about whom.
    pub(crate) fn touched(&self, subject: Option<&PatientId>) -> Touched {
        match self {
            Self::Patient(_) => Touched { patient: subject.cloned(), visits: Vec::new() },
            Self::Visit(write) => Touched { patient: None, visits: write.numbers() },
        }
    }
}

impl Shown {
    /// As a row keeps it.
    pub(crate) fn kept(&self) -> Result<Phi<String>, Error> {
        kept(self)
    }

    /// Whether every field stands there as it was written.
    fn is_as_written(&self) -> bool {
        matches!(self, Self::Made(made) if made.values().all(|made| *made == Made::Kept))
    }
}

impl Entry {
    /// Whether it was sent so long ago that athenahealth is at work on it no more. A clock that was put
    /// back keeps nobody from saying so.
    pub fn is_settled(&self, now: DateTime<Utc>) -> bool {
        self.sent.is_none_or(|sent| (now - sent).abs().to_std().is_ok_and(|long| long >= SETTLED))
    }

    /// Whether it ended in a way that a person should see. What athenahealth has is not known to be otherwise
    /// than it was written before it was read back.
    pub fn asks_to_be_seen(&self) -> bool {
        let is_told = self.state == WriteState::Rejected || self.shown.is_some();
        self.state.is_ended() && is_told && !self.seen
    }

    /// Whether it was held since all that it asks for was there before it was sent: what athenahealth
    /// shows is what is to be written.
    pub fn stands_already(&self) -> bool {
        let held = self.state == WriteState::Drafted && self.reason == Some(WriteReason::ChangedMeanwhile);
        held && match (&self.write, &self.shown) {
            (Write::Patient(write), Some(Shown::Theirs(theirs))) => theirs == write.fields(),
            (Write::Visit(write), Some(Shown::Visit(now))) => judge::look(write, now) == judge::Look::Stands,
            _ => false,
        }
    }

    /// A row as a person sees it.
    pub(crate) fn of(row: JournalRow) -> Result<Self, Error> {
        Ok(Self {
            write: Write::of(&row)?,
            place: row.place(),
            fields: row.field.as_deref().map(named).transpose()?.unwrap_or_default(),
            shown: row.shown.as_ref().map(read).transpose()?,
            id: row.id,
            subject: row.subject,
            state: row.state,
            reason: row.reason,
            resolution: row.resolution,
            follows: row.follows,
            by: row.drafted_by,
            drafted: row.drafted,
            released: row.released,
            looked: row.intended,
            sent: row.sent,
            ended: row.ended,
            ended_by: row.resolved_by,
            seen: row.seen.is_some(),
            readings: row.readings,
            read: row.read,
        })
    }
}

/// Keeps what athenahealth made of a write that it has.
pub(crate) fn keep(
    writer: &mut Writer<'_, VaultFile>,
    id: &WriteId,
    shown: &Shown,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    writer.journal_kept(id, &shown.kept()?, at)?;
    see(writer, id, shown, at)
}

/// Notes that there is nothing to see in what stands there as it was written.
pub(crate) fn see(
    writer: &mut Writer<'_, VaultFile>,
    id: &WriteId,
    shown: &Shown,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    if shown.is_as_written() { writer.journal_seen(id, at) } else { Ok(()) }
}

/// What makes the write of a row the same as another.
pub(crate) fn sameness(row: &JournalRow) -> Result<Phi<String>, Error> {
    Write::of(row)?.same()
}

/// Over which connection who was merged into whom, where a look shows that.
pub(crate) fn merged(row: &JournalRow, write: &Write) -> Option<(ConnectionId, Merge)> {
    became(row, write.subject()?)
}

fn became(row: &JournalRow, now: &PatientId) -> Option<(ConnectionId, Merge)> {
    let (old, patient) = (row.subject.clone()?, now.clone());
    (old != patient).then(|| (row.connection.clone(), Merge { old, patient }))
}

/// Names the merge that reading back a write showed: it is about whom its patient was merged into.
pub(crate) fn follow(
    writer: &mut Writer<'_, VaultFile>,
    id: &WriteId,
    now: &PatientId,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let moved = writer.journal_row(id)?.and_then(|row| became(&row, now));
    moved.map_or(Ok(()), |(connection, merge)| writer.name_merge(&connection, &merge, at, sameness))
}

/// Whether others were merged into whom a row is about.
pub(crate) fn is_merged(vault: &Reader<'_, VaultFile>, row: &JournalRow) -> Result<bool, Error> {
    let Some(subject) = &row.subject else { return Ok(false) };
    Ok(vault.numbers_of(&row.connection, subject)?.len() > 1)
}

/// The fields that a refusal is about, as a row keeps them.
pub(crate) fn names(fields: &[PatientField]) -> Result<String, Error> {
    kept(&fields).map(Phi::into_exposed)
}

fn named(text: &str) -> Result<Vec<PatientField>, Error> {
    serde_json::from_str(text).map_err(|_| Error::Record("journal"))
}

fn kept<T: Serialize>(value: &T) -> Result<Phi<String>, Error> {
    serde_json::to_string(value).map(Phi::new).map_err(|_| Error::Record("journal"))
}

fn read<T: DeserializeOwned>(text: &Phi<String>) -> Result<T, Error> {
    serde_json::from_str(text.expose()).map_err(|_| Error::Record("journal"))
}
