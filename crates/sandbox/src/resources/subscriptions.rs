//! `/{feed}/changed/subscription` and its list of events. What was set shows at once, though it does not act yet.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::ask::Ask;
use crate::errors::{self, Refusal};
use crate::feeds::Feed;
use crate::options::Dialect;
use crate::practice::Practice;

/// An event that no documentation names.
const STRANGE: &str = "ReindexPlacement";

/// `GET /{feed}/changed/subscription/events`.
pub(crate) fn events(feed: Feed, strange: bool) -> Value {
    let spec = feed.spec();
    let all = spec.events.iter().chain(spec.on_request).copied().chain(strange.then_some(STRANGE));
    json!({"subscriptions": all.map(named).collect::<Vec<_>>()})
}

/// `GET /{feed}/changed/subscription`; the departments were not told in the years of the older dialect.
pub(crate) fn show(
    practice: &Practice,
    key: &'static str,
    feed: Feed,
    dialect: Dialect,
    strange: bool,
) -> Value {
    let mut ledger = practice.feeds.open();
    let subscription = &ledger.shelf(key, feed).subscription;
    let strange = (strange && !subscription.is_none()).then_some(STRANGE);
    let mut shown = Map::new();
    shown.insert("status".to_owned(), json!(subscription.status(feed.spec())));
    shown.insert("subscriptions".to_owned(), subscription.names().chain(strange).map(named).collect());
    if dialect == Dialect::Typed {
        shown.insert("departmentids".to_owned(), json!(subscription.departments()));
    }
    Value::Object(shown)
}

/// `POST /{feed}/changed/subscription`.
pub(crate) fn add(
    practice: &Practice,
    ask: &Ask,
    key: &'static str,
    feed: Feed,
    now: DateTime<Utc>,
) -> Result<Value, Refusal> {
    let event = event(ask, feed)?;
    let departments = match ask.get("departmentids") {
        Some(_) => ask.numbers("departmentids")?.unwrap_or_default(),
        None => Vec::new(),
    };
    if departments.iter().any(|id| practice.find_department(*id).is_none()) {
        return Err(errors::invalid("Invalid DEPARTMENTIDS.".to_owned()));
    }
    practice.feeds.open().shelf(key, feed).subscription.add(feed.spec(), event, departments, now);
    Ok(json!({"success": true}))
}

/// `DELETE /{feed}/changed/subscription`.
pub(crate) fn remove(
    practice: &Practice,
    ask: &Ask,
    key: &'static str,
    feed: Feed,
) -> Result<Value, Refusal> {
    let event = event(ask, feed)?;
    practice.feeds.open().shelf(key, feed).unsubscribe(event);
    Ok(json!({"success": true}))
}

/// The one event that is named.
fn event(ask: &Ask, feed: Feed) -> Result<Option<&'static str>, Refusal> {
    let Some(name) = ask.get("eventname") else { return Ok(None) };
    let known = feed.spec().event(name);
    known.map(Some).ok_or_else(|| errors::invalid(format!("Invalid EVENTNAME: {name}")))
}

fn named(event: &str) -> Value {
    json!({"eventname": event})
}
