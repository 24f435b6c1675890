//! What a sign-in gave, by the key that it was given to.

use chrono::{DateTime, Utc};
use model::Secret;
use rusqlite::params;

use super::{instant, millis};
use crate::handle::VaultFile;
use crate::{Error, Reader, Writer};

/// An access token and what renews it, as kept.
#[derive(Clone, Debug)]
pub struct StoredTokens {
    /// The access token.
    pub access: Secret,
    /// The refresh token, where a person signed in.
    pub refresh: Option<Secret>,
    /// When they were given.
    pub issued: DateTime<Utc>,
    /// When the access token ends.
    pub expires: DateTime<Utc>,
}

impl Reader<'_, VaultFile> {
    /// The tokens of a key. What makes up a key, an origin, a client and a scope for instance, is
    /// the caller's to join.
    pub fn tokens(&self, key: &str) -> Result<Option<StoredTokens>, Error> {
        let sql = "SELECT secret, refresh, issued, expires FROM token WHERE key = ?1";
        self.one(sql, params![key], |row| {
            let at = |column| instant(row.get(column)?).ok_or(Error::Record("token"));
            Ok(StoredTokens {
                access: Secret::new(row.get::<_, String>(0)?),
                refresh: row.get::<_, Option<String>>(1)?.map(Secret::new),
                issued: at(2)?,
                expires: at(3)?,
            })
        })
    }

    /// The keys of which tokens, or whose they were, are kept.
    pub fn token_keys(&self) -> Result<Vec<String>, Error> {
        self.all(
            "SELECT key FROM token UNION SELECT key FROM sign_in ORDER BY key",
            [],
            |row| Ok(row.get(0)?),
        )
    }
}

impl Writer<'_, VaultFile> {
    /// Keeps tokens in place of those before: both, so that no access token stands beside a refresh
    /// token that was used.
    pub fn put_tokens(&mut self, key: &str, tokens: &StoredTokens) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO token (key, secret, refresh, issued, expires)
            VALUES (?1, ?2, ?3, ?4, ?5)";
        let (issued, expires) = (millis(tokens.issued), millis(tokens.expires));
        let refresh = tokens.refresh.as_ref().map(Secret::expose);
        self.run(sql, params![key, tokens.access.expose(), refresh, issued, expires])?;
        Ok(())
    }

    /// Forgets tokens.
    pub fn clear_tokens(&mut self, key: &str) -> Result<(), Error> {
        self.run("DELETE FROM token WHERE key = ?1", params![key])?;
        Ok(())
    }
}
