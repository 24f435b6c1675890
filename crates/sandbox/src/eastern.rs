//! Dates and times as athenahealth writes them. Appointments are wall-clock in their department's zone; every
//! other time of the v1 interface is US Eastern, the zone of its servers. No zone of this machine takes part.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// The zone of athenahealth's servers.
pub(crate) const SERVER: Tz = chrono_tz::America::New_York;

/// Writes `MM/DD/YYYY`.
pub(crate) fn date(day: NaiveDate) -> String {
    day.format("%m/%d/%Y").to_string()
}

/// Writes `MM/DD/YYYY HH:MM:SS` in US Eastern.
pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.with_timezone(&SERVER).format("%m/%d/%Y %H:%M:%S").to_string()
}

/// What a clock on a wall of the servers shows, to the second.
pub(crate) fn wall(at: DateTime<Utc>) -> NaiveDateTime {
    let wall = at.with_timezone(&SERVER).naive_local();
    wall.with_nanosecond(0).unwrap_or(wall)
}

/// Reads `MM/DD/YYYY HH:MM:SS`, and nothing looser.
pub(crate) fn read_wall(text: &str) -> Option<NaiveDateTime> {
    let (day, _) = text.split_once(' ').filter(|_| text.len() == 19)?;
    read_date(day)?;
    NaiveDateTime::parse_from_str(text, "%m/%d/%Y %H:%M:%S").ok()
}

/// Writes minutes since midnight as `HH:MM`.
pub(crate) fn clock_face(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads `HH:MM` as minutes since midnight, and nothing looser.
pub(crate) fn read_clock_face(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':').filter(|_| text.len() == 5)?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Reads `MM/DD/YYYY`, and nothing looser.
pub(crate) fn read_date(text: &str) -> Option<NaiveDate> {
    let well_formed = text.len() == 10 && text.as_bytes()[2] == b'/' && text.as_bytes()[5] == b'/';
    if !well_formed {
        return None;
    }
    NaiveDate::parse_from_str(text, "%m/%d/%Y").ok()
}

/// Reads `MM/DD/YYYY HH:MM:SS` (or a bare date, its midnight) as US Eastern.
pub(crate) fn read_stamp(text: &str) -> Option<DateTime<Utc>> {
    let wall = NaiveDateTime::parse_from_str(text, "%m/%d/%Y %H:%M:%S")
        .ok()
        .or_else(|| read_date(text).and_then(|day| day.and_hms_opt(0, 0, 0)))?;
    Some(instant(SERVER, wall))
}

/// Finds the instant of a wall-clock time: the first of two in the night that has an hour twice, an hour later
/// in the night that lacks one.
pub(crate) fn instant(zone: Tz, wall: NaiveDateTime) -> DateTime<Utc> {
    let found = zone.from_local_datetime(&wall).earliest();
    let found = found.or_else(|| zone.from_local_datetime(&(wall + chrono::TimeDelta::hours(1))).earliest());
    found.map_or_else(|| wall.and_utc(), |at| at.with_timezone(&Utc))
}

/// The instant at which a minute of a day begins in a zone.
pub(crate) fn at(zone: Tz, day: NaiveDate, minute: i64) -> DateTime<Utc> {
    instant(zone, day.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::minutes(minute))
}

/// The day as many days later, or earlier.
pub(crate) fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    let size = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(size) } else { day.checked_add_days(size) };
    moved.unwrap_or(day)
}

/// The zone's offset from GMT in whole hours at an instant.
pub(crate) fn offset_hours(zone: Tz, at: DateTime<Utc>) -> i64 {
    use chrono::Offset as _;
    i64::from(at.with_timezone(&zone).offset().fix().local_minus_utc() / 3600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_american_dates() {
        assert_eq!(read_date("02/29/2024"), NaiveDate::from_ymd_opt(2024, 2, 29), "a leap day is a day");
        for text in ["2024-02-29", "2/9/2024", "02/30/2024", "", "0229/2024/", "02/29/24"] {
            assert_eq!(read_date(text), None, "{text} is not MM/DD/YYYY");
        }
    }

    #[test]
    fn stamps_are_eastern_in_both_halves_of_the_year() {
        let winter = Utc.with_ymd_and_hms(2026, 1, 15, 17, 0, 0).unwrap();
        let summer = Utc.with_ymd_and_hms(2026, 7, 15, 17, 0, 0).unwrap();
        assert_eq!(stamp(winter), "01/15/2026 12:00:00", "five hours behind in winter");
        assert_eq!(stamp(summer), "07/15/2026 13:00:00", "four in summer");
        assert_eq!(read_stamp("01/15/2026 12:00:00"), Some(winter), "and back");
        assert_eq!(read_stamp("07/15/2026 13:00:00"), Some(summer), "and back in summer");
    }

    #[test]
    fn a_missing_hour_is_moved_on() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 8).unwrap();
        assert_eq!(at(SERVER, day, 150), at(SERVER, day, 210), "02:30 does not exist on that night");
    }
}
