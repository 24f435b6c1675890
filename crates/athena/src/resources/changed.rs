//! Changed records: subscriptions, drains, and what was drained lately.
//!
//! A drain takes out what it gives, so that its request is sent once: whoever repeats it gets the next
//! records, not the same ones.

use chrono::{DateTime, TimeDelta, Utc};
use model::{DepartmentId, Provider, Zone};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::appointment::{AppointmentRow, BookedRow, eastern_parameter};
use super::feed::Feed;
use super::patient::{ChangedRow, PatientRecord};
use super::practice::ProviderRow;
use crate::call::{Call, Reply};
use crate::exchange::Passage;
use crate::{Answer, Error, Session, wire};

/// A record that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// An appointment.
    Appointment(Box<BookedRow>),
    /// A patient. Policies and custom fields are there where the row tells them.
    Patient(Box<PatientRecord>),
    /// A provider.
    Provider(Provider),
    /// A record that cannot be read.
    Unreadable(Unreadable),
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The record's number; `None` where it does not say which record it is of.
    pub id: Option<String>,
    /// What tells this row from another, and nothing of what is in it.
    pub digest: String,
}

impl Unreadable {
    fn of(id: Option<String>, row: &Value) -> Self {
        let digest = Sha256::digest(row.to_string().as_bytes());
        let digest = digest[..16].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        Self { id, digest }
    }
}

/// What a feed gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPage {
    /// The records.
    pub rows: Vec<Changed>,
    /// How many rows came.
    pub count: u32,
    /// How many rows there are, where the server says.
    pub total: Option<u64>,
    /// As [`Answer::as_of`].
    pub as_of: DateTime<Utc>,
    /// As [`Answer::dated`].
    pub dated: bool,
}

/// How far a subscription reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// All events.
    Active,
    /// Some events.
    Partial,
    /// None.
    Inactive,
    /// A word that is not known.
    Other(String),
}

/// A key's subscription to a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// How far it reaches.
    pub standing: Standing,
    /// The events, by athenahealth's words.
    pub events: Vec<String>,
    /// The departments; none where it does not say.
    pub departments: Option<Vec<DepartmentId>>,
}

#[derive(Deserialize)]
struct EventRow {
    #[serde(deserialize_with = "wire::req")]
    eventname: String,
}

#[derive(Deserialize)]
struct SubscriptionRow {
    #[serde(deserialize_with = "wire::req")]
    status: String,
    #[serde(default, deserialize_with = "wire::many")]
    subscriptions: Option<Vec<EventRow>>,
    #[serde(default, deserialize_with = "ids")]
    departmentids: Option<Vec<String>>,
}

fn ids<'de, D: serde::Deserializer<'de>>(wire: D) -> Result<Option<Vec<String>>, D::Error> {
    wire::words(wire).map(Some)
}

impl From<SubscriptionRow> for Subscription {
    fn from(row: SubscriptionRow) -> Self {
        let standing = match row.status.to_ascii_lowercase().as_str() {
            "active" => Standing::Active,
            "partial" => Standing::Partial,
            "inactive" => Standing::Inactive,
            _ => Standing::Other(row.status),
        };
        let events = row.subscriptions.into_iter().flatten().map(|event| event.eventname).collect();
        let departments = row.departmentids.filter(|ids| !ids.is_empty());
        let departments = departments.map(|ids| ids.into_iter().map(DepartmentId::new).collect());
        Self { standing, events, departments }
    }
}

#[derive(Deserialize)]
struct TakenRow {
    #[serde(rename = "success", default, deserialize_with = "wire::opt")]
    _success: Option<bool>,
}

/// A stretch of time as a feed's parameters want it, in US Eastern. Where the clocks there change nearby
/// it is an hour longer at that end: which of two hours of one name the server means, nobody knows.
pub fn eastern_window(from: DateTime<Utc>, to: DateTime<Utc>) -> (String, String) {
    let hour = TimeDelta::hours(1);
    let wall = |at| Zone::EASTERN.wall(at);
    let from = if near_change(from) { from - hour } else { from };
    let mut to = if near_change(to) { to + hour } else { to };
    while wall(to) == wall(to - hour) || wall(to) == wall(to + hour) {
        to += hour;
    }
    (eastern_parameter(from), eastern_parameter(to))
}

/// Whether the clocks change within a few hours of an instant.
fn near_change(at: DateTime<Utc>) -> bool {
    let around = TimeDelta::hours(3);
    Zone::EASTERN.offset_minutes(at - around) != Zone::EASTERN.offset_minutes(at + around)
}

/// A row as its feed's kind of record.
fn changed(feed: Feed, row: &Value) -> Changed {
    fn typed<T: DeserializeOwned>(row: &Value) -> Option<T> {
        T::deserialize(row).ok()
    }
    let id = match row.get(feed.row().id) {
        Some(Value::String(id)) if !id.trim().is_empty() => id.trim().to_owned(),
        Some(Value::Number(id)) => id.to_string(),
        _ => return Changed::Unreadable(Unreadable::of(None, row)),
    };
    let read = match feed {
        Feed::Appointments => {
            typed::<AppointmentRow>(row).map(|row| Changed::Appointment(Box::new(row.booked())))
        }
        Feed::Patients => typed::<ChangedRow>(row).map(|row| Changed::Patient(Box::new(row.record()))),
        Feed::Providers => typed::<ProviderRow>(row).map(|row| Changed::Provider(row.into())),
    };
    read.unwrap_or_else(|| Changed::Unreadable(Unreadable::of(Some(id), row)))
}

impl Session {
    /// The events that a feed has, those that are not known here too:
    /// `GET /{feed}/changed/subscription/events`.
    pub async fn feed_events(&self, feed: Feed) -> Result<Answer<Vec<String>>, Error> {
        let call = self.call(feed.row().listed, &[feed.name(), "changed", "subscription", "events"])?;
        self.all(call, "subscriptions", |row: EventRow| row.eventname).await
    }

    /// The key's subscription to a feed: `GET /{feed}/changed/subscription`.
    pub async fn subscription(&self, feed: Feed) -> Result<Answer<Subscription>, Error> {
        let call = self.call(feed.row().subscription, &[feed.name(), "changed", "subscription"])?;
        self.one(call, |row: SubscriptionRow| row.into()).await
    }

    /// Subscribes the key to all events of a feed in some departments, in place of what it was subscribed
    /// to there: `POST /{feed}/changed/subscription`. Doing so again changes nothing.
    pub async fn subscribe(&self, feed: Feed, departments: &[DepartmentId]) -> Result<Answer<()>, Error> {
        let call = self.call(feed.row().subscribe, &[feed.name(), "changed", "subscription"])?;
        let ids: Vec<&str> = departments.iter().map(DepartmentId::as_str).collect();
        let fields = [("departmentids", ids.join(","))];
        let fields = if ids.is_empty() { &[][..] } else { &fields[..] };
        taken(self.put(call.write(http::Method::POST, fields), |_: TakenRow| ()).await)
    }

    /// Ends the key's subscription to a feed: `DELETE /{feed}/changed/subscription`.
    pub async fn unsubscribe(&self, feed: Feed) -> Result<Answer<()>, Error> {
        let call = self.call(feed.row().unsubscribe, &[feed.name(), "changed", "subscription"])?;
        taken(self.put(call.deleting(), |_: TakenRow| ()).await)
    }

    /// Takes what changed out of a feed, as many records as said at most: `GET /{feed}/changed`. It is
    /// sent once. What an answer that is lost held can be had with [`Self::drained`].
    pub async fn drain(&self, feed: Feed, most: u32) -> Result<ChangedPage, Error> {
        let call = self.feed_call(feed)?.with("limit", &most.to_string());
        self.once(&call, |reply| changed_page(feed, call_key(feed), &call, reply)).await
    }

    /// What was taken out of a feed in a stretch of time, by anybody on the key, and nothing else is taken:
    /// `GET /{feed}/changed` with `leaveunprocessed`. athenahealth forgets it after a while.
    pub async fn drained(
        &self,
        feed: Feed,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        offset: u64,
        most: u32,
    ) -> Result<ChangedPage, Error> {
        let (start, end) = eastern_window(from, to);
        let call = self
            .feed_call(feed)?
            .with_flag("leaveunprocessed", true)
            .with("showprocessedstartdatetime", &start)
            .with("showprocessedenddatetime", &end)
            .with("limit", &most.to_string())
            .with("offset", &offset.to_string());
        self.read(&call, |reply| changed_page(feed, call_key(feed), &call, reply)).await
    }

    fn feed_call(&self, feed: Feed) -> Result<Call, Error> {
        let call = self.call(feed.row().changed, &[feed.name(), "changed"])?;
        Ok(feed.row().flags.iter().fold(call, |call, flag| call.with_flag(flag, true)))
    }
}

fn call_key(feed: Feed) -> &'static str {
    feed.row().name
}

fn changed_page(feed: Feed, key: &'static str, call: &Call, reply: &Reply) -> Result<ChangedPage, Error> {
    let listing = wire::listing::<Value>(call.endpoint, key, &reply.body)?;
    let count = u32::try_from(listing.rows.len()).unwrap_or(u32::MAX);
    let rows = listing.rows.iter().map(|row| changed(feed, row)).collect();
    let (total, as_of, dated) = (listing.total, reply.as_of, reply.dated);
    Ok(ChangedPage { rows, count, total, as_of, dated })
}

fn taken<T>(passage: Passage<T>) -> Result<T, Error> {
    match passage {
        Passage::Through(value) => Ok(value),
        Passage::Before(error) | Passage::After(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::eastern_window;

    #[test]
    fn a_stretch_is_an_hour_longer_at_an_end_near_which_clocks_change() {
        for (from, to, start, end) in [
            ("2026-07-01T12:00:05Z", "2026-07-01T12:30:00Z", "07/01/2026 08:00:05", "07/01/2026 08:30:00"),
            // Autumn: 05:30Z and 06:30Z are both half past one.
            ("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "11/01/2026 00:30:00", "11/01/2026 02:30:00"),
            ("2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z", "11/01/2026 02:30:00", "11/01/2026 04:30:00"),
            // Spring: nothing is called half past two.
            ("2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z", "03/08/2026 00:30:00", "03/08/2026 04:30:00"),
            ("2026-03-08T12:30:00Z", "2026-03-08T13:30:00Z", "03/08/2026 08:30:00", "03/08/2026 09:30:00"),
        ] {
            let window = eastern_window(from.parse().expect("an instant"), to.parse().expect("an instant"));
            assert_eq!(window, (start.to_owned(), end.to_owned()), "{from} to {to}");
        }
    }
}
