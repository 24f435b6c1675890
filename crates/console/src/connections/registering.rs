//! What a connection's app is registered for, changed later: its scopes, and the port that people come back to.

use ipc::connection::ConnectionRegister;
use ipc::{Done, Failure, Field};
use store::{Connection, ConnectionId, Environment};

use super::adding::way_back;
use super::removing::{fold, is_shared, leaving};
use super::{key_of, known, open, take_up, token_name};
use crate::console::{Console, State};
use crate::profile::{self, Open};
use crate::reach::{self, Key};
use crate::{overdue, sign_in};

/// Asks for other scopes from now on, or has people come back elsewhere. What was given for other scopes is
/// revoked and forgotten: an app signs in anew by itself, a person is asked to. Everything else is kept.
pub(crate) async fn register(console: &Console, request: ConnectionRegister) -> Result<Done, Failure> {
    let way_back = way_back(request.way_back)?;
    sign_in::cancel(console);
    let _turn = console.adding().lock().await;
    let mut state = console.state().write().await;
    let before = known(&state, &ConnectionId::new(request.connection)).ok_or(Failure::NoPractice)?;
    if let Environment::Demo { .. } = before.environment {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let key = key_of(console, open(&state)?, &before).await?;
    let key = Key { scopes: request.scopes.trim().to_owned(), ..key };
    reach::check(&key)?;
    let (was, is) = (token_name(&before)?, key.token_name()?);
    let after = Connection { scopes: key.scopes, way_back, ..before.clone() };
    describe(open(&state)?, &after)?;
    if was != is {
        sign_in_anew(console, &mut state, &before, &after, was).await?;
    }
    Ok(Done {})
}

fn describe(open: &Open, after: &Connection) -> Result<(), Failure> {
    let named = open.folder.update(|profile| {
        let known = profile.connections.iter_mut().filter(|known| known.id == after.id);
        known.for_each(|known| *known = after.clone());
    });
    named.map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })
}

/// Works on with what is given for other scopes. What was given before is cleared away at the next start where
/// this is cut off.
async fn sign_in_anew(
    console: &Console,
    state: &mut State,
    before: &Connection,
    after: &Connection,
    was: String,
) -> Result<(), Failure> {
    let live = state.live.take_if(|live| live.connection == before.id);
    if let Some(live) = &live {
        live.stop().await;
    }
    let waits = state.overdue.as_ref().is_some_and(|overdue| overdue.connection == before.id);
    if waits {
        state.wait_no_longer("ended the emergency access: what its practice is asked for was changed").await;
    }
    let (open_now, is) = (open(state)?, token_name(after)?);
    if !is_shared(open_now, before, &was) {
        let parting = leaving(console, open_now, before).await;
        let cleared = open_now.vault.write("sign-in left", move |vault| {
            // Whoever sits here stays, and signs in anew.
            vault.clear_tokens(&was)?;
            vault.move_sign_in(&was, &is)
        });
        let cleared = cleared.await;
        cleared.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
        fold(&open_now.vault).await;
        if let Some(client) = parting {
            sign_in::revoke(console, client);
        }
    }
    match live {
        Some(_) => match take_up(console, state, after).await {
            Err(Failure::LeaseOver) => overdue::begin(console, state, after).await,
            taken => taken,
        },
        None if waits => overdue::begin(console, state, after).await,
        None => Ok(()),
    }
}
