//! Chance that can be had again.

/// Numbers that follow from a seed (splitmix64).
#[derive(Clone, Copy, Debug)]
pub struct Moments(u64);

impl Moments {
    /// The numbers of a seed.
    pub fn from(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        for (shift, factor) in [(30, 0xBF58_476D_1CE4_E5B9), (27, 0x94D0_49BB_1331_11EB)] {
            mixed = (mixed ^ (mixed >> shift)).wrapping_mul(factor);
        }
        low + (mixed ^ (mixed >> 31)) % (high - low + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Moments;

    #[test]
    fn a_seed_gives_the_same_moments_again() {
        let drawn = |seed| {
            let mut moments = Moments::from(seed);
            (0..50).map(|_| moments.between(3, 9)).collect::<Vec<_>>()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
        let (least, most) = (drawn(7).into_iter().min(), drawn(7).into_iter().max());
        assert_eq!((least, most), (Some(3), Some(9)), "both ends are drawn");
    }
}
