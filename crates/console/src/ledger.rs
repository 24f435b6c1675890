//! The audit as the console keeps it: every entry in the vault's chain before what it is about is
//! shown.
//!
//! Entries that come while others are being committed wait together and share the next commit, so that
//! a view costs one wait for the disk at most two commits long. What the window reads anew of what is
//! on screen, the same command about the same by the same person while it stands there, is one look; after
//! a quarter of an hour it is another.

mod anchor;
mod beside;
mod guesses;
mod writing;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use ipc::{Audit, AuditEntry, AuditKind, Failure, Outcome};
use model::{Clock, Phi};
use store::{Anchor, AuditDraft, AuditKey, Vault, VaultFile, Writer};
use tokio::sync::oneshot;

use crate::{Keychain, Tasks};
use anchor::Anchored;
pub(crate) use beside::{Along, Beside};

/// How soon after one reading the next of the same goes on with the look: the window reads what is on
/// screen anew each minute, and not to the second.
const ANEW: TimeDelta = TimeDelta::minutes(2);
/// How long one look is, however often it is read anew.
const LONGEST_LOOK: TimeDelta = TimeDelta::minutes(15);
/// How many looks are known before those that are over are forgotten.
const LOOKS: usize = 512;
/// How many entries are held that came before there was a vault to keep them.
const EARLY: usize = 256;
/// The longest id that is kept: longer ones are none of athenahealth's.
const LONGEST: usize = 64;

/// The audit. Clones are handles of the same one.
#[derive(Clone)]
pub(crate) struct Ledger(Arc<Inner>);

struct Inner {
    clock: Arc<dyn Clock>,
    keychain: Arc<dyn Keychain>,
    tasks: Arc<dyn Tasks>,
    book: Mutex<Book>,
    anchored: tokio::sync::Mutex<Anchored>,
    /// Wrong PINs as the keychain counts them, once it was asked.
    guesses: tokio::sync::Mutex<Option<guesses::Known>>,
    /// Held by the question that the keychain was asked and has not answered.
    asking: Arc<tokio::sync::Mutex<()>>,
}

/// Where entries are kept.
#[derive(Clone)]
pub(crate) struct Place {
    /// The vault that holds the chain.
    pub vault: Vault,
    /// The chain's keys.
    pub key: AuditKey,
    /// The profile's opaque name.
    pub device: String,
    /// The account of its anchor in the keychain, where the profile has one.
    pub anchor: Option<String>,
    /// The account of its wrong PINs there.
    pub guesses: Option<String>,
    /// Where the chain stood when the vault was opened.
    pub began: Anchor,
}

#[derive(Default)]
struct Book {
    place: Option<Place>,
    /// What came before there was a place: who failed to open it.
    early: Vec<AuditDraft>,
    waiting: Vec<Waiting>,
    is_committing: bool,
    is_anchor_due: bool,
    head: Option<Anchor>,
    looks: HashMap<Look, Looked>,
}

/// When the same was looked at.
#[derive(Clone, Copy)]
struct Looked {
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

/// Entries on their way, or only the wish to hear when those before them are kept.
struct Waiting {
    drafts: Vec<AuditDraft>,
    told: oneshot::Sender<Result<(), store::Error>>,
}

/// What makes two views the same look.
type Look = (
    String,
    Option<String>,
    String,
    &'static str,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<u64>,
);

/// At what somebody works.
#[derive(Clone, Default)]
pub(crate) struct Desk {
    /// Over which connection, and in which practice.
    pub over: Option<(String, String)>,
    /// By which emergency access: the number of the entry that says why.
    pub emergency: Option<u64>,
}

/// The audit of one call.
pub(crate) struct Record<'l> {
    pub ledger: &'l Ledger,
    pub desk: Desk,
}

impl Audit for Record<'_> {
    async fn record(&self, entries: Vec<AuditEntry>) -> Result<(), Failure> {
        // Whom an answer showed beside what was asked is told in the audit alone.
        for (nth, entry) in entries.iter().enumerate() {
            if nth > 0 && entry.patient.is_some() {
                continue;
            }
            tracing::info!(
                command = entry.command,
                words = entry.words,
                person = entry.caller.person,
                outcome = ?entry.outcome,
                "done"
            );
        }
        self.ledger.record(entries, &self.desk).await
    }
}

impl Ledger {
    pub(crate) fn new(clock: Arc<dyn Clock>, keychain: Arc<dyn Keychain>, tasks: Arc<dyn Tasks>) -> Self {
        let (book, anchored, asking) = (Mutex::default(), tokio::sync::Mutex::default(), Arc::default());
        let guesses = tokio::sync::Mutex::default();
        Self(Arc::new(Inner { clock, keychain, tasks, book, anchored, guesses, asking }))
    }

    /// Keeps what comes from here on in a vault that was opened. Where the chain turns out not to be as it was
    /// written, that is told once it is on record.
    pub(crate) fn attach(&self, place: Place, told: impl FnOnce() + Send + 'static) {
        let mut book = self.0.book();
        book.place = Some(place);
        book.head = None;
        let early = std::mem::take(&mut book.early);
        drop(book);
        for draft in early {
            // Nobody waits for these: whoever failed to open the vault was refused already.
            drop(self.0.queue(vec![draft]));
        }
        let ledger = self.clone();
        self.0.tasks.begin(Box::pin(async move {
            ledger.anchor().await;
            if ledger.0.anchored.lock().await.is_wrong {
                told();
            }
        }));
    }

    /// Keeps what is on its way, anchors the chain and forgets the vault, which is closed next.
    pub(crate) async fn detach(&self) {
        self.flush().await;
        self.anchor_at_the_end().await;
        self.0.book().forget_place();
        *self.0.anchored.lock().await = Anchored::default();
    }

    /// Waits until all that came before is kept, or could not be.
    async fn flush(&self) {
        let told = self.0.queue(Vec::new());
        // Where it could not be kept, its own caller heard so.
        let _ = told.await;
    }

    /// Keeps an entry of the console's own, which nobody asked for by a command.
    pub(crate) async fn note(&self, entry: AuditEntry) {
        self.note_at(entry, &Desk::default()).await;
    }

    /// The same, at somebody's desk.
    pub(crate) async fn note_at(&self, entry: AuditEntry, desk: &Desk) {
        if self.record(vec![entry], desk).await.is_err() {
            tracing::error!("an entry of the console's own is not on record");
        }
    }

    /// Keeps an entry of somebody who was cut off, and who does not hear whether it is kept.
    pub(crate) fn leave(&self, entry: &AuditEntry, desk: &Desk) {
        if let Some(Place { key, device, .. }) = self.place() {
            drop(self.0.queue(vec![draft(entry, desk, self.0.clock.now(), device, Some(&key))]));
        }
    }

    /// Keeps all of some entries or none, but for what goes on with a look that is on record.
    async fn record(&self, entries: Vec<AuditEntry>, desk: &Desk) -> Result<(), Failure> {
        #[cfg(feature = "bench")]
        if crate::unaudited::is_left_out() {
            return Ok(());
        }
        let now = self.0.clock.now();
        let (told, looks) = {
            let mut book = self.0.book();
            let Some(place) = book.place.as_ref() else {
                let mut kept =
                    entries.iter().map(|entry| self.0.without_a_place(&mut book, entry, desk, now));
                return kept.find(Result::is_err).unwrap_or(Ok(()));
            };
            let (key, device) = (place.key.clone(), place.device.clone());
            let (mut drafts, mut looks) = (Vec::new(), Vec::new());
            for entry in entries {
                let look = look(&entry, desk);
                if look.as_ref().is_some_and(|look| book.goes_on(look, now)) {
                    continue;
                }
                drafts.push(draft(&entry, desk, now, device.clone(), Some(&key)));
                looks.extend(look);
            }
            drop(book);
            if drafts.is_empty() {
                return Ok(());
            }
            (self.0.queue(drafts), looks)
        };
        match told.await {
            Ok(Ok(())) => {
                let mut book = self.0.book();
                looks.into_iter().for_each(|look| book.remember(look, now));
                Ok(())
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the audit cannot be written");
                Err(Failure::Unrecorded)
            }
            Err(_) => Err(Failure::Unrecorded),
        }
    }

    /// Changes the vault and puts it on record in one transaction.
    pub(crate) async fn deed<T: Send + 'static>(
        &self,
        place: &Place,
        entry: Option<AuditEntry>,
        name: &'static str,
        work: impl FnOnce(&mut Writer<'_, VaultFile>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, store::Error> {
        let (key, device) = (place.key.clone(), place.device.clone());
        let now = self.0.clock.now();
        let drafts: Vec<_> = entry
            .iter()
            .map(|entry| draft(entry, &Desk::default(), now, device.clone(), Some(&key)))
            .collect();
        let written = place.vault.write(name, move |vault| {
            let done = work(vault)?;
            Ok((done, vault.append_audit(&key, &drafts)?))
        });
        let (done, head) = written.await?;
        self.0.book().came_to(head);
        self.0.anchor_soon();
        Ok(done)
    }

    /// Puts on record that emergency access begins, with why. Gives the entry's number.
    pub(crate) async fn emergency(
        &self,
        place: &Place,
        entry: &AuditEntry,
        desk: &Desk,
        reason: Phi<String>,
    ) -> Result<u64, store::Error> {
        let (key, device, now) = (place.key.clone(), place.device.clone(), self.0.clock.now());
        let draft = AuditDraft { reason: Some(reason), ..draft(entry, desk, now, device, Some(&key)) };
        let written = place.vault.write("emergency access", move |vault| vault.append_audit(&key, &[draft]));
        let head = written.await?;
        self.0.book().came_to(head);
        self.0.anchor_soon();
        Ok(head.count)
    }

    /// Where the chain is kept; nothing while there is no vault.
    pub(crate) fn place(&self) -> Option<Place> {
        self.0.book().place.clone()
    }
}

impl Inner {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Before a vault is open there is nothing to see. Who failed to open it is held until one is, and so
    /// is what was set: that a profile was set aside stands first in the next one's audit.
    fn without_a_place(
        &self,
        book: &mut Book,
        entry: &AuditEntry,
        desk: &Desk,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let was_set = entry.kind == AuditKind::Setting && entry.outcome == Outcome::Done;
        if (was_set || entry.kind == AuditKind::FailedUnlock) && book.early.len() < EARLY {
            book.early.push(draft(entry, desk, now, String::new(), None));
            return Ok(());
        }
        if matches!(entry.outcome, Outcome::Begun | Outcome::Done) {
            Err(Failure::Unrecorded)
        } else {
            Ok(())
        }
    }
}

impl Book {
    fn forget_place(&mut self) {
        self.place = None;
        self.looks.clear();
    }

    /// Whether this is more of a look that is on record.
    fn goes_on(&mut self, look: &Look, now: DateTime<Utc>) -> bool {
        let known = self.looks.get_mut(look).filter(|known| known.is_on(now));
        known.map(|known| known.last = now).is_some()
    }

    fn remember(&mut self, look: Look, now: DateTime<Utc>) {
        if self.looks.len() >= LOOKS {
            self.looks.retain(|_, known| known.is_on(now));
        }
        self.looks.insert(look, Looked { first: now, last: now });
    }

    /// Two commits may tell in another order than they were made.
    fn came_to(&mut self, head: Anchor) {
        if self.head.is_none_or(|known| known.count < head.count) {
            self.head = Some(head);
        }
    }
}

impl Looked {
    /// A clock that was put back proves nothing.
    fn is_on(self, now: DateTime<Utc>) -> bool {
        let is_within = |at: DateTime<Utc>, long| (TimeDelta::zero()..long).contains(&(now - at));
        is_within(self.last, ANEW) && is_within(self.first, LONGEST_LOOK)
    }
}

fn look(entry: &AuditEntry, desk: &Desk) -> Option<Look> {
    let looks = matches!(entry.kind, AuditKind::View | AuditKind::Search);
    looks.then(|| {
        let searched = entry.searched.as_ref().map(|searched| searched.0.clone());
        let connection = desk.over.as_ref().map(|(connection, _)| connection.clone());
        let outcome = entry.outcome.as_str();
        let (person, command) = (entry.caller.person.clone(), entry.command.to_owned());
        let (patient, about) = (entry.patient.clone(), entry.about.clone());
        (person, connection, command, outcome, patient, searched, about, desk.emergency)
    })
}

pub(crate) fn draft(
    entry: &AuditEntry,
    desk: &Desk,
    now: DateTime<Utc>,
    device: String,
    key: Option<&AuditKey>,
) -> AuditDraft {
    let short = |text: &String| text.chars().take(LONGEST).collect::<String>();
    let searched = entry.searched.as_ref().filter(|searched| !searched.0.trim().is_empty());
    AuditDraft {
        at: now,
        person: entry.caller.person.clone(),
        device,
        connection: desk.over.as_ref().map(|(connection, _)| connection.clone()),
        practice: desk.over.as_ref().map(|(_, practice)| practice.clone()),
        kind: entry.kind.as_str().to_owned(),
        command: entry.command.to_owned(),
        words: entry.words.to_owned(),
        outcome: entry.outcome.as_str().to_owned(),
        patient: entry.patient.as_ref().map(short),
        search: searched.zip(key).map(|(searched, key)| key.search(&searched.0)),
        about: entry.about.as_ref().map(short),
        emergency: desk.emergency,
        reason: None,
    }
}

#[cfg(test)]
mod tests;
