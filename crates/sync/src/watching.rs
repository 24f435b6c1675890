//! The feeds as the loop follows them, and what is read anew for what they may have missed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use athena::{Feed, Unsent};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use model::PatientId;
use store::{Error, FeedGap, GapReason, Part, PatientPart, TaskState};
use tokio::time::Instant;

use crate::calendar::{near, outward};
use crate::feeds::pace;
use crate::kept;
use crate::planner::{Polling, Step};
use crate::reading::task_key;
use crate::run::Worker;
use crate::state::{FeedWatch, Trouble};

/// How often a feed is tried whose subscription is not in effect.
const NOT_YET: Duration = Duration::from_secs(300);

/// How often it is looked whether a gap is closed: counting a large copy takes a while.
const HEAL: Duration = Duration::from_secs(20);

/// How long it takes at least until all is read anew again for rows that cannot be read.
const UNREADABLE: TimeDelta = TimeDelta::hours(24);

/// What is known of the feeds in this run.
#[derive(Debug, Default)]
pub(crate) struct Watching {
    not_yet: BTreeSet<Feed>,
    in_effect: BTreeSet<Feed>,
    troubles: BTreeMap<Feed, (Trouble, DateTime<Utc>)>,
    patients_until: Option<DateTime<Utc>>,
    healed: Option<Instant>,
}

impl Watching {
    /// Takes in the gaps that are open. Says whether others are to be read anew than before.
    pub fn gaps(&mut self, gaps: &[FeedGap]) -> bool {
        let patients = gaps.iter().filter(|gap| gap.feed == Feed::Patients.name());
        let until = patients.filter_map(|gap| gap.reading).max();
        std::mem::replace(&mut self.patients_until, until) != until
    }

    /// How old what is known of a patient must be for them to be read anew.
    pub fn patients_older_than(&self) -> DateTime<Utc> {
        let just_after = |until: DateTime<Utc>| until + TimeDelta::milliseconds(1);
        self.patients_until.map_or(DateTime::<Utc>::MIN_UTC, just_after)
    }

    /// How often each feed is read, and how long ago it was.
    pub fn polling(&self, read: impl Fn(Feed) -> Option<Duration>, is_shown: bool) -> Vec<Polling> {
        let every = |feed: Feed| {
            let pace = pace(feed);
            let usual = if is_shown { pace.shown } else { pace.unseen };
            if self.not_yet.contains(&feed) { usual.max(NOT_YET) } else { usual }
        };
        Feed::ALL.into_iter().map(|feed| Polling { feed, read: read(feed), every: every(feed) }).collect()
    }

    /// Has it looked again at once whether gaps are closed and subscriptions in effect.
    pub fn look_again(&mut self) {
        self.not_yet.clear();
        self.healed = None;
    }

    /// Whether what went wrong is about a feed alone: it was asked once, and a key may have no right to it, or
    /// no calls left for it. What does not leave at all would not for anything else either.
    pub fn is_of_feed(&self, step: &Step, trouble: &Trouble) -> bool {
        let own = match trouble {
            Trouble::Athena(athena::Error::NotSent { why, .. }) => matches!(why, Unsent::DayUsedUp { .. }),
            Trouble::Athena(_) | Trouble::Store(Error::DiskFull) => true,
            Trouble::Store(_) | Trouble::Unanswered(_) => false,
        };
        own && matches!(step, Step::Feed(_))
    }

    /// Notes that a feed could not be read.
    pub fn failed(&mut self, step: &Step, trouble: Trouble, now: DateTime<Utc>) {
        if let Step::Feed(feed) = step {
            self.in_effect.remove(feed);
            let since = self.troubles.get(feed).map_or(now, |(_, since)| *since);
            self.troubles.insert(*feed, (trouble, since));
        }
    }

    /// That there is no room for what a feed would bring, where that is so: nothing is taken out of it then.
    pub fn no_room(&self) -> Option<(Trouble, DateTime<Utc>)> {
        self.troubles.values().find(|(trouble, _)| *trouble == Trouble::Store(Error::DiskFull)).cloned()
    }

    /// Notes that a feed was read, and whether its subscription is in effect.
    pub fn read(&mut self, feed: Feed, in_effect: bool) {
        self.troubles.remove(&feed);
        if in_effect {
            self.not_yet.remove(&feed);
            self.in_effect.insert(feed);
        } else {
            self.not_yet.insert(feed);
            self.in_effect.remove(&feed);
        }
    }

    /// Whether a feed told all that changed when it was last read in this run.
    pub fn tells(&self, feed: Feed, gaps: &[FeedGap]) -> bool {
        self.in_effect.contains(&feed) && gaps.iter().all(|gap| gap.feed != feed.name())
    }

    /// The feeds as they are told of.
    pub fn told(&self, polling: &[Polling], now: DateTime<Utc>) -> Vec<FeedWatch> {
        let told = |polling: &Polling| {
            let left = polling.read.map_or(Duration::ZERO, |read| polling.every.saturating_sub(read));
            let next = now + TimeDelta::from_std(left).unwrap_or_default();
            // To the second: what differs by less is no news.
            let next = DateTime::from_timestamp(next.timestamp(), 0).unwrap_or(next);
            FeedWatch { feed: polling.feed, next, trouble: self.troubles.get(&polling.feed).cloned() }
        };
        polling.iter().map(told).collect()
    }
}

impl Worker {
    /// Has the copy follow merges that were cut off.
    pub(crate) async fn finish_merges(&mut self) {
        let Some(ledger) = self.edges.ledger.clone() else { return };
        if let Err(error) = ledger.finish(&self.edges.cache, self.edges.client.server_time()).await {
            tracing::warn!(%error, "merges that were cut off are followed at the next start");
        }
    }

    /// Has patients be listed anew, of some of whom only the number is known.
    pub(crate) fn want(&mut self, wanted: &[PatientId]) {
        if !wanted.is_empty() {
            (self.relist, self.listed) = (true, false);
        }
    }

    /// Has what a feed may have missed read anew, and closes the gap once it is.
    pub(crate) async fn heal(&mut self, today: NaiveDate) -> Result<(), Error> {
        let lately = |at: Instant| at.elapsed() < HEAL;
        if self.watching.healed.is_some_and(lately) {
            return Ok(());
        }
        self.watching.healed = Some(Instant::now());
        let now = self.edges.client.server_time();
        let begin = move |writer: &mut store::Writer<'_>| {
            for gap in writer.open_gaps()?.into_iter().filter(|gap| gap.reading.is_none()) {
                if is_due(writer, &gap, now)? {
                    writer.begin_gaps(&gap.feed, gap.why)?;
                }
            }
            writer.open_gaps()
        };
        let is_any = self.edges.cache.read(|reader| Ok(!reader.open_gaps()?.is_empty())).await?;
        let gaps = if is_any { self.edges.cache.write("gaps begun", begin).await? } else { Vec::new() };
        for feed in Feed::ALL {
            let own = gaps.iter().filter(|gap| gap.feed == feed.name());
            let Some(until) = own.filter_map(|gap| gap.reading).max() else { continue };
            let healed = match feed {
                Feed::Appointments => self.heal_schedule(until, today).await?,
                Feed::Patients => self.heal_patients(until).await?,
                Feed::Providers => {
                    self.edges.cache.read(|reader| reader.as_of(&Part::Providers)).await? > Some(until)
                }
            };
            if healed {
                let close = move |writer: &mut store::Writer<'_>| writer.close_gaps(feed.name(), until, now);
                self.edges.cache.write("gap closed", close).await?;
            }
        }
        Ok(())
    }

    /// Whether every span was read since an instant; those that were not are begun anew.
    async fn heal_schedule(&self, until: DateTime<Utc>, today: NaiveDate) -> Result<bool, Error> {
        let near = near(today);
        let spans = outward(today);
        let stale = self.edges.cache.read(move |reader| {
            let (mut stale, mut left) = (Vec::new(), false);
            for key in spans.into_iter().map(task_key) {
                let task = reader.task(&key)?;
                let begun = task.as_ref().and_then(|task| task.begun);
                match task.map_or(TaskState::Planned, |task| task.state) {
                    TaskState::Planned => left = true,
                    _ if begun.is_none_or(|begun| begun <= until) => stale.push(key),
                    TaskState::Begun => left = true,
                    TaskState::Done => {}
                }
            }
            let near = kept::read_whole(reader, near)?.is_some_and(|read| read > until);
            Ok((stale, left || !near))
        });
        let (stale, left) = stale.await?;
        if stale.is_empty() {
            return Ok(!left);
        }
        let restart =
            move |writer: &mut store::Writer<'_>| stale.iter().try_for_each(|key| writer.restart_task(key));
        self.edges.cache.write("gap begun", restart).await?;
        Ok(false)
    }

    /// Whether everybody was read since an instant, but for those whose answers cannot be read as they are:
    /// they are wanted still.
    async fn heal_patients(&mut self, until: DateTime<Utc>) -> Result<bool, Error> {
        let older = until + TimeDelta::milliseconds(1);
        let (most, unread) = (self.unread.len() + 1, self.unread.clone());
        let lacking = self.edges.cache.read(move |reader| {
            let all = reader.patients_needing(PatientPart::Coverages, NaiveDateTime::MIN, older, most)?;
            Ok(all.into_iter().map(|needing| needing.id).collect::<Vec<_>>())
        });
        let lacking = lacking.await?;
        if !lacking.iter().all(|id| unread.contains(id)) {
            return Ok(false);
        }
        let want = move |writer: &mut store::Writer<'_>| {
            lacking.iter().try_for_each(|id| writer.want_patient(id, until))
        };
        self.edges.cache.write("patients wanted", want).await?;
        Ok(true)
    }
}

/// Whether what a gap may be about is to be read anew now. What is read within the same second may be older.
fn is_due(reader: &store::Reader<'_>, gap: &FeedGap, now: DateTime<Utc>) -> Result<bool, Error> {
    if gap.until >= now - TimeDelta::seconds(1) {
        return Ok(false);
    }
    let last = last_of_the_kind(reader, gap)?;
    Ok(last.is_none_or(|last| (now - last).abs() > UNREADABLE))
}

/// From when on what a gap may be about is read anew; `None` where nothing has it wait.
pub fn waits_until(reader: &store::Reader<'_>, gap: &FeedGap) -> Result<Option<DateTime<Utc>>, Error> {
    let last =
        if gap.reading.is_some() || gap.closed.is_some() { None } else { last_of_the_kind(reader, gap)? };
    Ok(last.map(|last| last + UNREADABLE))
}

/// When all was last read anew for rows that cannot be read: they may come for ever, and for them all is read once a
/// day.
fn last_of_the_kind(reader: &store::Reader<'_>, gap: &FeedGap) -> Result<Option<DateTime<Utc>>, Error> {
    let is_rare = gap.why == GapReason::Unreadable && gap.feed != Feed::Providers.name();
    if is_rare { reader.gap_closed(&gap.feed, gap.why) } else { Ok(None) }
}
