//! What a profile keeps on disk: its description, one encrypted copy per practice, one vault.
//!
//! [`ProfileFolder`] holds the folder for this process. [`Cache`] is all that athenahealth can give
//! again: proven damage sets it aside and makes it anew. [`Vault`] is what only we have: it is never
//! erased. Both are opened with a key that was proven first, read by [`Reader`]s and written by one
//! [`Writer`], each write a named transaction that passes [`Hooks`].
//!
//! Nothing here reads a clock, knows athenahealth, or keeps a key: the keychain is a port of the
//! console, and what writes mean to athenahealth is sync's.

mod audit;
mod cache;
mod connection;
mod copying;
mod engine;
mod error;
mod exported;
mod folder;
mod guesses;
mod handle;
mod hooks;
mod key;
mod memory;
mod opening;
mod packet_file;
mod passphrase;
#[cfg(feature = "bench")]
mod plain;
mod profile;
mod recovery;
mod rekey;
mod restoring;
mod schema;
mod sealing;
pub mod search;
mod setting_aside;
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "elsewhere.rs")]
mod system;
mod table;
mod vault;
mod wanted;

pub use audit::{
    Anchor, AuditCheck, AuditDraft, AuditFilter, AuditFinding, AuditKey, AuditPractice, AuditRow,
    ExportRefusal, ExportedAudit, ExportedPerson, read_export,
};
pub use cache::Cache;
pub use error::{Damage, Error, OpenError};
pub use exported::{ExportedVault, Exporting, VaultFileName, VaultRefusal};
pub use folder::ProfileFolder;
pub use handle::{CacheFile, Reader, VaultFile, Writer};
pub use hooks::{CrashPoint, Hooks, Moment, NoHooks, Place};
pub use key::{
    Entropy, FileKey, KeyCheck, MasterKey, PassphraseCost, SystemEntropy, passphrase_key, passphrase_key_at,
};
pub use opening::{Opened, Opening};
pub use packet_file::{clear_copies, copy_packet};
#[cfg(feature = "bench")]
pub use plain::in_the_clear;
pub use profile::{
    ClockStyle, Connection, ConnectionId, Density, Environment, FileId, FileState, FillTime, KeySource,
    Patience, Pause, Preferences, Profile, SignInKind, Theme, UnderWay, WayBack, WrongPassphrases,
};
pub use recovery::{Recovery, RecoveryCode};
pub use restoring::RestoredKey;
pub use sealing::Sealed;
pub use table::again::{Measured, Settling};
pub use table::allergy::{HeldAllergies, Lacking};
pub use table::appointment::{StateCount, Visit, Window};
pub use table::athena_user::AthenaUser;
pub use table::belonging::Belonging;
pub use table::call_count::HourCalls;
pub use table::changed::Put;
pub use table::custom_value::CustomEntry;
pub use table::feed::{FeedGap, FeedState, GapReason};
pub use table::fill::{FillProgress, Needing, NewTask, PatientPart, Task, TaskState};
pub use table::followed::Merge;
pub use table::freshness::Part;
pub use table::journal::{
    Ending, Intended, JournalCounts, JournalPart, JournalPlace, JournalRow, NewWrite, Resolution, WriteId,
    WriteReason, WriteState,
};
pub use table::patient::{Detail, HeldPatient};
pub use table::patient_line::PatientLine;
pub use table::person::{Person, PinHash, PinRecord};
pub use table::record::Record;
pub use table::sync_log::{Halt, Happened, LogRow};
pub use table::tally::HeldCounts;
pub use table::token::StoredTokens;
pub use table::{Applied, Held};
pub use vault::Vault;
pub use wanted::Wanted;
