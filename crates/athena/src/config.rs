//! What a client is told about its key and its limits.

use model::{PracticeId, Secret};

use crate::Environment;

/// How fast and how much a key may call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Calls in a second. Published numbers differ, so that the default is low.
    pub per_second: u32,
    /// Calls in a day until midnight GMT, until a reply's headers say better.
    pub per_day: u64,
    /// Access tokens in a minute: athenahealth allows 5 in preview, 50 in production.
    pub tokens_per_minute: u32,
    /// The share of both budgets kept for the interactive lane, from 0 to 1.
    pub interactive_share: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { per_second: 5, per_day: 50_000, tokens_per_minute: 5, interactive_share: 0.2 }
    }
}

/// How an app registration signs in. athenahealth registers an app for one of the two, never for both.
#[derive(Clone, Debug)]
pub enum Grant {
    /// Two-legged: the app signs in as itself.
    ClientCredentials {
        /// The key's secret.
        secret: Secret,
    },
    /// Three-legged: each person signs in as themselves, in the browser, with PKCE.
    AuthorizationCode {
        /// The key's secret, where the registration is of a confidential client.
        secret: Option<Secret>,
    },
}

impl Grant {
    pub(crate) fn secret(&self) -> Option<&Secret> {
        match self {
            Self::ClientCredentials { secret } => Some(secret),
            Self::AuthorizationCode { secret } => secret.as_ref(),
        }
    }

    /// Whether a person signs in, and not the app.
    pub(crate) fn is_of_a_person(&self) -> bool {
        matches!(self, Self::AuthorizationCode { .. })
    }
}

/// An API key at a practice.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where athenahealth is reached.
    pub environment: Environment,
    /// The practice that calls are about.
    pub practice: PracticeId,
    /// The key's id.
    pub client_id: String,
    /// How it signs in.
    pub grant: Grant,
    /// The OAuth scopes, with blanks between them; [`Config::SCOPE`] fits a two-legged key for every
    /// practice it may see, [`Config::PERSON_SCOPE`] a person.
    pub scope: String,
    /// Its limits.
    pub pace: Pace,
}

impl Config {
    /// The scope of a two-legged key.
    pub const SCOPE: &'static str = "athena/service/Athenanet.MDP.*";
    /// The scopes of a person: who they are, to stay signed in, and what a two-legged key has.
    pub const PERSON_SCOPE: &'static str =
        "openid profile fhirUser offline_access athena/service/Athenanet.MDP.*";
}
