//! A keyed connection: no other kind is ever used.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::key::FileKey;
#[cfg(feature = "bench")]
use crate::plain::is_in_the_clear;
use crate::{Damage, OpenError, memory};

/// Pages are SQLCipher's usual size.
pub(crate) const PAGE: u64 = 4096;

/// What a connection keeps of a file in memory, in kibibytes. A fill puts people all over the search, and each page
/// that is not kept is deciphered anew; a reader looks at a few hundred pages for whatever it is asked.
const WRITERS_PAGES: u32 = 64 * 1024;
const READERS_PAGES: u32 = 8 * 1024;

/// How soon a commit is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// A power cut may lose the last commits, never their order.
    Ordered,
    /// A commit is on the disk before it returns.
    Full,
}

/// Opens the connection that writes. The file is made where it does not exist.
pub(crate) fn writer(path: &Path, key: &FileKey, durability: Durability) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let sql = keyed(path, key, flags)?;
    prove(&sql)?;
    let synchronous = match durability {
        Durability::Ordered => "NORMAL",
        Durability::Full => "FULL",
    };
    let journal: String = ask(&sql, "PRAGMA journal_mode = WAL")?;
    if journal != "wal" {
        return Err(OpenError::NotEncryptedBuild);
    }
    batch(
        &sql,
        &format!(
            "PRAGMA synchronous = {synchronous}; PRAGMA journal_size_limit = 10485760;
            PRAGMA foreign_keys = ON; PRAGMA cache_size = -{WRITERS_PAGES}; PRAGMA secure_delete = ON;"
        ),
    )?;
    Ok(sql)
}

/// Opens a connection that cannot write.
pub(crate) fn reader(path: &Path, key: &FileKey) -> Result<Connection, OpenError> {
    let sql = keyed(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    prove(&sql)?;
    batch(&sql, &format!("PRAGMA query_only = ON; PRAGMA cache_size = -{READERS_PAGES};"))?;
    Ok(sql)
}

/// Opens an empty file to be filled with the pages of another. Whoever calls has it written to the disk.
pub(crate) fn blank(path: &Path, key: &FileKey) -> Result<Connection, OpenError> {
    let sql = keyed(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    batch(&sql, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")?;
    Ok(sql)
}

/// Lets go of the pages that a connection keeps, until it needs them again.
pub(crate) fn let_go(sql: &Connection) {
    // Where that does not work it keeps them, as it would have.
    let _ = sql.execute_batch("PRAGMA shrink_memory");
}

/// Folds the log into the file, all of it and to the disk.
pub(crate) fn fold(sql: &Connection) -> Result<(), OpenError> {
    let busy: i64 = ask(sql, "PRAGMA wal_checkpoint(TRUNCATE)")?;
    if busy == 0 { Ok(()) } else { Err(OpenError::InUse) }
}

fn keyed(path: &Path, key: &FileKey, flags: OpenFlags) -> Result<Connection, OpenError> {
    if !memory::is_the_programs() {
        return Err(OpenError::NotEncryptedBuild);
    }
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let sql = Connection::open_with_flags(path, flags).map_err(|error| failed(&error))?;
    sql.set_prepared_statement_cache_capacity(128);
    // SQLCipher would tell of a wrong key on standard error.
    sql.pragma_update(None, "cipher_log_level", "NONE").map_err(|error| failed(&error))?;
    if !is_in_the_clear(path) {
        let literal = key.literal();
        sql.pragma_update(None, "key", literal.as_str()).map_err(|error| failed(&error))?;
    }
    assert_encrypted(&sql)?;
    batch(
        &sql,
        "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
        PRAGMA mmap_size = 0; PRAGMA busy_timeout = 5000;",
    )?;
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(|error| failed(&error))?;
    Ok(sql)
}

#[cfg(not(feature = "bench"))]
const fn is_in_the_clear(_: &Path) -> bool {
    false
}

/// A build without SQLCipher would take the key and write in the clear; one that may keep its
/// temporary tables in files would write rows there in the clear.
fn assert_encrypted(sql: &Connection) -> Result<(), OpenError> {
    let version = sql.query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0));
    version.map_err(|_| OpenError::NotEncryptedBuild)?;
    batch(sql, "PRAGMA temp_store = MEMORY")?;
    let temporary: i64 = ask(sql, "PRAGMA temp_store")?;
    if temporary == 2 { Ok(()) } else { Err(OpenError::NotEncryptedBuild) }
}

/// Reads the first page, which only the right key can.
fn prove(sql: &Connection) -> Result<(), OpenError> {
    ask::<i64>(sql, "SELECT count(*) FROM sqlite_master").map(|_| ())
}

fn ask<T: rusqlite::types::FromSql>(sql: &Connection, text: &str) -> Result<T, OpenError> {
    sql.query_row(text, [], |row| row.get(0)).map_err(|error| failed(&error))
}

fn batch(sql: &Connection, text: &str) -> Result<(), OpenError> {
    sql.execute_batch(text).map_err(|error| failed(&error))
}

/// What an error means while a file is opened with a key that was proven before.
pub(crate) fn failed(error: &rusqlite::Error) -> OpenError {
    let Some(failure) = error.sqlite_error() else {
        return OpenError::Damaged(Damage::Pages);
    };
    match failure.code {
        ErrorCode::NotADatabase => OpenError::Damaged(Damage::Pages),
        ErrorCode::DatabaseCorrupt => OpenError::Damaged(Damage::Pages),
        ErrorCode::DiskFull => OpenError::DiskFull,
        ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => OpenError::ReadOnly,
        _ => OpenError::Database(failure.extended_code),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{Durability, reader, writer};
    use crate::{Error, FileId, FileKey, MasterKey};

    fn key() -> FileKey {
        MasterKey::from_bytes([7; 32]).derive(&FileId::from_hex("aa"))
    }

    fn number(sql: &Connection, pragma: &str) -> i64 {
        sql.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).expect("a pragma")
    }

    #[test]
    fn every_connection_keeps_its_rows_in_memory_or_encrypted() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("one.db");
        let vault = writer(&path, &key(), Durability::Full).expect("opens");
        let cache = writer(&dir.path().join("two.db"), &key(), Durability::Ordered).expect("opens");
        vault.execute_batch("CREATE TABLE t (x)").expect("a table");
        let reading = reader(&path, &key()).expect("opens");
        for sql in [&vault, &cache, &reading] {
            assert_eq!(number(sql, "temp_store"), 2, "a temporary table in a file would be readable");
            assert_eq!(number(sql, "trusted_schema"), 0);
            assert_eq!(number(sql, "cell_size_check"), 1);
            assert_eq!(number(sql, "mmap_size"), 0);
        }
        assert_eq!((number(&vault, "synchronous"), number(&cache, "synchronous")), (2, 1), "FULL and NORMAL");
        assert_eq!((number(&vault, "secure_delete"), number(&vault, "foreign_keys")), (1, 1));
    }

    #[test]
    fn a_reader_cannot_write_and_a_full_disk_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("one.db");
        let sql = writer(&path, &key(), Durability::Ordered).expect("opens");
        sql.execute_batch("CREATE TABLE t (x)").expect("a table");
        let refused = reader(&path, &key()).expect("opens").execute("INSERT INTO t VALUES (1)", []);
        assert_eq!(refused.map_err(Error::from), Err(Error::ReadOnly));
        sql.query_row("PRAGMA max_page_count = 4", [], |_| Ok(())).expect("a limit");
        let full = sql.execute("INSERT INTO t VALUES (zeroblob(100000))", []);
        assert_eq!(full.map_err(Error::from), Err(Error::DiskFull));
    }

    #[test]
    fn the_key_stands_in_no_message() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("one.db");
        writer(&path, &key(), Durability::Full)
            .expect("opens")
            .execute_batch("CREATE TABLE t (x)")
            .expect("a table");
        let other = MasterKey::from_bytes([8; 32]).derive(&FileId::from_hex("aa"));
        let error = writer(&path, &other, Durability::Full).expect_err("another key");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(&other.literal()[2..20]), "{shown}");
    }
}
