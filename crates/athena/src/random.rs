//! Randomness as a port: only backoff uses it, and tests replay it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Gives numbers for spreading retries; unfit for secrets.
pub trait Random: Send + Sync {
    /// A number from 0 up to, not including, 1.
    fn unit(&self) -> f64;
}

/// The same numbers for the same seed.
#[derive(Debug)]
pub struct SeededRandom(AtomicU64);

impl SeededRandom {
    /// Starts a sequence.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Random for SeededRandom {
    fn unit(&self) -> f64 {
        let state = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        unit_from(split_mix(state))
    }
}

/// Numbers that differ from run to run, seeded by the operating system.
#[derive(Debug)]
pub struct SystemRandom(SeededRandom);

impl SystemRandom {
    /// Seeds a sequence from the operating system.
    pub fn new() -> Self {
        Self(SeededRandom::new(RandomState::new().build_hasher().finish()))
    }
}

impl Default for SystemRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for SystemRandom {
    fn unit(&self) -> f64 {
        self.0.unit()
    }
}

/// SplitMix64's output step (Steele, Lea, Flood 2014).
fn split_mix(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The upper 53 bits, as many as a double holds.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
fn unit_from(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::{Random, SeededRandom, SystemRandom};

    #[test]
    fn a_seed_replays_and_stays_within_the_unit() {
        let draw = |seed| {
            let random = SeededRandom::new(seed);
            (0..1_000).map(|_| random.unit()).collect::<Vec<_>>()
        };
        let first = draw(7);
        assert_eq!(first, draw(7), "same seed, same numbers");
        assert!(first.iter().all(|unit| (0.0..1.0).contains(unit)));
        let mean = first.iter().sum::<f64>() / 1_000.0;
        assert!((0.45..0.55).contains(&mean), "spread evenly, mean {mean}");
    }

    #[test]
    fn two_runs_differ() {
        assert_ne!(SystemRandom::new().unit().to_bits(), SystemRandom::new().unit().to_bits());
    }
}
