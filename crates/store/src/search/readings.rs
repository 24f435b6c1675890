//! Words that mean something only together: a date or a phone written with spaces, a date or an
//! identifier with the word for it; and words that may mean nothing, as titles.

use super::dates;
use super::fold::joined;
use super::query::{Word, area};
use super::rank::{AREA, WHOLE_PHONE};

/// What people write before a patient's identifier.
const LABELS: [&str; 2] = ["id", "mrn"];
/// What people write before a date of birth.
const BIRTH_LABELS: [&str; 2] = ["dob", "birthdate"];
/// What people call others by before their names.
const TITLES: [&str; 6] = ["dr", "miss", "mr", "mrs", "ms", "mx"];

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
        let read = labelled_date(rest).or_else(|| date(rest)).or_else(|| phone(rest));
        let read = read.or_else(|| identifier(rest));
        let together = read.is_some();
        let (word, taken) = read.unwrap_or_else(|| (Word::of(first), 1));
        let (raw, after) = rest.split_at(taken);
        found.push(Piece { word, raw, together });
        rest = after;
    }
    found
}

/// The words without titles; empty where there is none, or nothing else.
pub(crate) fn untitled(words: &[Word]) -> Vec<Word> {
    let named: Vec<Word> = words.iter().filter(|word| !is_title(word)).cloned().collect();
    if named.len() == words.len() { Vec::new() } else { named }
}

/// Whether a word is a title, which may be a name too.
pub(super) fn is_title(word: &Word) -> bool {
    word.name.as_deref().is_some_and(|name| TITLES.contains(&name))
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

/// A date after the word for it, with a space or a colon between them.
fn labelled_date(raw: &[&str]) -> Option<(Word, usize)> {
    let (first, rest) = raw.split_first()?;
    let is_label = |text: &str| BIRTH_LABELS.contains(&joined(text).as_str());
    let of_one = |text: &str| Some(Word::born(dates::of_word(text))).filter(|word| !word.births.is_empty());
    if is_label(first) {
        let of_next = || Some((of_one(rest.first()?)?, 1));
        return date(rest).or_else(of_next).map(|(word, taken)| (word, taken + 1));
    }
    let (_, date) = first.split_once(':').filter(|(label, _)| is_label(label))?;
    Some((of_one(date)?, 1))
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

/// Groups of digits that make seven, ten or eleven together, or begin such: an area and what follows
/// it. The country's 1 may stand before them.
fn phone(raw: &[&str]) -> Option<(Word, usize)> {
    let country = raw.first().filter(|first| matches!(**first, "1" | "+1"));
    let before = usize::from(country.is_some());
    let mut groups: Vec<String> = Vec::new();
    let mut best = None;
    for (taken, piece) in (1..).zip(raw).skip(before) {
        let marks = ['(', ')', '-', '.', '+'];
        if !piece.chars().all(|letter| letter.is_ascii_digit() || marks.contains(&letter)) {
            break;
        }
        groups.push(piece.chars().filter(char::is_ascii_digit).collect());
        let digits = groups.concat();
        let begins = groups.len() > 1 && groups[0].len() == AREA && digits.len() <= WHOLE_PHONE;
        let is_area = *piece == digits && country == Some(&"+1") || area(piece).is_some();
        if groups.len() == 1 && country.is_some() && is_area && digits.len() == AREA {
            best = Some((Word::of_area(&digits), taken));
        } else if taken > 1 && (begins || matches!(digits.len(), 7 | 10 | 11)) {
            best = Some((Word::called(&digits), taken));
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
    fn an_area_and_what_follows_it_begin_a_phone() {
        for (text, digits) in [
            ("207 5", "2075"),
            ("(207) 555", "207555"),
            ("207 555-01", "20755501"),
            ("1 207 555", "207555"),
            ("+1 (207) 555", "207555"),
            ("1 207 555 0123", "2075550123"),
            ("555 0123", "5550123"),
        ] {
            let raw: Vec<&str> = text.split(' ').collect();
            let merged = merged(&raw);
            let phones: Vec<_> = merged.iter().map(|word| word.phone.as_deref()).collect();
            assert_eq!(phones, [Some(digits)], "{text}");
        }
        for text in ["+1 (207)", "+1 207", "1 (207)"] {
            let raw: Vec<&str> = text.split(' ').collect();
            assert_eq!(merged(&raw)[0].area.as_deref(), Some("207"), "{text}");
        }
        for raw in [["1", "207"], ["12", "345"], ["1234", "56"]] {
            assert_eq!(merged(&raw), [], "{raw:?}");
        }
    }

    #[test]
    fn a_date_after_the_word_for_it_is_one_word() {
        for text in ["dob 3/14/79", "DOB: 03141979", "d.o.b. mar 14 1979", "dob:3-14-1979", "dob 14.3.1979"] {
            let raw: Vec<&str> = text.split(' ').collect();
            let merged = merged(&raw);
            assert_eq!(merged.len(), 1, "{text}");
            assert!(merged[0].births.iter().any(|birth| birth.is("19790314")), "{text}");
        }
        assert_eq!(merged(&["dob", "okafor"]), []);
        assert_eq!(merged(&["dob"]), []);
    }

    #[test]
    fn a_title_is_left_out_where_more_is_said() {
        let words = |text: &str| text.split(' ').map(super::Word::of).collect::<Vec<_>>();
        assert_eq!(super::untitled(&words("Dr. okafor")), words("okafor"));
        assert_eq!(super::untitled(&words("okafor mrs")), words("okafor"));
        for text in ["okafor", "mrs", "mr mrs", "drew okafor"] {
            assert_eq!(super::untitled(&words(text)), [], "{text}");
        }
    }

    #[test]
    fn words_that_stand_alone_stay_alone() {
        assert_eq!(merged(&["maria", "garcia"]), []);
        assert_eq!(merged(&["smith", "1979"]), []);
    }
}
