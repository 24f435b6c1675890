//! What `profile.json` says: connections, preferences and which files exist.
//!
//! Nothing here is secret or about a patient: the file is in the clear.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Utc};
use model::PracticeId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::recovery::Recovery;
use crate::sealing::Sealed;
use crate::{Entropy, KeyCheck, OpenError, PassphraseCost, key};

/// The opaque name of a file of the profile: hexadecimal digits, so that it names nothing outside the
/// profile's folder. No capitals: a disk may not tell them apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileId(String);

/// The most letters of a name. Those that are made have half as many.
const LONGEST_NAME: usize = 64;

impl TryFrom<String> for FileId {
    type Error = &'static str;

    /// Anybody may have written `profile.json`.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let named = (1..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(is_digit);
        if named { Ok(Self(text)) } else { Err("the name of a file has hexadecimal digits alone") }
    }
}

impl From<FileId> for String {
    fn from(id: FileId) -> Self {
        id.0
    }
}

impl FileId {
    /// Makes a new name.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, OpenError> {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes)?;
        Ok(Self(key::hex(&bytes).as_str().to_owned()))
    }

    /// Takes a name of hexadecimal digits; anything else in it is left out.
    pub fn from_hex(digits: &str) -> Self {
        Self(digits.to_ascii_lowercase().chars().filter(char::is_ascii_hexdigit).collect())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A connection's identifier inside a profile.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConnectionId(String);

impl ConnectionId {
    /// Makes a new identifier.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, OpenError> {
        FileId::generate(entropy).map(|id| Self(id.0))
    }

    /// Takes an identifier that was given out before.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Where a practice's system is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Environment {
    /// The practice that runs inside the program.
    Demo {
        /// Its size by name.
        size: String,
    },
    /// athenahealth's preview.
    Preview,
    /// athenahealth's production.
    Production,
    /// Another base address.
    Other {
        /// The address.
        address: String,
    },
}

impl Environment {
    /// What it is called in the audit.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Demo { .. } => "demo",
            Self::Preview => "preview",
            Self::Production => "production",
            Self::Other { .. } => "other",
        }
    }
}

/// When the copy of a practice is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FillTime {
    /// Whenever there is something to be read.
    #[default]
    AnyTime,
    /// While nobody works at the practice.
    OffHours,
}

/// That nothing is read for a practice but what somebody asks for, because a person said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pause {
    /// Until then.
    Until(DateTime<Utc>),
    /// Until a person says otherwise.
    Held,
}

/// How a connection's app registration signs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignInKind {
    /// As itself.
    #[default]
    App,
    /// Each person as themselves.
    Person,
}

/// At which port of this computer people come back from the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WayBack {
    /// Any that is free.
    #[default]
    Any,
    /// One of a list that registrations are asked to name.
    Listed,
    /// The one that its registration names.
    Port(u16),
}

/// A connection to a practice. Its client secret is in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Its identifier.
    pub id: ConnectionId,
    /// Where.
    pub environment: Environment,
    /// Which practice.
    pub practice: PracticeId,
    /// The client id; empty for the demo.
    pub client_id: String,
    /// What people here call it.
    pub label: String,
    /// The copy's file.
    pub cache: FileId,
    /// When the copy is filled.
    #[serde(default, deserialize_with = "or_usual")]
    pub fill: FillTime,
    /// That reading rests.
    #[serde(default, deserialize_with = "or_usual")]
    pub pause: Option<Pause>,
    /// How its registration signs in.
    #[serde(default)]
    pub sign_in: SignInKind,
    /// The scopes that are asked for; those of its kind where there are none.
    #[serde(default)]
    pub scopes: String,
    /// Where its people come back to.
    #[serde(default)]
    pub way_back: WayBack,
}

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How much room a row takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// As many rows as can be read.
    #[default]
    Dense,
    /// Room to breathe.
    Roomy,
}

/// How a time of day is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClockStyle {
    /// 1:30 PM.
    #[default]
    #[serde(rename = "12")]
    Twelve,
    /// 13:30.
    #[serde(rename = "24")]
    TwentyFour,
}

/// After how many minutes in the waiting room a wait is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patience(pub u32);

impl Default for Patience {
    fn default() -> Self {
        Self(15)
    }
}

/// How the window should look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Colours.
    #[serde(deserialize_with = "or_usual")]
    pub theme: Theme,
    /// Room.
    #[serde(deserialize_with = "or_usual")]
    pub density: Density,
    /// Times of day.
    #[serde(deserialize_with = "or_usual")]
    pub clock: ClockStyle,
    /// Whether the desktop shows no notices.
    #[serde(deserialize_with = "or_usual")]
    pub quiet: bool,
    /// Whether the day sheet shows what is open.
    #[serde(deserialize_with = "or_usual")]
    pub open_times: bool,
    /// What a long wait is.
    #[serde(deserialize_with = "or_usual")]
    pub patience: Patience,
}

/// Takes a matter of taste as it stands, or the usual where that is none: no wish keeps a profile shut.
fn or_usual<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + DeserializeOwned,
{
    Ok(serde_json::from_value(serde_json::Value::deserialize(from)?).unwrap_or_default())
}

/// Where the master key comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum KeySource {
    /// The system's keychain.
    Keychain,
    /// A passphrase that a person types.
    Passphrase {
        /// The salt.
        salt: [u8; 16],
        /// The cost at which it was made.
        cost: PassphraseCost,
        /// The master key as the passphrase opens it. Where there is none, as profiles were made first,
        /// it is what the passphrase gives.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sealed: Option<Sealed>,
    },
}

/// What was begun with the whole profile and is finished, or taken back, at the next start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum UnderWay {
    /// Every file is written anew under another key. Until that is done the files before are in use.
    Rekey {
        /// The proof of the other key.
        check: KeyCheck,
        /// Where the other key comes from.
        source: KeySource,
        /// The keys of the audit, which stay, under the other key.
        audit: Sealed,
        /// Under which name each file is written anew.
        files: BTreeMap<FileId, FileId>,
    },
    /// The files that another key locked are being erased.
    Erase {
        /// The vault among them.
        vault: FileId,
        /// All of them.
        files: Vec<FileId>,
    },
    /// A vault is being made from an exported one. Until that is done there is none.
    Restore {
        /// Its name.
        vault: FileId,
    },
}

/// What is known of a file before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Raised each time the file is made anew.
    pub generation: u32,
    /// Whether it was ever whole. Until then what stands in its place may be cleared away.
    pub made: bool,
    /// Whether it was found to be damaged while in use.
    #[serde(default)]
    pub damaged: bool,
}

/// The content of `profile.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The version of this format.
    pub version: u32,
    /// The practices that this profile knows.
    pub connections: Vec<Connection>,
    /// The one in use.
    pub current: Option<ConnectionId>,
    /// How the window should look.
    #[serde(default, deserialize_with = "or_usual")]
    pub preferences: Preferences,
    /// The proof of the master key; `None` until there is one.
    pub key_check: Option<KeyCheck>,
    /// Where the master key comes from; `None` until there is one.
    pub key_source: Option<KeySource>,
    /// The vault's file; `None` until there is one.
    pub vault: Option<FileId>,
    /// Which files exist.
    pub files: BTreeMap<FileId, FileState>,
    /// By what the audit names this desktop; the vault's name where there is nothing else.
    #[serde(default)]
    pub device: Option<String>,
    /// The keys of the audit under the master key, where it is not the one that they derive from.
    #[serde(default)]
    pub audit: Option<Sealed>,
    /// The key as recovery codes open it: the one that somebody has, and one made since.
    #[serde(default)]
    pub recovery: Vec<Recovery>,
    /// Whether the key changed since somebody had a code, and nobody has another yet.
    #[serde(default)]
    pub recovery_ended: bool,
    /// Recovery codes that opened nothing and are not on record yet.
    #[serde(default)]
    pub wrong_codes: u32,
    /// Passphrases that opened nothing since one did.
    #[serde(default)]
    pub wrong_passphrases: WrongPassphrases,
    /// By what name people know the program that keeps the key, where it is the system's keychain.
    #[serde(default)]
    pub keeper: Option<String>,
    /// What was begun and is not finished.
    #[serde(default)]
    pub under_way: Option<UnderWay>,
}

/// Passphrases that opened nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongPassphrases {
    /// How many.
    pub count: u32,
    /// When the last one was typed, by the wall's clock.
    pub last: Option<DateTime<Utc>>,
}

impl Profile {
    /// The version of the format that this program writes. With the second came what a program that
    /// does not know it must not leave out when it writes.
    pub const VERSION: u32 = 2;

    /// A profile with nothing in it.
    pub fn new() -> Self {
        Self {
            version: Self::VERSION,
            connections: Vec::new(),
            current: None,
            preferences: Preferences::default(),
            key_check: None,
            key_source: None,
            vault: None,
            files: BTreeMap::new(),
            device: None,
            audit: None,
            recovery: Vec::new(),
            recovery_ended: false,
            wrong_codes: 0,
            wrong_passphrases: WrongPassphrases::default(),
            keeper: None,
            under_way: None,
        }
    }

    /// Whether what is named is told apart: each connection and each copy, and the vault from all of
    /// them. The vault was made before any copy.
    pub(crate) fn is_sound(&self) -> bool {
        let named = |id: &ConnectionId| {
            let ConnectionId(id) = id;
            (1..=LONGEST_NAME).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let mut connections = BTreeSet::new();
        let mut files: BTreeSet<&FileId> = self.vault.iter().collect();
        let apart = self
            .connections
            .iter()
            .all(|known| named(&known.id) && connections.insert(&known.id) && files.insert(&known.cache));
        let made = |file: &FileId| self.files.get(file).is_some_and(|state| state.made);
        apart && self.vault.as_ref().is_none_or(|vault| made(vault) || !self.files.keys().any(made))
    }

    /// The connection of an identifier.
    pub fn connection(&self, id: &ConnectionId) -> Option<&Connection> {
        self.connections.iter().find(|connection| &connection.id == id)
    }

    /// The connection in use.
    pub fn current(&self) -> Option<&Connection> {
        self.current.as_ref().and_then(|id| self.connection(id))
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::new()
    }
}
