//! What was typed, read in every way it may be meant.

use std::fmt;

use super::dates::{self, Birth};
use super::fold::{joined, words};
use super::person::national;
use super::rank::cost;
use super::readings;

/// Words beyond these are not read.
const MOST_WORDS: usize = 6;

/// What was typed into the find box.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    /// Each is a way to read the words.
    pub(crate) readings: Vec<Reading>,
}

/// A way to read what was typed. A person matches it by matching every word of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) words: Vec<Word>,
    /// What whoever matches costs more than the words do.
    pub(crate) dearer: u32,
}

/// A word and what it may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// A name, folded.
    pub(crate) name: Option<String>,
    /// A date of birth, or a part of one.
    pub(crate) births: Vec<Birth>,
    /// A phone, or a part of one: at least four digits.
    pub(crate) phone: Option<String>,
    /// The three digits of an area, with which a phone begins.
    pub(crate) area: Option<String>,
    /// An identifier or a member identifier, folded.
    pub(crate) code: Option<String>,
}

impl Query {
    /// Reads what was typed. Words after the sixth are left out.
    pub fn parse(text: &str) -> Self {
        let raw = raw_words(text);
        let mut found: Vec<Reading> = Vec::new();
        for words in [plain(&raw), split(&raw), readings::merged(&raw)] {
            let untitled = readings::untitled(&words);
            let reading = |words, dearer| Reading { words, dearer };
            for reading in [reading(words, 0), reading(untitled, cost::TITLE)] {
                if !reading.words.is_empty() && !found.contains(&reading) {
                    found.push(reading);
                }
            }
        }
        Self { readings: found }
    }

    /// Whether nothing was typed that anybody could match.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<query>")
    }
}

impl Word {
    /// Reads one word by itself.
    pub(crate) fn of(raw: &str) -> Self {
        let folded = joined(raw);
        if !folded.bytes().any(|byte| byte.is_ascii_digit()) {
            return Self { name: Some(folded).filter(|name| !name.is_empty()), ..Self::default() };
        }
        let births = dates::of_word(raw);
        let is_written_date = !births.is_empty() && raw.contains(['/', '-', '.']);
        if is_written_date {
            return Self { births, ..Self::default() };
        }
        if let Some(area) = area(raw) {
            return Self::of_area(area);
        }
        Self { births, phone: phone(raw), code: Some(folded), ..Self::default() }
    }

    /// A date of birth and nothing else.
    pub(crate) fn born(births: Vec<Birth>) -> Self {
        Self { births, ..Self::default() }
    }

    /// An identifier and nothing else.
    pub(crate) fn coded(code: String) -> Self {
        Self { code: Some(code), ..Self::default() }
    }

    /// The area of a phone and nothing else.
    pub(crate) fn of_area(digits: &str) -> Self {
        Self { area: Some(digits.to_owned()), ..Self::default() }
    }

    /// A phone and nothing else.
    pub(crate) fn called(digits: &str) -> Self {
        Self { phone: Some(national(digits).to_owned()), ..Self::default() }
    }
}

/// The words that were typed, the first six of them.
pub(super) fn raw_words(text: &str) -> Vec<&str> {
    text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'))
        .filter(|raw| raw.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .collect()
}

/// The digits of a word that may be a phone.
fn phone(raw: &str) -> Option<String> {
    let marks = ['(', ')', '-', '.', '+'];
    let is_phone = raw.chars().all(|letter| letter.is_ascii_digit() || marks.contains(&letter));
    let digits: String = within_country(raw).chars().filter(char::is_ascii_digit).collect();
    (is_phone && digits.len() >= 4).then(|| national(&digits).to_owned())
}

/// A phone without the country's 1, where a mark tells it from the number.
fn within_country(raw: &str) -> &str {
    let marked = || raw.strip_prefix('1').filter(|rest| rest.starts_with(['-', '.', '(']));
    raw.strip_prefix("+1").or_else(marked).unwrap_or(raw)
}

/// The area that stands alone in its parentheses, of which the last may be missing yet.
pub(super) fn area(raw: &str) -> Option<&str> {
    let inside = within_country(raw).trim_start_matches(['-', '.']).strip_prefix('(')?;
    let digits = inside.strip_suffix(')').unwrap_or(inside);
    (digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

fn plain(raw: &[&str]) -> Vec<Word> {
    raw.iter().map(|raw| Word::of(raw)).collect()
}

/// `Garcia-Lopez` and `O'Neil` as two names, for those who are filed under one of them.
fn split(raw: &[&str]) -> Vec<Word> {
    let pieces = |raw: &&str| {
        let has_digit = raw.bytes().any(|byte| byte.is_ascii_digit());
        if has_digit { vec![Word::of(raw)] } else { words(raw).iter().map(|word| Word::of(word)).collect() }
    };
    raw.iter().flat_map(pieces).take(MOST_WORDS).collect()
}
