//! What a desktop has heard, in truth: what it says to be whole it says by the server's dates, and one of these
//! may run ahead of the drain that it dates.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use athena::Feed;
use chrono::{DateTime, Utc};
use store::FeedState;
use sync::Taken;

/// When, in truth, what a feed is said to be whole by was taken out of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Heard {
    /// When a drain here last left nothing in it.
    pub emptied: Option<DateTime<Utc>>,
    /// The last of these after which what others took out was read again.
    pub proven: Option<DateTime<Utc>>,
}

/// The page at hand.
#[derive(Clone, Copy)]
pub(super) struct Heeded {
    /// When it was asked for.
    pub asked: DateTime<Utc>,
    /// Whether it is the last of a reading.
    pub is_last: bool,
    /// Whether its time is the server's own.
    pub dated: bool,
}

#[derive(Default)]
struct Kept {
    heard: BTreeMap<Feed, Heard>,
    page: Option<Heeded>,
    /// What is so once a state is kept of which nobody knows yet whether it is.
    open: Option<(Feed, FeedState, Heard)>,
}

/// What one desktop has heard.
#[derive(Default)]
pub(super) struct Ears(Mutex<Kept>);

impl Ears {
    /// Notes a page that came.
    pub fn page(&self, page: Heeded) {
        self.kept().page = Some(page);
    }

    /// Notes that the page at hand is about to be put. Says whether its time is the server's own.
    pub fn puts(&self, how: Taken, state: &FeedState) -> bool {
        let mut kept = self.kept();
        let Some(page) = kept.page.take() else { return false };
        if let Some(feed) = Feed::named(&state.name).filter(|_| page.dated && page.is_last) {
            let heard = kept.heard.get(&feed).copied().unwrap_or_default();
            let heard = match how {
                Taken::Drained => Heard { emptied: Some(page.asked), ..heard },
                Taken::Again => Heard { proven: heard.emptied, ..heard },
            };
            kept.open = Some((feed, state.clone(), heard));
        }
        page.dated
    }

    /// What is heard of a feed that is in this state.
    pub fn heard(&self, feed: Feed, state: &FeedState) -> Heard {
        let mut kept = self.kept();
        if let Some((_, put, heard)) = kept.open.take_if(|(own, ..)| *own == feed)
            && is_same(state, &put)
        {
            kept.heard.insert(feed, heard);
        }
        kept.heard.get(&feed).copied().unwrap_or_default()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a state that was read is one that was to be kept.
fn is_same(read: &FeedState, put: &FeedState) -> bool {
    let told = |state: &FeedState| {
        let instants = [state.watermark, state.swept, state.emptied, state.intent];
        let instants = instants.map(|at| at.map(|at| at.timestamp_millis()));
        (instants, state.clean, state.polls, state.drained)
    };
    told(read) == told(put)
}
