//! What a connection's secret and its tokens belong to. The profile's description is in the clear: what it
//! says of a connection is held against the vault before either is used.

use ipc::{AuditEntry, AuditKind, Caller, Failure, Outcome};
use model::Secret;
use store::{Belonging, Connection, Entropy, Environment, FileId, OpenError, Profile, Reader, VaultFile};

use super::key_without_secret;
use crate::console::Console;
use crate::profile::{self, Open};
use crate::reach::Key;

/// A connection as the vault knows it.
pub(crate) struct Known {
    /// It, with what its secret belongs to.
    pub connection: Connection,
    /// Whether its description says something else, or the vault knows nothing of it.
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
        // The demo's people are invented, and a vault of before anything belonged has nothing of it.
        let is_demo = matches!(described.environment, Environment::Demo { .. });
        let is_unknown = belonging.is_none() && secret.is_none() && !is_demo;
        let connection = match belonging {
            None => described.clone(),
            Some(Belonging { environment, client_id, practice, sign_in }) => {
                let sign_in = sign_in.unwrap_or(described.sign_in);
                Connection { environment, client_id, practice, sign_in, ..described.clone() }
            }
        };
        Ok(Self { is_changed: is_unknown || connection != *described, connection, secret, is_new })
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

/// Has the description of a profile that was opened name every connection, and say how each signs in, as the vault
/// knows it: who may sit here follows from it. Gives what goes on record where somebody changed that. A vault that is older than
/// this knowledge learns it.
pub(crate) async fn put_right(open: &Open, entropy: &dyn Entropy) -> Result<Vec<AuditEntry>, store::Error> {
    let described = open.folder.profile().connections;
    let ids: Vec<_> = described.iter().map(|known| known.id.clone()).collect();
    let known = open.vault.read(move |vault| ids.iter().map(|id| vault.belonging(id)).collect());
    let known: Vec<Option<Belonging>> = known.await?;
    let (mut learnt, mut wrong) = (Vec::new(), Vec::new());
    for (connection, belonging) in described.into_iter().zip(known) {
        let Some(belonging) = belonging else { continue };
        match belonging.sign_in {
            None => {
                let sign_in = Some(connection.sign_in);
                learnt.push((connection.id, Belonging { sign_in, ..belonging }));
            }
            Some(sign_in) if sign_in != connection.sign_in => {
                wrong.push(Connection { sign_in, ..connection });
            }
            Some(_) => {}
        }
    }
    if !learnt.is_empty() {
        let learning = open.vault.write("connection belongs", move |vault| {
            learnt.iter().try_for_each(|(id, to)| vault.put_belonging(id, to))
        });
        learning.await?;
    }
    describe(open, &wrong)?;
    let words = "had people sign in as the vault says: somebody else changed what the connection says";
    let mut told: Vec<_> = wrong.iter().map(|connection| changed(connection, words)).collect();
    let words = "put back a connection that somebody else had taken out of the description";
    told.extend(put_back(open, entropy).await?.iter().map(|connection| changed(connection, words)));
    learn(open).await?;
    Ok(told)
}

/// Has the description name again whatever was taken out of it and not removed. Gives what that was.
async fn put_back(open: &Open, entropy: &dyn Entropy) -> Result<Vec<Connection>, store::Error> {
    let (mut gone, profile) = (open.vault.read(|vault| vault.described()).await?, open.folder.profile());
    gone.retain(|known| profile.connection(&known.id).is_none());
    for known in &mut gone {
        let is_anothers = profile.connections.iter().any(|described| described.cache == known.cache);
        if is_anothers || !profile.files.contains_key(&known.cache) {
            known.cache = FileId::generate(entropy).map_err(|_| store::Error::Interrupted)?;
        }
    }
    rewrite(open, !gone.is_empty(), |profile| {
        profile.connections.extend(gone.iter().cloned());
        if profile.current().is_none() {
            profile.current = gone.first().map(|known| known.id.clone());
        }
    })?;
    Ok(gone)
}

/// Has the vault know what the description says of each connection that it knows to be described truly.
pub(super) async fn learn(open: &Open) -> Result<(), store::Error> {
    let described = open.folder.profile().connections;
    let read = open.vault.read(move |vault| {
        let (known, mut news) = (vault.described()?, described);
        news.retain(|connection| !known.contains(connection));
        let seen = news.iter().map(|connection| Known::of(vault, connection));
        seen.collect::<Result<Vec<_>, store::Error>>()
    });
    let true_ones = read.await?.into_iter().filter(|known| !known.is_changed);
    let news: Vec<_> = true_ones.map(|known| known.connection).collect();
    if news.is_empty() {
        return Ok(());
    }
    let learning = open.vault.write("connection described", move |vault| {
        news.iter().try_for_each(|connection| vault.put_described(connection))
    });
    learning.await
}

fn describe(open: &Open, right: &[Connection]) -> Result<(), store::Error> {
    rewrite(open, !right.is_empty(), |profile| {
        for known in &mut profile.connections {
            if let Some(right) = right.iter().find(|right| right.id == known.id) {
                known.sign_in = right.sign_in;
            }
        }
    })
}

fn rewrite(open: &Open, differs: bool, change: impl FnOnce(&mut Profile)) -> Result<(), store::Error> {
    let written = if differs { open.folder.update(change) } else { Ok(()) };
    written.map_err(|error| match error {
        OpenError::DiskFull => store::Error::DiskFull,
        OpenError::ReadOnly => store::Error::ReadOnly,
        _ => store::Error::Interrupted,
    })
}

fn refused(connection: &Connection) -> AuditEntry {
    changed(connection, "used no secret: somebody else changed what the connection says")
}

fn changed(connection: &Connection, words: &'static str) -> AuditEntry {
    AuditEntry {
        command: "start",
        words,
        kind: AuditKind::Refusal,
        caller: Caller::console(),
        outcome: Outcome::Refused,
        patient: None,
        searched: None,
        about: Some(connection.id.to_string()),
    }
}
