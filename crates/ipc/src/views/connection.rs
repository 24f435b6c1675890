//! Connections to practices.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::SecretText;
use crate::contract::{Audited, is_id};

/// Lists the connections.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionList {
    /// Where the last page ended.
    #[ts(optional)]
    pub cursor: Option<String>,
}

/// Works with another connection.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionSwitch {
    pub connection: String,
}

/// Removes a connection, its secret and its copy.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionRemove {
    pub connection: String,
}

/// What became of a connection that was removed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionRemoved {
    /// Folders in which copies of its downtime packet are that could not be removed.
    pub left: Vec<String>,
}

/// When the copy of a practice is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FillTime {
    /// Whenever there is something to be read.
    AnyTime,
    /// While nobody works at the practice, but for what somebody waits for.
    OffHours,
}

/// Chooses when the copy of a practice is filled.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionPrefer {
    pub connection: String,
    pub fill: FillTime,
}

/// Says anew what a connection's app is registered for. The demo practice's is its own.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionRegister {
    pub connection: String,
    /// The scopes, with blanks between them; those of the kind of registration where nothing is said.
    pub scopes: String,
    pub way_back: WayBack,
}

/// The size of the demo practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DemoSize {
    /// 1 provider, 300 patients.
    Solo,
    /// 12 providers, 4 departments, 15,000 patients.
    Clinic,
    /// 160 providers, 30 departments, 250,000 patients.
    Group,
}

/// Which athenahealth a connection reaches.
// Even those that say nothing more have braces: serde passes over whatever stands beside the name of a
// variant without any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum Environment {
    /// Invented people on this computer.
    Demo { size: DemoSize },
    /// athenahealth's preview environment.
    Preview {},
    /// athenahealth's production environment.
    Production {},
    /// Another server that answers as athenahealth does: the address that its administrator gave.
    Other { address: String },
}

/// How an app registration signs in. athenahealth registers an app for one of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SignInKind {
    /// Two-legged: this desktop signs in as the practice's app.
    #[default]
    App,
    /// Three-legged: each person signs in as themselves, in the browser.
    Person,
}

/// At which port of this computer a person comes back from the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum WayBack {
    /// Any that is free: RFC 8252 asks a registration to take each.
    Any {},
    /// One of those that Daybook asks to be registered.
    Listed {},
    /// The one that the registration names.
    Port { port: u16 },
}

impl Default for WayBack {
    fn default() -> Self {
        Self::Any {}
    }
}

/// Adds a connection. Where a person signs in, it waits for them.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionAdd {
    pub environment: Environment,
    /// Ignored for the demo practice.
    pub practice: String,
    /// Ignored for the demo practice.
    pub client_id: String,
    /// Ignored for the demo practice. A person's registration may have none.
    pub client_secret: SecretText,
    #[serde(default)]
    #[ts(optional, as = "Option<SignInKind>")]
    pub sign_in: SignInKind,
    /// The scopes, with blanks between them; those of the kind of registration where nothing is said.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub scopes: String,
    /// Any port where nothing is said. Ignored where nobody comes back.
    #[serde(default)]
    #[ts(optional, as = "Option<WayBack>")]
    pub way_back: WayBack,
}

/// Signs a person in at a connection's practice, and waits for them.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionSignIn {
    pub connection: String,
}

/// Ends the waiting for a person.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConnectionSignInCancel {}

/// Signs the person of a connection out.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionSignOut {
    pub connection: String,
}

/// How signing out ended. Here it is done in any case.
#[derive(Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedOut {
    /// Whether athenahealth was told, so that nothing that was given is good any more.
    pub revoked: bool,
}

/// What a key may be allowed to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Capability {
    Practice,
    Departments,
    Providers,
    Patients,
    Schedule,
    /// One patient's whole record, as a card shows it.
    Records,
    /// One patient's allergies.
    Charts,
    AppointmentTypes,
    CustomFields,
}

/// What a trial showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Trial {
    Allowed,
    Refused,
    /// It could not be tried, or athenahealth did not answer; it is tried again while reading.
    NotTold,
}

/// One capability and what its trial showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Probe {
    pub capability: Capability,
    pub trial: Trial,
}

/// A connection that was added.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Added {
    pub connection: Connection,
    pub probes: Vec<Probe>,
}

/// A connection.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub id: String,
    pub environment: Environment,
    pub practice: String,
    /// The practice's name.
    pub label: String,
    pub client_id: String,
    pub fill: FillTime,
    pub sign_in: SignInKind,
    /// The scopes that are asked for, with a blank between two.
    pub scopes: String,
    pub way_back: WayBack,
    /// Who is signed in, by name; an empty one where athenahealth does not tell it.
    pub person: Option<String>,
    /// Whether that is somebody else than whoever sits here, as far as is known: nothing of theirs is written.
    pub another: bool,
    /// Writes to a practice that is not in use, which wait until it is: released, held or unknown. For who may
    /// write.
    pub waits: u32,
    /// What goes with it where it is removed. For who may remove it.
    pub unsent: Unsent,
    /// Whether the profile's description says something else by now than what its secret belongs to, which
    /// stands here. It is not used.
    pub changed: bool,
}

/// What is written of a practice, by whomever, and was not sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Unsent {
    pub drafts: u32,
    /// Writes that were to be sent.
    pub writes: u32,
}

/// The hours at which a practice is taken to work, Monday to Friday, in the time of each of its
/// departments: minutes since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkingHours {
    pub from: i32,
    pub to: i32,
}

/// A page of the connections.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Connections {
    pub rows: Vec<Connection>,
    pub cursor: Option<String>,
    /// The one in use.
    pub current: Option<String>,
    pub working_hours: WorkingHours,
}

impl Audited for ConnectionAdd {
    /// The practice's number, until the connection has an id; nothing where it is no number.
    fn about(&self) -> Option<&str> {
        Some(self.practice.trim()).filter(|number| is_id(number))
    }
}

impl Audited for ConnectionPrefer {
    fn about(&self) -> Option<&str> {
        Some(&self.connection)
    }
}

impl Audited for ConnectionRegister {
    fn about(&self) -> Option<&str> {
        Some(&self.connection)
    }
}

impl Audited for ConnectionSwitch {
    fn about(&self) -> Option<&str> {
        Some(&self.connection)
    }
}

impl Audited for ConnectionSignIn {
    fn about(&self) -> Option<&str> {
        Some(&self.connection)
    }
}

impl Audited for ConnectionSignOut {
    fn about(&self) -> Option<&str> {
        Some(&self.connection)
    }
}

impl Audited for ConnectionRemove {
    fn about(&self) -> Option<&str> {
        Some(&self.connection)
    }
}

about_nobody!(ConnectionList, ConnectionSignInCancel);
