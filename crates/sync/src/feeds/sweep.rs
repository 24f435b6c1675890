//! Reading again what was drained lately, by anybody on the key.

use athena::Feed;
use chrono::TimeDelta;
use store::FeedState;

use super::poll::Poll;
use super::port::{Applied, Shelf, Source, Taken};
use crate::state::Trouble;

/// How far before the last time it begins: what was being taken out then may have been noted later.
const OVERLAP: TimeDelta = TimeDelta::seconds(300);

impl<S: Source, H: Shelf> Poll<'_, S, H> {
    /// Reads what was drained since it was last read again, page by page: nothing is taken out by that, and
    /// a stretch that is over stands still. `None` where the subscription is not in effect.
    pub(super) async fn sweep(
        &self,
        feed: Feed,
        before: FeedState,
    ) -> Result<Option<(FeedState, Applied)>, Trouble> {
        let now = if self.rules.server_time { self.source.server_time() } else { self.source.own_time() };
        let last = before.swept.min(before.watermark).unwrap_or(now);
        let window = (last - OVERLAP, now.max(last));
        let (mut state, mut all, mut first, mut offset) = (before, Applied::default(), None, 0_u64);
        loop {
            let Some(page) = self.source.drained(feed, window, offset, self.most).await? else {
                return Ok(None);
            };
            let at = *first.get_or_insert(page.as_of);
            let is_last = page.count < self.most;
            offset += u64::from(page.count);
            let mut gaps = self.unreadable(&state, &page);
            if is_last && page.dated {
                if state.covers.is_some() {
                    gaps.extend(self.missed(&mut state, at));
                }
                // What was taken out after that was not asked for.
                let whole_to = at.min(window.1);
                state.swept = state.swept.max(Some(whole_to));
                // What was left out of the feed by then was taken out before that.
                state.proven = state.emptied.min(state.swept);
                (state.polls, state.clean, state.intent) = (0, true, None);
            }
            let how = (Taken::Again, page.as_of);
            let applied = self.shelf.apply(page.rows, how, state.clone(), gaps).await?;
            state.again += applied.taken;
            all.taken += applied.taken;
            all.foreign.extend(applied.foreign);
            all.unread.extend(applied.unread);
            if is_last {
                return Ok(Some((state, all)));
            }
        }
    }
}
