//! One slip of the finger: a letter too many, too few, wrong, or swapped with its neighbour.

/// The fewest letters of a name in which a slip is forgiven.
pub(crate) const FORGIVEN_FROM: usize = 4;

/// Whether one slip turns one text into the other; equal texts are no slip.
pub(crate) fn is_one_slip(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return slip(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    slip(&a, &b)
}

fn slip<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    match long.len() - short.len() {
        0 if same == long.len() => false,
        0 => short[same + 1..] == long[same + 1..] || swapped(&short[same..], &long[same..]),
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

fn swapped<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.len() > 1 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..]
}

/// The text itself and what is left of it when one letter is dropped. Two texts that are one slip
/// apart share one of these.
pub(crate) fn variants(text: &str) -> Vec<String> {
    let mut variants = vec![text.to_owned()];
    for (at, letter) in text.char_indices() {
        let mut without = text.to_owned();
        without.replace_range(at..at + letter.len_utf8(), "");
        if variants.last() != Some(&without) {
            variants.push(without);
        }
    }
    variants
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{is_one_slip, variants};

    #[test]
    fn each_kind_of_slip_counts_once() {
        for typed in ["Rpss", "oss", "rross", "orss", "ros", "rosy", "rosss"] {
            assert!(is_one_slip(&typed.to_lowercase(), "ross"), "{typed}");
        }
        for typed in ["ross", "rpsa", "r", "sros", "rsos1"] {
            assert!(!is_one_slip(typed, "ross"), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_one_slip_apart_shares_a_variant(a in "[abc]{0,7}", b in "[abc]{0,7}") {
            if is_one_slip(&a, &b) {
                let of_b = variants(&b);
                prop_assert!(variants(&a).iter().any(|variant| of_b.contains(variant)), "{a} {b}");
            }
        }
    }
}
