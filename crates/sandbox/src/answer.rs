//! Which path is answered by which resource.

use chrono::{DateTime, Utc};
use http::Method;
use serde_json::Value;

use crate::ask::{Ask, integer};
use crate::dialect::Dress;
use crate::errors::{self, Refusal};
use crate::practice::Practice;
use crate::resources::{
    appointment_types, appointments, custom_fields, departments, insurances, match_patient, patient,
    patients, practices, providers,
};
use crate::{FOREIGN_PRACTICE_ID, PRACTICE_ID};

/// An answer and how it is to be dressed.
pub(crate) type Answer = Result<(Value, Dress), Refusal>;

/// Answers a call of the practice's interface; who is not `entitled` to the practice sees that it is there, no more.
pub(crate) fn answer(practice: &Practice, ask: &Ask, entitled: bool, now: DateTime<Utc>) -> Answer {
    let mut parts = ask.path.trim_start_matches('/').split('/');
    if parts.next() != Some("v1") {
        return Err(errors::unknown_path());
    }
    let id = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    // The practice of number 1 is nobody's; it is how a key asks which practices it may see.
    let listing = id == "1" && rest == ["practiceinfo"];
    match id {
        PRACTICE_ID if entitled => {}
        PRACTICE_ID => return Err(errors::no_right()),
        FOREIGN_PRACTICE_ID => return Err(errors::no_right()),
        _ if listing => return Ok((practices::list(ask, entitled)?, Dress::Usual)),
        _ => return Err(errors::no_practice()),
    }
    if ask.method != Method::GET {
        return Err(errors::unknown_path());
    }
    route(practice, ask, &rest, now)
}

fn route(practice: &Practice, ask: &Ask, path: &[&str], now: DateTime<Utc>) -> Answer {
    let value = match path {
        ["ping"] => practices::ping(),
        ["practiceinfo"] => practices::list(ask, true)?,
        ["departments"] => departments::list(practice, ask, now)?,
        ["departments", id] => departments::one(practice, ask, integer(id)?, now)?,
        ["providers"] => providers::list(practice, ask)?,
        ["providers", id] => providers::one(practice, integer(id)?)?,
        ["appointmenttypes"] => appointment_types::list(ask)?,
        ["appointmenttypes", id] => appointment_types::one(integer(id)?)?,
        ["patientappointmentreasons"] => appointment_types::reasons(practice, ask)?,
        ["appointments", "booked"] => appointments::booked(practice, ask, now)?,
        ["appointments", "booked", "multipledepartment"] => appointments::across(practice, ask, now)?,
        ["appointments", id] => appointments::one(practice, ask, integer(id)?, now)?,
        ["customfields"] => return Ok((custom_fields::definitions(), Dress::Native)),
        ["patients"] => return Ok((patients::list(practice, ask, now)?, Dress::Nulls)),
        ["patients", "enhancedbestmatch"] => match_patient::best(practice, ask, now)?,
        ["patients", id, rest @ ..] => {
            return of_patient(practice, ask, integer(id)?, rest, now).map(|value| (value, Dress::Usual));
        }
        _ => return Err(errors::unknown_path()),
    };
    Ok((value, Dress::Usual))
}

fn of_patient(
    practice: &Practice,
    ask: &Ask,
    id: u64,
    path: &[&str],
    now: DateTime<Utc>,
) -> Result<Value, Refusal> {
    match path {
        [] => patient::one(practice, ask, patient::find(practice, ask, id)?, now),
        ["insurances"] => insurances::list(practice, ask, patient::find(practice, ask, id)?, now),
        ["customfields"] => custom_fields::of_patient(practice, ask, patient::find(practice, ask, id)?),
        _ => Err(errors::unknown_path()),
    }
}
