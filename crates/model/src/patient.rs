//! A patient as a practice knows them.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::{Cents, DepartmentId, PatientId, Phi, ProviderId};

/// A person's name. A patient may have one name only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// Given name.
    pub first: Phi<String>,
    /// Middle name or initial.
    pub middle: Phi<String>,
    /// Family name.
    pub last: Phi<String>,
    /// Jr, Sr, III.
    pub suffix: Phi<String>,
    /// The name the person goes by, where it is not the given one.
    pub preferred: Phi<String>,
}

/// Whether a patient is seen here now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PatientStatus {
    /// Seen here.
    Active,
    /// No longer seen here.
    Inactive,
    /// Known, not seen yet.
    Prospective,
    /// Removed by the practice.
    Deleted,
    /// A word that is not known here, kept and shown as it came.
    Other(String),
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and number.
    pub line1: Phi<String>,
    /// Apartment, suite.
    pub line2: Phi<String>,
    /// City.
    pub city: Phi<String>,
    /// Two-letter state.
    pub state: Phi<String>,
    /// ZIP code, with or without its extension.
    pub zip: Phi<String>,
}

/// How a patient is reached. Phones are bare digits; an absent value is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Home phone.
    pub home_phone: Phi<String>,
    /// Mobile phone.
    pub mobile_phone: Phi<String>,
    /// Work phone.
    pub work_phone: Phi<String>,
    /// E-mail address.
    pub email: Phi<String>,
    /// Where they live.
    pub address: Address,
    /// The way they prefer to be reached, in the system's word.
    pub preference: Option<String>,
    /// Whether they agreed to text messages.
    pub consent_to_text: Option<bool>,
}

/// One row of what a patient owes. Rows of the same provider group may repeat: show them, never
/// sum them blindly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The provider group that is owed.
    pub provider_group: String,
    /// The departments that the row covers.
    pub departments: Vec<DepartmentId>,
    /// The amount; negative is a credit.
    pub amount: Cents,
    /// Whether nothing in it is in dispute or with an insurer.
    pub clean: Option<bool>,
}

/// A patient. Social security numbers are not part of it: nothing here needs one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The practice's identifier.
    pub id: PatientId,
    /// Name.
    pub name: PersonName,
    /// Date of birth.
    pub dob: Phi<Option<NaiveDate>>,
    /// Legal sex, in the system's letter.
    pub sex: Phi<Option<String>>,
    /// Whether they are seen here.
    pub status: PatientStatus,
    /// Date of death.
    pub deceased: Phi<Option<NaiveDate>>,
    /// How they are reached.
    pub contact: Contact,
    /// Language by ISO 639-2 code.
    pub language: Phi<Option<String>>,
    /// The department that holds the registration.
    pub department: Option<DepartmentId>,
    /// The department they usually go to.
    pub primary_department: Option<DepartmentId>,
    /// Their usual provider.
    pub primary_provider: Option<ProviderId>,
    /// What they owe, by provider group; `None` where it was not asked for.
    pub balances: Option<Vec<Balance>>,
    /// First visit, on the department's wall clock.
    pub first_visit: Option<NaiveDateTime>,
    /// Last visit, on the department's wall clock.
    pub last_visit: Option<NaiveDateTime>,
    /// Identifiers that were merged into this one.
    pub previous_ids: Vec<PatientId>,
}

impl Patient {
    /// Whether it says no more than a number, and whom that is merged with: neither a name nor a date of
    /// birth, nor how they stand.
    pub fn tells_nothing(&self) -> bool {
        let name = &self.name;
        let is_unnamed = name.first.expose().is_empty() && name.last.expose().is_empty();
        let stands = !matches!(&self.status, PatientStatus::Other(word) if word.is_empty());
        is_unnamed && self.dob.expose().is_none() && !stands
    }
}
