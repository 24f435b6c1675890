//! Refusals, in athenahealth's own words where they were recorded. Never recorded, and worded in its manner, are the
//! refusals of a page larger than the endpoint's greatest, of an unknown id, of a field that is too long or no value of
//! its kind, and of a new patient without a way to be reached.

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
