//! The feeds in which athenahealth tells what changed, as a person sees them.

use std::time::Duration;

use athena::{Client, Feed, Lane};
use chrono::{DateTime, TimeDelta, Utc};
use ipc::Failure;
use ipc::sync::{Divergence, FeedBacklog, FeedGap, FeedName, FeedView, GapWhy};
use model::Zone;
use store::{FeedState, GapReason, Measured, Part, Reader};
use sync::{SyncState, Trouble};

use crate::console::Console;
use crate::live::Live;
use crate::words;

/// How long another desktop that showed itself is told of.
const SHARED: TimeDelta = TimeDelta::hours(24);

/// How often, and after what wait each time, it is looked whether a drain that is under way is over.
const LOOKS: usize = 8;
const LOOK: Duration = Duration::from_millis(250);

/// What the copy keeps of the feeds.
pub(crate) struct Kept {
    states: Vec<(Feed, Option<FeedState>)>,
    measured: Vec<(Feed, Measured)>,
    gaps: Vec<Gap>,
    left: Vec<u64>,
}

/// A gap, and what is known of reading anew what it may be about.
struct Gap {
    gap: store::FeedGap,
    anew: Option<DateTime<Utc>>,
    withheld: bool,
}

/// Whether it is sure that no other desktop on the key reads the feeds of a practice: what was drained was
/// read again since each began to tell, and nobody else ever showed themselves by it.
pub(crate) async fn are_ours_alone(live: &Live) -> bool {
    let is_alone = |state: &FeedState| state.rival.is_none() && state.proven.is_some();
    for _ in 0..LOOKS {
        let Ok(states) = live.cache.read(|reader| Ok(kept(reader)?.states)).await else { return false };
        let mut states = states.iter().map(|(_, state)| state.as_ref());
        if !states.clone().all(|state| state.is_some_and(is_alone)) {
            return false;
        }
        if states.all(|state| state.is_some_and(|state| state.clean)) {
            return true;
        }
        // A drain that is under way is over in a moment.
        tokio::time::sleep(LOOK).await;
    }
    false
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
    let gaps = reader.gaps()?;
    let left = Feed::ALL.into_iter().map(|feed| left(reader, feed, &gaps)).collect::<Result<_, _>>()?;
    let known = |gap: store::FeedGap| -> Result<Gap, store::Error> {
        Ok(Gap { anew: sync::waits_until(reader, &gap)?, withheld: is_withheld(reader, &gap)?, gap })
    };
    let gaps = gaps.into_iter().map(known).collect::<Result<_, _>>()?;
    Ok(Kept { states, measured, gaps, left })
}

/// Whether the list that a gap is about did not come though all that is read with it did: that list alone a key may be
/// refused without losing the rest.
fn is_withheld(reader: &Reader<'_>, gap: &store::FeedGap) -> Result<bool, store::Error> {
    let is_open = gap.feed == Feed::Providers.name() && gap.closed.is_none();
    let Some(begun) = gap.reading.filter(|_| is_open) else { return Ok(false) };
    let read = |part: &Part| Ok::<_, store::Error>(reader.as_of(part)?.is_some_and(|read| read > begun));
    Ok(read(&Part::Departments)? && !read(&Part::Providers)?)
}

/// What is to be read anew for what a feed may have missed.
fn left(reader: &Reader<'_>, feed: Feed, gaps: &[store::FeedGap]) -> Result<u64, store::Error> {
    let open = gaps.iter().filter(|gap| gap.feed == feed.name() && gap.closed.is_none());
    let Some(until) = open.map(|gap| gap.until).max() else { return Ok(0) };
    match feed {
        Feed::Appointments => Ok(reader.fill_progress()?.left),
        Feed::Patients => reader.count_without_coverages(until + TimeDelta::milliseconds(1)),
        Feed::Providers => Ok(1),
    }
}

/// The feeds and how far they are.
pub(crate) fn views(
    kept: Kept,
    state: &SyncState,
    (now, server, zone): (DateTime<Utc>, DateTime<Utc>, Zone),
    problem: impl Fn(&Trouble) -> Failure,
) -> Vec<FeedView> {
    let Kept { states, measured, gaps, left } = kept;
    let view = |((feed, known), left): ((Feed, Option<FeedState>), u64)| {
        let watch = state.feeds.iter().find(|watch| watch.feed == feed);
        let known = known.unwrap_or_else(|| FeedState::new(feed.name()));
        FeedView {
            feed: name(feed),
            in_effect: known.covers.is_some_and(|covers| known.emptied.is_some_and(|read| read >= covers)),
            read: known.emptied.map(words::instant),
            proven: known.proven.map(words::instant),
            next: watch.map(|watch| words::instant(watch.next)),
            backlog: FeedBacklog {
                more: known.watermark > known.emptied && known.emptied.is_some(),
                left: u32::try_from(left).unwrap_or(u32::MAX),
            },
            shared: known.rival.is_some_and(|seen| now - seen < SHARED),
            problem: watch.and_then(|watch| watch.trouble.as_ref()).map(|(trouble, _)| problem(trouble)),
            gaps: gaps.iter().filter(|one| one.gap.feed == feed.name()).map(|one| gap(one, zone)).collect(),
            divergence: measured
                .iter()
                .find(|(of, _)| *of == feed)
                .and_then(|(_, known)| divergence(feed, known, (server, zone))),
        }
    };
    states.into_iter().zip(left).map(view).collect()
}

/// A feed in the window's words.
pub(crate) fn name(feed: Feed) -> FeedName {
    match feed {
        Feed::Appointments => FeedName::Appointments,
        Feed::Patients => FeedName::Patients,
        Feed::Providers => FeedName::Providers,
    }
}

/// The feed of appointments alone saves asking for anything.
fn divergence(feed: Feed, known: &Measured, (server, zone): (DateTime<Utc>, Zone)) -> Option<Divergence> {
    let until = known.found.map(|found| found + sync::UNRELIABLE);
    let doubted = until.filter(|until| feed == Feed::Appointments && *until >= server);
    let doubted = doubted.map(|until| words::practice_time(zone, until));
    let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let (read, differed) = (count(known.records), count(known.differed));
    (read > 0).then(|| Divergence { read, differed, since: words::instant(known.since), doubted })
}

/// Why something may have been missed, in the window's words.
pub(crate) fn why(why: GapReason) -> GapWhy {
    match why {
        GapReason::Beginning => GapWhy::Beginning,
        GapReason::Outage => GapWhy::Outage,
        GapReason::Edited => GapWhy::Edited,
        GapReason::Unreadable => GapWhy::Unreadable,
        GapReason::Clock => GapWhy::Clock,
        GapReason::Asked => GapWhy::Asked,
    }
}

fn gap(Gap { gap, anew, withheld }: &Gap, zone: Zone) -> FeedGap {
    FeedGap {
        why: why(gap.why),
        since: words::practice_time(zone, gap.since),
        until: words::practice_time(zone, gap.until),
        closed: gap.closed.map(words::instant),
        anew: anew.map(|at| words::practice_time(zone, at)),
        withheld: *withheld,
    }
}
