//! Calls of the feeds of changes, with what goes wrong in them.

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use super::{Fate, Sandbox, failed};
use crate::answer::FeedCall;
use crate::ask::Ask;
use crate::dialect::{self, Dress};
use crate::errors::{self, Refusal};
use crate::fault::{Fault, Struck};
use crate::feeds::{DrainKind, Feed, Memory};
use crate::reply::Reply;
use crate::resources::changed::{self, Reading, Wish};
use crate::resources::subscriptions;

/// How long processed rows are remembered.
const REMEMBERED: TimeDelta = TimeDelta::hours(12);
/// How long they are by a feed that forgets.
const FORGETFUL: TimeDelta = TimeDelta::hours(1);
/// How long unread rows wait where they do not wait for ever.
const RETENTION: TimeDelta = TimeDelta::hours(12);
/// More than any honest page has.
const HUGE: usize = 10 * 1024 * 1024;

impl Sandbox {
    /// Answers a call of a feed.
    pub(super) fn feed(
        &self,
        ask: &Ask,
        (feed, call): (Feed, FeedCall),
        key: &'static str,
        now: DateTime<Utc>,
    ) -> (Reply, Fate) {
        let (practice, dialect) = (&self.0.practice, self.0.options.dialect);
        let strange = self.0.faults.has(Fault::FeedUnknownEvents);
        let answer = match call {
            FeedCall::Read => return self.read_feed(ask, feed, key, now),
            FeedCall::Events => Ok(subscriptions::events(feed, strange)),
            FeedCall::Show => Ok(subscriptions::show(practice, key, feed, dialect, strange)),
            FeedCall::Subscribe => subscriptions::add(practice, ask, key, feed, now),
            FeedCall::Unsubscribe => subscriptions::remove(practice, ask, key, feed),
        };
        if call == FeedCall::Subscribe && answer.is_ok() && feed == Feed::Appointments {
            self.unfold(now);
        }
        (self.dressed(answer.map(|value| (value, Dress::Usual))), Fate::Told)
    }

    fn read_feed(&self, ask: &Ask, feed: Feed, key: &'static str, now: DateTime<Utc>) -> (Reply, Fate) {
        match self.rows(ask, feed, key, now) {
            Ok((value, struck)) => {
                let reply = Reply::json(dialect::write(&value), self.0.options.dialect);
                fate(reply, struck)
            }
            Err(refusal) => (Reply::refused(&refusal, self.0.options.dialect), Fate::Told),
        }
    }

    fn rows(
        &self,
        ask: &Ask,
        feed: Feed,
        key: &'static str,
        now: DateTime<Utc>,
    ) -> Result<(Value, Struck), Refusal> {
        let practice = &self.0.practice;
        if !practice.feeds.open().shelf(key, feed).subscription.acts(now) {
            return Err(errors::no_subscription());
        }
        let honest = Wish::read(ask, false, now)?;
        let struck = self.0.faults.strike_feed(honest.kind == DrainKind::Drain);
        let reading = Reading {
            key,
            feed,
            memory: self.memory(),
            goes_back: struck.by(Fault::FeedGoesBack),
            told: !LOST.iter().any(|fault| struck.by(*fault)),
        };
        let wish = Wish::read(ask, struck.by(Fault::FeedLimitIgnored), now)?;
        let value = changed::read(practice, ask, reading, &wish, now)?;
        let dress = if feed == Feed::Patients { Dress::Nulls } else { Dress::Usual };
        let mut value = dialect::dress(value, self.0.options.dialect, dress);
        spoil(&mut value, feed, struck);
        Ok((value, struck))
    }

    fn memory(&self) -> Memory {
        let on = |fault| self.0.faults.has(fault);
        Memory {
            processed: if on(Fault::FeedForgetful) { FORGETFUL } else { REMEMBERED },
            unread: on(Fault::FeedRetention).then_some(RETENTION),
        }
    }
}

/// The faults after which nobody gets the rows.
const LOST: [Fault; 5] = [
    Fault::DrainThenDrop,
    Fault::DrainThenTruncate,
    Fault::DrainThenFail,
    Fault::DrainThenHtml,
    Fault::FeedWrongResource,
];

fn fate(reply: Reply, struck: Struck) -> (Reply, Fate) {
    if struck.by(Fault::DrainThenDrop) {
        (reply, Fate::Dropped)
    } else if struck.by(Fault::DrainThenTruncate) {
        (reply, Fate::Cut)
    } else if struck.by(Fault::DrainThenFail) {
        (failed(), Fate::Told)
    } else if struck.by(Fault::DrainThenHtml) {
        let page = "<!DOCTYPE html><html><body>Please wait while we sign you in.</body></html>";
        (Reply::plain(StatusCode::OK, "text/html", page), Fate::Told)
    } else {
        (reply, Fate::Told)
    }
}

/// Does to a reply's rows what a fault says.
fn spoil(value: &mut Value, feed: Feed, struck: Struck) {
    let spec = feed.spec();
    if struck.by(Fault::FeedWrongResource) {
        *value = json!({"departments": [{"departmentid": "1"}], "totalcount": 1});
    }
    if struck.by(Fault::FeedHuge) {
        value["filler"] = json!("x".repeat(HUGE));
    }
    let Some(Value::Array(rows)) = value.get_mut(spec.rows) else { return };
    if struck.by(Fault::FeedDuplicates) {
        rows.extend(rows.clone());
    }
    if struck.by(Fault::FeedDisorder) {
        rows.reverse();
    }
    if struck.by(Fault::FeedIdTypes) {
        rows.iter_mut().skip(1).step_by(2).for_each(|row| row[spec.id] = otherwise(&row[spec.id]));
    }
    if let Some(Value::Object(first)) = rows.first_mut().filter(|_| struck.by(Fault::FeedNoIds)) {
        first.remove(spec.id);
    }
}

/// An id in the other of its two types.
fn otherwise(id: &Value) -> Value {
    match id {
        Value::String(text) => text.parse::<u64>().map_or_else(|_| id.clone(), |number| json!(number)),
        id => json!(id.to_string()),
    }
}
