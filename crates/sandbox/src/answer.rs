//! Which path is answered by which resource.

use chrono::{DateTime, Utc};
use http::Method;
use serde_json::Value;

use crate::ask::{Ask, integer};
use crate::changes::Change;
use crate::dialect::Dress;
use crate::errors::{self, Refusal};
use crate::feeds::Feed;
use crate::practice::Practice;
use crate::resources::{
    allergies, appointment_types, appointments, check_in, custom_fields, departments, insurances,
    match_patient, open_slots, patient, patients, practices, providers, visit_words, visit_write, waitlist,
    write_patient,
};
use crate::{FOREIGN_PRACTICE_ID, PRACTICE_ID};

/// An answer and how it is to be dressed.
pub(crate) type Answer = Result<(Value, Dress), Refusal>;

/// Answers a reading call of the practice's interface.
pub(crate) fn answer(practice: &Practice, ask: &Ask, entitled: bool, now: DateTime<Utc>) -> Answer {
    match place(ask, entitled)? {
        Place::Practice(path) => route(practice, ask, &path, now),
        Place::Listing => Ok((practices::list(ask, entitled)?, Dress::Usual)),
    }
}

/// Reads a writing call, and does nothing yet.
pub(crate) fn change(
    practice: &Practice,
    ask: &Ask,
    entitled: bool,
    now: DateTime<Utc>,
) -> Result<Change, Refusal> {
    let Place::Practice(path) = place(ask, entitled)? else { return Err(errors::unknown_path()) };
    match path[..] {
        ["patients"] if ask.method == Method::POST => {
            write_patient::read(practice, ask, None, now).map(Change::Patient)
        }
        ["patients", id] if ask.method == Method::PUT => {
            write_patient::read(practice, ask, Some(integer(id)?), now).map(Change::Patient)
        }
        ["appointments", "waitlist", ref rest @ ..] => waitlist::read(practice, ask, rest).map(Change::Wait),
        ["appointments", ref rest @ ..] => visit_write::read(practice, ask, rest, now).map(Change::Visit),
        _ => Err(errors::unknown_path()),
    }
}

/// The feed that a path leads to, and what is wanted of it.
pub(crate) fn feed(ask: &Ask, entitled: bool) -> Option<(Feed, FeedCall)> {
    let Ok(Place::Practice(path)) = place(ask, entitled) else { return None };
    let (feed, rest) = Feed::at(&path)?;
    let call = match (ask.method.as_str(), rest) {
        ("GET", []) => FeedCall::Read,
        ("GET", ["subscription"]) => FeedCall::Show,
        ("POST", ["subscription"]) => FeedCall::Subscribe,
        ("DELETE", ["subscription"]) => FeedCall::Unsubscribe,
        ("GET", ["subscription", "events"]) => FeedCall::Events,
        _ => return None,
    };
    Some((feed, call))
}

/// What is wanted of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeedCall {
    Read,
    Show,
    Subscribe,
    Unsubscribe,
    Events,
}

/// What a path leads to.
enum Place<'a> {
    /// The practice, and the path under it.
    Practice(Vec<&'a str>),
    /// The list of the practices that a key may see, which it asks of nobody's practice.
    Listing,
}

/// Finds what a path leads to; who is not `entitled` to the practice sees that it is there, no more.
fn place(ask: &Ask, entitled: bool) -> Result<Place<'_>, Refusal> {
    let mut parts = ask.path.trim_start_matches('/').split('/');
    if parts.next() != Some("v1") {
        return Err(errors::unknown_path());
    }
    let id = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    match id {
        PRACTICE_ID if entitled => Ok(Place::Practice(rest)),
        PRACTICE_ID | FOREIGN_PRACTICE_ID => Err(errors::no_right()),
        "1" if rest == ["practiceinfo"] => Ok(Place::Listing),
        _ => Err(errors::no_practice()),
    }
}

fn route(practice: &Practice, ask: &Ask, path: &[&str], now: DateTime<Utc>) -> Answer {
    let value = match path {
        ["ping"] => practices::ping(),
        ["practiceinfo"] => practices::list(ask, true)?,
        ["departments"] => departments::list(practice, ask, now)?,
        ["departments", id] => departments::one(practice, ask, integer(id)?, now)?,
        ["departments", id, "checkinrequired"] => check_in::required(practice, integer(id)?)?,
        ["providers"] => providers::list(practice, ask)?,
        ["providers", id] => providers::one(practice, integer(id)?)?,
        ["appointmenttypes"] => appointment_types::list(ask)?,
        ["appointmenttypes", id] => appointment_types::one(integer(id)?)?,
        ["patientappointmentreasons"] => appointment_types::reasons(practice, ask, None)?,
        ["patientappointmentreasons", "newpatient"] => {
            appointment_types::reasons(practice, ask, Some("new"))?
        }
        ["patientappointmentreasons", "existingpatient"] => {
            appointment_types::reasons(practice, ask, Some("existing"))?
        }
        ["appointmentcancelreasons"] => appointment_types::cancel_reasons(ask)?,
        ["appointments", rest @ ..] => of_appointments(practice, ask, rest, now)?,
        ["customfields"] => return Ok((custom_fields::definitions(), Dress::Native)),
        ["patients"] => return Ok((patients::list(practice, ask, now)?, Dress::Nulls)),
        ["patients", "enhancedbestmatch"] => match_patient::best(practice, ask, now)?,
        ["patients", id, rest @ ..] => {
            return of_patient(practice, ask, integer(id)?, rest, now).map(|value| (value, Dress::Usual));
        }
        ["chart", id, "allergies"] => allergies::of_patient(practice, ask, integer(id)?)?,
        _ => return Err(errors::unknown_path()),
    };
    Ok((value, Dress::Usual))
}

fn of_appointments(
    practice: &Practice,
    ask: &Ask,
    path: &[&str],
    now: DateTime<Utc>,
) -> Result<Value, Refusal> {
    match path {
        ["booked"] => appointments::booked(practice, ask, now),
        ["booked", "multipledepartment"] => appointments::across(practice, ask, now),
        ["open"] => open_slots::list(practice, ask, now),
        ["customfields"] => visit_words::definitions(ask),
        ["waitlist"] => waitlist::list(practice, ask),
        ["waitlist", id] => waitlist::one(practice, integer(id)?),
        [id] => appointments::one(practice, ask, integer(id)?, now),
        [id, "notes"] => {
            visit_words::notes(practice, ask, &appointments::booked_visit(practice, integer(id)?, now)?)
        }
        [id, "checkin"] => {
            let visit = appointments::booked_visit(practice, integer(id)?, now)?;
            Ok(check_in::requirements(practice, &visit, now))
        }
        _ => Err(errors::unknown_path()),
    }
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
