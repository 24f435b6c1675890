//! Notices on the desktop, for what asks for a person while nobody looks at the window.
//!
//! Nothing of a practice or a patient is in one: whoever passes by reads it too.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use athena::{Client, Error as AthenaError, Refusal, Unsent};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use store::{ConnectionId, Vault};
use sync::{SyncState, Trouble};
use tokio::sync::watch;

use crate::console::Console;
use crate::profile::Held;
use crate::threads;

/// What asks for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Notice {
    /// Nobody is signed in at athenahealth any more.
    SignedOut,
    /// Nothing has been read for a while.
    Stuck,
    /// Something may have been missed.
    Gap,
}

/// Notices of the desktop. Calls may block, and are made off the runtime's threads.
pub trait Notices: Send + Sync {
    /// Whether somebody looks at the window, which says all of it.
    fn is_watched(&self) -> bool;

    /// Shows a notice.
    fn show(&self, notice: Notice);
}

/// A desktop that shows none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNotices;

impl Notices for NoNotices {
    fn is_watched(&self) -> bool {
        true
    }

    fn show(&self, _: Notice) {}
}

/// How long nothing may be read before a person is told: an outage that passes by itself is nobody's.
const STUCK: TimeDelta = TimeDelta::minutes(10);
/// How long what may have been missed is of one cause: one outage makes a gap in each feed.
const TOGETHER: TimeDelta = TimeDelta::hours(1);
/// How often it is looked how long that lasts.
const LOOK: Duration = Duration::from_secs(60);

/// What was told of. The vault keeps it, so that a start tells none of it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    halted: BTreeSet<Notice>,
    missed: Option<DateTime<Utc>>,
}

impl Told {
    /// What is to be told of now, each cause once. What was so before a start is so until something is answered.
    fn news(&mut self, state: &SyncState, is_answered: bool, now: DateTime<Utc>) -> Vec<Notice> {
        let halted = state.trouble.as_ref().and_then(|(trouble, since)| {
            let notice = is_signed_out(trouble).then_some(Notice::SignedOut);
            let stuck = (now - *since >= STUCK && state.paused.is_none()).then_some(Notice::Stuck);
            notice.or(stuck)
        });
        if state.trouble.is_none() && is_answered {
            self.halted.clear();
        }
        let is_news = |at: &DateTime<Utc>| self.missed.is_none_or(|known| *at - known >= TOGETHER);
        let missed = state.missed.filter(is_news);
        self.missed = missed.or(self.missed);
        let halted = halted.filter(|notice| self.halted.insert(*notice));
        halted.into_iter().chain(missed.map(|_| Notice::Gap)).collect()
    }
}

fn is_signed_out(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::Athena(
            AthenaError::NotSent { why: Unsent::SignedOut, .. }
                | AthenaError::Refused { why: Refusal::SignInEnded, .. }
        )
    )
}

/// Of which connection it is told, and what keeps what was.
pub(crate) struct Whose {
    pub connection: ConnectionId,
    pub client: Client,
    pub vault: Vault,
}

/// Shows what asks for a person while a practice is in use, unless somebody looks at the window.
pub(crate) async fn follow(console: Console, whose: Whose, mut state: watch::Receiver<SyncState>) {
    let mut told = whose.told().await;
    loop {
        tokio::select! {
            changed = state.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(LOOK) => {}
        }
        let (before, is_answered) = (told.clone(), whose.client.answers() > 0);
        let news = told.news(&state.borrow_and_update(), is_answered, console.ports().clock.now());
        if !news.is_empty() && are_wanted(&console).await {
            show(&console, news).await;
        }
        if told != before {
            whose.keep(&told).await;
        }
    }
}

impl Whose {
    fn name(&self) -> String {
        format!("told {}", self.connection)
    }

    async fn told(&self) -> Told {
        let name = self.name();
        let kept = self.vault.read(move |vault| vault.setting(&name)).await;
        // Where the vault does not answer, something is told twice rather than not at all.
        kept.ok().flatten().unwrap_or_default()
    }

    async fn keep(&self, told: &Told) {
        let (name, told) = (self.name(), told.clone());
        if let Err(error) = self.vault.write("told", move |vault| vault.put_setting(&name, &told)).await {
            tracing::warn!(%error, "what was told may be told again after a start");
        }
    }
}

/// Whether whoever runs this desktop wants them.
async fn are_wanted(console: &Console) -> bool {
    match &console.state().read().await.held {
        Held::Open(open) => !open.folder.profile().preferences.quiet,
        _ => false,
    }
}

async fn show(console: &Console, news: Vec<Notice>) {
    let notices = Arc::clone(&console.ports().notices);
    let shown = threads::aside(move || {
        if !notices.is_watched() {
            news.into_iter().for_each(|notice| notices.show(notice));
        }
    });
    if shown.await.is_err() {
        tracing::warn!("a notice could not be shown");
    }
}

#[cfg(test)]
mod tests {
    use athena::Strain;
    use chrono::{DateTime, TimeDelta, Utc};
    use store::Pause;
    use sync::{SyncState, Trouble};

    use super::{Notice, Told};

    const NOON: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn at(minutes: i64) -> DateTime<Utc> {
        NOON + TimeDelta::minutes(minutes)
    }

    fn halted(since: i64) -> SyncState {
        SyncState {
            trouble: Some((Trouble::Unanswered(Strain::NoConnection), at(since))),
            ..SyncState::default()
        }
    }

    #[test]
    fn what_lasts_is_told_once_and_again_where_it_comes_back() {
        let mut told = Told::default();
        assert_eq!(told.news(&halted(0), true, at(9)), [], "it may pass by itself");
        assert_eq!(told.news(&halted(0), true, at(10)), [Notice::Stuck]);
        assert_eq!(told.news(&halted(0), true, at(60)), []);
        assert_eq!(told.news(&SyncState::default(), true, at(61)), []);
        assert_eq!(told.news(&halted(70), true, at(80)), [Notice::Stuck], "another time");
        let paused = SyncState { paused: Some(Pause::Held), ..halted(90) };
        assert_eq!(told.news(&paused, true, at(120)), [], "a person has it so");
    }

    #[test]
    fn what_was_so_before_a_start_is_told_again_only_once_something_was_answered() {
        let mut told = Told::default();
        assert_eq!(told.news(&halted(0), true, at(10)), [Notice::Stuck]);
        assert_eq!(told.news(&SyncState::default(), false, at(11)), [], "it starts");
        assert_eq!(told.news(&halted(12), false, at(30)), [], "and nothing is answered still");
        assert_eq!(told.news(&SyncState::default(), true, at(31)), []);
        assert_eq!(told.news(&halted(40), true, at(50)), [Notice::Stuck]);
    }

    #[test]
    fn a_gap_is_told_once() {
        let mut told = Told::default();
        let missed = |minute| SyncState { missed: Some(at(minute)), ..SyncState::default() };
        assert_eq!(told.news(&missed(1), true, at(1)), [Notice::Gap]);
        assert_eq!(told.news(&missed(1), true, at(2)), []);
        assert_eq!(told.news(&missed(4), true, at(4)), [], "in another feed");
        assert_eq!(told.news(&SyncState::default(), true, at(3)), []);
        assert_eq!(told.news(&missed(70), true, at(70)), [Notice::Gap], "another one");
    }
}
