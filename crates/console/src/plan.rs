//! Where the visits of a provider's day could go. Pure: visits and open times come in, a place for each goes out.
//!
//! As many as can be have a place; among the ways to do that the one counts that moves them least from their time of
//! day. Their order is kept, nobody is in two places at once, and no visit has less time than it had.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta, Timelike};
use model::{AppointmentId, PatientId, ProviderId};

/// A visit that is to be moved.
#[derive(Clone, Debug)]
pub(crate) struct ToMove {
    pub patient: PatientId,
    pub start: NaiveDateTime,
    pub minutes: u32,
    /// The open times of its kind.
    pub fits: BTreeSet<AppointmentId>,
}

/// An open time.
#[derive(Clone, Debug)]
pub(crate) struct Free {
    pub id: AppointmentId,
    pub provider: ProviderId,
    pub start: NaiveDateTime,
    pub minutes: u32,
}

/// A stretch of time that somebody has.
#[derive(Clone, Debug)]
pub(crate) struct Taken<Who> {
    pub who: Who,
    pub start: NaiveDateTime,
    pub minutes: u32,
}

/// What else stands on the schedule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    pub patients: Vec<Taken<PatientId>>,
    pub providers: Vec<Taken<ProviderId>>,
}

/// What another day costs, in minutes: more than any other time of the same one.
const ANOTHER_DAY: i64 = 24 * 60;

/// How many have none, and how far the others are from their time of day.
type Cost = (u32, i64);

fn end(start: NaiveDateTime, minutes: u32) -> NaiveDateTime {
    start + TimeDelta::minutes(i64::from(minutes.max(1)))
}

fn overlap(one: (NaiveDateTime, u32), other: (NaiveDateTime, u32)) -> bool {
    one.0 < end(other.0, other.1) && other.0 < end(one.0, one.1)
}

/// How far an open time is from a visit's time of day.
pub(crate) fn distance(visit: &ToMove, free: &Free, first: NaiveDateTime) -> i64 {
    let minute = |at: NaiveDateTime| i64::from(at.num_seconds_from_midnight() / 60);
    let days = (free.start.date() - first.date()).num_days();
    days * ANOTHER_DAY + (minute(free.start) - minute(visit.start)).abs()
}

/// Whether a visit could go somewhere, whatever becomes of the others.
pub(crate) fn could_go(visit: &ToMove, free: &Free, around: &Around) -> bool {
    let at = (free.start, free.minutes);
    let is_free = |start, minutes| !overlap(at, (start, minutes));
    visit.fits.contains(&free.id)
        && free.minutes >= visit.minutes
        && around
            .patients
            .iter()
            .filter(|other| other.who == visit.patient)
            .all(|o| is_free(o.start, o.minutes))
        && around
            .providers
            .iter()
            .filter(|other| other.who == free.provider)
            .all(|other| is_free(other.start, other.minutes))
}

/// A place for each visit, as a position among the open times. Both are in the order of their time.
pub(crate) fn places(visits: &[ToMove], free: &[Free], around: &Around) -> Vec<Option<usize>> {
    let Some(first) = free.first().map(|slot| slot.start) else { return vec![None; visits.len()] };
    let mut allowed: Vec<BTreeSet<usize>> = visits
        .iter()
        .map(|visit| (0..free.len()).filter(|at| could_go(visit, &free[*at], around)).collect())
        .collect();
    loop {
        let found = in_order(visits, free, &allowed, first);
        // Two that are not next to each other may still meet: the later one looks elsewhere.
        match clash(visits, free, &found) {
            Some((visit, place)) => drop(allowed[visit].remove(&place)),
            None => return found,
        }
    }
}

/// The cheapest way to give places in order, of which any two that follow each other do not meet.
fn in_order(
    visits: &[ToMove],
    free: &[Free],
    allowed: &[BTreeSet<usize>],
    first: NaiveDateTime,
) -> Vec<Option<usize>> {
    const NOBODY: Cost = (u32::MAX, i64::MAX);
    // Of the visits up to one: the cost where the last that was given is that place, counted from one; none is zero.
    let mut best = vec![NOBODY; free.len() + 1];
    best[0] = (0, 0);
    let mut came: Vec<Vec<Option<usize>>> = Vec::with_capacity(visits.len());
    for (visit, allowed) in visits.iter().zip(allowed) {
        let mut next: Vec<Cost> = best.iter().map(|(left, far)| (left.saturating_add(1), *far)).collect();
        let mut from = vec![None; free.len() + 1];
        for place in allowed {
            let far = distance(visit, &free[*place], first);
            let reached = (0..=*place).filter(|last| best[*last] != NOBODY);
            let before = reached.filter(|last| *last == 0 || follows(&free[last - 1], &free[*place]));
            let Some(last) = before.min_by_key(|last| best[*last]) else { continue };
            let cost = (best[last].0, best[last].1 + far);
            if cost < next[place + 1] {
                next[place + 1] = cost;
                from[place + 1] = Some(last);
            }
        }
        came.push(from);
        best = next;
    }
    let mut last = (0..best.len()).min_by_key(|last| best[*last]).unwrap_or(0);
    let mut found = vec![None; visits.len()];
    for (visit, from) in came.iter().enumerate().rev() {
        if let Some(before) = from[last] {
            found[visit] = Some(last - 1);
            last = before;
        }
    }
    found
}

fn follows(one: &Free, other: &Free) -> bool {
    one.provider != other.provider || end(one.start, one.minutes) <= other.start
}

/// The first place that meets an earlier one of the same provider or the same patient.
fn clash(visits: &[ToMove], free: &[Free], found: &[Option<usize>]) -> Option<(usize, usize)> {
    let given: Vec<(usize, usize)> =
        found.iter().enumerate().filter_map(|(visit, place)| Some((visit, (*place)?))).collect();
    given.iter().enumerate().find_map(|(at, (visit, place))| {
        let meets = given[..at].iter().any(|(other, taken)| {
            let same = free[*taken].provider == free[*place].provider
                || visits[*other].patient == visits[*visit].patient;
            let span = |at: usize| (free[at].start, free[at].minutes);
            same && overlap(span(*taken), span(*place))
        });
        meets.then_some((*visit, *place))
    })
}

#[cfg(test)]
mod tests;
