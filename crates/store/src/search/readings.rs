//! Words that mean something only together: a date or a phone written with spaces.

use super::dates;
use super::query::Word;

/// The words with dates and phones put together; empty where there is nothing to put together.
pub(crate) fn merged(raw: &[&str]) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let (word, taken) =
            date(&raw[at..]).or_else(|| phone(&raw[at..])).unwrap_or_else(|| (Word::of(raw[at]), 1));
        found.push(word);
        at += taken;
    }
    if found.len() < raw.len() { found } else { Vec::new() }
}

fn date(raw: &[&str]) -> Option<(Word, usize)> {
    for taken in [3, 2] {
        let Some(pieces) = raw.get(..taken) else { continue };
        let names_month = pieces.iter().any(|piece| dates::is_month(piece));
        let births = dates::of_pieces(pieces);
        if !births.is_empty() && (names_month || taken == 3) {
            return Some((Word::born(births), taken));
        }
    }
    None
}

/// Groups of digits that make seven, ten or eleven together.
fn phone(raw: &[&str]) -> Option<(Word, usize)> {
    let mut digits = String::new();
    let mut best = None;
    for (at, piece) in raw.iter().enumerate() {
        let marks = ['(', ')', '-', '.', '+'];
        if !piece.chars().all(|letter| letter.is_ascii_digit() || marks.contains(&letter)) {
            break;
        }
        digits.extend(piece.chars().filter(char::is_ascii_digit));
        if at > 0 && matches!(digits.len(), 7 | 10 | 11) {
            best = Some((Word::called(&digits), at + 1));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn dates_and_phones_with_spaces_are_one_word() {
        let date = merged(&["okafor", "mar", "14", "1979"]);
        assert_eq!(date.len(), 2, "the name and the date");
        assert!(date[1].births.iter().any(|birth| birth.is("19790314")));
        let phone = merged(&["(704)", "555", "0123"]);
        assert_eq!(phone[0].phone.as_deref(), Some("7045550123"));
        assert_eq!(merged(&["+1", "704", "555-0123"])[0].phone.as_deref(), Some("7045550123"));
    }

    #[test]
    fn words_that_stand_alone_stay_alone() {
        assert_eq!(merged(&["maria", "garcia"]), []);
        assert_eq!(merged(&["smith", "1979"]), []);
    }
}
