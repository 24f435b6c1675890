//! Access tokens, by the key that they were given to.

use chrono::{DateTime, Utc};
use model::Secret;
use rusqlite::params;

use super::{instant, millis};
use crate::handle::VaultFile;
use crate::{Error, Reader, Writer};

/// An access token as kept.
#[derive(Clone, Debug)]
pub struct StoredToken {
    /// The token itself.
    pub secret: Secret,
    /// When it was asked for.
    pub issued: DateTime<Utc>,
    /// When it ends.
    pub expires: DateTime<Utc>,
}

impl Reader<'_, VaultFile> {
    /// The token of a key. What makes up a key, an origin, a client and a scope for instance, is
    /// the caller's to join.
    pub fn token(&self, key: &str) -> Result<Option<StoredToken>, Error> {
        let sql = "SELECT secret, issued, expires FROM token WHERE key = ?1";
        self.one(sql, params![key], |row| {
            let at = |column| instant(row.get(column)?).ok_or(Error::Record("token"));
            Ok(StoredToken { secret: Secret::new(row.get::<_, String>(0)?), issued: at(1)?, expires: at(2)? })
        })
    }
}

impl Writer<'_, VaultFile> {
    /// Keeps a token in place of the one before.
    pub fn put_token(&mut self, key: &str, token: &StoredToken) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO token (key, secret, issued, expires) VALUES (?1, ?2, ?3, ?4)";
        let (issued, expires) = (millis(token.issued), millis(token.expires));
        self.run(sql, params![key, token.secret.expose(), issued, expires])?;
        Ok(())
    }

    /// Forgets a token.
    pub fn clear_token(&mut self, key: &str) -> Result<(), Error> {
        self.run("DELETE FROM token WHERE key = ?1", params![key])?;
        Ok(())
    }
}
