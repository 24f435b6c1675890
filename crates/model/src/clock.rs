//! The clock port. Logic takes time as a value; only the edges hold a clock.

use chrono::{DateTime, Utc};

/// Tells the time. A test's clock is set by the test.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
