//! Finds the best people by the index. [`rank`](super::rank) has the last word on each.
//!
//! The costs of a reading's words add up, so people are looked for level by level: at each sum,
//! in every combination of lists whose costs make it, in the order that breaks ties. Whoever costs
//! that much is in one of them. The first level after which a page is full ends the search.

use std::collections::{BTreeSet, HashMap};

use model::{PatientId, Phi};
use rusqlite::params;

use super::lists::{self, Plan};
use super::person::Person;
use super::query::{Query, Reading, Word};
use super::rank::{self, Why, rank};
use super::stream::Stream;
use super::typo::{FORGIVEN_FROM, is_one_slip, variants};
use super::{Cursor, place};
use crate::table::patient_line::PatientLine;
use crate::{Error, Reader};

/// As many people who match in any way are looked at one by one, instead of level by level.
const FEW: usize = 128;

/// A patient found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The patient.
    pub patient: PatientLine,
    /// Why they were found.
    pub why: Vec<Why>,
    /// The phone that matched; `None` where none did.
    pub phone: Option<Phi<String>>,
}

/// A page of patients found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The patients, best first.
    pub hits: Vec<Hit>,
    /// Where the next page begins; `None` where there is none.
    pub next: Option<Cursor>,
}

/// What a reading's words may be found in.
struct Plans {
    /// For each word, what it may be found in, or it and those after it.
    of_words: Vec<Vec<Way>>,
    /// What whoever matches costs more than the words do.
    dearer: u32,
}

/// A plan for a word, or for more of them that stand side by side.
struct Way {
    cost: u32,
    words: usize,
    plan: Plan,
}

/// For each word of a reading, the names that are one slip away.
type Near = Vec<Vec<String>>;

struct Candidate {
    cost: u32,
    ord: i64,
    person: Person,
}

/// What is looked for at one sum of costs, and who was found.
struct Level {
    cost: u32,
    wanted: usize,
    from: i64,
    places: BTreeSet<i64>,
}

struct Search<'r, 'q> {
    reader: &'r Reader<'r>,
    query: &'q Query,
    after: Option<(Cursor, Option<String>)>,
    looked_at: HashMap<i64, Option<Candidate>>,
}

impl Reader<'_> {
    /// Finds patients, best first. Those whose record is deleted, or who must not be seen here,
    /// are in no list.
    pub fn search(&self, query: &Query, limit: usize, after: Option<&Cursor>) -> Result<Found, Error> {
        let mut candidates = self.candidates(query, limit.saturating_add(1), after)?;
        let more = candidates.len() > limit;
        candidates.truncate(limit);
        let last = candidates.last().map(|last| Cursor { cost: last.cost, ord: last.ord });
        let hits = candidates.iter().map(|candidate| self.hit(query, &candidate.person));
        Ok(Found {
            hits: hits.filter_map(Result::transpose).collect::<Result<_, Error>>()?,
            next: last.filter(|_| more),
        })
    }

    /// Some patients in the order asked for, with why each would be found. Who would not be, since
    /// another system found them by rules of its own, is there without a reason.
    pub fn hits(&self, query: &Query, ids: &[PatientId]) -> Result<Vec<Hit>, Error> {
        let mut hits: Vec<Hit> = Vec::with_capacity(ids.len());
        for id in ids {
            let sql = "SELECT s.person FROM patient p JOIN search_person s ON s.ord = p.ord WHERE p.id = ?1";
            let person = self.one(sql, params![self.survivor(id)?.as_str()], Person::read)?;
            let hit = person.map(|person| self.hit(query, &person)).transpose()?.flatten();
            hits.extend(hit.filter(|hit| hits.iter().all(|held| held.patient.id != hit.patient.id)));
        }
        Ok(hits)
    }

    fn hit(&self, query: &Query, person: &Person) -> Result<Option<Hit>, Error> {
        let line = self.patient_line(&person.id)?;
        Ok(line.map(|patient| Hit {
            patient,
            why: rank::why(query, person),
            phone: rank::matched_phone(query, person).map(|phone| Phi::new(phone.to_owned())),
        }))
    }

    fn candidates(
        &self,
        query: &Query,
        wanted: usize,
        after: Option<&Cursor>,
    ) -> Result<Vec<Candidate>, Error> {
        let mut near = Vec::new();
        for reading in &query.readings {
            let of_words = reading.words.iter().map(|word| self.near_names(word));
            let of_words: Result<Vec<_>, Error> = of_words.collect();
            near.push(of_words?);
        }
        let mut search = Search { reader: self, query, after: None, looked_at: HashMap::new() };
        if let Some(cursor) = after {
            search.after = Some((*cursor, self.person(cursor.ord)?.map(|person| person.order)));
        }
        let several = query.readings.iter().any(|reading| reading.words.len() > 1);
        let read = || query.readings.iter().zip(&near);
        if several {
            let covering = |(reading, near): (&Reading, &Near)| {
                let of_words = reading.words.iter().zip(near);
                Plan::All(of_words.map(|(word, near)| lists::covering(word, near)).collect())
            };
            let plans: Vec<Plan> = read().map(covering).collect();
            if let Some(all) = search.everyone(&plans, FEW.max(wanted))? {
                return Ok(search.best(all, wanted));
            }
        }
        search.by_level(&read().map(plans).collect::<Vec<_>>(), wanted)
    }

    /// The names that are one slip away from a word.
    fn near_names(&self, word: &Word) -> Result<Vec<String>, Error> {
        let Some(word) = word.name.as_deref().filter(|name| name.chars().count() + 1 >= FORGIVEN_FROM) else {
            return Ok(Vec::new());
        };
        let mut near = BTreeSet::new();
        for variant in variants(word) {
            let sql = "SELECT name FROM search_variant WHERE variant = ?1";
            near.extend(self.all(sql, params![variant], |row| Ok(row.get::<_, String>(0)?))?);
        }
        Ok(near.into_iter().filter(|name| is_one_slip(word, name)).collect())
    }
}

impl Search<'_, '_> {
    /// Everyone who may match in any way; `None` where they are too many.
    fn everyone(&mut self, plans: &[Plan], most: usize) -> Result<Option<Vec<i64>>, Error> {
        let mut places = BTreeSet::new();
        for plan in plans {
            let mut stream = Stream::of(plan);
            let mut from = i64::MIN;
            while let Some(ord) = stream.seek(self.reader, from)? {
                places.insert(ord);
                if places.len() > most {
                    return Ok(None);
                }
                from = ord + 1;
            }
        }
        let places: Vec<i64> = places.into_iter().collect();
        for ord in &places {
            self.look_at(*ord)?;
        }
        Ok(Some(places))
    }

    /// The best of some people who were looked at.
    fn best(&mut self, places: Vec<i64>, wanted: usize) -> Vec<Candidate> {
        let taken = places.iter().filter_map(|ord| self.looked_at.remove(ord).flatten());
        let mut found: Vec<Candidate> = taken.collect();
        found.retain(|candidate| self.comes_after(candidate));
        sort(&mut found);
        found.truncate(wanted);
        found
    }

    fn by_level(&mut self, plans: &[Plans], wanted: usize) -> Result<Vec<Candidate>, Error> {
        let dearest = |ways: &Vec<Way>| ways.iter().map(|way| way.cost).max().unwrap_or_default();
        let highest = |plans: &Plans| plans.dearer + plans.of_words.iter().map(dearest).sum::<u32>();
        let highest = plans.iter().map(highest).max().unwrap_or_default();
        let mut found = Vec::new();
        let lowest = self.after.as_ref().map_or(0, |(cursor, _)| cursor.cost);
        for cost in lowest..=highest {
            let mut level =
                Level { cost, wanted: wanted - found.len(), from: self.start(cost), places: BTreeSet::new() };
            for Plans { of_words, dearer } in plans {
                let Some(left) = cost.checked_sub(*dearer) else { continue };
                self.combine(of_words, left, &mut Vec::with_capacity(of_words.len()), &mut level)?;
            }
            let taken = level.places.iter().filter_map(|ord| self.looked_at.remove(ord).flatten());
            let mut at_level: Vec<Candidate> = taken.collect();
            sort(&mut at_level);
            found.extend(at_level);
            found.truncate(wanted);
            if found.len() == wanted {
                break;
            }
        }
        Ok(found)
    }

    /// Looks in every combination of lists whose costs make up what is left of the level.
    fn combine<'p>(
        &mut self,
        of_words: &'p [Vec<Way>],
        left: u32,
        chosen: &mut Vec<&'p Plan>,
        level: &mut Level,
    ) -> Result<(), Error> {
        let Some(ways) = of_words.first() else {
            return if left == 0 && !chosen.is_empty() { self.walk(chosen, level) } else { Ok(()) };
        };
        for Way { cost, words, plan } in ways.iter().filter(|way| way.cost <= left) {
            let rest = &of_words[*words..];
            if rest.is_empty() && *cost != left {
                continue;
            }
            chosen.push(plan);
            self.combine(rest, left - cost, chosen, level)?;
            chosen.pop();
        }
        Ok(())
    }

    /// Takes the first people of a combination, and all whose place begins like the last one's:
    /// among them the places do not tell the order.
    fn walk(&mut self, chosen: &[&Plan], level: &mut Level) -> Result<(), Error> {
        let mut stream = Stream::of(&Plan::All(chosen.iter().map(|plan| (*plan).clone()).collect()));
        let (mut taken, mut group, mut from) = (0, i64::MIN, level.from);
        while let Some(ord) = stream.seek(self.reader, from)? {
            if taken >= level.wanted && place::last(ord) != group {
                break;
            }
            group = place::last(ord);
            self.look_at(ord)?;
            let candidate = self.looked_at.get(&ord).and_then(Option::as_ref);
            if candidate.is_some_and(|one| one.cost == level.cost && self.comes_after(one)) {
                level.places.insert(ord);
                taken += 1;
            }
            from = ord + 1;
        }
        Ok(())
    }

    /// Where to begin at a level: from the start, or among those whose place begins like the
    /// cursor's where the last page ended at it.
    fn start(&self, cost: u32) -> i64 {
        let cursor = self.after.as_ref().filter(|(cursor, _)| cursor.cost == cost);
        cursor.map_or(i64::MIN, |(cursor, _)| place::alike(cursor.ord))
    }

    /// Reads a person and what they cost, once.
    fn look_at(&mut self, ord: i64) -> Result<(), Error> {
        if !self.looked_at.contains_key(&ord) {
            let person = self.reader.person(ord)?;
            let costed = person.and_then(|person| Some((rank(self.query, &person)?, person)));
            let candidate = costed.map(|(cost, person)| Candidate { cost, ord, person });
            self.looked_at.insert(ord, candidate);
        }
        Ok(())
    }

    fn comes_after(&self, candidate: &Candidate) -> bool {
        let Some((cursor, order)) = &self.after else { return true };
        match candidate.cost.cmp(&cursor.cost) {
            std::cmp::Ordering::Equal => match order {
                Some(order) => candidate.person.order > *order,
                None => candidate.ord > cursor.ord,
            },
            side => side.is_gt(),
        }
    }
}

fn plans((Reading { words, dearer }, near): (&Reading, &Near)) -> Plans {
    let ways = |at: usize| {
        let one = lists::of_word(&words[at], &near[at]).into_iter().map(|plan| (1, plan));
        let more = (at + 2..=words.len()).flat_map(|until| {
            lists::of_words(&words[at..until]).into_iter().map(move |plan| (until - at, plan))
        });
        one.chain(more).map(|(words, (cost, plan))| Way { cost, words, plan }).collect()
    };
    Plans { of_words: (0..words.len()).map(ways).collect(), dearer: *dearer }
}

fn sort(candidates: &mut [Candidate]) {
    candidates.sort_by(|one, other| {
        one.cost.cmp(&other.cost).then_with(|| one.person.order.cmp(&other.person.order))
    });
}
