//! The connections that the profile's description must name: whoever takes one out of the description alone has
//! not removed it.

use rusqlite::params;

use super::{from_json, to_json};
use crate::handle::{Reader, VaultFile, Writer};
use crate::{Connection, ConnectionId, Error};

impl Reader<'_, VaultFile> {
    /// The connections that are described, as they were when that was last known to be true.
    pub fn described(&self) -> Result<Vec<Connection>, Error> {
        let kept =
            self.all("SELECT description FROM described ORDER BY 1", [], |row| Ok(row.get::<_, String>(0)?))?;
        kept.iter().map(|kept| from_json("described", kept)).collect()
    }
}

impl Writer<'_, VaultFile> {
    /// A connection is described from here on, by this.
    pub fn put_described(&mut self, connection: &Connection) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO described (connection, description) VALUES (?1, ?2)";
        let description = to_json("described", connection)?;
        self.run(sql, params![connection.id.as_str(), description])?;
        Ok(())
    }

    /// A connection is about to be described no more.
    pub fn clear_described(&mut self, connection: &ConnectionId) -> Result<(), Error> {
        self.run("DELETE FROM described WHERE connection = ?1", params![connection.as_str()])?;
        Ok(())
    }
}
