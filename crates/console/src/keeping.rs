//! How long things are kept, by kind: a small task applies it at the start and each day.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ipc::keys::{Retention, RetentionSet};
use ipc::{AuditEntry, AuditKind, Call, Caller, Done, Failure, Field, Outcome, Tag};
use serde::{Deserialize, Serialize};

use crate::console::Console;
use crate::live::Live;
use crate::profile;

/// The setting that says how long.
const SETTING: &str = "retention";
const DAILY: Duration = Duration::from_secs(24 * 60 * 60);
/// The fewest days of each: the window shows what ended for a week, and the copy is filled from visits
/// two years back.
const LEAST: Kept = Kept { recents: Some(1), writes: Some(30), people: Some(30) };
/// The most days of each: ten years.
const MOST: u32 = 3653;

/// How long things are kept, as the vault keeps it. A write that ended tells about a patient what athenahealth
/// holds by then. That it was made stays in the audit, which nothing is taken out of: a practice keeps its
/// records of what was done for six years (45 CFR 164.316(b)(2)).
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Kept {
    recents: Option<u32>,
    writes: Option<u32>,
    people: Option<u32>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { recents: Some(90), writes: Some(90), people: Some(730) }
    }
}

/// Says how long things are kept.
pub(crate) async fn read(console: &Console) -> Result<Retention, Failure> {
    let Kept { recents, writes, people } = kept(console).await?;
    Ok(Retention { recents, writes, people })
}

/// Sets it, and applies it.
pub(crate) async fn set(console: &Console, call: &Call, request: RetentionSet) -> Result<Done, Failure> {
    let Retention { recents, writes, people } = request.retention;
    let fits =
        |days: Option<u32>, least: Option<u32>| days.is_none_or(|days| Some(days) >= least && days <= MOST);
    if !fits(recents, LEAST.recents) || !fits(writes, LEAST.writes) || !fits(people, LEAST.people) {
        return Err(Failure::Invalid { field: Field::Days });
    }
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let kept = Kept { recents, writes, people };
    let done = console
        .ledger()
        .deed(&place, call.entry(), "retention", move |vault| vault.put_setting(SETTING, &kept));
    done.await.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    call.kept();
    let console = console.clone();
    let tasks = Arc::clone(&console.ports().tasks);
    tasks.begin(Box::pin(async move { apply(&console).await }));
    Ok(Done {})
}

async fn kept(console: &Console) -> Result<Kept, Failure> {
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let kept = place.vault.read(|vault| vault.setting::<Kept>(SETTING)).await;
    let kept = kept.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    Ok(kept.unwrap_or_default())
}

/// Applies it each day. What is locked then is looked at the next time.
pub(crate) async fn daily(console: Console) {
    loop {
        tokio::time::sleep(DAILY).await;
        apply(&console).await;
    }
}

/// Takes out what was kept long enough, and puts on record how much.
pub(crate) async fn apply(console: &Console) {
    let Ok(kept) = kept(console).await else { return };
    let Some(place) = console.ledger().place() else { return };
    let now = console.ports().clock.now();
    let gone = place.vault.write("kept long enough", move |vault| {
        let recents = before(now, kept.recents).map(|at| vault.forget_opened_before(at)).transpose()?;
        let writes = before(now, kept.writes).map(|at| vault.forget_ended_before(at)).transpose()?;
        Ok(recents.unwrap_or(0) + writes.unwrap_or(0))
    });
    let gone = gone.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "what was kept long enough is still there");
        0
    });
    let people = match (console.live().await, before(now, kept.people)) {
        (Ok(live), Some(at)) => forget_people(&live, at).await,
        _ => 0,
    };
    if gone + people > 0 {
        if let Err(error) = place.vault.fold().await {
            tracing::warn!(%error, "what was kept long enough stands in the vault's log until it is closed");
        }
        console.ledger().note(entry(gone + people)).await;
        console.announce(&[Tag::Patients, Tag::Recents, Tag::Sync]);
    }
}

/// Some at a time, so that whoever works here does not wait.
async fn forget_people(live: &Live, at: DateTime<Utc>) -> usize {
    let mut gone = 0;
    loop {
        match live.cache.write("kept long enough", move |copy| copy.forget_people_before(at)).await {
            Ok(0) => return gone,
            Ok(some) => gone += some,
            Err(error) => {
                tracing::warn!(%error, "people without a visit are still in the copy");
                return gone;
            }
        }
    }
}

fn before(now: DateTime<Utc>, days: Option<u32>) -> Option<DateTime<Utc>> {
    now.checked_sub_signed(TimeDelta::days(i64::from(days?)))
}

fn entry(count: usize) -> AuditEntry {
    AuditEntry {
        command: "keeping",
        words: "took out what was kept long enough",
        kind: AuditKind::Setting,
        caller: Caller::console(),
        outcome: Outcome::Done,
        patient: None,
        searched: None,
        about: Some(count.to_string()),
    }
}
