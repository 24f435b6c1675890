//! The audit: who did what here.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::contract::Audited;
use crate::{AuditKind, Outcome};

/// Lists who did what here.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditRead {
    /// Where the last page ended.
    #[ts(optional)]
    pub cursor: Option<String>,
    /// Rows wanted, 1 to 200.
    pub limit: u32,
    /// Of one person, by id.
    #[ts(optional)]
    pub person: Option<String>,
    #[ts(optional)]
    pub kind: Option<AuditKind>,
    /// About one patient, by any id that they have or had. A patient belongs to one practice: the one in
    /// use where no connection is named.
    #[ts(optional)]
    pub patient: Option<String>,
    /// Of the practice of one connection.
    #[ts(optional)]
    pub connection: Option<String>,
    /// `YYYY-MM-DD`, in the practice's own calendar.
    #[ts(optional)]
    pub day: Option<String>,
}

/// Says whether the audit is as it was written.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuditVerify {}

/// Exports the audit.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuditExport {}

/// Verifies a file that was exported.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditCheckFile {
    /// What is in the file.
    pub text: String,
}

/// Asks for what was found wrong with the audit and nobody acknowledged.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuditFoundRead {}

/// Says that somebody saw what was found, up to an entry.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditAcknowledge {
    pub until: u64,
}

/// What was found wrong with the audit, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AuditWrong {
    /// An entry is not as it was written, or is missing.
    Altered,
    /// An older vault stands in the place of this one, or the audit's end was cut off.
    Older,
    /// The keychain no longer knows how far it had come.
    Unanchored,
}

/// What was found wrong with the audit and nobody acknowledged.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditFound {
    /// Each thing that was found, the worst first.
    pub wrong: Vec<AuditWrong>,
    /// The latest entry that says so; nothing where nothing was found.
    pub until: Option<u64>,
    /// How many entries say so.
    pub times: u64,
}

/// One entry.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditLine {
    pub sequence: u64,
    /// `YYYY-MM-DD`, in the practice's own calendar.
    pub day: String,
    /// Minutes since midnight there.
    pub minute: u32,
    pub person: AuditPerson,
    pub device: AuditDevice,
    pub kind: AuditKind,
    pub words: String,
    pub outcome: Outcome,
    pub patient: Option<AuditPatient>,
    /// A name for what was looked for: the same words have the same.
    pub search: Option<String>,
    /// A day, a connection, a person, or what was said of a write.
    pub about: Option<String>,
    pub write: Option<AuditWrite>,
    pub practice: Option<AuditPractice>,
    /// By which emergency access it was done: the number of the entry that began it.
    pub emergency: Option<u64>,
    /// Why emergency access began, in that person's words.
    pub reason: Option<String>,
}

/// A computer of the audit.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditDevice {
    /// Opaque: of its profile, which another has that was restored from an exported vault.
    pub id: String,
    /// Whether it is this one.
    pub here: bool,
}

/// A write of the audit.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditWrite {
    pub id: String,
    /// Whether it is still to be seen among the writes of the practice in use.
    pub here: bool,
}

/// A practice of the audit.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditPractice {
    pub number: String,
    /// What people here call it; `None` where its connection is here no more.
    pub label: Option<String>,
    /// Where it is or was; `None` where nobody kept that.
    pub environment: Option<AuditEnvironment>,
}

/// Whose practice it is: the real one, or one to try things at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AuditEnvironment {
    Demo,
    Preview,
    Production,
    Other,
}

/// A person of the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditPerson {
    pub id: String,
    /// `None` where nobody was told apart from others at this desktop.
    pub name: Option<String>,
}

/// A patient of the audit.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditPatient {
    pub id: String,
    /// Where the copy in use holds them.
    pub name: Option<String>,
}

/// Who did what here, the latest first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditPage {
    pub rows: Vec<AuditLine>,
    /// Where the next page begins; `None` on the last.
    pub cursor: Option<String>,
    /// Everybody who can be asked for.
    pub people: Vec<AuditPerson>,
    /// The practice's own today.
    pub today: String,
}

/// What is wrong with the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum AuditTrouble {
    /// An entry is not as it was written.
    Changed { sequence: u64 },
    /// Entries are missing.
    Missing { first: u64, last: u64 },
    /// An entry does not follow on from the one before it.
    Unlinked { sequence: u64 },
    /// The reason for an emergency access is not as it was given, gone, or nobody's.
    Reason { sequence: u64 },
    /// Its end was cut off, or an older vault stands in its place.
    CutOff { anchored: u64, found: u64 },
    /// Another vault's stands in its place.
    Replaced { anchored: u64 },
}

/// What the audit is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Anchoring {
    /// The keychain says how far it had come.
    Keychain,
    /// The keychain does not answer now.
    Silent,
    /// The profile has no keychain: only exports say how far it had come.
    Exports,
}

/// Whether the audit is as it was written.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditStanding {
    pub entries: u64,
    pub troubles: Vec<AuditTrouble>,
    pub anchoring: Anchoring,
    /// How often the console found it wrong when it started, before now.
    pub found_before: u64,
    /// Of the key that signs exports.
    pub fingerprint: String,
}

/// Where an export is.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditExported {
    /// The file with its folder, to be shown.
    pub file: String,
    pub entries: u64,
    pub fingerprint: String,
}

/// What an audit still holds of a file that was exported from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "since", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AuditSince {
    /// All of it, and as many entries since.
    GoesOn { more: u64 },
    /// It ends before the file does: its end was cut off, or an older vault stands in its place.
    Lost { exported: u64, held: u64 },
    /// It is another one from there on, or before: its end was cut off, or an older vault stood in its place, and
    /// it went on from there.
    Another { exported: u64 },
    /// It is not as it was written.
    Altered,
}

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "verdict", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AuditChecked {
    /// As it was signed.
    Whole {
        entries: u64,
        /// RFC 3339.
        exported: String,
        fingerprint: String,
        /// By what names those go who did what is in it; nobody in a file from before names were in it.
        people: Vec<AuditPerson>,
        /// What this profile's audit still holds of it; nothing where another profile signed it.
        ours: Option<AuditSince>,
        /// Whether another program saved it since: its line ends are not those that were signed.
        resaved: bool,
    },
    /// None of these files, or not the whole of one.
    NotWhole,
    /// Not as it was signed.
    Altered,
    /// Signed, and its entries do not follow on from each other.
    Broken,
}

impl Audited for AuditRead {
    fn patient(&self) -> Option<&str> {
        self.patient.as_deref()
    }
}

about_nobody!(AuditVerify, AuditExport, AuditCheckFile, AuditFoundRead, AuditAcknowledge);
