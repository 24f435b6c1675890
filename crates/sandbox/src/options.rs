//! How large, how old-fashioned and how strict a practice is made.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;

/// Everything that decides what a practice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How large the practice is.
    pub size: Size,
    /// Where its invention starts: the same seed and clock give the same practice.
    pub seed: u64,
    /// How it writes numbers and booleans.
    pub dialect: Dialect,
    /// How often it may be called.
    pub limits: Limits,
    /// How long what it gives out is good.
    pub lives: Lives,
    /// What its feeds of changes tell of.
    pub feeds: Telling,
    /// How often another desk does something by chance, as the clock goes on; never, when nothing is said.
    pub busy: Option<TimeDelta>,
}

impl Default for Options {
    fn default() -> Self {
        let (limits, lives) = (Limits::preview(), Lives::default());
        Options {
            size: Size::Clinic,
            seed: 1,
            dialect: Dialect::Typed,
            limits,
            lives,
            feeds: Telling::Everything,
            busy: None,
        }
    }
}

/// What feeds of changes tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// All that changes: by writes, by desks, and by itself as the clock goes on.
    Everything,
    /// What is written and what desks do, so that a test can count; not what the schedule does by itself.
    Deeds,
    /// Nothing.
    Nothing,
}

impl FromStr for Telling {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "everything" => Ok(Telling::Everything),
            "deeds" => Ok(Telling::Deeds),
            "nothing" => Ok(Telling::Nothing),
            _ => Err(UnknownName),
        }
    }
}

/// A practice's size by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// One provider, one department, 300 patients.
    Solo,
    /// 12 providers, 4 departments, 15,000 patients.
    Clinic,
    /// 160 providers, 30 departments, 250,000 patients.
    Group,
}

impl Size {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Size::Solo => "solo",
            Size::Clinic => "clinic",
            Size::Group => "group",
        }
    }

    /// How many providers are on staff.
    pub fn providers(self) -> usize {
        match self {
            Size::Solo => 1,
            Size::Clinic => 12,
            Size::Group => 160,
        }
    }

    /// How many departments there are, those hidden from the portal included.
    pub fn departments(self) -> usize {
        match self {
            Size::Solo => 1,
            Size::Clinic => 4,
            Size::Group => 30,
        }
    }

    /// How many patient records there are, merged and deleted ones included.
    pub fn patients(self) -> usize {
        match self {
            Size::Solo => 300,
            Size::Clinic => 15_000,
            Size::Group => 250_000,
        }
    }
}

impl FromStr for Size {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        [Size::Solo, Size::Clinic, Size::Group]
            .into_iter()
            .find(|size| size.name() == name)
            .ok_or(UnknownName)
    }
}

/// How JSON is written (athenahealth's "proper JSON encoding" setting, off and on).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Numbers and booleans as JSON has them.
    Typed,
    /// Numbers and booleans as strings, a few numbers apart; empty fields of a patient as `null`.
    Text,
}

impl FromStr for Dialect {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "typed" => Ok(Dialect::Typed),
            "text" => Ok(Dialect::Text),
            _ => Err(UnknownName),
        }
    }
}

/// How often the practice may be called. A call beyond a limit is a 429 and still counts against the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// API calls in any span of one second.
    pub per_second: u32,
    /// API calls from midnight to midnight GMT.
    pub per_day: u32,
    /// Calls of the token endpoint in one minute of the clock.
    pub tokens_per_minute: u32,
}

impl Limits {
    /// The preview environment: 50,000 a day and 5 tokens a minute as recorded; 10 a second, since the figures
    /// that clients of the API use lie between 5 and 15.
    pub fn preview() -> Self {
        Limits { per_second: 10, per_day: 50_000, tokens_per_minute: 5 }
    }

    /// The production environment, by the figures that clients of the API use.
    pub fn production() -> Self {
        Limits { per_second: 100, per_day: 500_000, tokens_per_minute: 50 }
    }

    /// No limit in practice, for tests about something else, and for those whose clock stands still.
    pub fn none() -> Self {
        Limits { per_second: u32::MAX, per_day: u32::MAX, tokens_per_minute: u32::MAX }
    }
}

/// How long codes and tokens are good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lives {
    /// A code, until it is redeemed.
    pub code: TimeDelta,
    /// An access token.
    pub access: TimeDelta,
    /// A refresh token; the one that comes in its place lives as long again.
    pub refresh: TimeDelta,
}

impl Default for Lives {
    /// An hour for an access token, as recorded; a minute for a code and seven days for a refresh token, whose lives
    /// are not known.
    fn default() -> Self {
        Lives { code: TimeDelta::minutes(1), access: TimeDelta::hours(1), refresh: TimeDelta::days(7) }
    }
}

/// A size, dialect or fault was asked for by a name that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownName;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such name")
    }
}

impl std::error::Error for UnknownName {}
