//! How the desk stands: on its battery, with nobody at it, with few calls left, just awake.

use std::time::Duration;

use athena::Calls;
use chrono::{DateTime, NaiveTime, Utc};
use tokio::time::Instant;

use crate::planner::Pace;

/// After how long a desk that nobody touches is taken to be left.
const LEFT: Duration = Duration::from_secs(10 * 60);
/// By how much the loop may be late without the computer having slept.
const LATE: Duration = Duration::from_secs(90);
/// Over how long those that wake at the same time are spread.
const SPREAD: Duration = Duration::from_secs(15);
/// Below which part of the day's calls few are left. A fifth is kept for people besides.
const FEW: u64 = 4;

/// What is known of the desk.
#[derive(Debug, Default)]
pub(crate) struct Attendance {
    pub on_battery: bool,
    touched: Option<Instant>,
    looked: Option<(Instant, DateTime<Utc>)>,
    waking: Option<Instant>,
}

impl Attendance {
    /// Notes that somebody is at the desk.
    pub fn touched(&mut self) {
        self.touched = Some(Instant::now());
    }

    /// Looks whether the computer slept since the last look; what many then do at the same time is spread by
    /// a number from 0 to 1.
    pub fn look(&mut self, wall: DateTime<Utc>, spread: impl FnOnce() -> f64) {
        let now = Instant::now();
        let last = self.looked.replace((now, wall));
        let slept = last
            .is_some_and(|(at, before)| (now - at).max((wall - before).to_std().unwrap_or_default()) > LATE);
        if slept {
            self.waking = Some(now + SPREAD.mul_f64(spread().clamp(0.0, 1.0)));
        }
    }

    /// How long only what is on screen is read.
    pub fn waking(&self) -> Option<Duration> {
        let left = self.waking?.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// How fast things are read.
    pub fn pace(&self, calls: &Calls, server: DateTime<Utc>) -> Pace {
        let is_short = |limit: u64, left: u64| left < limit / FEW;
        let short = calls.limit.zip(calls.left).is_some_and(|(limit, left)| is_short(limit, left));
        Pace {
            on_battery: self.on_battery,
            // One of which nobody ever told is not known to be left.
            unattended: self.touched.is_some_and(|touched| touched.elapsed() >= LEFT),
            short: short.then(|| until_midnight(server)),
        }
    }
}

/// How long until the day's calls begin anew, which is at midnight GMT.
fn until_midnight(server: DateTime<Utc>) -> Duration {
    let next =
        server.date_naive().succ_opt().unwrap_or(server.date_naive()).and_time(NaiveTime::MIN).and_utc();
    (next - server).to_std().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use athena::Calls;
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Attendance, LEFT, SPREAD};

    fn calls(limit: u64, left: u64) -> Calls {
        Calls { limit: Some(limit), left: Some(left), sent_today: 0, paused_until: None, refused_since: None }
    }

    #[tokio::test(start_paused = true)]
    async fn a_desk_that_nobody_touches_and_few_calls_that_are_left_are_known() {
        let evening: DateTime<Utc> = "2026-11-23T23:00:00Z".parse().expect("an instant");
        let mut desk = Attendance::default();
        tokio::time::advance(LEFT).await;
        let pace = desk.pace(&calls(1_000, 250), evening);
        assert_eq!((pace.unattended, pace.short), (false, None), "nobody tells when somebody is there");
        desk.touched();
        tokio::time::advance(LEFT).await;
        let pace = desk.pace(&calls(1_000, 249), evening);
        assert_eq!((pace.unattended, pace.short), (true, Some(Duration::from_secs(3_600))), "until midnight");
        desk.touched();
        assert!(!desk.pace(&calls(1_000, 249), evening).unattended);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_wakes_waits_for_a_part_of_a_quarter_of_a_minute() {
        let noon = DateTime::UNIX_EPOCH;
        let mut desk = Attendance::default();
        desk.look(noon, || 0.5);
        tokio::time::advance(Duration::from_secs(60)).await;
        desk.look(noon + TimeDelta::seconds(60), || 0.5);
        assert_eq!(desk.waking(), None, "it did not sleep");
        desk.look(noon + TimeDelta::hours(8), || 0.5);
        assert_eq!(desk.waking(), Some(SPREAD / 2));
        tokio::time::advance(SPREAD / 2).await;
        assert_eq!(desk.waking(), None);
        tokio::time::advance(Duration::from_secs(3_600)).await;
        desk.look(noon + TimeDelta::hours(8), || 0.2);
        assert_eq!(desk.waking(), Some(SPREAD / 5), "whatever the wall's clock says");
    }
}
