//! The profile's key: the way back to it, another in its place, and the vault on another computer.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::SecretText;

/// Asks how the profile's key stands.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct KeysRead {}

/// Makes a recovery code.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecoveryMake {
    /// That of whoever sits here, where they have one.
    #[ts(optional)]
    pub pin: Option<SecretText>,
}

/// Says that the code made last was written down.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecoveryNote {}

/// Opens the profile with its recovery code.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileRecover {
    pub code: SecretText,
    /// What opens it from here on; the keychain where there is none.
    #[ts(optional)]
    pub passphrase: Option<SecretText>,
}

/// Puts another key in the place of the profile's.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyChange {
    /// The profile's own, where it opens with one.
    #[ts(optional)]
    pub passphrase: Option<SecretText>,
    /// That of whoever sits here, where they have one.
    #[ts(optional)]
    pub pin: Option<SecretText>,
}

/// Exports the vault into the profile's folder.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VaultExport {
    /// What opens the file: a passphrase, or a recovery code.
    pub passphrase: SecretText,
    /// That of whoever sits here, where they have one.
    #[ts(optional)]
    pub pin: Option<SecretText>,
}

/// Lists the exported vaults in the profile's folder.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VaultList {}

/// Makes the profile from an exported vault, where there is none yet or nothing of anybody's own.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VaultRestore {
    /// Its name in the list.
    pub name: String,
    /// What opens the file.
    pub passphrase: SecretText,
    /// What opens the profile from here on; the keychain where there is none.
    #[ts(optional)]
    pub own_passphrase: Option<SecretText>,
}

/// How long things are kept, in days; for ever where nothing is said. The audit is kept for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Retention {
    /// Who was lately opened here.
    pub recents: Option<u32>,
    /// Writes that ended.
    pub writes: Option<u32>,
    /// People in the copy who have no visit in it.
    pub people: Option<u32>,
}

/// Says how long things are kept.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetentionSet {
    pub retention: Retention,
}

/// How the profile's key stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Keys {
    /// Whether a passphrase opens the profile, in place of the keychain.
    pub passphrase: bool,
    /// Whether somebody has a recovery code.
    pub recovery: bool,
    /// Whether the one that somebody had opens nothing any more, since the key changed.
    pub recovery_ended: bool,
    /// Where exported vaults lie, to be shown.
    pub folder: String,
    pub retention: Retention,
}

/// A recovery code, which is shown this once.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryMade {
    pub code: String,
}

/// An exported vault.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VaultExported {
    /// Where it is, to be shown.
    pub file: String,
}

/// An exported vault in the list.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VaultRow {
    pub name: String,
    /// When it was made, in ISO 8601.
    pub exported: String,
}

/// The exported vaults, the latest first: no more than a hundred of them.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Vaults {
    pub rows: Vec<VaultRow>,
    /// Where they lie, to be shown.
    pub folder: String,
    pub replaces: Replaces,
    /// Whether what is restored takes a passphrase of its own: there is no keychain.
    pub own_passphrase: bool,
}

/// What a restored vault takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Replaces {
    /// Nothing: there is no profile yet.
    Nothing,
    /// A profile with nobody in it and no practice but the demo: it is set aside.
    Trial,
    /// People, or a practice of athenahealth: nothing is restored over them.
    Own,
}

/// Why an exported vault was not restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RestoreStop {
    /// There is no such file, or it is another kind of file.
    NoExport,
    /// The passphrase is another.
    WrongPassphrase,
    /// It is cut off, or not as it was written.
    Damaged,
    /// A newer Daybook wrote it.
    Newer,
    /// People or practices of athenahealth are here already.
    NotEmpty,
}

about_nobody!(
    KeysRead,
    RecoveryMake,
    RecoveryNote,
    ProfileRecover,
    KeyChange,
    VaultExport,
    VaultList,
    VaultRestore,
    RetentionSet
);
