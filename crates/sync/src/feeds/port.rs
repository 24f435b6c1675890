//! What the protocol works through: the feed at athenahealth, and the copy.

use athena::{Changed, ChangedPage, Feed, Subscription};
use chrono::{DateTime, Utc};
use model::DepartmentId;
use store::{FeedGap, FeedState};

use crate::state::Trouble;

/// A call that gave nothing.
#[derive(Clone, Debug)]
pub struct Missed {
    /// Why.
    pub why: Trouble,
    /// Whether it may have been carried out all the same.
    pub perhaps: bool,
}

/// The feeds of one key. `None` is what a key is told whose subscription is not in effect.
pub trait Source: Send + Sync {
    /// The server's time, as far as it is known.
    fn server_time(&self) -> DateTime<Utc>;

    /// This machine's time, which proves nothing.
    fn own_time(&self) -> DateTime<Utc>;

    /// The key's subscription, and when it was looked at.
    fn subscription(
        &self,
        feed: Feed,
    ) -> impl Future<Output = Result<(Subscription, DateTime<Utc>), Trouble>> + Send;

    /// Subscribes to all events in some departments. Gives when.
    fn subscribe(
        &self,
        feed: Feed,
        departments: Vec<DepartmentId>,
    ) -> impl Future<Output = Result<DateTime<Utc>, Trouble>> + Send;

    /// Takes records out of a feed: from its head, unless an offset is named.
    fn drain(
        &self,
        feed: Feed,
        offset: u64,
        most: u32,
    ) -> impl Future<Output = Result<Option<ChangedPage>, Missed>> + Send;

    /// What anybody on the key took out of a feed between two instants, from an offset on.
    fn drained(
        &self,
        feed: Feed,
        window: (DateTime<Utc>, DateTime<Utc>),
        offset: u64,
        most: u32,
    ) -> impl Future<Output = Result<Option<ChangedPage>, Trouble>> + Send;
}

/// How rows came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// They were taken out of the feed.
    Drained,
    /// They were taken out before, by anybody on the key.
    Again,
}

/// How rows came, as of when, and what the server's time is by now.
pub type Told = (Taken, DateTime<Utc>, DateTime<Utc>);

/// What rows came to in the copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Rows that changed the copy.
    pub taken: u64,
    /// Records that the copy did not know so and that were not drained here with this content.
    pub foreign: Vec<String>,
    /// Patients who are to be read, since only their number is known.
    pub unread: Vec<String>,
    /// Until when the server's time has to come before what it says again is newer than what is held, which was
    /// read before that time went back.
    pub ahead: Option<DateTime<Utc>>,
}

/// The copy, as far as the protocol needs it.
pub trait Shelf: Send + Sync {
    /// How far a feed is.
    fn feed(&self, feed: Feed) -> impl Future<Output = Result<Option<FeedState>, Trouble>> + Send;

    /// Keeps how far a feed is, in a transaction of its own.
    fn keep(
        &self,
        state: FeedState,
        gap: Option<FeedGap>,
    ) -> impl Future<Output = Result<(), Trouble>> + Send;

    /// Puts rows, as they were at an instant, how far the feed is then, gaps, and who is to be read since only
    /// their number is known, in one transaction. A row that is not newer than what is held changes nothing; where
    /// that is since the server's time went back, that is a gap.
    fn apply(
        &self,
        rows: Vec<Changed>,
        how: Told,
        state: FeedState,
        gaps: Vec<FeedGap>,
    ) -> impl Future<Output = Result<Applied, Trouble>> + Send;

    /// Whether some of these rows were not drained or read again with this content.
    fn has_news(&self, feed: Feed, rows: Vec<Changed>) -> impl Future<Output = Result<bool, Trouble>> + Send;

    /// Whether there is room for what a drain brings.
    fn has_room(&self) -> impl Future<Output = Result<bool, Trouble>> + Send;
}
