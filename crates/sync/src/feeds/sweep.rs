//! Reading again what was drained lately, by anybody on the key.

use std::collections::BTreeSet;

use athena::Feed;
use chrono::{DateTime, TimeDelta, Utc};
use store::{FeedState, GapReason};

use super::apply::id;
use super::poll::{PAGES, Poll, SKEW, gap, lost};
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
        // A drain that is not known to have ended may have begun before that, where the server's time went back.
        let begun = [before.swept, before.watermark, before.intent];
        let last = begun.into_iter().flatten().min().unwrap_or(now);
        // Or later, by what it said then.
        let ended = before.intent.map_or(now, |begun| begun + OVERLAP);
        let mut window = (last - OVERLAP, now.max(last).max(ended));
        let (mut state, mut all, mut first, mut offset) = (before, Applied::default(), None, 0_u64);
        let (mut seen, mut pages) = (BTreeSet::new(), 0);
        loop {
            let Some(page) = self.source.drained(feed, window, offset, self.most).await? else {
                return Ok(None);
            };
            if first.is_none() && self.rules.server_time && page.dated && page.as_of > window.1 + SKEW {
                // It was not known before how late it is there: what was taken out since is asked for too.
                window.1 = page.as_of;
                first = Some(page.as_of);
                continue;
            }
            let at = *first.get_or_insert(page.as_of);
            pages += 1;
            let before = seen.len();
            seen.extend(page.rows.iter().map(|row| id(row).to_owned()));
            let is_new = seen.len() > before;
            let is_short = page.count < self.most;
            // Whoever heeds no offset gives the same page again: what lies behind it is not to be had.
            let is_stuck = self.rules.repeats && !is_short && (!is_new || pages == PAGES);
            let is_last = is_short || is_stuck;
            // What is given twice, or beyond what was asked for, must not have others left out.
            offset += u64::from(self.most);
            let lost = lost(&state, &page);
            let is_news = !lost.is_empty() && self.shelf.has_news(feed, lost).await?;
            let mut gaps = Vec::new();
            if is_news || is_stuck {
                gaps.push(gap(&state, GapReason::Unreadable, window.0.min(at), at));
            }
            if is_last && page.dated {
                if state.covers.is_some() {
                    gaps.extend(self.missed(&mut state, at));
                }
                // What was taken out after that was not asked for.
                let whole_to = at.min(window.1);
                state.swept = state.swept.max(Some(whole_to));
                // What had changed by when the feed was emptied was taken out by then, which is proven once all was read
                // again that was taken out until then: of what waited when that ended nothing is known. A time is a
                // whole second, and anything within it may be meant.
                let is_past = |emptied: &DateTime<Utc>| state.swept >= Some(*emptied + TimeDelta::seconds(1));
                state.proven = state.emptied.filter(is_past).or(state.proven);
                (state.polls, state.clean, state.intent) = (0, true, None);
            }
            let how = (Taken::Again, page.as_of, self.source.server_time());
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
