//! What the window puts on the clipboard.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::Deserialize;
use ts_rs::TS;

use super::about_nobody;
use crate::SecretText;

/// Says what was put on the clipboard.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClipboardNote {
    pub text: SecretText,
}

about_nobody!(ClipboardNote);
