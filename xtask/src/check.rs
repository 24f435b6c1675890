//! `check`: everything that can be said without running the product.

use crate::command::nothing_else;
use crate::counts::Counts;
use crate::process::{Spawn, is_on_path};
use crate::setup::{self, Need};
use crate::step::{skipped, step};
use crate::stop::Outcome;
use crate::{tidy, ui};

/// Sets up what checking needs, and checks.
pub fn run(words: &[String]) -> Outcome {
    nothing_else(words)?;
    setup::machine(Need::TO_BUILD)?;
    ui::build()?;
    let counts = everything()?;
    bindings_drift()?;
    println!("\nchecked; the window's tests: {counts}");
    Ok(())
}

/// Checks on a machine that is set up and a window that is built; counts the window's own tests.
pub fn everything() -> Outcome<Counts> {
    step("Formatting", "2 seconds", || Spawn::cargo().args(["fmt", "--all", "--check"]).streamed())?;
    tidy::run(&[])?;
    step("Lints", "two to six minutes the first time, seconds after", || {
        Spawn::cargo()
            .args(["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"])
            .streamed()
    })?;
    dependencies()?;
    step("The window's types, style and tests", "three to four minutes", || {
        let watched = ui::npm(["run", "check"]).watched()?;
        watched.verdict.map(|()| Counts::heard(&watched.said))
    })
}

fn bindings_drift() -> Outcome {
    step("The contract and its TypeScript", "20 seconds", || {
        Spawn::cargo().args(["test", "--quiet", "--package", "ipc", "--test", "it", "bindings"]).streamed()
    })
}

fn dependencies() -> Outcome {
    if !is_on_path("cargo-deny") {
        let why =
            "cargo-deny is not installed (cargo install --locked cargo-deny); tidy has read the lock files";
        skipped("licences, bans and sources of dependencies", why);
        skipped("advisories against dependencies", "cargo-deny is not installed");
        return Ok(());
    }
    step("Licences, bans and sources of dependencies", "5 seconds", || {
        Spawn::cargo().args(["deny", "check", "bans", "licenses", "sources"]).streamed()
    })?;
    if !Spawn::cargo().args(["deny", "fetch", "db"]).succeeds() {
        skipped("advisories against dependencies", "the advisory database cannot be reached from here");
        return Ok(());
    }
    step("Advisories against dependencies", "5 seconds", || {
        Spawn::cargo().args(["deny", "check", "--disable-fetch", "advisories"]).streamed()
    })
}
