//! Runs that follow from a seed: the product's own loops over its ports, a sandbox practice on the
//! other side, and everything that goes wrong in between.
//!
//! Time is tokio's and paused; nothing is told by the machine's clock or randomness, so that the same
//! seed gives the same trace.

mod crash;
mod dice;
mod tally;
mod trace;
mod wire;
mod writes;

pub use tally::Tally;
pub use writes::writes;
