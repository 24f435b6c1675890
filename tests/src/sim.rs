//! Runs that follow from a seed: the product's own loops over its ports, a sandbox practice on the
//! other side, and everything that goes wrong in between.
//!
//! Time is tokio's and paused; nothing is told by the machine's clock or randomness, so that the same
//! seed gives the same trace.

mod crash;
mod desktop;
mod dice;
mod hall;
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
pub use tally::{Tally, Total};
pub use writes::writes;

/// A folder that lies in memory where this machine has such a place: nobody takes its power away.
///
/// # Errors
/// Where no folder can be made.
pub fn folder() -> std::io::Result<tempfile::TempDir> {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
}
