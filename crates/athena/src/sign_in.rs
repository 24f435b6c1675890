//! Sign-in: a key's tokens, asked for one request at a time and before the old ones end.
//!
//! An app signs in as itself, or a person does in the browser ([`Attempt`]). Either way the rest of
//! the client sees a token that is good to use, or an error that tells what is missing.

mod attempt;
mod callback;
mod kept;
mod oauth;
mod person;
mod sign_out;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use http::{HeaderValue, header};
use model::Secret;
use oauth2::{HttpRequest, HttpResponse, RefreshToken, TokenResponse};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};
use url::Url;

use crate::call::Call;
use crate::exchange::Exchange;
use crate::refusal::TOKEN;
use crate::throttle::Window;
use crate::{
    Config, Endpoint, Environment, Error, Grant, Lane, Refusal, SendFailure, Strain, TokenKey,
    TokenStoreError, Tokens, Unsent,
};
use kept::Kept;
use oauth::{Granted, Oauth, Passed, Sender};

pub use attempt::{Attempt, SignInError};
pub use callback::{CALLBACK_PORTS, CallbackPorts, Declined};
pub(crate) use kept::Token;
pub use person::Person;
pub use sign_out::Revocation;

/// How long a refusal of the key itself is believed before it is asked again.
const REFUSAL: Duration = Duration::from_secs(60);
/// The span that tokens are limited in.
const MINUTE: Duration = Duration::from_secs(60);
/// The life of a token that does not tell its own, or one that makes no sense.
const LIFE: TimeDelta = TimeDelta::minutes(5);

/// The tokens of one key.
pub(crate) struct SignIn {
    oauth: Oauth,
    environment: Environment,
    grant: Grant,
    key: TokenKey,
    kept: Mutex<Kept>,
    window: std::sync::Mutex<Window>,
    rounds: AtomicU64,
    is_closed: AtomicBool,
}

impl SignIn {
    pub(crate) fn new(config: &Config) -> Self {
        let key = TokenKey {
            origin: config.environment.base().origin().ascii_serialization(),
            client_id: config.client_id.clone(),
            scope: config.scope.clone(),
        };
        Self {
            oauth: oauth::client(config),
            environment: config.environment.clone(),
            grant: config.grant.clone(),
            key,
            kept: Mutex::default(),
            window: Window::new(config.pace.tokens_per_minute, MINUTE).into(),
            rounds: AtomicU64::new(0),
            is_closed: AtomicBool::new(false),
        }
    }

    pub(crate) fn environment(&self) -> &Environment {
        &self.environment
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token to use. Whoever comes first asks for it; the others wait and share what came. Who
    /// asked and went away does not take an answer along: it may hold the only refresh token.
    pub(crate) async fn token(&self, exchange: &Arc<Exchange>, lane: Lane) -> Result<Token, Error> {
        let round = self.rounds.load(Ordering::Acquire);
        let exchange = Arc::clone(exchange);
        let renewed = tokio::spawn(async move { exchange.sign_in.current(&exchange, lane, round).await });
        renewed.await.unwrap_or(Err(unkept(TokenStoreError)))
    }

    async fn current(&self, exchange: &Exchange, lane: Lane, round: u64) -> Result<Token, Error> {
        let mut kept = self.kept.lock().await;
        if self.is_closed.load(Ordering::Acquire) {
            return Err(unsent(Unsent::SignedOut));
        }
        self.load(exchange, &mut kept).await?;
        self.save(exchange, &mut kept).await?;
        if let Some(token) = kept.fresh(exchange.server_time()) {
            return Ok(token);
        }
        if let Some(error) = kept.failure(round != self.rounds.load(Ordering::Acquire)) {
            return Err(error.clone());
        }
        let asked = self.ask(exchange, lane, kept.tokens()).await;
        self.rounds.fetch_add(1, Ordering::AcqRel);
        match asked {
            Ok((tokens, at)) => kept.take(tokens, at),
            Err(error) => {
                if matches!(error, Error::Refused { why: Refusal::SignInEnded, .. }) {
                    kept.forget();
                    if let Err(unclear) = self.clear(exchange).await {
                        tracing::warn!(error = %unclear, "a refresh token that has ended is still kept");
                    }
                }
                kept.fail(&error);
                return Err(error);
            }
        }
        self.save(exchange, &mut kept).await?;
        kept.token().ok_or_else(|| unsent(Unsent::SignedOut))
    }

    /// Drops what is held in memory, and asks for nothing from here on. Tokens that are on their way come
    /// first, and the store keeps them.
    pub(crate) async fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        self.kept.lock().await.forget();
    }

    async fn load(&self, exchange: &Exchange, kept: &mut Kept) -> Result<(), Error> {
        if !kept.loaded {
            let tokens = exchange.ports.tokens.load(&self.key).await.map_err(unkept)?;
            kept.load(tokens, exchange.server_time());
        }
        Ok(())
    }

    /// Keeps what is new. What the store does not take stays here until it does: a refresh token
    /// whose predecessor was used is the only one.
    async fn save(&self, exchange: &Exchange, kept: &mut Kept) -> Result<(), Error> {
        if let Some(tokens) = kept.tokens().filter(|_| kept.unsaved).cloned() {
            exchange.ports.tokens.save(&self.key, tokens).await.map_err(unkept)?;
            kept.unsaved = false;
        }
        Ok(())
    }

    async fn clear(&self, exchange: &Exchange) -> Result<(), Error> {
        exchange.ports.tokens.clear(&self.key).await.map_err(unkept)
    }

    /// Leaves a token that was refused, unless another has taken its place.
    pub(crate) async fn discard(&self, exchange: &Exchange, refused: &Token) -> Result<(), Error> {
        let mut kept = self.kept.lock().await;
        if kept.leave(refused) {
            kept.forget();
            self.clear(exchange).await?;
        }
        Ok(())
    }

    /// Asks for tokens as the app, or with the refresh token of the person who signed in.
    async fn ask(
        &self,
        exchange: &Exchange,
        lane: Lane,
        before: Option<&Tokens>,
    ) -> Result<(Tokens, Instant), Error> {
        let send = Sender { sign_in: self, exchange, lane };
        if !self.grant.is_of_a_person() {
            let request = self.oauth.exchange_client_credentials().add_scopes(oauth::scopes(&self.key.scope));
            let asked = self.wait_for_window(exchange, lane).await?;
            let granted = request.request_async(&send).await.map_err(oauth::failure)?;
            return Ok((tokens(exchange, &granted, None), asked));
        }
        let refresh = before.and_then(|tokens| tokens.refresh.as_ref());
        let refresh = refresh.ok_or_else(|| unsent(Unsent::SignedOut))?;
        let asked = self.wait_for_window(exchange, lane).await?;
        let token = RefreshToken::new(refresh.expose().to_owned());
        let granted = self.oauth.exchange_refresh_token(&token).request_async(&send).await;
        Ok((tokens(exchange, &granted.map_err(oauth::failure)?, Some(refresh)), asked))
    }

    /// Waits until one more token may be asked for, and gives that moment.
    async fn wait_for_window(&self, exchange: &Exchange, lane: Lane) -> Result<Instant, Error> {
        let now = Instant::now();
        let opens = self.window().opens(0, now);
        if let Some(at) = opens {
            if lane.is_attended() {
                let until = exchange.ports.clock.now() + (at - now);
                return Err(unsent(Unsent::Resting { until, after: Strain::TooFast }));
            }
            sleep_until(at).await;
        }
        let now = Instant::now();
        self.window().add(now);
        Ok(now)
    }

    /// Sends oauth2's request through our transport. A post is sent once, whatever comes of it.
    async fn post(
        &self,
        exchange: &Exchange,
        lane: Lane,
        request: HttpRequest,
    ) -> Result<HttpResponse, Passed> {
        let broken = || unsent(Unsent::Failed(SendFailure::Build));
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string()).map_err(|_| broken())?;
        let basic = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let basic = basic.map(Secret::new);
        let call = Call::post(TOKEN, url, Bytes::from(body));
        let reply = exchange
            .write(lane, &call, basic.as_ref())
            .await
            .inspect_err(|error| self.slow_down(exchange, error))?;
        if let Some(limit) = reply.meter.limit.and_then(|limit| u32::try_from(limit).ok()) {
            self.window().resize(limit);
        }
        let mut response = HttpResponse::new(reply.body.to_vec());
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        Ok(response)
    }

    /// Without a token nothing else can be called either.
    fn slow_down(&self, exchange: &Exchange, error: &Error) {
        if matches!(error, Error::Refused { why: Refusal::TooFast, .. }) {
            self.window().fill(Instant::now());
            exchange.throttle.rest(MINUTE);
        }
    }
}

/// What an answer gave. One that brings no new refresh token leaves the old one in use.
fn tokens(exchange: &Exchange, granted: &Granted, refresh: Option<&Secret>) -> Tokens {
    let issued = exchange.server_time();
    let life = granted.expires_in().and_then(|life| TimeDelta::from_std(life).ok()).unwrap_or(LIFE);
    let fresh = granted.refresh_token().map(|token| Secret::new(token.secret().clone()));
    Tokens {
        access: Secret::new(granted.access_token().secret().clone()),
        refresh: fresh.or_else(|| refresh.cloned()),
        issued,
        expires: issued.checked_add_signed(life.min(TimeDelta::days(1))).unwrap_or(issued),
    }
}

fn unsent(why: Unsent) -> Error {
    Error::NotSent { endpoint: Endpoint(TOKEN), why }
}

fn unkept(_: TokenStoreError) -> Error {
    unsent(Unsent::TokenStore)
}
