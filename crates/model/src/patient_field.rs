//! What of a patient can be written, field by field, and what each field takes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{DepartmentId, Patient, PatientStatus, Phi};

/// A field of a patient that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PatientField {
    /// Given name.
    First,
    /// Middle name or initial.
    Middle,
    /// Family name.
    Last,
    /// Jr, Sr, III.
    Suffix,
    /// The name the person goes by.
    Preferred,
    /// Date of birth, in ISO 8601.
    Dob,
    /// Legal sex, in the system's letter.
    Sex,
    /// Home phone, bare digits.
    HomePhone,
    /// Mobile phone, bare digits.
    MobilePhone,
    /// Work phone, bare digits.
    WorkPhone,
    /// E-mail address.
    Email,
    /// Street and number.
    Line1,
    /// Apartment, suite.
    Line2,
    /// City.
    City,
    /// Two-letter state.
    State,
    /// ZIP code, with or without its extension.
    Zip,
    /// Language by ISO 639-2 code.
    Language,
    /// Whether they agreed to text messages: `true` or `false`.
    ConsentToText,
    /// Whether they are seen here: `active`, `inactive`, `prospective` or `deleted`.
    Status,
    /// The department that holds the registration.
    Department,
}

use PatientField as F;

impl PatientField {
    /// Every field.
    pub const ALL: [Self; 20] = [
        F::First,
        F::Middle,
        F::Last,
        F::Suffix,
        F::Preferred,
        F::Dob,
        F::Sex,
        F::HomePhone,
        F::MobilePhone,
        F::WorkPhone,
        F::Email,
        F::Line1,
        F::Line2,
        F::City,
        F::State,
        F::Zip,
        F::Language,
        F::ConsentToText,
        F::Status,
        F::Department,
    ];

    /// What may stand in [`Self::State`]: what the postal service calls states, territories and the
    /// forces' post.
    pub const STATES: &[&str] = &STATES;

    /// What a patient has there; empty where they have nothing.
    pub fn of(self, patient: &Patient) -> Phi<String> {
        let (name, contact) = (&patient.name, &patient.contact);
        let known = |value: &Phi<Option<String>>| Phi::new(value.expose().clone().unwrap_or_default());
        match self {
            F::First => name.first.clone(),
            F::Middle => name.middle.clone(),
            F::Last => name.last.clone(),
            F::Suffix => name.suffix.clone(),
            F::Preferred => name.preferred.clone(),
            F::Dob => Phi::new(patient.dob.expose().map(|day| day.to_string()).unwrap_or_default()),
            F::Sex => known(&patient.sex),
            F::HomePhone => contact.home_phone.clone(),
            F::MobilePhone => contact.mobile_phone.clone(),
            F::WorkPhone => contact.work_phone.clone(),
            F::Email => contact.email.clone(),
            F::Line1 => contact.address.line1.clone(),
            F::Line2 => contact.address.line2.clone(),
            F::City => contact.address.city.clone(),
            F::State => contact.address.state.clone(),
            F::Zip => contact.address.zip.clone(),
            F::Language => known(&patient.language),
            F::ConsentToText => {
                Phi::new(contact.consent_to_text.map(|agreed| agreed.to_string()).unwrap_or_default())
            }
            F::Status => Phi::new(status(&patient.status).to_owned()),
            F::Department => {
                Phi::new(patient.department.as_ref().map_or("", DepartmentId::as_str).to_owned())
            }
        }
    }

    /// Whether a value could stand there at all. Nothing may stand anywhere but where one cannot be
    /// told from another without it.
    pub fn takes(self, value: &str) -> bool {
        if value.is_empty() {
            return !matches!(self, F::Last | F::Dob | F::ConsentToText | F::Status | F::Department);
        }
        if value.chars().any(is_unseen) {
            return false;
        }
        let digits =
            |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            F::First | F::Middle | F::Last | F::Preferred => value.chars().any(char::is_alphabetic),
            F::Dob => value.parse::<NaiveDate>().is_ok(),
            F::HomePhone | F::MobilePhone | F::WorkPhone => digits(value, 10),
            F::Email => is_email(value),
            F::State => STATES.contains(&value),
            F::Zip => match value.split_once('-') {
                Some((zip, extension)) => digits(zip, 5) && digits(extension, 4),
                None => digits(value, 5),
            },
            F::ConsentToText => ["true", "false"].contains(&value),
            F::Status => ["active", "inactive", "prospective", "deleted"].contains(&value),
            _ => true,
        }
    }

    /// Whether two values of the field say the same, however they are written.
    pub fn says_the_same(self, one: &str, other: &str) -> bool {
        folded(one) == folded(other)
    }
}

/// A character that nobody sees where it stands: of control, of no width, or one that turns what follows around.
pub fn is_unseen(character: char) -> bool {
    let marks = ['\u{200B}'..='\u{200F}', '\u{202A}'..='\u{202E}', '\u{2060}'..='\u{206F}'];
    character.is_control() || character == '\u{FEFF}' || marks.iter().any(|range| range.contains(&character))
}

fn is_email(value: &str) -> bool {
    let (who, at) = value.split_once('@').unwrap_or_default();
    let has_dot = at.split('.').count() > 1 && at.split('.').all(|part| !part.is_empty());
    !who.is_empty() && has_dot && !at.contains('@') && !value.contains(char::is_whitespace)
}

/// Without case, and with every run of spaces as one.
fn folded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn status(status: &PatientStatus) -> &str {
    match status {
        PatientStatus::Active => "active",
        PatientStatus::Inactive => "inactive",
        PatientStatus::Prospective => "prospective",
        PatientStatus::Deleted => "deleted",
        PatientStatus::Other(word) => word,
    }
}

const STATES: [&str; 62] = [
    "AA", "AE", "AK", "AL", "AP", "AR", "AS", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "FM", "GA", "GU",
    "HI", "IA", "ID", "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MH", "MI", "MN", "MO", "MP", "MS",
    "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "PR", "PW", "RI", "SC",
    "SD", "TN", "TX", "UT", "VA", "VI", "VT", "WA", "WI", "WV", "WY",
];

/// Values by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PatientFields(BTreeMap<PatientField, Phi<String>>);

impl PatientFields {
    /// What a patient has in every field.
    pub fn of(patient: &Patient) -> Self {
        F::ALL.into_iter().map(|field| (field, field.of(patient))).collect()
    }

    /// What stands in a field; `None` where nothing is said of it.
    pub fn get(&self, field: PatientField) -> Option<&str> {
        self.0.get(&field).map(|value| value.expose().as_str())
    }

    /// Says what stands in a field.
    pub fn set(&mut self, field: PatientField, value: impl Into<String>) {
        self.0.insert(field, Phi::new(value.into()));
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields of which it says something.
    pub fn fields(&self) -> impl Iterator<Item = PatientField> + '_ {
        self.0.keys().copied()
    }

    /// Each field with its value.
    pub fn iter(&self) -> impl Iterator<Item = (PatientField, &str)> + '_ {
        self.0.iter().map(|(field, value)| (*field, value.expose().as_str()))
    }

    /// Only what it says of some fields.
    #[must_use]
    pub fn only(&self, fields: impl Iterator<Item = PatientField>) -> Self {
        fields.filter_map(|field| Some((field, self.0.get(&field)?.clone()))).collect()
    }
}

impl FromIterator<(PatientField, Phi<String>)> for PatientFields {
    fn from_iter<I: IntoIterator<Item = (PatientField, Phi<String>)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{PatientField as F, PatientFields};

    #[test]
    fn every_field_is_in_the_list_and_takes_its_own_name_as_a_key() {
        let fields: PatientFields = F::ALL.into_iter().map(|field| (field, String::new().into())).collect();
        assert_eq!(fields.fields().count(), F::ALL.len());
        let text = serde_json::to_string(&fields).expect("serialises");
        assert!(text.contains("\"home-phone\":\"\""), "{text}");
        assert_eq!(serde_json::from_str::<PatientFields>(&text).expect("reads back"), fields);
    }

    #[test]
    fn a_field_takes_what_can_stand_there_and_nothing_else() {
        for (field, good, bad) in [
            (F::Dob, "1980-02-29", "1981-02-29"),
            (F::HomePhone, "5855550142", "585-555-0142"),
            (F::MobilePhone, "", "585555014"),
            (F::Email, "ana@example.org", "ana@example"),
            (F::Email, "a.b+c@mail.example.org", "a\0b@example.org"),
            (F::Email, "", "a@example.org\r\nBcc: x@example.org"),
            (F::Email, "ana@example.org", "ana@example..org"),
            (F::Last, "Đặng", "Smith\u{202E}"),
            (F::City, "Saint\u{2019}s Rest", "Roch\u{200B}ester"),
            (F::State, "PR", "ny"),
            (F::State, "AE", "XX"),
            (F::Zip, "14604-1234", "1460"),
            (F::Zip, "14604", "14604-12"),
            (F::Status, "inactive", "gone"),
            (F::ConsentToText, "true", "yes"),
            (F::ConsentToText, "false", ""),
            (F::Last, "O'Neil", ""),
            (F::First, "", "two\nlines"),
            (F::First, "X", "12345"),
            (F::Last, "O\u{2019}Neil-Ruiz de la Cruz", "-'."),
            (F::Last, "\u{05DB}\u{05D4}\u{05DF}", "4711 / 2"),
            (F::Middle, "J.", "."),
            (F::Preferred, "\u{674E}", "(?)"),
        ] {
            assert!(field.takes(good), "{field:?}: {good}");
            assert!(!field.takes(bad), "{field:?}: {bad}");
        }
    }

    #[test]
    fn case_and_spaces_change_nothing_of_what_is_said() {
        assert!(F::City.says_the_same("New  York ", "NEW YORK"));
        assert!(!F::City.says_the_same("Newark", "New York"));
    }
}
