//! The audit's rows: added at the end of the chain, read from its end.

use chrono::DateTime;
use model::Phi;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, params, params_from_iter};

use super::{instant, millis};
use crate::audit::{
    Anchor, AuditDraft, AuditFilter, AuditKey, AuditPractice, AuditRow, Cells, Link, START, digest,
};
use crate::handle::VaultFile;
use crate::{Error, Reader, Writer};

/// What a row is authenticated over, in this order.
pub(crate) const CELLS: &str = "sequence, at, person, device, connection, practice, kind, command, words,
    outcome, patient, search, about, previous, emergency, reason";
/// Where the authentication of the row before stands among them.
pub(crate) const PREVIOUS: usize = 13;
const EMERGENCY: usize = 14;
const REASON: usize = 15;

/// What was said beside a row, and where it stands after its cells.
const SAID: &str = "(SELECT said FROM audit_reason WHERE audit_reason.sequence = audit.sequence)";
const SAID_AT: usize = 16;

/// Of the practice in a list of its connection, its number and the connections beside it.
const OF_PRACTICE: &str = "(connection = json_extract(?, '$[0]') OR practice = json_extract(?, '$[1]')
    AND coalesce(connection, '') NOT IN (SELECT value FROM json_each(?, '$[2]')))";

/// How many rows after that something was begun its end is looked for.
const ENDS_WITHIN: u32 = 1_000;

/// Lets through what was begun where nothing says how it ended: where the same person began the same more
/// often since than it ended.
fn not_ended() -> String {
    format!(
        "(outcome <> 'begun' OR (SELECT count(*) FILTER (WHERE later.outcome = 'begun')
            > count(*) FILTER (WHERE later.outcome IN ('done', 'failed')) FROM audit AS later
            WHERE later.sequence BETWEEN audit.sequence AND audit.sequence + {ENDS_WITHIN}
            AND later.command = audit.command AND later.person = audit.person
            AND later.patient IS audit.patient))"
    )
}

impl Reader<'_, VaultFile> {
    /// Where the chain stands.
    pub fn audit_head(&self) -> Result<Anchor, Error> {
        let sql = "SELECT sequence, mac FROM audit WHERE sequence > 0 ORDER BY sequence DESC LIMIT 1";
        let head = self.one(sql, [], |row| Ok(Anchor { count: number(row)?, head: mac(row, 1)? }))?;
        Ok(head.unwrap_or(Anchor::START))
    }

    /// Rows that a filter lets through, the latest first. What was begun and ended is the row of its end.
    pub fn audit_rows(&self, filter: &AuditFilter, limit: u32) -> Result<Vec<AuditRow>, Error> {
        let (mut wheres, mut values) = (vec![not_ended()], Vec::new());
        let mut put = |text: &str, value: Value| {
            values.push(value);
            wheres.push(text.replace('?', &format!("?{}", values.len())));
        };
        if let Some(person) = &filter.person {
            put("person = ?", Value::Text(person.clone()));
        }
        if let Some(kind) = &filter.kind {
            put("kind = ?", Value::Text(kind.clone()));
        }
        if !filter.patients.is_empty() {
            let ids = serde_json::to_string(&filter.patients).map_err(|_| Error::Record("audit"))?;
            put("patient IN (SELECT value FROM json_each(?))", Value::Text(ids));
        }
        if let Some(AuditPractice { connection, number, others }) = &filter.practice {
            let named = serde_json::to_string(&(connection, number, others));
            put(OF_PRACTICE, Value::Text(named.map_err(|_| Error::Record("audit"))?));
        }
        if let Some(from) = filter.from {
            put("at >= ?", Value::Integer(millis(from)));
        }
        if let Some(until) = filter.until {
            put("at < ?", Value::Integer(millis(until)));
        }
        let before = filter.before.map_or(i64::MAX, u64::cast_signed);
        put("sequence < ?", Value::Integer(before));
        put("true LIMIT ?", Value::Integer(limit.into()));
        let limited = wheres.pop().unwrap_or_default().replace("true ", "");
        let text = format!(
            "SELECT {CELLS}, {SAID} FROM audit WHERE {} ORDER BY sequence DESC {limited}",
            wheres.join(" AND ")
        );
        self.all(&text, params_from_iter(values), row)
    }

    /// Every row in order, with its own authentication and that of the one before.
    pub(crate) fn audit_chain(&self, mut each: impl FnMut(Link) -> Result<(), Error>) -> Result<(), Error> {
        let text = format!("SELECT {CELLS}, {SAID}, mac FROM audit ORDER BY sequence");
        let mut statement = self.statement(&text)?;
        let mut rows = statement.query([])?;
        while let Some(found) = rows.next()? {
            let reason = bytes(found, REASON)?;
            each(Link {
                row: row(found)?,
                reason: (!reason.is_empty()).then(|| reason.to_vec()),
                previous: mac(found, PREVIOUS)?,
                mac: mac(found, SAID_AT + 1)?,
            })?;
        }
        Ok(())
    }
}

impl Writer<'_, VaultFile> {
    /// Adds rows at the end of the chain, and says where it stands then.
    pub fn append_audit(&mut self, key: &AuditKey, drafts: &[AuditDraft]) -> Result<Anchor, Error> {
        let mut head = self.audit_head()?;
        for draft in drafts {
            head = self.append(key, draft, head)?;
        }
        Ok(head)
    }

    fn append(&mut self, key: &AuditKey, draft: &AuditDraft, head: Anchor) -> Result<Anchor, Error> {
        let count = head.count + 1;
        let mut values = values(draft, count, &head);
        let cells: Vec<_> = values.iter().map(ValueRef::from).collect();
        let mac = key.mac(&Cells::of(&cells));
        values.push(Value::Blob(mac.to_vec()));
        let places: Vec<_> = (1..=values.len()).map(|place| format!("?{place}")).collect();
        let sql = format!("INSERT INTO audit ({CELLS}, mac) VALUES ({})", places.join(", "));
        self.run(&sql, params_from_iter(values))?;
        if let Some(reason) = &draft.reason {
            let sql = "INSERT INTO audit_reason (sequence, said) VALUES (?1, ?2)";
            self.run(sql, params![count.cast_signed(), reason.expose()])?;
        }
        Ok(Anchor { count, head: mac })
    }
}

fn values(draft: &AuditDraft, count: u64, head: &Anchor) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let maybe = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    vec![
        Value::Integer(count.cast_signed()),
        Value::Integer(millis(draft.at)),
        text(&draft.person),
        text(&draft.device),
        maybe(&draft.connection),
        maybe(&draft.practice),
        text(&draft.kind),
        text(&draft.command),
        text(&draft.words),
        text(&draft.outcome),
        maybe(&draft.patient),
        maybe(&draft.search),
        maybe(&draft.about),
        Value::Blob(head.head.to_vec()),
        draft.emergency.map_or(Value::Null, |sequence| Value::Integer(sequence.cast_signed())),
        draft
            .reason
            .as_ref()
            .map_or(Value::Null, |said| Value::Blob(digest(said.expose().as_bytes()).to_vec())),
    ]
}

/// Reads a row whatever stands in it: whether it is as it was written, the chain tells, and one that is not
/// is no damage of the file.
fn row(row: &Row<'_>) -> Result<AuditRow, Error> {
    Ok(AuditRow {
        sequence: number(row)?,
        entry: AuditDraft {
            at: row.get(1).ok().and_then(instant).unwrap_or(DateTime::UNIX_EPOCH),
            person: text(row, 2)?.unwrap_or_default(),
            device: text(row, 3)?.unwrap_or_default(),
            connection: text(row, 4)?,
            practice: text(row, 5)?,
            kind: text(row, 6)?.unwrap_or_default(),
            command: text(row, 7)?.unwrap_or_default(),
            words: text(row, 8)?.unwrap_or_default(),
            outcome: text(row, 9)?.unwrap_or_default(),
            patient: text(row, 10)?,
            search: text(row, 11)?,
            about: text(row, 12)?,
            emergency: row.get(EMERGENCY).ok().and_then(|number: i64| u64::try_from(number).ok()),
            reason: text(row, SAID_AT)?.map(Phi::new),
        },
    })
}

/// A row's number; zero for one that stands before the first, where none of ours can.
pub(crate) fn number(row: &Row<'_>) -> Result<u64, Error> {
    Ok(u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0))
}

fn text(row: &Row<'_>, column: usize) -> Result<Option<String>, Error> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(text) | ValueRef::Blob(text) => Some(String::from_utf8_lossy(text).into_owned()),
    })
}

/// An authentication; what has another length is none.
fn mac(row: &Row<'_>, column: usize) -> Result<[u8; 32], Error> {
    Ok(bytes(row, column)?.try_into().unwrap_or(START))
}

/// The bytes of a cell that has any.
pub(crate) fn bytes<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r [u8], Error> {
    Ok(match row.get_ref(column)? {
        ValueRef::Blob(bytes) | ValueRef::Text(bytes) => bytes,
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => &[],
    })
}
