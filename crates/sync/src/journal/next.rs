//! What is done next.

use model::AppointmentId;
use store::{JournalRow, WriteId, WriteState};
use tokio::time::Instant;

use super::run::{FIRST, Hand, Unknown};
use super::words::Write;

/// How many writes are looked at whose end was not read yet.
const UNREAD: u32 = 16;

/// What is to be done next.
pub(crate) enum Next {
    Lose,
    Write(Box<JournalRow>),
    ReadBack(Box<JournalRow>),
    ReadKept(Box<JournalRow>),
    Wait(Option<Instant>),
}

impl Next {
    /// The write that it is about, where it is about one.
    pub(crate) fn about(&self) -> Option<WriteId> {
        match self {
            Self::Write(row) | Self::ReadBack(row) | Self::ReadKept(row) => Some(row.id.clone()),
            Self::Lose | Self::Wait(_) => None,
        }
    }
}

/// Whether a write waits for the one that it follows, or for one about the same visit that was there first, and of
/// which nobody knows yet what becomes of it.
fn waits(row: &JournalRow, open: &[JournalRow]) -> bool {
    if row.follows.as_ref().is_some_and(|led| open.iter().any(|other| other.id == *led)) {
        return true;
    }
    let visits = visits(row);
    let is_under_way = |other: &JournalRow| {
        other.number < row.number && (other.state != WriteState::Drafted || other.released.is_some())
    };
    !visits.is_empty()
        && open
            .iter()
            .filter(|other| is_under_way(other))
            .any(|other| self::visits(other).iter().any(|visit| visits.contains(visit)))
}

/// The visits that a write is about. One that cannot be read is in nobody's way.
fn visits(row: &JournalRow) -> Vec<AppointmentId> {
    Write::of(row).map(|write| write.touched(None).visits).unwrap_or_default()
}

impl Hand {
    /// The next thing to do. No request is under way here, so that nobody awaits the answer of what
    /// is marked as sent.
    pub(crate) async fn next(&mut self) -> Result<Next, store::Error> {
        let connection = self.edges.connection.clone();
        let (open, unread) = self
            .edges
            .vault
            .read(move |reader| {
                Ok((reader.journal_open(&connection)?, reader.journal_unread(&connection, UNREAD)?))
            })
            .await?;
        let now = Instant::now();
        self.note_unknown(&open);
        if let Some(until) = self.resting.filter(|until| *until > now) {
            return Ok(Next::Wait(Some(until)));
        }
        if open.iter().any(|row| row.state == WriteState::Sent) {
            return Ok(Next::Lose);
        }
        self.apart.retain(|id, _| open.iter().chain(&unread).any(|row| row.id == *id));
        let apart = |row: &JournalRow| self.apart.get(&row.id).map(|apart| apart.until);
        let free = |row: &JournalRow| apart(row).is_none_or(|until| until <= now);
        let due = |row: &JournalRow| {
            let due = self.known.get(&row.id).and_then(|unknown| unknown.due)?;
            Some(apart(row).map_or(due, |until| until.max(due)))
        };
        let writable = |row: &JournalRow| {
            row.state == WriteState::Intent || (row.state == WriteState::Drafted && row.released.is_some())
        };
        if let Some(row) = open.iter().find(|row| due(row).is_some_and(|due| due <= now)) {
            return Ok(Next::ReadBack(Box::new(row.clone())));
        }
        if let Some(row) = open.iter().find(|row| writable(row) && free(row) && !waits(row, &open)) {
            return Ok(Next::Write(Box::new(row.clone())));
        }
        if let Some(row) = unread.iter().find(|row| free(row)) {
            return Ok(Next::ReadKept(Box::new(row.clone())));
        }
        let waiting = open.iter().filter(|row| writable(row)).chain(&unread);
        // What rested long enough and waits for another is looked at once that one has moved.
        let rests = waiting.filter_map(apart).filter(|until| *until > now);
        Ok(Next::Wait(open.iter().filter_map(due).chain(rests).min()))
    }

    fn note_unknown(&mut self, open: &[JournalRow]) {
        let now = Instant::now();
        let unknown = || open.iter().filter(|row| row.state == WriteState::Unknown);
        self.known.retain(|id, _| unknown().any(|row| row.id == *id));
        for row in unknown() {
            let fresh = || Unknown { since: now, due: Some(now + FIRST) };
            self.known.entry(row.id.clone()).or_insert_with(fresh);
        }
    }
}
