//! macOS: needs Apple's command line tools; its webview and cryptography come with it.

use crate::process::Spawn;
use crate::step::already;
use crate::stop::{Outcome, Stop};

/// Stops with the one command to run, unless everything is there.
pub fn prepare() -> Outcome {
    if Spawn::new("xcode-select").args(["-p"]).succeeds() {
        already("Apple's command line tools");
        return Ok(());
    }
    Err(Stop::because("install Apple's command line tools, then start again: xcode-select --install"))
}
