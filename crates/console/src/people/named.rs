//! Names by which people are told apart: on the lock screen by eye, in the audit for years.

use store::search::is_same_name;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_security::skeleton;

/// The longest name.
const LONGEST: usize = 60;
/// A letter of braille without a dot: it is no blank by its kind, and shows nothing.
const NO_DOT: char = '\u{2800}';

/// Whether a name is one that can be read: neither too long nor with letters that show nothing or turn others round.
pub(super) fn is_legible(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= LONGEST && name.chars().all(shows)
}

fn shows(letter: char) -> bool {
    let lines = [GeneralCategory::LineSeparator, GeneralCategory::ParagraphSeparator];
    letter.general_category_group() != GeneralCategoryGroup::Other
        && !lines.contains(&letter.general_category())
        && letter != NO_DOT
        // What a display may leave out has no shape.
        && skeleton(letter.encode_utf8(&mut [0; 4])).next().is_some()
}

/// Whether two names are read as one, or look like one.
pub(super) fn is_like(one: &str, other: &str) -> bool {
    is_same_name(one, other) || looks_like(&bare(one), &bare(other))
}

/// Letters of one shape are one; those of other scripts whatever their case, since they are drawn as one there.
fn looks_like(one: &str, other: &str) -> bool {
    let (first, second) = (shape(one), shape(other));
    if first.is_empty() || second.is_empty() {
        return false;
    }
    first == second || !(one.is_ascii() && other.is_ascii()) && is_same_name(&first, &second)
}

/// A name without accents and marks.
fn bare(name: &str) -> String {
    name.nfkd().filter(|letter| !is_combining_mark(*letter) && letter.is_alphanumeric()).collect()
}

/// What it looks like. An m is itself: that r and n beside each other look like one keeps real names apart.
fn shape(name: &str) -> String {
    let shaped = |part: &str| skeleton(part).collect::<String>();
    name.split('m').map(shaped).collect::<Vec<_>>().join("m")
}

#[cfg(test)]
mod tests {
    use super::{is_legible, is_like};

    #[test]
    fn a_name_shows_every_letter_that_it_has() {
        for name in
            ["Ana Lee", "Ana O’Neil-García", "Søren Łukasz", "Nguyễn Thị Ánh", "李小龍", "علي", "अना", "☆"]
        {
            assert!(is_legible(name), "{name}");
        }
        for letter in [
            '\u{0}',
            '\n',
            '\u{ad}',
            '\u{34f}',
            '\u{115f}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{202e}',
            '\u{2028}',
            '\u{2066}',
            '\u{2800}',
            '\u{3164}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{e0041}',
            '\u{e000}',
        ] {
            assert!(!is_legible(&format!("Ana{letter}Lee")), "{letter:?}");
            assert!(!is_legible(&letter.to_string()), "{letter:?} alone");
        }
        assert!(!is_legible("") && !is_legible(&"a".repeat(61)) && is_legible(&"a".repeat(60)));
    }

    #[test]
    fn names_that_look_alike_are_one() {
        for other in ["ana lee", "Aná-Lee", "\u{410}na L\u{435}e", "ΑNA LEE"] {
            assert!(is_like("Ana Lee", other), "{other}");
        }
        assert!(
            is_like("Ali", "AIi") && is_like("Bo", "B\u{43e}") && is_like("\u{430}\u{43d}\u{430}", "АНА")
        );
    }

    #[test]
    fn names_that_people_have_are_told_apart() {
        for (one, other) in [
            ("Ian Lee", "Lan Lee"),
            ("Bill Harn", "Bill Ham"),
            ("Ana Lee", "Anna Lee"),
            ("Ana Lee", "Ana B. Lee"),
            ("Иван", "Ива"),
            ("李", "季"),
            ("☆", "☾"),
        ] {
            assert!(!is_like(one, other), "{one} and {other}");
        }
    }
}
