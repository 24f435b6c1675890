//! What the programs here say of how they are used.

use std::io::Write;
use std::process::ExitCode;

use crate::say;

/// Carries a program out. Whoever asks how it is used is told, and what stops it is said in words alone.
pub fn carried_out(usage: &str, work: impl FnOnce() -> anyhow::Result<ExitCode>) -> ExitCode {
    if std::env::args().skip(1).any(|word| ["--help", "-h"].contains(&word.as_str())) {
        say(usage);
        return ExitCode::SUCCESS;
    }
    work().unwrap_or_else(|error| {
        // Where nobody reads it, the exit code still tells.
        let _ = writeln!(std::io::stderr().lock(), "{error:#}");
        ExitCode::FAILURE
    })
}
