//! Where access tokens are kept between runs: a port.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};
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

/// An access token.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The token itself.
    pub secret: Secret,
    /// When it was asked for, by this machine's clock.
    pub issued: DateTime<Utc>,
    /// When it ends, by this machine's clock.
    pub expires: DateTime<Utc>,
}

impl AccessToken {
    /// Whether it is still good to use: a minute, or a tenth of a shorter life, before its end it
    /// is not, because a call in the queue must not outlive it.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        let life = self.expires - self.issued;
        let margin = (life / 10).min(Duration::seconds(60));
        now < self.expires - margin
    }
}

/// A token store that could not be used. It says nothing of what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token store is not available")]
pub struct TokenStoreError;

/// Keeps tokens. A new one is saved before its first use.
pub trait TokenStore: Send + Sync {
    /// The token kept for a key.
    fn load(&self, key: &TokenKey) -> BoxFuture<'_, Result<Option<AccessToken>, TokenStoreError>>;

    /// Keeps a token in place of the one before.
    fn save(&self, key: &TokenKey, token: AccessToken) -> BoxFuture<'_, Result<(), TokenStoreError>>;

    /// Forgets a token, because it was refused.
    fn clear(&self, key: &TokenKey) -> BoxFuture<'_, Result<(), TokenStoreError>>;
}

/// Tokens that end with the program.
#[derive(Default)]
pub struct MemoryTokens(Mutex<HashMap<TokenKey, AccessToken>>);

impl MemoryTokens {
    fn with<R>(&self, act: impl FnOnce(&mut HashMap<TokenKey, AccessToken>) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl fmt::Debug for MemoryTokens {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("MemoryTokens")
    }
}

impl TokenStore for MemoryTokens {
    fn load(&self, key: &TokenKey) -> BoxFuture<'_, Result<Option<AccessToken>, TokenStoreError>> {
        Box::pin(ready(Ok(self.with(|kept| kept.get(key).cloned()))))
    }

    fn save(&self, key: &TokenKey, token: AccessToken) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        self.with(|kept| kept.insert(key.clone(), token));
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

    use super::AccessToken;

    #[test]
    fn a_token_is_left_before_its_end() {
        let issued: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().expect("an instant");
        let token = |seconds| AccessToken {
            secret: Secret::new("t"),
            issued,
            expires: issued + Duration::seconds(seconds),
        };
        let at = |seconds| issued + Duration::seconds(seconds);
        assert!(token(3600).is_fresh(at(3539)));
        assert!(!token(3600).is_fresh(at(3540)), "a minute before its end");
        assert!(token(20).is_fresh(at(17)) && !token(20).is_fresh(at(18)), "a tenth of a short life");
    }
}
