//! One line for each step: what happens, how long it usually takes, how long it took.

use std::time::Instant;

use crate::stop::Outcome;

/// Says `what` and how long it `usually` takes, then does it.
pub fn step<T>(what: &str, usually: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("▸ {what} (usually {usually})");
    let began = Instant::now();
    let outcome = work()?;
    println!("  done in {} s", began.elapsed().as_secs());
    Ok(outcome)
}

/// Says that something has nothing to do.
pub fn already(what: &str) {
    println!("▸ {what}: already there");
}

/// Says, so that nobody overlooks it, that a check did not happen.
pub fn skipped(what: &str, why: &str) {
    println!("▸ skipped: {what}: {why}");
}
