//! athenahealth's tokens, kept in the vault.

use athena::{TokenKey, TokenStore, TokenStoreError, Tokens};
use store::{AthenaUser, StoredTokens, Vault, VaultFile, Writer};
use tokio::sync::Mutex;

use crate::arrival::Arrival;

/// A future that a port gives.
type Answer<'a, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, TokenStoreError>> + Send + 'a>>;

/// A token store over the vault.
pub(crate) struct VaultTokens {
    vault: Vault,
    name: String,
    trial: Mutex<Option<Trial>>,
}

/// What was given to whoever is not kept yet. It is in memory alone: the vault holds what was given
/// before, which is good until this is kept.
struct Trial(Option<Tokens>);

/// What the vault holds under a name: the tokens, and whom they were given to.
#[derive(Default)]
pub(crate) struct Held {
    tokens: Option<StoredTokens>,
    user: Option<AthenaUser>,
}

impl VaultTokens {
    /// The tokens that are kept under a name.
    pub(crate) fn kept(vault: Vault, name: String) -> Self {
        Self { vault, name, trial: Mutex::new(None) }
    }

    /// The tokens of a secret or a person that nobody tried yet: what another was given says nothing
    /// about this one.
    pub(crate) fn of_trial(vault: Vault, name: String) -> Self {
        Self { vault, name, trial: Mutex::new(Some(Trial(None))) }
    }

    /// What is kept under a name, in memory alone, for whoever is about to clear it from the vault.
    pub(crate) async fn parting(vault: Vault, name: String) -> Result<Self, store::Error> {
        let tokens = read(&vault, &name).await?;
        Ok(Self { vault, name, trial: Mutex::new(Some(Trial(tokens))) })
    }

    /// Has the vault keep what the trial was given and whom, and gives what it held before.
    pub(crate) async fn keep(&self, whom: Option<Arrival>) -> Result<Held, store::Error> {
        let mut trial = self.trial.lock().await;
        let Some(Trial(tokens)) = trial.as_ref() else { return Ok(Held::default()) };
        let (tokens, name) = (tokens.clone().map(stored), self.name.clone());
        let given = Held { tokens, user: None };
        let kept = self.vault.write("sign-in kept", move |vault| {
            let before = given.replace(vault, &name)?;
            whom.map_or(Ok(()), |whom| whom.keep(vault, &name))?;
            Ok(before)
        });
        let before = kept.await?;
        *trial = None;
        Ok(before)
    }

    /// Gives the vault back what it held before: what it holds now is a trial's again.
    pub(crate) async fn put_back(&self, before: Held) -> Result<(), store::Error> {
        let mut trial = self.trial.lock().await;
        let name = self.name.clone();
        let given = self.vault.write("sign-in not kept", move |vault| before.replace(vault, &name)).await?;
        *trial = Some(Trial(given.tokens.map(given_back)));
        Ok(())
    }
}

impl Held {
    fn replace(self, vault: &mut Writer<'_, VaultFile>, name: &str) -> Result<Self, store::Error> {
        let before = Self { tokens: vault.tokens(name)?, user: vault.sign_in(name)? };
        clear(vault, name)?;
        if let Some(tokens) = &self.tokens {
            vault.put_tokens(name, tokens)?;
        }
        if let Some(user) = &self.user {
            vault.put_sign_in(name, user)?;
        }
        Ok(before)
    }
}

/// Forgets tokens, and whom they were given to.
pub(crate) fn clear(vault: &mut Writer<'_, VaultFile>, name: &str) -> Result<(), store::Error> {
    vault.clear_tokens(name)?;
    vault.clear_sign_in(name)
}

impl TokenStore for VaultTokens {
    fn load(&self, _: &TokenKey) -> Answer<'_, Option<Tokens>> {
        Box::pin(async move {
            match self.trial.lock().await.as_ref() {
                Some(Trial(tokens)) => Ok(tokens.clone()),
                None => read(&self.vault, &self.name).await.map_err(refused),
            }
        })
    }

    fn save(&self, _: &TokenKey, tokens: Tokens) -> Answer<'_, ()> {
        Box::pin(async move {
            if let Some(Trial(given)) = self.trial.lock().await.as_mut() {
                *given = Some(tokens);
                return Ok(());
            }
            let (name, kept) = (self.name.clone(), stored(tokens));
            let saved = self.vault.write("token save", move |vault| vault.put_tokens(&name, &kept)).await;
            saved.map_err(refused)
        })
    }

    fn clear(&self, _: &TokenKey) -> Answer<'_, ()> {
        Box::pin(async move {
            if let Some(Trial(given)) = self.trial.lock().await.as_mut() {
                *given = None;
                return Ok(());
            }
            let name = self.name.clone();
            // Whose they were stays known: a sign-in that athenahealth ended is still theirs to renew.
            let cleared = self.vault.write("token clear", move |vault| vault.clear_tokens(&name)).await;
            cleared.map_err(refused)
        })
    }
}

async fn read(vault: &Vault, name: &str) -> Result<Option<Tokens>, store::Error> {
    let name = name.to_owned();
    Ok(vault.read(move |vault| vault.tokens(&name)).await?.map(given_back))
}

fn stored(tokens: Tokens) -> StoredTokens {
    let Tokens { access, refresh, issued, expires } = tokens;
    StoredTokens { access, refresh, issued, expires }
}

fn given_back(kept: StoredTokens) -> Tokens {
    let StoredTokens { access, refresh, issued, expires } = kept;
    Tokens { access, refresh, issued, expires }
}

fn refused(error: store::Error) -> TokenStoreError {
    tracing::warn!(%error, "the token store is not available");
    TokenStoreError
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use athena::{TokenKey, TokenStore, Tokens};
    use chrono::{DateTime, TimeDelta, Utc};
    use model::Secret;
    use store::{FileId, MasterKey, NoHooks, ProfileFolder, Vault};
    use tempfile::TempDir;

    use super::VaultTokens;
    use crate::arrival::Arrival;

    const NAME: &str = "https://athena.example key scope";

    fn vault(computer: &TempDir) -> Vault {
        let folder = ProfileFolder::open(computer.path()).expect("a profile");
        let (key, file) = (MasterKey::from_bytes([7; 32]), FileId::from_hex("a1"));
        Vault::open(&folder, &file, &key, Arc::new(NoHooks)).expect("a vault").store
    }

    fn key() -> TokenKey {
        TokenKey { origin: String::new(), client_id: String::new(), scope: String::new() }
    }

    fn given(access: &str) -> Tokens {
        let issued: DateTime<Utc> = "2026-11-23T15:30:00Z".parse().expect("an instant");
        let expires = issued + TimeDelta::hours(1);
        Tokens { access: Secret::new(access), refresh: Some(Secret::new(access)), issued, expires }
    }

    async fn access(tokens: &VaultTokens) -> Option<String> {
        let kept = tokens.load(&key()).await.expect("the vault");
        kept.map(|kept| kept.access.expose().to_owned())
    }

    async fn who(vault: &Vault) -> Option<String> {
        let who = vault.read(|vault| vault.signed_in(NAME)).await.expect("the vault");
        who.map(|user| user.name.into_exposed())
    }

    async fn kept(vault: &Vault, access: &str, who: &str) -> VaultTokens {
        let tokens = VaultTokens::of_trial(vault.clone(), NAME.to_owned());
        tokens.save(&key(), given(access)).await.expect("in memory");
        tokens.keep(Some(Arrival::named(who))).await.expect("kept");
        tokens
    }

    #[tokio::test]
    async fn what_a_trial_is_given_takes_no_place_until_it_is_kept() {
        let computer = TempDir::new().expect("a folder");
        let vault = vault(&computer);
        let before = kept(&vault, "rosa", "Rosa").await;
        let trial = VaultTokens::of_trial(vault.clone(), NAME.to_owned());
        assert_eq!(access(&trial).await, None, "what another was given says nothing about this one");
        trial.save(&key(), given("ben")).await.expect("in memory");
        assert_eq!(access(&trial).await.as_deref(), Some("ben"));
        assert_eq!(
            (access(&before).await.as_deref(), who(&vault).await.as_deref()),
            (Some("rosa"), Some("Rosa"))
        );
        trial.clear(&key()).await.expect("in memory");
        assert_eq!(
            access(&before).await.as_deref(),
            Some("rosa"),
            "a trial that is refused clears nothing else"
        );

        kept(&vault, "ben", "Ben").await;
        assert_eq!(
            (access(&before).await.as_deref(), who(&vault).await.as_deref()),
            (Some("ben"), Some("Ben"))
        );
        before.clear(&key()).await.expect("the vault");
        assert_eq!(who(&vault).await, None, "nobody is signed in with no token");
        let whose = vault.read(|vault| vault.sign_in(NAME)).await.expect("the vault");
        assert_eq!(whose.map(|user| user.name.into_exposed()).as_deref(), Some("Ben"), "it was his");
    }

    #[tokio::test]
    async fn what_was_kept_is_put_back_as_it_was() {
        let computer = TempDir::new().expect("a folder");
        let vault = vault(&computer);
        let before = kept(&vault, "rosa", "Rosa").await;
        let trial = VaultTokens::of_trial(vault.clone(), NAME.to_owned());
        trial.save(&key(), given("ben")).await.expect("in memory");
        let held = trial.keep(Some(Arrival::named("Ben"))).await.expect("kept");
        trial.save(&key(), given("ben again")).await.expect("renewed");
        trial.put_back(held).await.expect("put back");
        assert_eq!(
            (access(&before).await.as_deref(), who(&vault).await.as_deref()),
            (Some("rosa"), Some("Rosa"))
        );
        assert_eq!(access(&trial).await.as_deref(), Some("ben again"), "to be revoked");
    }
}
