//! athenahealth's tokens, kept in the vault.

use std::sync::atomic::{AtomicBool, Ordering};

use athena::{TokenKey, TokenStore, TokenStoreError, Tokens};
use store::{StoredTokens, Vault};

/// A future that a port gives.
type Answer<'a, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, TokenStoreError>> + Send + 'a>>;

/// A token store over the vault.
pub(crate) struct VaultTokens {
    vault: Vault,
    /// Whether what the vault holds was given to the secret in use.
    ours: AtomicBool,
}

impl VaultTokens {
    /// The tokens of a connection that is kept.
    pub(crate) fn kept(vault: Vault) -> Self {
        Self { vault, ours: AtomicBool::new(true) }
    }

    /// The tokens of a secret that nobody tried yet: one that another secret was given says nothing
    /// about this one.
    pub(crate) fn of_trial(vault: Vault) -> Self {
        Self { vault, ours: AtomicBool::new(false) }
    }
}

impl TokenStore for VaultTokens {
    fn load(&self, key: &TokenKey) -> Answer<'_, Option<Tokens>> {
        let name = name(key);
        Box::pin(async move {
            if !self.ours.load(Ordering::Acquire) {
                return Ok(None);
            }
            let kept = self.vault.read(move |vault| vault.tokens(&name)).await.map_err(refused)?;
            Ok(kept.map(|kept| Tokens {
                access: kept.access,
                refresh: kept.refresh,
                issued: kept.issued,
                expires: kept.expires,
            }))
        })
    }

    fn save(&self, key: &TokenKey, tokens: Tokens) -> Answer<'_, ()> {
        let name = name(key);
        let Tokens { access, refresh, issued, expires } = tokens;
        let kept = StoredTokens { access, refresh, issued, expires };
        Box::pin(async move {
            let saved = self.vault.write("token save", move |vault| vault.put_tokens(&name, &kept)).await;
            saved.map_err(refused)?;
            self.ours.store(true, Ordering::Release);
            Ok(())
        })
    }

    fn clear(&self, key: &TokenKey) -> Answer<'_, ()> {
        let name = name(key);
        Box::pin(async move {
            self.vault.write("token clear", move |vault| vault.clear_tokens(&name)).await.map_err(refused)
        })
    }
}

/// The name under which the vault keeps a token. A key may span practices, and so does its token.
pub(crate) fn name(key: &TokenKey) -> String {
    format!("{} {} {}", key.origin, key.client_id, key.scope)
}

fn refused(error: store::Error) -> TokenStoreError {
    tracing::warn!(%error, "the token store is not available");
    TokenStoreError
}
