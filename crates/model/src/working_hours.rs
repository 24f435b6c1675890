//! When a practice works.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};

use crate::Zone;

/// The hours at which people work, Monday to Friday, on the wall of each zone that they work in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingHours {
    /// When work begins.
    pub opens: NaiveTime,
    /// When it ends.
    pub closes: NaiveTime,
}

impl WorkingHours {
    /// Seven to seven: longer than most front desks are open, so that nobody's day is disturbed.
    pub const USUAL: Self = Self { opens: on_the_hour(7), closes: on_the_hour(19) };

    /// Until when a practice works without a break; `None` where it does not work now. It works while
    /// any of the zones that its departments are in does.
    pub fn works_until(self, zones: &[Zone], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let closing = |at| zones.iter().filter_map(|zone| self.closing(*zone, at)).max();
        let mut until = closing(now)?;
        // Weekends end it: for half a day at least it is one of theirs in every zone there is.
        while let Some(later) = closing(until) {
            until = later;
        }
        Some(until)
    }

    /// When the practice's next working day begins, what is left of this one aside; `None` where it
    /// has no zone.
    pub fn next_start(self, zones: &[Zone], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let from = self.works_until(zones, now).unwrap_or(now);
        zones.iter().filter_map(|zone| self.opening(*zone, from)).min()
    }

    /// When work that goes on in a zone ends.
    fn closing(self, zone: Zone, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let wall = zone.wall(at);
        let works = is_working_day(wall.date()) && self.opens <= wall.time() && wall.time() < self.closes;
        works.then(|| zone.instant(wall.date().and_time(self.closes))).filter(|closes| *closes > at)
    }

    /// When work begins in a zone the next time.
    fn opening(self, zone: Zone, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = zone.today(after).iter_days().take(8).filter(|date| is_working_day(*date));
        days.map(|date| zone.instant(date.and_time(self.opens))).find(|opens| *opens > after)
    }
}

fn is_working_day(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

const fn on_the_hour(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
    use proptest::prelude::{prop, proptest};

    use super::WorkingHours;
    use crate::Zone;

    const HOURS: WorkingHours = WorkingHours::USUAL;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn zones(names: &[&str]) -> Vec<Zone> {
        names.iter().map(|name| Zone::named(name).expect("a zone")).collect()
    }

    fn until(names: &[&str], now: &str) -> Option<DateTime<Utc>> {
        HOURS.works_until(&zones(names), utc(now))
    }

    #[test]
    fn a_practice_works_from_seven_to_seven_on_its_own_wall() {
        let eastern = ["America/New_York"];
        assert_eq!(until(&eastern, "2026-11-23T11:59:59Z"), None);
        let evening = Some(utc("2026-11-24T00:00:00Z"));
        assert_eq!(until(&eastern, "2026-11-23T12:00:00Z"), evening);
        assert_eq!(until(&eastern, "2026-11-23T23:59:59Z"), evening);
        assert_eq!(until(&eastern, "2026-11-24T00:00:00Z"), None, "seven is the evening");
        for weekend in ["2026-11-21T15:00:00Z", "2026-11-22T15:00:00Z", "2026-11-23T04:59:00Z"] {
            assert_eq!(until(&eastern, weekend), None, "{weekend}");
        }
    }

    #[test]
    fn it_works_while_a_department_of_any_zone_does() {
        let both = ["America/Phoenix", "Pacific/Honolulu"];
        // Seven in Phoenix is 14:00 there in UTC, seven in the evening in Honolulu is 05:00 of the next day.
        assert_eq!(until(&both, "2026-11-23T13:59:00Z"), None);
        let end = Some(utc("2026-11-24T05:00:00Z"));
        assert_eq!(until(&both, "2026-11-23T14:00:00Z"), end);
        assert_eq!(until(&both, "2026-11-24T03:00:00Z"), end, "Phoenix has closed");
        assert_eq!(until(&both, "2026-11-24T05:00:00Z"), None);
        assert_eq!(until(&both[..1], "2026-11-24T03:00:00Z"), None);
        let next = HOURS.next_start(&zones(&both), utc("2026-11-23T15:00:00Z"));
        assert_eq!(next, Some(utc("2026-11-24T14:00:00Z")), "Honolulu's opening is of the same day");
        // It is Saturday in Phoenix, and Friday evening in Honolulu.
        assert_eq!(until(&both, "2026-11-28T04:00:00Z"), Some(utc("2026-11-28T05:00:00Z")));
        assert_eq!(until(&both, "2026-11-28T15:00:00Z"), None);
    }

    #[test]
    fn the_nights_on_which_clocks_change_move_the_morning_with_the_wall() {
        let eastern = zones(&["America/New_York"]);
        let monday_after = |friday: &str| HOURS.next_start(&eastern, utc(friday)).expect("a Monday");
        assert_eq!(monday_after("2026-03-07T00:00:00Z"), utc("2026-03-09T11:00:00Z"), "in spring");
        assert_eq!(monday_after("2026-02-28T00:00:00Z"), utc("2026-03-02T12:00:00Z"), "the week before");
        assert_eq!(monday_after("2026-10-30T23:00:00Z"), utc("2026-11-02T12:00:00Z"), "in autumn");
        assert_eq!(monday_after("2026-10-23T23:00:00Z"), utc("2026-10-26T11:00:00Z"), "the week before");
        // Neither night makes an hour of the weekend a working one, struck twice or skipped.
        for hour in 0..60 {
            for friday_evening in ["2026-03-07T00:00:00Z", "2026-10-30T23:00:00Z"] {
                let at = utc(friday_evening) + TimeDelta::hours(hour);
                let works = HOURS.works_until(&eastern, at).is_some();
                assert_eq!(works, at >= monday_after(friday_evening), "{at}");
            }
        }
    }

    #[test]
    fn a_zone_without_summer_time_keeps_its_own_morning() {
        let summer = HOURS.next_start(&zones(&["America/Phoenix"]), utc("2026-07-06T03:00:00Z"));
        let winter = HOURS.next_start(&zones(&["America/Phoenix"]), utc("2026-12-07T03:00:00Z"));
        assert_eq!(summer, Some(utc("2026-07-06T14:00:00Z")));
        assert_eq!(winter, Some(utc("2026-12-07T14:00:00Z")));
    }

    const NAMES: &[&str] = &[
        "America/New_York",
        "America/Phoenix",
        "Pacific/Honolulu",
        "Pacific/Guam",
        "America/Indiana/Indianapolis",
        "America/Anchorage",
    ];

    proptest! {
        #[test]
        fn it_works_all_the_time_until_it_ends_and_not_after(
            names in prop::collection::vec(prop::sample::select(NAMES), 1..4),
            minutes in 0_i64..2 * 365 * 24 * 60,
        ) {
            let zones = zones(&names);
            let now = utc("2026-01-01T00:00:00Z") + TimeDelta::minutes(minutes);
            let works = |at: DateTime<Utc>| zones.iter().any(|zone| {
                let wall = zone.wall(at);
                wall.weekday().num_days_from_monday() < 5 && (7..19).contains(&wall.hour())
            });
            let until = HOURS.works_until(&zones, now);
            assert_eq!(until.is_some(), works(now));
            let start = HOURS.next_start(&zones, now).expect("there are zones");
            let quarters = |from: DateTime<Utc>, to: DateTime<Utc>| {
                (0..).map(move |quarter| from + TimeDelta::minutes(15 * quarter)).take_while(move |at| *at < to)
            };
            if let Some(until) = until {
                assert!(quarters(now, until).all(works), "without a break");
                assert!(!works(until));
            }
            assert!(quarters(until.unwrap_or(now), start).all(|at| !works(at)), "and then not at all");
            assert!(works(start), "until the next day begins");
        }
    }
}
