//! `tour`: walks the main pages of the real window and leaves a picture of each.

use std::fs;

use crate::command::nothing_else;
use crate::process::Spawn;
use crate::run::build_app;
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::{Outcome, Stop};
use crate::surroundings::Surroundings;
use crate::{ui, workspace};

/// Takes the tour on a virtual desktop, or with `--here` on the one there is.
pub fn run(words: &[String]) -> Outcome {
    let here = words.first().is_some_and(|word| word == "--here");
    nothing_else(if here { &words[1..] } else { words })?;
    setup::machine(&[Need::Build, Need::VirtualDesktop])?;
    ui::build()?;
    build_app("debug")?;
    take(&if here { Surroundings::here() } else { Surroundings::virtual_where_possible()? })
}

/// Drives the built window through its pages, and says where the pictures are.
pub fn take(surroundings: &Surroundings) -> Outcome {
    step("Building the tour", "two minutes the first time", || {
        Spawn::cargo().args(["build", "--package", "acceptance", "--bin", "tour"]).streamed()
    })?;
    let (binary, shots) = (workspace::app("debug"), workspace::shots());
    fs::create_dir_all(&shots)?;
    step("Walking the main pages", "one minute", || {
        Spawn::cargo()
            .args(["run", "--quiet", "--package", "acceptance", "--bin", "tour", "--"])
            .args(["--binary".as_ref(), binary.as_os_str(), "--out".as_ref(), shots.as_os_str()])
            .envs(surroundings.variables())
            .streamed()
    })?;
    let pictures = fs::read_dir(&shots)?.filter_map(Result::ok);
    let count = pictures.filter(|entry| entry.path().extension().is_some_and(|end| end == "png")).count();
    if count == 0 {
        return Err(Stop::because("the tour ended without leaving a picture"));
    }
    println!("\n{count} pictures of the main pages are in {}", shots.display());
    Ok(())
}
