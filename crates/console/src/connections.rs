//! Connections: listing, adding, removing, switching.

use std::sync::Arc;

use athena::Client;
use ipc::connection::{Added, Connection as View, ConnectionAdd, Connections, Environment};
use ipc::{Done, Failure};
use model::{PracticeId, Secret, Zone};
use store::{Cache, Connection, ConnectionId, FileId, NoHooks, SystemEntropy};

use crate::console::{Console, State};
use crate::live::{Live, Parts};
use crate::profile::{self, Held, Open};
use crate::reach::{self, Key};
use crate::tokens::{self, VaultTokens};
use crate::{failure, probe};

/// Lists the connections.
pub(crate) async fn list(console: &Console) -> Result<Connections, Failure> {
    let state = console.state().read().await;
    let profile = open(&state)?.folder.profile();
    Ok(Connections {
        connections: profile.connections.iter().map(view).collect(),
        current: profile.current.map(|id| id.to_string()),
    })
}

/// Adds a connection after trying its key, and works with it.
pub(crate) async fn add(console: &Console, request: ConnectionAdd) -> Result<Added, Failure> {
    let mut key = Key {
        environment: request.environment,
        practice: request.practice.trim().to_owned(),
        client_id: request.client_id.trim().to_owned(),
        client_secret: Secret::new(request.client_secret.expose().trim()),
    };
    reach::check(&key)?;
    key.environment = reach::tidied(&key.environment)?;
    // Whoever comes second finds what the first one added.
    let _turn = console.adding().lock().await;
    crate::opening::make_unasked(console).await?;
    let vault = {
        let state = console.state().read().await;
        let open = open(&state)?;
        refuse_twin(open, &key)?;
        open.vault.clone()
    };
    let client = reach::client(console.ports(), &key, Arc::new(VaultTokens::of_trial(vault)))?;
    key.practice = client.practice().to_string();
    let today = Zone::EASTERN.today(console.ports().clock.now());
    let tried = probe::try_key(&client, today).await?;
    let connection = keep(console, &key, &tried.label).await?;
    switch_to(console, &connection.id, Some(client)).await?;
    Ok(Added { connection: view(&connection), probes: tried.probes })
}

fn refuse_twin(open: &Open, key: &Key) -> Result<(), Failure> {
    let twin = open.folder.profile().connections.iter().any(|known| {
        let known = view(known);
        let demo = matches!(key.environment, Environment::Demo { .. });
        reach::is_same(&known.environment, &key.environment) && (demo || known.practice == key.practice)
    });
    if twin { Err(Failure::AlreadyConnected) } else { Ok(()) }
}

/// Keeps a connection: its secret first, so that a kill between the two leaves no connection
/// without one.
async fn keep(console: &Console, key: &Key, label: &str) -> Result<Connection, Failure> {
    let state = console.state().read().await;
    let open = open(&state)?;
    let made = |error: store::OpenError| Failure::Profile { trouble: profile::trouble(&error) };
    let connection = Connection {
        id: ConnectionId::generate(&SystemEntropy).map_err(made)?,
        environment: stored(&key.environment),
        practice: PracticeId::new(key.practice.as_str()),
        client_id: key.client_id.clone(),
        label: label.to_owned(),
        cache: FileId::generate(&SystemEntropy).map_err(made)?,
    };
    let (id, secret) = (connection.id.clone(), key.client_secret.clone());
    open.vault
        .write("connection secret", move |vault| vault.put_client_secret(&id, &secret))
        .await
        .map_err(|error| profile::used(&error))?;
    let kept = connection.clone();
    open.folder.update(move |profile| profile.connections.push(kept)).map_err(made)?;
    Ok(connection)
}

/// Works with another connection.
pub(crate) async fn switch(console: &Console, id: &str) -> Result<Done, Failure> {
    switch_to(console, &ConnectionId::new(id), None).await.map(|()| Done {})
}

/// Works with a connection: with the client that its key was tried with where there is one, since
/// one key has one budget and one token.
async fn switch_to(console: &Console, id: &ConnectionId, tried: Option<Client>) -> Result<(), Failure> {
    let mut state = console.state().write().await;
    if state.live.as_ref().is_some_and(|live| live.connection == *id) {
        return Ok(());
    }
    let connection = open(&state)?.folder.profile().connection(id).cloned().ok_or(Failure::NoPractice)?;
    let client = match tried {
        Some(client) => client,
        None => client(console, open(&state)?, &connection).await?,
    };
    let live = begin(console, open(&state)?, &connection, client).await?;
    if let Some(before) = state.live.replace(live) {
        before.stop().await;
    }
    let current = connection.id;
    open(&state)?
        .folder
        .update(move |profile| profile.current = Some(current))
        .map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })
}

/// Puts the practice to use that was in use last.
pub(crate) async fn resume(console: &Console) -> Result<(), Failure> {
    let id = {
        let state = console.state().read().await;
        match &state.held {
            Held::Open(open) => open.folder.profile().current,
            _ => None,
        }
    };
    match id {
        Some(id) => switch_to(console, &id, None).await,
        None => Ok(()),
    }
}

/// Puts a practice to use with a client of its key.
pub(crate) async fn begin(
    console: &Console,
    open: &Open,
    connection: &Connection,
    client: Client,
) -> Result<Arc<Live>, Failure> {
    let (folder, file, key) = (open.folder.clone(), connection.cache.clone(), open.key.clone());
    let opened = tokio::task::spawn_blocking(move || Cache::open(&folder, &file, &key, Arc::new(NoHooks)))
        .await
        .map_err(|error| failure::unexpected(&error))?
        .map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })?;
    let rebuilt = matches!(opened.how, store::Opening::RebuiltAfter(_));
    let (connection, vault) = (connection.id.clone(), open.vault.clone());
    Ok(Live::begin(console, Parts { connection, cache: opened.store, vault, client, rebuilt }))
}

/// Makes the client of a connection with the secret that is kept.
async fn client(console: &Console, open: &Open, connection: &Connection) -> Result<Client, Failure> {
    let id = connection.id.clone();
    let secret = open
        .vault
        .read(move |vault| vault.client_secret(&id))
        .await
        .map_err(|error| profile::used(&error))?;
    let key = Key {
        environment: view(connection).environment,
        practice: connection.practice.to_string(),
        client_id: connection.client_id.clone(),
        client_secret: secret.unwrap_or_default(),
    };
    reach::client(console.ports(), &key, Arc::new(VaultTokens::kept(open.vault.clone())))
}

/// Removes a connection, its secret, its token and its copy.
pub(crate) async fn remove(console: &Console, id: &str) -> Result<Done, Failure> {
    let id = ConnectionId::new(id);
    let mut state = console.state().write().await;
    let connection = open(&state)?.folder.profile().connection(&id).cloned().ok_or(Failure::NoPractice)?;
    if let Some(live) = state.live.take_if(|live| live.connection == id) {
        live.stop().await;
    }
    let open = open(&state)?;
    let gone = id.clone();
    let token = reach::token_key(&view(&connection).environment, &connection.client_id)?;
    let token = tokens::name(&token);
    open.vault
        .write("connection removed", move |vault| {
            vault.clear_client_secret(&gone)?;
            vault.clear_token(&token)?;
            vault.forget_recent(&gone)
        })
        .await
        .map_err(|error| profile::used(&error))?;
    let wrong = |error: store::OpenError| Failure::Profile { trouble: profile::trouble(&error) };
    open.folder
        .update(move |profile| {
            profile.connections.retain(|known| known.id != id);
            profile.current.take_if(|current| *current == id);
        })
        .map_err(wrong)?;
    open.folder.remove_cache(&connection.cache).map_err(wrong)?;
    Ok(Done {})
}

/// The open profile.
pub(crate) fn open(state: &State) -> Result<&Open, Failure> {
    match &state.held {
        Held::Open(open) => Ok(open),
        _ => Err(Failure::NoPractice),
    }
}

fn view(connection: &Connection) -> View {
    let environment = match &connection.environment {
        store::Environment::Demo { size } => Environment::Demo { size: reach::size_named(size) },
        store::Environment::Preview => Environment::Preview,
        store::Environment::Production => Environment::Production,
        store::Environment::Other { address } => Environment::Other { address: address.clone() },
    };
    View {
        id: connection.id.to_string(),
        environment,
        practice: connection.practice.to_string(),
        label: connection.label.clone(),
        client_id: connection.client_id.clone(),
    }
}

fn stored(environment: &Environment) -> store::Environment {
    match environment {
        Environment::Demo { size } => store::Environment::Demo { size: reach::size_name(*size).to_owned() },
        Environment::Preview => store::Environment::Preview,
        Environment::Production => store::Environment::Production,
        Environment::Other { address } => store::Environment::Other { address: address.clone() },
    }
}
