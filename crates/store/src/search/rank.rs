//! Who matches what was typed, how well, and why.
//!
//! A person matches when every word matches some field. Each word costs what its best match
//! costs; the sum orders people, then whether they are seen here and live, then last name, first
//! name, date of birth and id.

use super::person::{Name, Person};
use super::query::{Query, Word};
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
    /// The beginning of a part of a longer name, of whichever field.
    pub(crate) const PREFIX_PART: u32 = 7;
    pub(crate) const INNER: u32 = 8;
    pub(crate) const TYPO: u32 = 9;
    pub(crate) const PART_OF_BIRTH: u32 = 1;
    pub(crate) const PREVIOUS_ID: u32 = 1;
    pub(crate) const END_OF_PHONE: u32 = 2;
}

/// The fewest letters that are looked for inside a name.
pub(crate) const INNER_FROM: usize = 3;
/// The fewest letters of a member identifier that stand for the whole.
pub(crate) const MEMBER_FROM: usize = 4;
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
    query.readings.iter().filter_map(|words| total(words, person)).min()
}

/// Why a person matches: for each word of the reading that fits best, its best field.
pub(crate) fn why(query: &Query, person: &Person) -> Vec<Why> {
    let fitting = |words: &&Vec<Word>| total(words, person).unwrap_or(u32::MAX);
    let Some(words) = query.readings.iter().min_by_key(fitting) else {
        return Vec::new();
    };
    let mut whys: Vec<Why> = Vec::new();
    for (_, why) in words.iter().filter_map(|word| best(word, person)) {
        if !whys.contains(&why) {
            whys.push(why);
        }
    }
    whys
}

/// The phone by which a person matches.
pub(crate) fn matched_phone<'p>(query: &Query, person: &'p Person) -> Option<&'p str> {
    let sought = query.readings.iter().flatten().filter_map(|word| word.phone.as_deref());
    sought
        .flat_map(|digits| person.phones.iter().find(|phone| phone.contains(digits)))
        .next()
        .map(String::as_str)
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

fn total(words: &[Word], person: &Person) -> Option<u32> {
    words.iter().map(|word| best(word, person).map(|(cost, _)| cost)).sum()
}

fn best(word: &Word, person: &Person) -> Option<(u32, Why)> {
    [by_name(word, person), by_birth(word, person), by_code(word, person), by_phone(word, person)]
        .into_iter()
        .flatten()
        .min_by_key(|(cost, _)| *cost)
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
