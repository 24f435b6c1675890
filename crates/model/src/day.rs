//! Days and minutes on a day sheet.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::Zone;

/// The instants at which a calendar day begins and ends in a zone: 23, 24 or 25 hours apart.
pub fn day_bounds(date: NaiveDate, zone: Zone) -> (DateTime<Utc>, DateTime<Utc>) {
    let midnight = |day: NaiveDate| zone.instant(day.and_time(NaiveTime::MIN));
    (midnight(date), midnight(date + Duration::days(1)))
}

/// Minutes since midnight of a wall-clock time.
pub fn minute_of_day(wall: NaiveDateTime) -> i32 {
    i32::try_from(wall.num_seconds_from_midnight() / 60).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::day_bounds;
    use crate::Zone;

    #[test]
    fn days_around_a_clock_change_have_their_own_length() {
        let hours = |month, day| {
            let date = NaiveDate::from_ymd_opt(2026, month, day).expect("a real date");
            let (from, to) = day_bounds(date, Zone::EASTERN);
            (to - from).num_hours()
        };
        assert_eq!((hours(3, 8), hours(11, 1), hours(11, 23)), (23, 25, 24));
    }
}
