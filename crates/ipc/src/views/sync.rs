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

/// Has all that is kept fresh read now.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncAgain {}

/// Has everything read anew that the copy holds.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncAnew {}

/// For how long reading is to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PauseFor {
    /// For an hour.
    Hour,
    /// Until somebody says otherwise.
    UntilResumed,
}

/// Has nothing read but what somebody asks for.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncPause {
    /// For how long.
    pub lasts: PauseFor,
}

/// Ends a pause.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncUnpause {}

/// Asks what happened to reading, the latest first.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncLogRead {
    /// Where the page before ended.
    #[ts(optional)]
    pub cursor: Option<String>,
}

/// A time as the practice's clock shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PracticeTime {
    /// An RFC 3339 instant.
    pub at: String,
    /// The day there.
    pub date: String,
    /// Minutes since midnight there.
    pub minute: i32,
    /// The zone in the practice's words.
    pub zone: String,
}

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
    /// What the next hour takes if all stays as it is; none while the copy is filled.
    pub next_hour: Option<u64>,
}

/// Calls within an hour of athenahealth's day, by what they were for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallHour {
    /// When it begins.
    pub from: PracticeTime,
    /// Whether the practice's clock shows this hour for the second time in the day, because it was put back.
    pub again: bool,
    /// What people asked for.
    pub people: u64,
    /// Bookings, eligibility and what is written.
    pub bookings: u64,
    /// What changed.
    pub feeds: u64,
    /// Filling the copy.
    pub fill: u64,
}

/// athenahealth's day, in which calls are counted.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallDay {
    /// When it ends and calls are counted anew.
    pub ends: PracticeTime,
    /// Its 24 hours.
    pub hours: Vec<CallHour>,
}

/// What it takes to read everything anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WholeCost {
    pub calls: u64,
    /// At the rate that is allowed, if nobody else calls.
    pub seconds: u32,
}

/// That reading rests because a person said so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Paused {
    /// Until when; none where until somebody says otherwise.
    pub until: Option<PracticeTime>,
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
    /// Nothing is known to be missed: somebody asked for everything to be read anew.
    Asked,
}

/// A time in which something may have changed that was not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeedGap {
    pub why: GapWhy,
    pub since: PracticeTime,
    pub until: PracticeTime,
    /// As an RFC 3339 instant, when all that it may be about was read anew; none while that is not done.
    pub closed: Option<String>,
    /// When that is read anew; none where it is under way or about to be.
    pub anew: Option<PracticeTime>,
    /// Whether athenahealth does not let the key read it.
    pub withheld: bool,
}

/// What a feed told of, or may have missed, that is not in the copy yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeedBacklog {
    /// Whether athenahealth has more to tell than was taken out.
    pub more: bool,
    /// What is to be read anew: spans of the schedule, patients, or lists.
    pub left: u32,
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
    /// Until when the feed is relied on no more; none where it is.
    pub doubted: Option<PracticeTime>,
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
    pub backlog: FeedBacklog,
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
    pub day: CallDay,
    pub whole: WholeCost,
    /// None while it is read.
    pub paused: Option<Paused>,
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

/// Why nothing was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HaltWhy {
    Offline,
    Outage,
    TooFast,
    DayUsedUp,
    SignedOut,
    KeyRefused,
    DiskFull,
    Unreadable,
    Other,
}

/// Changes of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeedCount {
    pub feed: FeedName,
    pub count: u64,
}

/// Something that happened to reading. Nothing of a patient is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SyncHappened {
    Changes { counts: Vec<FeedCount> },
    Merged { count: u64 },
    Another { feed: FeedName },
    Gap { feed: FeedName, why: GapWhy, since: PracticeTime, until: PracticeTime },
    GapClosed { feed: FeedName, why: GapWhy },
    Halted { why: HaltWhy, until: Option<PracticeTime> },
    GoesOn {},
    Paused { until: Option<PracticeTime> },
    Resumed {},
    Again {},
}

/// A line of what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncLogRow {
    pub id: String,
    pub at: PracticeTime,
    pub what: SyncHappened,
}

/// What happened to reading, the latest first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncLogPage {
    pub rows: Vec<SyncLogRow>,
    /// Where the next page begins; none where this is the last.
    pub cursor: Option<String>,
}

about_nobody!(SyncAgain, SyncAnew, SyncLogRead, SyncPause, SyncRead, SyncResume, SyncUnpause);
