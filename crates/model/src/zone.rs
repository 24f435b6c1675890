//! Practice time: wall-clock times in a department's zone, and the system's own US Eastern.

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A time zone by its IANA name; old aliases such as `US/Eastern` are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// A zone that is neither in the database nor told by its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the department's time zone is not known")]
pub struct UnknownZone;

impl Zone {
    /// US Eastern, in which the server keeps its own time stamps.
    pub const EASTERN: Self = Self(Tz::America__New_York);

    /// Finds a zone by name.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        name.trim().parse().map(Self).map_err(|_| UnknownZone)
    }

    /// Finds a US zone by its standard offset in hours and whether it keeps daylight saving time,
    /// for departments whose name of zone is missing.
    pub fn from_standard_offset(hours: i32, keeps_dst: bool) -> Result<Self, UnknownZone> {
        let zone = match (hours, keeps_dst) {
            (-4, _) => Tz::America__Puerto_Rico,
            (-5, true) => Tz::America__New_York,
            (-5, false) => Tz::America__Panama,
            (-6, true) => Tz::America__Chicago,
            (-6, false) => Tz::America__Regina,
            (-7, true) => Tz::America__Denver,
            (-7, false) => Tz::America__Phoenix,
            (-8, true) => Tz::America__Los_Angeles,
            (-9, true) => Tz::America__Anchorage,
            (-10, true) => Tz::America__Adak,
            (-10, false) => Tz::Pacific__Honolulu,
            (-11, _) => Tz::Pacific__Pago_Pago,
            (10, _) => Tz::Pacific__Guam,
            _ => return Err(UnknownZone),
        };
        Ok(Self(zone))
    }

    /// The zone's name in the database.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The wall clock in this zone at an instant.
    pub fn wall(self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.0).naive_local()
    }

    /// The calendar day in this zone at an instant.
    pub fn today(self, instant: DateTime<Utc>) -> NaiveDate {
        self.wall(instant).date()
    }

    /// The instant of a wall-clock time. A repeated hour is taken the first time it strikes; a
    /// time that a clock change skipped is read as if the clock had not been changed yet.
    pub fn instant(self, wall: NaiveDateTime) -> DateTime<Utc> {
        match self.0.from_local_datetime(&wall) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
            LocalResult::None => {
                let before = wall - Duration::hours(3);
                self.0
                    .from_local_datetime(&before)
                    .earliest()
                    .map_or_else(|| wall.and_utc(), |at| at.with_timezone(&Utc) + Duration::hours(3))
            }
        }
    }

    /// The zone's offset from UTC at an instant, in minutes.
    pub fn offset_minutes(self, instant: DateTime<Utc>) -> i32 {
        let wall = self.wall(instant);
        i32::try_from((wall - instant.naive_utc()).num_minutes()).unwrap_or(0)
    }
}

/// The instant of a wall-clock time on the server's own clock.
pub fn eastern(wall: NaiveDateTime) -> DateTime<Utc> {
    Zone::EASTERN.instant(wall)
}

/// The latest instant that may be meant where the server's wall clock was read as one: an hour later in the hour
/// that comes twice.
pub fn eastern_latest(read: DateTime<Utc>) -> DateTime<Utc> {
    let wall = Zone::EASTERN.wall(read);
    match Zone::EASTERN.0.from_local_datetime(&wall) {
        LocalResult::Ambiguous(_, later) => later.with_timezone(&Utc),
        _ => read,
    }
}

impl Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

    use super::{Zone, eastern_latest};

    fn wall(day: (i32, u32, u32), hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(day.0, day.1, day.2)
            .and_then(|date| date.and_hms_opt(hour, minute, 0))
            .expect("a real time")
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn an_old_alias_is_the_zone_itself() {
        let alias = Zone::named("US/Eastern").expect("alias");
        let noon = wall((2026, 7, 1), 12, 0);
        assert_eq!(alias.instant(noon), Zone::EASTERN.instant(noon));
    }

    #[test]
    fn phoenix_and_honolulu_keep_no_daylight_saving() {
        for (name, offset) in [("America/Phoenix", -420), ("Pacific/Honolulu", -600)] {
            let zone = Zone::named(name).expect("zone");
            for day in ["2026-01-15T18:00:00Z", "2026-07-15T18:00:00Z"] {
                assert_eq!(zone.offset_minutes(utc(day)), offset, "{name} {day}");
            }
        }
    }

    #[test]
    fn the_spring_night_skips_an_hour_and_moves_on() {
        let skipped = Zone::EASTERN.instant(wall((2026, 3, 8), 2, 30));
        assert_eq!(skipped, utc("2026-03-08T07:30:00Z"));
    }

    #[test]
    fn the_autumn_night_strikes_one_twice_and_the_first_is_meant() {
        let repeated = Zone::EASTERN.instant(wall((2026, 11, 1), 1, 30));
        assert_eq!(repeated, utc("2026-11-01T05:30:00Z"));
    }

    #[test]
    fn what_was_read_in_the_hour_that_comes_twice_may_mean_an_hour_later() {
        assert_eq!(eastern_latest(utc("2026-11-01T05:30:00Z")), utc("2026-11-01T06:30:00Z"));
        assert_eq!(eastern_latest(utc("2026-11-01T06:30:00Z")), utc("2026-11-01T06:30:00Z"));
        for once in ["2026-11-01T04:59:59Z", "2026-11-01T07:00:00Z", "2026-03-08T07:30:00Z"] {
            assert_eq!(eastern_latest(utc(once)), utc(once));
        }
    }

    #[test]
    fn the_day_turns_with_the_department_and_not_with_utc() {
        let late = utc("2026-11-24T04:45:00Z");
        assert_eq!(Zone::EASTERN.wall(late), wall((2026, 11, 23), 23, 45));
        assert_eq!(
            Zone::named("America/Indiana/Indianapolis").expect("zone").today(late),
            Zone::EASTERN.today(late)
        );
    }

    /// Places with each of the rules that practices in this country live by.
    const PLACES: [&str; 6] = [
        "America/Phoenix",
        "Pacific/Honolulu",
        "America/Indiana/Indianapolis",
        "America/Indiana/Knox",
        "America/New_York",
        "America/Los_Angeles",
    ];

    /// Days around and between the nights on which clocks are changed.
    const DAYS: [(i32, u32, u32); 8] = [
        (2026, 3, 7),
        (2026, 3, 8),
        (2026, 3, 9),
        (2026, 7, 4),
        (2026, 10, 31),
        (2026, 11, 1),
        (2026, 11, 2),
        (2026, 12, 31),
    ];

    #[test]
    fn a_visit_stays_on_its_day_in_every_zone_on_both_nights() {
        for name in PLACES {
            let zone = Zone::named(name).expect("zone");
            for day in DAYS {
                for quarter in 0..96 {
                    let wanted = wall(day, quarter / 4, quarter % 4 * 15);
                    let shown = zone.wall(zone.instant(wanted));
                    assert_eq!(shown.date(), wanted.date(), "{name} {wanted}");
                    let skipped = day == (2026, 3, 8) && (8..12).contains(&quarter);
                    let moves = skipped && !["America/Phoenix", "Pacific/Honolulu"].contains(&name);
                    let later = chrono::Duration::hours(i64::from(moves));
                    assert_eq!(shown, wanted + later, "{name}: only an hour that is skipped is another");
                }
            }
        }
    }

    #[test]
    fn one_follows_another_on_both_nights_as_the_wall_clock_has_them() {
        for name in PLACES {
            let zone = Zone::named(name).expect("zone");
            for day in [(2026, 3, 8), (2026, 11, 1)] {
                let instants: Vec<_> = (0..24).map(|hour| zone.instant(wall(day, hour, 0))).collect();
                assert!(instants.is_sorted(), "{name} {day:?}: {instants:?}");
            }
        }
    }

    #[test]
    fn a_quarter_before_midnight_it_is_still_today_there_and_tomorrow_in_greenwich() {
        for name in PLACES {
            let zone = Zone::named(name).expect("zone");
            for day in DAYS {
                let late = zone.instant(wall(day, 23, 45));
                assert_eq!(zone.today(late), wall(day, 0, 0).date(), "{name}");
                assert_eq!(late.date_naive(), wall(day, 0, 0).date() + chrono::Days::new(1), "{name}");
                assert_eq!(zone.today(late + chrono::Duration::minutes(15)), late.date_naive(), "{name}");
            }
        }
    }

    #[test]
    fn indiana_keeps_the_time_of_its_county() {
        let (east, west) = ("America/Indiana/Indianapolis", "America/Indiana/Tell_City");
        let noon = utc("2026-07-15T16:00:00Z");
        let hour = |name: &str| Zone::named(name).expect("zone").wall(noon);
        assert_eq!(hour(east), wall((2026, 7, 15), 12, 0));
        assert_eq!(hour("US/East-Indiana"), hour(east));
        assert_eq!(hour(west), wall((2026, 7, 15), 11, 0));
        let before = Zone::named(east).expect("zone").wall(utc("2005-07-15T17:00:00Z"));
        assert_eq!(before, wall((2005, 7, 15), 12, 0), "clocks were not changed there before 2006");
    }

    #[test]
    fn old_aliases_are_their_zones_the_year_round() {
        let aliases = [
            ("US/Eastern", "America/New_York"),
            ("US/Central", "America/Chicago"),
            ("US/Mountain", "America/Denver"),
            ("US/Arizona", "America/Phoenix"),
            ("US/Pacific", "America/Los_Angeles"),
            ("US/Alaska", "America/Anchorage"),
            ("US/Hawaii", "Pacific/Honolulu"),
            ("US/East-Indiana", "America/Indiana/Indianapolis"),
            ("US/Indiana-Starke", "America/Indiana/Knox"),
            ("US/Michigan", "America/Detroit"),
        ];
        for (alias, name) in aliases {
            let (alias, zone) = (Zone::named(alias).expect(alias), Zone::named(name).expect(name));
            for day in DAYS {
                for hour in 0..24 {
                    let at = wall(day, hour, 30);
                    assert_eq!(alias.instant(at), zone.instant(at), "{name} {at}");
                }
            }
        }
    }

    #[test]
    fn an_offset_alone_gives_the_zone_that_keeps_it() {
        for (hours, keeps, name) in [
            (-4, true, "America/Puerto_Rico"),
            (-5, true, "America/New_York"),
            (-6, true, "America/Chicago"),
            (-7, true, "America/Denver"),
            (-7, false, "America/Phoenix"),
            (-8, true, "America/Los_Angeles"),
            (-9, true, "America/Anchorage"),
            (-10, true, "America/Adak"),
            (-10, false, "Pacific/Honolulu"),
            (-11, false, "Pacific/Pago_Pago"),
            (10, false, "Pacific/Guam"),
        ] {
            let zone = Zone::from_standard_offset(hours, keeps).expect(name);
            assert_eq!(zone.name(), name);
            assert_eq!(zone.offset_minutes(utc("2026-01-15T12:00:00Z")), hours * 60, "{name}");
        }
    }

    #[test]
    fn a_missing_name_falls_back_to_the_offset() {
        assert_eq!(Zone::from_standard_offset(-7, false).map(Zone::name), Ok("America/Phoenix"));
        assert!(Zone::from_standard_offset(3, true).is_err());
    }
}
