//! A practice whose lease is over: its copy stays closed until athenahealth was reached.

use std::time::Duration;

use athena::{Client, Lane};
use ipc::session::{LeaseSpent, Session, Stage};
use ipc::{Failure, Tag};
use store::{Connection, ConnectionId};

use crate::console::{Console, State};
use crate::emergency::{self, Emergency};
use crate::tasks::Running;
use crate::{connections, failure, lease, opening, profile};

/// How often athenahealth is asked.
const AGAIN: Duration = Duration::from_secs(60);

/// A practice that waits for athenahealth.
pub(crate) struct Overdue {
    /// Which connection it is of.
    pub connection: ConnectionId,
    /// Under which name the vault keeps who is signed in; nothing where an app signs in.
    pub sign_in: Option<String>,
    /// The way to athenahealth.
    pub client: Client,
    /// Its copy, where somebody opened it meanwhile.
    pub emergency: Option<Emergency>,
    asking: Running,
}

impl Overdue {
    /// Goes on waiting with the copy open by emergency access.
    pub(crate) fn with(self, emergency: Emergency) -> Self {
        Self { emergency: Some(emergency), ..self }
    }

    /// Asks no more, and lets go of the tokens.
    pub(crate) async fn end(self) {
        self.asking.end().await;
        self.client.close().await;
    }
}

/// How the console stands while it waits; nothing where it does not.
pub(crate) async fn stage(console: &Console, state: &State) -> Option<Stage> {
    let connection = &state.overdue.as_ref()?.connection;
    let open = connections::open(state).ok()?;
    let spent = lease::spent(console, &open.vault, connection).await;
    let lease = spent.map(|(unreached, hours)| {
        let unreached_ms = u64::try_from(unreached.num_milliseconds()).unwrap_or(0);
        LeaseSpent { unreached_ms, hours }
    });
    Some(Stage::LeaseOver { connection: connection.to_string(), lease: lease.ok() })
}

/// Waits for athenahealth in place of a practice that was to be put to use.
pub(crate) async fn begin(
    console: &Console,
    state: &mut State,
    connection: &Connection,
) -> Result<(), Failure> {
    let client = connections::client(console, connections::open(state)?, connection).await?;
    let sign_in = connections::sign_in_name(connection)?;
    let words = match &state.overdue {
        Some(before) if before.connection == connection.id => {
            "ended the emergency access: athenahealth is asked anew"
        }
        _ => "ended the emergency access: another practice was chosen",
    };
    emergency::end_in(state, words).await;
    wait(console, state, (connection.id.clone(), sign_in), client);
    Ok(())
}

/// Waits for athenahealth in place of the practice in use.
pub(crate) async fn begin_of(console: &Console, connection: &ConnectionId) {
    let mut state = console.state().write().await;
    if let Some(live) = state.live.take_if(|live| live.connection == *connection) {
        live.stop().await;
        wait(console, &mut state, (connection.clone(), live.sign_in.clone()), live.client.clone());
        drop(state);
        console.announce(&Tag::ALL);
    }
}

fn wait(
    console: &Console,
    state: &mut State,
    (connection, sign_in): (ConnectionId, Option<String>),
    client: Client,
) {
    let (asking, id, asked) = (console.clone(), connection.clone(), client.clone());
    let asking = Running::begin(console.ports().tasks.as_ref(), async move {
        loop {
            if asked.lane(Lane::Feed).ping().await.is_ok() && reached(&asking, &id).await.is_ok() {
                return;
            }
            tokio::time::sleep(AGAIN).await;
        }
    });
    state.overdue = Some(Overdue { connection, sign_in, client, emergency: None, asking });
}

/// Asks athenahealth now, and says why it does not answer.
pub(crate) async fn reach(console: &Console) -> Result<Session, Failure> {
    let asked = {
        let state = console.state().read().await;
        state.overdue.as_ref().map(|overdue| (overdue.connection.clone(), overdue.client.clone()))
    };
    if let Some((connection, client)) = asked {
        let answer = client.lane(Lane::Interactive).ping().await;
        answer.map_err(|error| failure::from_athena(&error, console.ports().entropy.as_ref()))?;
        reached(console, &connection).await?;
    }
    opening::session(console).await
}

/// Puts the practice to use that waited.
async fn reached(console: &Console, connection: &ConnectionId) -> Result<(), Failure> {
    let mut state = console.state().write().await;
    if state.overdue.as_ref().is_none_or(|overdue| overdue.connection != *connection) {
        return Ok(());
    }
    let renewed = lease::renew(console, &connections::open(&state)?.vault, connection).await;
    renewed.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let words = "ended the emergency access: athenahealth was reached";
    emergency::end_in(&mut state, words).await;
    connections::take_up_again(console, &mut state, connection).await?;
    let waited = state.overdue.take();
    drop(state);
    console.announce(&Tag::ALL);
    // Whoever asks by itself ends with it, and comes no further than this.
    drop(waited);
    Ok(())
}
