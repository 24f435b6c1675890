//! Subscriptions. athenahealth keeps one for each key and feed, and takes a quarter of an hour to act on it.
//!
//! What a subscription lacked that somebody changed or ended may have been missed until it acts again. That is
//! named before it is asked for again: whoever looks later finds it whole.

use athena::{Feed, Standing, Subscription};
use chrono::{DateTime, TimeDelta, Utc};
use model::DepartmentId;
use store::{FeedGap, FeedState, GapReason};

use super::poll::{Poll, gap};
use super::port::{Shelf, Source};
use crate::state::Trouble;

/// How often it is looked whether the subscription still is what was asked for.
pub(crate) const LOOK: TimeDelta = TimeDelta::hours(1);
/// How long athenahealth takes, at most, to act on a subscription.
pub(super) const ACTS: TimeDelta = TimeDelta::minutes(15);
/// After how long a subscription that is not in effect is asked for again.
const OVERDUE: TimeDelta = TimeDelta::minutes(20);

impl<S: Source, H: Shelf> Poll<'_, S, H> {
    /// Sees that the key is subscribed to all events in all departments.
    pub(super) async fn set_up(
        &self,
        feed: Feed,
        state: FeedState,
        departments: &[DepartmentId],
    ) -> Result<FeedState, Trouble> {
        let wanted = departments.iter().map(DepartmentId::as_str).collect::<Vec<_>>().join(",");
        let now = self.source.server_time();
        let looked = state.checked.is_some_and(|at| (now - at).abs() < LOOK);
        if looked && state.departments == wanted {
            return Ok(state);
        }
        let (found, at) = self.source.subscription(feed).await?;
        let whole = is_whole(feed, &found, departments, &state.departments);
        // It was asked for, and nobody knows when.
        let cut_off = state.checked.is_none() && state.covers.is_some();
        let (mut state, mut missed) = match found.standing {
            _ if whole && !cut_off => (state, None),
            Standing::Inactive => ended(state, at),
            _ => lacking(state, at),
        };
        if !whole || self.is_overdue(&state) {
            if self.rules.lapses {
                self.shelf.keep(FeedState { checked: None, ..state.clone() }, missed.clone()).await?;
            }
            let asked = self.source.subscribe(feed, departments.to_vec()).await?;
            if let Some(gap) = &mut missed {
                gap.until = gap.until.max(asked + ACTS);
                state.covers = state.covers.map(|_| gap.until);
            }
            state.subscribed = Some(asked);
        }
        (state.departments, state.checked) = (wanted, Some(at));
        state.subscribed = state.subscribed.or(Some(at));
        // From the first look on, nothing that is drained is without a place to read again from.
        state.watermark = state.watermark.or(state.subscribed);
        state.swept = state.swept.or(state.subscribed);
        self.shelf.keep(state.clone(), missed).await?;
        Ok(state)
    }

    /// Takes in that nothing was told since there is no subscription. Where it was in effect before, somebody
    /// ended it.
    pub(super) async fn lapsed(
        &self,
        feed: Feed,
        state: FeedState,
        departments: &[DepartmentId],
    ) -> Result<(), Trouble> {
        if state.covers.is_none() || !self.rules.lapses {
            let checked = state.checked.filter(|_| !self.is_overdue(&state));
            return self.shelf.keep(FeedState { checked, ..state }, None).await;
        }
        let (state, missed) = ended(state, self.source.server_time());
        let state = FeedState { checked: None, ..state };
        self.shelf.keep(state.clone(), missed).await?;
        self.set_up(feed, state, departments).await?;
        Ok(())
    }

    /// Whether a subscription should have come into effect by now.
    pub(super) fn is_overdue(&self, state: &FeedState) -> bool {
        let now = self.source.server_time();
        state.covers.is_none() && state.subscribed.is_some_and(|asked| now - asked > OVERDUE)
    }
}

/// What a subscription that tells nothing any more may have missed since all was read that it told. One that
/// never told anything begins.
fn ended(state: FeedState, at: DateTime<Utc>) -> (FeedState, Option<FeedGap>) {
    let told = state.covers.filter(|_| state.emptied.is_some());
    let missed = told.map(|_| {
        let since = state.last_read().unwrap_or(at).min(at);
        gap(&state, GapReason::Edited, since, at + ACTS)
    });
    (FeedState { covers: None, ..state }, missed)
}

/// What a subscription that tells some of what is wanted may have missed since it was last looked at.
fn lacking(state: FeedState, at: DateTime<Utc>) -> (FeedState, Option<FeedGap>) {
    let until = at + ACTS;
    let since = state.checked.or(state.covers).unwrap_or(at).min(at);
    let missed = gap(&state, lacked(&state), since, until);
    (FeedState { covers: Some(until), ..state }, Some(missed))
}

/// Why a feed missed what its subscription lacked.
pub(super) fn lacked(state: &FeedState) -> GapReason {
    if state.emptied.is_some() { GapReason::Edited } else { GapReason::Beginning }
}

/// Whether a subscription reaches all events and departments that are needed. Where it does not say which
/// departments, they are those that were asked for here.
fn is_whole(feed: Feed, found: &Subscription, departments: &[DepartmentId], asked: &str) -> bool {
    let has = |event: &&str| found.events.iter().any(|known| known == event);
    let events = feed.events().iter().all(has);
    let is_asked = |wanted: &DepartmentId| asked.split(',').any(|known| known == wanted.as_str());
    let is_told = |wanted: &DepartmentId| match &found.departments {
        Some(known) => known.contains(wanted),
        None => is_asked(wanted),
    };
    found.standing != Standing::Inactive && events && departments.iter().all(is_told)
}
