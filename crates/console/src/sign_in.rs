//! A person's sign-in at athenahealth: out through the system's browser, and back.

use std::sync::Arc;

use athena::{
    Attempt, CallbackPorts, Client, Declined, Error, Lane, NoEntropy, Revocation, SignInError, Unsent,
};
use ipc::connection::{ConnectionSignIn, SignedOut};
use ipc::{Call, Done, Failure, SignInStop};
use store::{AthenaUser, ConnectionId, Entropy, SignInKind, WayBack};

use crate::arrival::Told;
use crate::connections::{self, key_of, open};
use crate::console::Console;
use crate::tokens::{self, VaultTokens};
use crate::{WebPage, failure, profile, reach};

/// Signs a person in, and gives who they are, as far as that is told. It waits for them, until the waiting is
/// ended.
pub(crate) async fn person(console: &Console, client: &Client, way_back: WayBack) -> Result<Told, Failure> {
    let entropy = console.ports().entropy.as_ref();
    let cancelled = console.cancelling().notified();
    let begun = client.begin_sign_in(ports(way_back), &Chance(entropy));
    let attempt = begun.map_err(|error| stopped(&error, entropy))?;
    show(console, &attempt)?;
    tokio::select! {
        done = attempt.finish() => done.map_err(|error| stopped(&error, entropy))?,
        () = cancelled => return Err(Failure::SignInStopped { why: SignInStop::Cancelled }),
    }
    match client.lane(Lane::Interactive).person().await {
        Ok(told) => Ok(Told { subject: Some(told.value.subject), name: told.value.name }),
        Err(error) => {
            // Who may not be told works all the same.
            tracing::info!(%error, "athenahealth does not tell who signed in");
            Ok(Told::default())
        }
    }
}

fn ports(way_back: WayBack) -> CallbackPorts {
    match way_back {
        WayBack::Any => CallbackPorts::Any,
        WayBack::Listed => CallbackPorts::Registered,
        WayBack::Port(port) => CallbackPorts::One(port),
    }
}

/// The console's chance, as the client asks for it.
struct Chance<'e>(&'e dyn Entropy);

impl athena::Entropy for Chance<'_> {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
        self.0.fill(bytes).map_err(|_| NoEntropy)
    }
}

fn show(console: &Console, attempt: &Attempt) -> Result<(), Failure> {
    let page = WebPage::parse(attempt.page().as_str());
    let opened = page.is_some_and(|page| console.ports().browser.open(&page).is_ok());
    if opened { Ok(()) } else { Err(Failure::SignInStopped { why: SignInStop::NoBrowser }) }
}

/// Signs a person in at a connection's practice. Where it is the one in use, reading goes on at once.
pub(crate) async fn again(
    console: &Console,
    call: &Call,
    request: ConnectionSignIn,
) -> Result<Done, Failure> {
    let id = ConnectionId::new(request.connection);
    cancel(console);
    let _turn = console.adding().lock().await;
    let (connection, key, vault) = {
        let state = console.state().read().await;
        let open = open(&state)?;
        let connection = open.folder.profile().connection(&id).cloned().ok_or(Failure::NoPractice)?;
        let key = key_of(console, open, &connection).await?;
        (connection, key, open.vault.clone())
    };
    let tokens = Arc::new(VaultTokens::of_trial(vault, key.token_name()?));
    let pages = reach::demo_pages(console.ports(), &key)?;
    let client = reach::client_at(console.ports(), &key, tokens.clone(), pages.as_ref())?;
    let told = person(console, &client, connection.way_back).await?;
    drop(pages);
    let kept = connections::take_over(console, call, &connection, (&key, &tokens), told).await;
    if kept.is_err() {
        revoke(console, client);
    }
    kept.map(|()| Done {})
}

/// Ends the waiting for whoever signs in.
pub(crate) fn cancel(console: &Console) -> Done {
    console.cancelling().notify_waiters();
    Done {}
}

/// Has what was given to a client revoked, while nobody waits for it: athenahealth may not answer.
pub(crate) fn revoke(console: &Console, client: Client) {
    console.ports().tasks.begin(Box::pin(async move {
        if let Err(error) = client.sign_out().await {
            tracing::warn!(%error, "what was given is not forgotten");
        }
    }));
}

/// Signs the person of a connection out.
pub(crate) async fn out(console: &Console, id: &str) -> Result<SignedOut, Failure> {
    let id = ConnectionId::new(id);
    let (client, vault, name) = {
        let state = console.state().read().await;
        let open = open(&state)?;
        let connection = open.folder.profile().connection(&id).cloned().ok_or(Failure::NoPractice)?;
        if connection.sign_in == SignInKind::App {
            return Err(Failure::SignInStopped { why: SignInStop::Registration });
        }
        let name = connections::token_name(&connection)?;
        let client = match connections::live_with(&state, &name) {
            Some(live) => live.client.clone(),
            None => connections::client(console, open, &connection).await?,
        };
        (client, open.vault.clone(), name)
    };
    let entropy = console.ports().entropy.as_ref();
    let told = client.sign_out().await.map_err(|error| failure::from_athena(&error, entropy))?;
    // They get up last: as long as anything of theirs is held, what is written is theirs.
    let up = vault.write("signed out", move |vault| tokens::clear(vault, &name)).await;
    up.map_err(|error| profile::used(&error, entropy))?;
    Ok(SignedOut { revoked: !matches!(told, Revocation::Failed(_)) })
}

fn stopped(error: &SignInError, entropy: &dyn Entropy) -> Failure {
    let why = match error {
        SignInError::NotAPerson | SignInError::Declined(Declined::Registration) => SignInStop::Registration,
        SignInError::NoEntropy => return failure::unexpected(error, entropy),
        SignInError::NoPort => SignInStop::NoPort,
        SignInError::Late => SignInStop::Late,
        SignInError::Declined(Declined::Denied) => SignInStop::Denied,
        SignInError::Declined(Declined::Scope) => SignInStop::Scopes,
        SignInError::Declined(Declined::OutOfOrder) => SignInStop::OutOfOrder,
        SignInError::Declined(Declined::Other) => SignInStop::NotTaken,
        SignInError::OtherIssuer => SignInStop::OtherIssuer,
        SignInError::Failed(error) => return redeemed(error, entropy),
    };
    Failure::SignInStopped { why }
}

/// Why a code was not made tokens.
fn redeemed(error: &Error, entropy: &dyn Entropy) -> Failure {
    match error {
        Error::Refused { why: athena::Refusal::SignInEnded, .. }
        | Error::NotSent { why: Unsent::SignedOut, .. } => {
            Failure::SignInStopped { why: SignInStop::NotTaken }
        }
        _ => failure::from_athena(error, entropy),
    }
}

/// Who is signed in with the tokens of each name, in their order.
pub(crate) async fn who(
    console: &Console,
    vault: &store::Vault,
    names: Vec<Option<String>>,
) -> Result<Vec<Option<AthenaUser>>, Failure> {
    let read = vault.read(move |vault| {
        let user = |name: &String| vault.signed_in(name);
        names.iter().map(|name| Ok(name.as_ref().map(user).transpose()?.flatten())).collect()
    });
    read.await.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))
}
