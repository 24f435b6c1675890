//! What a connection's secret and its tokens belong to. The profile's description is in the clear: what it
//! says of a connection is held against the vault before either is used.

use ipc::{AuditEntry, AuditKind, Caller, Failure, Outcome};
use model::Secret;
use store::{Belonging, Connection, Reader, VaultFile};

use super::key_without_secret;
use crate::console::Console;
use crate::profile::{self, Open};
use crate::reach::Key;

/// A connection as the vault knows it.
pub(crate) struct Known {
    /// It, with what its secret belongs to.
    pub connection: Connection,
    /// Whether its description says something else.
    pub is_changed: bool,
    secret: Option<Secret>,
    /// Whether the vault is older than this knowledge.
    is_new: bool,
}

impl Known {
    pub(crate) fn of(vault: &Reader<'_, VaultFile>, described: &Connection) -> Result<Self, store::Error> {
        let secret = vault.client_secret(&described.id)?;
        let belonging = vault.belonging(&described.id)?;
        let is_new = belonging.is_none() && secret.is_some();
        let connection = match belonging {
            None => described.clone(),
            Some(Belonging { environment, client_id, practice }) => {
                Connection { environment, client_id, practice, ..described.clone() }
            }
        };
        Ok(Self { is_changed: connection != *described, connection, secret, is_new })
    }

    /// The key that its secret belongs to.
    pub(crate) fn key(self) -> Key {
        Key { client_secret: self.secret.unwrap_or_default(), ..key_without_secret(&self.connection) }
    }
}

/// Each connection as the vault knows it.
pub(crate) async fn known(
    console: &Console,
    open: &Open,
    described: &[Connection],
) -> Result<Vec<Known>, Failure> {
    let described = described.to_vec();
    open.vault
        .read(move |vault| described.iter().map(|each| Known::of(vault, each)).collect())
        .await
        .map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))
}

/// The key of a connection, with the secret that is kept. Where somebody changed where it would be sent,
/// it is not used, and that is on record.
pub(crate) async fn key_of(console: &Console, open: &Open, connection: &Connection) -> Result<Key, Failure> {
    let described = connection.clone();
    let failed = |error: store::Error| profile::used(&error, console.ports().entropy.as_ref());
    let known = open.vault.read(move |vault| Known::of(vault, &described)).await.map_err(failed)?;
    if known.is_changed {
        console.ledger().note(refused(connection)).await;
        return Err(Failure::ConnectionChanged);
    }
    if known.is_new {
        let (id, to) = (connection.id.clone(), Belonging::of(connection));
        let kept = open.vault.write("connection belongs", move |vault| vault.put_belonging(&id, &to));
        kept.await.map_err(failed)?;
    }
    Ok(known.key())
}

fn refused(connection: &Connection) -> AuditEntry {
    AuditEntry {
        command: "start",
        words: "used no secret: somebody else changed what the connection says",
        kind: AuditKind::Refusal,
        caller: Caller::console(),
        outcome: Outcome::Refused,
        patient: None,
        searched: None,
        about: Some(connection.id.to_string()),
    }
}
