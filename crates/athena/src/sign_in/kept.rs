//! What a sign-in holds in memory.

use chrono::{DateTime, Utc};
use model::Secret;
use tokio::time::Instant;

use super::REFUSAL;
use crate::{Error, Tokens};

/// An access token on its way into a request.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) secret: Secret,
    until: Instant,
}

impl Token {
    /// Whether it will outlive a call that is sent now.
    pub(crate) fn is_fresh(&self) -> bool {
        Instant::now() < self.until
    }
}

#[derive(Default)]
pub(super) struct Kept {
    tokens: Option<Tokens>,
    /// When the access token is left, by a clock that nobody sets. `None`: it is not used again.
    until: Option<Instant>,
    /// Whether the store was asked.
    pub(super) loaded: bool,
    /// Whether the store does not hold the tokens yet.
    pub(super) unsaved: bool,
    failure: Option<(Instant, Error)>,
}

impl Kept {
    /// Takes tokens that came at a moment, which the store does not hold yet.
    pub(super) fn take(&mut self, tokens: Tokens, asked: Instant) {
        let life = (tokens.left_at() - tokens.issued).to_std().unwrap_or_default();
        *self = Self {
            tokens: Some(tokens),
            until: Some(asked + life),
            loaded: true,
            unsaved: true,
            failure: None,
        };
    }

    /// Takes tokens that came at a moment, which the store holds already.
    pub(super) fn replace(&mut self, tokens: Tokens, asked: Instant) {
        self.take(tokens, asked);
        self.unsaved = false;
    }

    /// Takes tokens from the store.
    pub(super) fn load(&mut self, tokens: Option<Tokens>, now: DateTime<Utc>) {
        let fresh = tokens.as_ref().filter(|tokens| tokens.is_fresh(now));
        self.until = fresh.and_then(|tokens| Some(Instant::now() + (tokens.left_at() - now).to_std().ok()?));
        (self.tokens, self.loaded) = (tokens, true);
    }

    pub(super) fn tokens(&self) -> Option<&Tokens> {
        self.tokens.as_ref()
    }

    /// The access token, while both clocks call it fresh: the steady one stands still while the
    /// machine sleeps, the other may be set.
    pub(super) fn fresh(&self, now: DateTime<Utc>) -> Option<Token> {
        self.tokens.as_ref().filter(|tokens| tokens.is_fresh(now))?;
        self.token().filter(Token::is_fresh)
    }

    /// The access token, fresh or not.
    pub(super) fn token(&self) -> Option<Token> {
        Some(Token { secret: self.tokens.as_ref()?.access.clone(), until: self.until? })
    }

    /// Uses an access token no more. Gives whether nothing is left that would renew it.
    pub(super) fn leave(&mut self, refused: &Token) -> bool {
        let Some(tokens) = &self.tokens else { return false };
        if tokens.access.expose() != refused.secret.expose() {
            return false;
        }
        self.until = None;
        tokens.refresh.is_none()
    }

    /// Forgets the tokens.
    pub(super) fn forget(&mut self) {
        *self = Self { loaded: true, ..Self::default() };
    }

    pub(super) fn fail(&mut self, error: &Error) {
        self.failure = Some((Instant::now(), error.clone()));
    }

    /// The failure that answers for a new request: one that was waited for, or a refusal of the key
    /// itself, for as long as it is believed.
    pub(super) fn failure(&self, shared: bool) -> Option<&Error> {
        let (at, error) = self.failure.as_ref()?;
        let believed = error.needs_sign_in() && Instant::now() < *at + REFUSAL;
        (shared || believed).then_some(error)
    }
}
