//! What a run came to, and whether the promise held.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Met, Run};

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Writes that a person asked for, those asked for again among them.
    pub writes: u64,
    /// Writes said to be saved that are not, or said not to be there that are, or that are gone.
    pub lost: u64,
    /// Writes that were applied more than once.
    pub doubled: u64,
    /// Writes of which nobody knew for a time.
    pub unknown: u64,
    /// Of these, those that ended by what was read back.
    pub resolved: u64,
    /// Of these, those that a person was asked of.
    pub asked: u64,
    /// Of those, what no reading could have told: another desk did something about the same meanwhile, or the visit
    /// had been changed within the second in which it was looked at before.
    pub beyond_telling: u64,
    /// Writes that are said to be saved.
    pub saved: u64,
    /// How often our side crashed.
    pub crashes: u64,
    /// The trace of all requests and ends.
    pub trace: u64,
    /// What of visits was lost or doubled, in words.
    pub wrong: Vec<String>,
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { writes, lost, doubled, unknown, resolved, asked, .. } = self;
        write!(out, "writes {writes} lost {lost} doubled {doubled} unknown {unknown} ")?;
        write!(out, "resolved {resolved} asked {asked}")
    }
}

impl Tally {
    /// Both together.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        let mut hasher = DefaultHasher::new();
        (self.trace, other.trace).hash(&mut hasher);
        Self {
            writes: self.writes + other.writes,
            lost: self.lost + other.lost,
            doubled: self.doubled + other.doubled,
            unknown: self.unknown + other.unknown,
            resolved: self.resolved + other.resolved,
            asked: self.asked + other.asked,
            beyond_telling: self.beyond_telling + other.beyond_telling,
            saved: self.saved + other.saved,
            crashes: self.crashes + other.crashes,
            trace: hasher.finish(),
            wrong: self.wrong.into_iter().chain(other.wrong).collect(),
        }
    }

    /// Whether the promise holds: nothing lost, nothing doubled, and what nobody knew ended, most of it by what was read
    /// back, the rest by a person's word, who was asked for what reading could have told in no more than 1 in 100. A run
    /// in which nothing was saved, nothing went wrong or nobody crashed shows nothing.
    pub fn holds(&self) -> bool {
        let kept = self.lost == 0 && self.doubled == 0;
        let ended = self.resolved + self.asked == self.unknown && self.resolved * 4 >= self.unknown * 3;
        let needlessly = self.asked.saturating_sub(self.beyond_telling);
        kept && ended
            && needlessly * 100 <= self.unknown
            && self.saved > 0
            && self.unknown > 0
            && self.crashes > 0
    }
}

/// What runs of many seeds came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Seeds.
    pub seeds: u64,
    /// Changes at the practices.
    pub changes: u64,
    /// How often a desktop crashed.
    pub crashes: u64,
    /// Records and writes that were lost.
    pub lost: u64,
    /// Writes that were applied more than once.
    pub doubled: u64,
    /// Seeds in which a promise did not hold.
    pub wrong: u64,
    /// How often what runs are to meet was met.
    pub met: BTreeMap<Met, u64>,
}

impl Total {
    /// Counts a run.
    pub fn add(&mut self, run: &Run) {
        self.seeds += 1;
        self.changes += run.changes;
        self.crashes += run.crashes;
        self.lost += run.lost;
        self.doubled += run.doubled;
        self.wrong += u64::from(run.wrong.is_some());
        for (what, times) in &run.met {
            *self.met.entry(*what).or_default() += times;
        }
    }

    /// Whether every promise held. A run in which nothing changed or nobody crashed shows nothing.
    pub fn holds(&self) -> bool {
        self.wrong == 0 && self.lost == 0 && self.doubled == 0 && self.changes > 0 && self.crashes > 0
    }
}

impl fmt::Display for Total {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seeds, changes, crashes, lost, doubled, .. } = self;
        write!(out, "seeds {seeds} changes {changes} crashes {crashes} lost {lost} doubled {doubled}")
    }
}
