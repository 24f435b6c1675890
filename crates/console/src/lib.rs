//! The application: the contract implemented over the client, the copy and the sync.
//!
//! It knows no window: the same [`Console`] answers the real one, the tests and the bridge. What
//! cannot be repeated comes in through [`Ports`]: it names no clock, no randomness, no keychain, no
//! network, no clipboard and no browser of its own.

mod ahead;
mod alarm;
mod allergies;
mod api;
mod arrival;
mod asked;
mod asking;
mod bounded;
mod browser;
mod call_day;
mod card;
mod connections;
mod console;
mod copied;
mod day_sheet;
mod doubling;
mod emergency;
mod failure;
mod feeds;
mod gates;
mod guard;
mod guessed;
mod holds;
mod journal;
mod keeper;
mod keeping;
mod lanes;
mod lease;
mod leaving;
mod ledger;
mod live;
mod lock;
mod mending;
mod meter;
mod moving;
mod new_pin;
mod notices;
mod opening;
mod openings;
mod overdue;
mod packet;
mod page;
mod parked;
mod passphrase;
mod patience;
mod patients;
mod pausing;
mod people;
mod pin;
mod place;
mod plan;
mod planning;
mod ports;
mod power;
mod practice;
mod printing;
mod probe;
mod profile;
mod reach;
mod recovery;
mod rekeying;
mod saved_views;
mod schedule;
mod setting_aside;
mod sign_in;
mod sitter;
mod slept;
mod support;
mod sync_log;
mod sync_view;
mod tasks;
mod threads;
mod tokens;
mod trail;
mod turns;
mod typed;
#[cfg(feature = "bench")]
mod unaudited;
mod unlock;
mod visits;
mod waitlist;
mod words;
mod writes;

pub use asked::AskedDesktop;
pub use athena::{Random, SystemRandom};
pub use browser::{Browser, NoBrowser, WebPage};
pub use console::{Console, next_event};
pub use model::{Clock, SystemClock};
pub use notices::{NoNotices, Notice, Notices};
pub use ports::{
    Away, Clipboard, Demo, DemoPages, Desktop, KeptSecret, Keychain, KeychainTrouble, Network, NoDesktop,
    NoPrinter, Offer, Ports, Printer, PrinterTrouble,
};
pub use power::on_battery_by;
pub use store::{Entropy, Hooks, NoHooks, SystemEntropy};
pub use tasks::{RuntimeTasks, Task, Tasks};
pub use threads::runtime;
