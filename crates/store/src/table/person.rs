//! The people of a desktop, their PINs as hashes, and how often a PIN was wrong.

use std::fmt;

use chrono::{DateTime, Utc};
use model::Secret;
use rusqlite::{Row, params};

use super::{instant, millis};
use crate::handle::VaultFile;
use crate::key::passphrase_key_at;
use crate::{Entropy, Error, OpenError, PassphraseCost, Reader, Writer};

/// A PIN as it is kept: Argon2id with its salt, and the cost that it was made at.
#[derive(Clone)]
pub struct PinHash {
    salt: [u8; 16],
    hash: [u8; 32],
    cost: PassphraseCost,
}

impl PinHash {
    /// Argon2id with 19 MiB and two passes, as OWASP has it: what slows a guesser down is the wait
    /// between guesses, and the hash is inside an encrypted file.
    pub const COST: PassphraseCost = PassphraseCost { memory_kib: 19_456, passes: 2, lanes: 1 };

    /// Hashes a PIN.
    pub fn new(pin: &Secret, cost: PassphraseCost, entropy: &dyn Entropy) -> Result<Self, OpenError> {
        let mut salt = [0; 16];
        entropy.fill(&mut salt)?;
        let hash = *passphrase_key_at(pin, &salt, cost)?.expose();
        Ok(Self { salt, hash, cost })
    }

    /// Whether a PIN is this one. It takes as long whichever it is.
    pub fn is(&self, pin: &Secret) -> bool {
        let Ok(other) = passphrase_key_at(pin, &self.salt, self.cost) else { return false };
        let differing =
            self.hash.iter().zip(other.expose()).fold(0, |so_far, (one, two)| so_far | (one ^ two));
        differing == 0
    }
}

impl fmt::Debug for PinHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<pin>")
    }
}

/// A person of this desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their opaque id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their role, in the contract's word.
    pub role: String,
    /// Whether they work here no more.
    pub removed: bool,
}

/// What a PIN is held against.
#[derive(Clone, Debug)]
pub struct PinRecord {
    /// The PIN.
    pub pin: PinHash,
    /// How often it was wrong since it was last right.
    pub failures: u32,
    /// When it was last wrong.
    pub failed_at: Option<DateTime<Utc>>,
}

impl Reader<'_, VaultFile> {
    /// Everybody, by name, those who were removed among them.
    pub fn people(&self) -> Result<Vec<Person>, Error> {
        self.all("SELECT id, name, role, removed FROM person ORDER BY name, id", [], person)
    }

    /// The PIN of somebody who works here.
    pub fn pin(&self, person: &str) -> Result<Option<PinRecord>, Error> {
        let sql = "SELECT salt, hash, memory_kib, passes, lanes, failures, failed_at FROM person
            WHERE id = ?1 AND removed = 0";
        self.one(sql, params![person], |row| {
            let bytes = |column| row.get::<_, Vec<u8>>(column);
            let wrong = || Error::Record("person");
            Ok(PinRecord {
                pin: PinHash {
                    salt: bytes(0)?.try_into().map_err(|_| wrong())?,
                    hash: bytes(1)?.try_into().map_err(|_| wrong())?,
                    cost: PassphraseCost { memory_kib: row.get(2)?, passes: row.get(3)?, lanes: row.get(4)? },
                },
                failures: row.get(5)?,
                failed_at: row.get::<_, Option<i64>>(6)?.and_then(instant),
            })
        })
    }
}

impl Writer<'_, VaultFile> {
    /// Adds a person.
    pub fn add_person(&mut self, person: &Person, pin: &PinHash) -> Result<(), Error> {
        let sql = "INSERT INTO person (id, name, role, salt, hash, memory_kib, passes, lanes)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let PassphraseCost { memory_kib, passes, lanes } = pin.cost;
        let (salt, hash) = (pin.salt.as_slice(), pin.hash.as_slice());
        self.run(sql, params![person.id, person.name, person.role, salt, hash, memory_kib, passes, lanes])?;
        Ok(())
    }

    /// Changes a person's name and role.
    pub fn change_person(&mut self, person: &Person) -> Result<(), Error> {
        let sql = "UPDATE person SET name = ?2, role = ?3 WHERE id = ?1 AND removed = 0";
        self.run(sql, params![person.id, person.name, person.role])?;
        Ok(())
    }

    /// Gives a person another PIN.
    pub fn change_pin(&mut self, person: &str, pin: &PinHash) -> Result<(), Error> {
        let sql = "UPDATE person SET salt = ?2, hash = ?3, memory_kib = ?4, passes = ?5, lanes = ?6,
            failures = 0, failed_at = NULL WHERE id = ?1 AND removed = 0";
        let PassphraseCost { memory_kib, passes, lanes } = pin.cost;
        self.run(sql, params![person, pin.salt.as_slice(), pin.hash.as_slice(), memory_kib, passes, lanes])?;
        Ok(())
    }

    /// Removes a person and their PIN. Their name stays.
    pub fn remove_person(&mut self, person: &str) -> Result<(), Error> {
        let sql = "UPDATE person SET removed = 1, salt = x'', hash = x'' WHERE id = ?1";
        self.run(sql, params![person])?;
        Ok(())
    }

    /// Keeps how often a person's PIN was wrong since it was last right, and when it last was.
    pub fn put_pin_failures(
        &mut self,
        person: &str,
        failures: u32,
        at: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        let sql = "UPDATE person SET failures = ?2, failed_at = ?3 WHERE id = ?1";
        self.run(sql, params![person, failures, at.map(millis)])?;
        Ok(())
    }
}

fn person(row: &Row<'_>) -> Result<Person, Error> {
    Ok(Person { id: row.get(0)?, name: row.get(1)?, role: row.get(2)?, removed: row.get(3)? })
}
