//! Repeatable chance: every draw is a function of the seed, a stream and an index, so that any row can be made
//! alone, in any order, and comes out the same. Deliberately absent: state kept between rows.

/// What a draw is about; two streams never share their draws.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(crate) enum Stream {
    Person = 1,
    Contact = 2,
    Provider = 3,
    Shift = 4,
    Visit = 5,
    Story = 6,
    Policy = 7,
    Balance = 8,
    Field = 9,
    Note = 10,
    Order = 11,
    Token = 12,
    Fault = 13,
    Allergy = 14,
    Deed = 15,
    Slot = 16,
    Wait = 17,
}

/// The seed of one practice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    /// Opens the draws of one row.
    pub(crate) fn dice(self, stream: Stream, index: u64) -> Dice {
        Dice(mix(self.0 ^ mix(stream as u64) ^ mix(index.wrapping_add(0x51ED_270B))))
    }
}

/// The draws of one row, in order (splitmix64).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Draws 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// Draws a number below `end`, which is not zero.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// Draws a number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as u64) as i64
    }

    /// Is true `per_mille` times in a thousand.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// Draws one of a list.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// Draws a place in a list of `len`, the early ones far more often, as names are spread among people.
    pub(crate) fn skewed(&mut self, len: usize) -> usize {
        let a = self.below(len as u64);
        let b = self.below(len as u64);
        a.min(b) as usize
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_even_and_repeat() {
        let mut counts = [0u32; 6];
        for index in 0..6000 {
            counts[Seed(1).dice(Stream::Note, index).below(6) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "an even die: {counts:?}");
        let roll = |seed, index| Seed(seed).dice(Stream::Visit, index).next();
        assert_eq!(roll(7, 9), roll(7, 9), "the same row draws the same");
        assert_ne!(roll(7, 9), roll(8, 9), "another seed draws otherwise");
        assert_ne!(roll(7, 9), roll(7, 10), "and so does another row");
    }
}
