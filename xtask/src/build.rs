//! Building the window's binary, alone or with what drives it.

use std::ffi::OsString;

use crate::process::Spawn;
use crate::step::step;
use crate::stop::Outcome;
use crate::workspace;

/// What benches and long runs are built with, so that they share their dependencies.
const OPTIMISED: [&str; 3] = ["--release", "--features", "daybook/bench,acceptance/bench"];

/// Builds the window's binary for a person to look at.
pub fn app() -> Outcome {
    step("Building Daybook", "three to six minutes the first time, seconds after", || {
        Spawn::cargo().args(["build", "--package", "daybook"]).streamed()
    })
}

/// Builds the window's binary as it is shipped: with none of what tests and benches are let in by.
pub fn shipped() -> Outcome {
    step("Building Daybook to be shipped", "seven to fifteen minutes the first time", || {
        Spawn::cargo()
            .args(["build", "--package", "daybook", "--bin", "daybook", "--release", "--locked"])
            .streamed()
    })
}

/// Builds the window's binary and all that drives or measures it, in one go, so that both share
/// their dependencies. `profile` is `debug` or `release`.
pub fn app_and_drivers(profile: &str) -> Outcome {
    let (flags, usually): (&[&str], _) = match profile {
        "release" => (&OPTIMISED, "seven to fifteen minutes the first time"),
        _ => (&[], "four to eight minutes the first time, seconds after"),
    };
    step(&format!("Building Daybook and what drives it ({profile})"), usually, || {
        let packages = ["build", "--package", "daybook", "--package", "acceptance", "--bins"];
        Spawn::cargo().args(packages).args(flags).streamed()
    })
}

/// Builds what plays a long run, optimised.
pub fn long_run(name: &str) -> Outcome {
    step("Building", "three to eight minutes the first time", || {
        let packages = ["build", "--package", "daybook", "--package", "acceptance", "--bin", name];
        Spawn::cargo().args(packages).args(OPTIMISED).streamed()
    })
}

/// What tests and benches are told: where the binary of `profile` and the built window are.
pub fn variables(profile: &str) -> Vec<(OsString, OsString)> {
    let mut variables: Vec<(OsString, OsString)> = vec![
        ("DAYBOOK_BINARY".into(), workspace::binary(profile, "daybook").into()),
        ("DAYBOOK_UI".into(), workspace::root().join("ui/dist").into()),
    ];
    // Without it, tests of the window and the browser say that they are left out: only the webview of
    // Linux lets a driver in.
    if std::env::consts::OS == "linux" {
        variables.push(("DAYBOOK_WINDOW_TESTS".into(), "1".into()));
    }
    variables
}
