//! What is written to athenahealth, from its draft to its end. What a payload means is sync's to say.
//!
//! `moves.rs` holds the ways from one state to the next; the table itself refuses any other. `list.rs`
//! is what a person looks through.

mod list;
mod moves;

use std::fmt;

use chrono::{DateTime, Utc};
use model::{PatientId, Phi};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::instant;
use crate::handle::VaultFile;
use crate::{ConnectionId, Entropy, Error, FileId, OpenError, Reader};

pub use list::{JournalCounts, JournalPart, JournalPlace};
pub use moves::{Ending, Intended};

/// The opaque identifier of a write.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WriteId(String);

impl WriteId {
    /// Makes a new identifier.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, OpenError> {
        FileId::generate(entropy).map(|id| Self(id.into()))
    }

    /// Takes an identifier that was given out before.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WriteId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$case_doc])* $case,)+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$case,)+];

            /// The word by which it is kept.
            pub fn word(self) -> &'static str {
                match self { $(Self::$case => $word,)+ }
            }

            fn kept(word: &str) -> Result<Self, Error> {
                Self::ALL.iter().copied().find(|one| one.word() == word).ok_or(Error::Record("journal"))
            }
        }
    };
}

words! {
    /// How far a write is.
    WriteState {
        /// A person made it. Nothing of it left.
        Drafted = "drafted",
        /// It is to be sent. Nothing of it left.
        Intent = "intent",
        /// It is about to leave, or left; its answer is awaited.
        Sent = "sent",
        /// athenahealth has it.
        Confirmed = "confirmed",
        /// athenahealth does not have it and will not.
        Rejected = "rejected",
        /// It may have been carried out; nobody knows yet.
        Unknown = "unknown",
    }
}

impl WriteState {
    /// Whether nothing more comes of it.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Confirmed | Self::Rejected)
    }
}

words! {
    /// Why a write stands where it stands.
    WriteReason {
        /// A draft waits for a person: somebody else changed the same thing.
        ChangedMeanwhile = "changed-meanwhile",
        /// A draft waits for a person: somebody like them is registered.
        LikelyDuplicate = "likely-duplicate",
        /// A draft waits for a person: the same thing is under way.
        AlreadyUnderWay = "already-under-way",
        /// A draft waits for a person: athenahealth shows nobody under this number.
        SubjectGone = "subject-gone",
        /// A draft waits for a person: it cannot be sent as it is.
        CannotBeSent = "cannot-be-sent",
        /// It did not leave: no connection.
        NoConnection = "no-connection",
        /// It did not leave: calls rest.
        Resting = "resting",
        /// It was turned away: calls came too fast.
        TooFast = "too-fast",
        /// It did not leave: the day's calls are used up.
        DayUsedUp = "day-used-up",
        /// It did not leave, or was turned away: the sign-in does not hold.
        SignIn = "sign-in",
        /// No answer came in time.
        NoAnswer = "no-answer",
        /// The connection broke before the answer.
        ConnectionBroke = "connection-broke",
        /// The server, or what stands before it, failed.
        ServerFailed = "server-failed",
        /// The answer could not be read.
        Unreadable = "unreadable",
        /// This program ended before the answer.
        Interrupted = "interrupted",
        /// What is read back shows neither that it was carried out nor that it was not.
        CannotTell = "cannot-tell",
        /// athenahealth said no.
        Refused = "refused",
        /// The key or the person has no right to it.
        NoRight = "no-right",
        /// There is nobody under this number.
        NotFound = "not-found",
        /// Something else was faster.
        Conflict = "conflict",
        /// Something that athenahealth requires is missing.
        MissingFields = "missing-fields",
        /// Something in it cannot be what it is said to be.
        BadField = "bad-field",
        /// It was read back, and athenahealth does not have it.
        NotCarriedOut = "not-carried-out",
        /// A person withdrew it before it left.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// By what a write ended.
    Resolution {
        /// By its answer.
        Answer = "answer",
        /// By what was read back.
        ReadBack = "read-back",
        /// By a person.
        Person = "person",
    }
}

/// A write as drafted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWrite {
    /// Its identifier.
    pub id: WriteId,
    /// The connection that it goes through.
    pub connection: ConnectionId,
    /// What kind of write it is, in the words of the one who reads the payload.
    pub kind: String,
    /// Whom it is about; `None` where they are not registered yet.
    pub subject: Option<PatientId>,
    /// What is to be written.
    pub payload: Phi<String>,
    /// What the person saw when they drafted it.
    pub before: Phi<String>,
    /// The write that it undoes or repeats.
    pub follows: Option<WriteId>,
    /// Who drafted it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A write as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Its place in the order in which writes were drafted.
    pub number: i64,
    /// Its identifier.
    pub id: WriteId,
    /// The connection that it goes through.
    pub connection: ConnectionId,
    /// What kind of write it is.
    pub kind: String,
    /// Whom it is about; `None` where they are not registered as far as is known.
    pub subject: Option<PatientId>,
    /// What is to be written.
    pub payload: Phi<String>,
    /// What was there before, as far as is known.
    pub before: Phi<String>,
    /// How far it is.
    pub state: WriteState,
    /// Why it stands there.
    pub reason: Option<WriteReason>,
    /// The fields that athenahealth did not take, by our names.
    pub field: Option<String>,
    /// What athenahealth showed that a person should see: the other side of a conflict, what it kept.
    pub shown: Option<Phi<String>>,
    /// By what it ended.
    pub resolution: Option<Resolution>,
    /// Who ended it, where a person did.
    pub resolved_by: Option<String>,
    /// The write that it undoes or repeats.
    pub follows: Option<WriteId>,
    /// Who drafted it.
    pub drafted_by: String,
    /// When it was drafted, or changed while a draft.
    pub drafted: DateTime<Utc>,
    /// When a person said that it is to be written; `None` while they are at it.
    pub released: Option<DateTime<Utc>>,
    /// Who said so, for the last time.
    pub released_by: Option<String>,
    /// When it was said to be sent, with what was there just before.
    pub intended: Option<DateTime<Utc>>,
    /// When it was marked as sent, for the last time.
    pub sent: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
    /// When a person saw its end, or there was nothing in it to see.
    pub seen: Option<DateTime<Utc>>,
    /// How often it was read back.
    pub readings: u32,
    /// When it was read back, for the last time.
    pub read: Option<DateTime<Utc>>,
}

const COLUMNS: &str =
    "number, id, connection, kind, subject, payload, before, state, reason, field, shown, resolution,
    resolved_by, follows, drafted_by, drafted, released, released_by, intended, sent, ended, seen, readings,
    read";

impl Reader<'_, VaultFile> {
    /// A write by its identifier.
    pub fn journal_row(&self, id: &WriteId) -> Result<Option<JournalRow>, Error> {
        self.one(&format!("SELECT {COLUMNS} FROM journal WHERE id = ?1"), params![id.as_str()], row)
    }

    /// The writes of a connection that have not ended, in the order in which they were drafted.
    pub fn journal_open(&self, connection: &ConnectionId) -> Result<Vec<JournalRow>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM journal
            WHERE connection = ?1 AND state NOT IN ('confirmed', 'rejected') ORDER BY number"
        );
        self.all(&sql, params![connection.as_str()], row)
    }

    /// The writes of a connection that athenahealth has and that were not read back since.
    pub fn journal_unread(&self, connection: &ConnectionId, limit: u32) -> Result<Vec<JournalRow>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM journal WHERE connection = ?1 AND seen IS NULL AND state = 'confirmed'
            AND shown IS NULL ORDER BY number LIMIT ?2"
        );
        self.all(&sql, params![connection.as_str(), limit], row)
    }
}

fn row(row: &Row<'_>) -> Result<JournalRow, Error> {
    let at = |column: &str| -> Result<Option<DateTime<Utc>>, Error> {
        let millis: Option<i64> = row.get(column)?;
        millis.map(|millis| instant(millis).ok_or(Error::Record("journal"))).transpose()
    };
    let text = |column: &str| -> Result<Option<String>, Error> { Ok(row.get(column)?) };
    Ok(JournalRow {
        number: row.get("number")?,
        id: WriteId(row.get("id")?),
        connection: ConnectionId::new(row.get::<_, String>("connection")?),
        kind: row.get("kind")?,
        subject: text("subject")?.map(PatientId::new),
        payload: Phi::new(row.get("payload")?),
        before: Phi::new(row.get("before")?),
        state: WriteState::kept(&row.get::<_, String>("state")?)?,
        reason: text("reason")?.as_deref().map(WriteReason::kept).transpose()?,
        field: text("field")?,
        shown: text("shown")?.map(Phi::new),
        resolution: text("resolution")?.as_deref().map(Resolution::kept).transpose()?,
        resolved_by: text("resolved_by")?,
        follows: text("follows")?.map(WriteId),
        drafted_by: row.get("drafted_by")?,
        drafted: at("drafted")?.ok_or(Error::Record("journal"))?,
        released: at("released")?,
        released_by: text("released_by")?,
        intended: at("intended")?,
        sent: at("sent")?,
        ended: at("ended")?,
        seen: at("seen")?,
        readings: row.get("readings")?,
        read: at("read")?,
    })
}

#[cfg(test)]
mod tests;
