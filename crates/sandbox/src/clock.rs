//! The practice's clock, as a port: the sandbox never reads the machine's time by itself.

use chrono::{DateTime, Utc};

/// Tells the practice what time it is.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Clock for System {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
