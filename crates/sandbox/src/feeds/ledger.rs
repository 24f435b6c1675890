//! The shelves of all keys, and the two lists that tests count by: what was told, and what was read.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use super::Feed;
use super::shelf::Shelf;

/// One change, as the feeds tell it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct News {
    pub(crate) feed: Feed,
    pub(crate) record: u64,
    pub(crate) event: &'static str,
    pub(crate) department: Option<u64>,
    pub(crate) at: DateTime<Utc>,
}

/// One change that was told to the feeds, whoever has subscribed to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeTruth {
    /// The feed.
    pub feed: Feed,
    /// The record's id.
    pub record: u64,
    /// The event.
    pub event: &'static str,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a feed was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrainKind {
    /// What was read is processed.
    Drain,
    /// Nothing is (`leaveunprocessed`).
    Peek,
    /// What was processed before was read again.
    Window,
}

/// One reading of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrainTruth {
    /// The key that read, by its client id.
    pub key: &'static str,
    /// The feed.
    pub feed: Feed,
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub kind: DrainKind,
    /// The records that were read, in the order of their rows.
    pub rows: Vec<u64>,
    /// Whether the reply went out; a fault may have kept it.
    pub told: bool,
}

/// All shelves.
#[derive(Debug, Default)]
pub(crate) struct Feeds(Mutex<Ledger>);

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) shelves: BTreeMap<(&'static str, Feed), Shelf>,
    pub(crate) changes: Vec<ChangeTruth>,
    pub(crate) drains: Vec<DrainTruth>,
    silent: bool,
}

impl Feeds {
    /// Shelves on which nothing is ever put.
    pub(crate) fn silent() -> Self {
        Feeds(Mutex::new(Ledger { silent: true, ..Ledger::default() }))
    }

    pub(crate) fn open(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells a change to whoever has subscribed to it.
    pub(crate) fn tell(&self, news: News) {
        let mut ledger = self.open();
        if ledger.silent {
            return;
        }
        let News { feed, record, event, department, at } = news;
        ledger.changes.push(ChangeTruth { feed, record, event, at });
        for ((_, own), shelf) in &mut ledger.shelves {
            if *own == feed {
                shelf.tell(record, event, department, at);
            }
        }
    }

    /// Another administrator takes the event of ordinary changes out of every subscription.
    pub(crate) fn edit_elsewhere(&self) {
        for ((_, feed), shelf) in &mut self.open().shelves {
            shelf.unsubscribe(Some(feed.spec().update));
        }
    }
}

impl Ledger {
    /// A key's shelf.
    pub(crate) fn shelf(&mut self, key: &'static str, feed: Feed) -> &mut Shelf {
        self.shelves.entry((key, feed)).or_default()
    }
}
