//! How fields are written on paper. Pure.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, SecondsFormat, Utc};
use ipc::patient::{Age, AgeUnit};
use ipc::schedule::{Column, DaySheet, Visit, VisitState};
use ipc::session::HourClock;
use model::{Zone, minute_of_day};
use paper::{Frame, Group};
use store::Environment;

use crate::words;

const NOT_READ: &str = "Not read yet: it may not be whole.";

/// What a page says of where it comes from.
pub(crate) struct Source {
    /// The environment, and the practice by name and number.
    pub practice: String,
    /// Where the practice is: its own, or one to try things at.
    pub environment: Environment,
    /// The practice's own time.
    pub zone: Zone,
    /// How the time of day is written.
    pub clock: HourClock,
}

impl Source {
    /// A time of day.
    pub(crate) fn time(&self, minute: i32) -> String {
        let minute = minute.rem_euclid(24 * 60);
        let (hour, minute) = (minute / 60, minute % 60);
        match self.clock {
            HourClock::TwentyFour => format!("{hour:02}:{minute:02}"),
            HourClock::Twelve => {
                let half = if hour < 12 { "AM" } else { "PM" };
                format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
            }
        }
    }

    /// An instant on the practice's own clock.
    pub(crate) fn instant(&self, at: DateTime<Utc>) -> String {
        let wall = self.zone.wall(at);
        let zone = words::zone(self.zone);
        format!("{} {} {zone}", day(wall.date()), self.time(minute_of_day(wall)))
    }

    /// How old something is, of an instant as a view has it.
    pub(crate) fn as_of(&self, at: Option<&str>) -> String {
        read(at).map_or_else(|| NOT_READ.to_owned(), |at| format!("As of {}", self.instant(at)))
    }

    /// How old something is, for programs: ISO 8601 on the practice's own clock, with its offset.
    pub(crate) fn stamp(&self, at: Option<&str>) -> String {
        read(at).map_or_else(
            || NOT_READ.to_owned(),
            |at| {
                let offset = FixedOffset::east_opt(self.zone.offset_minutes(at) * 60);
                let own = offset.map_or_else(|| at.fixed_offset(), |offset| at.with_timezone(&offset));
                own.to_rfc3339_opts(SecondsFormat::Secs, false)
            },
        )
    }

    /// The visits of a day by provider, each in their department.
    pub(crate) fn by_provider(&self, sheet: &DaySheet, what: &str) -> Vec<Group> {
        let groups = sheet.columns.iter().map(|column| Group {
            frame: self.frame(sheet, &format!("{what} · {}", column.name), department(column)),
            visits: column.visits.iter().map(|visit| self.visit(visit, column)).collect(),
        });
        self.or_nobody(groups.collect(), sheet, what)
    }

    /// The visits of a day by department, in the order in which they begin.
    pub(crate) fn by_department(&self, sheet: &DaySheet, what: &str) -> Vec<Group> {
        let mut groups: Vec<(&str, Vec<(&Column, &Visit)>)> = Vec::new();
        for column in &sheet.columns {
            let visits = column.visits.iter().map(|visit| (column, visit));
            match groups.iter_mut().find(|(known, _)| *known == column.department) {
                Some((_, known)) => known.extend(visits),
                None => groups.push((&column.department, visits.collect())),
            }
        }
        let groups = groups.into_iter().map(|(_, mut visits)| {
            visits.sort_by_key(|(_, visit)| visit.minute);
            let named = visits.first().map(|(column, _)| department(column)).unwrap_or_default();
            Group {
                frame: self.frame(sheet, what, named),
                visits: visits.into_iter().map(|(column, visit)| self.visit(visit, column)).collect(),
            }
        });
        self.or_nobody(groups.collect(), sheet, what)
    }

    /// A day with no visit is a page that says so.
    fn or_nobody(&self, groups: Vec<Group>, sheet: &DaySheet, what: &str) -> Vec<Group> {
        if !groups.is_empty() {
            return groups;
        }
        vec![Group { frame: self.frame(sheet, what, "All departments".to_owned()), visits: Vec::new() }]
    }

    fn frame(&self, sheet: &DaySheet, what: &str, department: String) -> Frame {
        let date = words::read_day(&sheet.date).map_or_else(|| sheet.date.clone(), long_day);
        Frame {
            title: what.to_owned(),
            day: date,
            department,
            practice: self.practice.clone(),
            as_of: self.as_of(sheet.as_of.as_deref()),
        }
    }

    pub(crate) fn visit(&self, visit: &Visit, column: &Column) -> paper::Visit {
        let hidden = if visit.for_nobody { "Booked for nobody" } else { "Name not shown" };
        paper::Visit {
            time: self.time(visit.minute),
            minutes: format!("{} min", visit.minutes),
            name: visit.name.clone().unwrap_or_else(|| hidden.to_owned()),
            patient: visit.patient.clone().unwrap_or_default(),
            born: born(visit.dob.as_deref(), visit.age),
            sex: visit.sex.clone().unwrap_or_default(),
            phone: visit.phone.as_deref().map(phone).unwrap_or_default(),
            kind: visit.kind.clone(),
            state: state(&visit.state),
            provider: column.name.clone(),
            copay: visit.copay_cents.map(money).unwrap_or_default(),
            notes: visit.notes.join("\n"),
        }
    }
}

fn read(at: Option<&str>) -> Option<DateTime<Utc>> {
    at.and_then(|at| DateTime::parse_from_rfc3339(at).ok()).map(|at| at.to_utc())
}

fn department(column: &Column) -> String {
    format!("{} ({} time)", column.department_name, column.zone)
}

/// What an environment is called.
pub(crate) fn environment(environment: &Environment) -> &'static str {
    match environment {
        Environment::Demo { .. } => "Demo practice",
        Environment::Preview => "Preview",
        Environment::Production => "Production",
        Environment::Other { .. } => "Other address",
    }
}

/// What every page of an environment says that is not known to be the practice's own.
pub(crate) fn notice(environment: &Environment) -> &'static str {
    match environment {
        Environment::Demo { .. } => "DEMO PRACTICE: everybody here is invented",
        Environment::Preview => "PREVIEW: athenahealth's test environment, nobody here is a real patient",
        Environment::Production => "",
        Environment::Other { .. } => "OTHER ADDRESS: not athenahealth's production",
    }
}

/// How the names of files of such an environment begin.
pub(crate) fn tag(environment: &Environment) -> &'static str {
    match environment {
        Environment::Demo { .. } => "demo-",
        Environment::Preview => "preview-",
        Environment::Production => "",
        Environment::Other { .. } => "other-address-",
    }
}

/// `11/29/2026`
pub(crate) fn day(date: NaiveDate) -> String {
    date.format("%m/%d/%Y").to_string()
}

/// A day as a view has it.
pub(crate) fn said_day(text: &str) -> String {
    words::read_day(text).map_or_else(|| text.to_owned(), day)
}

/// `Sunday, November 29, 2026`
pub(crate) fn long_day(date: NaiveDate) -> String {
    format!("{} {}, {}", date.format("%A, %B"), date.day(), date.year())
}

/// When somebody was born, and how old they are.
pub(crate) fn born(dob: Option<&str>, age: Option<Age>) -> String {
    let Some(dob) = dob.map(said_day) else { return String::new() };
    let Some(Age { count, unit }) = age else { return dob };
    let unit = match unit {
        AgeUnit::Years => "",
        AgeUnit::Months => " mo",
        AgeUnit::Weeks => " wk",
        AgeUnit::Days => " d",
    };
    format!("{dob} ({count}{unit})")
}

/// Ten digits as they are read aloud; anything else as it stands.
pub(crate) fn phone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_plain = text.chars().all(|letter| letter.is_ascii_digit());
    match (is_plain, digits.get(..3), digits.get(3..6), digits.get(6..10), digits.len()) {
        (true, Some(area), Some(office), Some(line), 10) => format!("({area}) {office}-{line}"),
        _ => text.to_owned(),
    }
}

/// Cents as dollars.
pub(crate) fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}${}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

/// How far a visit has come.
pub(crate) fn state(state: &VisitState) -> String {
    match state {
        VisitState::Booked => "Booked".to_owned(),
        VisitState::Late => "Not here yet".to_owned(),
        VisitState::CheckingIn => "Checking in".to_owned(),
        VisitState::Here => "Here".to_owned(),
        VisitState::Waiting { minutes } => format!("Waiting {minutes} min"),
        VisitState::Out => "Checked out".to_owned(),
        VisitState::Charged => "Charged".to_owned(),
        VisitState::Cancelled => "Cancelled".to_owned(),
        VisitState::Other { word } => word.clone(),
    }
}

#[cfg(test)]
mod tests {
    use ipc::session::HourClock;
    use model::Zone;
    use store::Environment;

    use super::{Source, environment, money, notice, phone, tag};

    #[test]
    fn times_money_and_phones_are_written_as_a_front_desk_reads_them() {
        let source = |clock| Source {
            practice: String::new(),
            environment: Environment::Production,
            zone: Zone::EASTERN,
            clock,
        };
        let twelve = source(HourClock::Twelve);
        let said: Vec<String> =
            [0, 9 * 60 + 5, 12 * 60, 23 * 60 + 59, 24 * 60, -15].map(|at| twelve.time(at)).into();
        assert_eq!(said, ["12:00 AM", "9:05 AM", "12:00 PM", "11:59 PM", "12:00 AM", "11:45 PM"]);
        assert_eq!(source(HourClock::TwentyFour).time(9 * 60 + 5), "09:05");
        assert_eq!([money(2_500), money(-5), money(0)], ["$25.00", "-$0.05", "$0.00"]);
        assert_eq!(
            [phone("6025550100"), phone("+44 20 7946"), phone("")],
            ["(602) 555-0100", "+44 20 7946", ""]
        );
    }

    #[test]
    fn rows_say_how_old_they_are_on_the_practices_clock_with_its_offset() {
        let (practice, environment) = (String::new(), Environment::Production);
        let source = Source { practice, environment, zone: Zone::EASTERN, clock: HourClock::Twelve };
        let stamps = [Some("2026-07-01T12:05:09.5Z"), Some("2026-12-01T04:05:00+00:00")];
        assert_eq!(
            stamps.map(|at| source.stamp(at)),
            ["2026-07-01T08:05:09-04:00", "2026-11-30T23:05:00-05:00"]
        );
        assert_eq!(source.stamp(None), source.as_of(None), "what was not read has no instant");
    }

    #[test]
    fn no_environment_passes_for_another_and_production_is_not_shouted() {
        let address = "https://practice.example".to_owned();
        let others = [
            Environment::Demo { size: "clinic".to_owned() },
            Environment::Preview,
            Environment::Other { address },
        ];
        assert_eq!([notice(&Environment::Production), tag(&Environment::Production)], ["", ""]);
        for one in &others {
            assert!(notice(one).starts_with(&environment(one).to_uppercase()), "{}", notice(one));
            assert!(!tag(one).is_empty() && environment(one) != environment(&Environment::Production));
        }
    }
}
