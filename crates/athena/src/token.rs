//! Where tokens are kept between runs: a port.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{BoxFuture, ready};
use model::Secret;

/// What a token is for: an API key in an environment. It may span practices.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenKey {
    /// The environment's origin.
    pub origin: String,
    /// The key's id.
    pub client_id: String,
    /// The scope it was asked for.
    pub scope: String,
}

/// How far into the future a token may say that it was given: replies tell whole seconds, and two
/// of them may differ by a network's delay.
const AHEAD: TimeDelta = TimeDelta::minutes(2);

/// What a sign-in gave: an access token and, where a person signed in, what renews it.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The access token.
    pub access: Secret,
    /// The refresh token. Each is used once: the answer brings the next.
    pub refresh: Option<Secret>,
    /// When they were given, by the server's clock as far as it is known.
    pub issued: DateTime<Utc>,
    /// When the access token ends, by the same clock.
    pub expires: DateTime<Utc>,
}

impl Tokens {
    /// Whether the access token is still good to use. One that was given in the future tells that a
    /// clock was wrong, and its end with it.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.issued - AHEAD <= now && now < self.left_at()
    }

    /// When the access token is no longer used: a minute, or a tenth of a shorter life, before its
    /// end, because a call in the queue must not outlive it.
    pub(crate) fn left_at(&self) -> DateTime<Utc> {
        self.expires - ((self.expires - self.issued) / 10).min(TimeDelta::minutes(1))
    }
}

/// A token store that could not be used. It says nothing of what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token store is not available")]
pub struct TokenStoreError;

/// Keeps tokens. New ones are saved before their first use.
pub trait TokenStore: Send + Sync {
    /// The tokens kept for a key.
    fn load(&self, key: &TokenKey) -> BoxFuture<'_, Result<Option<Tokens>, TokenStoreError>>;

    /// Keeps tokens in place of those before.
    fn save(&self, key: &TokenKey, tokens: Tokens) -> BoxFuture<'_, Result<(), TokenStoreError>>;

    /// Forgets tokens: they were refused, or the person signed out.
    fn clear(&self, key: &TokenKey) -> BoxFuture<'_, Result<(), TokenStoreError>>;
}

/// Tokens that end with the program.
#[derive(Default)]
pub struct MemoryTokens(Mutex<HashMap<TokenKey, Tokens>>);

impl MemoryTokens {
    fn with<R>(&self, act: impl FnOnce(&mut HashMap<TokenKey, Tokens>) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl fmt::Debug for MemoryTokens {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("MemoryTokens")
    }
}

impl TokenStore for MemoryTokens {
    fn load(&self, key: &TokenKey) -> BoxFuture<'_, Result<Option<Tokens>, TokenStoreError>> {
        Box::pin(ready(Ok(self.with(|kept| kept.get(key).cloned()))))
    }

    fn save(&self, key: &TokenKey, tokens: Tokens) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        self.with(|kept| kept.insert(key.clone(), tokens));
        Box::pin(ready(Ok(())))
    }

    fn clear(&self, key: &TokenKey) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        self.with(|kept| kept.remove(key));
        Box::pin(ready(Ok(())))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration, Utc};
    use model::Secret;

    use super::Tokens;

    #[test]
    fn a_token_is_left_before_its_end() {
        let issued: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().expect("an instant");
        let token = |seconds| Tokens {
            access: Secret::new("t"),
            refresh: None,
            issued,
            expires: issued + Duration::seconds(seconds),
        };
        let at = |seconds| issued + Duration::seconds(seconds);
        assert!(token(3600).is_fresh(at(3539)));
        assert!(!token(3600).is_fresh(at(3540)), "a minute before its end");
        assert!(token(20).is_fresh(at(17)) && !token(20).is_fresh(at(18)), "a tenth of a short life");
        assert!(token(3600).is_fresh(at(-120)), "a reply's second is not exact");
        assert!(!token(3600).is_fresh(at(-121)), "a clock was wrong");
    }
}
