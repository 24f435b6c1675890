//! `run`: from a fresh machine to the window on the demo practice.

use crate::process::Spawn;
use crate::setup::{self, Need};
use crate::stop::Outcome;
use crate::surroundings::{self, Surroundings};
use crate::{build, tour, ui, workspace};

/// Sets up, builds, and opens the window; with no display, takes the tour instead.
pub fn run(words: &[String]) -> Outcome {
    if !surroundings::has_display() {
        println!("▸ There is no display here: the pages will be walked on a virtual one, and pictured.");
        return tour::set_up_and_take(Surroundings::virtual_where_possible);
    }
    setup::machine(Need::TO_BUILD)?;
    ui::build()?;
    build::app()?;
    println!("▸ Opening the window on the demo practice");
    let words = words.iter().filter(|word| *word != "--");
    Spawn::new(workspace::binary("debug", "daybook")).args(["--demo"]).args(words).interactive().streamed()
}
