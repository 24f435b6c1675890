//! Who calls, and what they may do.

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
    /// To look at the schedule.
    ViewSchedule,
}

/// What a person does in the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Runs the practice: everything.
    Manager,
}

impl Role {
    /// Whether the role carries a permission.
    pub fn may(self, _permission: Permission) -> bool {
        match self {
            Self::Manager => true,
        }
    }
}

/// Who calls a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person, by an opaque id.
    pub person: String,
    /// Their role.
    pub role: Role,
}

impl Caller {
    /// Whoever sits at this desktop, where nobody has been told apart.
    pub fn desktop() -> Self {
        Self { person: "desktop".to_owned(), role: Role::Manager }
    }
}

/// Whether the console is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Commands are answered.
    Open,
    /// Only what needs no permission is answered.
    Locked,
}

/// One call: who, and whether the console is locked for them.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who calls.
    pub caller: Caller,
    /// Whether the console is locked.
    pub lock: Lock,
}

impl Call {
    /// A call by whoever sits at this desktop while it is open.
    pub fn desktop() -> Self {
        Self { caller: Caller::desktop(), lock: Lock::Open }
    }
}
