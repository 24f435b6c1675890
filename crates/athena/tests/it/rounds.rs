//! Sign-in from end to end, against any authorization server: the sandbox, and one that others wrote.

use std::sync::{Arc, Mutex};

use athena::{
    CallbackPorts, Client, Config, Environment, Grant, MemoryTokens, Pace, Person, Ports, Refusal,
    Revocation, SeededRandom, SignInError, SystemEntropy, TokenKey, TokenStore, Tokens, Transport,
};
use chrono::{DateTime, TimeDelta, Utc};
use model::{Clock, PracticeId, Secret};

use crate::browser::Browser;

/// A clock that stands where the test puts it.
pub struct Hands(Mutex<DateTime<Utc>>);

impl Hands {
    pub fn at(now: DateTime<Utc>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(now)))
    }

    pub fn forward(&self, time: TimeDelta) {
        *self.0.lock().expect("the clock") += time;
    }

    pub fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("the clock")
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        self.now()
    }
}

/// An authorization server, and somebody who can sign in there.
pub struct Server {
    pub environment: Environment,
    pub transport: Arc<dyn Transport>,
    pub clock: Arc<Hands>,
    pub client_id: &'static str,
    pub secret: Option<&'static str>,
    pub types: Vec<(&'static str, String)>,
}

impl Server {
    fn key(&self) -> TokenKey {
        TokenKey {
            origin: self.environment.base().origin().ascii_serialization(),
            client_id: self.client_id.to_owned(),
            scope: Config::PERSON_SCOPE.to_owned(),
        }
    }

    /// A client of a desktop: each has a store of its own.
    pub fn desktop(&self, tokens: Arc<MemoryTokens>) -> Client {
        let grant = Grant::AuthorizationCode { secret: self.secret.map(Secret::new) };
        self.client(grant, self.client_id, Config::PERSON_SCOPE, tokens)
    }

    pub fn client(&self, grant: Grant, id: &str, scope: &str, tokens: Arc<MemoryTokens>) -> Client {
        let config = Config {
            environment: self.environment.clone(),
            practice: PracticeId::new("195900"),
            client_id: id.to_owned(),
            grant,
            scope: scope.to_owned(),
            pace: Pace { per_second: 1_000, tokens_per_minute: 1_000, ..Pace::default() },
        };
        let ports = Ports {
            transport: self.transport.clone(),
            tokens,
            clock: self.clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
        };
        Client::new(config, ports)
    }

    /// Signs somebody in.
    pub async fn sign_in(&self, client: &Client) -> Result<(), SignInError> {
        let attempt = client.begin_sign_in(CallbackPorts::Any, &SystemEntropy).expect("it begins");
        let browser = Browser { transport: self.transport.clone(), types: self.types.clone() };
        let page = attempt.page().clone();
        let (done, shown) = tokio::join!(attempt.finish(), browser.visit(&page));
        assert!(shown.contains("Daybook"), "{shown}");
        done
    }

    async fn kept(&self, tokens: &MemoryTokens) -> Tokens {
        tokens.load(&self.key()).await.expect("the store").expect("somebody is signed in")
    }

    /// A desktop that holds a copy of another's tokens.
    async fn copy(&self, tokens: Tokens) -> Client {
        let copied = Arc::new(MemoryTokens::default());
        copied.save(&self.key(), tokens).await.expect("the store");
        self.desktop(copied)
    }
}

async fn person(client: &Client) -> Result<Person, athena::Error> {
    client.lane(athena::Lane::Interactive).person().await.map(|answer| answer.value)
}

async fn assert_ended(client: &Client) {
    let error = person(client).await.expect_err("the sign-in is over");
    assert!(matches!(error, athena::Error::Refused { why: Refusal::SignInEnded, .. }), "{error}");
    assert!(error.needs_sign_in());
}

/// Signs in, renews in turn, has the family revoked by a thief, signs in again and out.
pub async fn whole_round(server: &Server, name: &str) {
    let tokens = Arc::new(MemoryTokens::default());
    let desktop = server.desktop(tokens.clone());
    server.sign_in(&desktop).await.expect("signed in");
    assert_eq!(person(&desktop).await.expect("a person").name.expose(), name);

    let first = server.kept(&tokens).await;
    server.clock.forward(TimeDelta::hours(1));
    person(&desktop).await.expect("renewed");
    let second = server.kept(&tokens).await;
    let refresh = |tokens: &Tokens| tokens.refresh.as_ref().expect("a refresh token").expose().to_owned();
    assert_ne!(first.access.expose(), second.access.expose(), "another access token");
    assert_ne!(refresh(&first), refresh(&second), "and another refresh token");
    server.clock.forward(TimeDelta::hours(1));
    person(&desktop).await.expect("renewed with the second");

    assert_ended(&server.copy(Tokens { access: Secret::new("expired"), ..first }).await).await;
    server.clock.forward(TimeDelta::hours(1));
    assert_ended(&desktop).await;
    assert!(tokens.load(&server.key()).await.expect("the store").is_none(), "what is dead is forgotten");

    server.sign_in(&desktop).await.expect("signed in again");
    assert_eq!(person(&desktop).await.expect("a person").name.expose(), name);
    let last = server.kept(&tokens).await;
    assert_eq!(desktop.sign_out().await, Ok(Revocation::Done));
    assert!(tokens.load(&server.key()).await.expect("the store").is_none());
    person(&desktop).await.expect_err("nobody is signed in");
    // Both tokens are revoked: the access token leads to the refresh token, and that ends it.
    assert_ended(&server.copy(last).await).await;
}
