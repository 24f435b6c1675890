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

/// An API key at a practice.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where athenahealth is reached.
    pub environment: Environment,
    /// The practice that calls are about.
    pub practice: PracticeId,
    /// The key's id.
    pub client_id: String,
    /// The key's secret.
    pub client_secret: Secret,
    /// The OAuth scope; [`Config::SCOPE`] fits a key for every practice it may see.
    pub scope: String,
    /// Its limits.
    pub pace: Pace,
}

impl Config {
    /// The scope of a two-legged key.
    pub const SCOPE: &'static str = "athena/service/Athenanet.MDP.*";
}
