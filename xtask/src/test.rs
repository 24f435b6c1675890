//! `test`: everything, on a fresh machine.

use std::ffi::OsString;

use crate::check;
use crate::command::nothing_else;
use crate::counts::Counts;
use crate::process::{Spawn, is_on_path};
use crate::run::build_app;
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::Outcome;
use crate::surroundings::Surroundings;
use crate::{ui, workspace};

/// One part of the tests, as each of the two runners is asked for it.
struct Part {
    what: &'static str,
    usually: &'static str,
    nextest: &'static [&'static str],
    cargo_test: &'static [&'static str],
}

/// Windows, browsers and benches take the whole desktop, so that they run one by one.
const PARTS: [Part; 2] = [
    Part {
        what: "Tests of the crates",
        usually: "two minutes",
        nextest: &["--workspace", "--exclude", "acceptance"],
        cargo_test: &["--workspace", "--exclude", "acceptance"],
    },
    Part {
        what: "Journeys, browser and real window",
        usually: "five minutes",
        nextest: &["--package", "acceptance", "--test-threads", "1"],
        cargo_test: &["--package", "acceptance", "--", "--test-threads", "1"],
    },
];

/// Sets up, checks, builds and runs every test there is.
pub fn run(words: &[String]) -> Outcome {
    nothing_else(words)?;
    setup::machine(&[Need::Build, Need::VirtualDesktop, Need::Browser])?;
    ui::build()?;
    let ui_tests = check::everything()?;
    build_app("debug")?;
    build_tests()?;
    let surroundings = Surroundings::virtual_where_possible()?;
    let mut rust_tests = Counts::default();
    for part in &PARTS {
        rust_tests += run_part(part, &surroundings)?;
    }
    drop(surroundings);
    println!("\nRust tests: {rust_tests}\nwindow's own tests: {ui_tests}");
    Ok(())
}

/// What tests and benches are told: where the binary of `profile` and the built window are.
pub fn variables(profile: &str) -> Vec<(OsString, OsString)> {
    let mut variables: Vec<(OsString, OsString)> = vec![
        ("DAYBOOK_BINARY".into(), workspace::app(profile).into()),
        ("DAYBOOK_UI".into(), workspace::root().join("ui/dist").into()),
    ];
    if std::env::var_os("CI").is_some() {
        variables.push(("CARGO_INCREMENTAL".into(), "0".into()));
    }
    variables
}

fn build_tests() -> Outcome {
    step("Building the tests", "eight minutes the first time", || {
        Spawn::cargo().args(runner()).args(["--workspace", "--no-run"]).streamed()?;
        // The tests start these: a binary of the package, which its test targets do not always build.
        Spawn::cargo().args(["build", "--package", "acceptance", "--bins"]).streamed()
    })
}

fn run_part(part: &Part, surroundings: &Surroundings) -> Outcome<Counts> {
    step(part.what, part.usually, || {
        let words = if has_nextest() { part.nextest } else { part.cargo_test };
        let none_is_fine: &[&str] = if has_nextest() { &["--no-tests", "pass"] } else { &[] };
        let spawn = Spawn::cargo().args(runner()).args(none_is_fine).args(words);
        let watched = spawn.envs(variables("debug")).envs(surroundings.variables()).watched()?;
        watched.verdict.map(|()| Counts::heard(&watched.said))
    })
}

fn runner() -> &'static [&'static str] {
    if has_nextest() { &["nextest", "run"] } else { &["test"] }
}

fn has_nextest() -> bool {
    is_on_path("cargo-nextest")
}
