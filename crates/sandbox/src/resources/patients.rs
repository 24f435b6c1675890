//! `/patients`: a filter, not a search. Names match whole, without regard to case but with regard to accents; rows
//! come in no useful order; restricted, merged and deleted records stay out.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::patient;
use crate::ask::Ask;
use crate::contact::Contact;
use crate::errors::{self, Refusal, SEARCH_FIELDS};
use crate::paging::{PATIENTS, Page};
use crate::people::{Person, Standing};
use crate::practice::Practice;
use crate::seed::Stream;

/// More matches than this are refused.
const MOST: usize = 1000;

/// `GET /patients`.
pub(crate) fn list(practice: &Practice, ask: &Ask, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let page = Page::read(ask, PATIENTS)?;
    if SEARCH_FIELDS.iter().all(|field| ask.get(field).is_none()) {
        return Err(errors::search_too_thin());
    }
    let wanted = Wanted::read(practice, ask)?;
    let mut found: Vec<u32> = (0..practice.people.count()).filter(|at| wanted.takes(*at)).collect();
    if found.len() > MOST {
        return Err(errors::search_too_wide());
    }
    found.sort_by_cached_key(|at| practice.seed.dice(Stream::Order, u64::from(*at)).next());
    let rows = page.cut(&found).iter().map(|at| patient::shown(practice, ask, *at, now));
    Ok(page.wrap(ask, "patients", found.len(), rows.collect::<Result<_, _>>()?))
}

/// What a search asks for.
struct Wanted<'a> {
    practice: &'a Practice,
    own: Name,
    guarantor: Name,
    born: Option<chrono::NaiveDate>,
    department: Option<Vec<u64>>,
    status: Option<&'a str>,
    contact: Vec<(&'a str, &'a str)>,
    ignore_restrictions: bool,
}

/// The parts of a name, in lower case.
#[derive(Default)]
struct Name {
    first: Option<String>,
    middle: Option<String>,
    last: Option<String>,
    suffix: Option<String>,
}

const CONTACT_FIELDS: [&str; 6] = ["homephone", "workphone", "mobilephone", "anyphone", "email", "zip"];

impl<'a> Wanted<'a> {
    fn read(practice: &'a Practice, ask: &'a Ask) -> Result<Self, Refusal> {
        Ok(Wanted {
            practice,
            own: Name::read(ask, ""),
            guarantor: Name::read(ask, "guarantor"),
            born: ask.get("dob").and_then(|_| ask.date("dob").transpose()).transpose()?,
            department: ask
                .get("departmentid")
                .and_then(|_| ask.numbers("departmentid").transpose())
                .transpose()?,
            status: ask.get("status"),
            contact: CONTACT_FIELDS.iter().filter_map(|field| Some((*field, ask.get(field)?))).collect(),
            ignore_restrictions: ask.flag("ignorerestrictions", false)?,
        })
    }

    fn takes(&self, at: u32) -> bool {
        let person = self.practice.people.at(at);
        self.shows(&person)
            && self.born.is_none_or(|born| born == person.born)
            && self.department.as_ref().is_none_or(|ids| self.belongs(&person, ids))
            && self.own.fits(&person)
            && (self.guarantor.is_empty() || self.guarantor.fits(&self.practice.people.at(person.household)))
            && (self.contact.is_empty() || self.reaches(at))
    }

    fn shows(&self, person: &Person) -> bool {
        let status = match self.status {
            Some(status) => person.standing.word().eq_ignore_ascii_case(status),
            None => person.standing != Standing::Deleted,
        };
        status && person.merged_into.is_none() && (self.ignore_restrictions || !person.restricted)
    }

    fn belongs(&self, person: &Person, ids: &[u64]) -> bool {
        ids.contains(&u64::from(self.practice.department(person.department).id))
    }

    fn reaches(&self, at: u32) -> bool {
        let contact = patient::contact_of(self.practice, at);
        self.contact.iter().all(|(field, value)| contact_fits(&contact, field, value))
    }
}

fn contact_fits(contact: &Contact, field: &str, value: &str) -> bool {
    let phone = |number: &Option<String>| number.as_deref() == Some(digits(value).as_str());
    match field {
        "homephone" => phone(&contact.home_phone),
        "workphone" => phone(&contact.work_phone),
        "mobilephone" => phone(&contact.mobile_phone),
        "anyphone" => {
            phone(&contact.home_phone) || phone(&contact.work_phone) || phone(&contact.mobile_phone)
        }
        "email" => contact.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(value)),
        _ => contact.zip.as_deref().is_some_and(|zip| zip == value || zip.get(..5) == Some(value)),
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

impl Name {
    fn read(ask: &Ask, prefix: &str) -> Self {
        let part = |name: &str| ask.get(&format!("{prefix}{name}")).map(str::to_lowercase);
        Name {
            first: part("firstname"),
            middle: part("middlename"),
            last: part("lastname"),
            suffix: part("suffix"),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.first, &self.middle, &self.last, &self.suffix].into_iter().all(Option::is_none)
    }

    fn fits(&self, person: &Person) -> bool {
        let same = |wanted: &Option<String>, found: Option<String>| match wanted {
            None => true,
            Some(wanted) => found.is_some_and(|found| found.to_lowercase() == *wanted),
        };
        (self.last.is_none() || same(&self.last, Some(person.last_name())))
            && (self.first.is_none() || same(&self.first, person.first_name()))
            && same(&self.middle, person.middle_name())
            && same(&self.suffix, person.suffix())
    }
}
