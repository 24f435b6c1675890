//! The program dies at every point that it passes, once each: before and after each commit, and at each
//! reply. A process of its own reads and writes through the product's own loops; the practice stands in the
//! process that watches, so that it outlives each death. Time is tokio's and paused in both.

mod alike;
mod frame;
mod stage;
mod walker;
mod watch;

pub use stage::Work;
pub use walker::walk;
pub use watch::{Scene, Sweep, sweep};

/// The word by which a program is asked to be the one that dies.
pub const WALK: &str = "walk";
