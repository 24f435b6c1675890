//! The application: the contract implemented over the client, the copy and the sync.
//!
//! It knows no window: the same [`Console`] answers the real one, the tests and the bridge. It
//! names neither a keychain nor a network of its own; both are [`Ports`].

mod ports;

pub use athena::SystemRandom;
pub use model::SystemClock;
pub use ports::{Demo, Keychain, KeychainTrouble, Network, Ports};
