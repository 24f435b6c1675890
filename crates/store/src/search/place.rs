//! Places: numbers that stand in the order of people who match equally well.
//!
//! A place is the beginning of an arithmetic code of that order, so that it never has to change
//! when others come, and a count that tells those apart whose code begins alike.

/// The bits that tell people apart whose code begins alike.
pub(crate) const TIE_BITS: u32 = 14;
const CODE_BITS: u32 = 49;
const WIDE_BITS: u32 = 112;
const WEIGHT_BITS: u32 = 12;

/// The first place of those whose order begins so.
pub(crate) fn first(order: &str) -> i64 {
    let (mut low, mut range) = (0_u128, 1_u128 << WIDE_BITS);
    for byte in order.bytes() {
        if range < 1 << WEIGHT_BITS {
            break;
        }
        let unit = range >> WEIGHT_BITS;
        low += unit * u128::from(below(byte));
        range = unit * u128::from(weight(byte));
    }
    let code = i64::try_from(low >> (WIDE_BITS - CODE_BITS)).unwrap_or(i64::MAX >> TIE_BITS);
    code << TIE_BITS
}

/// The first place of those whose code begins as the one of this place.
pub(crate) fn alike(place: i64) -> i64 {
    place & !((1 << TIE_BITS) - 1)
}

/// The last place of those whose code begins as the one of this place.
pub(crate) fn last(place: i64) -> i64 {
    place | ((1 << TIE_BITS) - 1)
}

/// How often a byte comes in an order, in parts of 4,096. Letters as in names of the United
/// States; the digits of a date and an id; NUL between the fields; any other byte once.
const fn weight(byte: u8) -> u32 {
    const LETTERS: [u32; 26] = [
        330, 70, 110, 110, 330, 40, 70, 130, 240, 40, 60, 190, 110, 270, 190, 50, 6, 250, 190, 140, 70, 40,
        40, 8, 80, 50,
    ];
    match byte {
        0 => 300,
        b'a'..=b'z' => LETTERS[(byte - b'a') as usize],
        b'0'..=b'9' => 30,
        _ => 1,
    }
}

/// The weight of all bytes below one.
fn below(byte: u8) -> u32 {
    const BELOW: [u32; 257] = {
        let mut sums = [0; 257];
        let mut byte = 0;
        while byte < 256 {
            sums[byte + 1] = sums[byte] + weight(byte as u8);
            byte += 1;
        }
        assert!(sums[256] <= 1 << WEIGHT_BITS, "the weights fit their unit");
        sums
    };
    BELOW[usize::from(byte)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::first;

    proptest! {
        #[test]
        fn places_never_contradict_the_order(
            a in "[a-e]{0,6}\\PC{0,3}\u{0}[a-e]{0,6}\u{0}[0-9]{8}\u{0}[0-9]{1,6}",
            b in "[a-e]{0,6}\\PC{0,3}\u{0}[a-e]{0,6}\u{0}[0-9]{8}\u{0}[0-9]{1,6}",
        ) {
            if a < b {
                prop_assert!(first(&a) <= first(&b));
            }
        }
    }

    #[test]
    fn common_names_differ_in_their_places() {
        let names = ["smith\0james", "smith\0jane", "smith\0john", "rodriguez\0maria", "rodriguez\0pedro"];
        let mut places: Vec<i64> = names.iter().map(|name| first(name)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), names.len(), "a place holds about a dozen letters");
    }
}
