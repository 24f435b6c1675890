//! The copy as the protocol sees it.

use athena::{Changed, Feed};
use store::{Cache, FeedGap, FeedState, GapReason, Part};

use super::apply;
use super::merges::Ledger;
use super::poll::{MEMORY, SKEW, gap};
use super::port::{Applied, Shelf, Told};
use crate::state::Trouble;

/// What a full page takes on the disk, with room to spare for what SQLite writes beside it.
const ROOM: u64 = 24 * 1_024 * 1_024;

/// A practice's copy, and what only this profile has of its patients.
#[derive(Clone)]
pub struct CacheShelf {
    /// The copy.
    pub cache: Cache,
    /// What only this profile has; `None` where it has nothing.
    pub ledger: Option<Ledger>,
}

impl Shelf for CacheShelf {
    async fn feed(&self, feed: Feed) -> Result<Option<FeedState>, Trouble> {
        Ok(self.cache.read(move |reader| reader.feed(feed.name())).await?)
    }

    async fn keep(&self, state: FeedState, gap: Option<FeedGap>) -> Result<(), Trouble> {
        let kept = self.cache.write("feed state", move |writer| {
            writer.put_feed(&state)?;
            gap.iter().try_for_each(|gap| writer.name_gap(gap))
        });
        Ok(kept.await?)
    }

    async fn apply(
        &self,
        rows: Vec<Changed>,
        told: Told,
        state: FeedState,
        gaps: Vec<FeedGap>,
    ) -> Result<Applied, Trouble> {
        let ((rows, doubtful), at) = (apply::latest(rows), told.1);
        let merges = match &self.ledger {
            Some(ledger) => ledger.foretell(&self.cache, apply::merged(&rows), at).await?,
            None => Vec::new(),
        };
        let put = self.cache.write("feed rows", move |writer| {
            let mut state = state;
            let applied = apply::put(writer, &state.name, (&rows, doubtful), told)?;
            if applied.taken > 0 && rows.iter().any(|row| matches!(row, Changed::Provider(_))) {
                // A list that was read before may say that it is newer: by that much, or since the server's clock went
                // back.
                let read = writer.as_of(&Part::Providers)?;
                state.list_due = state.list_due.max(Some(at + SKEW)).max(read);
            }
            writer.forget_drained(&state.name, at - MEMORY - chrono::TimeDelta::hours(1))?;
            writer.put_feed(&state)?;
            let ahead = applied.ahead.map(|until| gap(&state, GapReason::Clock, at, until));
            gaps.iter().chain(&ahead).try_for_each(|gap| writer.name_gap(gap))?;
            writer.stretch_gaps(at)?;
            Ok(applied)
        });
        let applied = put.await?;
        if let Some(ledger) = &self.ledger {
            ledger.followed(merges, at).await?;
        }
        Ok(applied)
    }

    async fn has_news(&self, feed: Feed, rows: Vec<Changed>) -> Result<bool, Trouble> {
        let read = self.cache.read(move |reader| {
            for row in &rows {
                if apply::is_news(reader, feed.name(), row)? {
                    return Ok(true);
                }
            }
            Ok(false)
        });
        Ok(read.await?)
    }

    async fn has_room(&self) -> Result<bool, Trouble> {
        let room = self.cache.read(|reader| Ok(reader.room())).await?;
        Ok(room.is_none_or(|room| room >= ROOM))
    }
}
