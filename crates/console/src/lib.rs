//! The application: the contract implemented over the client, the copy and the sync.
//!
//! It knows no window: the same [`Console`] answers the real one, the tests and the bridge. It
//! names no keychain, no network and no clipboard of its own; they are [`Ports`].

mod api;
mod asking;
mod card;
mod connections;
mod console;
mod copied;
mod day_sheet;
mod failure;
mod lanes;
mod ledger;
mod live;
mod mending;
mod opening;
mod page;
mod patients;
mod ports;
mod practice;
mod probe;
mod profile;
mod reach;
mod schedule;
mod sync_view;
mod tokens;
mod trail;
mod words;

pub use console::{Console, next_event};
pub use model::SystemClock;
pub use ports::{Clipboard, Demo, Keychain, KeychainTrouble, Network, Ports};
