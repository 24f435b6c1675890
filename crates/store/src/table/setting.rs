//! Settings of the profile: named values that sync, console and screens keep.

use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{from_json, to_json};
use crate::handle::VaultFile;
use crate::{Error, Reader, Writer};

impl Reader<'_, VaultFile> {
    /// A setting by its name.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Error> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        self.one(sql, params![name], |row| from_json("setting", &row.get::<_, String>(0)?))
    }
}

impl Writer<'_, VaultFile> {
    /// Keeps a setting under a name.
    pub fn put_setting<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
        self.run(sql, params![name, to_json("setting", value)?])?;
        Ok(())
    }

    /// Forgets a setting.
    pub fn clear_setting(&mut self, name: &str) -> Result<(), Error> {
        self.run("DELETE FROM setting WHERE name = ?1", params![name])?;
        Ok(())
    }

    /// Forgets all settings whose names begin and end so.
    pub fn clear_settings(&mut self, begins: &str, ends: &str) -> Result<(), Error> {
        let sql = "DELETE FROM setting WHERE length(name) >= length(?1) + length(?2)
            AND substr(name, 1, length(?1)) = ?1 AND (?2 = '' OR substr(name, -length(?2)) = ?2)";
        self.run(sql, params![begins, ends])?;
        Ok(())
    }
}
