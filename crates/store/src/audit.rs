//! The audit: who looked at, looked for, wrote and unlocked what, in a chain that shows what was done
//! to it.
//!
//! Each row is authenticated together with the one before under a key that no other part of the
//! program has. Whoever has the file and its key can write rows, and none that belong to the chain:
//! an edit, a removal, a swap or a row of their own is found by [`verify`](crate::Reader::verify_audit).
//! A tail that is cut off, or the whole file of yesterday in today's place, is a sound chain in itself:
//! those are found by the [`Anchor`], which is kept elsewhere.

mod chain;
mod export;
mod verify;

use chrono::{DateTime, Utc};
use model::Phi;

pub use chain::AuditKey;
pub use export::{ExportRefusal, ExportedAudit, ExportedPerson, read_export};
pub use verify::{AuditCheck, AuditFinding};

pub(crate) use chain::{Cells, START, digest};

/// One row as it is to be added. Its place in the chain is given to it by the vault.
#[derive(Clone, Debug)]
pub struct AuditDraft {
    /// When, by the console's clock.
    pub at: DateTime<Utc>,
    /// Who, by an opaque id.
    pub person: String,
    /// On which desktop's profile: the vault's opaque name.
    pub device: String,
    /// Over which connection.
    pub connection: Option<String>,
    /// In which practice.
    pub practice: Option<String>,
    /// What kind of deed.
    pub kind: String,
    /// The command's name.
    pub command: String,
    /// What it did, in words.
    pub words: String,
    /// How it ended.
    pub outcome: String,
    /// The patient it was about, by opaque id.
    pub patient: Option<String>,
    /// What was looked for, as [`AuditKey::search`] gives it.
    pub search: Option<String>,
    /// What else it was about, which is nothing about a patient: a day, a connection.
    pub about: Option<String>,
    /// By which emergency access it was done: the number of the row that began it.
    pub emergency: Option<u64>,
    /// Why emergency access began, in a person's own words. The row holds its digest; `None` where it is gone.
    pub reason: Option<Phi<String>>,
}

/// One row of the chain.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// Its number, from 1 without a gap.
    pub sequence: u64,
    /// What it says.
    pub entry: AuditDraft,
}

/// A row with what holds it in the chain.
pub(crate) struct Link {
    pub row: AuditRow,
    /// The digest of its reason.
    pub reason: Option<Vec<u8>>,
    pub previous: [u8; 32],
    pub mac: [u8; 32],
}

/// Which rows of the chain are wanted, the latest first.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Of one person.
    pub person: Option<String>,
    /// Of one kind.
    pub kind: Option<String>,
    /// About a patient, by any id that they have or had.
    pub patients: Vec<String>,
    /// Of one practice.
    pub practice: Option<AuditPractice>,
    /// Not before this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
    /// Before this row.
    pub before: Option<u64>,
}

/// A practice as the audit knows it: by a connection, and by its number over connections that are here no
/// more. The same number over another connection that is here is another practice's.
#[derive(Clone, Debug)]
pub struct AuditPractice {
    /// The connection.
    pub connection: String,
    /// The practice's number.
    pub number: String,
    /// The connections that are here beside it.
    pub others: Vec<String>,
}

/// How far a chain had come, and its last row's authentication.
///
/// It is kept outside the vault: in the keychain, under an account of its own, and in every export.
/// A keychain may take 50 ms for a write, so the console writes it there five seconds after the first
/// row that it does not cover, and at lock and close. A chain that is ahead of its anchor by rows that
/// follow on from it is sound: the program ended in between. One that is behind it, or that has
/// another row in its place, was cut, rolled back or replaced. What is added within the five seconds
/// before the program is killed is the one tail that can be cut unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// How many rows the chain had.
    pub count: u64,
    /// The last one's authentication; zeros where there is none.
    pub head: [u8; 32],
}

impl Anchor {
    /// The anchor of a chain without rows.
    pub const START: Self = Self { count: 0, head: START };

    /// As the keychain keeps it.
    pub fn to_bytes(self) -> [u8; 40] {
        let mut bytes = [0; 40];
        bytes[..8].copy_from_slice(&self.count.to_be_bytes());
        bytes[8..].copy_from_slice(&self.head);
        bytes
    }

    /// From what the keychain kept.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (count, head) = bytes.split_first_chunk::<8>()?;
        Some(Self { count: u64::from_be_bytes(*count), head: head.try_into().ok()? })
    }
}

#[cfg(test)]
mod tests;
