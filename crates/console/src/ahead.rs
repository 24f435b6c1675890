//! The first day that is asked for, made before it is: while the window still opens, nobody needs the
//! computer for anything else.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ipc::Failure;
use ipc::schedule::DaySheet;
use tokio::sync::Mutex;

/// How long a sheet stands for the present: the states of its visits go by the clock.
const FRESH: TimeDelta = TimeDelta::seconds(5);

/// A day and its sheet, as they were at an instant.
pub(crate) struct Made {
    pub at: DateTime<Utc>,
    pub date: NaiveDate,
    pub sheet: DaySheet,
}

/// The sheet of the day that a window shows first, for one look at it.
#[derive(Default)]
pub(crate) struct Ahead {
    /// Held while it is made, so that who asks meanwhile has it without a second reading.
    made: Mutex<Option<Made>>,
    is_over: AtomicBool,
}

impl Ahead {
    /// Makes it, unless somebody asked first.
    pub(crate) async fn make(&self, day: impl Future<Output = Result<Made, Failure>>) {
        let mut made = self.made.lock().await;
        if self.is_over.load(Ordering::SeqCst) {
            return;
        }
        // Whoever asks for the day reads it again and hears what is wrong.
        *made = day.await.ok();
    }

    /// Gives it to the first who asks, where it still is what the copy holds.
    pub(crate) async fn take(&self, now: DateTime<Utc>) -> Option<Made> {
        let made = self.made.lock().await.take();
        let was_over = self.is_over.swap(true, Ordering::SeqCst);
        made.filter(|made| !was_over && (TimeDelta::zero()..FRESH).contains(&(now - made.at)))
    }

    /// What it was made of has changed.
    pub(crate) fn is_stale(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
    use ipc::Failure;
    use ipc::schedule::{DaySheet, Tally};

    use super::{Ahead, Made};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn made() -> Made {
        let sheet = DaySheet {
            date: "1970-01-01".to_owned(),
            today: "1970-01-01".to_owned(),
            zones: Vec::new(),
            from: 480,
            to: 1_020,
            tally: Tally::default(),
            columns: Vec::new(),
            as_of: None,
            kept: true,
        };
        Made { at: NOW, date: NaiveDate::default(), sheet }
    }

    async fn ahead() -> Ahead {
        let ahead = Ahead::default();
        ahead.make(async { Ok(made()) }).await;
        ahead
    }

    #[tokio::test]
    async fn the_first_look_has_it_and_no_other() {
        let ahead = ahead().await;
        assert!(ahead.take(NOW + TimeDelta::seconds(4)).await.is_some());
        assert!(ahead.take(NOW).await.is_none());
    }

    #[tokio::test]
    async fn it_does_not_outlive_the_present_nor_what_it_was_made_of() {
        assert!(ahead().await.take(NOW + TimeDelta::seconds(5)).await.is_none());
        assert!(ahead().await.take(NOW - TimeDelta::seconds(1)).await.is_none(), "a clock was put back");
        let changed = ahead().await;
        changed.is_stale();
        assert!(changed.take(NOW).await.is_none());
    }

    #[tokio::test]
    async fn it_is_not_made_after_somebody_asked_nor_kept_where_it_fails() {
        let asked = Ahead::default();
        assert!(asked.take(NOW).await.is_none());
        asked.make(async { unreachable!("nobody waits for it") }).await;
        let failed = Ahead::default();
        failed.make(async { Err(Failure::NoPractice) }).await;
        assert!(failed.take(NOW).await.is_none());
    }

    #[tokio::test]
    async fn who_asks_while_it_is_made_waits_for_it() {
        let ahead = Ahead::default();
        let (go, gone) = tokio::sync::oneshot::channel::<()>();
        let making = ahead.make(async {
            gone.await.expect("it is let go");
            Ok(made())
        });
        let asking = async {
            let take = ahead.take(NOW);
            let go = async { go.send(()) };
            tokio::join!(take, go).0
        };
        let ((), taken) = tokio::join!(making, asking);
        assert!(taken.is_some());
    }
}
