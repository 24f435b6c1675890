//! `test`: everything, on a fresh machine.

use std::path::PathBuf;

use crate::command::nothing_else;
use crate::counts::Counts;
use crate::process::{Spawn, is_on_path};
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::Outcome;
use crate::surroundings::Surroundings;
use crate::{build, check, package, ui};

/// A part of the tests, as its runner is asked for it.
struct Part {
    what: &'static str,
    usually: &'static str,
    words: &'static [&'static str],
}

/// Windows and browsers take the whole desktop, so that their tests run one by one.
const WITH_NEXTEST: [Part; 3] = [
    Part {
        what: "Tests of the crates, and journeys",
        usually: "about a quarter of an hour",
        words: &["nextest", "run", "--workspace", "--no-tests", "pass", "--filterset", APART],
    },
    Part {
        what: "Browser and real window",
        usually: "eight to twelve minutes",
        words: &[
            "nextest",
            "run",
            "--workspace",
            "--no-tests",
            "pass",
            "--test-threads",
            "1",
            "--filterset",
            ONE_BY_ONE,
        ],
    },
    Part {
        what: "Examples in the documentation",
        usually: "half a minute",
        words: &["test", "--workspace", "--doc"],
    },
];
const APART: &str = "not package(acceptance) or binary(/^journeys/)";
const ONE_BY_ONE: &str = "package(acceptance) and not binary(/^journeys/)";

/// Always the whole workspace: a part of it would build its dependencies anew, with fewer features.
const WITHOUT_NEXTEST: [Part; 1] = [Part {
    what: "Tests of the crates, journeys, browser, real window",
    usually: "more than half an hour; cargo-nextest is faster",
    words: &["test", "--workspace", "--", "--test-threads", "1"],
}];

/// Sets up, checks, builds and runs every test there is.
pub fn run(words: &[String]) -> Outcome {
    nothing_else(words)?;
    setup::machine(Need::TO_TEST)?;
    ui::build()?;
    let ui_tests = check::everything()?;
    build::app_and_drivers("debug")?;
    step("Building the tests", "two to four minutes the first time", || {
        let runner: &[&str] = if has_nextest() { &["nextest", "run"] } else { &["test"] };
        Spawn::cargo().args(runner).args(["--workspace", "--no-run"]).streamed()
    })?;
    let rust_tests = every_part()?;
    println!("\nRust tests: {rust_tests}\nthe window's own tests: {ui_tests}");
    Ok(())
}

fn every_part() -> Outcome<Counts> {
    let installer = package::of_the_tests()?;
    let surroundings = Surroundings::virtual_where_possible()?;
    let parts: &[Part] = if has_nextest() { &WITH_NEXTEST } else { &WITHOUT_NEXTEST };
    let mut counts = Counts::default();
    for part in parts {
        counts += step(part.what, part.usually, || run_part(part, &surroundings, installer.clone()))?;
    }
    Ok(counts)
}

fn run_part(
    part: &Part,
    surroundings: &Surroundings,
    installer: Option<(&'static str, PathBuf)>,
) -> Outcome<Counts> {
    let spawn = Spawn::cargo().args(part.words).envs(build::variables("debug")).envs(installer);
    let watched = spawn.envs(surroundings.variables()).watched()?;
    watched.verdict.map(|()| Counts::heard(&watched.said))
}

fn has_nextest() -> bool {
    is_on_path("cargo-nextest")
}
