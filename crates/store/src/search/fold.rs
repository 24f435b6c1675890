//! Names as they are compared: no case, no accents, no marks between words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, folded: lower case, without accents, split where no letter or digit is.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in text.nfkd() {
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
    words
}

/// The words of a text joined.
pub(crate) fn joined(text: &str) -> String {
    words(text).concat()
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
    use super::{joined, words};

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
