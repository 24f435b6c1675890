//! The client secret of each connection.

use model::Secret;
use rusqlite::params;

use crate::handle::VaultFile;
use crate::{ConnectionId, Error, Reader, Writer};

impl Reader<'_, VaultFile> {
    /// The client secret of a connection.
    pub fn client_secret(&self, connection: &ConnectionId) -> Result<Option<Secret>, Error> {
        let sql = "SELECT secret FROM client_secret WHERE connection = ?1";
        self.one(sql, params![connection.as_str()], |row| Ok(Secret::new(row.get::<_, String>(0)?)))
    }

    /// The connections of which anything is kept: a client secret, or patients lately opened.
    pub fn connections(&self) -> Result<Vec<ConnectionId>, Error> {
        let sql = "SELECT connection FROM client_secret UNION SELECT connection FROM recent ORDER BY 1";
        self.all(sql, [], |row| Ok(ConnectionId::new(row.get::<_, String>(0)?)))
    }
}

impl Writer<'_, VaultFile> {
    /// Keeps the client secret of a connection.
    pub fn put_client_secret(&mut self, connection: &ConnectionId, secret: &Secret) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO client_secret (connection, secret) VALUES (?1, ?2)";
        self.run(sql, params![connection.as_str(), secret.expose()])?;
        Ok(())
    }

    /// Forgets the client secret of a connection, and what it belongs to.
    pub fn clear_client_secret(&mut self, connection: &ConnectionId) -> Result<(), Error> {
        self.run("DELETE FROM belonging WHERE connection = ?1", params![connection.as_str()])?;
        self.run("DELETE FROM client_secret WHERE connection = ?1", params![connection.as_str()])?;
        Ok(())
    }
}
