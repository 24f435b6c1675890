//! Refusals, in athenahealth's own words where they were recorded. Never recorded, and worded in its manner, are the
//! refusals of a page larger than the endpoint's greatest, of an unknown id, of a field that is too long or no value of
//! its kind, of a new patient without a way to be reached, and of whatever a visit does not stand for, its check-in
//! apart.

use http::StatusCode;
use serde_json::{Value, json};

/// A refusal of the practice itself, as JSON.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    /// The gateway, not the practice, refuses: no call is counted and no limits are told.
    pub(crate) gateway: bool,
}

/// The fields of which a patient search needs one.
pub(crate) const SEARCH_FIELDS: [&str; 14] = [
    "firstname",
    "lastname",
    "middlename",
    "suffix",
    "dob",
    "departmentid",
    "homephone",
    "workphone",
    "mobilephone",
    "anyphone",
    "guarantorfirstname",
    "guarantorlastname",
    "guarantormiddlename",
    "guarantorsuffix",
];

fn refusal(status: StatusCode, body: Value) -> Refusal {
    Refusal { status, body, gateway: false }
}

/// What was sent is not valid.
pub(crate) fn invalid(detail: String) -> Refusal {
    let body = json!({"detailedmessage": detail, "error": "The data provided is invalid."});
    refusal(StatusCode::BAD_REQUEST, body)
}

/// Parameters are missing.
pub(crate) fn missing(fields: &[&str]) -> Refusal {
    let body =
        json!({"missingfields": fields, "invalidfields": [], "error": "Additional fields are required."});
    refusal(StatusCode::BAD_REQUEST, body)
}

/// Parameters are missing, as the appointments' paths say it (recorded for the wait list).
pub(crate) fn missing_only(fields: &[&str]) -> Refusal {
    let body = json!({"missingfields": fields, "error": "Additional fields are required."});
    refusal(StatusCode::BAD_REQUEST, body)
}

/// A parameter is not what it should be: `date`, `integer` or `boolean`.
pub(crate) fn expecting(kind: &str, value: &str) -> Refusal {
    let word = if kind == "date" { "format" } else { "type" };
    invalid(format!("Expecting {word} {kind}, but value is {value}"))
}

/// A date of birth is none, or lies ahead (recorded, without a detail).
pub(crate) fn improper_dob() -> Refusal {
    refusal(StatusCode::BAD_REQUEST, json!({"error": "Improper DOB."}))
}

/// A field is longer than it may be.
pub(crate) fn too_long(name: &str, most: usize) -> Refusal {
    invalid(format!("The value of {name} may not be longer than {most} characters."))
}

/// A new patient cannot be reached.
pub(crate) fn contact_missing(fields: &[&str]) -> Refusal {
    let error = "Data for one or more of the fields listed above are required to create a patient record.";
    refusal(StatusCode::BAD_REQUEST, json!({"fields": fields, "error": error}))
}

/// A page was asked for that is larger than the endpoint gives.
pub(crate) fn page_too_large(max: usize) -> Refusal {
    invalid(format!("The limit may not be greater than {max}."))
}

/// A patient search names none of the fields that it needs.
pub(crate) fn search_too_thin() -> Refusal {
    let error = "Data for one or more of the fields listed above are required to successfully find a patient \
                 record.Note: Other fields only narrow the search.";
    refusal(StatusCode::BAD_REQUEST, json!({"fields": SEARCH_FIELDS, "error": error}))
}

/// A patient search finds more than 1,000.
pub(crate) fn search_too_wide() -> Refusal {
    let error = "The given search parameters would produce a total data set larger than 1000 records.Please refine \
                 your search and try again.";
    refusal(StatusCode::BAD_REQUEST, json!({"error": error}))
}

/// Nothing has that id.
pub(crate) fn no_such(what: &str) -> Refusal {
    let body =
        json!({"detailedmessage": format!("{what} not found"), "error": "The requested ID does not exist."});
    refusal(StatusCode::NOT_FOUND, body)
}

/// A feed was asked for changes that nobody subscribed to, or not long enough ago.
pub(crate) fn no_subscription() -> Refusal {
    let error = "Changed messages require setup (subscription) that has not been done.";
    refusal(StatusCode::FORBIDDEN, json!({"error": error}))
}

/// Neither a type nor a reason was given.
pub(crate) fn no_kind() -> Refusal {
    let detail = "An appointment type or reason must be provided.";
    refusal(
        StatusCode::BAD_REQUEST,
        json!({"detailedmessage": detail, "error": "Additional fields are required."}),
    )
}

/// The type asked for takes longer than the slot.
pub(crate) fn too_long_for_slot() -> Refusal {
    invalid("The appointment type does not fit the appointment slot.".to_owned())
}

/// A slot is booked, frozen, gone, or not for the interface to book.
pub(crate) fn not_available() -> Refusal {
    let detail = "The appointment ID is already booked or is not marked as being available to be scheduled via the API.";
    let error = "That appointment time was already booked or not available for booking.";
    refusal(StatusCode::CONFLICT, json!({"detailedmessage": detail, "error": error}))
}

/// A visit is cancelled already, or its patient was checked in.
pub(crate) fn checked_in_already() -> Refusal {
    let detail = "The appointment is either already canceled or checked in.";
    let error = "This appointment has already been checked in.";
    refusal(StatusCode::CONFLICT, json!({"detailedmessage": detail, "error": error}))
}

/// A visit is cancelled already, or over.
pub(crate) fn cancelled_already() -> Refusal {
    let detail = "The appointment is either already canceled or checked in.";
    let error = "This appointment has already been canceled.";
    refusal(StatusCode::CONFLICT, json!({"detailedmessage": detail, "error": error}))
}

/// A visit does not stand so that its check-in could go on.
pub(crate) fn not_checked_in() -> Refusal {
    let detail = "The check-in process has not been started or completed for this appointment.";
    let error = "This appointment has not been checked in.";
    refusal(StatusCode::CONFLICT, json!({"detailedmessage": detail, "error": error}))
}

/// The patient is not the one whose visit it is.
pub(crate) fn other_patient() -> Refusal {
    invalid("The patient ID does not match the appointment.".to_owned())
}

/// The patient has died, or the record was taken off.
pub(crate) fn not_to_be_seen() -> Refusal {
    invalid("The patient is deceased or the patient record is deleted.".to_owned())
}

/// What a check-in requires is missing.
pub(crate) fn check_in_incomplete(fields: &[&str]) -> Refusal {
    let error = "Required check-in fields are incomplete.";
    refusal(StatusCode::BAD_REQUEST, json!({"fields": fields, "error": error}))
}

/// A failure under a status of success (recorded for freezing).
pub(crate) fn failed(words: &str) -> Refusal {
    refusal(StatusCode::OK, json!({"success": false, "errormessage": words}))
}

/// A failure that is a bare text under a status of success (recorded for changes of a booked visit).
pub(crate) fn bare(words: &str) -> Refusal {
    refusal(StatusCode::OK, json!(words))
}

/// The department does not share the patient's chart.
pub(crate) fn not_in_department() -> Refusal {
    let words = "The specified patient does not exist in that department.";
    refusal(StatusCode::BAD_REQUEST, json!({"detailedmessage": words, "error": words}))
}

/// The practice does not exist.
pub(crate) fn no_practice() -> Refusal {
    let body = json!({"error": "Invalid practice.", "detailedmessage": "The practice ID does not exist."});
    refusal(StatusCode::NOT_FOUND, body)
}

/// The key has no right to the practice; no new token mends that.
pub(crate) fn no_right() -> Refusal {
    let body = json!({"detailedmessage": "Bad auth.", "error": "Incorrect permissions."});
    refusal(StatusCode::UNAUTHORIZED, body)
}

/// No such path, or not with that method.
pub(crate) fn unknown_path() -> Refusal {
    refusal(StatusCode::NOT_FOUND, json!({"error": "An unknown API path was called"}))
}

/// The token is none, or no longer one.
pub(crate) fn invalid_token() -> Refusal {
    let detail = "The access token provided is not valid. Please verify the token is correct and provided as a \
                  bearer token in the authorization header.";
    let body = json!({"error": "Invalid Access Token.", "detailedmessage": detail});
    Refusal { status: StatusCode::UNAUTHORIZED, body, gateway: true }
}
