//! Subscriptions. athenahealth keeps one for each key and feed, and takes a quarter of an hour to act on it.

use athena::{Feed, Standing, Subscription};
use chrono::TimeDelta;
use model::DepartmentId;
use store::{FeedState, GapReason};

use super::poll::{Poll, gap};
use super::port::{Shelf, Source};
use crate::state::Trouble;

/// How often it is looked whether the subscription still is what was asked for.
const LOOK: TimeDelta = TimeDelta::hours(1);
/// How long athenahealth takes, at most, to act on a subscription.
const ACTS: TimeDelta = TimeDelta::minutes(15);
/// After how long a subscription that is not in effect is asked for again.
const OVERDUE: TimeDelta = TimeDelta::minutes(20);

impl<S: Source, H: Shelf> Poll<'_, S, H> {
    /// Sees that the key is subscribed to all events in all departments. What a subscription lacked that
    /// somebody changed may have been missed until it acts again.
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
        let last_look = state.checked;
        let mut state = FeedState { departments: wanted, checked: Some(at), ..state };
        let mut missed = None;
        let whole = is_whole(feed, &found, departments);
        if !whole || self.is_overdue(&state) {
            let asked = self.source.subscribe(feed, departments.to_vec()).await?;
            if found.standing != Standing::Inactive && !whole {
                let why = if state.covers.is_some() { GapReason::Edited } else { GapReason::Beginning };
                let until = asked + ACTS;
                missed = Some(gap(&state, why, last_look.unwrap_or(asked).min(until), until));
                state.covers = Some(until);
            }
            state.subscribed = Some(asked);
        }
        state.subscribed = state.subscribed.or(Some(at));
        // From the first look on, nothing that is drained is without a place to read again from.
        state.watermark = state.watermark.or(state.subscribed);
        state.swept = state.swept.or(state.subscribed);
        self.shelf.keep(state.clone(), missed).await?;
        Ok(state)
    }

    /// Whether a subscription should have come into effect by now.
    pub(super) fn is_overdue(&self, state: &FeedState) -> bool {
        let now = self.source.server_time();
        state.covers.is_none() && state.subscribed.is_some_and(|asked| now - asked > OVERDUE)
    }
}

/// Whether a subscription reaches all events and departments that are needed.
fn is_whole(feed: Feed, found: &Subscription, departments: &[DepartmentId]) -> bool {
    let has = |event: &&str| found.events.iter().any(|known| known == event);
    let events = feed.events().iter().all(has);
    let all = |known: &Vec<DepartmentId>| departments.iter().all(|wanted| known.contains(wanted));
    found.standing != Standing::Inactive && events && found.departments.as_ref().is_none_or(all)
}
