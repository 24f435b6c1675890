//! `/chart/{patientid}/allergies`: a patient's allergies in the chart that a department shares.

use serde_json::{Value, json};

use super::patient;
use crate::allergies::{self, AllergiesTruth, AllergyTruth, ReactionTruth};
use crate::ask::Ask;
use crate::eastern;
use crate::errors::{self, Refusal};
use crate::practice::Practice;

/// `GET /chart/{patientid}/allergies`. The department must share the patient's chart.
pub(crate) fn of_patient(practice: &Practice, ask: &Ask, id: u64) -> Result<Value, Refusal> {
    ask.require(&["departmentid"])?;
    let asked = ask.number("departmentid")?.and_then(|id| practice.find_department(id));
    let at = patient::find(practice, ask, id)?;
    let group = practice.department(practice.people.at(at).department).group;
    if asked.is_none_or(|asked| practice.department(asked).group != group) {
        return Err(errors::not_in_department());
    }
    Ok(chart(&said(practice, at)))
}

/// What a patient's chart says.
pub(crate) fn said(practice: &Practice, at: u32) -> AllergiesTruth {
    allergies::of(practice.seed, at, &practice.people.at(at), practice.settled())
}

fn chart(said: &AllergiesTruth) -> Value {
    json!({
        "lastupdated": said.reviewed.map(eastern::date),
        "nkda": said.none_known,
        "sectionnote": said.note.unwrap_or_default(),
        "allergies": said.list.iter().map(row).collect::<Value>(),
    })
}

fn row(allergy: &AllergyTruth) -> Value {
    json!({
        "allergenname": allergy.name,
        "allergenid": allergy.id,
        "rxnormcode": allergy.rxnorm,
        "onsetdate": allergy.onset.map(eastern::date),
        "deactivatedate": allergy.deactivated.map(eastern::date),
        "note": allergy.note,
        "reactions": allergy.reactions.iter().map(reaction).collect::<Value>(),
    })
}

fn reaction(reaction: &ReactionTruth) -> Value {
    json!({
        "reactionname": reaction.name,
        "snomedcode": reaction.code,
        "severity": reaction.severity,
    })
}
