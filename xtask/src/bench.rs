//! `bench`: measures the release build.

use crate::process::Spawn;
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::Outcome;
use crate::surroundings::Surroundings;
use crate::{build, ui, workspace};

/// Measures what `ids` name, or everything.
pub fn run(ids: &[String]) -> Outcome {
    setup::machine(Need::TO_TEST)?;
    ui::build()?;
    build::app_and_drivers("release")?;
    let surroundings = Surroundings::virtual_where_possible()?;
    step("Measuring", "half an hour for all; the day waits a minute for each time it is opened", || {
        Spawn::new(workspace::binary("release", "bench"))
            .args(ids)
            .envs(build::variables("release"))
            .envs(surroundings.variables())
            .streamed()
    })
}
