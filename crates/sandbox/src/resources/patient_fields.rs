//! The fields of a patient that may be written, how long each may be, and what becomes of what is written.
//!
//! Documented: telephone numbers that are none are ignored, as are fields that nobody knows; `declined` stands for no
//! address of mail and no mobile telephone; consent to texts needs a mobile telephone. Numbers are kept as ten digits.
//! Not known, and taken strictly: a code, state, ZIP or mail address that is none refuses the whole write, as does
//! a field that is too long; emptying a field that a record needs is ignored, and so is making a dead patient active.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::eastern;
use crate::errors::{self, Refusal};
use crate::people::Standing;
use crate::practice::Practice;

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// Text that a record cannot do without.
    Name,
    Phone,
    /// A telephone, or `declined`.
    Mobile,
    Email,
    State,
    Zip,
    Ssn,
    Flag,
    /// One of some codes.
    Code(&'static [&'static str]),
    Codes,
    Provider,
    Born,
    Department,
    Status,
    Died,
}

/// One field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    most: usize,
    kind: Kind,
}

const fn field(name: &'static str, most: usize, kind: Kind) -> Field {
    Field { name, most, kind }
}

const RELATIONS: &[&str] = &["SPOUSE", "PARENT", "CHILD", "SIBLING", "FRIEND", "COUSIN", "GUARDIAN", "OTHER"];

/// Every field that a write may name; what depends on another stands after it.
pub(crate) static FIELDS: [Field; 41] = [
    field("departmentid", 20, Kind::Department),
    field("firstname", 20, Kind::Name),
    field("middlename", 20, Kind::Text),
    field("lastname", 30, Kind::Name),
    field("suffix", 10, Kind::Text),
    field("preferredname", 20, Kind::Text),
    field("dob", 20, Kind::Born),
    field("sex", 20, Kind::Code(&["F", "M"])),
    field("deceaseddate", 20, Kind::Died),
    field("status", 20, Kind::Status),
    field("primaryproviderid", 20, Kind::Provider),
    field("address1", 100, Kind::Text),
    field("address2", 100, Kind::Text),
    field("city", 30, Kind::Text),
    field("state", 20, Kind::State),
    field("zip", 10, Kind::Zip),
    field("homephone", 20, Kind::Phone),
    field("mobilephone", 20, Kind::Mobile),
    field("workphone", 20, Kind::Phone),
    field("email", 50, Kind::Email),
    field("ssn", 13, Kind::Ssn),
    field("maritalstatus", 20, Kind::Code(&["D", "M", "S", "U", "W", "X", "P"])),
    field("race", 100, Kind::Codes),
    field("ethnicitycode", 20, Kind::Text),
    field("language6392code", 20, Kind::Text),
    field("homebound", 20, Kind::Flag),
    field("consenttotext", 20, Kind::Flag),
    field("consenttocall", 20, Kind::Flag),
    field("contactpreference", 20, Kind::Code(&["HOMEPHONE", "MOBILEPHONE", "WORKPHONE", "MAIL", "PORTAL"])),
    field("contactpreference_appointment_email", 20, Kind::Flag),
    field("contactpreference_appointment_sms", 20, Kind::Flag),
    field("contactpreference_billing_phone", 20, Kind::Flag),
    field("contactname", 50, Kind::Text),
    field("contactrelationship", 20, Kind::Code(RELATIONS)),
    field("contacthomephone", 20, Kind::Phone),
    field("contactmobilephone", 20, Kind::Phone),
    field("nextkinname", 50, Kind::Text),
    field("nextkinrelationship", 20, Kind::Code(RELATIONS)),
    field("nextkinphone", 20, Kind::Phone),
    field("guarantorphone", 20, Kind::Phone),
    field("guarantoremail", 50, Kind::Email),
];

/// What a write does to a record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Set {
    Field(&'static str, Value),
    Born(NaiveDate),
    Department(u16),
    Status(Standing),
    Died(Option<NaiveDate>),
}

impl Field {
    /// Reads what was written; nothing when it is ignored.
    pub(crate) fn read(
        &self,
        practice: &Practice,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Set>, Refusal> {
        if text.chars().count() > self.most {
            return Err(errors::too_long(self.name, self.most));
        }
        let text = text.trim();
        if text.is_empty() {
            return Ok(self.emptied());
        }
        let today = now.with_timezone(&eastern::SERVER).date_naive();
        let set = match self.kind {
            Kind::Born => Set::Born(born(text, today).ok_or_else(errors::improper_dob)?),
            Kind::Died => Set::Died(Some(born(text, today).ok_or_else(|| errors::expecting("date", text))?)),
            Kind::Department => {
                let at = text.parse().ok().and_then(|id| practice.find_department(id));
                Set::Department(at.ok_or_else(|| self.refused())?)
            }
            Kind::Status => Set::Status(Standing::read(text).ok_or_else(|| self.refused())?),
            Kind::Phone | Kind::Mobile => match telephone(text) {
                Some(number) => Set::Field(self.name, json!(number)),
                None if self.kind == Kind::Mobile && text.eq_ignore_ascii_case("declined") => {
                    Set::Field(self.name, Value::Null)
                }
                None => return Ok(None),
            },
            _ => Set::Field(self.name, self.value(practice, text)?),
        };
        Ok(Some(set))
    }

    fn value(&self, practice: &Practice, text: &str) -> Result<Value, Refusal> {
        let digits: String = text.chars().filter(|letter| *letter != '-' && *letter != ' ').collect();
        let value = match self.kind {
            Kind::Email if text.eq_ignore_ascii_case("declined") => Some(Value::Null),
            Kind::Email => is_mail(text).then(|| json!(text)),
            Kind::State => {
                let state = text.to_ascii_uppercase();
                STATES.split(' ').any(|known| known == state).then(|| json!(state))
            }
            Kind::Zip => is_zip(text).then(|| json!(text)),
            Kind::Ssn => (digits.len() == 9 && is_number(&digits)).then(|| json!(digits)),
            Kind::Flag => match text.to_ascii_lowercase().as_str() {
                "true" | "1" => Some(json!(true)),
                "false" | "0" => Some(json!(false)),
                _ => return Err(errors::expecting("boolean", text)),
            },
            Kind::Code(codes) => {
                codes.iter().find(|code| code.eq_ignore_ascii_case(text)).map(|code| json!(code))
            }
            Kind::Codes => Some(text.split([',', '\t']).map(|code| json!(code.trim())).collect()),
            Kind::Provider => {
                text.parse().ok().and_then(|id| practice.find_provider(id)).map(|_| json!(text))
            }
            _ => Some(json!(text.split_whitespace().collect::<Vec<_>>().join(" "))),
        };
        value.ok_or_else(|| self.refused())
    }

    fn emptied(&self) -> Option<Set> {
        match self.kind {
            Kind::Name | Kind::Born | Kind::Department | Kind::Status | Kind::Flag => None,
            Kind::Died => Some(Set::Died(None)),
            Kind::Codes => Some(Set::Field(self.name, json!([]))),
            _ => Some(Set::Field(self.name, Value::Null)),
        }
    }

    fn refused(&self) -> Refusal {
        errors::invalid(format!("The value of {} is not valid.", self.name))
    }
}

/// A day of the past, or today.
fn born(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let earliest = NaiveDate::from_ymd_opt(1880, 1, 1)?;
    eastern::read_date(text).filter(|day| (earliest..=today).contains(day))
}

/// A number of ten digits, as it is kept: a country code of 1 goes, so does whatever stands between digits.
fn telephone(text: &str) -> Option<String> {
    let between = |letter: char| " ()-.+".contains(letter);
    if !text.chars().all(|letter| letter.is_ascii_digit() || between(letter)) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.len() == 11 { digits.strip_prefix('1')?.to_owned() } else { digits };
    let valid = digits.len() == 10 && digits.as_bytes()[0] >= b'2' && digits.as_bytes()[3] >= b'2';
    valid.then_some(digits)
}

fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let whole = |part: &str| !part.is_empty() && !part.contains(['@', ' ', ',']);
    whole(name) && whole(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

fn is_zip(text: &str) -> bool {
    let (five, four) = text.split_once('-').unwrap_or((text, "0000"));
    five.len() == 5 && four.len() == 4 && is_number(five) && is_number(four)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The two letters of each state, district and territory of the United States, and of its armed forces abroad.
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY \
                      NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI UM FM MH PW AA AE AP";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephones_are_kept_as_ten_digits_or_not_at_all() {
        for text in ["(207) 555-0142", "207.555.0142", "+1 207 555 0142", "12075550142"] {
            assert_eq!(telephone(text).as_deref(), Some("2075550142"), "{text}");
        }
        for text in
            ["5550142", "107 555 0142", "207 055 0142", "22075550142", "207555014x", "207 555 0142 x3"]
        {
            assert_eq!(telephone(text), None, "{text} is no number");
        }
    }

    #[test]
    fn zips_and_mail_addresses_are_whole() {
        assert!(is_zip("04901") && is_zip("04901-1234"), "five digits, or nine");
        assert!(["4901", "0490a", "04901-12", "049011234", "04901-"].iter().all(|text| !is_zip(text)));
        assert!(is_mail("a.b@example.com"), "an address");
        for text in ["a", "@example.com", "a@", "a@b", "a@b@c.d", "a b@c.d", "a@.com", "a@com."] {
            assert!(!is_mail(text), "{text} is none");
        }
    }
}
