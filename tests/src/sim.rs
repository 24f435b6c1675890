//! Runs that follow from a seed: the product's own loops over its ports, a sandbox practice on the
//! other side, and everything that goes wrong in between.
//!
//! Time is tokio's and paused; nothing is told by the machine's clock or randomness, so that the same
//! seed gives the same trace.

mod crash;
mod desktop;
mod dice;
mod hall;
mod heard;
mod held;
mod play;
mod ports;
mod promise;
mod scene;
mod tally;
mod trace;
mod way;
mod wire;
mod writes;

pub use play::{Run, run, run_alone};
use sync::Rules;
pub use tally::{Tally, Total};
pub use trace::Met;
pub use writes::writes;

/// What a run keeps to.
#[derive(Clone, Copy, Debug)]
pub struct Protocol {
    /// The rules of the feeds.
    pub rules: Rules,
    /// Whether a row that is older than what is held changes nothing.
    pub idempotent: bool,
}

impl Protocol {
    /// All that the product keeps to.
    pub const WHOLE: Self = Self::of(Rules::ALL);

    const fn of(rules: Rules) -> Self {
        Self { rules, idempotent: true }
    }

    /// Without each rule, by its name.
    pub const WITHOUT: [(&str, Self); 7] = [
        ("intent", Self::of(Rules { intent: false, ..Rules::ALL })),
        ("one-transaction", Self::of(Rules { one_transaction: false, ..Rules::ALL })),
        ("server-time", Self::of(Rules { server_time: false, ..Rules::ALL })),
        ("reread", Self::of(Rules { reread: false, ..Rules::ALL })),
        ("offset-zero", Self::of(Rules { offset_zero: false, ..Rules::ALL })),
        ("idempotent", Self { idempotent: false, ..Self::WHOLE }),
        ("free-disk", Self::of(Rules { free_disk: false, ..Rules::ALL })),
    ];

    /// Without a rule; `None` where none is called so.
    pub fn without(rule: &str) -> Option<Self> {
        Self::WITHOUT.iter().find(|(name, _)| *name == rule).map(|(_, protocol)| *protocol)
    }
}

/// A folder that lies in memory where this machine has such a place: nobody takes its power away.
///
/// # Errors
/// Where no folder can be made.
pub fn folder() -> std::io::Result<tempfile::TempDir> {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
}
