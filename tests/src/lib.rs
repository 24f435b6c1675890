//! The surroundings that the acceptance tests, the bridge, the tour and the benches share.
//!
//! Everything here works through the contract or through the real window. Nothing here is in the
//! shipped program, and nothing leaves the loopback.

pub mod bench;
pub mod bridge;
mod bridged;
mod clock;
mod comparison;
mod desk;
mod driver;
mod keychain;
mod page;
mod people;
mod practice;
mod process;
mod walk;

pub use bridged::{Bridged, built, left_out, windows_are_driven};
pub use clock::{RunningClock, ShiftedClock};
pub use comparison::{differences, full_name};
pub use desk::{Desk, Edges};
pub use driver::{Browser, Driver};
pub use keychain::{AskingKeychain, FileKeychain, NoKeychain};
pub use page::Page;
pub use people::{Canaries, misspelt, somebody_on};
pub use practice::{Practice, Way};
pub use process::{Owned, Server, free_port, program, until};
pub use walk::Walk;
