//! What a closure is given to read and write with.

use std::marker::PhantomData;
use std::ops::Deref;

use rusqlite::{CachedStatement, Params, Row};

use crate::Error;

/// The copy of one practice: all that athenahealth can give again.
#[derive(Debug)]
pub enum CacheFile {}

/// What only this profile has.
#[derive(Debug)]
pub enum VaultFile {}

/// Reads one unchanging state of a file.
pub struct Reader<'c, F = CacheFile> {
    pub(crate) sql: &'c rusqlite::Connection,
    file: PhantomData<fn() -> F>,
}

/// Writes inside one transaction, and reads what it wrote.
pub struct Writer<'c, F = CacheFile> {
    reader: Reader<'c, F>,
}

impl<'c, F> Reader<'c, F> {
    pub(crate) fn new(sql: &'c rusqlite::Connection) -> Self {
        Self { sql, file: PhantomData }
    }

    pub(crate) fn statement(&self, text: &str) -> Result<CachedStatement<'c>, Error> {
        Ok(self.sql.prepare_cached(text)?)
    }

    /// The first row, where there is one.
    pub(crate) fn one<T>(
        &self,
        text: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut statement = self.statement(text)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(read).transpose()
    }

    /// Every row.
    pub(crate) fn all<T>(
        &self,
        text: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.statement(text)?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    /// A count.
    pub(crate) fn count(&self, text: &str, params: impl Params) -> Result<u64, Error> {
        Ok(self.one(text, params, |row| Ok(row.get::<_, i64>(0)?))?.map_or(0, i64::cast_unsigned))
    }
}

impl<'c, F> Writer<'c, F> {
    pub(crate) fn new(sql: &'c rusqlite::Connection) -> Self {
        Self { reader: Reader::new(sql) }
    }

    /// Runs a statement and says how many rows it touched.
    pub(crate) fn run(&self, text: &str, params: impl Params) -> Result<usize, Error> {
        Ok(self.statement(text)?.execute(params)?)
    }
}

impl<'c, F> Deref for Writer<'c, F> {
    type Target = Reader<'c, F>;

    fn deref(&self) -> &Self::Target {
        &self.reader
    }
}
