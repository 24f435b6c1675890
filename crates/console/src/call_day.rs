//! The calls of athenahealth's day by the hour, as the practice's clock shows it.

use athena::Client;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use ipc::sync::{CallDay, CallHour};
use model::Zone;
use store::{HourCalls, Reader};

use crate::words;

/// The day that an instant of the server's lies in: from midnight GMT to midnight GMT.
pub(crate) fn bounds(server: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let begins = server.date_naive().and_time(NaiveTime::MIN).and_utc();
    (begins, begins + Days::new(1))
}

/// The calls of the day that are kept.
pub(crate) fn kept(reader: &Reader<'_>, server: DateTime<Utc>) -> Result<Vec<HourCalls>, store::Error> {
    let (begins, ends) = bounds(server);
    reader.calls_between(begins, ends)
}

/// The day's calls with those that are not kept yet.
pub(crate) fn counted(client: &Client, mut kept: Vec<HourCalls>) -> Vec<HourCalls> {
    let (begins, ends) = bounds(client.server_time());
    let waiting = sync::hour_calls(&client.counts());
    kept.extend(waiting.into_iter().filter(|count| begins <= count.hour && count.hour < ends));
    kept
}

/// The calls of all lanes together.
pub(crate) fn sum(calls: &[HourCalls]) -> u64 {
    calls.iter().map(|count| count.calls).sum()
}

/// The day's 24 hours. On the night on which clocks are put back two of them show the same time.
pub(crate) fn view(calls: &[HourCalls], server: DateTime<Utc>, zone: Zone) -> CallDay {
    let (begins, ends) = bounds(server);
    let hours = (0..24).map(|hour| {
        let from = begins + TimeDelta::hours(hour);
        let of = |lane: &str| {
            let known = calls.iter().filter(|count| count.hour == from && count.lane == lane);
            known.map(|count| count.calls).sum()
        };
        CallHour {
            from: words::practice_time(zone, from),
            again: zone.wall(from) == zone.wall(from - TimeDelta::hours(1)),
            people: of("people"),
            bookings: of("bookings"),
            feeds: of("feeds"),
            fill: of("fill"),
        }
    });
    CallDay { hours: hours.collect(), ends: words::practice_time(zone, ends) }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use model::Zone;
    use store::HourCalls;

    use super::{sum, view};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_day_has_24_hours_also_where_the_practices_clock_strikes_one_twice_or_not_at_all() {
        let central = Zone::named("US/Central").expect("a zone");
        let calls = [
            HourCalls { hour: at("2026-11-01T06:00:00Z"), lane: "feeds".to_owned(), calls: 3 },
            HourCalls { hour: at("2026-11-01T07:00:00Z"), lane: "fill".to_owned(), calls: 5 },
            HourCalls { hour: at("2026-11-01T07:00:00Z"), lane: "people".to_owned(), calls: 2 },
        ];
        let day = view(&calls, at("2026-11-01T16:30:00Z"), central);
        assert_eq!((day.hours.len(), sum(&calls)), (24, 10));
        let shown: Vec<(i32, bool)> =
            day.hours.iter().map(|hour| (hour.from.minute / 60, hour.again)).collect();
        assert_eq!(
            shown[..9],
            [
                (19, false),
                (20, false),
                (21, false),
                (22, false),
                (23, false),
                (0, false),
                (1, false),
                (1, true),
                (2, false)
            ]
        );
        assert_eq!((day.hours[6].feeds, day.hours[7].fill, day.hours[7].people), (3, 5, 2));
        assert_eq!(
            (day.ends.minute, day.ends.date.as_str(), day.ends.zone.as_str()),
            (18 * 60, "2026-11-01", "Central")
        );
        let spring = view(&[], at("2026-03-08T16:30:00Z"), central);
        let shown: Vec<i32> = spring.hours.iter().map(|hour| hour.from.minute / 60).collect();
        assert_eq!((shown.len(), &shown[7..9]), (24, &[1, 3][..]), "two does not strike");
    }
}
