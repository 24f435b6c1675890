//! Adding a connection: its key is tried first, and its person signs in.

use std::sync::Arc;

use athena::Client;
use ipc::connection::{Added, Connection as View, ConnectionAdd, Environment, SignInKind, WayBack};
use ipc::{Call, Failure};
use model::{PracticeId, Secret, Zone};
use store::{Belonging, Connection, ConnectionId, FileId};

use super::belonging::{self, Known};
use super::{live_with, open, put_to_use, removing, take_up_any, view};
use crate::arrival::{self, Told};
use crate::console::{Console, State};
use crate::profile::{self, Open};
use crate::reach::{self, Key};
use crate::tokens::{Held, VaultTokens};
use crate::{probe, sign_in};

/// A connection that is tried and not kept yet.
struct Trial {
    key: Key,
    client: Client,
    tokens: Arc<VaultTokens>,
    way_back: store::WayBack,
    person: Option<Told>,
}

/// Adds a connection after trying its key, and works with it.
pub(crate) async fn add(console: &Console, call: &Call, request: ConnectionAdd) -> Result<Added, Failure> {
    let way_back = way_back(request.way_back)?;
    let mut key = asked_for(request);
    reach::check(&key)?;
    key.environment = reach::tidied(&key.environment)?;
    if key.sign_in == SignInKind::Person {
        sign_in::cancel(console);
    }
    // Whoever comes second finds what the first one added.
    let _turn = console.adding().lock().await;
    crate::opening::make_unasked(console).await?;
    let vault = {
        let state = console.state().read().await;
        let open = open(&state)?;
        refuse_twin(console, open, &key).await?;
        open.vault.clone()
    };
    let tokens = Arc::new(VaultTokens::of_trial(vault, key.token_name()?));
    let pages = reach::demo_pages(console.ports(), &key)?;
    let client = reach::client_at(console.ports(), &key, tokens.clone(), pages.as_ref())?;
    key.practice = client.practice().to_string();
    let person = match key.sign_in {
        SignInKind::App => None,
        SignInKind::Person => Some(sign_in::person(console, &client, way_back).await?),
    };
    drop(pages);
    let trial = Trial { key, client, tokens, way_back, person };
    let added = try_and_keep(console, call, &trial).await;
    if added.is_err() && trial.person.is_some() {
        // What was given to a connection that is not kept is good for nobody.
        sign_in::revoke(console, trial.client);
    }
    added
}

fn asked_for(request: ConnectionAdd) -> Key {
    Key {
        environment: request.environment,
        practice: request.practice.trim().to_owned(),
        client_id: request.client_id.trim().to_owned(),
        client_secret: Secret::new(request.client_secret.expose().trim()),
        sign_in: request.sign_in,
        scopes: request.scopes.trim().to_owned(),
    }
}

/// A port below these is the system's own.
const FIRST_PORT: u16 = 1_024;

pub(super) fn way_back(asked: WayBack) -> Result<store::WayBack, Failure> {
    match asked {
        WayBack::Any {} => Ok(store::WayBack::Any),
        WayBack::Listed {} => Ok(store::WayBack::Listed),
        WayBack::Port { port: ..FIRST_PORT } => Err(Failure::Invalid { field: ipc::Field::Port }),
        WayBack::Port { port } => Ok(store::WayBack::Port(port)),
    }
}

async fn try_and_keep(console: &Console, call: &Call, trial: &Trial) -> Result<Added, Failure> {
    let (today, entropy) =
        (Zone::EASTERN.today(console.ports().clock.now()), console.ports().entropy.as_ref());
    let tried = probe::try_key(&trial.client, today, entropy).await;
    let tried = tried.map_err(|failure| at_an_address(failure, &trial.key.environment))?;
    let connection = keep(console, call, trial, &tried.label).await?;
    let person = trial.person.as_ref().map(|told| told.name.expose().clone());
    Ok(Added { connection: View { person, ..view(&connection) }, probes: tried.probes })
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

async fn refuse_twin(console: &Console, open: &Open, key: &Key) -> Result<(), Failure> {
    let twins = twins(console, open, key).await?;
    if twins.iter().any(|twin| !twin.is_changed) { Err(Failure::AlreadyConnected) } else { Ok(()) }
}

/// The connections whose secret belongs to the same practice in the same place.
async fn twins(console: &Console, open: &Open, key: &Key) -> Result<Vec<Known>, Failure> {
    let mut known = belonging::known(console, open, &open.folder.profile().connections).await?;
    let demo = matches!(key.environment, Environment::Demo { .. });
    known.retain(|known| {
        let known = view(&known.connection);
        reach::is_same(&known.environment, &key.environment) && (demo || known.practice == key.practice)
    });
    Ok(known)
}

/// Removes what somebody changed of a practice that was now connected anew.
async fn replace(console: &Console, open: &Open, key: &Key) -> Result<(), Failure> {
    for twin in twins(console, open, key).await?.into_iter().filter(|twin| twin.is_changed) {
        removing::erase(console, open, twin.connection).await?;
    }
    Ok(())
}

/// Keeps a connection and works with it, with the client that its key was tried with: one key has
/// one budget and one token. The profile names it last, when its secret, its tokens and its copy are
/// there: what fails or is cut off before that is no connection, and can be added again.
async fn keep(console: &Console, call: &Call, trial: &Trial, label: &str) -> Result<Connection, Failure> {
    let mut state = console.state().write().await;
    let entropy = console.ports().entropy.as_ref();
    let connection = described(console, trial, label)?;
    let (id, secret) = (connection.id.clone(), trial.key.client_secret.clone());
    let to = Belonging::of(&connection);
    open(&state)?
        .vault
        .write("connection secret", move |vault| {
            vault.put_client_secret(&id, &secret)?;
            vault.put_belonging(&id, &to)
        })
        .await
        .map_err(|error| profile::used(&error, entropy))?;
    let before = match signed_in(console, call, &mut state, trial, &connection).await {
        Ok(before) => before,
        Err(failure) => {
            forget(open(&state)?, &connection).await;
            go_on(console, &mut state).await;
            return Err(failure);
        }
    };
    let used = put_to_use(console, &mut state, &connection, trial.client.clone()).await;
    if used.is_ok() {
        if let Err(error) = belonging::learn(open(&state)?).await {
            tracing::warn!(%error, "that a connection is described is known from the next start on");
        }
        if let Err(failure) = replace(console, open(&state)?, &trial.key).await {
            tracing::warn!(?failure, "the connection that somebody changed stays");
        }
    } else {
        if let Err(error) = trial.tokens.put_back(before).await {
            tracing::warn!(%error, "the tokens of a connection that was not kept stay until the next start");
        }
        forget(open(&state)?, &connection).await;
        go_on(console, &mut state).await;
    }
    used.map(|()| connection)
}

/// Works on with the practice that was stopped for one that is not kept.
async fn go_on(console: &Console, state: &mut State) {
    if state.live.is_none() && state.overdue.is_none() {
        take_up_any(console, state).await;
    }
}

/// Has the vault keep what the key was given, and whom. A practice in use that works with what was given before
/// asks for nothing more: what is to be written there would leave over another's sign-in.
async fn signed_in(
    console: &Console,
    call: &Call,
    state: &mut State,
    trial: &Trial,
    connection: &Connection,
) -> Result<Held, Failure> {
    let (name, vault) = (trial.key.token_name()?, open(state)?.vault.clone());
    let (arrival, came) = match trial.person.clone() {
        Some(told) => {
            let kept = (connection, &vault);
            let (arrival, came) = arrival::of(console, call, "connection_add", kept, (&name, told)).await?;
            (Some(arrival), Some(came))
        }
        None => (None, None),
    };
    let working = live_with(state, &name).map(|live| live.connection.clone());
    if let Some(live) =
        state.live.take_if(|live| arrival.is_some() && working.as_ref() == Some(&live.connection))
    {
        live.stop().await;
    }
    let before = trial.tokens.keep(arrival).await;
    let before = before.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    if let Some(came) = came {
        came.kept(console);
        call.is_by(came.caller);
    }
    Ok(before)
}

fn described(console: &Console, trial: &Trial, label: &str) -> Result<Connection, Failure> {
    let (key, entropy) = (&trial.key, console.ports().entropy.as_ref());
    let made = |error: store::OpenError| Failure::Profile { trouble: profile::trouble(&error) };
    Ok(Connection {
        id: ConnectionId::generate(entropy).map_err(made)?,
        environment: super::stored(&key.environment),
        practice: PracticeId::new(key.practice.as_str()),
        client_id: key.client_id.clone(),
        label: label.to_owned(),
        cache: FileId::generate(entropy).map_err(made)?,
        fill: store::FillTime::default(),
        sign_in: match key.sign_in {
            SignInKind::App => store::SignInKind::App,
            SignInKind::Person => store::SignInKind::Person,
        },
        scopes: key.scopes.clone(),
        way_back: trial.way_back,
        pause: None,
    })
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
