//! Three in the morning: nothing changes at the practice while a copy is compared with it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::ShiftedClock;

/// A night whose hours run as the machine's do, on both sides of the wire and in every process.
#[derive(Clone, Copy, Debug)]
pub struct Night(ShiftedClock);

impl Night {
    /// Three in the morning of a Monday in US Eastern: after a day on which nobody comes.
    ///
    /// # Panics
    /// Never.
    pub fn begins() -> Self {
        let monday: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().expect("an instant");
        Self(ShiftedClock { ahead: TimeDelta::seconds((monday - Utc::now()).num_seconds()) })
    }

    /// Tells the time.
    pub fn clock(&self) -> ShiftedClock {
        self.0
    }

    /// What a bridge is told of it: seconds ahead of the machine.
    pub fn ahead(&self) -> String {
        self.0.ahead.num_seconds().to_string()
    }

    /// The day that it belongs to, at the practice.
    pub fn today(&self) -> NaiveDate {
        model::Clock::now(&self.0).date_naive()
    }
}
