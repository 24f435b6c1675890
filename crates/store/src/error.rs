//! What can go wrong, split by moment: opening ([`OpenError`]) and using ([`Error`]).
//!
//! No variant holds a value of a row, a path or a key.

use std::io;

use rusqlite::ErrorCode;

/// How a file was proven to be damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The key is right and a page does not answer to it, or the pages contradict each other.
    Pages,
    /// The file ends before its last page.
    Truncated,
    /// The file has no bytes.
    Empty,
    /// The file is gone.
    Missing,
    /// Another file, an older copy for instance, stands in its place.
    Replaced,
    /// It is the copy of another practice.
    Foreign,
    /// The file is not encrypted.
    NotEncrypted,
}

/// Why a profile, the copy or the vault did not open. Nothing was changed by the attempt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Another process uses the profile.
    #[error("another process uses this profile")]
    InUse,
    /// The folder cannot be written.
    #[error("the profile folder cannot be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The key is not the one that this profile was made with.
    #[error("the key does not belong to this profile")]
    WrongKey,
    /// A newer program wrote it.
    #[error("written by a newer version: {found}, this one knows {known}")]
    Newer {
        /// The version found.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// The file exists and its content is damaged.
    #[error("the file is damaged: {0:?}")]
    Damaged(Damage),
    /// The file ends before its last page.
    #[error("the file is cut off")]
    Truncated,
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file should exist and does not.
    #[error("the file is missing")]
    Missing,
    /// The profile's description cannot be read.
    #[error("the profile's description cannot be read")]
    Profile,
    /// A migration that ran here before reads differently now.
    #[error("migration {0} is not the one that ran before")]
    ChangedMigration(u32),
    /// This build of SQLite cannot encrypt, or keeps temporary rows on disk.
    #[error("this build cannot keep files encrypted")]
    NotEncryptedBuild,
    /// Nothing random could be had.
    #[error("no randomness to be had")]
    Entropy,
    /// The file system failed in another way.
    #[error("the file system failed: {0}")]
    Io(io::ErrorKind),
    /// SQLite failed in another way, by its extended code.
    #[error("the database failed with code {0}")]
    Database(i32),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull
            }
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            kind => Self::Io(kind),
        }
    }
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        match error {
            Error::DiskFull => Self::DiskFull,
            Error::ReadOnly => Self::ReadOnly,
            Error::Damaged | Error::Record(_) => Self::Damaged(Damage::Pages),
            Error::Closed | Error::Interrupted | Error::OutOfTurn | Error::Undone { .. } => {
                Self::Io(io::ErrorKind::Interrupted)
            }
            Error::Database(code) => Self::Database(code),
        }
    }
}

/// Why a read or a write failed. A write that failed changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The file was closed, or the console is locked.
    #[error("the file is closed")]
    Closed,
    /// The work ended before it answered.
    #[error("the work was interrupted")]
    Interrupted,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file can no longer be written.
    #[error("the file cannot be written")]
    ReadOnly,
    /// A page is damaged.
    #[error("the file is damaged")]
    Damaged,
    /// A kept record of a table does not read back.
    #[error("a record of {0} does not read back")]
    Record(&'static str),
    /// The row does not stand where this could be done with it.
    #[error("the row does not stand where this could be done")]
    OutOfTurn,
    /// The write was undone by another, or is being undone by one.
    #[error("another write undoes it")]
    Undone {
        /// Whether athenahealth has what undid it.
        is_done: bool,
    },
    /// SQLite failed in another way, by its extended code.
    #[error("the database failed with code {0}")]
    Database(i32),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else {
            return Self::Record("a table");
        };
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::OperationInterrupted => Self::Interrupted,
            _ => Self::Database(failure.extended_code),
        }
    }
}
