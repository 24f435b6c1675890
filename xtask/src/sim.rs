//! `sim`: a run that follows from a seed, through everything that can go wrong.

use crate::process::Spawn;
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::Outcome;
use crate::workspace;

/// Runs the simulation with the words that it takes.
pub fn run(words: &[String]) -> Outcome {
    setup::machine(&[Need::Build])?;
    step("Building the simulation", "a few minutes the first time", || {
        Spawn::cargo().args(["build", "--package", "acceptance", "--bin", "sim"]).streamed()
    })?;
    step("Simulating", "about a second for a hundred writes", || {
        Spawn::new(workspace::binary("debug", "sim")).args(words).streamed()
    })
}
