//! The feeds in which athenahealth tells what changed, as a person sees them.

use athena::{Client, Feed, Lane};
use chrono::{DateTime, TimeDelta, Utc};
use ipc::Failure;
use ipc::sync::{Divergence, FeedGap, FeedName, FeedView, GapWhy};
use store::{FeedState, GapReason, Measured, Reader};
use sync::{SyncState, Trouble};

use crate::console::Console;
use crate::live::Live;
use crate::words;

/// How long another desktop that showed itself is told of.
const SHARED: TimeDelta = TimeDelta::hours(24);

/// What the copy keeps of the feeds.
pub(crate) struct Kept {
    states: Vec<(Feed, Option<FeedState>)>,
    measured: Vec<(Feed, Measured)>,
    gaps: Vec<store::FeedGap>,
}

/// Whether it is sure that no other desktop on the key reads the feeds of a practice: what was drained was
/// read again since each began to tell, and nobody else ever showed themselves by it.
pub(crate) async fn are_ours_alone(live: &Live) -> bool {
    let states = live.cache.read(|reader| Ok(kept(reader)?.states)).await;
    let is_sure = |(_, state): &(Feed, Option<FeedState>)| {
        state.as_ref().is_some_and(|state| state.rival.is_none() && state.proven.is_some() && state.clean)
    };
    states.is_ok_and(|states| states.iter().all(is_sure))
}

/// Ends what a key is told of a practice, where no other desktop reads that, and has what the key was given
/// revoked, while nobody waits for it: athenahealth may not answer.
pub(crate) fn leave(console: &Console, client: Client, alone: bool) {
    console.ports().tasks.begin(Box::pin(async move {
        let feeds = if alone { &Feed::ALL[..] } else { &[][..] };
        for feed in feeds {
            if let Err(error) = client.lane(Lane::Feed).unsubscribe(*feed).await {
                tracing::warn!(%error, "a subscription is not ended");
            }
        }
        if let Err(error) = client.sign_out().await {
            tracing::warn!(%error, "what was given is not forgotten");
        }
    }));
}

/// Reads what the copy keeps of the feeds.
pub(crate) fn kept(reader: &Reader<'_>) -> Result<Kept, store::Error> {
    let state = |feed: Feed| Ok((feed, reader.feed(feed.name())?));
    let states = Feed::ALL.into_iter().map(state).collect::<Result<_, store::Error>>()?;
    let mut measured = Vec::new();
    for feed in Feed::ALL {
        measured.extend(reader.measured(feed.name())?.map(|known| (feed, known)));
    }
    Ok(Kept { states, measured, gaps: reader.gaps()? })
}

/// The feeds and how far they are.
pub(crate) fn views(
    kept: Kept,
    state: &SyncState,
    now: DateTime<Utc>,
    problem: impl Fn(&Trouble) -> Failure,
) -> Vec<FeedView> {
    let Kept { states, measured, gaps } = kept;
    let view = |(feed, known): (Feed, Option<FeedState>)| {
        let watch = state.feeds.iter().find(|watch| watch.feed == feed);
        let known = known.unwrap_or_else(|| FeedState::new(feed.name()));
        FeedView {
            feed: name(feed),
            in_effect: known.covers.is_some_and(|covers| known.emptied.is_some_and(|read| read >= covers)),
            read: known.emptied.map(words::instant),
            proven: known.proven.map(words::instant),
            next: watch.map(|watch| words::instant(watch.next)),
            shared: known.rival.is_some_and(|seen| now - seen < SHARED),
            problem: watch.and_then(|watch| watch.trouble.as_ref()).map(|(trouble, _)| problem(trouble)),
            gaps: gaps.iter().filter(|gap| gap.feed == feed.name()).map(gap).collect(),
            divergence: measured.iter().find(|(of, _)| *of == feed).and_then(|(_, known)| divergence(known)),
        }
    };
    states.into_iter().map(view).collect()
}

fn name(feed: Feed) -> FeedName {
    match feed {
        Feed::Appointments => FeedName::Appointments,
        Feed::Patients => FeedName::Patients,
        Feed::Providers => FeedName::Providers,
    }
}

fn divergence(known: &Measured) -> Option<Divergence> {
    let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let (read, differed) = (count(known.records), count(known.differed));
    (read > 0).then(|| Divergence { read, differed, since: words::instant(known.since) })
}

fn gap(gap: &store::FeedGap) -> FeedGap {
    FeedGap {
        why: match gap.why {
            GapReason::Beginning => GapWhy::Beginning,
            GapReason::Outage => GapWhy::Outage,
            GapReason::Edited => GapWhy::Edited,
            GapReason::Unreadable => GapWhy::Unreadable,
            GapReason::Clock => GapWhy::Clock,
        },
        since: words::instant(gap.since),
        until: words::instant(gap.until),
        closed: gap.closed.map(words::instant),
    }
}
