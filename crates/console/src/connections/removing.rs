//! Removing a connection, and clearing away what is left of one that is none.

use std::slice;
use std::sync::Arc;

use athena::Client;
use ipc::Failure;
use ipc::connection::ConnectionRemoved;
use store::{Connection, ConnectionId, FileId, Profile, Reader, Vault, VaultFile};

use super::belonging::{self, Known};
use super::{open, take_up_any, token_name};
use crate::console::Console;
use crate::feeds;
use crate::packet;
use crate::profile::{self, Open};
use crate::reach;
use crate::tokens::{self, VaultTokens};
use crate::{parked, saved_views};

/// Removes a connection. Where it was the one in use, the next that opens is. What its key was given is
/// revoked while nobody waits for that.
pub(crate) async fn remove(console: &Console, id: &str) -> Result<ConnectionRemoved, Failure> {
    let id = ConnectionId::new(id);
    let mut state = console.state().write().await;
    let connection = open(&state)?.folder.profile().connection(&id).cloned().ok_or(Failure::NoPractice)?;
    nothing_at_large(console, open(&state)?, &id).await?;
    let live = state.live.take_if(|live| live.connection == id);
    // Whether others read the feeds of one that is not in use, nobody has looked.
    let mut alone = false;
    if let Some(live) = live {
        alone = feeds::are_ours_alone(&live).await;
        live.stop().await;
    }
    if state.overdue.as_ref().is_some_and(|overdue| overdue.connection == id) {
        state.wait_no_longer("ended the emergency access: its practice is removed").await;
    }
    // What was given to it was given where its secret belongs.
    let mut known = belonging::known(console, open(&state)?, slice::from_ref(&connection)).await?;
    let connection = known.pop().map_or(connection, |known| known.connection);
    let leaving = leaving(console, open(&state)?, &connection).await;
    let left = packet::copies::remove_all(console, open(&state)?, &connection).await;
    let erased = erase(console, open(&state)?, connection).await;
    if let (Ok(()), Some(client)) = (&erased, leaving) {
        feeds::leave(console, client, alone);
    }
    if state.live.is_none() {
        take_up_any(console, &mut state).await;
    }
    erased.map(|()| ConnectionRemoved { left })
}

/// A practice stays while nobody knows what became of something that was sent to it: nobody could look
/// any more.
async fn nothing_at_large(console: &Console, open: &Open, id: &ConnectionId) -> Result<(), Failure> {
    let of = id.clone();
    let counts = open.vault.read(move |vault| vault.journal_counts(&of)).await;
    let counts = counts.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    match counts.at_large {
        0 => Ok(()),
        count => Err(Failure::WritesAtLarge { count }),
    }
}

/// A client that holds what a connection's key was given, where no other connection works with that.
pub(super) async fn leaving(console: &Console, open: &Open, connection: &Connection) -> Option<Client> {
    let name = token_name(connection).ok()?;
    if is_shared(open, connection, &name) {
        return None;
    }
    let key = belonging::known(console, open, slice::from_ref(connection)).await.ok()?.pop()?.key();
    let tokens = VaultTokens::parting(open.vault.clone(), name).await.ok()?;
    reach::client(console.ports(), &key, Arc::new(tokens)).ok()
}

/// Whether another connection works with the same tokens.
pub(super) fn is_shared(open: &Open, connection: &Connection, name: &str) -> bool {
    let others = open.folder.profile().connections;
    let others = others.iter().filter(|known| known.id != connection.id);
    others.map(token_name).any(|known| known.is_ok_and(|known| known == name))
}

/// Erases a connection, its secret, its tokens and its copy. The vault knows that it is leaving before the profile
/// names it no more, and that before anything of it is gone: what is cut off after that is cleared away at the
/// next start.
pub(super) async fn erase(console: &Console, open: &Open, connection: Connection) -> Result<(), Failure> {
    let wrong = |error: store::OpenError| Failure::Profile { trouble: profile::trouble(&error) };
    let name = token_name(&connection)?;
    let name = (!is_shared(open, &connection, &name)).then_some(name);
    let Connection { id, cache, practice, .. } = connection;
    let leaving = id.clone();
    open.vault
        .write("connection leaves", move |vault| vault.clear_described(&leaving))
        .await
        .map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    open.folder
        .update(|profile| {
            profile.connections.retain(|known| known.id != id);
            profile.current.take_if(|current| *current == id);
        })
        .map_err(wrong)?;
    packet::remove_all(&open.folder, practice.as_str(), &id).map_err(wrong)?;
    open.vault
        .write("connection removed", move |vault| {
            vault.clear_client_secret(&id)?;
            if let Some(name) = &name {
                tokens::clear(vault, name)?;
            }
            vault.journal_forget(&id)?;
            saved_views::forget_connection(vault, &id)?;
            parked::forget_connection(vault, &id)?;
            packet::forget_connection(vault, &id)?;
            vault.forget_recent(&id)
        })
        .await
        .map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    fold(&open.vault).await;
    open.folder.remove_cache(&cache).map_err(wrong)
}

/// What was removed is gone from the vault's log too.
pub(super) async fn fold(vault: &Vault) {
    if let Err(error) = vault.fold().await {
        tracing::warn!(%error, "what was removed stands in the vault's log until it is closed");
    }
}

/// Clears away what no connection has: what is left of one whose addition failed, or whose removal was
/// cut off.
pub(super) async fn clear_left_over(open: &Open) {
    let profile = open.folder.profile();
    if let Err(error) = clear_vault(open, &profile).await {
        tracing::warn!(%error, "what no connection has is still in the vault");
    }
    let named = |file: &FileId| {
        profile.vault.as_ref() == Some(file) || profile.connections.iter().any(|known| known.cache == *file)
    };
    for file in profile.files.keys().filter(|file| !named(file)) {
        if let Err(error) = open.folder.remove_cache(file) {
            tracing::warn!(%error, "a copy that no connection names is still there");
        }
    }
}

async fn clear_vault(open: &Open, profile: &Profile) -> Result<(), store::Error> {
    let described = profile.connections.clone();
    let read = move |vault: &Reader<'_, VaultFile>| {
        let known = described.iter().map(|each| Known::of(vault, each)).collect::<Result<Vec<_>, _>>()?;
        Ok((vault.connections()?, vault.journal_connections()?, vault.token_keys()?, known))
    };
    let (mut gone, written, mut names, known) = open.vault.read(read).await?;
    gone.extend(written);
    gone.retain(|id| profile.connection(id).is_none());
    let known: Vec<String> = known.iter().filter_map(|known| token_name(&known.connection).ok()).collect();
    names.retain(|name| !known.contains(name));
    if gone.is_empty() && names.is_empty() {
        return Ok(());
    }
    let clear = open.vault.write("left over", move |vault| {
        names.iter().try_for_each(|name| tokens::clear(vault, name))?;
        gone.iter().try_for_each(|id| {
            vault.clear_client_secret(id)?;
            vault.journal_forget(id)?;
            saved_views::forget_connection(vault, id)?;
            parked::forget_connection(vault, id)?;
            packet::forget_connection(vault, id)?;
            vault.forget_recent(id)
        })
    });
    clear.await?;
    fold(&open.vault).await;
    Ok(())
}
