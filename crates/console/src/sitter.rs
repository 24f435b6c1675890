//! Who sits at a desktop that has no people of its own: whoever signed in at athenahealth over the connection
//! in use, until they sign out. Where an app signs in to that one, whoever is at it sits there, but for a desktop
//! from which all who sign in to others have got up. A sign-in that athenahealth ended leaves them where they are: what is held can
//! be read for as long as the lease lasts, and nothing is written.

use ipc::people::Seat;
use ipc::{Call, Caller, Lock, Role};
use model::Phi;
use store::{AthenaUser, SignInKind};

use crate::connections;
use crate::console::{Console, State};
use crate::profile::{Held, Open};

/// Who sits there.
pub(crate) enum Sitter {
    /// Whoever is at it: an app signs in, or nothing is connected.
    Everybody,
    /// Whoever signed in.
    User(AthenaUser),
    /// Nobody: they signed out at a connection that people sign in to.
    Nobody { connection: String },
}

/// Who sits at a desktop that has no people of its own.
pub(crate) async fn of(state: &State) -> Sitter {
    let Held::Open(open) = &state.held else { return Sitter::Everybody };
    match in_use(state, open) {
        Some((connection, key)) => at(open, connection, key).await,
        None => elsewhere(open).await,
    }
}

/// Who sits there once a profile is opened: whoever signed in over the connection that was in use.
pub(crate) async fn once_opened(open: &Open) -> Sitter {
    match was_in_use(open) {
        Some((connection, key)) => at(open, connection, key).await,
        None => elsewhere(open).await,
    }
}

/// Who sits where an app signs in, or nothing is connected: whoever is at it, unless people sign in to others and
/// all of them signed out. Which practice is in use stands in the clear, and anybody may have written it.
async fn elsewhere(open: &Open) -> Sitter {
    let of_people = open.folder.profile().connections.into_iter();
    let of_people = of_people.filter(|known| known.sign_in == SignInKind::Person);
    let mut left = None;
    for known in of_people {
        let Ok(key) = connections::token_name(&known) else { continue };
        match at(open, known.id.to_string(), key).await {
            nobody @ Sitter::Nobody { .. } => left = left.or(Some(nobody)),
            Sitter::User(_) | Sitter::Everybody => return Sitter::Everybody,
        }
    }
    left.unwrap_or(Sitter::Everybody)
}

async fn at(open: &Open, connection: String, key: String) -> Sitter {
    match open.vault.read(move |vault| vault.sign_in(&key)).await {
        Ok(Some(user)) => Sitter::User(user),
        Ok(None) => Sitter::Nobody { connection },
        Err(error) => {
            tracing::warn!(%error, "who signed in cannot be read");
            Sitter::Nobody { connection }
        }
    }
}

/// The connection in use where people sign in to it, and under which name the vault keeps who did.
fn in_use(state: &State, open: &Open) -> Option<(String, String)> {
    let live = state.live.as_ref().map(|live| (&live.connection, &live.sign_in));
    let waits = || state.overdue.as_ref().map(|waits| (&waits.connection, &waits.sign_in));
    if let Some((connection, sign_in)) = live.or_else(waits) {
        return Some((connection.to_string(), sign_in.clone()?));
    }
    was_in_use(open)
}

fn was_in_use(open: &Open) -> Option<(String, String)> {
    let profile = open.folder.profile();
    let current = profile.current().filter(|known| known.sign_in == SignInKind::Person)?;
    Some((current.id.to_string(), connections::token_name(current).ok()?))
}

/// A call as whoever sits there makes it.
pub(crate) async fn standing(console: &Console, call: Call) -> Call {
    if call.lock != Lock::Open || !console.guard().people().is_empty() {
        return call;
    }
    let sitter = of(&*console.state().read().await).await;
    match sitter.caller() {
        None => call,
        Some(caller) if matches!(sitter, Sitter::User(_)) => Call::of(caller, Lock::Open),
        Some(caller) => Call::of(caller, Lock::SignedOut),
    }
}

impl Sitter {
    /// As whom the audit knows them; nothing where nobody is told apart.
    pub(crate) fn caller(&self) -> Option<Caller> {
        match self {
            Self::Everybody => None,
            Self::User(user) => Some(Caller { person: user.id.clone(), role: Role::Manager }),
            Self::Nobody { .. } => Some(Caller::signed_out()),
        }
    }
}

/// What athenahealth calls whoever sits there; nothing where it did not tell, and where nobody is told apart.
pub(crate) async fn name(state: &State) -> Option<String> {
    match of(state).await {
        Sitter::User(user) => Some(Phi::into_exposed(user.name)).filter(|name| !name.trim().is_empty()),
        Sitter::Everybody | Sitter::Nobody { .. } => None,
    }
}

/// Who sits there, as the window shows it.
pub(crate) async fn seat(state: &State) -> Seat {
    match of(state).await {
        Sitter::Everybody => Seat::Everybody {},
        Sitter::User(AthenaUser { id, name, .. }) => {
            Seat::AtAthena { id, name: Phi::into_exposed(name), permissions: Role::Manager.permissions() }
        }
        Sitter::Nobody { connection } => {
            Seat::SignedOut { connection, permissions: Caller::signed_out().role.permissions() }
        }
    }
}
