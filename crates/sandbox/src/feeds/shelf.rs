//! What waits for one key in one feed, and what it has read.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde_json::Value;

use super::subscription::Subscription;
use crate::eastern;

/// How long a shelf remembers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// What was read.
    pub(crate) processed: TimeDelta,
    /// What was not; for ever, when nothing is said.
    pub(crate) unread: Option<TimeDelta>,
}

/// The place where a key's rows wait.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) subscription: Subscription,
    waiting: Vec<Message>,
    processed: Vec<Processed>,
}

#[derive(Debug)]
struct Message {
    record: u64,
    at: DateTime<Utc>,
}

#[derive(Debug)]
struct Processed {
    record: u64,
    at: DateTime<Utc>,
    /// The row as it was shown.
    row: Value,
}

impl Shelf {
    /// Puts a change here, if it is subscribed to.
    pub(crate) fn tell(&mut self, record: u64, event: &str, department: Option<u64>, at: DateTime<Utc>) {
        if self.subscription.hears(event, department, at) {
            self.waiting.push(Message { record, at });
        }
    }

    /// Ends a subscription; with the last of it goes what was not read.
    pub(crate) fn unsubscribe(&mut self, event: Option<&str>) {
        self.subscription.drop(event);
        if self.subscription.is_none() {
            self.waiting.clear();
        }
    }

    /// Lets go of what is too old.
    pub(crate) fn forget(&mut self, memory: Memory, now: DateTime<Utc>) {
        self.processed.retain(|message| now - message.at <= memory.processed);
        if let Some(unread) = memory.unread {
            self.waiting.retain(|message| now - message.at <= unread);
        }
    }

    /// The records that wait, by their first change, each once.
    pub(crate) fn waiting(&self) -> Vec<u64> {
        once(self.waiting.iter().map(|message| message.record))
    }

    /// The records that were read in a span of Eastern wall-clock time, both ends included, each once.
    pub(crate) fn read_between(&self, first: NaiveDateTime, last: NaiveDateTime) -> Vec<u64> {
        let wall = |at: DateTime<Utc>| eastern::wall(at);
        let inside = self.processed.iter().filter(|message| (first..=last).contains(&wall(message.at)));
        once(inside.map(|message| message.record))
    }

    /// Marks a record's changes as read, with the row that was shown.
    pub(crate) fn process(&mut self, records: &[u64], row: &Value, now: DateTime<Utc>) {
        for message in self.waiting.extract_if(.., |message| records.contains(&message.record)) {
            self.processed.push(Processed { record: message.record, at: now, row: row.clone() });
        }
    }

    /// The last rows that were read, as they were shown then.
    pub(crate) fn shown(&self, count: usize) -> Vec<(u64, Value)> {
        self.processed.iter().rev().take(count).map(|old| (old.record, old.row.clone())).collect()
    }
}

fn once(records: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut seen = std::collections::HashSet::new();
    records.filter(|record| seen.insert(*record)).collect()
}
