//! athenahealth's access tokens, kept in the vault.

use athena::{AccessToken, TokenKey, TokenStore, TokenStoreError};
use store::{StoredToken, Vault};

/// A future that a port gives.
type Answer<'a, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, TokenStoreError>> + Send + 'a>>;

/// A token store over the vault.
pub(crate) struct VaultTokens(pub Vault);

impl TokenStore for VaultTokens {
    fn load(&self, key: &TokenKey) -> Answer<'_, Option<AccessToken>> {
        let name = name(key);
        Box::pin(async move {
            let kept = self.0.read(move |vault| vault.token(&name)).await.map_err(refused)?;
            Ok(kept.map(|kept| AccessToken {
                secret: kept.secret,
                issued: kept.issued,
                expires: kept.expires,
            }))
        })
    }

    fn save(&self, key: &TokenKey, token: AccessToken) -> Answer<'_, ()> {
        let name = name(key);
        let kept = StoredToken { secret: token.secret, issued: token.issued, expires: token.expires };
        Box::pin(async move {
            self.0.write("token save", move |vault| vault.put_token(&name, &kept)).await.map_err(refused)
        })
    }

    fn clear(&self, key: &TokenKey) -> Answer<'_, ()> {
        let name = name(key);
        Box::pin(async move {
            self.0.write("token clear", move |vault| vault.clear_token(&name)).await.map_err(refused)
        })
    }
}

/// A key may span practices, and so does its token.
fn name(key: &TokenKey) -> String {
    format!("{} {} {}", key.origin, key.client_id, key.scope)
}

fn refused(error: store::Error) -> TokenStoreError {
    tracing::warn!(%error, "the token store is not available");
    TokenStoreError
}
