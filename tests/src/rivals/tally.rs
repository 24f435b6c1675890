//! What rounds of rivals came to.

use std::fmt;

use super::asking::Told;

/// What rounds of rivals came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often all of them asked for one time.
    pub rounds: u64,
    /// How many they are.
    pub rivals: usize,
    /// How often the time was somebody's in the end.
    pub booked: usize,
    /// How many bookings took effect beside.
    pub doubled: usize,
    /// How often a desk was told that the time is its patient's.
    pub won: usize,
    /// How often a desk was told that the time is another's, and offered three others.
    pub offered: usize,
    /// How often nobody knew for a while.
    pub unknown: usize,
    /// How often a desk's day showed whose the time is, with nothing open any more.
    pub screens: usize,
}

impl Tally {
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            rounds: self.rounds + other.rounds,
            rivals: self.rivals,
            booked: self.booked + other.booked,
            doubled: self.doubled + other.doubled,
            won: self.won + other.won,
            offered: self.offered + other.offered,
            unknown: self.unknown + other.unknown,
            screens: self.screens + other.screens,
        }
    }

    pub(super) fn count(&mut self, told: &Told) {
        self.won += usize::from(told.booked);
        self.offered += usize::from(!told.booked);
        self.unknown += usize::from(told.unknown);
    }

    /// Whether each time went to one, and each desk was told so.
    pub fn holds(&self) -> bool {
        let rounds = usize::try_from(self.rounds).unwrap_or(usize::MAX);
        let each = rounds.saturating_mul(self.rivals);
        let told = (self.booked, self.doubled, self.won, self.won + self.offered, self.screens);
        told == (rounds, 0, rounds, each, each)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rounds, rivals, booked, doubled, won: _, offered, unknown, screens } = self;
        write!(out, "rounds {rounds} rivals {rivals} booked {booked} doubled {doubled} ")?;
        write!(out, "offered {offered} unknown {unknown} screens {screens}")
    }
}
