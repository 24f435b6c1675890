//! What is held is read again by and by, though nothing told that it changed: whether the feeds tell all is
//! measured by that, and not believed.

use std::time::Duration;

use super::Step;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// In how many days everything comes around while the console always runs.
const ROUND: Duration = DAY.saturating_mul(27);
/// How old a part may grow: what a desktop that is often off did not come to in its turn is read by then.
const OLDEST: Duration = DAY.saturating_mul(29);

/// What is read again in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolling {
    /// Into how many parts all of it falls.
    pub parts: u32,
    /// How long ago some of it was last read for this sake.
    pub last: Option<Duration>,
    /// How long ago the part was read that was read longest ago.
    pub oldest: Duration,
    /// What reads that.
    pub next: Step,
}

impl Rolling {
    /// How long until the next part is read again.
    pub fn left(&self) -> Duration {
        let turn = ROUND / self.parts.max(1);
        let by_turn = turn.saturating_sub(self.last.unwrap_or(Duration::MAX));
        let by_turn = by_turn.max(DAY.saturating_sub(self.oldest));
        by_turn.min(OLDEST.saturating_sub(self.oldest))
    }
}
