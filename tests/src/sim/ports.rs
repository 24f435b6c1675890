//! The ports of the protocol over the real client and the real copy, with a disk that may be full, and
//! notes of what passed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use athena::{Changed, ChangedPage, Feed, Subscription};
use chrono::{DateTime, Utc};
use model::DepartmentId;
use store::{FeedGap, FeedState};
use sync::{Applied, CacheShelf, ClientSource, Missed, Shelf, Source, Taken, Told, Trouble};

use super::hall::Thing;
use super::heard::{Ears, Heeded};
use super::held;
use super::way::Way;
use crate::RunningClock;

/// The feeds, as one desktop reaches them.
pub(super) struct SimSource {
    pub inner: ClientSource,
    pub way: Arc<Way>,
    pub ears: Arc<Ears>,
    /// The practice's clock.
    pub truth: RunningClock,
    pub most: u32,
}

impl SimSource {
    /// Notes a page that came, and when it was asked for: nothing changes while it is on its way.
    fn came(&self, asked: DateTime<Utc>, page: Option<&ChangedPage>) {
        if let Some(page) = page {
            self.ears.page(Heeded { asked, is_last: page.count < self.most, dated: page.dated });
        }
    }
}

impl Source for SimSource {
    fn server_time(&self) -> DateTime<Utc> {
        self.inner.server_time()
    }

    fn own_time(&self) -> DateTime<Utc> {
        self.inner.own_time()
    }

    async fn subscription(&self, feed: Feed) -> Result<(Subscription, DateTime<Utc>), Trouble> {
        self.inner.subscription(feed).await
    }

    async fn subscribe(&self, feed: Feed, departments: Vec<DepartmentId>) -> Result<DateTime<Utc>, Trouble> {
        self.inner.subscribe(feed, departments).await
    }

    async fn drain(&self, feed: Feed, offset: u64, most: u32) -> Result<Option<ChangedPage>, Missed> {
        let asked = sandbox::Clock::now(&self.truth);
        self.way.offset.store(offset, Ordering::SeqCst);
        let page = self.inner.drain(feed, offset, most).await;
        self.way.offset.store(0, Ordering::SeqCst);
        self.way.goes_back_no_more();
        self.came(asked, page.as_ref().ok().and_then(Option::as_ref));
        page
    }

    async fn drained(
        &self,
        feed: Feed,
        window: (DateTime<Utc>, DateTime<Utc>),
        offset: u64,
        most: u32,
    ) -> Result<Option<ChangedPage>, Trouble> {
        let asked = sandbox::Clock::now(&self.truth);
        let page = self.inner.drained(feed, window, offset, most).await;
        self.came(asked, page.as_ref().ok().and_then(Option::as_ref));
        page
    }
}

/// A batch that was to be put: how many rows were drained by then, and what the rows say.
pub(super) type Batch = (u64, Vec<(Thing, String)>);

/// A row that no longer says how old it is: it is taken for what came last.
fn unstamped(mut row: Changed) -> Changed {
    if let Changed::Appointment(row) = &mut row {
        row.appointment.modified = None;
    }
    row
}

/// A copy whose disk may be full.
pub(super) struct SimShelf {
    pub inner: CacheShelf,
    pub full: Arc<AtomicBool>,
    pub ears: Arc<Ears>,
    pub idempotent: bool,
    pub batches: Mutex<Vec<Batch>>,
}

impl SimShelf {
    fn is_full(&self) -> bool {
        self.full.load(Ordering::SeqCst)
    }

    fn refuse(&self) -> Result<(), Trouble> {
        if self.is_full() { Err(Trouble::Store(store::Error::DiskFull)) } else { Ok(()) }
    }
}

impl Shelf for SimShelf {
    async fn feed(&self, feed: Feed) -> Result<Option<FeedState>, Trouble> {
        self.inner.feed(feed).await
    }

    async fn keep(&self, state: FeedState, gap: Option<FeedGap>) -> Result<(), Trouble> {
        // There is room for a line, and none for what a drain brings.
        self.inner.keep(state, gap).await
    }

    async fn apply(
        &self,
        rows: Vec<Changed>,
        how: Told,
        state: FeedState,
        gaps: Vec<FeedGap>,
    ) -> Result<Applied, Trouble> {
        self.refuse()?;
        // What comes with a time that proves nothing may be taken for older, and is read again.
        let is_proven = self.ears.puts(how.0, &state);
        let said = rows.iter().filter(|_| is_proven).filter_map(held::said).collect();
        if how.0 == Taken::Drained {
            self.batches.lock().unwrap_or_else(PoisonError::into_inner).push((state.drained, said));
        }
        let rows = if self.idempotent { rows } else { rows.into_iter().map(unstamped).collect() };
        self.inner.apply(rows, how, state, gaps).await
    }

    async fn has_news(&self, feed: Feed, rows: Vec<Changed>) -> Result<bool, Trouble> {
        self.inner.has_news(feed, rows).await
    }

    async fn has_room(&self) -> Result<bool, Trouble> {
        Ok(!self.is_full() && self.inner.has_room().await?)
    }
}
