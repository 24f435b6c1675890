//! What stage the console is in, and how it looks.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::SecretText;
use crate::people::Seat;

/// Asks what stage the console is in.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionRead {}

/// Opens the profile, or makes it on first run.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileOpen {
    /// Where there is no keychain, or the profile was made with a passphrase.
    #[ts(optional)]
    pub passphrase: Option<SecretText>,
}

/// Asks athenahealth at once, for a copy that stays closed until it was reached.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LeaseReach {}

/// Opens a copy that stays closed until athenahealth was reached, to be read for an hour at the desk.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmergencyOpen {
    /// Why, in 10 to 500 characters. It may be about a patient, and is kept for ever.
    pub reason: SecretText,
}

/// Ends emergency access.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EmergencyEnd {}

/// Sets a profile aside that does not open, so that another can begin.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProfileSetAside {}

/// Sets how the console looks.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreferenceSet {
    pub preferences: Preferences,
}

/// Says after how many minutes in the waiting room a wait is long.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PatienceSet {
    pub minutes: u32,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// How dense lists are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Density {
    #[default]
    Dense,
    Roomy,
}

/// How times are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HourClock {
    #[default]
    Twelve,
    TwentyFour,
}

/// How the console looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Preferences {
    pub theme: Theme,
    pub density: Density,
    pub hour_clock: HourClock,
    /// Whether the desktop shows no notices of what asks for a person.
    #[serde(default)]
    pub quiet: bool,
    /// Whether the day sheet shows what is open and what is frozen.
    #[serde(default)]
    pub open_times: bool,
}

/// Where the profile's key is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Keychain {
    /// The system's keychain works.
    Ready,
    /// There is none: a passphrase is needed.
    Absent,
    /// There is one, but it is locked.
    Locked,
    /// There is one that was asked and has not answered.
    Silent,
}

/// Why a profile does not open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Trouble {
    /// The keychain is locked.
    KeychainLocked,
    /// The keychain is gone: nothing answers.
    KeychainAbsent,
    /// The keychain was asked and has not answered.
    KeychainSilent,
    /// The keychain works and holds no key for this profile.
    KeyGone,
    /// The same, and the key was kept by another program.
    KeychainChanged {
        /// By which.
        kept: Box<str>,
        /// Which one the desktop offers now.
        now: Box<str>,
    },
    /// The key that was given does not open the profile.
    WrongKey,
    /// Another Daybook uses the profile.
    InUse,
    /// The folder cannot be written to.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// The profile was made by a newer Daybook.
    Newer,
    /// A file that only this computer has is damaged or missing.
    VaultDamaged,
    /// The disk does not answer as it should.
    Disk,
}

/// A lease that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeaseSpent {
    /// For how long athenahealth was not reached, in milliseconds.
    pub unreached_ms: u64,
    /// For how many hours a copy opens without that.
    pub hours: u32,
}

/// What stage the console is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "stage", rename_all = "camelCase")]
pub enum Stage {
    /// No profile yet.
    FirstRun { keychain: Keychain },
    /// The profile opens with a passphrase.
    NeedsPassphrase,
    /// The profile does not open.
    Stuck { trouble: Trouble },
    /// Nothing is open until somebody unlocks it, who types the passphrase first where there is one. A manager
    /// who forgot their PIN may unlock it by the recovery code, where somebody has one.
    Locked { passphrase: bool, recovery: bool },
    /// The profile is open, and the copy stays closed until athenahealth was reached over a connection.
    LeaseOver {
        connection: String,
        /// None where the vault does not say.
        lease: Option<LeaseSpent>,
    },
    /// The same, and the copy is open all the same for what is needed at the desk.
    #[serde(rename_all = "camelCase")]
    Emergency {
        connection: String,
        /// For how long, in milliseconds.
        left_ms: u64,
    },
    /// The profile is open and has no connection.
    NoPractice,
    /// A practice is connected.
    Ready,
}

/// What stage the console is in, and how it looks.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub stage: Stage,
    pub preferences: Preferences,
    /// After how many minutes in the waiting room a wait is long.
    pub patience_minutes: u32,
    /// Who sits here.
    pub seat: Seat,
    /// Where the profile is kept, to be shown.
    pub folder: String,
    /// The program's version.
    pub version: String,
    /// Where in the window its person was, as the window noted it: for a page that begins anew, after an unlock or
    /// a crash of what drew the one before.
    pub place: Option<String>,
}

about_nobody!(
    SessionRead,
    LeaseReach,
    EmergencyOpen,
    EmergencyEnd,
    ProfileOpen,
    ProfileSetAside,
    PatienceSet,
    PreferenceSet
);
