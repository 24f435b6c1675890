//! What the files hold: numbered migrations, and projections that are made anew from what is kept.
//!
//! A migration, once shipped, never changes: its text is hashed and compared. A projection has a
//! generation, and is filled again from the kept records when that is raised.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::connection::{failed, fold};
use crate::folder::remove;
use crate::handle::{CacheFile, Writer};
use crate::{Damage, Error, Moment, OpenError, key};

/// What a kind of file holds.
pub(crate) struct Schema {
    /// Stands in the file's header.
    application: i32,
    migrations: &'static [Migration],
    projections: &'static [Projection],
    /// Whether the file is copied before a migration, because nobody else has what is in it.
    precious: bool,
}

struct Migration {
    name: &'static str,
    sql: &'static str,
}

struct Projection {
    name: &'static str,
    generation: u32,
    tables: &'static [&'static str],
    sql: &'static str,
    fill: fn(&mut Writer<'_, CacheFile>) -> Result<(), Error>,
}

macro_rules! migrations {
    ($folder:literal: $($name:literal),+) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("migrations/", $folder, "/", $name, ".sql")) }),+]
    };
}

/// The copy of a practice: "Dbkc".
pub(crate) const CACHE: Schema = Schema {
    application: 0x4462_6b63,
    migrations: migrations!(
        "cache": "0001_start", "0002_ages", "0003_owner", "0004_allergies", "0005_feeds", "0006_again",
            "0007_wanted", "0008_sync_page", "0009_unplaced"
    ),
    projections: &[Projection {
        name: "search",
        generation: 4,
        tables: &["search_person", "search_list", "search_name", "search_variant"],
        sql: include_str!("search/search.sql"),
        fill: crate::table::patient::project_all,
    }],
    precious: false,
};

/// The vault: "Dbkv".
pub(crate) const VAULT: Schema = Schema {
    application: 0x4462_6b76,
    migrations: migrations!(
        "vault": "0001_start", "0002_recent_by_connection", "0003_refresh_tokens", "0004_audit", "0005_journal",
            "0006_people", "0007_belonging", "0008_emergency", "0009_athena_users", "0010_merges",
            "0011_belonging_sign_in", "0012_described", "0016_environment"
    ),
    projections: &[],
    precious: true,
};

const BOOKKEEPING: &str = "
CREATE TABLE file (
    generation INTEGER NOT NULL
) STRICT;

CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE projection (
    name TEXT PRIMARY KEY,
    generation INTEGER NOT NULL
) STRICT;
";

/// Fills an empty file in one transaction.
pub(crate) fn create(
    sql: &mut Connection,
    schema: &Schema,
    generation: u32,
    step: impl Fn(Moment),
) -> Result<(), OpenError> {
    in_transaction(sql, step, |sql| {
        sql.pragma_update(None, "application_id", schema.application)?;
        sql.execute_batch(BOOKKEEPING)?;
        sql.execute("INSERT INTO file (generation) VALUES (?1)", params![generation])?;
        run(sql, schema, 0)?;
        project(sql, schema)
    })
}

/// Whether a file was filled, which is one transaction.
pub(crate) fn is_made(sql: &Connection) -> Result<bool, OpenError> {
    Ok(version(sql)? > 0)
}

/// Tells a file of another kind, of a newer program or of another making from the one expected.
pub(crate) fn check(sql: &Connection, schema: &Schema, generation: u32) -> Result<(), OpenError> {
    let ask =
        |text: &str| sql.query_row(text, [], |row| row.get::<_, i64>(0)).map_err(|error| failed(&error));
    if ask("PRAGMA application_id")? != i64::from(schema.application) {
        return Err(OpenError::Damaged(Damage::Replaced));
    }
    let known = schema.version();
    let found = version(sql)?;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    for (number, migration) in (1..=found).zip(schema.migrations) {
        let text = "SELECT hash FROM migration WHERE number = ?1";
        let ran: String =
            sql.query_row(text, params![number], |row| row.get(0)).map_err(|error| failed(&error))?;
        if ran != migration.hash() {
            return Err(OpenError::ChangedMigration(number));
        }
    }
    let made = ask("SELECT generation FROM file")?;
    if made == i64::from(generation) { Ok(()) } else { Err(OpenError::Damaged(Damage::Replaced)) }
}

/// Brings an older file to the present, in one transaction. A precious one is copied aside first;
/// gives the copy.
pub(crate) fn migrate(
    sql: &mut Connection,
    schema: &Schema,
    copy: &Path,
    step: impl Fn(Moment),
) -> Result<Option<PathBuf>, OpenError> {
    let found = version(sql)?;
    let stale = is_stale(sql, schema).map_err(OpenError::from)?;
    if found == schema.version() && !stale {
        return Ok(None);
    }
    let copy = if schema.precious { Some(copy_aside(sql, copy, found)?) } else { None };
    in_transaction(sql, step, |sql| {
        run(sql, schema, found)?;
        project(sql, schema)
    })?;
    Ok(copy)
}

/// Brings a vault that was just restored to the present.
pub(crate) fn migrate_restored(sql: &mut Connection, step: impl Fn(Moment)) -> Result<(), OpenError> {
    let found = version(sql)?;
    in_transaction(sql, step, |sql| run(sql, &VAULT, found))
}

impl Schema {
    fn version(&self) -> u32 {
        u32::try_from(self.migrations.len()).unwrap_or(u32::MAX)
    }
}

impl Migration {
    fn hash(&self) -> String {
        key::hex(&Sha256::digest(self.sql)).as_str().to_owned()
    }
}

fn version(sql: &Connection) -> Result<u32, OpenError> {
    sql.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(|error| failed(&error))
}

/// The copy is encrypted as its original is: it is the same bytes, once the log is folded in.
fn copy_aside(sql: &Connection, copy: &Path, version: u32) -> Result<PathBuf, OpenError> {
    fold(sql)?;
    let Some(file) = sql.path() else {
        return Err(OpenError::Missing);
    };
    let mut name = copy.as_os_str().to_owned();
    name.push(format!("-{version}"));
    let copy = PathBuf::from(name);
    remove(&copy)?;
    fs::copy(file, &copy)?;
    fs::File::open(&copy)?.sync_all()?;
    Ok(copy)
}

fn run(sql: &Connection, schema: &Schema, from: u32) -> Result<(), Error> {
    for (number, migration) in (1_u32..).zip(schema.migrations).skip(from as usize) {
        sql.execute_batch(migration.sql)?;
        let text = "INSERT INTO migration (number, name, hash) VALUES (?1, ?2, ?3)";
        sql.execute(text, params![number, migration.name, migration.hash()])?;
    }
    Ok(sql.pragma_update(None, "user_version", schema.version())?)
}

fn is_stale(sql: &Connection, schema: &Schema) -> Result<bool, Error> {
    for projection in schema.projections {
        if generation(sql, projection)? != Some(projection.generation) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn generation(sql: &Connection, projection: &Projection) -> Result<Option<u32>, Error> {
    let mut statement = sql.prepare("SELECT generation FROM projection WHERE name = ?1")?;
    let mut rows = statement.query(params![projection.name])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

fn project(sql: &Connection, schema: &Schema) -> Result<(), Error> {
    for projection in schema.projections {
        if generation(sql, projection)? == Some(projection.generation) {
            continue;
        }
        for table in projection.tables {
            sql.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
        }
        sql.execute_batch(projection.sql)?;
        (projection.fill)(&mut Writer::new(sql))?;
        let text = "INSERT OR REPLACE INTO projection (name, generation) VALUES (?1, ?2)";
        sql.execute(text, params![projection.name, projection.generation])?;
    }
    Ok(())
}

fn in_transaction(
    sql: &mut Connection,
    step: impl Fn(Moment),
    work: impl FnOnce(&Connection) -> Result<(), Error>,
) -> Result<(), OpenError> {
    let transaction = sql.transaction().map_err(|error| failed(&error))?;
    work(&transaction)?;
    step(Moment::BeforeCommit);
    transaction.commit().map_err(|error| failed(&error))?;
    step(Moment::AfterCommit);
    Ok(())
}

#[cfg(test)]
mod tests;
