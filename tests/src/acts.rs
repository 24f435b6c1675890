//! A busy practice for two hours, in all weathers: its people act, a desk reads and writes, and once it is calm the copy
//! is held against the practice, row by row. Time is tokio's and paused.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use console::Keychain;
use sandbox::{CLIENT_ID, Fault, Feed, Limits, Options, Sandbox, Size};
use serde_json::{Value, json};
use store::{Cache, MasterKey, NoHooks, ProfileFolder};
use tokio::time::{Instant, sleep};

use crate::{Alike, Desk, Edges, FileKeychain, Moments, alike};

/// Half past one on a Monday, US Eastern.
const BEGINS: &str = "2026-11-23T18:30:00Z";
/// How often somebody else does something.
const BUSY: TimeDelta = TimeDelta::seconds(3);
const LASTS: Duration = Duration::from_secs(2 * 60 * 60);
/// How often this desk writes.
const WRITES: Duration = Duration::from_secs(150);
/// By when it is calm: for rows that cannot be read all is read anew once a day.
const CALM: Duration = Duration::from_secs(30 * 60 * 60);
/// How often it is looked whether nothing is on its way, and how often the copy is then held against the practice.
const LOOK: Duration = Duration::from_millis(500);
const TRIES: usize = 20;
/// Fair weather before a storm, and how long one lasts, in seconds.
const FAIR: (u64, u64) = (10, 60);
const FOUL: (u64, u64) = (5, 60);
/// One storm in so many comes with another.
const TOGETHER: u64 = 3;

/// What it came to.
#[derive(Clone, Debug)]
pub struct Acted {
    /// Where chance began.
    pub seed: u64,
    /// The faults that struck.
    pub faults: usize,
    /// Changes at the practice.
    pub changes: usize,
    /// What this desk wrote.
    pub writes: usize,
    /// Of them, those that were applied more than once.
    pub doubled: usize,
    /// The copy beside the practice.
    pub alike: Alike,
}

impl fmt::Display for Acted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, faults, changes, writes, doubled, alike } = self;
        write!(out, "seed {seed} faults {faults} changes {changes} writes {writes} doubled {doubled} {alike}")
    }
}

/// Lets a practice of a size act. `told` hears how far it is.
pub async fn acts(size: Size, seed: u64, mut told: impl FnMut(&str)) -> anyhow::Result<Acted> {
    let options = Options { size, seed, limits: Limits::production(), ..Options::default() };
    let mut desk = Desk::start(Edges::at(BEGINS, options)?).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk.until("sync_read", json!({}), |sync| each_feed(sync, |feed| feed["inEffect"] == true)).await;
    told("the copy is filled, and its feeds tell");
    let practice = desk.edges().practice.sandbox().clone();
    let (before, mut marks) = (practice.truth().changes().len(), Vec::new());
    practice.set_busy(Some(BUSY));
    let came = tokio::select! {
        came = storms(&practice, seed) => came,
        never = writes(&desk, &mut marks) => match never? {},
    };
    practice.set_busy(None);
    let changes = practice.truth().changes().len() - before;
    told(&format!("two hours with {changes} changes and {} writes are over", marks.len()));
    desk.until_within(CALM, "sync_read", json!({}), is_calm).await;
    told("it is calm");
    let alike = once_all_is_told(&desk).await?;
    let truth = practice.truth();
    let doubled = marks.iter().filter(|mark| truth.applied(&[("email", mark)]) > 1).count();
    desk.close().await;
    Ok(Acted { seed, faults: came.len(), changes, writes: marks.len(), doubled, alike })
}

fn today() -> anyhow::Result<NaiveDate> {
    Ok(BEGINS.parse::<DateTime<Utc>>()?.date_naive())
}

fn each_feed(sync: &Value, is_so: impl Fn(&Value) -> bool) -> bool {
    sync["feeds"].as_array().is_some_and(|feeds| feeds.len() == Feed::ALL.len() && feeds.iter().all(is_so))
}

/// Nothing is wrong and nothing is still to be read anew.
fn is_calm(sync: &Value) -> bool {
    let closed = |gap: &Value| !gap["closed"].is_null();
    let whole = |feed: &Value| {
        let gaps = feed["gaps"].as_array().map_or(&[][..], Vec::as_slice);
        feed["inEffect"] == true && feed["problem"].is_null() && gaps.iter().all(closed)
    };
    let read = sync["problem"].is_null() && sync["fill"]["phase"] == "fresh" && sync["withoutDetails"] == 0;
    read && each_feed(sync, whole)
}

/// Has storms pass over a practice, every fault before any comes again. Gives which came.
async fn storms(practice: &Sandbox, seed: u64) -> BTreeSet<&'static str> {
    let mut moments = Moments::from(seed);
    let (until, mut came, mut left) = (Instant::now() + LASTS, BTreeSet::new(), Vec::new());
    while Instant::now() < until {
        sleep(Duration::from_secs(moments.between(FAIR.0, FAIR.1))).await;
        let count = if moments.between(1, TOGETHER) == 1 { 2 } else { 1 };
        let storm: Vec<Fault> = (0..count).map(|_| drawn(&mut left, &mut moments)).collect();
        came.extend(storm.iter().map(|fault| fault.name()));
        storm.iter().for_each(|fault| practice.set_fault(*fault, true));
        sleep(Duration::from_secs(moments.between(FOUL.0, FOUL.1))).await;
        storm.iter().for_each(|fault| practice.set_fault(*fault, false));
    }
    came
}

fn drawn(left: &mut Vec<Fault>, moments: &mut Moments) -> Fault {
    if left.is_empty() {
        left.extend(Fault::ALL);
    }
    let at = usize::try_from(moments.between(0, left.len() as u64 - 1)).unwrap_or(0);
    left.swap_remove(at)
}

/// Somebody at this desk changes one after another of those who come today. Notes by what each change is known at the
/// practice.
async fn writes(desk: &Desk, marks: &mut Vec<String>) -> anyhow::Result<Infallible> {
    let (practice, today) = (desk.edges().practice.clone(), today()?);
    for turn in 0_usize.. {
        sleep(WRITES).await;
        let truth = practice.sandbox().truth();
        let comes: Vec<u64> = truth.visits(today, today).map(|visit| visit.patient).collect();
        let whom = comes.get(turn * 7 % comes.len().max(1)).and_then(|id| truth.patient(*id));
        let Some(real) = whom.filter(|real| !real.restricted) else { continue };
        let mark = format!("acts{turn}@example.org");
        let changes = json!([{"field": "email", "saw": real.email.unwrap_or_default(), "value": mark}]);
        let asked = json!({"patient": real.id.to_string(), "changes": changes});
        // Whoever was merged away a moment ago is not known here as who they are now.
        let Ok(drafted) = desk.call("write_edit", asked).await else { continue };
        let sent = json!({"write": drafted["write"], "confirmed": ["name", "dob"]});
        if desk.call("write_release", sent).await.is_ok() {
            marks.push(mark);
        }
    }
    std::future::pending().await
}

/// Waits for an instant at which all is told, as often as it takes until the copy is the practice.
async fn once_all_is_told(desk: &Desk) -> anyhow::Result<Alike> {
    let practice = desk.edges().practice.sandbox().clone();
    let waits = |feed| !practice.truth().waiting(CLIENT_ID, feed).is_empty();
    let mut last = Alike::default();
    for _ in 0..TRIES {
        while Feed::ALL.into_iter().any(waits) {
            sleep(LOOK).await;
        }
        sleep(LOOK).await;
        last = compared(desk)?;
        if last.wrong.is_empty() {
            break;
        }
        sleep(Duration::from_secs(30)).await;
    }
    Ok(last)
}

/// The copy as its files are now, held against the practice.
fn compared(desk: &Desk) -> anyhow::Result<Alike> {
    let (there, here) = (desk.folder(), tempfile::tempdir()?);
    for entry in std::fs::read_dir(there)? {
        let entry = entry?;
        std::fs::copy(entry.path(), here.path().join(entry.file_name()))?;
    }
    let folder = ProfileFolder::open(here.path())?;
    let key = key(there.parent().context("a computer")?, &folder)?;
    let file = folder.profile().current().context("a practice")?.cache.clone();
    let cache = Cache::open(&folder, &file, &key, Arc::new(NoHooks))?.store;
    let (practice, today) = (desk.edges().practice.sandbox().clone(), today()?);
    Ok(cache.read_blocking(|reader| alike(reader, &practice, today))?)
}

fn key(computer: &Path, folder: &ProfileFolder) -> anyhow::Result<MasterKey> {
    let vault = folder.profile().vault.clone().context("a vault")?;
    let kept = FileKeychain::new(computer.join("keychain.json")).read(&format!("profile {}", vault.as_str()));
    let kept = kept.ok().flatten().context("the key is kept")?;
    MasterKey::from_kept(&kept).context("32 bytes")
}
