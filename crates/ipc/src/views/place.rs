//! Where in the window its person is.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::Deserialize;
use ts_rs::TS;

use super::about_nobody;
use crate::SecretText;

/// Says where in the window its person is: in the window's own words, which nobody else reads.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaceNote {
    pub place: SecretText,
}

about_nobody!(PlaceNote);
