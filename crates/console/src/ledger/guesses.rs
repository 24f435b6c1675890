//! Wrong PINs, counted in the keychain beside the vault: a vault that was put back gives nobody their guesses
//! again.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Ledger;

/// The most people whose guesses are kept: a keychain keeps small things.
const MOST: usize = 40;

/// How often each person's PIN was wrong, and when it last was, in milliseconds.
type Counts = BTreeMap<String, (u32, i64)>;

/// What the keychain keeps under an account.
pub(super) struct Known {
    account: String,
    counts: Counts,
}

impl Ledger {
    /// How often a person's PIN was wrong since it was last right, and when it last was; nothing where the
    /// keychain keeps nothing of them, or does not say.
    pub(crate) async fn guesses(&self, person: &str) -> Option<(u32, DateTime<Utc>)> {
        let mut known = self.0.guesses.lock().await;
        let (failures, at) = *self.counts(&mut known).await?.get(person)?;
        Some((failures, DateTime::from_timestamp_millis(at)?))
    }

    /// Keeps that a person's PIN is about to be tried for the n-th time.
    pub(crate) async fn guessed(&self, person: &str, failures: u32, at: DateTime<Utc>) {
        let mut known = self.0.guesses.lock().await;
        let Some(counts) = self.counts(&mut known).await else { return };
        counts.insert(person.to_owned(), (failures, at.timestamp_millis()));
        while counts.len() > MOST {
            let fewest = counts.iter().filter(|(of, _)| *of != person).min_by_key(|(_, count)| **count);
            let Some(fewest) = fewest.map(|(of, _)| of.clone()) else { break };
            counts.remove(&fewest);
        }
        self.keep_guesses(&known).await;
    }

    /// Forgets how often a person's PIN was wrong. The keychain does so in a while: until then it counts too many.
    pub(crate) async fn forgive(&self, person: &str) {
        let mut known = self.0.guesses.lock().await;
        let Some(counts) = self.counts(&mut known).await else { return };
        if counts.remove(person).is_none() {
            return;
        }
        drop(known);
        let ledger = self.clone();
        self.0.tasks.begin(Box::pin(async move {
            let known = ledger.0.guesses.lock().await;
            ledger.keep_guesses(&known).await;
        }));
    }

    /// What is kept for the vault that is open. A keychain that does not say is asked again the next time, and
    /// nothing in it is written over.
    async fn counts<'k>(&self, known: &'k mut Option<Known>) -> Option<&'k mut Counts> {
        let account = self.place()?.guesses?;
        if known.as_ref().is_none_or(|known| known.account != account) {
            let of = account.clone();
            let kept = self.asked(move |keychain| keychain.read(&of)).await;
            let kept = kept.inspect_err(|trouble| {
                tracing::warn!(%trouble, "the keychain does not say how often PINs were wrong");
            });
            let counts = kept.ok()?.and_then(|kept| serde_json::from_slice(&kept).ok()).unwrap_or_default();
            *known = Some(Known { account, counts });
        }
        known.as_mut().map(|known| &mut known.counts)
    }

    async fn keep_guesses(&self, known: &Option<Known>) {
        let Some(Known { account, counts }) = known else { return };
        let (account, kept) = (account.clone(), serde_json::to_vec(counts).unwrap_or_default());
        let written = self.asked(move |keychain| match kept.as_slice() {
            b"{}" => keychain.delete(&account),
            kept => keychain.write(&account, kept),
        });
        if let Err(trouble) = written.await {
            tracing::warn!(%trouble, "how often PINs were wrong is in the vault alone");
        }
    }
}
