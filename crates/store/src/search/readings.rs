//! Words that mean something only together: a date or a phone written with spaces, an identifier
//! with the word for it.

use super::dates;
use super::fold::joined;
use super::query::Word;

/// What people write before a patient's identifier.
const LABELS: [&str; 2] = ["id", "mrn"];

/// Words that mean something only together, or one word by itself.
pub(super) struct Piece<'r> {
    /// What they mean.
    pub(super) word: Word,
    /// The words as they were typed.
    pub(super) raw: &'r [&'r str],
    /// Whether the meaning is that of the whole: of several words, or of a label and its number.
    pub(super) together: bool,
}

/// The words with dates, phones and identifiers put together; empty where there is nothing to put
/// together.
pub(crate) fn merged(raw: &[&str]) -> Vec<Word> {
    let pieces = pieces(raw);
    let any = pieces.iter().any(|piece| piece.together);
    if any { pieces.into_iter().map(|piece| piece.word).collect() } else { Vec::new() }
}

/// The words in turn, those that mean something together as one.
pub(super) fn pieces<'r>(raw: &'r [&'r str]) -> Vec<Piece<'r>> {
    let mut found = Vec::new();
    let mut rest = raw;
    while let Some(first) = rest.first() {
        let read = date(rest).or_else(|| phone(rest)).or_else(|| identifier(rest));
        let together = read.is_some();
        let (word, taken) = read.unwrap_or_else(|| (Word::of(first), 1));
        let (raw, after) = rest.split_at(taken);
        found.push(Piece { word, raw, together });
        rest = after;
    }
    found
}

fn identifier(raw: &[&str]) -> Option<(Word, usize)> {
    labelled(raw).map(|(code, taken)| (Word::coded(code), taken))
}

/// An identifier after the word for it, with a space or mark between them or none.
fn labelled(raw: &[&str]) -> Option<(String, usize)> {
    let first = joined(raw.first()?);
    let is_code = |code: &str| code.bytes().any(|byte| byte.is_ascii_digit());
    if LABELS.contains(&first.as_str()) {
        return raw.get(1).map(|raw| joined(raw)).filter(|code| is_code(code)).map(|code| (code, 2));
    }
    let bare = LABELS.iter().find_map(|label| first.strip_prefix(label))?;
    let digits = bare.bytes().all(|byte| byte.is_ascii_digit());
    (digits && !bare.is_empty()).then(|| (bare.to_owned(), 1))
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
