//! Connections: listing, choosing, putting to use.

mod adding;
mod belonging;
mod registering;
mod removing;

use std::collections::HashMap;
use std::sync::Arc;

use athena::Client;
use chrono::NaiveDate;
use ipc::connection::{
    Connection as View, ConnectionList, ConnectionPrefer, Connections, Environment, FillTime, SignInKind,
    Unsent, WayBack, WorkingHours,
};
use ipc::{Call, Done, Failure, Permission};
use model::{Secret, minute_of_day};
use store::{AthenaUser, Cache, Connection, ConnectionId, JournalCounts, Opened};

use crate::arrival::{self, Told};
use crate::console::{Console, State};
use crate::lease::Lease;
use crate::live::{Live, Parts};
use crate::page::page;
use crate::profile::{self, Held, Open};
use crate::reach::{self, Key};
use crate::tokens::VaultTokens;
use crate::{emergency, failure, overdue, sign_in};
use belonging::Known;

pub(crate) use adding::add;
pub(crate) use belonging::{key_of, put_right};
pub(crate) use registering::register;
pub(crate) use removing::remove;

/// Lists the connections, page by page.
pub(crate) async fn list(
    console: &Console,
    call: &Call,
    request: ConnectionList,
) -> Result<Connections, Failure> {
    let state = console.state().read().await;
    let open = open(&state)?;
    let profile = open.folder.profile();
    let (rows, cursor) = page(&profile.connections, |known| known.id.as_str(), request.cursor.as_deref())?;
    let rows = belonging::known(console, open, rows).await?;
    let names = rows.iter().map(|known| sign_in_name(&known.connection));
    let people = sign_in::who(console, &open.vault, names.collect::<Result<_, _>>()?).await?;
    let in_use = state.live.as_ref().map(|live| live.connection.clone());
    let others = |known: &&Known| Some(&known.connection.id) != in_use.as_ref();
    let waiting = if call.caller.role.may(Permission::EditPatients) {
        waiting(console, open, rows.iter().filter(others).map(|known| known.connection.id.clone())).await?
    } else {
        HashMap::new()
    };
    let unsent = if call.caller.role.may(Permission::Connect) {
        unsent(console, open, rows.iter().map(|known| known.connection.id.clone())).await?
    } else {
        HashMap::new()
    };
    let has_people = !console.guard().people().is_empty();
    let row = |(known, user): (&Known, Option<AthenaUser>)| View {
        another: has_people && user.as_ref().is_some_and(|user| !user.is(&call.caller.person)),
        person: user.map(|user| user.name.into_exposed()),
        waits: waiting.get(&known.connection.id).copied().unwrap_or(0),
        unsent: unsent.get(&known.connection.id).copied().unwrap_or_default(),
        changed: known.is_changed,
        ..view(&known.connection)
    };
    Ok(Connections {
        rows: rows.iter().zip(people).map(row).collect(),
        cursor,
        current: at_hand(&state).map(|live| live.connection.to_string()),
        working_hours: working_hours(),
    })
}

/// How many writes wait until each of some practices is in use.
async fn waiting(
    console: &Console,
    open: &Open,
    connections: impl Iterator<Item = ConnectionId>,
) -> Result<HashMap<ConnectionId, u32>, Failure> {
    counted(console, open, connections, |counts| counts.held + counts.on_the_way + counts.unknown).await
}

/// What goes with each of some practices where it is removed. What was sent is none of it: while nobody knows what
/// became of that, a practice stays.
async fn unsent(
    console: &Console,
    open: &Open,
    connections: impl Iterator<Item = ConnectionId>,
) -> Result<HashMap<ConnectionId, Unsent>, Failure> {
    let of = |counts: JournalCounts| {
        let sent = counts.at_large.saturating_sub(counts.unknown);
        Unsent { drafts: counts.drafts, writes: counts.on_the_way.saturating_sub(sent) }
    };
    counted(console, open, connections, of).await
}

async fn counted<T: Send + 'static>(
    console: &Console,
    open: &Open,
    connections: impl Iterator<Item = ConnectionId>,
    of: impl Fn(JournalCounts) -> T + Send + 'static,
) -> Result<HashMap<ConnectionId, T>, Failure> {
    let connections: Vec<ConnectionId> = connections.collect();
    let counted = open.vault.read(move |vault| {
        let count = |id: ConnectionId| {
            let counts = vault.journal_counts(&id)?;
            Ok((id, of(counts)))
        };
        connections.into_iter().map(count).collect()
    });
    counted.await.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))
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

/// Works with another connection.
pub(crate) async fn switch(console: &Console, id: &str) -> Result<Done, Failure> {
    let mut state = console.state().write().await;
    let id = ConnectionId::new(id);
    let connection = open(&state)?.folder.profile().connection(&id).cloned().ok_or(Failure::NoPractice)?;
    if state.live.as_ref().is_none_or(|live| live.connection != id) {
        match take_up(console, &mut state, &connection).await {
            Err(Failure::LeaseOver) => {
                if let Some(before) = state.live.take() {
                    before.stop().await;
                }
                overdue::begin(console, &mut state, &connection).await?;
            }
            other => other?,
        }
    }
    Ok(Done {})
}

/// Puts the practice to use that was in use last; where none was, the first that opens.
pub(crate) async fn resume(console: &Console) -> Result<(), Failure> {
    let mut state = console.state().write().await;
    let (Held::Open(open), None) = (&state.held, &state.live) else { return Ok(()) };
    removing::clear_left_over(open).await;
    match open.folder.profile().current().cloned() {
        Some(connection) => match take_up(console, &mut state, &connection).await {
            // The profile is open all the same, and a person decides.
            Err(Failure::ConnectionChanged) => Ok(()),
            Err(Failure::LeaseOver) => overdue::begin(console, &mut state, &connection).await,
            taken => taken,
        },
        None => {
            take_up_any(console, &mut state).await;
            Ok(())
        }
    }
}

/// Puts a practice to use with the secret that is kept.
async fn take_up(console: &Console, state: &mut State, connection: &Connection) -> Result<(), Failure> {
    let client = client(console, open(state)?, connection).await?;
    put_to_use(console, state, connection, client).await
}

/// Puts the practice of a connection to use that waited for athenahealth.
pub(crate) async fn take_up_again(
    console: &Console,
    state: &mut State,
    id: &ConnectionId,
) -> Result<(), Failure> {
    let connection = known(state, id).ok_or(Failure::NoPractice)?;
    take_up(console, state, &connection).await
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
    // Who waited for this one ends by itself, where it goes on.
    if state.overdue.as_ref().is_some_and(|overdue| overdue.connection != connection.id) {
        emergency::end_in(state, "ended the emergency access: another practice was chosen").await;
        state.overdue = None;
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
    let lease = Lease::of(console, open, connection).await?;
    let opened = open_copy(console, open, connection).await?;
    let rebuilt = opened.is_rebuilt();
    let (sign_in, vault) = (sign_in_name(connection)?, open.vault.clone());
    let (fill, pause) = (connection.fill, connection.pause);
    let (connection, cache) = (connection.id.clone(), opened.store);
    Ok(Live::begin(console, Parts { connection, sign_in, fill, pause, cache, vault, client, lease, rebuilt }))
}

/// Opens the copy of a connection.
pub(crate) async fn open_copy(
    console: &Console,
    open: &Open,
    connection: &Connection,
) -> Result<Opened<Cache>, Failure> {
    let (folder, owner, key) = (open.folder.clone(), connection.clone(), open.key.clone());
    let hooks = Arc::clone(&console.ports().hooks);
    console
        .turns()
        .aside(move || Cache::open_of(&folder, &owner, &key, hooks))
        .await
        .map_err(|error| failure::broken_off(&error, console.ports().entropy.as_ref()))?
        .map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })
}

/// Has the vault keep what whoever signed in was given, and whom, and works on with it, where the practice in
/// use works with what was kept before. That one asks for nothing more meanwhile: it would keep what the
/// one before was given in place of this.
pub(crate) async fn take_over(
    console: &Console,
    call: &Call,
    connection: &Connection,
    (key, tokens): (&Key, &VaultTokens),
    told: Told,
) -> Result<(), Failure> {
    let mut state = console.state().write().await;
    let name = key.token_name()?;
    let vault = open(&state)?.vault.clone();
    let (arrival, came) =
        arrival::of(console, call, "connection_sign_in", (connection, &vault), (&name, told)).await?;
    let working = live_with(&state, &name).map(|live| live.connection.clone());
    if let Some(live) = state.live.take_if(|live| Some(&live.connection) == working.as_ref()) {
        live.stop().await;
    }
    let kept = tokens.keep(Some(arrival)).await;
    if kept.is_ok() {
        came.kept(console);
        call.kept();
    }
    if let Some(connection) = working.and_then(|id| known(&state, &id)) {
        take_up(console, &mut state, &connection).await?;
    }
    // Who waits for athenahealth knows only what was kept before.
    let waits = state.overdue.as_ref().and_then(|overdue| known(&state, &overdue.connection));
    if let Some(connection) = waits.filter(|known| token_name(known).is_ok_and(|own| own == name)) {
        let words = "ended the emergency access: somebody signed in at athenahealth";
        emergency::end_in(&mut state, words).await;
        overdue::begin(console, &mut state, &connection).await?;
    }
    kept.map(drop).map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))
}

/// The practice in use, where it works with the tokens of a name.
pub(crate) fn live_with<'s>(state: &'s State, name: &str) -> Option<&'s Arc<Live>> {
    let live = state.live.as_ref()?;
    let connection = known(state, &live.connection)?;
    token_name(&connection).is_ok_and(|own| own == name).then_some(live)
}

fn known(state: &State, id: &ConnectionId) -> Option<Connection> {
    open(state).ok()?.folder.profile().connection(id).cloned()
}

fn key_without_secret(connection: &Connection) -> Key {
    let View { environment, sign_in, .. } = view(connection);
    Key {
        environment,
        practice: connection.practice.to_string(),
        client_id: connection.client_id.clone(),
        client_secret: Secret::default(),
        sign_in,
        scopes: connection.scopes.clone(),
    }
}

/// Under which name the tokens of a connection are kept.
pub(crate) fn token_name(connection: &Connection) -> Result<String, Failure> {
    key_without_secret(connection).token_name()
}

/// Under which name the vault keeps who is signed in; nothing where an app signs in.
pub(crate) fn sign_in_name(connection: &Connection) -> Result<Option<String>, Failure> {
    let of_people = connection.sign_in == store::SignInKind::Person;
    of_people.then(|| token_name(connection)).transpose()
}

/// Makes the client of a connection.
pub(crate) async fn client(
    console: &Console,
    open: &Open,
    connection: &Connection,
) -> Result<Client, Failure> {
    let key = key_of(console, open, connection).await?;
    let tokens = VaultTokens::kept(open.vault.clone(), key.token_name()?);
    reach::client(console.ports(), &key, Arc::new(tokens))
}

/// The practice whose copy may be read: the one in use, or one that emergency access opened.
pub(crate) fn at_hand(state: &State) -> Option<&Arc<Live>> {
    state.live.as_ref().or_else(|| emergency::of(state).map(|emergency| &emergency.copy))
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
    let sign_in = match connection.sign_in {
        store::SignInKind::App => SignInKind::App,
        store::SignInKind::Person => SignInKind::Person,
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
        scopes: reach::scope(sign_in, &connection.scopes),
        sign_in,
        way_back: match connection.way_back {
            store::WayBack::Any => WayBack::Any {},
            store::WayBack::Listed => WayBack::Listed {},
            store::WayBack::Port(port) => WayBack::Port { port },
        },
        person: None,
        another: false,
        waits: 0,
        unsent: Unsent::default(),
        changed: false,
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
