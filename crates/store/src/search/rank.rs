//! Who matches what was typed, how well, and why.
//!
//! A person matches when every word matches some field. Each word costs what its best match
//! costs, and words side by side that make up a last name cost as one where that is less; the sum
//! orders people, then whether they are seen here and live, then last name, first name, date of birth
//! and id.

use std::ops::Range;

use super::person::{Name, Person};
use super::query::{Query, Reading, Word};
use super::typo::{FORGIVEN_FROM, is_one_slip};

/// Which field matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchField {
    /// Family name.
    LastName,
    /// Given name.
    FirstName,
    /// The name they go by.
    PreferredName,
    /// Middle name or initial.
    MiddleName,
    /// Jr, Sr, III.
    Suffix,
    /// Date of birth.
    Dob,
    /// A phone.
    Phone,
    /// The patient's identifier.
    PatientId,
    /// An identifier that was merged into it.
    PreviousId,
    /// A policy's member identifier.
    MemberId,
}

/// How it matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchKind {
    /// Wholly.
    Exact,
    /// It begins so.
    Prefix,
    /// It holds it: an inner part of a name, or digits of a phone.
    Inner,
    /// But for one slip.
    Typo,
}

/// Why a person is among those found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Why {
    /// The field.
    pub field: MatchField,
    /// How.
    pub kind: MatchKind,
}

/// The costs of matches. A name's cost depends on the part it plays; the index proposes by the
/// same numbers.
pub(crate) mod cost {
    pub(crate) const EXACT: u32 = 0;
    /// A whole part of a longer name, of whichever field.
    pub(crate) const EXACT_PART: u32 = 3;
    pub(crate) const PREFIX: u32 = 4;
    /// Words that begin a last name of several. A last name and how the first name begins cost less.
    pub(crate) const PREFIX_TOGETHER: u32 = 6;
    /// The beginning of a part of a longer name, of whichever field.
    pub(crate) const PREFIX_PART: u32 = 7;
    pub(crate) const INNER: u32 = 8;
    pub(crate) const TYPO: u32 = 9;
    pub(crate) const PART_OF_BIRTH: u32 = 1;
    pub(crate) const PREVIOUS_ID: u32 = 1;
    pub(crate) const END_OF_PHONE: u32 = 2;
    /// A title that is let go of: more than any match of a word.
    pub(crate) const TITLE: u32 = 10;
}

/// The fewest letters that are looked for inside a name.
pub(crate) const INNER_FROM: usize = 3;
/// The fewest letters of a member identifier that stand for the whole.
pub(crate) const MEMBER_FROM: usize = 4;
/// The digits of a phone's area.
pub(crate) const AREA: usize = 3;
/// The digits of a whole phone.
pub(crate) const WHOLE_PHONE: usize = 10;

impl MatchField {
    /// What a name of this field costs more than a last name.
    pub(crate) fn distance(self) -> u32 {
        match self {
            Self::LastName => 0,
            Self::FirstName | Self::PreferredName => 1,
            _ => 2,
        }
    }

    pub(crate) fn letter(self) -> char {
        match self {
            Self::LastName => 'l',
            Self::FirstName => 'f',
            Self::PreferredName => 'p',
            Self::MiddleName => 'm',
            _ => 's',
        }
    }

    pub(crate) fn of_letter(letter: char) -> Option<Self> {
        let fields = [Self::LastName, Self::FirstName, Self::PreferredName, Self::MiddleName, Self::Suffix];
        fields.into_iter().find(|field| field.letter() == letter)
    }
}

/// What a person costs; `None` where they do not match.
pub fn rank(query: &Query, person: &Person) -> Option<u32> {
    query.readings.iter().filter_map(|reading| total(reading, person)).min()
}

/// Why a person matches: for each word of the reading that fits best, its best field.
pub(crate) fn why(query: &Query, person: &Person) -> Vec<Why> {
    let fitting = |reading: &&Reading| total(reading, person).unwrap_or(u32::MAX);
    let Some(Reading { words, .. }) = query.readings.iter().min_by_key(fitting) else {
        return Vec::new();
    };
    let together = together(words, person);
    let (from, until) = together.as_ref().map_or((0, 0), |run| (run.words.start, run.words.end));
    let whys =
        |words: &[Word]| words.iter().filter_map(|word| Some(best(word, person)?.1)).collect::<Vec<_>>();
    let mut found = whys(&words[..from]);
    found.extend(together.map(|run| Why { field: MatchField::LastName, kind: run.kind }));
    found.extend(whys(&words[until..]));
    let mut once: Vec<Why> = Vec::new();
    for why in found {
        if !once.contains(&why) {
            once.push(why);
        }
    }
    once
}

/// The phone by which a person matches.
pub(crate) fn matched_phone<'p>(query: &Query, person: &'p Person) -> Option<&'p str> {
    let mut words = query.readings.iter().flat_map(|reading| &reading.words);
    let by = |word: &Word| {
        let within = |phone: &&String| word.phone.as_ref().is_some_and(|digits| phone.contains(digits));
        let of_area = |phone: &&String| word.area.as_ref().is_some_and(|area| is_of_area(phone, area));
        person.phones.iter().find(|phone| within(phone) || of_area(phone))
    };
    words.find_map(by).map(String::as_str)
}

/// Ranks everybody: what the index must give, found the slow way. Gives the
/// first `limit` people with their costs.
pub fn scan<'p>(people: &'p [Person], query: &Query, limit: usize) -> Vec<(u32, &'p Person)> {
    let matches = people.iter().filter_map(|person| Some((rank(query, person)?, person)));
    let mut found: Vec<(u32, &Person)> = matches.collect();
    let order = |(cost, person): &(u32, &Person), (other_cost, other): &(u32, &Person)| {
        cost.cmp(other_cost).then_with(|| person.order.cmp(&other.order))
    };
    if found.len() > limit && limit > 0 {
        found.select_nth_unstable_by(limit - 1, order);
    }
    found.truncate(limit);
    found.sort_unstable_by(order);
    found
}

fn total(Reading { words, dearer }: &Reading, person: &Person) -> Option<u32> {
    let apart = apart(words, person)?;
    let saved = together(words, person).map_or(0, |run| run.saved);
    Some(dearer + apart - saved)
}

/// What each word costs by itself.
fn apart(words: &[Word], person: &Person) -> Option<u32> {
    words.iter().map(|word| best(word, person).map(|(cost, _)| cost)).sum()
}

/// Words side by side that make up a last name, or its beginning.
struct Together {
    words: Range<usize>,
    kind: MatchKind,
    /// What they cost less than each by itself.
    saved: u32,
}

/// The words that cost least together, where that is less than each by itself.
fn together(words: &[Word], person: &Person) -> Option<Together> {
    if words.len() < 2 || !person.names.iter().any(is_part_of_last) {
        return None;
    }
    let runs = (0..words.len()).flat_map(|from| (from + 2..=words.len()).map(move |until| from..until));
    let saving = runs.filter_map(|run| {
        let kind = kind_together(&words[run.clone()], person)?;
        let cost = if kind == MatchKind::Exact { cost::EXACT } else { cost::PREFIX_TOGETHER };
        let saved = apart(&words[run.clone()], person)?.checked_sub(cost).filter(|saved| *saved > 0)?;
        Some(Together { words: run, kind, saved })
    });
    saving.max_by_key(|run| run.saved)
}

/// How words make up a last name of several in its order: each is one of its parts, the last one may
/// be the beginning of one.
fn kind_together(words: &[Word], person: &Person) -> Option<MatchKind> {
    let (last, before) = words.split_last()?;
    let last = last.name.as_deref()?;
    let mut parts = person.names.iter().filter(|name| is_part_of_last(name));
    let whole = person.names.iter().find(|name| name.whole && name.field == MatchField::LastName)?;
    let mut rest = whole.text.as_str();
    for word in before {
        let name = word.name.as_deref()?;
        rest = rest.strip_prefix(name).filter(|_| parts.clone().any(|part| part.text == name))?;
    }
    if rest == last && parts.clone().any(|part| part.text == last) {
        return Some(MatchKind::Exact);
    }
    let begins = rest.starts_with(last) && parts.any(|part| part.text.starts_with(last));
    begins.then_some(MatchKind::Prefix)
}

fn is_part_of_last(name: &Name) -> bool {
    !name.whole && name.field == MatchField::LastName
}

fn best(word: &Word, person: &Person) -> Option<(u32, Why)> {
    let by = [by_name, by_birth, by_code, by_phone, by_area];
    by.into_iter().filter_map(|by| by(word, person)).min_by_key(|(cost, _)| *cost)
}

fn matched(cost: u32, field: MatchField, kind: MatchKind) -> (u32, Why) {
    (cost, Why { field, kind })
}

fn by_name(word: &Word, person: &Person) -> Option<(u32, Why)> {
    let sought = word.name.as_deref()?;
    let matches = person.names.iter().filter_map(|Name { field, whole, text }| {
        let kind = kind_of_name(sought, text)?;
        let cost = match kind {
            MatchKind::Exact if *whole => cost::EXACT + field.distance(),
            MatchKind::Exact => cost::EXACT_PART,
            MatchKind::Prefix if *whole => cost::PREFIX + field.distance(),
            MatchKind::Prefix => cost::PREFIX_PART,
            MatchKind::Inner => cost::INNER,
            MatchKind::Typo => cost::TYPO,
        };
        Some(matched(cost, *field, kind))
    });
    matches.min_by_key(|(cost, _)| *cost)
}

fn kind_of_name(sought: &str, part: &str) -> Option<MatchKind> {
    if part.starts_with(sought) {
        // An initial is no whole name: "s" must find Smith before everyone with a middle S.
        let whole = part.len() == sought.len() && part.chars().nth(1).is_some();
        return Some(if whole { MatchKind::Exact } else { MatchKind::Prefix });
    }
    let letters = sought.chars().count();
    if letters >= INNER_FROM && part.contains(sought) {
        return Some(MatchKind::Inner);
    }
    let of_part = part.chars().count();
    let near = of_part >= FORGIVEN_FROM && letters.abs_diff(of_part) <= 1;
    (near && is_one_slip(sought, part)).then_some(MatchKind::Typo)
}

fn by_birth(word: &Word, person: &Person) -> Option<(u32, Why)> {
    let meant = word.births.iter().filter(|birth| birth.is(&person.dob));
    let cost = |whole| if whole { cost::EXACT } else { cost::PART_OF_BIRTH };
    let kind = |whole| if whole { MatchKind::Exact } else { MatchKind::Inner };
    meant
        .map(|birth| birth.is_whole())
        .map(|whole| matched(cost(whole), MatchField::Dob, kind(whole)))
        .min_by_key(|(cost, _)| *cost)
}

fn by_code(word: &Word, person: &Person) -> Option<(u32, Why)> {
    let sought = word.code.as_deref()?;
    if person.own == sought {
        return Some(matched(cost::EXACT, MatchField::PatientId, MatchKind::Exact));
    }
    if person.members.iter().any(|member| member == sought) {
        return Some(matched(cost::EXACT, MatchField::MemberId, MatchKind::Exact));
    }
    if person.previous.iter().any(|id| id == sought) {
        return Some(matched(cost::PREVIOUS_ID, MatchField::PreviousId, MatchKind::Exact));
    }
    if person.own.starts_with(sought) {
        return Some(matched(cost::PREFIX, MatchField::PatientId, MatchKind::Prefix));
    }
    let begins = sought.chars().count() >= MEMBER_FROM
        && person.members.iter().any(|member| member.starts_with(sought));
    begins.then(|| matched(cost::PREFIX, MatchField::MemberId, MatchKind::Prefix))
}

fn by_phone(word: &Word, person: &Person) -> Option<(u32, Why)> {
    let sought = word.phone.as_deref()?;
    let matches = person.phones.iter().filter_map(|phone| {
        if phone == sought && sought.len() >= WHOLE_PHONE {
            Some(matched(cost::EXACT, MatchField::Phone, MatchKind::Exact))
        } else if phone.ends_with(sought) {
            Some(matched(cost::END_OF_PHONE, MatchField::Phone, MatchKind::Inner))
        } else {
            phone.contains(sought).then(|| matched(cost::INNER, MatchField::Phone, MatchKind::Inner))
        }
    });
    matches.min_by_key(|(cost, _)| *cost)
}

fn by_area(word: &Word, person: &Person) -> Option<(u32, Why)> {
    let area = word.area.as_deref()?;
    let begins = person.phones.iter().any(|phone| is_of_area(phone, area));
    begins.then(|| matched(cost::PREFIX, MatchField::Phone, MatchKind::Prefix))
}

fn is_of_area(phone: &str, area: &str) -> bool {
    phone.len() == WHOLE_PHONE && phone.starts_with(area)
}
