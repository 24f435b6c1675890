//! Keeps the index as patients come, change and go.

use std::collections::{BTreeMap, BTreeSet};

use model::Patient;
use rusqlite::{OptionalExtension, params};

use super::packed::{pack, unpack};
use super::person::Person;
use super::typo::{FORGIVEN_FROM, variants};
use super::{lists, place};
use crate::{Error, Reader, Writer};

/// Changes to the lists, gathered so that a run is rewritten once for a whole batch.
#[derive(Default)]
pub(crate) struct Indexing {
    changes: BTreeMap<String, BTreeMap<i64, bool>>,
    names: BTreeMap<String, i64>,
}

impl Indexing {
    /// Gives a patient the place that their record asks for; none where they must not be found.
    pub(crate) fn place(
        &mut self,
        writer: &mut Writer<'_>,
        patient: &Patient,
        members: Vec<String>,
        held: Option<i64>,
        seen: bool,
    ) -> Result<Option<i64>, Error> {
        let person = Person::of(patient, &members);
        let before = held.map(|ord| writer.person(ord)).transpose()?.flatten();
        if seen && before.as_ref() == Some(&person) {
            return Ok(held);
        }
        let stays = seen && before.as_ref().is_some_and(|before| before.order == person.order);
        match held {
            Some(ord) if stays => {
                self.change(&before.into_iter().collect::<Vec<_>>(), &[&person], ord);
                writer.put_person(ord, &person)?;
                Ok(held)
            }
            _ => {
                if let Some(ord) = held {
                    self.remove(writer, ord)?;
                }
                seen.then(|| self.insert(writer, &person)).transpose()
            }
        }
    }

    /// Removes the person in a place.
    pub(crate) fn remove(&mut self, writer: &mut Writer<'_>, ord: i64) -> Result<(), Error> {
        if let Some(person) = writer.person(ord)? {
            self.change(&[person], &[], ord);
            writer.run("DELETE FROM search_person WHERE ord = ?1", params![ord])?;
        }
        Ok(())
    }

    fn insert(&mut self, writer: &mut Writer<'_>, person: &Person) -> Result<i64, Error> {
        let ord = writer.free_place(place::first(&person.order))?;
        writer.put_person(ord, person)?;
        self.change(&[], &[person], ord);
        Ok(ord)
    }

    fn change(&mut self, before: &[Person], after: &[&Person], ord: i64) {
        let old: BTreeSet<String> = before.iter().flat_map(lists::of_person).collect();
        let new: BTreeSet<String> = after.iter().flat_map(|person| lists::of_person(person)).collect();
        for (gone, come, into) in [(&old, &new, false), (&new, &old, true)] {
            for list in gone.difference(come) {
                self.changes.entry(list.clone()).or_default().insert(ord, into);
            }
        }
        for (people, by) in [(before.iter().collect::<Vec<_>>(), -1), (after.to_vec(), 1)] {
            let names = people.into_iter().flat_map(|person| &person.names);
            for name in names.filter(|name| name.text.chars().count() >= FORGIVEN_FROM) {
                *self.names.entry(name.text.clone()).or_default() += by;
            }
        }
    }

    /// Writes the gathered changes.
    pub(crate) fn apply(self, writer: &mut Writer<'_>) -> Result<(), Error> {
        for (list, changes) in &self.changes {
            writer.change_list(list, changes)?;
        }
        for (name, by) in self.names.iter().filter(|(_, by)| **by != 0) {
            writer.count_name(name, *by)?;
        }
        Ok(())
    }
}

/// A run of a list: its last place and its bytes.
type Run = (i64, Vec<u8>);

/// Ascending places with ascending changes made to them.
fn changed(places: &[i64], changes: impl Iterator<Item = (i64, bool)>) -> Vec<i64> {
    let mut merged = Vec::with_capacity(places.len() + 8);
    let mut rest = places;
    for (ord, into) in changes {
        let (before, from) = rest.split_at(rest.partition_point(|place| *place < ord));
        merged.extend_from_slice(before);
        rest = from.strip_prefix(&[ord]).unwrap_or(from);
        if into {
            merged.push(ord);
        }
    }
    merged.extend_from_slice(rest);
    merged
}

impl Reader<'_> {
    /// The person in a place.
    pub(crate) fn person(&self, ord: i64) -> Result<Option<Person>, Error> {
        let sql = "SELECT person FROM search_person WHERE ord = ?1";
        self.one(sql, params![ord], Person::read)
    }
}

impl Writer<'_> {
    fn put_person(&mut self, ord: i64, person: &Person) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO search_person (ord, person) VALUES (?1, ?2)";
        self.run(sql, params![ord, person.encoded()])?;
        Ok(())
    }

    /// The first free place of those whose code begins alike. Where thousands share it, the order
    /// among them and those right after is not kept.
    fn free_place(&self, first: i64) -> Result<i64, Error> {
        let sql = "SELECT max(ord) FROM search_person WHERE ord BETWEEN ?1 AND ?2";
        let taken =
            self.one(sql, params![first, place::last(first)], |row| Ok(row.get::<_, Option<i64>>(0)?))?;
        let Some(taken) = taken.flatten() else { return Ok(first) };
        if taken < place::last(first) {
            return Ok(taken + 1);
        }
        let sql = "SELECT ord + 1 FROM search_person WHERE ord >= ?1
            AND NOT EXISTS (SELECT 1 FROM search_person n WHERE n.ord = search_person.ord + 1) ORDER BY ord LIMIT 1";
        self.one(sql, params![first], |row| Ok(row.get(0)?))?.ok_or(Error::Record("search_person"))
    }

    /// Rewrites the runs of a list that changes touch.
    fn change_list(&mut self, list: &str, changes: &BTreeMap<i64, bool>) -> Result<(), Error> {
        let mut changes = changes.iter().map(|(ord, into)| (*ord, *into)).peekable();
        while let Some((first, _)) = changes.peek() {
            let (held, until) = self.run_for(list, *first)?;
            let mut places = Vec::new();
            if let Some((_, bytes)) = &held {
                unpack(bytes, &mut places);
            }
            let within = std::iter::from_fn(|| changes.next_if(|(ord, _)| *ord <= until));
            let runs = pack(&changed(&places, within));
            if let Some((last, _)) = held.filter(|(last, _)| runs.iter().all(|(new, _)| new != last)) {
                self.run("DELETE FROM search_list WHERE list = ?1 AND last = ?2", params![list, last])?;
            }
            for (last, bytes) in runs {
                let sql = "INSERT OR REPLACE INTO search_list (list, last, run) VALUES (?1, ?2, ?3)";
                self.run(sql, params![list, last, bytes])?;
            }
        }
        Ok(())
    }

    /// The run of a list in which a place stands or would stand, and up to where it reaches: the
    /// last run takes whatever comes after it.
    fn run_for(&self, list: &str, ord: i64) -> Result<(Option<Run>, i64), Error> {
        let read = |row: &rusqlite::Row<'_>| Ok::<_, Error>((row.get(0)?, row.get(1)?));
        let sql = "SELECT last, run FROM search_list WHERE list = ?1 AND last >= ?2 ORDER BY last LIMIT 1";
        if let Some(run) = self.one(sql, params![list, ord], read)? {
            let until = run.0;
            return Ok((Some(run), until));
        }
        let sql = "SELECT last, run FROM search_list WHERE list = ?1 ORDER BY last DESC LIMIT 1";
        Ok((self.one(sql, params![list], read)?, i64::MAX))
    }

    /// Counts a name in or out of the names that a slip may have meant.
    fn count_name(&mut self, name: &str, by: i64) -> Result<(), Error> {
        let sql = "INSERT INTO search_name (name, people) VALUES (?1, ?2)
            ON CONFLICT (name) DO UPDATE SET people = people + excluded.people RETURNING people";
        let people: Option<i64> =
            self.statement(sql)?.query_row(params![name, by], |row| row.get(0)).optional()?;
        let people = people.unwrap_or_default();
        if people > 0 && people == by {
            for variant in variants(name) {
                let sql = "INSERT OR IGNORE INTO search_variant (variant, name) VALUES (?1, ?2)";
                self.run(sql, params![variant, name])?;
            }
        }
        if people <= 0 {
            self.run("DELETE FROM search_name WHERE name = ?1", params![name])?;
            for variant in variants(name) {
                let both = params![variant, name];
                self.run("DELETE FROM search_variant WHERE variant = ?1 AND name = ?2", both)?;
            }
        }
        Ok(())
    }
}
