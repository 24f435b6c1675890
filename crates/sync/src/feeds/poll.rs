//! One poll of one feed.
//!
//! A drain takes out what it gives. So it is said to be under way before it begins; its rows, how far the
//! feed is and that the drain is over are one transaction; and whenever the last end was not clean, every
//! few polls, and at every poll once another desktop on the key has shown itself, what was drained lately
//! is read again.

use std::collections::BTreeSet;
use std::time::Duration;

use athena::{Changed, ChangedPage, Feed};
use chrono::{DateTime, TimeDelta, Utc};
use model::DepartmentId;
use store::{FeedGap, FeedState, GapReason};

use super::port::{Applied, Missed, Shelf, Source, Taken};
use super::rules::Rules;
use super::setup::{ACTS, lacked};
use crate::state::Trouble;

/// Rows asked for at once: what athenahealth gives in a page when it is not asked.
pub(crate) const MOST: u32 = 1_500;
/// Pages taken out in one poll: a feed that never ends keeps no other from being read.
pub(super) const PAGES: u32 = 64;
/// How long athenahealth is taken to remember what was drained. It does not say.
pub(super) const MEMORY: TimeDelta = TimeDelta::hours(12);
/// After how many polls what was drained is read again, though all is clean.
const SWEEP_POLLS: u32 = 5;
/// After how long it is, however few polls there were.
const SWEEP_AGE: TimeDelta = TimeDelta::minutes(10);
/// How far apart the clocks of athenahealth's servers may be.
pub(super) const SKEW: TimeDelta = TimeDelta::seconds(5);
/// From what age on what was read again counts as that old: a date is a whole second, and which of two polls is the
/// one after ten minutes must not hang on the rest.
const SWEPT: TimeDelta = TimeDelta::seconds(SWEEP_AGE.num_seconds() - SKEW.num_seconds());
/// How long another desktop that showed itself is reckoned with.
const RIVAL: TimeDelta = TimeDelta::hours(24);

/// In how many polls what was drained is read again once, where all is clean and they are so far apart.
pub(crate) fn polls_to_reread(every: Duration) -> u64 {
    let long = SWEPT.num_seconds().unsigned_abs().div_ceil(every.as_secs().max(1));
    long.clamp(1, u64::from(SWEEP_POLLS))
}

/// One poll of a feed, over its ports.
pub struct Poll<'p, S, H> {
    /// The feed at athenahealth.
    pub source: &'p S,
    /// The copy.
    pub shelf: &'p H,
    /// What is kept to.
    pub rules: Rules,
    /// Rows asked for at once.
    pub most: u32,
}

/// What a poll came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Whether the subscription is in effect. What is not is no sign that nothing changed.
    pub in_effect: bool,
    /// Rows that changed the copy.
    pub taken: u64,
    /// Patients who are to be read, since only their number is known.
    pub unread: Vec<String>,
}

impl Polled {
    fn with(mut self, applied: Applied) -> Self {
        self.taken += applied.taken;
        self.unread.extend(applied.unread);
        self
    }
}

impl<S: Source, H: Shelf> Poll<'_, S, H> {
    /// Reads a feed until nothing is left in it.
    pub async fn run(&self, feed: Feed, departments: &[DepartmentId]) -> Result<Polled, Trouble> {
        if self.rules.free_disk && !self.shelf.has_room().await? {
            return Err(Trouble::Store(store::Error::DiskFull));
        }
        let known = self.shelf.feed(feed).await?.unwrap_or_else(|| FeedState::new(feed.name()));
        let mut state = self.set_up(feed, known, departments).await?;
        let was_clean = state.clean && state.intent.is_none();
        let mut polled = Polled::default();
        let mut foreign = BTreeSet::new();
        if self.rules.reread && self.is_sweep_due(&state) {
            match self.sweep(feed, state.clone()).await? {
                None => {
                    self.lapsed(feed, state, departments).await?;
                    return Ok(polled);
                }
                Some((swept, applied)) => {
                    foreign.extend(applied.foreign.iter().cloned());
                    polled = polled.with(applied);
                    state = swept;
                }
            }
        }
        let mut offset = 0;
        for page in 1..=PAGES {
            let Some((next, applied, came)) = self.drain(feed, state.clone(), offset, page == PAGES).await?
            else {
                self.lapsed(feed, state, departments).await?;
                return Ok(polled);
            };
            polled.in_effect = true;
            foreign.retain(|id| !came.ids.contains(id));
            polled = polled.with(applied);
            state = next;
            if came.is_last {
                break;
            }
            if !self.rules.offset_zero {
                offset += u64::from(self.most);
            }
        }
        if was_clean && !foreign.is_empty() {
            state.rival = state.watermark;
            self.shelf.keep(state, None).await?;
        }
        Ok(polled)
    }

    fn is_sweep_due(&self, state: &FeedState) -> bool {
        let rival = state.rival.is_some_and(|seen| state.watermark.is_none_or(|mark| mark - seen < RIVAL));
        let unclean = !state.clean || state.intent.is_some();
        let long = state.swept.is_some_and(|swept| self.source.server_time() - swept >= SWEPT);
        state.swept.is_some() && (unclean || state.polls >= SWEEP_POLLS || rival || long)
    }

    /// Takes one page out of a feed. `None` where the subscription is not in effect.
    async fn drain(
        &self,
        feed: Feed,
        before: FeedState,
        offset: u64,
        is_last_allowed: bool,
    ) -> Result<Option<(FeedState, Applied, Came)>, Trouble> {
        let begun = self.source.server_time();
        if self.rules.intent && before.intent.is_none() {
            self.shelf.keep(FeedState { intent: Some(begun), clean: false, ..before.clone() }, None).await?;
        }
        let page = match self.source.drain(feed, offset, self.most).await {
            Ok(Some(page)) => page,
            Ok(None) => return Ok(None),
            Err(Missed { why, perhaps }) => {
                if !perhaps {
                    self.shelf.keep(before, None).await?;
                }
                return Err(why);
            }
        };
        let came = Came::of(&page, self.most, is_last_allowed);
        let (state, gaps) = self.after(before, &page, begun, &came);
        let how = (Taken::Drained, page.as_of, self.source.server_time());
        if !self.rules.one_transaction {
            self.shelf.keep(state.clone(), None).await?;
        }
        let applied = self.shelf.apply(page.rows, how, state.clone(), gaps).await?;
        Ok(Some((state, applied, came)))
    }

    /// How far a feed is once a page's rows are in the copy, and what it may have missed.
    fn after(
        &self,
        before: FeedState,
        page: &ChangedPage,
        begun: DateTime<Utc>,
        came: &Came,
    ) -> (FeedState, Vec<FeedGap>) {
        let mut state = before;
        let at = if self.rules.server_time { page.as_of } else { self.source.own_time() };
        let since = state.watermark.map_or(page.as_of, |mark| mark.min(page.as_of));
        let mut gaps = Vec::new();
        if !lost(&state, page).is_empty() {
            gaps.push(gap(&state, GapReason::Unreadable, since, page.as_of));
        }
        gaps.extend(self.missed(&mut state, at));
        if state.watermark.is_some_and(|mark| at <= mark - SKEW) {
            // What was read before says that it is newer than what comes now.
            let until = state.watermark.max(Some(begun)).unwrap_or(at);
            gaps.push(gap(&state, GapReason::Clock, at, until));
        }
        // A time that is not the server's own proves nothing: the drain stays unclean, and is read again.
        if page.dated || !self.rules.server_time {
            state.watermark = state.watermark.max(Some(at));
            state.swept = state.swept.or(Some(at));
            if came.is_short {
                state.emptied = state.emptied.max(Some(at));
            }
            if came.is_last {
                (state.intent, state.clean) = (None, true);
                state.polls = state.polls.saturating_add(1);
            } else if self.rules.intent {
                (state.intent, state.clean) = (Some(at), false);
            }
        } else {
            (state.intent, state.clean) = (Some(at), false);
        }
        state.drained += u64::from(page.count);
        (state, gaps)
    }

    /// Notes from when on nothing is missed, and names what may have been before.
    pub(super) fn missed(&self, state: &mut FeedState, at: DateTime<Utc>) -> Vec<FeedGap> {
        let mut gaps = Vec::new();
        let last = state.watermark.min(state.swept);
        match (state.covers, last) {
            (None, _) => {
                let since = [state.subscribed, state.last_read()].into_iter().flatten().min().unwrap_or(at);
                // Part of what was asked for may act before the rest.
                let until = state.subscribed.map_or(at, |asked| at.max(asked + ACTS));
                gaps.push(gap(state, lacked(state), since.min(at), until));
                state.covers = Some(until);
            }
            (Some(_), Some(last)) if at - last > MEMORY => {
                gaps.push(gap(state, GapReason::Outage, last, at));
                // What is older is forgotten there.
                (state.covers, state.swept) = (Some(at), Some(at - MEMORY));
            }
            _ => {}
        }
        gaps
    }
}

/// What came in a page.
struct Came {
    ids: BTreeSet<String>,
    is_short: bool,
    is_last: bool,
}

impl Came {
    /// A page that is not full is the last. One beyond the limit is taken as full: what it leaves nobody knows.
    fn of(page: &ChangedPage, most: u32, is_last_allowed: bool) -> Self {
        Self {
            ids: page.rows.iter().map(|row| super::apply::id(row).to_owned()).collect(),
            is_short: page.count < most,
            is_last: page.count < most || is_last_allowed,
        }
    }
}

/// The rows of a page that say nothing that can be read. Patients are read by their number.
pub(super) fn lost(state: &FeedState, page: &ChangedPage) -> Vec<Changed> {
    let by_number = super::apply::is_people(&state.name);
    let is_lost = |row: &&Changed| match row {
        Changed::Unreadable(row) => !by_number || row.id.is_none(),
        _ => false,
    };
    page.rows.iter().filter(is_lost).cloned().collect()
}

/// A gap of a feed.
pub(super) fn gap(state: &FeedState, why: GapReason, since: DateTime<Utc>, until: DateTime<Utc>) -> FeedGap {
    FeedGap { feed: state.name.clone(), why, since, until, reading: None, closed: None }
}
