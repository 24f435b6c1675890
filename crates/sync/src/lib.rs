//! What to read next, and the loop that reads it into the copy.
//!
//! The planner is pure; the loop holds nothing that the copy does not show, so that a kill costs
//! the page in flight and nothing else. What is written to athenahealth goes through the journal,
//! and through nothing else.

mod again;
mod ages;
mod aside;
mod asked;
mod attendance;
mod brought;
mod calendar;
mod charts;
mod chronicle;
mod coming;
mod counted;
mod feeds;
mod handle;
mod hours;
mod journal;
mod kept;
mod listing;
mod planner;
mod proof;
mod reading;
mod rest;
mod run;
mod screen;
mod state;
mod watching;

pub use calendar::{MONTHS_AHEAD, MONTHS_BACK, NEAR_DAYS, Span, near, window};
pub use counted::{LANES, hour_calls, keep_counts};
pub use feeds::{
    Applied, CacheShelf, ClientSource, FeedPace, Ledger, Missed, Poll, Polled, Rules, Shelf, Source, Taken,
    Told, pace,
};
pub use handle::{Ask, Handle, Look, OnStale, Stale};
pub use journal::{
    Alike, Before, Deed, Entry, Held, Journal, JournalEdges, Likeness, Listed, Made, NewTime, OnMove,
    OnSaved, PatientWrite, Record, Refused, Shown, Touched, VisitDeed, VisitSeen, VisitStood, VisitWrite,
    Write, alike, likeness, start_journal,
};
pub use kept::unread_spans;
pub use reading::Desk;
pub use run::{Edges, UNRELIABLE, start};
pub use state::{FeedWatch, Phase, SyncState, Trouble};
pub use watching::waits_until;
