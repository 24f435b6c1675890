//! How the practice's words are written for a view.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use ipc::patient::{Age, AgeUnit};
use ipc::sync::PracticeTime;
use model::{PatientStatus, PersonName, Phi, Zone, minute_of_day};

/// `Last, First M. Jr`; one name alone where there is only one.
pub(crate) fn full_name(name: &PersonName) -> String {
    let (first, middle) = (name.first.expose().trim(), name.middle.expose().trim());
    let (last, suffix) = (name.last.expose().trim(), name.suffix.expose().trim());
    let initial = middle.chars().next().map(|letter| format!("{letter}."));
    let given: Vec<&str> = [first, initial.as_deref().unwrap_or(""), suffix]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    match (last.is_empty(), given.is_empty()) {
        (true, _) => given.join(" "),
        (false, true) => last.to_owned(),
        (false, false) => format!("{last}, {}", given.join(" ")),
    }
}

/// Text that says something, or nothing.
pub(crate) fn said(text: &Phi<String>) -> Option<String> {
    let text = text.expose().trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `YYYY-MM-DD`
pub(crate) fn day(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// Reads `YYYY-MM-DD`, of ten letters and no other.
pub(crate) fn read_day(text: &str) -> Option<NaiveDate> {
    let plain = text.len() == 10 && text.starts_with(|letter: char| letter.is_ascii_digit());
    plain.then_some(())?;
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// An RFC 3339 instant in whole seconds.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An instant as the practice's clock shows it.
pub(crate) fn practice_time(of: Zone, at: DateTime<Utc>) -> PracticeTime {
    let wall = of.wall(at);
    PracticeTime { at: instant(at), date: day(wall.date()), minute: minute_of_day(wall), zone: zone(of) }
}

const MONTHS_ARE_SAID: u32 = 24;
const DAYS_ARE_SAID: u32 = 14;

/// How old somebody is on a day: in years from two on, before that in whole months, and in the first month in
/// weeks, or days while those are few.
pub(crate) fn age(dob: NaiveDate, on: NaiveDate) -> Option<Age> {
    let days = u32::try_from(on.signed_duration_since(dob).num_days()).ok()?;
    let months = whole_months(dob, on)?;
    let (count, unit) = match months {
        MONTHS_ARE_SAID.. => (months / 12, AgeUnit::Years),
        1.. => (months, AgeUnit::Months),
        0 if days >= DAYS_ARE_SAID => (days / 7, AgeUnit::Weeks),
        0 => (days, AgeUnit::Days),
    };
    Some(Age { count, unit })
}

fn whole_months(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    let years = u32::try_from(to.year() - from.year()).ok()?;
    let months = years * 12 + to.month();
    months.checked_sub(from.month() + u32::from(to.day() < from.day()))
}

/// A status in words.
pub(crate) fn status(status: &PatientStatus) -> String {
    match status {
        PatientStatus::Active => "active".to_owned(),
        PatientStatus::Inactive => "inactive".to_owned(),
        PatientStatus::Prospective => "prospective".to_owned(),
        PatientStatus::Deleted => "deleted".to_owned(),
        PatientStatus::Other(word) => word.clone(),
    }
}

/// A zone as a front desk says it; elsewhere the city that names it.
pub(crate) fn zone(zone: Zone) -> String {
    let name = zone.name();
    let known = match name {
        "America/New_York" | "US/Eastern" | "America/Detroit" | "US/Michigan" => "Eastern",
        "America/Chicago" | "US/Central" => "Central",
        "America/Denver" | "US/Mountain" | "America/Boise" => "Mountain",
        "America/Phoenix" | "US/Arizona" => "Arizona",
        "America/Los_Angeles" | "US/Pacific" => "Pacific",
        "America/Anchorage" | "US/Alaska" => "Alaska",
        "Pacific/Honolulu" | "US/Hawaii" => "Hawaii",
        _ if name.starts_with("America/Indiana/") || name == "US/East-Indiana" => "Indiana",
        _ => return name.rsplit('/').next().unwrap_or(name).replace('_', " "),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use model::{PersonName, Phi, Zone};

    use super::{Age, AgeUnit, age, full_name, zone};

    fn name(first: &str, middle: &str, last: &str, suffix: &str) -> PersonName {
        let part = |text: &str| Phi::new(text.to_owned());
        PersonName {
            first: part(first),
            middle: part(middle),
            last: part(last),
            suffix: part(suffix),
            preferred: Phi::default(),
        }
    }

    #[test]
    fn names_stand_as_a_list_of_people_reads_them() {
        assert_eq!(full_name(&name("Miriam", "adaeze", "Okafor", "")), "Okafor, Miriam a.");
        assert_eq!(full_name(&name("Walter", "", "Stone", "Jr")), "Stone, Walter Jr");
        assert_eq!(full_name(&name("Suharto", "", "", "")), "Suharto");
        assert_eq!(full_name(&name("", "", "Madonna", "")), "Madonna");
    }

    #[test]
    fn an_age_is_said_in_the_unit_of_a_front_desk() {
        let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a real date");
        let said = |born, on| age(born, on).map(|Age { count, unit }| (count, unit));
        let born = date(1979, 3, 14);
        assert_eq!(said(born, date(2026, 3, 13)), Some((46, AgeUnit::Years)), "the day before the birthday");
        assert_eq!(said(born, date(2026, 3, 14)), Some((47, AgeUnit::Years)));
        let baby = date(2026, 1, 31);
        assert_eq!(said(baby, date(2028, 1, 31)), Some((2, AgeUnit::Years)));
        assert_eq!(said(baby, date(2028, 1, 30)), Some((23, AgeUnit::Months)));
        assert_eq!(said(baby, date(2026, 3, 1)), Some((1, AgeUnit::Months)));
        assert_eq!(said(baby, date(2026, 2, 28)), Some((4, AgeUnit::Weeks)), "February has no 31st");
        assert_eq!(said(baby, date(2026, 2, 14)), Some((2, AgeUnit::Weeks)));
        assert_eq!(said(baby, date(2026, 2, 13)), Some((13, AgeUnit::Days)));
        assert_eq!(said(baby, baby), Some((0, AgeUnit::Days)), "born today");
        assert_eq!(said(date(2027, 1, 1), date(2026, 1, 1)), None, "not born yet");
        assert_eq!(said(date(2026, 1, 2), date(2026, 1, 1)), None, "born tomorrow");
    }

    #[test]
    fn zones_are_said_as_a_front_desk_says_them() {
        let said = |text: &str| zone(Zone::named(text).expect("a zone"));
        assert_eq!(said("US/Eastern"), "Eastern");
        assert_eq!(said("America/Phoenix"), "Arizona");
        assert_eq!(said("America/Indiana/Knox"), "Indiana");
        assert_eq!(said("America/Puerto_Rico"), "Puerto Rico");
    }
}
