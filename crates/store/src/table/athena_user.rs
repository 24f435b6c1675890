//! Who signed in at athenahealth, as it knows them, and which of a desktop's people they are.

use model::Phi;
use rusqlite::{Row, params};

use crate::handle::VaultFile;
use crate::{Error, Reader, Writer};

/// Somebody who signed in at athenahealth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AthenaUser {
    /// Their opaque id here.
    pub id: String,
    /// Whose user they are: athenahealth's origin.
    pub origin: String,
    /// athenahealth's id of them; `None` where it did not tell.
    pub subject: Option<Phi<String>>,
    /// The name that it calls them by; an empty one where it did not tell.
    pub name: Phi<String>,
    /// The person of this desktop who they are, where that is known and they work here.
    pub person: Option<String>,
}

impl AthenaUser {
    /// Whether whoever acts under an id is them: as themselves, or as the person who they are.
    pub fn is(&self, by: &str) -> bool {
        self.id == by || self.person.as_deref() == Some(by)
    }
}

const SELECT: &str = "SELECT athena_user.id, origin, subject, athena_user.name, person.id
    FROM athena_user LEFT JOIN person ON person.id = athena_user.person AND person.removed = 0";

impl Reader<'_, VaultFile> {
    /// Everybody who ever signed in.
    pub fn athena_users(&self) -> Result<Vec<AthenaUser>, Error> {
        self.all(&format!("{SELECT} ORDER BY athena_user.id"), [], user)
    }

    /// Who goes by athenahealth's id.
    pub fn athena_user(&self, origin: &str, subject: &Phi<String>) -> Result<Option<AthenaUser>, Error> {
        let sql = format!("{SELECT} WHERE origin = ?1 AND subject = ?2");
        self.one(&sql, params![origin, subject.expose()], user)
    }

    /// Whose sign-in the tokens of a key are, or were until athenahealth ended it.
    pub fn sign_in(&self, key: &str) -> Result<Option<AthenaUser>, Error> {
        let sql = format!("{SELECT} JOIN sign_in ON sign_in.user = athena_user.id WHERE sign_in.key = ?1");
        self.one(&sql, params![key], user)
    }

    /// Who is signed in with the tokens of a key.
    pub fn signed_in(&self, key: &str) -> Result<Option<AthenaUser>, Error> {
        if self.tokens(key)?.is_some() { self.sign_in(key) } else { Ok(None) }
    }
}

impl Writer<'_, VaultFile> {
    /// Keeps whose sign-in the tokens of a key are. Which person they are stays as it is known.
    pub fn put_sign_in(&mut self, key: &str, user: &AthenaUser) -> Result<(), Error> {
        let sql = "INSERT INTO athena_user (id, origin, subject, name) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name";
        let subject = user.subject.as_ref().map(Phi::expose);
        self.run(sql, params![user.id, user.origin, subject, user.name.expose()])?;
        self.run("INSERT OR REPLACE INTO sign_in (key, user) VALUES (?1, ?2)", params![key, user.id])?;
        Ok(())
    }

    /// Keeps which person of this desktop somebody is.
    pub fn put_athena_user_person(&mut self, user: &str, person: &str) -> Result<(), Error> {
        self.run("UPDATE athena_user SET person = ?2 WHERE id = ?1", params![user, person])?;
        Ok(())
    }

    /// Forgets whose sign-in the tokens of a key were.
    pub fn clear_sign_in(&mut self, key: &str) -> Result<(), Error> {
        self.run("DELETE FROM sign_in WHERE key = ?1", params![key])?;
        Ok(())
    }

    /// Has the sign-in of one key be another's, which has none of its own.
    pub fn move_sign_in(&mut self, from: &str, to: &str) -> Result<(), Error> {
        self.run("UPDATE OR IGNORE sign_in SET key = ?2 WHERE key = ?1", params![from, to])?;
        self.clear_sign_in(from)
    }
}

fn user(row: &Row<'_>) -> Result<AthenaUser, Error> {
    Ok(AthenaUser {
        id: row.get(0)?,
        origin: row.get(1)?,
        subject: row.get::<_, Option<String>>(2)?.map(Phi::new),
        name: Phi::new(row.get(3)?),
        person: row.get(4)?,
    })
}
