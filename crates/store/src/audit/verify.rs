//! Whether a chain is as it was written.

use rusqlite::{Row, params};

use super::{Anchor, AuditKey, Cells, START, digest};
use crate::handle::VaultFile;
use crate::table::audit::{CELLS, PREVIOUS, bytes, number};
use crate::{Error, Reader};

/// How many findings are told one by one.
const TOLD: usize = 100;

/// Each digest of a reason with the reason, and each reason that no row has a digest of.
const REASONS: &str = "
    SELECT audit.sequence, audit.reason, audit_reason.said
    FROM audit LEFT JOIN audit_reason USING (sequence) WHERE audit.reason IS NOT NULL
    UNION ALL
    SELECT sequence, NULL, said FROM audit_reason
    WHERE sequence NOT IN (SELECT sequence FROM audit WHERE reason IS NOT NULL)
    ORDER BY 1";

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFinding {
    /// A row is not as it was written, or was not written by this program.
    Changed {
        /// Its number.
        sequence: u64,
    },
    /// Rows are missing.
    Missing {
        /// The first one's number.
        first: u64,
        /// The last one's number.
        last: u64,
    },
    /// A row does not follow on from the one before it.
    Unlinked {
        /// Its number.
        sequence: u64,
    },
    /// The reason for an emergency access is not as it was given, gone, or nobody's.
    Reason {
        /// The number of the row beside which it stands.
        sequence: u64,
    },
    /// The chain ends before its anchor: its end was cut off, or an older file stands in its place.
    CutOff {
        /// How many rows it had.
        anchored: u64,
        /// How many it has.
        found: u64,
    },
    /// Another chain stands in its place.
    Replaced {
        /// How many rows it had.
        anchored: u64,
    },
}

/// What a look at a whole chain, or at its end, came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCheck {
    /// How many rows were looked at.
    pub entries: u64,
    /// Where the chain stands.
    pub head: Anchor,
    /// What is wrong, the first hundred.
    pub findings: Vec<AuditFinding>,
}

impl Reader<'_, VaultFile> {
    /// Looks at every row, and holds the chain against its anchor where there is one.
    pub fn verify_audit(&self, key: &AuditKey, anchor: Option<&Anchor>) -> Result<AuditCheck, Error> {
        self.verify_audit_from(key, anchor, Anchor::START)
    }

    /// Looks at the rows since the anchor alone, and at the one that it names: quick, at every start.
    pub fn verify_audit_end(&self, key: &AuditKey, anchor: &Anchor) -> Result<AuditCheck, Error> {
        let known = if self.audit_mac(anchor.count)?.as_deref() == Some(anchor.head.as_slice()) {
            *anchor
        } else {
            Anchor::START
        };
        self.verify_audit_from(key, Some(anchor), known)
    }

    fn verify_audit_from(
        &self,
        key: &AuditKey,
        anchor: Option<&Anchor>,
        known: Anchor,
    ) -> Result<AuditCheck, Error> {
        let mut walk = Walk { key, head: known, entries: 0, findings: Vec::new() };
        // A row of somebody's own may stand before the first.
        let after = if known.count == 0 { i64::MIN } else { known.count.cast_signed() };
        let text = format!("SELECT {CELLS}, mac FROM audit WHERE sequence > ?1 ORDER BY sequence");
        let mut statement = self.statement(&text)?;
        let mut rows = statement.query(params![after])?;
        while let Some(row) = rows.next()? {
            walk.step(row)?;
        }
        self.hold_reasons(&mut walk)?;
        if let Some(anchor) = anchor {
            let at_anchor = self.audit_mac(anchor.count)?;
            walk.hold_against(anchor, at_anchor.as_deref());
        }
        Ok(AuditCheck { entries: walk.entries, head: walk.head, findings: walk.findings })
    }

    /// Looks at every reason, whatever row it stands beside: there are few.
    fn hold_reasons(&self, walk: &mut Walk<'_>) -> Result<(), Error> {
        let mut statement = self.statement(REASONS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if bytes(row, 1)? != digest(bytes(row, 2)?) {
                walk.tell(AuditFinding::Reason { sequence: number(row)? });
            }
        }
        Ok(())
    }

    fn audit_mac(&self, sequence: u64) -> Result<Option<Vec<u8>>, Error> {
        if sequence == 0 {
            return Ok(Some(START.to_vec()));
        }
        let text = "SELECT mac FROM audit WHERE sequence = ?1";
        self.one(text, params![sequence.cast_signed()], |row| Ok(bytes(row, 0)?.to_vec()))
    }
}

struct Walk<'k> {
    key: &'k AuditKey,
    head: Anchor,
    entries: u64,
    findings: Vec<AuditFinding>,
}

impl Walk<'_> {
    /// Reads no more of a row than its bytes: whatever stands there, it is not damage of the file.
    fn step(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let count = row.as_ref().column_count();
        let cells: Vec<_> = (0..count - 1).map(|column| row.get_ref(column)).collect::<Result<_, _>>()?;
        let cells = Cells::of(&cells);
        let sequence = number(row)?;
        self.entries += 1;
        if sequence == 0 {
            self.tell(AuditFinding::Changed { sequence });
            return Ok(());
        }
        let follows = sequence == self.head.count + 1;
        if !follows {
            self.tell(AuditFinding::Missing { first: self.head.count + 1, last: sequence.saturating_sub(1) });
        }
        let mac = bytes(row, count - 1)?;
        if mac != self.key.mac(&cells) {
            self.tell(AuditFinding::Changed { sequence });
        } else if follows && bytes(row, PREVIOUS)? != self.head.head {
            self.tell(AuditFinding::Unlinked { sequence });
        }
        // A row that has no authentication at all leaves none for the next to follow on from.
        self.head = Anchor { count: sequence, head: mac.try_into().unwrap_or(START) };
        Ok(())
    }

    fn hold_against(&mut self, anchor: &Anchor, found: Option<&[u8]>) {
        if self.head.count < anchor.count {
            self.tell(AuditFinding::CutOff { anchored: anchor.count, found: self.head.count });
        } else if found != Some(anchor.head.as_slice()) {
            self.tell(AuditFinding::Replaced { anchored: anchor.count });
        }
    }

    fn tell(&mut self, finding: AuditFinding) {
        if self.findings.len() < TOLD {
            self.findings.push(finding);
        }
    }
}
