//! What the console tells the window without being asked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Tag;

/// Says what became stale, never the new data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum Event {
    /// These parts have changed.
    Changed {
        /// The parts.
        tags: Vec<Tag>,
    },
    /// What is typed is to be kept at once: the console is about to be locked, or the window closed. It
    /// waits a moment for `console_kept`.
    Keep {},
    /// A page for the system browser. Only a host that has no browser of its own passes it on.
    Browser {
        /// The page.
        url: String,
    },
}
