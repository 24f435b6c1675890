//! The chain's anchor in the keychain: held against the chain before it is ever written over.

use std::sync::Arc;
use std::time::Duration;

use ipc::{AuditEntry, AuditKind, Caller, Outcome};
use store::{Anchor, AuditFinding};

use tokio::time::timeout;

use super::{Desk, Inner, Ledger, Place};
use crate::{Keychain, KeychainTrouble, threads};

/// How long after the first entry that it does not cover the anchor is written.
const SOON: Duration = Duration::from_secs(5);
/// How long the keychain may take for an answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long closing waits for the anchor: whoever closes waits for it, and a keychain may hang.
const AT_THE_END: Duration = Duration::from_secs(3);

/// What is known of the anchor in the keychain.
#[derive(Default)]
pub(super) struct Anchored {
    /// Whether it was held against the chain since the vault was opened: until it was, what it says is
    /// the only proof, and stays.
    is_checked: bool,
    /// Whether the chain was not as it was written.
    pub(super) is_wrong: bool,
    written: Option<Anchor>,
}

/// What the keychain says of an anchor.
enum Kept {
    Anchor(Anchor),
    Nothing,
    /// It does not answer.
    Unknown,
}

impl Inner {
    /// Has the anchor written in a while.
    pub(super) fn anchor_soon(self: &Arc<Self>) {
        let mut book = self.book();
        let has_anchor = book.place.as_ref().is_some_and(|place| place.anchor.is_some());
        if !has_anchor || std::mem::replace(&mut book.is_anchor_due, true) {
            return;
        }
        drop(book);
        let ledger = Ledger(Arc::clone(self));
        self.tasks.begin(Box::pin(async move {
            tokio::time::sleep(SOON).await;
            ledger.0.book().is_anchor_due = false;
            ledger.anchor().await;
        }));
    }
}

impl Ledger {
    /// Writes the anchor where the chain has gone on since, after it was held against the chain once.
    pub(super) async fn anchor(&self) {
        let mut anchored = self.0.anchored.lock().await;
        let Some(place) = self.place() else { return };
        let Some(account) = place.anchor.clone() else { return };
        if !anchored.is_checked && !self.check(&place, &account, &mut anchored).await {
            return;
        }
        let head = self.0.book().head;
        if let Some(head) = head.filter(|head| anchored.written != Some(*head))
            && self.write(account, head).await
        {
            anchored.written = Some(head);
        }
    }

    /// Writes the anchor before the vault is closed, where the keychain lets it.
    pub(super) async fn anchor_at_the_end(&self) {
        if timeout(AT_THE_END, self.anchor()).await.is_err() {
            tracing::warn!("the keychain does not answer: the audit's anchor stays where it was");
        }
    }

    /// Holds what the keychain kept against the chain, and puts on record what is wrong. Says whether
    /// the anchor may be written over: what is wrong is in the chain by then.
    async fn check(&self, place: &Place, account: &str, anchored: &mut Anchored) -> bool {
        let kept = match self.kept(account).await {
            Kept::Unknown => return false,
            Kept::Nothing => None,
            Kept::Anchor(anchor) => Some(anchor),
        };
        let key = place.key.clone();
        let looked = place.vault.read(move |vault| match kept {
            Some(anchor) => Ok((vault.verify_audit_end(&key, &anchor)?.findings, vault.audit_head()?)),
            None => Ok((Vec::new(), vault.audit_head()?)),
        });
        let Ok((findings, head)) = looked.await else { return false };
        anchored.written = kept;
        let gone = kept.is_none() && place.began.count > 0;
        for about in findings.iter().map(words).chain(gone.then(|| "anchor gone".to_owned())) {
            tracing::error!(about, "the audit is not as it was written");
            if !self.on_record(finding(about)).await {
                return false;
            }
            anchored.is_wrong = true;
        }
        self.0.book().came_to(head);
        anchored.is_checked = true;
        true
    }

    async fn on_record(&self, entry: AuditEntry) -> bool {
        self.record(vec![entry], &Desk::default()).await.is_ok()
    }

    async fn kept(&self, account: &str) -> Kept {
        let account = account.to_owned();
        match self.asked(move |keychain| keychain.read(&account)).await {
            Ok(Some(bytes)) => Anchor::from_bytes(&bytes).map_or(Kept::Nothing, Kept::Anchor),
            Ok(None) => Kept::Nothing,
            Err(trouble) => {
                tracing::warn!(%trouble, "the keychain does not say how far the audit had come");
                Kept::Unknown
            }
        }
    }

    async fn write(&self, account: String, head: Anchor) -> bool {
        let written = self.asked(move |keychain| keychain.write(&account, &head.to_bytes())).await;
        if let Err(trouble) = &written {
            tracing::warn!(%trouble, "the audit's anchor was not written");
        }
        written.is_ok()
    }

    /// Asks the keychain. One that has not answered the question before is asked no other, so that no
    /// thread after the other waits for it.
    pub(super) async fn asked<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Keychain) -> Result<T, KeychainTrouble> + Send + 'static,
    ) -> Result<T, KeychainTrouble> {
        let (keychain, asking) = (Arc::clone(&self.0.keychain), Arc::clone(&self.0.asking));
        let answer = async move {
            let turn = asking.lock_owned().await;
            let asked = threads::aside(move || {
                let _turn = turn;
                question(keychain.as_ref())
            });
            asked.await.unwrap_or(Err(KeychainTrouble::Failing))
        };
        timeout(PATIENCE, answer).await.unwrap_or(Err(KeychainTrouble::Failing))
    }

    /// What the keychain says of the anchor now, for a look at the whole chain.
    pub(crate) async fn anchor_kept(&self, place: &Place) -> Option<Anchor> {
        match self.kept(place.anchor.as_deref()?).await {
            Kept::Anchor(anchor) => Some(anchor),
            Kept::Nothing | Kept::Unknown => None,
        }
    }
}

fn finding(about: String) -> AuditEntry {
    AuditEntry {
        command: "start",
        words: "found the audit not as it was written",
        kind: AuditKind::Finding,
        caller: Caller::console(),
        outcome: Outcome::Done,
        patient: None,
        searched: None,
        about: Some(about),
    }
}

fn words(finding: &AuditFinding) -> String {
    match finding {
        AuditFinding::Changed { sequence } => format!("changed {sequence}"),
        AuditFinding::Missing { first, last } => format!("missing {first} to {last}"),
        AuditFinding::Unlinked { sequence } => format!("unlinked {sequence}"),
        AuditFinding::Reason { sequence } => format!("reason {sequence}"),
        AuditFinding::CutOff { anchored, found } => format!("had {anchored}, has {found}"),
        AuditFinding::Replaced { anchored } => format!("replaced at {anchored}"),
    }
}
