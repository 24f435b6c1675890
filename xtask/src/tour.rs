//! `tour`: walks the main pages of the real window and leaves a picture of each.

use std::fs;
use std::path::PathBuf;

use crate::command::nothing_else;
use crate::process::Spawn;
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::{Outcome, Stop};
use crate::surroundings::Surroundings;
use crate::{build, ui, workspace};

/// Takes the tour on a virtual desktop, or with `--here` on the one there is.
pub fn run(words: &[String]) -> Outcome {
    if words.first().is_some_and(|word| word == "--here") {
        nothing_else(&words[1..])?;
        return set_up_and_take(|| Ok(Surroundings::here()));
    }
    nothing_else(words)?;
    set_up_and_take(Surroundings::virtual_where_possible)
}

/// Sets up, builds, and drives the window through its pages in the surroundings that are `made` then.
pub fn set_up_and_take(made: fn() -> Outcome<Surroundings>) -> Outcome {
    setup::machine(Need::TO_TOUR)?;
    ui::build()?;
    build::app_and_drivers("debug")?;
    let surroundings = made()?;
    let shots = workspace::shots();
    fs::create_dir_all(&shots)?;
    for old in pictures()? {
        fs::remove_file(old)?;
    }
    step("Walking the main pages", "two to three minutes", || walk(&surroundings))?;
    match pictures()?.len() {
        0 => Err(Stop::because("the tour ended without leaving a picture")),
        count => {
            println!("\n{count} pictures of the main pages are in {}", shots.display());
            Ok(())
        }
    }
}

fn walk(surroundings: &Surroundings) -> Outcome {
    let (app, shots) = (workspace::binary("debug", "daybook"), workspace::shots());
    Spawn::new(workspace::binary("debug", "tour"))
        .args(["--binary".as_ref(), app.as_os_str(), "--out".as_ref(), shots.as_os_str()])
        .envs(build::variables("debug"))
        .envs(surroundings.variables())
        .streamed()
}

fn pictures() -> Outcome<Vec<PathBuf>> {
    let files = fs::read_dir(workspace::shots())?.filter_map(Result::ok).map(|file| file.path());
    Ok(files.filter(|path| path.extension().is_some_and(|end| end == "png")).collect())
}
