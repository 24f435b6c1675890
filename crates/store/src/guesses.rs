//! Passphrases that opened nothing: counted on the disk before they are tried, so that a kill forgets none.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};

use crate::{OpenError, ProfileFolder, WrongPassphrases};

impl ProfileFolder {
    /// Counts a passphrase that is about to be tried as a wrong one.
    pub fn charge_passphrase(&self, now: DateTime<Utc>) -> Result<(), OpenError> {
        self.update(|profile| {
            let count = profile.wrong_passphrases.count.saturating_add(1);
            profile.wrong_passphrases = WrongPassphrases { count, last: Some(now) };
        })
    }

    /// Lets the rest of a passphrase begin anew: the clock that it is told by was put back.
    pub fn rest_anew(&self, now: DateTime<Utc>) -> Result<(), OpenError> {
        self.update(|profile| profile.wrong_passphrases.last = Some(now))
    }

    /// Forgets those that were counted: one was right. Those of runs before are still to be put on record.
    pub fn forgive_passphrases(&self) -> Result<(), OpenError> {
        if self.profile().wrong_passphrases == WrongPassphrases::default() {
            return Ok(());
        }
        self.update(|profile| profile.wrong_passphrases = WrongPassphrases::default())
    }

    /// How many were tried in runs before this one that put them on record nowhere. They are given once.
    pub fn take_earlier_passphrases(&self) -> u32 {
        self.earlier.swap(0, Ordering::AcqRel)
    }
}
