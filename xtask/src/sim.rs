//! `sim`: runs that follow from a seed, through everything that can go wrong. `crash-sweep`: a death at every
//! point. `acts`: a busy practice in all weathers.

use crate::process::Spawn;
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::Outcome;
use crate::{build, workspace};

/// Runs the simulation with the words that it takes.
pub fn run(words: &[String]) -> Outcome {
    built("sim", "Simulating", "a second for six seeds, or for a hundred writes", words)
}

/// Has a process die at each point that reading and writing pass.
pub fn sweep(words: &[String]) -> Outcome {
    built("crash", "Dying at each point", "about a second for each", words)
}

/// Has a busy practice act for two hours in all weathers, and holds the copy against it.
pub fn acts(words: &[String]) -> Outcome {
    built("acts", "Acting", "a few minutes for a clinic", words)
}

fn built(name: &str, what: &str, usually: &str, words: &[String]) -> Outcome {
    setup::machine(&[Need::Build])?;
    build::long_run(name)?;
    step(what, usually, || Spawn::new(workspace::binary("release", name)).args(words).streamed())
}
