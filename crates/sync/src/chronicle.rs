//! What happened to reading, as a person reads it afterwards.
//!
//! It is told from what the copy shows and from what the loop says of itself, held against what was told
//! before: the log itself says that after a restart.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use athena::{Error as AthenaError, Feed, Refusal, SendFailure, Strain, Unsent};
use chrono::{DateTime, TimeDelta, Utc};
use store::{Error, FeedGap, GapReason, Halt, Happened, LogRow, Pause, Reader};
use tokio::time::Instant;

use crate::counted::keep_counts;
use crate::run::Worker;
use crate::state::Trouble;

/// For how long another desktop that showed itself is no news.
const KNOWN: TimeDelta = TimeDelta::hours(24);
/// How much of the log is looked at after a restart.
const LOOKED_AT: u32 = 500;
/// How often the copy is told of calls.
const COUNTED: Duration = Duration::from_secs(5);

/// What the copy shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Rows that each feed gave.
    rows: BTreeMap<String, u64>,
    /// When another desktop last showed itself in each feed.
    others: BTreeMap<String, DateTime<Utc>>,
    /// Gaps that are open.
    gaps: Vec<FeedGap>,
    /// Records that were merged into others.
    merged: u64,
}

/// What was told so far.
#[derive(Debug, Default)]
pub(crate) struct Chronicle {
    is_begun: bool,
    rows: Option<(BTreeMap<String, u64>, u64)>,
    others: BTreeMap<String, DateTime<Utc>>,
    open: BTreeSet<(String, String)>,
    halted: Option<Halt>,
    paused: bool,
    asked: Vec<Happened>,
    counted: Option<Instant>,
    /// When something that may have been missed was last named.
    pub missed: Option<DateTime<Utc>>,
}

impl Chronicle {
    /// Goes on where the log ends, the latest first.
    pub fn go_on(&mut self, log: &[LogRow]) {
        self.is_begun = true;
        for row in log.iter().rev() {
            match &row.what {
                Happened::Another { feed } => {
                    self.others.insert(feed.clone(), row.at);
                }
                Happened::Gap { feed, why, .. } => {
                    self.open.insert((feed.clone(), why.clone()));
                }
                Happened::GapClosed { feed, why } => {
                    self.open.remove(&(feed.clone(), why.clone()));
                }
                Happened::Halted { why, .. } => self.halted = Some(*why),
                Happened::GoesOn => self.halted = None,
                Happened::Paused { .. } => self.paused = true,
                Happened::Resumed => self.paused = false,
                Happened::Changes { .. } | Happened::Merged { .. } | Happened::Again => {}
            }
        }
    }

    /// Notes something that a person asked for.
    pub fn asked(&mut self, what: Happened) {
        self.asked.push(what);
    }

    /// What happened since this was last asked.
    pub fn told(
        &mut self,
        seen: &Seen,
        halted: Option<(Halt, Option<DateTime<Utc>>)>,
        paused: Option<Pause>,
        at: DateTime<Utc>,
    ) -> Vec<Happened> {
        let mut told = std::mem::take(&mut self.asked);
        told.extend(self.paused(paused));
        told.extend(self.halted(halted));
        let gaps = self.gaps(&seen.gaps);
        if gaps.iter().any(is_missed) {
            self.missed = Some(at);
        }
        told.extend(gaps);
        told.extend(self.others(&seen.others, at));
        told.extend(self.changes(seen));
        told
    }

    fn paused(&mut self, paused: Option<Pause>) -> Option<Happened> {
        let was = std::mem::replace(&mut self.paused, paused.is_some());
        match paused {
            Some(Pause::Until(until)) if !was => Some(Happened::Paused { until: Some(until) }),
            Some(Pause::Held) if !was => Some(Happened::Paused { until: None }),
            None if was => Some(Happened::Resumed),
            _ => None,
        }
    }

    fn halted(&mut self, halted: Option<(Halt, Option<DateTime<Utc>>)>) -> Option<Happened> {
        let was = std::mem::replace(&mut self.halted, halted.map(|(why, _)| why));
        match halted {
            Some((why, until)) if was != Some(why) => Some(Happened::Halted { why, until }),
            None if was.is_some() => Some(Happened::GoesOn),
            _ => None,
        }
    }

    fn gaps(&mut self, gaps: &[FeedGap]) -> Vec<Happened> {
        let key = |gap: &FeedGap| (gap.feed.clone(), gap.why.word().to_owned());
        let open: BTreeSet<_> = gaps.iter().map(key).collect();
        let was = std::mem::replace(&mut self.open, open);
        let begun = gaps.iter().filter(|gap| !was.contains(&key(gap))).map(|gap| Happened::Gap {
            feed: gap.feed.clone(),
            why: gap.why.word().to_owned(),
            since: gap.since,
            until: gap.until,
        });
        let closed = was.iter().filter(|gap| !self.open.contains(*gap));
        let closed = closed.map(|(feed, why)| Happened::GapClosed { feed: feed.clone(), why: why.clone() });
        begun.chain(closed).collect()
    }

    fn others(&mut self, others: &BTreeMap<String, DateTime<Utc>>, at: DateTime<Utc>) -> Vec<Happened> {
        let mut told = Vec::new();
        for (feed, seen) in others {
            let is_known = self.others.get(feed).is_some_and(|known| *seen - *known < KNOWN);
            if at - *seen < KNOWN && !is_known {
                self.others.insert(feed.clone(), at);
                told.push(Happened::Another { feed: feed.clone() });
            }
        }
        told
    }

    fn changes(&mut self, seen: &Seen) -> Vec<Happened> {
        let was = self.rows.replace((seen.rows.clone(), seen.merged));
        let Some((rows, merged)) = was else { return Vec::new() };
        let more = seen
            .rows
            .iter()
            .map(|(feed, count)| (feed.clone(), count.saturating_sub(rows.get(feed).copied().unwrap_or(0))));
        let counts: BTreeMap<String, u64> = more.filter(|(_, count)| *count > 0).collect();
        let changes = (!counts.is_empty()).then_some(Happened::Changes { counts });
        let count = seen.merged.saturating_sub(merged);
        changes.into_iter().chain((count > 0).then_some(Happened::Merged { count })).collect()
    }
}

/// Whether something may have been missed that a person should know of: not before anything was told, and
/// not because they had everything read anew.
fn is_missed(what: &Happened) -> bool {
    let expected = [GapReason::Beginning, GapReason::Asked].map(GapReason::word);
    matches!(what, Happened::Gap { why, .. } if !expected.contains(&why.as_str()))
}

/// What the copy shows.
fn seen(reader: &Reader<'_>) -> Result<Seen, Error> {
    let mut seen = Seen { gaps: reader.open_gaps()?, merged: reader.merged_count()?, ..Seen::default() };
    for feed in Feed::ALL {
        if let Some(state) = reader.feed(feed.name())? {
            seen.rows.insert(state.name.clone(), state.drained + state.again);
            seen.others.extend(state.rival.map(|rival| (state.name.clone(), rival)));
        }
    }
    Ok(seen)
}

/// Why nothing is read, and until when where that is known.
fn halt(trouble: &Trouble) -> (Halt, Option<DateTime<Utc>>) {
    let why = match trouble {
        Trouble::Unanswered(Strain::NoConnection) => Halt::Offline,
        Trouble::Unanswered(Strain::OutOfOrder) => Halt::Outage,
        Trouble::Unanswered(Strain::TooFast) => Halt::TooFast,
        Trouble::Store(Error::DiskFull) => Halt::DiskFull,
        Trouble::Store(_) => Halt::Other,
        Trouble::Athena(AthenaError::NotSent { why: Unsent::DayUsedUp { until }, .. }) => {
            return (Halt::DayUsedUp, Some(*until));
        }
        Trouble::Athena(AthenaError::NotSent { why, .. }) => unsent(*why),
        Trouble::Athena(AthenaError::Refused { why, .. }) => refused(*why),
        Trouble::Athena(AthenaError::Lost { .. }) => Halt::Outage,
        Trouble::Athena(AthenaError::Unreadable { .. } | AthenaError::Unexpected { .. }) => Halt::Unreadable,
        Trouble::Athena(AthenaError::Invalid { .. }) => Halt::Other,
    };
    (why, None)
}

fn unsent(why: Unsent) -> Halt {
    match why {
        Unsent::SignedOut => Halt::SignedOut,
        Unsent::DayUsedUp { .. } => Halt::DayUsedUp,
        Unsent::Resting { after: Strain::OutOfOrder, .. } => Halt::Outage,
        Unsent::Resting { after: Strain::TooFast, .. } => Halt::TooFast,
        Unsent::Resting { after: Strain::NoConnection, .. } => Halt::Offline,
        Unsent::Failed(SendFailure::Build) | Unsent::TokenStore => Halt::Other,
        Unsent::Failed(_) => Halt::Offline,
    }
}

fn refused(why: Refusal) -> Halt {
    match why {
        Refusal::SignInEnded => Halt::SignedOut,
        Refusal::WrongSecret
        | Refusal::TokenRejected
        | Refusal::NoRight
        | Refusal::NotSetUp
        | Refusal::UnknownPractice => Halt::KeyRefused,
        Refusal::TooFast => Halt::TooFast,
        Refusal::DayUsedUp => Halt::DayUsedUp,
        Refusal::OutOfOrder => Halt::Outage,
        _ => Halt::Unreadable,
    }
}

impl Worker {
    /// Has the copy keep what happened, and what was called. A copy that takes neither is told of elsewhere.
    pub(crate) async fn note_down(&mut self, trouble: Option<&Trouble>) {
        if self.chronicle.counted.is_none_or(|counted| counted.elapsed() >= COUNTED) {
            self.chronicle.counted = Some(Instant::now());
            keep_counts(&self.edges.client, &self.edges.cache).await;
        }
        if !self.chronicle.is_begun {
            let Ok(log) = self.edges.cache.read(|reader| reader.sync_log(None, LOOKED_AT)).await else {
                return;
            };
            self.chronicle.go_on(&log);
        }
        let Ok(seen) = self.edges.cache.read(seen).await else { return };
        let (now, calls) = (self.edges.clock.now(), self.edges.client.calls());
        let halted = trouble.map(halt).map(|(why, until)| match why {
            Halt::DayUsedUp => (why, until.or(calls.paused_until)),
            _ => (why, until),
        });
        // What was so before a restart is so until something is answered.
        let unheard = self.chronicle.halted.filter(|_| self.edges.client.answers() == 0);
        let halted = halted.or(unheard.map(|why| (why, None)));
        let told = self.chronicle.told(&seen, halted, self.pause, now);
        if told.is_empty() {
            return;
        }
        let kept = self
            .edges
            .cache
            .write("sync log", move |writer| told.iter().try_for_each(|what| writer.log_sync(now, what)));
        if let Err(error) = kept.await {
            tracing::warn!(%error, "what happened to reading is not kept");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::{DateTime, TimeDelta, Utc};
    use store::{FeedGap, GapReason, Halt, Happened, LogRow, Pause};

    use super::{Chronicle, Seen};

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn begun() -> Chronicle {
        let mut chronicle = Chronicle::default();
        chronicle.go_on(&[]);
        chronicle
    }

    fn gap() -> FeedGap {
        FeedGap {
            feed: "patients".to_owned(),
            why: GapReason::Outage,
            since: at(0),
            until: at(9),
            closed: None,
            reading: None,
        }
    }

    fn log(told: &[Happened]) -> Vec<LogRow> {
        let rows =
            told.iter().zip(1..).map(|(what, number)| LogRow { number, at: at(number), what: what.clone() });
        let mut rows: Vec<LogRow> = rows.collect();
        rows.reverse();
        rows
    }

    #[test]
    fn each_thing_is_told_once_and_when_it_is_over_and_a_restart_tells_none_of_it_again() {
        let mut chronicle = begun();
        let off = Some((Halt::Offline, None));
        let seen = Seen { gaps: vec![gap()], ..Seen::default() };
        let told = chronicle.told(&seen, off, Some(Pause::Held), at(1));
        let gap = Happened::Gap {
            feed: "patients".to_owned(),
            why: "outage".to_owned(),
            since: at(0),
            until: at(9),
        };
        let halted = Happened::Halted { why: Halt::Offline, until: None };
        assert_eq!(told, [Happened::Paused { until: None }, halted, gap]);
        assert_eq!(chronicle.told(&seen, off, Some(Pause::Held), at(2)), []);
        let mut again = Chronicle::default();
        again.go_on(&log(&told));
        assert_eq!(again.told(&seen, off, Some(Pause::Held), at(3)), [], "after a restart");
        assert_eq!((chronicle.missed, again.missed), (Some(at(1)), None));
        let over = again.told(&Seen::default(), None, None, at(4));
        let closed = Happened::GapClosed { feed: "patients".to_owned(), why: "outage".to_owned() };
        assert_eq!(over, [Happened::Resumed, Happened::GoesOn, closed]);
    }

    #[test]
    fn rows_are_counted_from_where_the_run_began() {
        let mut chronicle = begun();
        let seen = |rows: u64, merged: u64| Seen {
            rows: BTreeMap::from([("patients".to_owned(), rows)]),
            merged,
            ..Seen::default()
        };
        assert_eq!(chronicle.told(&seen(1_000, 3), None, None, at(0)), [], "of the run before");
        let counts = BTreeMap::from([("patients".to_owned(), 12)]);
        let told = chronicle.told(&seen(1_012, 4), None, None, at(1));
        assert_eq!(told, [Happened::Changes { counts }, Happened::Merged { count: 1 }]);
        assert_eq!(chronicle.told(&seen(1_012, 4), None, None, at(2)), []);
    }

    #[test]
    fn another_desktop_is_news_once_a_day() {
        let mut chronicle = begun();
        let seen = |minute: i64| Seen {
            others: BTreeMap::from([("patients".to_owned(), at(minute))]),
            ..Seen::default()
        };
        let news = [Happened::Another { feed: "patients".to_owned() }];
        assert_eq!(chronicle.told(&seen(0), None, None, at(1)), news);
        assert_eq!(chronicle.told(&seen(60), None, None, at(61)), []);
        assert_eq!(chronicle.told(&seen(25 * 60), None, None, at(25 * 60)), news);
    }
}
