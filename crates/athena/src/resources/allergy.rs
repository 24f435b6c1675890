//! A patient's allergies, as their chart has them.

use chrono::NaiveDate;
use model::{Allergies, Allergy, DepartmentId, PatientId, Phi, Reaction};
use serde::Deserialize;

use crate::wire::{self, FromWire};
use crate::{Answer, Error, Session};

/// The name of an allergen that athenahealth no longer knows.
const UNKNOWN: &str = "deleted/unknown";

/// A day, which may come with a time that says nothing more.
struct Day(NaiveDate);

impl FromWire for Day {
    fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
        let day = text.split(['T', ' ']).next().unwrap_or_default();
        Ok(NaiveDate::from_text(day)?.map(Self))
    }
}

#[derive(Deserialize)]
struct ReactionRow {
    #[serde(default, deserialize_with = "wire::text")]
    reactionname: String,
    #[serde(default, deserialize_with = "wire::opt")]
    severity: Option<String>,
}

#[derive(Deserialize)]
struct AllergyRow {
    #[serde(default, deserialize_with = "wire::opt")]
    allergenname: Option<String>,
    #[serde(default, deserialize_with = "wire::many")]
    reactions: Option<Vec<ReactionRow>>,
    #[serde(default, deserialize_with = "wire::opt")]
    onsetdate: Option<Day>,
    /// Spelt with one `d` less than that of a problem.
    #[serde(default, deserialize_with = "wire::opt")]
    deactivatedate: Option<Day>,
    #[serde(default, deserialize_with = "wire::opt")]
    note: Option<String>,
}

/// A list that is missing is no empty one.
#[derive(Deserialize)]
struct AllergiesRow {
    #[serde(deserialize_with = "wire::many")]
    allergies: Option<Vec<AllergyRow>>,
    #[serde(default, deserialize_with = "wire::opt")]
    nkda: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    sectionnote: Option<String>,
}

impl From<AllergyRow> for Allergy {
    fn from(row: AllergyRow) -> Self {
        let is_known = |name: &String| !name.eq_ignore_ascii_case(UNKNOWN);
        let reaction = |row: ReactionRow| Reaction {
            name: Phi::new(row.reactionname),
            severity: row.severity.map(Phi::new),
        };
        Self {
            allergen: row.allergenname.filter(is_known).map(Phi::new),
            reactions: row.reactions.unwrap_or_default().into_iter().map(reaction).collect(),
            onset: row.onsetdate.map(|day| Phi::new(day.0)),
            deactivated: row.deactivatedate.map(|day| Phi::new(day.0)),
            note: row.note.map(Phi::new),
        }
    }
}

impl From<AllergiesRow> for Allergies {
    fn from(row: AllergiesRow) -> Self {
        Self {
            list: row.allergies.unwrap_or_default().into_iter().map(Into::into).collect(),
            none_known: Phi::new(row.nkda.unwrap_or(false)),
            note: row.sectionnote.map(Phi::new),
        }
    }
}

impl Session {
    /// A patient's allergies, in the chart that a department shares: `GET /chart/{patientid}/allergies`.
    pub async fn allergies(
        &self,
        id: &PatientId,
        department: &DepartmentId,
    ) -> Result<Answer<Allergies>, Error> {
        let call = self.call("GET /chart/{patientid}/allergies", &["chart", id.as_str(), "allergies"])?;
        self.one(call.with("departmentid", department.as_str()), |row: AllergiesRow| row.into()).await
    }
}
