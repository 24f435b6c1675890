//! A person's sign-in: out through the browser, back to the loopback, and a code for tokens.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use model::Secret;
use oauth2::{AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl};
use url::Url;

use super::callback::{Callback, CallbackPorts, Declined, Expected, Missed};
use super::oauth::{self, Sender};
use super::{SignIn, tokens};
use crate::entropy::nonce;
use crate::exchange::Exchange;
use crate::{Client, Entropy, Error, Lane};

/// Why nobody was signed in. What was signed in before stays so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// The app registration is two-legged: there is nobody to sign in.
    #[error("the key signs in as itself")]
    NotAPerson,
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness")]
    NoEntropy,
    /// No port of the loopback is free.
    #[error("no port of the loopback is free")]
    NoPort,
    /// Nobody came back from the browser in five minutes.
    #[error("nobody came back in time")]
    Late,
    /// The person, or athenahealth, said no.
    #[error("the sign-in was declined: {0}")]
    Declined(Declined),
    /// An answer to this sign-in came from somewhere else.
    #[error("the answer is another issuer's")]
    OtherIssuer,
    /// The code could not be made tokens, or these could not be kept.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// One sign-in under way. Dropping it ends it: the port is closed, and the code is worth nothing.
pub struct Attempt {
    exchange: Arc<Exchange>,
    callback: Callback,
    redirect: RedirectUrl,
    verifier: Secret,
    page: Url,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Attempt")
    }
}

impl Client {
    /// Begins the sign-in of a person: opens the port that they come back to. Nothing is sent.
    ///
    /// It belongs to the runtime that it is begun in.
    pub fn begin_sign_in(&self, ports: CallbackPorts, entropy: &dyn Entropy) -> Result<Attempt, SignInError> {
        let exchange = Arc::clone(self.exchange());
        let sign_in = &exchange.sign_in;
        if !sign_in.grant.is_of_a_person() {
            return Err(SignInError::NotAPerson);
        }
        let secret = || nonce(entropy).map_err(|_| SignInError::NoEntropy);
        let (state, verifier) = (secret()?, secret()?);
        let expected = Expected::new(state.clone(), sign_in.environment.clone());
        let callback = Callback::open(ports, expected).ok_or(SignInError::NoPort)?;
        let redirect = RedirectUrl::from_url(callback.address());
        let page = sign_in.page(&redirect, &state, &verifier);
        Ok(Attempt { exchange, callback, redirect, verifier, page })
    }
}

impl Attempt {
    /// The page to open in the system browser.
    pub fn page(&self) -> &Url {
        &self.page
    }

    /// Waits until the person comes back, for five minutes from its beginning at most, and keeps
    /// the tokens.
    pub async fn finish(self) -> Result<(), SignInError> {
        let Self { exchange, callback, redirect, verifier, .. } = self;
        let code = callback.wait().await.map_err(|missed| match missed {
            Missed::Late => SignInError::Late,
            Missed::Declined(why) => SignInError::Declined(why),
            Missed::OtherIssuer => SignInError::OtherIssuer,
        })?;
        // The code is spent once it is sent: who waits for the tokens and goes away must not take
        // them along.
        let redeemed =
            tokio::spawn(
                async move { exchange.sign_in.redeem(&exchange, &redirect, &code, &verifier).await },
            );
        Ok(redeemed.await.unwrap_or(Err(super::unkept(crate::TokenStoreError)))?)
    }
}

impl SignIn {
    fn page(&self, redirect: &RedirectUrl, state: &Secret, verifier: &Secret) -> Url {
        let verifier = PkceCodeVerifier::new(verifier.expose().to_owned());
        let (page, _) = self
            .oauth
            .authorize_url(|| CsrfToken::new(state.expose().to_owned()))
            .add_scopes(oauth::scopes(&self.key.scope))
            .set_redirect_uri(Cow::Borrowed(redirect))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        page
    }

    /// Makes a code tokens, and keeps them in place of those before.
    async fn redeem(
        &self,
        exchange: &Exchange,
        redirect: &RedirectUrl,
        code: &Secret,
        verifier: &Secret,
    ) -> Result<(), Error> {
        let asked = self.wait_for_window(exchange, Lane::Feed).await?;
        let send = Sender { sign_in: self, exchange, lane: Lane::Interactive };
        let granted = self
            .oauth
            .exchange_code(AuthorizationCode::new(code.expose().to_owned()))
            .set_redirect_uri(Cow::Borrowed(redirect))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()))
            .request_async(&send)
            .await
            .map_err(oauth::failure)?;
        let given = tokens(exchange, &granted, None);
        let mut kept = self.kept.lock().await;
        if let Err(unsaved) = exchange.ports.tokens.save(&self.key, given.clone()).await {
            // Who was signed in stays so, and what nobody keeps is good for nobody.
            drop(kept);
            self.revoke_all(exchange, &given).await;
            return Err(super::unkept(unsaved));
        }
        kept.replace(given, asked);
        Ok(())
    }
}
