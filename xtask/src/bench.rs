//! `bench`: measures the release build.

use crate::process::Spawn;
use crate::run::build_app;
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::Outcome;
use crate::surroundings::Surroundings;
use crate::test::variables;
use crate::ui;

/// Measures what `ids` name, or everything.
pub fn run(ids: &[String]) -> Outcome {
    setup::machine(&[Need::Build, Need::VirtualDesktop, Need::Browser])?;
    ui::build()?;
    build_app("release")?;
    step("Building the benches", "five minutes the first time", || {
        Spawn::cargo().args(["build", "--release", "--package", "acceptance", "--bins"]).streamed()
    })?;
    let surroundings = Surroundings::virtual_where_possible()?;
    step("Measuring", "some minutes for each bench", || {
        Spawn::cargo()
            .args(["run", "--quiet", "--release", "--package", "acceptance", "--bin", "bench", "--"])
            .args(ids)
            .envs(variables("release"))
            .envs(surroundings.variables())
            .streamed()
    })
}
