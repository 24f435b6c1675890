//! At most so many in any span of time.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The largest window: a server's word can be wrong, and each place that is filled is kept.
const LARGEST: usize = 100_000;

/// A sliding window: in no span of its length do more than its size happen.
#[derive(Debug)]
pub(crate) struct Window {
    size: usize,
    span: Duration,
    past: VecDeque<Instant>,
}

impl Window {
    /// A window of at least one.
    pub(crate) fn new(size: u32, span: Duration) -> Self {
        Self { size: bounded(size), span, past: VecDeque::new() }
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn resize(&mut self, size: u32) {
        self.size = bounded(size);
    }

    pub(crate) fn set_span(&mut self, span: Duration) {
        self.span = span;
    }

    /// Counts one.
    pub(crate) fn add(&mut self, now: Instant) {
        self.past.push_back(now);
        let excess = self.past.len().saturating_sub(self.size);
        self.past.drain(..excess);
    }

    /// Counts as many as there is room for.
    pub(crate) fn fill(&mut self, now: Instant) {
        self.past.clear();
        self.past.extend(std::iter::repeat_n(now, self.size));
    }

    /// When the next may happen with `kept` places left free; `None` is now.
    pub(crate) fn opens(&self, kept: usize, now: Instant) -> Option<Instant> {
        let places = self.size.saturating_sub(kept).max(1);
        let oldest = self.past.len().checked_sub(places)?;
        let at = *self.past.get(oldest)? + self.span;
        (at > now).then_some(at)
    }
}

fn bounded(size: u32) -> usize {
    usize::try_from(size).unwrap_or(LARGEST).clamp(1, LARGEST)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::{prop, proptest};
    use tokio::time::Instant;

    use super::{LARGEST, Window};

    const SPAN: Duration = Duration::from_secs(1);

    proptest! {
        #[test]
        fn no_span_ever_holds_more_than_its_size(size in 1_u32..8, gaps in prop::collection::vec(0_u64..400, 1..80)) {
            let mut window = Window::new(size, SPAN);
            let mut now = Instant::now();
            let mut sent: Vec<Instant> = Vec::new();
            for gap in gaps {
                now += Duration::from_millis(gap);
                if let Some(at) = window.opens(0, now) {
                    now = at;
                }
                window.add(now);
                sent.push(now);
            }
            for (index, first) in sent.iter().enumerate() {
                let within = sent[index..].iter().filter(|at| **at < *first + SPAN).count();
                assert!(within <= size as usize, "{within} within a span of {size}");
            }
        }
    }

    #[test]
    fn a_window_of_any_size_that_a_server_tells_fits_into_memory() {
        let now = Instant::now();
        let mut window = Window::new(5, SPAN);
        window.resize(u32::MAX);
        window.fill(now);
        assert!(window.opens(0, now).is_some(), "it is full");
        assert_eq!(window.past.len(), LARGEST);
    }

    #[test]
    fn places_kept_free_stay_free() {
        let now = Instant::now();
        let mut window = Window::new(5, SPAN);
        for _ in 0..4 {
            window.add(now);
        }
        assert!(window.opens(1, now).is_some(), "the fifth place is kept");
        assert!(window.opens(0, now).is_none(), "and free for whom it is kept");
    }
}
