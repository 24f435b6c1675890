//! Who may do what: one table, which dispatch checks and a page shows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a command needs its caller to be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Nothing: the command says only what stage the console is in, or opens it.
    Anyone,
    /// To use the console at all.
    UseConsole,
    /// To add, remove and switch connections.
    Connect,
    /// To look at patients.
    ViewPatients,
    /// To look into patients' charts.
    ViewCharts,
    /// To register patients and change what is known of them.
    EditPatients,
    /// To look at the schedule.
    ViewSchedule,
    /// To book, move and cancel visits, and to check people in and out.
    EditSchedule,
    /// To print the sheets of a day.
    Print,
    /// To write a day into a file of rows.
    ExportSchedule,
    /// To make a packet for an outage.
    MakePacket,
    /// To open a copy whose lease is over, with a reason, to be read at the desk.
    EmergencyAccess,
    /// To read the audit, verify it and export it.
    ViewAudit,
    /// To add, change and remove people, and to say when the console locks.
    ManagePeople,
    /// To make recovery codes, change the profile's key, export its vault, and say how long things are kept.
    ManageProfile,
}

/// What a person does in the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Receives people and keeps the schedule.
    FrontDesk,
    /// Sends claims and posts payments.
    Biller,
    /// Treats people.
    Clinician,
    /// Sets Daybook up for the practice, and has no business with its patients.
    Consultant,
    /// Runs the practice: everything.
    Manager,
}

/// Who may do what. What needs no permission is nobody's to have.
pub const PERMISSIONS: &[(Permission, &[Role])] = {
    use Role::{Biller, Clinician, Consultant, FrontDesk, Manager};
    &[
        (Permission::UseConsole, &[FrontDesk, Biller, Clinician, Consultant, Manager]),
        (Permission::ViewSchedule, &[FrontDesk, Biller, Clinician, Manager]),
        (Permission::EditSchedule, &[FrontDesk, Manager]),
        (Permission::ViewPatients, &[FrontDesk, Biller, Clinician, Manager]),
        (Permission::ViewCharts, &[FrontDesk, Clinician, Manager]),
        (Permission::EditPatients, &[FrontDesk, Biller, Manager]),
        (Permission::Print, &[FrontDesk, Biller, Clinician, Manager]),
        (Permission::ExportSchedule, &[FrontDesk, Biller, Manager]),
        (Permission::MakePacket, &[FrontDesk, Clinician, Manager]),
        (Permission::EmergencyAccess, &[FrontDesk, Clinician, Manager]),
        (Permission::Connect, &[Consultant, Manager]),
        (Permission::ViewAudit, &[Manager]),
        (Permission::ManagePeople, &[Manager]),
        (Permission::ManageProfile, &[Manager]),
    ]
};

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] =
        [Self::FrontDesk, Self::Biller, Self::Clinician, Self::Consultant, Self::Manager];

    /// Whether the role carries a permission.
    pub fn may(self, permission: Permission) -> bool {
        permission == Permission::Anyone
            || PERMISSIONS.iter().any(|(of, roles)| *of == permission && roles.contains(&self))
    }

    /// What the role carries, in the table's order.
    pub fn permissions(self) -> Vec<Permission> {
        PERMISSIONS.iter().map(|(of, _)| *of).filter(|of| self.may(*of)).collect()
    }

    /// The role as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FrontDesk => "frontDesk",
            Self::Biller => "biller",
            Self::Clinician => "clinician",
            Self::Consultant => "consultant",
            Self::Manager => "manager",
        }
    }

    /// The role that is kept under a word; `None` where no role is.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}
