//! Names as they are compared: no case, no accents, no marks between words.
//!
//! What is compared is bounded, since the index grows with the square of a word: of names as people
//! bear them nothing is left out.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The letters of a word that are compared.
const MOST_LETTERS: usize = 40;
/// The words of a text that are compared.
const MOST_WORDS: usize = 12;
/// The letters of a text that are read at all.
const MOST_READ: usize = 1_000;

/// The words of a text, folded: lower case, without accents, split where no letter or digit is.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in text.chars().take(MOST_READ).nfkd() {
        if is_combining_mark(letter) {
            continue;
        }
        let Some(word) = words.last_mut() else { break };
        if letter.is_alphanumeric() {
            push(word, letter);
        } else if !word.is_empty() {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words.truncate(MOST_WORDS);
    words.iter_mut().for_each(shorten);
    words
}

/// The words of a text joined.
pub(crate) fn joined(text: &str) -> String {
    one(&words(text))
}

/// Words as one.
pub(crate) fn one(words: &[String]) -> String {
    let mut all = words.concat();
    shorten(&mut all);
    all
}

/// Whether two names are read as one: nothing but case, accents, blanks and marks tells them apart.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let (first, second) = (words(one), words(other));
    if first.is_empty() || second.is_empty() { one.trim() == other.trim() } else { first == second }
}

fn shorten(word: &mut String) {
    if let Some((end, _)) = word.char_indices().nth(MOST_LETTERS) {
        word.truncate(end);
    }
}

/// Letters that decompose into nothing simpler, as people without them on their keys type them.
fn push(word: &mut String, letter: char) {
    match letter {
        'ß' | 'ẞ' => word.push_str("ss"),
        'æ' | 'Æ' => word.push_str("ae"),
        'œ' | 'Œ' => word.push_str("oe"),
        'þ' | 'Þ' => word.push_str("th"),
        'ø' | 'Ø' => word.push('o'),
        'ł' | 'Ł' => word.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => word.push('d'),
        'ı' => word.push('i'),
        other => word.extend(other.to_lowercase().filter(|letter| !is_combining_mark(*letter))),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_same_name, joined, words};

    #[test]
    fn a_text_of_any_length_gives_few_words_of_few_letters() {
        let long = "Ö".repeat(10_000_000);
        assert_eq!(words(&long), ["o".repeat(40)]);
        let many = words(&"Ada von Ö ".repeat(1_000_000));
        assert_eq!(many.len(), 12);
        assert_eq!(joined(&"Österreich ".repeat(1_000_000)).chars().count(), 40);
    }

    #[test]
    fn a_name_is_the_same_however_it_is_typed() {
        for other in ["ana  lee ", "ANA LEE", "Aná Lee", "Ana-Lee", "\u{ff21}na Lee"] {
            assert!(is_same_name("Ana Lee", other), "{other}");
        }
        for other in ["Ana B. Lee", "Lee Ana", "Anna Lee", "☆"] {
            assert!(!is_same_name("Ana Lee", other), "{other}");
        }
        assert!(is_same_name("☆", "☆ ") && !is_same_name("☆", "☾"), "a name of no letters is itself");
    }

    #[test]
    fn accents_case_and_marks_do_not_tell_names_apart() {
        assert_eq!(words("García-López"), ["garcia", "lopez"]);
        assert_eq!(joined("García López"), "garcialopez");
        assert_eq!(words("O’Neil"), ["o", "neil"]);
        assert_eq!(joined("O'NEIL"), "oneil");
        assert_eq!(joined("Søren Łukasz Straße"), "sorenlukaszstrasse");
        assert_eq!(words(" -- "), Vec::<String>::new());
    }
}
