//! `/{feed}/changed`: the rows of records that changed, as they stand now. A reading of one feed takes three steps:
//! which records there are, which of them lie on the page, and what is marked as read.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use super::visit_row::Shows;
use super::{appointments, patient, providers};
use crate::ask::Ask;
use crate::eastern;
use crate::errors::{self, Refusal};
use crate::feeds::{DrainKind, DrainTruth, Feed, Memory};
use crate::paging::{FEED, Page};
use crate::people::People;
use crate::practice::Practice;

/// Who reads which feed, and how it stands with its memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) key: &'static str,
    pub(crate) feed: Feed,
    pub(crate) memory: Memory,
    pub(crate) goes_back: bool,
    /// Whether the reply will go out.
    pub(crate) told: bool,
}

/// What a reading asks for.
pub(crate) struct Wish {
    pub(crate) kind: DrainKind,
    window: Option<(NaiveDateTime, NaiveDateTime)>,
    departments: Option<Vec<u64>>,
    patient: Option<u64>,
    provider: Option<u64>,
    restricted: bool,
    page: Page,
}

impl Wish {
    /// Reads the parameters.
    pub(crate) fn read(ask: &Ask, ignore_limit: bool, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let window = window(ask, now)?;
        let kind = match (&window, ask.flag("leaveunprocessed", false)?) {
            (Some(_), _) => DrainKind::Window,
            (None, true) => DrainKind::Peek,
            (None, false) => DrainKind::Drain,
        };
        let page = Page::read(ask, FEED)?;
        Ok(Wish {
            kind,
            window,
            departments: ask.numbers("departmentid")?,
            patient: ask.number("patientid")?,
            provider: ask.number("providerid")?,
            restricted: ask.flag("ignorerestrictions", false)?,
            page: if ignore_limit { page.without_limit(FEED) } else { page },
        })
    }

    fn takes(&self, practice: &Practice, feed: Feed, id: u64) -> bool {
        let place = |department: Option<u64>| match (&self.departments, department) {
            (Some(wanted), Some(department)) => wanted.contains(&department),
            _ => true,
        };
        match feed {
            Feed::Patients => practice.people.find(id).is_some_and(|at| {
                let person = practice.people.at(at);
                place(Some(u64::from(practice.department(person.department).id)))
                    && self.patient.is_none_or(|patient| patient == id)
                    && (self.restricted || !person.restricted)
            }),
            Feed::Appointments => practice.visit(id).is_some_and(|visit| {
                let provider = u64::from(practice.providers[usize::from(visit.provider)].id);
                place(Some(u64::from(practice.department(visit.department).id)))
                    && self.patient.is_none_or(|patient| !visit.open && People::id(visit.patient) == patient)
                    && self.provider.is_none_or(|wanted| wanted == provider)
            }),
            Feed::Providers => self.provider.is_none_or(|provider| provider == id),
        }
    }
}

/// The span of processed rows that is asked for; one that has no end ends now.
fn window(ask: &Ask, now: DateTime<Utc>) -> Result<Option<(NaiveDateTime, NaiveDateTime)>, Refusal> {
    let (first, last) = ("showprocessedstartdatetime", "showprocessedenddatetime");
    let wall = |name: &str| {
        let text = ask.get(name);
        text.map(|text| eastern::read_wall(text).ok_or_else(|| errors::expecting("date", text))).transpose()
    };
    match (wall(first)?, wall(last)?) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(errors::missing(&[first])),
        (Some(from), until) => Ok(Some((from, until.unwrap_or_else(|| eastern::wall(now))))),
    }
}

/// `GET /{feed}/changed`.
pub(crate) fn read(
    practice: &Practice,
    ask: &Ask,
    reading: Reading,
    wish: &Wish,
    now: DateTime<Utc>,
) -> Result<Value, Refusal> {
    let Reading { key, feed, .. } = reading;
    let mut ledger = practice.feeds.open();
    let shelf = ledger.shelf(key, feed);
    if !shelf.subscription.acts(now) {
        return Err(errors::no_subscription());
    }
    shelf.forget(reading.memory, now);
    let told = match wish.window {
        Some((first, last)) => shelf.read_between(first, last),
        None => shelf.waiting(),
    };
    let (records, ids) = current(practice, feed, wish, &told);
    let page = wish.page.cut(&ids).to_vec();
    let mut rows = Vec::with_capacity(page.len());
    for id in &page {
        let row = row(practice, ask, feed, *id, now)?;
        if wish.kind == DrainKind::Drain {
            let of_it: Vec<u64> =
                records.iter().filter(|(_, own)| own == id).map(|(told, _)| *told).collect();
            shelf.process(&of_it, &row, now);
        }
        rows.push(row);
    }
    if reading.goes_back {
        rows.extend(shelf.shown(20).into_iter().map(|(_, row)| row));
    }
    let drain = DrainTruth { key, feed, at: now, kind: wish.kind, rows: page, told: reading.told };
    ledger.drains.push(drain);
    Ok(wish.page.wrap(ask, feed.spec().rows, ids.len(), rows))
}

/// The records that are there to be read: each as it was told beside what it is today, and the latter each once. A
/// record that was merged since is told of as the one that is left.
fn current(practice: &Practice, feed: Feed, wish: &Wish, told: &[u64]) -> (Vec<(u64, u64)>, Vec<u64>) {
    let today = |id: u64| match feed {
        Feed::Patients => practice.people.find(id).map_or(id, |at| People::id(practice.people.survivor(at))),
        _ => id,
    };
    let pairs = told.iter().map(|id| (*id, today(*id)));
    let pairs: Vec<_> = pairs.filter(|(_, id)| wish.takes(practice, feed, *id)).collect();
    let mut seen = HashSet::new();
    let ids = pairs.iter().map(|(_, id)| *id).filter(|id| seen.insert(*id)).collect();
    (pairs, ids)
}

/// A record's row as it stands.
fn row(practice: &Practice, ask: &Ask, feed: Feed, id: u64, now: DateTime<Utc>) -> Result<Value, Refusal> {
    match feed {
        Feed::Patients => match practice.people.find(id) {
            Some(at) => patient::shown(practice, ask, at, now),
            None => Err(errors::no_such("Patient")),
        },
        Feed::Appointments => {
            // No copay in a row of a feed, as recorded, unless it is asked for.
            let shows = Shows { copay: ask.flag("showcopay", false)?, ..appointments::shows(ask)? };
            appointments::changed(practice, id, shows, now)
        }
        Feed::Providers => providers::changed(practice, id),
    }
}

/// A record's row as a feed without any wishes would show it.
pub(crate) fn plain(practice: &Practice, feed: Feed, id: u64, now: DateTime<Utc>) -> Option<Value> {
    match feed {
        Feed::Patients => practice.people.find(id).map(|at| patient::row(practice, at, false, now)),
        Feed::Appointments => {
            appointments::changed(practice, id, Shows { copay: false, ..Shows::PLAIN }, now).ok()
        }
        Feed::Providers => providers::changed(practice, id).ok(),
    }
}
