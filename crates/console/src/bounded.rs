//! The keychain as everything here asks it: one question at a time, and for no longer than it may take.
//!
//! What it answers once nobody waits any more is never used. A new key that it kept that late is taken
//! back, so that there is never a second one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use model::swept;

use crate::{KeptSecret, Keychain, KeychainTrouble};

/// How many questions may stand that nobody waits for any more: each has a thread.
const LATE: usize = 4;

/// A keychain that never keeps anybody waiting for longer than its patience.
pub(crate) struct BoundedKeychain {
    keychain: Arc<dyn Keychain>,
    line: Arc<Line>,
}

type Answer<T> = Result<T, KeychainTrouble>;

/// Who asks next.
#[derive(Default)]
struct Line {
    standing: Mutex<Standing>,
    moved: Condvar,
}

#[derive(Default)]
struct Standing {
    /// Whether somebody waits for an answer.
    is_asking: bool,
    /// How many questions stand that nobody waits for any more.
    late: usize,
    /// Until when nothing else is asked of one that has not answered.
    quiet: Option<Instant>,
}

/// What became of a question.
enum Asked<T> {
    Waiting,
    Answered(Answer<T>),
    GivenUp,
}

impl BoundedKeychain {
    /// Bounds a keychain by its own patience.
    pub(crate) fn new(keychain: Arc<dyn Keychain>) -> Self {
        Self { keychain, line: Arc::default() }
    }

    /// Asks, and does what is to be done about an answer that came too late.
    fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Keychain) -> Answer<T> + Send + 'static,
        too_late: impl FnOnce(&dyn Keychain) + Send + 'static,
    ) -> Answer<T> {
        let patience = self.keychain.patience();
        let until = Instant::now() + patience;
        if !self.line.enter(until) {
            return Err(KeychainTrouble::Silent);
        }
        let slot = Arc::new((Mutex::new(Asked::Waiting), Condvar::new()));
        let (keychain, line, told) = (Arc::clone(&self.keychain), Arc::clone(&self.line), Arc::clone(&slot));
        let asking = move || {
            let answer = catch_unwind(AssertUnwindSafe(|| question(keychain.as_ref())));
            let mut asked = held(&told.0);
            if matches!(*asked, Asked::Waiting) {
                *asked = Asked::Answered(answer.unwrap_or(Err(KeychainTrouble::Failing)));
                told.1.notify_one();
                return;
            }
            drop(asked);
            // Whatever it does about that late must not keep the next question waiting for ever.
            let _ = catch_unwind(AssertUnwindSafe(|| too_late(keychain.as_ref())));
            line.late_one_answered();
        };
        let started = thread::Builder::new().name("keychain".to_owned()).spawn(move || swept(asking));
        if started.is_err() {
            self.line.leave();
            return Err(KeychainTrouble::Failing);
        }
        self.wait(&slot, until, patience)
    }

    fn wait<T>(&self, slot: &(Mutex<Asked<T>>, Condvar), until: Instant, patience: Duration) -> Answer<T> {
        let left = until.saturating_duration_since(Instant::now());
        let waiting = slot.1.wait_timeout_while(held(&slot.0), left, |asked| matches!(asked, Asked::Waiting));
        let (mut asked, _) = waiting.unwrap_or_else(PoisonError::into_inner);
        if let Asked::Answered(answer) = std::mem::replace(&mut *asked, Asked::GivenUp) {
            self.line.leave();
            return answer;
        }
        self.line.give_up(patience);
        drop(asked);
        self.keychain.give_up();
        tracing::warn!("the keychain has not answered");
        Err(KeychainTrouble::Silent)
    }
}

impl Keychain for BoundedKeychain {
    fn read(&self, account: &str) -> Answer<Option<KeptSecret>> {
        let account = account.to_owned();
        self.ask(move |keychain| keychain.read(&account), |_| ())
    }

    fn write(&self, account: &str, secret: &[u8]) -> Answer<()> {
        let (account, secret) = (account.to_owned(), KeptSecret::new(secret.to_vec()));
        self.ask(move |keychain| keychain.write(&account, &secret), |_| ())
    }

    fn write_new(&self, account: &str, secret: &[u8]) -> Answer<()> {
        let (account, secret) = (account.to_owned(), KeptSecret::new(secret.to_vec()));
        let late = account.clone();
        self.ask(
            move |keychain| keychain.write_new(&account, &secret),
            move |keychain| {
                if let Err(trouble) = keychain.delete(&late) {
                    tracing::warn!(%trouble, "the keychain holds a key that opens nothing");
                }
            },
        )
    }

    fn name(&self) -> Option<String> {
        self.ask(|keychain| Ok(keychain.name()), |_| ()).ok().flatten()
    }

    fn delete(&self, account: &str) -> Answer<()> {
        let account = account.to_owned();
        self.ask(move |keychain| keychain.delete(&account), |_| ())
    }
}

impl Line {
    /// Waits for one's turn. `false` where it does not come, or the keychain is known to be silent.
    fn enter(&self, until: Instant) -> bool {
        let mut standing = held(&self.standing);
        loop {
            let now = Instant::now();
            let is_quiet = standing.late > 0 && standing.quiet.is_some_and(|quiet| now < quiet);
            if is_quiet || standing.late >= LATE || now >= until {
                return false;
            }
            if !std::mem::replace(&mut standing.is_asking, true) {
                return true;
            }
            let waited = self.moved.wait_timeout(standing, until - now);
            standing = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn leave(&self) {
        held(&self.standing).is_asking = false;
        self.moved.notify_all();
    }

    fn give_up(&self, patience: Duration) {
        let mut standing = held(&self.standing);
        *standing =
            Standing { is_asking: false, late: standing.late + 1, quiet: Some(Instant::now() + patience) };
        drop(standing);
        self.moved.notify_all();
    }

    fn late_one_answered(&self) {
        let mut standing = held(&self.standing);
        standing.late = standing.late.saturating_sub(1);
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
