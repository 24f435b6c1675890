//! The one owner of a key's budget.

use chrono::{DateTime, Utc};

/// What a call is for. An earlier lane goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// A person waits for it.
    Interactive,
    /// Bookings and eligibility.
    Booking,
    /// What changed.
    Feed,
    /// Filling a copy.
    Fill,
}

/// What is left of a day's calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// Calls allowed in a day, as the server last said; `None` until it did.
    pub limit: Option<u64>,
    /// Calls left until midnight GMT, as the server last said, less those sent since.
    pub left: Option<u64>,
    /// Calls sent from here since midnight GMT or since this client began.
    pub sent_today: u64,
    /// Until when calls rest, by this machine's clock.
    pub paused_until: Option<DateTime<Utc>>,
}
