//! The ways of a write from one state to the next. Each is refused from any other state.

use chrono::{DateTime, Utc};
use model::{PatientId, Phi};
use rusqlite::{Params, params};

use super::{JournalRow, NewWrite, Resolution, WriteId, WriteReason, WriteState};
use crate::handle::VaultFile;
use crate::table::millis;
use crate::{ConnectionId, Error, Writer, key};

/// What saying that a write is to be sent came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intended {
    /// It is to be sent.
    Now,
    /// Another write of the same thing is under way: nothing changed.
    UnderWay(WriteId),
}

/// How a write ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// By what.
    pub resolution: Resolution,
    /// Who said so, where a person did.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

use WriteState::{Confirmed, Drafted, Intent, Rejected, Sent, Unknown};

impl Writer<'_, VaultFile> {
    /// Keeps a draft.
    pub fn journal_draft(&mut self, write: &NewWrite) -> Result<(), Error> {
        let sql = "INSERT INTO journal
            (id, connection, kind, subject, payload, before, state, follows, drafted_by, drafted)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'drafted', ?7, ?8, ?9)";
        let subject = write.subject.as_ref().map(PatientId::as_str);
        let follows = write.follows.as_ref().map(WriteId::as_str);
        self.run(
            sql,
            params![
                write.id.as_str(),
                write.connection.as_str(),
                write.kind,
                subject,
                write.payload.expose(),
                write.before.expose(),
                follows,
                write.by,
                millis(write.at)
            ],
        )?;
        Ok(())
    }

    /// Changes a draft, which is the person's again.
    pub fn journal_redraft(
        &mut self,
        id: &WriteId,
        payload: &Phi<String>,
        before: &Phi<String>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "UPDATE journal SET payload = ?2, before = ?3, drafted = ?4, state = 'drafted',
            released = NULL, reason = NULL, field = NULL, shown = NULL WHERE id = ?1";
        self.step(id, &[Drafted], sql, params![id.as_str(), payload.expose(), before.expose(), millis(at)])
    }

    /// Notes that a person wants a draft written.
    pub fn journal_release(&mut self, id: &WriteId, by: &str, at: DateTime<Utc>) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'drafted', released = ?2, released_by = ?3, reason = NULL,
            shown = NULL WHERE id = ?1";
        self.step(id, &[Drafted], sql, params![id.as_str(), millis(at), by])
    }

    /// Gives a write of which nothing left back to the person, with what they should see.
    pub fn journal_hold(
        &mut self,
        id: &WriteId,
        reason: WriteReason,
        shown: Option<&Phi<String>>,
    ) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'drafted', released = NULL, fingerprint = NULL, reason = ?2,
            shown = ?3 WHERE id = ?1";
        let shown = shown.map(Phi::expose);
        self.step(id, &[Drafted, Intent], sql, params![id.as_str(), reason.word(), shown])
    }

    /// Notes why a released draft, or an intent, could not be looked at or sent yet.
    pub fn journal_wait(&mut self, id: &WriteId, reason: WriteReason) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = state, reason = ?2 WHERE id = ?1";
        self.step(id, &[Drafted, Intent], sql, params![id.as_str(), reason.word()])
    }

    /// Notes that a write is to be sent, with what was there just before. Only one write of the
    /// same thing can be under way: of one kind, about one patient, and alike in what is given here.
    pub fn journal_intend(
        &mut self,
        id: &WriteId,
        before: &Phi<String>,
        same: &Phi<String>,
        at: DateTime<Utc>,
    ) -> Result<Intended, Error> {
        let row = self.journal_row(id)?.ok_or(Error::OutOfTurn)?;
        if row.state == Drafted && row.released.is_none() {
            return Err(Error::OutOfTurn);
        }
        let fingerprint = self.fingerprint(&row, row.subject.as_ref(), same)?;
        if let Some(other) = self.under_way(&row, &fingerprint)? {
            return Ok(Intended::UnderWay(other));
        }
        let sql = "UPDATE journal SET state = 'intent', fingerprint = ?2, before = ?3, intended = ?4,
            reason = NULL, shown = NULL WHERE id = ?1";
        let params = params![id.as_str(), fingerprint, before.expose(), millis(at)];
        self.step(id, &[Drafted, Intent], sql, params)?;
        Ok(Intended::Now)
    }

    /// Notes that a write is about to leave. From here on it may have been carried out.
    pub fn journal_send(&mut self, id: &WriteId, at: DateTime<Utc>) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'sent', sent = ?2, reason = NULL WHERE id = ?1";
        self.step(id, &[Intent], sql, params![id.as_str(), millis(at)])
    }

    /// Notes that a write is proven not to have been carried out, and may be sent.
    pub fn journal_not_sent(&mut self, id: &WriteId, reason: WriteReason) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'intent', sent = NULL, reason = ?2 WHERE id = ?1";
        self.step(id, &[Sent], sql, params![id.as_str(), reason.word()])
    }

    /// Notes that nobody knows whether a write was carried out.
    pub fn journal_lose(&mut self, id: &WriteId, reason: WriteReason) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'unknown', reason = ?2 WHERE id = ?1";
        self.step(id, &[Sent], sql, params![id.as_str(), reason.word()])
    }

    /// Notes the same of every write whose answer nobody awaits any longer. Gives how many.
    pub fn journal_lose_all(&mut self, connection: &ConnectionId) -> Result<usize, Error> {
        let sql =
            "UPDATE journal SET state = 'unknown', reason = ?2 WHERE connection = ?1 AND state = 'sent'";
        self.run(sql, params![connection.as_str(), WriteReason::Interrupted.word()])
    }

    /// Notes that a write was read back and is still not known.
    pub fn journal_read_back(
        &mut self,
        id: &WriteId,
        undecided: Option<&Phi<String>>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'unknown', readings = readings + 1, read = ?2,
            shown = ?3, reason = iif(?3 IS NULL, reason, ?4) WHERE id = ?1";
        let shown = undecided.map(Phi::expose);
        self.step(
            id,
            &[Unknown],
            sql,
            params![id.as_str(), millis(at), shown, WriteReason::CannotTell.word()],
        )
    }

    /// Notes that athenahealth has it, about whom, and what of it where that is known.
    pub fn journal_confirm(
        &mut self,
        id: &WriteId,
        subject: Option<&PatientId>,
        shown: Option<&Phi<String>>,
        ending: &Ending,
    ) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'confirmed', subject = coalesce(?2, subject), shown = ?3,
            reason = NULL, resolution = ?4, resolved_by = ?5, ended = ?6 WHERE id = ?1";
        let (subject, shown) = (subject.map(PatientId::as_str), shown.map(Phi::expose));
        let (how, by, at) = ending.columns();
        self.step(id, &[Sent, Unknown], sql, params![id.as_str(), subject, shown, how, by, at])
    }

    /// Notes that athenahealth does not have it, which fields it did not take, and what it said.
    pub fn journal_reject(
        &mut self,
        id: &WriteId,
        reason: WriteReason,
        (field, said): (Option<&str>, Option<&Phi<String>>),
        ending: &Ending,
    ) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'rejected', reason = ?2, field = ?3, shown = ?4,
            resolution = ?5, resolved_by = ?6, ended = ?7 WHERE id = ?1";
        let (how, by, at) = ending.columns();
        let said = said.map(Phi::expose);
        self.step(id, &[Sent, Unknown], sql, params![id.as_str(), reason.word(), field, said, how, by, at])
    }

    /// Gives whatever was to be sent back to its person: another computer may have sent it since. What
    /// had left is unknown, as it is after any end of the program.
    pub(crate) fn journal_hold_all(&mut self) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'drafted', released = NULL, fingerprint = NULL, reason = ?1,
            shown = NULL WHERE state = 'intent' OR (state = 'drafted' AND released IS NOT NULL)";
        self.run(sql, params![WriteReason::AlreadyUnderWay.word()])?;
        Ok(())
    }

    /// Withdraws a write of which nothing left.
    pub fn journal_withdraw(&mut self, id: &WriteId, by: &str, at: DateTime<Utc>) -> Result<(), Error> {
        let sql = "UPDATE journal SET state = 'rejected', reason = 'withdrawn', resolution = 'person',
            resolved_by = ?2, ended = ?3, seen = ?3 WHERE id = ?1";
        self.step(id, &[Drafted, Intent], sql, params![id.as_str(), by, millis(at)])
    }

    /// Keeps what athenahealth made of a write that it has.
    pub fn journal_kept(
        &mut self,
        id: &WriteId,
        shown: &Phi<String>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "UPDATE journal SET shown = ?2, read = ?3, readings = readings + 1 WHERE id = ?1";
        self.step(id, &[Confirmed], sql, params![id.as_str(), shown.expose(), millis(at)])
    }

    /// Notes that a person saw how a write ended, or that there is nothing in it to see.
    pub fn journal_seen(&mut self, id: &WriteId, at: DateTime<Utc>) -> Result<(), Error> {
        let sql = "UPDATE journal SET seen = ?2 WHERE id = ?1";
        self.step(id, &[Confirmed, Rejected], sql, params![id.as_str(), millis(at)])
    }

    /// Follows a merge: what is open about one patient is about the one they were merged into, and the
    /// same as what was under way about them. Of two that turn out to be the same, the first is the one
    /// that another meets.
    pub fn journal_rekey(
        &mut self,
        connection: &ConnectionId,
        from: &PatientId,
        into: &PatientId,
        same: impl Fn(&JournalRow) -> Result<Phi<String>, Error>,
    ) -> Result<(), Error> {
        let open = self.journal_open(connection)?;
        for row in open.into_iter().filter(|row| row.subject.as_ref() == Some(from)) {
            let moved = params![row.id.as_str(), into.as_str()];
            self.run("UPDATE journal SET subject = ?2 WHERE id = ?1", moved)?;
            if matches!(row.state, Drafted) {
                continue;
            }
            let fingerprint = self.fingerprint(&row, Some(into), &same(&row)?)?;
            if self.under_way(&row, &fingerprint)?.is_none() {
                let params = params![row.id.as_str(), fingerprint];
                self.run("UPDATE journal SET fingerprint = ?2 WHERE id = ?1", params)?;
            }
        }
        Ok(())
    }

    /// Forgets all writes of a connection. Gives how many of them nobody knows what became of: where
    /// there are any, nothing is forgotten.
    pub fn journal_forget(&mut self, connection: &ConnectionId) -> Result<u32, Error> {
        let at_large = self.journal_counts(connection)?.at_large;
        if at_large > 0 {
            return Ok(at_large);
        }
        let open = "UPDATE journal SET state = 'rejected', reason = 'withdrawn', resolution = 'person',
            resolved_by = 'console', ended = drafted WHERE connection = ?1 AND state IN ('drafted', 'intent')";
        self.run(open, [connection.as_str()])?;
        self.run("DELETE FROM journal WHERE connection = ?1", [connection.as_str()])?;
        Ok(0)
    }

    /// Another write under way that is the same.
    fn under_way(&self, row: &JournalRow, fingerprint: &[u8]) -> Result<Option<WriteId>, Error> {
        let sql = "SELECT id FROM journal WHERE connection = ?1 AND fingerprint = ?2 AND id <> ?3
            AND state IN ('intent', 'sent', 'unknown')";
        let params = params![row.connection.as_str(), fingerprint, row.id.as_str()];
        self.one(sql, params, |row| Ok(WriteId(row.get(0)?)))
    }

    fn step(
        &mut self,
        id: &WriteId,
        from: &[WriteState],
        sql: &str,
        params: impl Params,
    ) -> Result<(), Error> {
        let state = self.one("SELECT state FROM journal WHERE id = ?1", [id.as_str()], |row| {
            WriteState::kept(&row.get::<_, String>(0)?)
        })?;
        if !state.is_some_and(|state| from.contains(&state)) {
            return Err(Error::OutOfTurn);
        }
        self.run(sql, params).map(|_| ())
    }

    /// Tells the same thing asked for twice. Keyed, so that it says nothing outside this file.
    fn fingerprint(
        &self,
        row: &JournalRow,
        subject: Option<&PatientId>,
        same: &Phi<String>,
    ) -> Result<Vec<u8>, Error> {
        let key = self.one("SELECT key FROM journal_key", [], |row| Ok(row.get::<_, [u8; 32]>(0)?))?;
        let key = key.ok_or(Error::Record("journal_key"))?;
        let subject = subject.map_or("", PatientId::as_str);
        let parts = [row.kind.as_str(), subject, same.expose().as_str()];
        let lengths = parts.map(|part| (part.len() as u64).to_be_bytes());
        let pieces: Vec<&[u8]> = parts
            .iter()
            .zip(&lengths)
            .flat_map(|(part, length)| [length.as_slice(), part.as_bytes()])
            .collect();
        Ok(key::authenticate(&key, &pieces).to_vec())
    }
}

impl Ending {
    fn columns(&self) -> (&'static str, Option<&str>, i64) {
        (self.resolution.word(), self.by.as_deref(), millis(self.at))
    }
}
