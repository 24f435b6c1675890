//! What a command reads or makes stale.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A part of the console's state. A query of the window is dropped when one of its tags is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Tag {
    /// What stage the profile is in, and the preferences.
    Session,
    /// Connections and which one is in use.
    Connections,
    /// The practice, its departments and providers.
    Practice,
    /// People, as rows and cards.
    Patients,
    /// The patients lately opened.
    Recents,
    /// What somebody keeps of the schedule: their views, and the visits that they put aside.
    Views,
    /// Appointments.
    Schedule,
    /// How fresh the copy is and what is being read.
    Sync,
    /// Who did what here.
    Audit,
    /// Who works here.
    People,
    /// What is written to athenahealth.
    Writes,
    /// The profile's key, and how long things are kept.
    Keys,
    /// The packet for an outage.
    Packet,
}

impl Tag {
    /// Every part.
    pub const ALL: [Self; 13] = [
        Self::Session,
        Self::Connections,
        Self::Practice,
        Self::Patients,
        Self::Recents,
        Self::Views,
        Self::Schedule,
        Self::Sync,
        Self::Audit,
        Self::People,
        Self::Writes,
        Self::Keys,
        Self::Packet,
    ];
}
