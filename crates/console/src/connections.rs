//! Connections: listing, adding, removing, switching.

use std::sync::Arc;

use athena::Client;
use chrono::NaiveDate;
use ipc::connection::{
    Added, Connection as View, ConnectionAdd, ConnectionList, ConnectionPrefer, Connections, Environment,
    FillTime, WorkingHours,
};
use ipc::{Done, Failure};
use model::{PracticeId, Secret, Zone, minute_of_day};
use store::{Cache, Connection, ConnectionId, FileId, Profile};

use crate::console::{Console, State};
use crate::live::{Live, Parts};
use crate::page::page;
use crate::profile::{self, Held, Open};
use crate::reach::{self, Key};
use crate::tokens::{self, VaultTokens};
use crate::{failure, probe};

/// Lists the connections, page by page.
pub(crate) async fn list(console: &Console, request: ConnectionList) -> Result<Connections, Failure> {
    let state = console.state().read().await;
    let profile = open(&state)?.folder.profile();
    let (rows, cursor) = page(&profile.connections, |known| known.id.as_str(), request.cursor.as_deref())?;
    Ok(Connections {
        rows: rows.iter().map(view).collect(),
        cursor,
        current: state.live.as_ref().map(|live| live.connection.to_string()),
        working_hours: working_hours(),
    })
}

fn working_hours() -> WorkingHours {
    let minute = |time| minute_of_day(NaiveDate::MIN.and_time(time));
    let hours = model::WorkingHours::USUAL;
    WorkingHours { from: minute(hours.opens), to: minute(hours.closes) }
}

/// Chooses when the copy of a practice is filled, from now on.
pub(crate) async fn prefer(console: &Console, request: ConnectionPrefer) -> Result<Done, Failure> {
    let id = ConnectionId::new(request.connection);
    let fill = match request.fill {
        FillTime::AnyTime => store::FillTime::AnyTime,
        FillTime::OffHours => store::FillTime::OffHours,
    };
    // Nobody else chooses meanwhile, or puts the practice to use with what was chosen before.
    let state = console.state().write().await;
    let folder = &open(&state)?.folder;
    folder.profile().connection(&id).ok_or(Failure::NoPractice)?;
    folder
        .update(|profile| {
            let known = profile.connections.iter_mut().filter(|known| known.id == id);
            known.for_each(|known| known.fill = fill);
        })
        .map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })?;
    if let Some(live) = state.live.as_ref().filter(|live| live.connection == id) {
        live.reading.fill(fill);
    }
    Ok(Done {})
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
    let (today, entropy) =
        (Zone::EASTERN.today(console.ports().clock.now()), console.ports().entropy.as_ref());
    let tried = probe::try_key(&client, today, entropy).await;
    let tried = tried.map_err(|failure| at_an_address(failure, &key.environment))?;
    let connection = keep(console, &key, &tried.label, client).await?;
    Ok(Added { connection: view(&connection), probes: tried.probes })
}

/// What a server says that knows none of the calls by which a key is tried. At an address that was
/// typed in, what athenahealth itself would not answer is not put down to athenahealth.
fn at_an_address(failure: Failure, environment: &Environment) -> Failure {
    let is_typed = matches!(environment, Environment::Other { .. });
    match failure {
        Failure::NotHeld | Failure::Unexpected { .. } => Failure::NotAthena,
        Failure::Unreadable { .. } if is_typed => Failure::NotAthena,
        Failure::Outage if is_typed => Failure::ServerTrouble,
        other => other,
    }
}

fn refuse_twin(open: &Open, key: &Key) -> Result<(), Failure> {
    let twin = open.folder.profile().connections.iter().any(|known| {
        let known = view(known);
        let demo = matches!(key.environment, Environment::Demo { .. });
        reach::is_same(&known.environment, &key.environment) && (demo || known.practice == key.practice)
    });
    if twin { Err(Failure::AlreadyConnected) } else { Ok(()) }
}

/// Keeps a connection and works with it, with the client that its key was tried with: one key has
/// one budget and one token. The profile names it last, when its secret and its copy are there: what
/// fails or is cut off before that is no connection, and can be added again.
async fn keep(console: &Console, key: &Key, label: &str, client: Client) -> Result<Connection, Failure> {
    let mut state = console.state().write().await;
    let entropy = console.ports().entropy.as_ref();
    let made = |error: store::OpenError| Failure::Profile { trouble: profile::trouble(&error) };
    let connection = Connection {
        id: ConnectionId::generate(entropy).map_err(made)?,
        environment: stored(&key.environment),
        practice: PracticeId::new(key.practice.as_str()),
        client_id: key.client_id.clone(),
        label: label.to_owned(),
        cache: FileId::generate(entropy).map_err(made)?,
        fill: store::FillTime::default(),
    };
    let (id, secret) = (connection.id.clone(), key.client_secret.clone());
    open(&state)?
        .vault
        .write("connection secret", move |vault| vault.put_client_secret(&id, &secret))
        .await
        .map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let used = put_to_use(console, &mut state, &connection, client).await;
    if used.is_err() {
        forget(open(&state)?, &connection).await;
    }
    used.map(|()| connection)
}

/// Clears away what is there of a connection that the profile does not name.
async fn forget(open: &Open, connection: &Connection) {
    let id = connection.id.clone();
    let secret = open.vault.write("connection not kept", move |vault| vault.clear_client_secret(&id)).await;
    if let Err(error) = secret {
        tracing::warn!(%error, "the secret of a connection that was not kept stays until the next start");
    }
    if let Err(error) = open.folder.remove_cache(&connection.cache) {
        tracing::warn!(%error, "the copy of a connection that was not kept stays until the next start");
    }
}

/// Works with another connection.
pub(crate) async fn switch(console: &Console, id: &str) -> Result<Done, Failure> {
    let mut state = console.state().write().await;
    let id = ConnectionId::new(id);
    let connection = open(&state)?.folder.profile().connection(&id).cloned().ok_or(Failure::NoPractice)?;
    if state.live.as_ref().is_none_or(|live| live.connection != id) {
        take_up(console, &mut state, &connection).await?;
    }
    Ok(Done {})
}

/// Puts the practice to use that was in use last; where none was, the first that opens.
pub(crate) async fn resume(console: &Console) -> Result<(), Failure> {
    let mut state = console.state().write().await;
    let (Held::Open(open), None) = (&state.held, &state.live) else { return Ok(()) };
    clear_left_over(open).await;
    match open.folder.profile().current().cloned() {
        Some(connection) => take_up(console, &mut state, &connection).await,
        None => {
            take_up_any(console, &mut state).await;
            Ok(())
        }
    }
}

/// Clears away what no connection has: what is left of one whose addition failed, or whose removal was
/// cut off.
async fn clear_left_over(open: &Open) {
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
    let mut gone = open.vault.read(|vault| vault.connections()).await?;
    gone.retain(|id| profile.connection(id).is_none());
    if gone.is_empty() {
        return Ok(());
    }
    let clear = open.vault.write("left over", move |vault| {
        gone.iter().try_for_each(|id| {
            vault.clear_client_secret(id)?;
            vault.forget_recent(id)
        })
    });
    clear.await
}

/// Puts a practice to use with the secret that is kept.
async fn take_up(console: &Console, state: &mut State, connection: &Connection) -> Result<(), Failure> {
    let client = client(console, open(state)?, connection).await?;
    put_to_use(console, state, connection, client).await
}

/// Puts the practice to use that was in use last, or else the first that opens. Where none does, a
/// person chooses one and is told why it does not.
async fn take_up_any(console: &Console, state: &mut State) {
    let Ok(open) = open(state) else { return };
    let profile = open.folder.profile();
    let others = profile.connections.iter().filter(|known| Some(&known.id) != profile.current.as_ref());
    for connection in profile.current().into_iter().chain(others) {
        match take_up(console, state, connection).await {
            Ok(()) => return,
            Err(failure) => tracing::warn!(?failure, "a practice does not open"),
        }
    }
}

/// Puts a practice to use in place of the one before, and has the profile name it as the one in use.
async fn put_to_use(
    console: &Console,
    state: &mut State,
    connection: &Connection,
    client: Client,
) -> Result<(), Failure> {
    let live = begin(console, open(state)?, connection, client).await?;
    let named = open(state)?.folder.update(|profile| {
        if profile.connection(&connection.id).is_none() {
            profile.connections.push(connection.clone());
        }
        profile.current = Some(connection.id.clone());
    });
    if let Err(error) = named {
        live.stop().await;
        return Err(Failure::Profile { trouble: profile::trouble(&error) });
    }
    if let Some(before) = state.live.replace(live) {
        before.stop().await;
    }
    Ok(())
}

/// Puts a practice to use with a client of its key.
pub(crate) async fn begin(
    console: &Console,
    open: &Open,
    connection: &Connection,
    client: Client,
) -> Result<Arc<Live>, Failure> {
    let (folder, file, key) = (open.folder.clone(), connection.cache.clone(), open.key.clone());
    let hooks = Arc::clone(&console.ports().hooks);
    let opened = tokio::task::spawn_blocking(move || Cache::open(&folder, &file, &key, hooks))
        .await
        .map_err(|error| failure::broken_off(&error, console.ports().entropy.as_ref()))?
        .map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })?;
    let rebuilt = matches!(opened.how, store::Opening::RebuiltAfter(_));
    let (fill, connection, vault) = (connection.fill, connection.id.clone(), open.vault.clone());
    Ok(Live::begin(console, Parts { connection, fill, cache: opened.store, vault, client, rebuilt }))
}

/// Makes the client of a connection with the secret that is kept.
async fn client(console: &Console, open: &Open, connection: &Connection) -> Result<Client, Failure> {
    let id = connection.id.clone();
    let secret = open
        .vault
        .read(move |vault| vault.client_secret(&id))
        .await
        .map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let key = Key {
        environment: view(connection).environment,
        practice: connection.practice.to_string(),
        client_id: connection.client_id.clone(),
        client_secret: secret.unwrap_or_default(),
    };
    reach::client(console.ports(), &key, Arc::new(VaultTokens::kept(open.vault.clone())))
}

/// Removes a connection. Where it was the one in use, the next that opens is.
pub(crate) async fn remove(console: &Console, id: &str) -> Result<Done, Failure> {
    let id = ConnectionId::new(id);
    let mut state = console.state().write().await;
    let connection = open(&state)?.folder.profile().connection(&id).cloned().ok_or(Failure::NoPractice)?;
    if let Some(live) = state.live.take_if(|live| live.connection == id) {
        live.stop().await;
    }
    let erased = erase(console, open(&state)?, connection).await;
    if state.live.is_none() {
        take_up_any(console, &mut state).await;
    }
    erased.map(|()| Done {})
}

/// Erases a connection, its secret, its token and its copy. The profile names it no more before anything
/// of it is gone: what is cut off after that is cleared away at the next start.
async fn erase(console: &Console, open: &Open, connection: Connection) -> Result<(), Failure> {
    let wrong = |error: store::OpenError| Failure::Profile { trouble: profile::trouble(&error) };
    let token = reach::token_key(&view(&connection).environment, &connection.client_id)?;
    let token = tokens::name(&token);
    let Connection { id, cache, .. } = connection;
    open.folder
        .update(|profile| {
            profile.connections.retain(|known| known.id != id);
            profile.current.take_if(|current| *current == id);
        })
        .map_err(wrong)?;
    open.vault
        .write("connection removed", move |vault| {
            vault.clear_client_secret(&id)?;
            vault.clear_tokens(&token)?;
            vault.forget_recent(&id)
        })
        .await
        .map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    open.folder.remove_cache(&cache).map_err(wrong)
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
        store::Environment::Preview => Environment::Preview {},
        store::Environment::Production => Environment::Production {},
        store::Environment::Other { address } => Environment::Other { address: address.clone() },
    };
    View {
        id: connection.id.to_string(),
        environment,
        practice: connection.practice.to_string(),
        label: connection.label.clone(),
        client_id: connection.client_id.clone(),
        fill: match connection.fill {
            store::FillTime::AnyTime => FillTime::AnyTime,
            store::FillTime::OffHours => FillTime::OffHours,
        },
    }
}

fn stored(environment: &Environment) -> store::Environment {
    match environment {
        Environment::Demo { size } => store::Environment::Demo { size: reach::size_name(*size).to_owned() },
        Environment::Preview {} => store::Environment::Preview,
        Environment::Production {} => store::Environment::Production,
        Environment::Other { address } => store::Environment::Other { address: address.clone() },
    }
}

#[cfg(test)]
mod tests;
