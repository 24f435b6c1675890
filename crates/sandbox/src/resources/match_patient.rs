//! `/patients/enhancedbestmatch`: a score for somebody whose name and date of birth are known. Name and date alone
//! come to 23 (recorded); how the rest adds up is not known and is made here of telephone, mail, number and zip.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::{Value, json};

use super::patient;
use crate::ask::Ask;
use crate::errors::Refusal;
use crate::people::{Person, Standing};
use crate::practice::Practice;

/// What an exact name and date of birth come to, and what a match needs when nobody says otherwise.
const EXACT: i64 = 23;
/// What one of the five best needs.
const NEAR: i64 = 16;

/// `GET /patients/enhancedbestmatch`: a bare array, empty when nobody fits.
pub(crate) fn best(practice: &Practice, ask: &Ask, now: DateTime<Utc>) -> Result<Value, Refusal> {
    ask.require(&["firstname", "lastname", "dob"])?;
    let sought = Sought::read(ask)?;
    let several = ask.flag("returnbestmatches", false)?;
    let least = match ask.number("minscore")? {
        Some(score) => score as i64,
        None => {
            if several {
                NEAR
            } else {
                EXACT
            }
        }
    };
    let mut found: Vec<(i64, u32)> = (0..practice.people.count())
        .filter_map(|at| Some((sought.score(practice, at)?, at)))
        .filter(|(score, _)| *score >= least)
        .collect();
    found.sort_by_key(|(score, at)| (-score, *at));
    found.truncate(if several { 5 } else { 1 });
    Ok(found.into_iter().map(|(score, at)| scored(practice, score, at, now)).collect())
}

fn scored(practice: &Practice, score: i64, at: u32, now: DateTime<Utc>) -> Value {
    let mut row = patient::row(practice, at, false, now);
    row["score"] = json!(score);
    row
}

/// Whom a match is sought for.
struct Sought<'a> {
    first: String,
    last: String,
    born: NaiveDate,
    ask: &'a Ask,
    ignore_restrictions: bool,
}

impl<'a> Sought<'a> {
    fn read(ask: &'a Ask) -> Result<Self, Refusal> {
        let lower = |name: &str| ask.get(name).unwrap_or_default().to_lowercase();
        Ok(Sought {
            first: lower("firstname"),
            last: lower("lastname"),
            born: ask.date("dob")?.unwrap_or_default(),
            ask,
            ignore_restrictions: ask.flag("ignorerestrictions", false)?,
        })
    }

    /// The score of one record; nothing when it may not be seen or is far off.
    fn score(&self, practice: &Practice, at: u32) -> Option<i64> {
        let person = practice.people.at(at);
        let born = self.birth_points(person.born);
        let hidden = person.merged_into.is_some() || person.standing == Standing::Deleted;
        if born == 0 || hidden || person.restricted && !self.ignore_restrictions {
            return None;
        }
        let name = self.name_points(&person);
        (name >= 7).then(|| born + name + self.contact_points(practice, at))
    }

    fn birth_points(&self, born: NaiveDate) -> i64 {
        let same = [
            born.year() == self.born.year(),
            born.month() == self.born.month(),
            born.day() == self.born.day(),
        ];
        match same.into_iter().filter(|part| *part).count() {
            3 => 9,
            2 => 4,
            _ => 0,
        }
    }

    fn name_points(&self, person: &Person) -> i64 {
        let first = person.first_name().unwrap_or_default().to_lowercase();
        points(&self.last, &person.last_name().to_lowercase(), 8) + points(&self.first, &first, 6)
    }

    fn contact_points(&self, practice: &Practice, at: u32) -> i64 {
        let contact = patient::contact_of(practice, at);
        let phones = [contact.home_phone, contact.mobile_phone, contact.work_phone];
        let asked = ["homephone", "mobilephone", "workphone", "anyphone"].map(|name| self.ask.get(name));
        let phone = asked.into_iter().flatten().any(|asked| phones.iter().flatten().any(|own| own == asked));
        let same = |name: &str, own: Option<&str>| {
            self.ask.get(name).is_some_and(|asked| own.is_some_and(|own| own.eq_ignore_ascii_case(asked)))
        };
        let zip = same("zip", contact.zip.as_deref().and_then(|zip| zip.get(..5)));
        let (email, ssn) = (same("email", contact.email.as_deref()), same("ssn", contact.ssn.as_deref()));
        i64::from(phone) * 5 + i64::from(email) * 3 + i64::from(ssn) * 8 + i64::from(zip) * 2
    }
}

/// Full points for the same name, half for one that begins with the other or the same three letters.
fn points(asked: &str, found: &str, full: i64) -> i64 {
    let stem = |name: &str| name.chars().take(3).collect::<String>();
    match (asked == found, stem(asked) == stem(found)) {
        (true, _) => full,
        (_, true) => full / 2,
        _ => 0,
    }
}
