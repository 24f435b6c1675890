//! What the loop tells of itself.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, Utc};
use store::Pause;

/// What is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The practice, its departments and providers.
    #[default]
    Reference,
    /// Today and the next two weeks.
    Near,
    /// The rest of the window.
    Far,
    /// Policies, balances and custom fields, by next visit.
    Details,
    /// All that is planned is read.
    Fresh,
}

/// Why reading does not go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// athenahealth does not give what was asked.
    #[error(transparent)]
    Athena(#[from] athena::Error),
    /// athenahealth answers nothing, and calls are still repeated.
    #[error("nothing is answered: {0}")]
    Unanswered(athena::Strain),
    /// The copy does not take what was read.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// A feed of changed records as the loop reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedWatch {
    /// Which.
    pub feed: athena::Feed,
    /// When it is read next, by this machine's clock.
    pub next: DateTime<Utc>,
    /// Why it could not be read, and since when.
    pub trouble: Option<(Trouble, DateTime<Utc>)>,
}

/// How far the loop has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncState {
    /// What is being read.
    pub phase: Phase,
    /// What the copy shows as done of this phase: spans of the schedule, then patients with details.
    pub done: u64,
    /// What is left of this phase.
    pub left: u64,
    /// Steps a minute over the last minutes; `None` before enough were done.
    pub per_minute: Option<f64>,
    /// Until when the rest of the copy is not read, because the practice works and it was so chosen;
    /// `None` while anything is.
    pub rests_until: Option<DateTime<Utc>>,
    /// That a person has reading rest.
    pub paused: Option<Pause>,
    /// When something that may have been missed was last named, in this run.
    pub missed: Option<DateTime<Utc>>,
    /// How many calls the next hour takes if all stays as it is; `None` while the copy is filled.
    pub next_hour: Option<u64>,
    /// The feeds of changed records.
    pub feeds: Vec<FeedWatch>,
    /// Why reading does not go on, and since when.
    pub trouble: Option<(Trouble, DateTime<Utc>)>,
}

/// Measures how many steps are done in a minute.
#[derive(Debug, Default)]
pub(crate) struct Rate(VecDeque<DateTime<Utc>>);

/// Over how long the rate is taken.
const SPAN: Duration = Duration::from_secs(180);
/// Fewer steps than these say nothing.
const ENOUGH: usize = 5;

impl Rate {
    /// Counts a step.
    pub fn step(&mut self, now: DateTime<Utc>) {
        self.0.push_back(now);
        let span = chrono::Duration::from_std(SPAN).unwrap_or_default();
        while self.0.front().is_some_and(|first| now - *first > span) {
            self.0.pop_front();
        }
    }

    /// Steps a minute.
    #[expect(clippy::cast_precision_loss, reason = "counts of minutes are small")]
    pub fn per_minute(&self, now: DateTime<Utc>) -> Option<f64> {
        let first = self.0.front()?;
        let seconds = (now - *first).num_milliseconds() as f64 / 1_000.0;
        (self.0.len() >= ENOUGH && seconds > 0.0).then(|| self.0.len() as f64 * 60.0 / seconds)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration, Utc};

    use super::Rate;

    #[test]
    fn a_rate_is_told_once_it_means_something() {
        let start: DateTime<Utc> = "2026-11-23T15:00:00Z".parse().expect("an instant");
        let mut rate = Rate::default();
        for second in 0..4 {
            rate.step(start + Duration::seconds(second));
        }
        assert_eq!(rate.per_minute(start + Duration::seconds(4)), None, "too few");
        rate.step(start + Duration::seconds(4));
        assert_eq!(rate.per_minute(start + Duration::seconds(5)), Some(60.0));
    }
}
