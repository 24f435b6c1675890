//! The feeds of changed records, which drain as they are read: nothing that changed is lost, and what may
//! have been missed is said.
//!
//! `poll.rs` is the protocol, over the ports of `port.rs`: no network, no file and no clock is named in it.

mod apply;
mod merges;
mod pace;
mod poll;
mod port;
mod rules;
mod setup;
mod shelf;
mod source;
mod sweep;

pub use merges::Ledger;
pub use pace::{FeedPace, pace};
pub(crate) use poll::{MOST, polls_to_reread};
pub use poll::{Poll, Polled};
pub use port::{Applied, Missed, Shelf, Source, Taken, Told};
pub use rules::Rules;
pub(crate) use setup::LOOK;
pub use shelf::CacheShelf;
pub use source::ClientSource;
