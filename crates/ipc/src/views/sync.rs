//! How fresh the copy is.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::Failure;

/// Asks how fresh the copy is.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncRead {}

/// Has the fill go on until the practice's next working day begins, whatever was chosen.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncResume {}

/// A part of the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PartName {
    Practice,
    Schedule,
    Patients,
    Coverages,
    CustomFields,
}

/// A part of the copy with its age.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PartAge {
    pub part: PartName,
    /// An RFC 3339 instant; none where it has not been read.
    pub as_of: Option<String>,
}

/// What is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// The practice, its departments and providers.
    Reference,
    /// Today and the next two weeks.
    NearSchedule,
    /// A year ahead and two years back.
    FarSchedule,
    /// Policies and custom fields, by next visit.
    Details,
    /// Everything planned is read; what is on screen is kept fresh.
    Fresh,
}

/// When the fill goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FillRest {
    /// An RFC 3339 instant.
    pub until: String,
    /// Minutes since midnight then, in the practice's zone.
    pub minute: i32,
    /// That zone in the practice's words.
    pub zone: String,
}

/// How far the filling of a new copy has come.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fill {
    pub phase: Phase,
    pub done: u32,
    pub left: u32,
    /// Steps a minute, measured; none before enough were done.
    pub per_minute: Option<f64>,
    /// Seconds left at that rate.
    pub seconds_left: Option<u32>,
    /// That what is left waits until nobody works at the practice; none while anything of it is read.
    pub rest: Option<FillRest>,
}

/// The day's calls.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Calls {
    pub limit: Option<u64>,
    pub left: Option<u64>,
    pub sent_today: u64,
}

/// A feed in which athenahealth tells what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FeedName {
    Appointments,
    Patients,
    Providers,
}

/// Why a feed may have missed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GapWhy {
    /// The subscription was not in effect yet.
    Beginning,
    /// Nothing was read for longer than athenahealth remembers.
    Outage,
    /// Somebody changed the subscription.
    Edited,
    /// Something came that cannot be read.
    Unreadable,
    /// athenahealth's clock went back.
    Clock,
}

/// A time in which something may have changed that was not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeedGap {
    pub why: GapWhy,
    /// RFC 3339 instants.
    pub since: String,
    pub until: String,
    /// When all that it may be about was read anew; none while that is not done.
    pub closed: Option<String>,
}

/// How many records that were read again differed from the copy although their feed said nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Divergence {
    /// Records that were read again.
    pub read: u32,
    /// Of them, those that differed.
    pub differed: u32,
    /// Since when they are counted, as an RFC 3339 instant.
    pub since: String,
}

/// A feed, and how far it is.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeedView {
    pub feed: FeedName,
    /// Whether the subscription is in effect: before that, silence is no sign that nothing changed.
    pub in_effect: bool,
    /// When it was last read to its end, as an RFC 3339 instant.
    pub read: Option<String>,
    /// Up to when nothing is missed though other desktops read the same feed, as an RFC 3339 instant.
    pub proven: Option<String>,
    /// When it is read next, as an RFC 3339 instant.
    pub next: Option<String>,
    /// Whether another desktop on the same key has shown itself lately.
    pub shared: bool,
    /// Why it could not be read; none where it could.
    pub problem: Option<Failure>,
    /// The latest gaps, those that are open first.
    pub gaps: Vec<FeedGap>,
    /// None before any was measured.
    pub divergence: Option<Divergence>,
}

/// How fresh the copy is and what is being read.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    pub fill: Fill,
    pub parts: Vec<PartAge>,
    /// What athenahealth tells as it changes.
    pub feeds: Vec<FeedView>,
    pub calls: Calls,
    /// What keeps athenahealth from being read; none while it is.
    pub problem: Option<Failure>,
    /// Since when, as an RFC 3339 instant.
    pub problem_since: Option<String>,
    /// Patients in the copy.
    pub held: u32,
    /// Of them, those whose policies and custom fields are still to be read. Whom athenahealth keeps
    /// hidden is in no count.
    pub without_details: u32,
    /// Whether the copy was damaged and is being read anew.
    pub rebuilt: bool,
}

about_nobody!(SyncRead, SyncResume);
