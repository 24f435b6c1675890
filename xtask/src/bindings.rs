//! `bindings`: writes the TypeScript side of the contract.

use crate::command::nothing_else;
use crate::process::Spawn;
use crate::step::step;
use crate::stop::Outcome;

/// Writes ui/src/ipc/bindings.ts. That it has not drifted is a test of the ipc crate.
pub fn run(words: &[String]) -> Outcome {
    nothing_else(words)?;
    step("Writing ui/src/ipc/bindings.ts from the contract", "20 seconds", || {
        Spawn::cargo()
            .args(["test", "--quiet", "--package", "ipc", "--test", "it", "bindings"])
            .envs([("DAYBOOK_WRITE_BINDINGS", "1")])
            .streamed()
    })
}
