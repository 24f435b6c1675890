//! Why a command stopped, in words for the person at the terminal.

use std::fmt;

/// A reason to stop, with what to do next where that is known.
#[derive(Debug)]
pub struct Stop(String);

/// What a command or a step of one ends in.
pub type Outcome<T = ()> = Result<T, Stop>;

impl Stop {
    /// Stops for `why`.
    pub fn because(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}
