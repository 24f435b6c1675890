//! The people of this desktop, who sits at it, and when it locks.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::contract::Audited;
use crate::{Permission, Role, SecretText};

/// Lists the people, and says when the console locks.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeopleList {}

/// Says what each role may do.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RoleList {}

/// Adds a person. The first one is a manager, and sits at the desktop then.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonAdd {
    pub name: String,
    pub role: Role,
    /// Six to twelve digits.
    pub pin: SecretText,
}

/// Changes a person.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonChange {
    pub person: String,
    pub name: String,
    pub role: Role,
    /// Another PIN, where there is to be one.
    #[ts(optional)]
    pub pin: Option<SecretText>,
}

/// Removes a person. The audit goes on to name them.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonRemove {
    pub person: String,
}

/// Signs a person in, in place of whoever sat here.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonSignIn {
    pub person: String,
    pub pin: SecretText,
}

/// Gives whoever sits here another PIN.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PinChange {
    /// The one there is.
    pub pin: SecretText,
    /// Six to twelve digits.
    pub new_pin: SecretText,
}

/// Gives a manager who forgot theirs another PIN, by the recovery code, and unlocks the console for them.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PinReset {
    pub person: String,
    pub code: SecretText,
    /// Six to twelve digits.
    pub new_pin: SecretText,
}

/// Says after how many minutes without a touch the console locks, 1 to 15.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdleSet {
    pub minutes: u32,
}

/// Says how many hours the copies open without athenahealth having been reached, 4 to 168.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeaseSet {
    pub hours: u32,
}

/// Locks the console.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConsoleLock {}

/// Says that what was typed in the window is kept, as an event asked.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConsoleKept {}

/// Says that the person at the window touched it.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConsoleTouch {}

/// A person by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonName {
    pub id: String,
    pub name: String,
}

/// A person with their role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    pub id: String,
    pub name: String,
    pub role: Role,
}

/// What a role may do.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    pub role: Role,
    pub permissions: Vec<Permission>,
}

/// Every role.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Roles {
    pub roles: Vec<RoleView>,
}

/// The people, and when the console locks.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct People {
    pub people: Vec<PersonView>,
    /// After how many minutes without a touch the console locks.
    pub idle_minutes: u32,
    /// How many hours the copies open without athenahealth having been reached.
    pub lease_hours: u32,
}

/// Who sits at the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "seat", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Seat {
    /// Nobody is told apart from anybody.
    Everybody {},
    /// Nobody: it is locked, and each of these can unlock it.
    Locked { people: Vec<PersonName> },
    /// Who signed in at athenahealth, where the desktop has no people of its own. The name is empty where
    /// athenahealth does not tell it.
    AtAthena { id: String, name: String, permissions: Vec<Permission> },
    /// Nobody: they signed out there. Nothing of a patient is answered until somebody signs in.
    SignedOut { connection: String, permissions: Vec<Permission> },
    /// A person.
    Person { person: PersonView, permissions: Vec<Permission>, idle_minutes: u32 },
}

macro_rules! about_person {
    ($($request:ty),+ $(,)?) => {$( impl Audited for $request {
        fn about(&self) -> Option<&str> {
            Some(&self.person)
        }
    } )+};
}

about_person!(PersonChange, PersonRemove, PersonSignIn, PinReset);
about_nobody!(
    PeopleList,
    RoleList,
    PersonAdd,
    PinChange,
    IdleSet,
    LeaseSet,
    ConsoleLock,
    ConsoleKept,
    ConsoleTouch
);
