//! The lists of the index: which there are, in which a person stands, in which to look for a word.
//!
//! A list holds the places of people in ascending order, which is the order that breaks ties. A
//! list may hold people who do not match; it never lacks one who does.
//! Few of a list may cost more than the plan that names it says: each of them is looked at in vain.

use std::collections::BTreeSet;

use super::dates::Birth;
use super::person::{Name, Person};
use super::query::Word;
use super::rank::{AREA, INNER_FROM, MEMBER_FROM, WHOLE_PHONE, cost};
use super::typo::FORGIVEN_FROM;

const EDGE: usize = 4;
const GRAM: usize = 3;
const PHONE_GRAM: usize = 4;
/// The digits of a phone without its area.
const SEVEN: usize = 7;
const ID_EDGE: usize = 10;
const MEMBER_EDGE: usize = 6;

/// The roles that a whole name can play, by their distance.
pub(crate) const ROLES: [char; 3] = ['L', 'F', 'O'];
/// The role of a part of a longer name.
const PART: char = 'W';

/// Where to look for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// In one list.
    List(String),
    /// Among those who are in all of these.
    All(Vec<Plan>),
    /// Among those who are in any of these.
    Any(Vec<Plan>),
}

fn role(name: &Name) -> char {
    if name.whole { ROLES[name.field.distance() as usize] } else { PART }
}

/// The list of those who have a name in a role.
pub(crate) fn whole_name(role: char, name: &str) -> String {
    format!("{role}={name}")
}

/// The list of those who have a phone of an area.
fn of_area(digits: &str) -> String {
    format!("A{digits}")
}

/// Every list in which a person stands.
pub(crate) fn of_person(person: &Person) -> BTreeSet<String> {
    let mut lists = BTreeSet::new();
    for name in &person.names {
        let (role, part) = (role(name), &name.text);
        if part.chars().nth(1).is_some() {
            lists.insert(whole_name(role, part));
        }
        if part.chars().count() >= FORGIVEN_FROM {
            lists.insert(format!("={part}"));
        }
        lists.extend(edges(part, 1, EDGE).map(|edge| format!("{role}^{edge}")));
        lists.extend(grams(part, GRAM).map(|gram| format!("~{gram}")));
    }
    if person.dob.len() == 8 {
        lists.insert(format!("Y{}", &person.dob[..4]));
        lists.insert(format!("D{}", &person.dob[4..]));
        lists.insert(format!("B{}", &person.dob[..6]));
    }
    for phone in &person.phones {
        lists.extend(grams(phone, PHONE_GRAM).map(|gram| format!("P{gram}")));
        lists.extend(grams(phone, PHONE_GRAM).last().map(|gram| format!("S{gram}")));
        lists.extend(grams(phone, SEVEN).last().map(|digits| format!("T{digits}")));
        lists.extend((phone.len() == WHOLE_PHONE).then(|| of_area(&phone[..AREA])));
    }
    lists.extend(edges(&person.own, 1, ID_EDGE).map(|edge| format!("I{edge}")));
    lists.insert(format!("J{}", person.own));
    lists.extend(person.previous.iter().map(|id| format!("V{id}")));
    for member in &person.members {
        lists.extend(edges(member, MEMBER_FROM, MEMBER_EDGE).map(|edge| format!("M{edge}")));
        lists.insert(format!("N{member}"));
    }
    lists
}

/// Where to look for those in whom a word may match, by what such a match costs. `near` are the
/// names that are one slip away from the word.
pub(crate) fn of_word(word: &Word, near: &[String]) -> Vec<(u32, Plan)> {
    let mut plans = Vec::new();
    if let Some(name) = &word.name {
        of_name(name, near, &mut plans);
    }
    for birth in &word.births {
        let cost = if birth.is_whole() { cost::EXACT } else { cost::PART_OF_BIRTH };
        plans.push((cost, of_birth(birth)));
    }
    if let Some(code) = &word.code {
        of_code(code, &mut plans);
    }
    if let Some(digits) = &word.phone {
        let whole = digits.len() >= WHOLE_PHONE;
        plans.extend(whole.then(|| (cost::EXACT, at_end_of_phone(digits))));
        plans.push((cost::END_OF_PHONE, at_end_of_phone(digits)));
        plans.push((cost::INNER, within_phone(digits)));
    }
    plans.extend(word.area.as_deref().map(|area| (cost::PREFIX, Plan::List(of_area(area)))));
    plans.sort_by_key(|(cost, _)| *cost);
    plans
}

/// Where to look for those whose last name words make up together, by what that costs.
pub(crate) fn of_words(words: &[Word]) -> Vec<(u32, Plan)> {
    let names: Option<Vec<&str>> = words.iter().map(|word| word.name.as_deref()).collect();
    let Some((last, before)) = names.as_deref().and_then(<[_]>::split_last) else { return Vec::new() };
    let part = |name: &&str| match name.chars().nth(1) {
        Some(_) => Plan::List(whole_name(PART, name)),
        None => begins(PART, name),
    };
    let (joined, parts) = (format!("{}{last}", before.concat()), before.iter().map(part));
    let exact = parts.clone().chain([part(last), Plan::List(whole_name(ROLES[0], &joined))]);
    let prefix = parts.chain([begins(PART, last), begins(ROLES[0], &joined)]);
    vec![(cost::EXACT, all(exact.collect())), (cost::PREFIX_TOGETHER, all(prefix.collect()))]
}

fn of_name(name: &str, near: &[String], plans: &mut Vec<(u32, Plan)>) {
    let whole = (0..).zip(ROLES).map(|(far, role)| (role, cost::EXACT + far, cost::PREFIX + far));
    for (role, exact, prefix) in whole.chain([(PART, cost::EXACT_PART, cost::PREFIX_PART)]) {
        if name.chars().nth(1).is_some() {
            plans.push((exact, Plan::List(whole_name(role, name))));
        }
        plans.push((prefix, begins(role, name)));
    }
    if name.chars().count() >= INNER_FROM {
        plans.push((cost::INNER, inside(name)));
    }
    if let Some(plan) = slips(near) {
        plans.push((cost::TYPO, plan));
    }
}

fn slips(near: &[String]) -> Option<Plan> {
    let names = near.iter().map(|name| Plan::List(format!("={name}")));
    (!near.is_empty()).then(|| Plan::Any(names.collect()))
}

/// The fewest lists in which everyone stands in whom a word may match in any way.
pub(crate) fn covering(word: &Word, near: &[String]) -> Plan {
    let mut plans: Vec<Plan> = slips(near).into_iter().collect();
    match word.name.as_deref() {
        Some(name) if name.chars().count() >= INNER_FROM => plans.push(inside(name)),
        Some(name) => {
            plans.extend(ROLES.into_iter().chain([PART]).map(|role| begins(role, name)));
        }
        None => {}
    }
    plans.extend(word.births.iter().map(of_birth));
    if let Some(code) = &word.code {
        let mut of = Vec::new();
        of_code(code, &mut of);
        plans.extend(of.into_iter().map(|(_, plan)| plan));
    }
    plans.extend(word.phone.as_deref().map(within_phone));
    plans.extend(word.area.as_deref().map(|area| Plan::List(of_area(area))));
    Plan::Any(plans)
}

fn inside(name: &str) -> Plan {
    all(grams(name, GRAM).map(|gram| Plan::List(format!("~{gram}"))).collect())
}

/// The last digits of what is typed tell the most people apart, so they come first; the digits of
/// an area tell nobody apart, so they are left to the rank.
fn within_phone(digits: &str) -> Plan {
    let lists: Vec<Plan> = grams(digits, PHONE_GRAM).map(|gram| Plan::List(format!("P{gram}"))).collect();
    all(lists.into_iter().rev().take(2).collect())
}

fn at_end_of_phone(digits: &str) -> Plan {
    match digits.len() {
        SEVEN.. => Plan::List(format!("T{}", &digits[digits.len() - SEVEN..])),
        length => {
            let end = Plan::List(format!("S{}", &digits[length - PHONE_GRAM..]));
            let before = grams(digits, PHONE_GRAM).map(|gram| Plan::List(format!("P{gram}")));
            let before: Vec<Plan> = before.collect();
            all(std::iter::once(end).chain(before.into_iter().rev().skip(1).take(1)).collect())
        }
    }
}

fn begins(role: char, name: &str) -> Plan {
    let edge = edges(name, 1, EDGE).last().unwrap_or_default();
    let mut lists = vec![Plan::List(format!("{role}^{edge}"))];
    if name.chars().count() > EDGE {
        let after = grams(name, GRAM).skip(EDGE - GRAM + 1);
        lists.extend(after.map(|gram| Plan::List(format!("~{gram}"))));
    }
    all(lists)
}

fn of_birth(birth: &Birth) -> Plan {
    match (&birth.year, &birth.within) {
        (Some(year), Some(month)) if month.len() == 2 => Plan::List(format!("B{year}{month}")),
        (year, day) => {
            let year = year.iter().map(|year| Plan::List(format!("Y{year}")));
            let day = day.iter().map(|day| Plan::List(format!("D{day}")));
            all(day.chain(year).collect())
        }
    }
}

fn of_code(code: &str, plans: &mut Vec<(u32, Plan)>) {
    plans.push((cost::EXACT, Plan::List(format!("J{code}"))));
    plans.extend(edges(code, 1, ID_EDGE).last().map(|edge| (cost::PREFIX, Plan::List(format!("I{edge}")))));
    plans.push((cost::EXACT, Plan::List(format!("N{code}"))));
    plans.push((cost::PREVIOUS_ID, Plan::List(format!("V{code}"))));
    if code.chars().count() >= MEMBER_FROM {
        let edge = edges(code, MEMBER_FROM, MEMBER_EDGE).last().unwrap_or_default();
        plans.push((cost::PREFIX, Plan::List(format!("M{edge}"))));
    }
}

fn all(mut plans: Vec<Plan>) -> Plan {
    plans.dedup();
    match plans.len() {
        1 => plans.swap_remove(0),
        _ => Plan::All(plans),
    }
}

/// The beginnings of a text, from a length to another.
fn edges(text: &str, from: usize, to: usize) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.take(to).skip(from - 1).map(|end| &text[..end])
}

/// The runs of so many letters in a text.
fn grams(text: &str, length: usize) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(at, _)| at);
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8()).skip(length - 1);
    starts.zip(ends).map(|(start, end)| &text[start..end])
}

#[cfg(test)]
mod tests {
    use super::{edges, grams};

    #[test]
    fn edges_and_grams_count_letters_and_not_bytes() {
        assert_eq!(edges("añb", 1, 4).collect::<Vec<_>>(), ["a", "añ", "añb"]);
        assert_eq!(grams("añbc", 3).collect::<Vec<_>>(), ["añb", "ñbc"]);
        assert_eq!(grams("ab", 3).count(), 0);
        assert_eq!(edges("ab", 4, 6).count(), 0);
    }
}
