//! The practice, its departments and its providers.

use serde::{Deserialize, Serialize};

use crate::{DepartmentId, PracticeId, ProviderId, Zone};

/// A practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Its identifier.
    pub id: PracticeId,
    /// Its name.
    pub name: String,
}

/// A department: a place where patients are seen, with a time zone of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// The practice's identifier.
    pub id: DepartmentId,
    /// The name that patients know, or the staff's where there is none.
    pub name: String,
    /// City and state, where known.
    pub place: Option<String>,
    /// Phone, bare digits.
    pub phone: Option<String>,
    /// Its zone; `None` where the practice says nothing that can be read.
    pub zone: Option<Zone>,
    /// The group of departments that share one chart.
    pub chart_group: Option<String>,
    /// The financial group.
    pub provider_group: Option<String>,
    /// What the practice calls its financial group.
    pub provider_group_name: Option<String>,
}

impl Department {
    /// The zone in which its appointments stand. Where the practice says none, the server's own.
    pub fn zone(&self) -> Zone {
        self.zone.unwrap_or(Zone::EASTERN)
    }
}

/// A provider of care, or a resource that is scheduled like one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// The practice's identifier.
    pub id: ProviderId,
    /// Name as it stands on the schedule.
    pub name: String,
    /// Letters after the name: MD, NP.
    pub credentials: Option<String>,
    /// Specialty.
    pub specialty: Option<String>,
    /// Whether it is a person and not a room or a machine.
    pub is_person: bool,
    /// Whether they still see patients.
    pub billable: bool,
}
