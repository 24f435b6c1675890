//! What a connection's secret belongs to, and whose copy a file is.
//!
//! The profile's description is in the clear, and anybody may have written it. What it says of a
//! connection is held against what stands encrypted beside what it would be used with.

use std::collections::BTreeMap;

use model::PracticeId;
use rusqlite::{Connection as Sql, params};

use super::{from_json, to_json};
use crate::handle::{Reader, VaultFile, Writer};
use crate::{Connection, ConnectionId, Environment, Error, SignInKind};

/// What a secret and the tokens that it gave belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// Where they are sent.
    pub environment: Environment,
    /// With which client id.
    pub client_id: String,
    /// For which practice.
    pub practice: PracticeId,
    /// How it signs in; nothing where the vault is older than this knowledge.
    pub sign_in: Option<SignInKind>,
}

impl Belonging {
    /// What a connection says of itself.
    pub fn of(connection: &Connection) -> Self {
        let Connection { environment, client_id, practice, sign_in, .. } = connection.clone();
        Self { environment, client_id, practice, sign_in: Some(sign_in) }
    }
}

impl Reader<'_, VaultFile> {
    /// What the secret of a connection belongs to, where that is known.
    pub fn belonging(&self, connection: &ConnectionId) -> Result<Option<Belonging>, Error> {
        let sql = "SELECT environment, client_id, practice, sign_in FROM belonging WHERE connection = ?1";
        self.one(sql, params![connection.as_str()], |row| {
            Ok(Belonging {
                environment: from_json("belonging", &row.get::<_, String>(0)?)?,
                client_id: row.get(1)?,
                practice: PracticeId::new(row.get::<_, String>(2)?),
                sign_in: row
                    .get::<_, Option<String>>(3)?
                    .map(|kept| from_json("belonging", &kept))
                    .transpose()?,
            })
        })
    }
}

impl Reader<'_, VaultFile> {
    /// In which environment each connection is, or was that is here no more.
    pub fn environments(&self) -> Result<BTreeMap<String, Environment>, Error> {
        let all = self.all("SELECT connection, environment FROM environment", [], |row| {
            Ok((row.get(0)?, from_json("environment", &row.get::<_, String>(1)?)?))
        });
        Ok(all?.into_iter().collect())
    }
}

impl Writer<'_, VaultFile> {
    /// Keeps what the secret of a connection belongs to, and for ever in which environment it is.
    pub fn put_belonging(&mut self, connection: &ConnectionId, to: &Belonging) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO belonging (connection, environment, client_id, practice, sign_in)
            VALUES (?1, ?2, ?3, ?4, ?5)";
        let environment = to_json("belonging", &to.environment)?;
        let sign_in = to.sign_in.map(|kind| to_json("belonging", &kind)).transpose()?;
        let (connection, practice) = (connection.as_str(), to.practice.as_str());
        self.run(sql, params![connection, environment, to.client_id, practice, sign_in])?;
        let sql = "INSERT OR REPLACE INTO environment (connection, environment) VALUES (?1, ?2)";
        self.run(sql, params![connection, environment])?;
        Ok(())
    }
}

/// Whether a copy is that of a connection's practice. One that is nobody's yet is from here on.
pub(crate) fn is_own(sql: &Sql, connection: &Connection) -> Result<bool, Error> {
    let environment = to_json("owner", &connection.environment)?;
    let practice = connection.practice.as_str();
    let claim = "INSERT OR IGNORE INTO owner (one, environment, practice) VALUES (1, ?1, ?2)";
    sql.execute(claim, params![environment, practice])?;
    let own = "SELECT count(*) FROM owner WHERE environment = ?1 AND practice = ?2";
    Ok(sql.query_row(own, params![environment, practice], |row| row.get::<_, i64>(0))? == 1)
}
