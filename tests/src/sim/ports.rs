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
use super::held;
use super::way::Way;

/// The feeds, as one desktop reaches them.
pub(super) struct SimSource {
    pub inner: ClientSource,
    pub way: Arc<Way>,
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
        self.way.offset.store(offset, Ordering::SeqCst);
        let page = self.inner.drain(feed, offset, most).await;
        self.way.offset.store(0, Ordering::SeqCst);
        page
    }

    async fn drained(
        &self,
        feed: Feed,
        window: (DateTime<Utc>, DateTime<Utc>),
        offset: u64,
        most: u32,
    ) -> Result<Option<ChangedPage>, Trouble> {
        self.inner.drained(feed, window, offset, most).await
    }
}

/// A batch that was to be put: how many rows were drained by then, and what the rows say.
pub(super) type Batch = (u64, Vec<(Thing, String)>);

/// A copy whose disk may be full.
pub(super) struct SimShelf {
    pub inner: CacheShelf,
    pub full: Arc<AtomicBool>,
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
        self.refuse()?;
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
        let is_proven = state.watermark == Some(how.1);
        let said = rows.iter().filter(|_| is_proven).filter_map(held::said).collect();
        if how.0 == Taken::Drained {
            self.batches.lock().unwrap_or_else(PoisonError::into_inner).push((state.drained, said));
        }
        self.inner.apply(rows, how, state, gaps).await
    }

    async fn has_news(&self, feed: Feed, rows: Vec<Changed>) -> Result<bool, Trouble> {
        self.inner.has_news(feed, rows).await
    }

    async fn has_room(&self) -> Result<bool, Trouble> {
        Ok(!self.is_full() && self.inner.has_room().await?)
    }
}
