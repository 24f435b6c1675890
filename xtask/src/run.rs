//! `run`: from a fresh machine to the window on the demo practice.

use crate::process::Spawn;
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::Outcome;
use crate::{surroundings, tour, ui, workspace};

/// Sets up, builds, and opens the window; with no display, takes the tour instead.
pub fn run(words: &[String]) -> Outcome {
    let seen = surroundings::has_display();
    if !seen {
        println!("▸ There is no display here: the pages will be walked on a virtual one, and pictured.");
    }
    let needs: &[Need] = if seen { &[Need::Build] } else { &[Need::Build, Need::VirtualDesktop] };
    setup::machine(needs)?;
    ui::build()?;
    build_app("debug")?;
    if !seen {
        return tour::take(&surroundings::Surroundings::virtual_where_possible()?);
    }
    println!("▸ Opening the window on the demo practice");
    let words = words.iter().filter(|word| *word != "--");
    Spawn::new(workspace::app("debug")).args(["--demo"]).args(words).interactive().streamed()
}

/// Builds the window's binary in `profile` (`debug` or `release`).
pub fn build_app(profile: &str) -> Outcome {
    let (flags, usually): (&[&str], _) = match profile {
        "release" => (&["--release"], "ten minutes the first time"),
        _ => (&[], "five minutes the first time, seconds after"),
    };
    step(&format!("Building Daybook ({profile})"), usually, || {
        Spawn::cargo().args(["build", "--package", "daybook"]).args(flags).streamed()
    })
}
