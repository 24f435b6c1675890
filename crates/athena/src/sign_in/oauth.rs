//! What oauth2 is told of athenahealth, and what it gives back.

use std::time::Duration;

use futures_util::future::BoxFuture;
use model::Secret;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, ClientId, ClientSecret, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};

use super::SignIn;
use crate::exchange::Exchange;
use crate::refusal::TOKEN;
use crate::{Config, Endpoint, Error, Lane, Oddity, wire};

/// Tokens as athenahealth gives them: `expires_in` is a text today and was a number in 2016.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Granted {
    access_token: oauth2::AccessToken,
    #[serde(default)]
    refresh_token: Option<RefreshToken>,
    #[serde(default, deserialize_with = "wire::opt", skip_serializing)]
    expires_in: Option<String>,
    #[serde(skip, default = "bearer")]
    token_type: BasicTokenType,
}

fn bearer() -> BasicTokenType {
    BasicTokenType::Bearer
}

impl TokenResponse for Granted {
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
        self.refresh_token.as_ref().filter(|token| !token.secret().is_empty())
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

pub(super) type Oauth = oauth2::Client<
    BasicErrorResponse,
    Granted,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// A key's requests, to the addresses of its environment.
pub(super) fn client(config: &Config) -> Oauth {
    let place = &config.environment;
    let client = oauth2::Client::new(ClientId::new(config.client_id.clone()))
        .set_auth_type(AuthType::BasicAuth)
        .set_auth_uri(AuthUrl::from_url(place.oauth("authorize")))
        .set_token_uri(TokenUrl::from_url(place.oauth("token")));
    match config.grant.secret() {
        Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose().to_owned())),
        None => client,
    }
}

/// The scopes of a text with blanks between them.
pub(super) fn scopes(text: &str) -> impl Iterator<Item = Scope> {
    text.split_ascii_whitespace().map(|scope| Scope::new(scope.to_owned()))
}

/// The authorization of a confidential client in a request that oauth2 does not make.
pub(super) fn basic(client_id: &str, secret: &Secret) -> Secret {
    use base64::Engine;
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Secret::new(format!("{}:{}", encoded(client_id), encoded(secret.expose())));
    Secret::new(format!("Basic {}", base64::prelude::BASE64_STANDARD.encode(pair.expose())))
}

/// A failure that passes through oauth2 unchanged.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct Passed(#[from] pub(crate) Error);

/// Our transport as oauth2 wants one.
pub(super) struct Sender<'a> {
    pub(super) sign_in: &'a SignIn,
    pub(super) exchange: &'a Exchange,
    pub(super) lane: Lane,
}

impl<'c> AsyncHttpClient<'c> for Sender<'_> {
    type Error = Passed;
    type Future = BoxFuture<'c, Result<HttpResponse, Passed>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.sign_in.post(self.exchange, self.lane, request))
    }
}

/// oauth2 keeps the body beside an error of reading; only where and what is taken from it.
pub(super) fn failure(error: RequestTokenError<Passed, BasicErrorResponse>) -> Error {
    let endpoint = Endpoint(TOKEN);
    match error {
        RequestTokenError::Request(Passed(error)) => error,
        RequestTokenError::Parse(error, _) => wire::unreadable(endpoint, error.path(), error.inner()),
        RequestTokenError::ServerResponse(_) | RequestTokenError::Other(_) => {
            Error::Unexpected { endpoint, status: 200, what: Oddity::NotJson }
        }
    }
}
