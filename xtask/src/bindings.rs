//! `bindings`: writes the TypeScript side of the contract.

use crate::command::nothing_else;
use crate::process::Spawn;
use crate::step::step;
use crate::stop::Outcome;

/// Writes ui/src/ipc/bindings.ts and ui/src/writes/zip-table.ts. That they have not drifted are tests of the crates
/// that they are made of.
pub fn run(words: &[String]) -> Outcome {
    nothing_else(words)?;
    step("Writing what the window has from the crates", "20 seconds", || {
        Spawn::cargo()
            .args(["test", "--quiet", "--package", "ipc", "--package", "model", "bindings"])
            .envs([("DAYBOOK_WRITE_BINDINGS", "1")])
            .streamed()
    })
}
