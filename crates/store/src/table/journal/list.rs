//! The journal as a person looks through it: what asks for them first, then what is on its way, then the rest.

use chrono::{DateTime, Utc};
use model::PatientId;
use rusqlite::params;

use super::{COLUMNS, JournalRow, WriteId, WriteState, row};
use crate::handle::VaultFile;
use crate::table::millis;
use crate::{ConnectionId, Error, Reader};

/// A part of the list, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalPart {
    /// A person is to see or to decide something.
    Asks,
    /// To be sent, or sent and not answered yet.
    OnTheWay,
    /// Drafts that are the person's.
    Drafts,
    /// Ended, and there is nothing to see in it.
    Ended,
}

/// The part in which a row stands, by its number.
const PART: &str = "CASE
    WHEN state = 'unknown' OR (state = 'drafted' AND released IS NULL AND reason IS NOT NULL)
        OR (seen IS NULL AND (state = 'rejected' OR (state = 'confirmed' AND shown IS NOT NULL))) THEN 0
    WHEN state IN ('intent', 'sent') OR (state = 'drafted' AND released IS NOT NULL) THEN 1
    WHEN state = 'drafted' THEN 2
    ELSE 3 END";

/// A place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalPlace {
    /// The part that it is in.
    pub part: JournalPart,
    /// The number of the write.
    pub number: i64,
}

/// How many writes of a connection stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalCounts {
    /// Drafts that are the person's.
    pub drafts: u32,
    /// Of these, those that wait for a person to see something.
    pub held: u32,
    /// To be sent, or sent and not answered yet.
    pub on_the_way: u32,
    /// Nobody knows whether they were carried out.
    pub unknown: u32,
    /// Ended otherwise than they were written, and nobody saw how.
    pub unseen: u32,
    /// They left, and nobody knows yet what became of them.
    pub at_large: u32,
}

impl JournalPlace {
    /// The place after which what is on its way begins.
    pub const BEFORE_THE_WAY: Self = Self { part: JournalPart::Asks, number: 0 };
}

impl JournalRow {
    /// Where the row stands in the list.
    pub fn place(&self) -> JournalPlace {
        JournalPlace { part: self.part(), number: self.number }
    }

    fn part(&self) -> JournalPart {
        let is_unseen = self.seen.is_none();
        match self.state {
            WriteState::Unknown => JournalPart::Asks,
            WriteState::Drafted if self.released.is_some() => JournalPart::OnTheWay,
            WriteState::Drafted if self.reason.is_some() => JournalPart::Asks,
            WriteState::Drafted => JournalPart::Drafts,
            WriteState::Intent | WriteState::Sent => JournalPart::OnTheWay,
            WriteState::Rejected if is_unseen => JournalPart::Asks,
            WriteState::Confirmed if is_unseen && self.shown.is_some() => JournalPart::Asks,
            WriteState::Confirmed | WriteState::Rejected => JournalPart::Ended,
        }
    }
}

impl Reader<'_, VaultFile> {
    /// The writes of a connection, about one patient or all, part by part: those that are open, those whose end
    /// nobody saw, and those that ended since an instant; the latest first in each part. Drafts that were taken
    /// back are not among them.
    pub fn journal_page(
        &self,
        connection: &ConnectionId,
        about: Option<&PatientId>,
        since: DateTime<Utc>,
        after: Option<JournalPlace>,
        limit: u32,
    ) -> Result<Vec<JournalRow>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM journal
            WHERE connection = ?1 AND (?2 IS NULL OR subject = ?2) AND reason IS NOT 'withdrawn'
                AND (state NOT IN ('confirmed', 'rejected') OR seen IS NULL OR ended >= ?3)
                AND (?4 IS NULL OR ({PART}, -number) > (?4, -?5))
            ORDER BY {PART}, number DESC LIMIT ?6"
        );
        let (part, number) = (after.map(|after| after.part as u8), after.map(|after| after.number));
        let about = about.map(PatientId::as_str);
        self.all(&sql, params![connection.as_str(), about, millis(since), part, number, limit], row)
    }

    /// How far the write is that undoes one, or repeats what was to undo it; nothing where athenahealth has
    /// none and is to have none.
    pub fn journal_undoing(&self, id: &WriteId) -> Result<Option<WriteState>, Error> {
        let sql = "WITH RECURSIVE undoing (id, state) AS (
                SELECT id, state FROM journal WHERE follows = ?1
                UNION ALL SELECT next.id, next.state FROM journal AS next
                    JOIN undoing ON next.follows = undoing.id WHERE undoing.state = 'rejected')
            SELECT state FROM undoing WHERE state <> 'rejected' ORDER BY state = 'confirmed' DESC LIMIT 1";
        self.one(sql, [id.as_str()], |row| WriteState::kept(&row.get::<_, String>(0)?))
    }

    /// Whether another write follows one.
    pub fn journal_is_followed(&self, id: &WriteId) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM journal WHERE follows = ?1 LIMIT 1";
        Ok(self.one(sql, [id.as_str()], |_| Ok(()))?.is_some())
    }

    /// The connections that have writes.
    pub fn journal_connections(&self) -> Result<Vec<ConnectionId>, Error> {
        self.all("SELECT DISTINCT connection FROM journal", [], |row| {
            Ok(ConnectionId::new(row.get::<_, String>(0)?))
        })
    }

    /// How many writes of a connection stand where. One that athenahealth has asks for nobody before it was
    /// read back: until then nothing in it is known to be otherwise.
    pub fn journal_counts(&self, connection: &ConnectionId) -> Result<JournalCounts, Error> {
        let sql = "SELECT
                count(*) FILTER (WHERE state = 'drafted' AND released IS NULL),
                count(*) FILTER (WHERE state = 'drafted' AND released IS NULL AND reason IS NOT NULL),
                count(*) FILTER (WHERE state IN ('intent', 'sent')
                    OR (state = 'drafted' AND released IS NOT NULL)),
                count(*) FILTER (WHERE state = 'unknown'),
                count(*) FILTER (WHERE seen IS NULL
                    AND (state = 'rejected' OR (state = 'confirmed' AND shown IS NOT NULL))),
                count(*) FILTER (WHERE state IN ('sent', 'unknown'))
            FROM journal WHERE connection = ?1 AND (state NOT IN ('confirmed', 'rejected') OR seen IS NULL)";
        let counts = self.one(sql, params![connection.as_str()], |row| {
            Ok(JournalCounts {
                drafts: row.get(0)?,
                held: row.get(1)?,
                on_the_way: row.get(2)?,
                unknown: row.get(3)?,
                unseen: row.get(4)?,
                at_large: row.get(5)?,
            })
        })?;
        Ok(counts.unwrap_or_default())
    }
}
