//! Calls in a day. The day is the server's: it ends at midnight GMT, by the `Date` of its replies.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{Calls, Lane};
use crate::call::Meter;

/// The day's budget, seeded by the configuration and corrected by `X-RateLimit-*`.
#[derive(Debug)]
pub(super) struct Day {
    configured: u64,
    share: f64,
    date: Option<NaiveDate>,
    ahead: TimeDelta,
    limit: Option<u64>,
    left: Option<u64>,
    sent: u64,
}

impl Day {
    pub(super) fn new(configured: u64, share: f64) -> Self {
        Self {
            configured,
            share: share.clamp(0.0, 1.0),
            date: None,
            ahead: TimeDelta::zero(),
            limit: None,
            left: None,
            sent: 0,
        }
    }

    /// Until when a lane may not call, by this machine's clock.
    pub(super) fn refuses(&mut self, lane: Lane, wall: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.turn(wall);
        let kept = if lane == Lane::Interactive { 0 } else { self.kept(wall) };
        (self.left_or_configured() <= kept).then(|| self.ends(wall))
    }

    /// Midnight GMT by the server, told by this machine's clock.
    pub(super) fn ends(&self, wall: DateTime<Utc>) -> DateTime<Utc> {
        let tomorrow = (wall + self.ahead).date_naive() + Days::new(1);
        tomorrow.and_time(NaiveTime::MIN).and_utc() - self.ahead
    }

    /// A reply's `Date`, unless it is more than a day from this machine's clock and from the
    /// server's as last seen: nothing that is read later would be newer.
    pub(super) fn believed(&self, date: Option<DateTime<Utc>>, wall: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let near = |date: DateTime<Utc>, clock: DateTime<Utc>| (date - clock).abs() <= TimeDelta::days(1);
        date.filter(|date| near(*date, wall) || near(*date, self.server_time(wall)))
    }

    pub(super) fn server_time(&self, wall: DateTime<Utc>) -> DateTime<Utc> {
        wall + self.ahead
    }

    pub(super) fn sent(&mut self, wall: DateTime<Utc>) {
        self.turn(wall);
        self.sent += 1;
        self.left = self.left.map(|left| left.saturating_sub(1));
    }

    /// Takes a reply's headers. Calls still on their way are not in its count.
    pub(super) fn observe(&mut self, meter: Meter, in_flight: u64, wall: DateTime<Utc>) {
        if let Some(date) = self.believed(meter.date, wall) {
            self.ahead = date - wall;
        }
        self.turn(wall);
        if let (Some(limit), Some(left)) = (meter.limit, meter.left) {
            self.limit = Some(limit);
            self.left = Some(left.saturating_sub(in_flight));
        }
    }

    /// The server says that nothing is left.
    pub(super) fn used_up(&mut self, wall: DateTime<Utc>) {
        self.turn(wall);
        self.left = Some(0);
    }

    pub(super) fn calls(&self) -> Calls {
        Calls { limit: self.limit, left: self.left, sent_today: self.sent, ..Calls::default() }
    }

    fn left_or_configured(&self) -> u64 {
        self.left.unwrap_or_else(|| self.configured.saturating_sub(self.sent))
    }

    /// What is kept for people: their share of the part of the day that is still to come, so that
    /// what they do not use is lent as the day goes by.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a budget is far below 2^52 and never negative"
    )]
    fn kept(&self, wall: DateTime<Utc>) -> u64 {
        let to_come = (self.ends(wall) - wall).num_seconds() as f64 / 86_400.0;
        let limit = self.limit.unwrap_or(self.configured) as f64;
        (limit * self.share * to_come.clamp(0.0, 1.0)) as u64
    }

    fn turn(&mut self, wall: DateTime<Utc>) {
        let today = (wall + self.ahead).date_naive();
        if self.date.is_some_and(|date| date >= today) {
            return;
        }
        if self.date.is_some() {
            self.sent = 0;
            self.left = self.limit;
        }
        self.date = Some(today);
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration, Utc};

    use super::Day;
    use crate::Lane;
    use crate::call::Meter;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn meter(limit: u64, left: u64, date: DateTime<Utc>) -> Meter {
        Meter { limit: Some(limit), left: Some(left), date: Some(date), retry_after: None }
    }

    #[test]
    fn a_fill_leaves_the_share_of_the_hours_to_come() {
        let noon = at("2026-11-23T12:00:00Z");
        let mut day = Day::new(50_000, 0.2);
        day.observe(meter(1_000, 101, noon), 0, noon);
        assert_eq!(day.refuses(Lane::Fill, noon), None);
        day.sent(noon);
        assert_eq!(day.refuses(Lane::Fill, noon), Some(at("2026-11-24T00:00:00Z")), "100 are kept at noon");
        assert_eq!(day.refuses(Lane::Interactive, noon), None);
        let evening = at("2026-11-23T18:00:00Z");
        assert_eq!(day.refuses(Lane::Fill, evening), None, "by evening half of them are lent");
    }

    #[test]
    fn a_date_far_from_both_clocks_is_not_believed() {
        let wall = at("2026-11-23T12:00:00Z");
        let mut day = Day::new(50_000, 0.2);
        day.observe(meter(1_000, 900, at("2026-11-23T12:11:00Z")), 0, wall);
        day.observe(meter(1_000, 899, at("2099-01-01T00:00:00Z")), 0, wall);
        assert_eq!(day.server_time(wall), at("2026-11-23T12:11:00Z"), "the last that could be believed");
        assert_eq!(day.believed(Some(at("2099-01-01T00:00:00Z")), wall), None);
    }

    #[test]
    fn the_day_ends_at_the_servers_midnight() {
        let ours = at("2026-11-23T23:00:00Z");
        let mut day = Day::new(50_000, 0.2);
        day.observe(meter(1_000, 0, ours + Duration::minutes(50)), 0, ours);
        assert_eq!(day.refuses(Lane::Interactive, ours), Some(at("2026-11-23T23:10:00Z")));
        assert_eq!(
            day.refuses(Lane::Interactive, at("2026-11-23T23:10:01Z")),
            None,
            "a new day, a new budget"
        );
        assert_eq!(day.calls().left, Some(1_000));
    }

    #[test]
    fn calls_on_their_way_are_counted() {
        let noon = at("2026-11-23T12:00:00Z");
        let mut day = Day::new(50_000, 0.2);
        day.observe(meter(1_000, 500, noon), 3, noon);
        assert_eq!(day.calls().left, Some(497));
    }
}
