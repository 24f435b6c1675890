//! Access tokens by client credentials: one request at a time, before the old one ends.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use http::{HeaderValue, header};
use model::Secret;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthType, ClientId, ClientSecret, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};
use url::Url;

use crate::call::Call;
use crate::exchange::Exchange;
use crate::refusal::TOKEN;
use crate::throttle::Window;
use crate::{
    AccessToken, Config, Endpoint, Error, Lane, Oddity, Refusal, SendFailure, Strain, TokenKey,
    TokenStoreError, Unsent, wire,
};

/// How long a refusal of the key itself is believed before it is asked again.
const REFUSAL: Duration = Duration::from_secs(60);
/// The span that tokens are limited in.
const MINUTE: Duration = Duration::from_secs(60);
/// The life of a token that does not tell its own, or one that makes no sense.
const LIFE: TimeDelta = TimeDelta::minutes(5);

/// A token as athenahealth gives it: `expires_in` is a text today and was a number in 2016.
#[derive(Debug, Serialize, Deserialize)]
struct Grant {
    access_token: oauth2::AccessToken,
    #[serde(default, deserialize_with = "wire::opt", skip_serializing)]
    expires_in: Option<String>,
    #[serde(skip, default = "bearer")]
    token_type: BasicTokenType,
}

fn bearer() -> BasicTokenType {
    BasicTokenType::Bearer
}

impl TokenResponse for Grant {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &oauth2::AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.token_type
    }

    fn expires_in(&self) -> Option<Duration> {
        let seconds: f64 = self.expires_in.as_deref()?.parse().ok()?;
        Duration::try_from_secs_f64(seconds).ok().filter(|life| *life >= Duration::from_secs(1))
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

type Oauth = oauth2::Client<
    BasicErrorResponse,
    Grant,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// A failure that passes through oauth2 unchanged.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct Passed(#[from] pub(crate) Error);

/// The token of one key.
pub(crate) struct SignIn {
    oauth: Oauth,
    scope: Scope,
    key: TokenKey,
    kept: Mutex<Kept>,
    window: std::sync::Mutex<Window>,
    rounds: AtomicU64,
}

#[derive(Default)]
struct Kept {
    token: Option<AccessToken>,
    loaded: bool,
    failure: Option<(Instant, Error)>,
}

impl SignIn {
    pub(crate) fn new(config: &Config) -> Self {
        let base = config.environment.base();
        let mut url = base.clone();
        url.set_path("/oauth2/v1/token");
        let oauth = oauth2::Client::new(ClientId::new(config.client_id.clone()))
            .set_client_secret(ClientSecret::new(config.client_secret.expose().to_owned()))
            .set_auth_type(AuthType::BasicAuth)
            .set_token_uri(TokenUrl::from_url(url));
        let key = TokenKey {
            origin: base.origin().ascii_serialization(),
            client_id: config.client_id.clone(),
            scope: config.scope.clone(),
        };
        Self {
            oauth,
            scope: Scope::new(config.scope.clone()),
            key,
            kept: Mutex::default(),
            window: Window::new(config.pace.tokens_per_minute, MINUTE).into(),
            rounds: AtomicU64::new(0),
        }
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token to use. Whoever comes first asks for it; the others wait and share what came.
    pub(crate) async fn token(&self, exchange: &Exchange, lane: Lane) -> Result<AccessToken, Error> {
        let round = self.rounds.load(Ordering::Acquire);
        let mut kept = self.kept.lock().await;
        if !kept.loaded {
            kept.token = exchange.ports.tokens.load(&self.key).await.map_err(unkept)?;
            kept.loaded = true;
        }
        if let Some(token) = kept.token.as_ref().filter(|token| token.is_fresh(exchange.ports.clock.now())) {
            return Ok(token.clone());
        }
        if let Some((at, error)) = &kept.failure {
            let shared = round != self.rounds.load(Ordering::Acquire);
            if shared || (error.needs_sign_in() && Instant::now() < *at + REFUSAL) {
                return Err(error.clone());
            }
        }
        let asked = self.ask(exchange, lane).await;
        self.rounds.fetch_add(1, Ordering::AcqRel);
        kept.failure = asked.as_ref().err().map(|error| (Instant::now(), error.clone()));
        let token = asked?;
        exchange.ports.tokens.save(&self.key, token.clone()).await.map_err(unkept)?;
        kept.token = Some(token.clone());
        Ok(token)
    }

    /// Forgets a token that was refused, unless another has taken its place.
    pub(crate) async fn discard(&self, exchange: &Exchange, refused: &AccessToken) -> Result<(), Error> {
        let mut kept = self.kept.lock().await;
        let current =
            kept.token.as_ref().is_some_and(|token| token.secret.expose() == refused.secret.expose());
        if current {
            kept.token = None;
            exchange.ports.tokens.clear(&self.key).await.map_err(unkept)?;
        }
        Ok(())
    }

    async fn ask(&self, exchange: &Exchange, lane: Lane) -> Result<AccessToken, Error> {
        self.wait_for_window(exchange, lane).await?;
        let issued = exchange.ports.clock.now();
        let send = Sender { sign_in: self, exchange, lane };
        let request = self.oauth.exchange_client_credentials().add_scope(self.scope.clone());
        let grant = request.request_async(&send).await.map_err(failure)?;
        let life = grant.expires_in().and_then(|life| TimeDelta::from_std(life).ok()).unwrap_or(LIFE);
        let expires = issued.checked_add_signed(life.min(TimeDelta::days(1))).unwrap_or(issued);
        Ok(AccessToken { secret: Secret::new(grant.access_token.secret().clone()), issued, expires })
    }

    async fn wait_for_window(&self, exchange: &Exchange, lane: Lane) -> Result<(), Error> {
        let now = Instant::now();
        let opens = self.window().opens(0, now);
        if let Some(at) = opens {
            if lane.is_attended() {
                let until = exchange.ports.clock.now() + (at - now);
                let why = Unsent::Resting { until, after: Strain::TooFast };
                return Err(Error::NotSent { endpoint: Endpoint(TOKEN), why });
            }
            sleep_until(at).await;
        }
        self.window().add(Instant::now());
        Ok(())
    }

    /// Sends oauth2's request through our transport. A post is sent once, whatever comes of it.
    async fn post(
        &self,
        exchange: &Exchange,
        lane: Lane,
        request: HttpRequest,
    ) -> Result<HttpResponse, Passed> {
        let broken = || Error::NotSent { endpoint: Endpoint(TOKEN), why: Unsent::Failed(SendFailure::Build) };
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string()).map_err(|_| broken())?;
        let basic = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let basic = Secret::new(basic.ok_or_else(broken)?);
        let call = Call::post(TOKEN, url, Bytes::from(body));
        let reply =
            exchange.write(lane, &call, &basic).await.inspect_err(|error| self.slow_down(exchange, error))?;
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

/// Our transport as oauth2 wants one.
struct Sender<'a> {
    sign_in: &'a SignIn,
    exchange: &'a Exchange,
    lane: Lane,
}

impl<'c> AsyncHttpClient<'c> for Sender<'_> {
    type Error = Passed;
    type Future = BoxFuture<'c, Result<HttpResponse, Passed>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.sign_in.post(self.exchange, self.lane, request))
    }
}

fn unkept(_: TokenStoreError) -> Error {
    Error::NotSent { endpoint: Endpoint(TOKEN), why: Unsent::TokenStore }
}

/// oauth2 keeps the body beside an error of reading; only where and what is taken from it.
fn failure(error: RequestTokenError<Passed, BasicErrorResponse>) -> Error {
    let endpoint = Endpoint(TOKEN);
    match error {
        RequestTokenError::Request(Passed(error)) => error,
        RequestTokenError::Parse(error, _) => wire::unreadable(endpoint, error.path(), error.inner()),
        RequestTokenError::ServerResponse(_) | RequestTokenError::Other(_) => {
            Error::Unexpected { endpoint, status: 200, what: Oddity::NotJson }
        }
    }
}
