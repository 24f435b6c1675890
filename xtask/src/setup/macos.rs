//! macOS: needs Apple's command line tools; its webview and cryptography come with it.

use crate::setup::present::Thing;
use crate::stop::{Outcome, Stop};

/// Stops with the one command to run, unless everything is there.
pub fn verdict(is_there: &dyn Fn(Thing) -> bool) -> Outcome {
    if is_there(Thing::AppleTools) {
        return Ok(());
    }
    Err(Stop::because("install Apple's command line tools, then start again: xcode-select --install"))
}
