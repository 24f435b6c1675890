//! What leaves the console for whoever helps with it.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;

/// Asks what a support bundle says.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SupportRead {}

/// Writes a support bundle.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SupportExport {}

/// A support bundle. Nothing in it is about a patient, and nothing secret.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SupportBundle {
    /// All of it, line by line.
    pub text: String,
}

/// Where a support bundle is.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SupportExported {
    /// The file with its folder, to be shown.
    pub file: String,
}

about_nobody!(SupportRead, SupportExport);
