//! Ascending places packed into bytes: each as its distance from the one before.

/// The most bytes of a packed run: what fits beside its key into a quarter of a page.
pub(crate) const MOST_BYTES: usize = 880;

/// Packs ascending places into runs, each with its last place.
pub(crate) fn pack(places: &[i64]) -> Vec<(i64, Vec<u8>)> {
    let mut runs: Vec<(i64, Vec<u8>)> = Vec::new();
    let total: usize = size(places);
    // Runs of one list are made alike, so that each has room to grow.
    let most = total.div_ceil(total.div_ceil(MOST_BYTES).max(1)) + 10;
    let most = most.min(MOST_BYTES);
    for place in places {
        let full = |(_, bytes): &(i64, Vec<u8>)| bytes.len() + 10 > most;
        if runs.last().is_none_or(full) {
            runs.push((0, Vec::with_capacity(most)));
        }
        if let Some((last, bytes)) = runs.last_mut() {
            push(bytes, place.abs_diff(*last));
            *last = *place;
        }
    }
    runs
}

/// Unpacks a run onto the end of a list.
pub(crate) fn unpack(bytes: &[u8], places: &mut Vec<i64>) {
    let (mut at, mut distance, mut shift) = (0_i64, 0_u64, 0_u32);
    for byte in bytes {
        distance |= u64::from(byte & 0x7f) << (shift & 63);
        shift += 7;
        if byte & 0x80 == 0 {
            at = at.wrapping_add(distance.cast_signed());
            places.push(at);
            (distance, shift) = (0, 0);
        }
    }
}

fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn size(places: &[i64]) -> usize {
    let mut before = 0;
    let mut bytes = 0;
    for place in places {
        let bits = 64 - place.abs_diff(before).leading_zeros() as usize;
        bytes += bits.max(1).div_ceil(7);
        before = *place;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_set;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{MOST_BYTES, pack, unpack};

    proptest! {
        #[test]
        fn what_is_packed_unpacks(places in btree_set(0..i64::MAX, 0..600)) {
            let places: Vec<i64> = places.into_iter().collect();
            let mut back = Vec::new();
            for (last, bytes) in pack(&places) {
                unpack(&bytes, &mut back);
                prop_assert!(bytes.len() <= MOST_BYTES, "a run fits its page");
                prop_assert_eq!(back.last(), Some(&last), "a run is named by its last place");
            }
            prop_assert_eq!(back, places);
        }
    }
}
