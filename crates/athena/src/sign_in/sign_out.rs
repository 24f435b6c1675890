//! Signing out: what was given is revoked and forgotten.

use bytes::Bytes;
use model::Secret;
use url::form_urlencoded;

use super::{SignIn, oauth};
use crate::call::Call;
use crate::exchange::Exchange;
use crate::refusal::REVOKE;
use crate::{Client, Error, Lane, Tokens};

/// Whether athenahealth was told that a sign-in is over. Here it is over in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// It was told.
    Done,
    /// There was nothing to revoke.
    Nothing,
    /// It could not be told: what was given ends by itself, later.
    Failed(Error),
}

impl Client {
    /// Signs out: revokes the refresh token, then the access token, and forgets both.
    pub async fn sign_out(&self) -> Result<Revocation, Error> {
        let exchange = self.exchange();
        exchange.sign_in.sign_out(exchange).await
    }
}

impl SignIn {
    async fn sign_out(&self, exchange: &Exchange) -> Result<Revocation, Error> {
        let mut kept = self.kept.lock().await;
        self.load(exchange, &mut kept).await?;
        let revoked = match kept.tokens() {
            Some(tokens) => self.revoke_all(exchange, tokens).await,
            None => Revocation::Nothing,
        };
        kept.forget();
        self.clear(exchange).await?;
        Ok(revoked)
    }

    /// Tries both, whatever comes of the first.
    pub(super) async fn revoke_all(&self, exchange: &Exchange, tokens: &Tokens) -> Revocation {
        let mut revoked = Revocation::Done;
        let refresh = tokens.refresh.as_ref().map(|token| (token, "refresh_token"));
        for (token, kind) in refresh.into_iter().chain([(&tokens.access, "access_token")]) {
            if let Err(error) = self.revoke(exchange, token, kind).await {
                tracing::warn!(%error, kind, "a token could not be revoked");
                revoked = Revocation::Failed(error);
            }
        }
        revoked
    }

    async fn revoke(&self, exchange: &Exchange, token: &Secret, kind: &str) -> Result<(), Error> {
        let basic = self.grant.secret().map(|secret| oauth::basic(&self.key.client_id, secret));
        let named = basic.is_none().then_some(("client_id", self.key.client_id.as_str()));
        let fields = [("token", token.expose()), ("token_type_hint", kind)].into_iter().chain(named);
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let call = Call::post(REVOKE, self.environment.oauth("revoke"), Bytes::from(form));
        exchange.write(Lane::Interactive, &call, basic.as_ref()).await.map(drop)
    }
}
