//! What a person has reading do: rest, go on, read what is due now, read everything anew.

use athena::Feed;
use chrono::{DateTime, TimeDelta, Utc};
use ipc::sync::{PauseFor, Paused, SyncPause, WholeCost};
use ipc::{Done, Failure};
use model::Zone;
use store::{FeedGap, GapReason, HeldCounts, Pause};

use crate::connections::open;
use crate::console::Console;
use crate::{profile, words};

/// How long an hour's pause lasts.
const HOUR: TimeDelta = TimeDelta::hours(1);
/// Lists that are read whole: the practice, departments, providers, kinds of appointments, custom fields.
const LISTS: u64 = 5;

/// Has nothing read but what somebody asks for.
pub(crate) async fn pause(console: &Console, request: &SyncPause) -> Result<Done, Failure> {
    let pause = match request.lasts {
        PauseFor::Hour => Pause::Until(console.ports().clock.now() + HOUR),
        PauseFor::UntilResumed => Pause::Held,
    };
    keep(console, Some(pause)).await
}

/// Ends a pause.
pub(crate) async fn unpause(console: &Console) -> Result<Done, Failure> {
    keep(console, None).await
}

/// Has the profile keep a pause before the loop hears of it: it outlasts a restart.
async fn keep(console: &Console, pause: Option<Pause>) -> Result<Done, Failure> {
    let state = console.state().write().await;
    let live = state.live.as_ref().ok_or(Failure::NoPractice)?;
    let kept = open(&state)?.folder.update(|profile| {
        let known = profile.connections.iter_mut().filter(|known| known.id == live.connection);
        known.for_each(|known| known.pause = pause);
    });
    kept.map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })?;
    live.reading.pause(pause);
    Ok(Done {})
}

/// Has all that is kept fresh read now.
pub(crate) async fn again(console: &Console) -> Result<Done, Failure> {
    console.live().await?.reading.again();
    Ok(Done {})
}

/// Has everything read anew. It is named as what the feeds may have missed, until it is done: a restart goes
/// on with it.
pub(crate) async fn anew(console: &Console) -> Result<Done, Failure> {
    let live = console.live().await?;
    let now = live.client.server_time();
    let named = live.cache.write("everything anew", move |writer| {
        Feed::ALL.iter().try_for_each(|feed| {
            let feed = feed.name().to_owned();
            writer.name_gap(&FeedGap {
                feed,
                why: GapReason::Asked,
                since: now,
                until: now,
                closed: None,
                reading: None,
            })
        })
    });
    named.await.map_err(|error| live.failed(&error))?;
    live.reading.again();
    Ok(Done {})
}

/// A pause as the practice's clock tells it; none where its time is over.
pub(crate) fn view(pause: Option<Pause>, now: DateTime<Utc>, zone: Zone) -> Option<Paused> {
    match pause? {
        Pause::Until(until) if until <= now => None,
        Pause::Until(until) => Some(Paused { until: Some(words::practice_time(zone, until)) }),
        Pause::Held => Some(Paused { until: None }),
    }
}

/// What reading everything anew takes: the lists, a page or more for each stretch of the schedule, and a call for
/// everybody. Charts are read of those who come soon, when they do.
pub(crate) fn cost(held: &HeldCounts, spans: u64, rows: u64, per_second: f64) -> WholeCost {
    let pages = spans + held.appointments / rows.max(1);
    let calls = LISTS + pages + held.patients;
    WholeCost { calls, seconds: seconds(calls, per_second) }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "kept within u32 first, and a count of calls is far below 2^52"
)]
fn seconds(calls: u64, per_second: f64) -> u32 {
    (calls as f64 / per_second.max(0.1)).ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}
