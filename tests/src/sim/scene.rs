//! What a run plays in, and the files with which its desktops begin.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use model::PatientId;
use sandbox::Fault;
use store::{Hooks, ProfileFolder};

use super::crash::Crash;
use super::desktop::{client, copied, files};
use super::dice::Dice;
use super::hall::Hall;
use super::trace::Trace;
use super::way::Way;
use crate::{RunningClock, SettableClock};

/// An ordinary day, the nights on which the clocks change, and midsummer.
const BEGINS: [&str; 4] =
    ["2026-11-23T15:00:00Z", "2026-11-01T03:30:00Z", "2026-03-08T05:00:00Z", "2026-07-01T12:00:00Z"];

#[derive(Clone, Debug)]
pub(super) struct Scene {
    /// Where it begins, by its place among the beginnings.
    begin: usize,
    /// Desktops on the key.
    pub desks: usize,
    /// Whether one of them may drain after a long pause.
    pub zombies: bool,
    /// Whether the feeds keep what nobody reads for no longer than what was read.
    pub forgets: bool,
    /// How far ahead the clock of each is.
    pub skews: Vec<TimeDelta>,
    /// Steps.
    pub steps: u64,
}

impl Scene {
    /// One desktop or three on a key, on an ordinary day or a night in which the clocks change.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed ^ 0x5eed);
        let desks = if seed.is_multiple_of(3) { 3 } else { 1 };
        let skews = [0, 0, 600, -600, 3_600];
        let skew = |_| TimeDelta::seconds(dice.of(&skews).unwrap_or(0));
        let skews = (0..desks).map(skew).collect();
        Self {
            begin: usize::try_from(seed % 4).unwrap_or(0),
            desks,
            zombies: seed % 5 == 1,
            forgets: seed % 4 != 1,
            skews,
            steps: 44,
        }
    }

    /// Whether nobody shares the key.
    pub fn is_alone(&self) -> bool {
        self.desks == 1 && !self.zombies
    }

    /// Whether it begins before the night on which an hour comes twice.
    pub fn is_autumn(&self) -> bool {
        self.begin == 1
    }

    pub fn begins(&self) -> anyhow::Result<DateTime<Utc>> {
        Ok(BEGINS[self.begin].parse()?)
    }

    /// The next Saturday and Sunday after a week, on which nobody comes by himself.
    pub fn days(&self) -> anyhow::Result<(NaiveDate, NaiveDate)> {
        let first = self.begins()?.date_naive() + Days::new(7);
        let saturday = first.iter_days().find(|day| chrono::Datelike::weekday(day) == chrono::Weekday::Sat);
        let saturday = saturday.unwrap_or(first);
        Ok((saturday, saturday + Days::new(1)))
    }

    pub fn hall(&self, clock: RunningClock) -> anyhow::Result<Hall> {
        let hall = Hall::open(clock, u32::try_from(self.desks)?, self.days()?);
        hall.practice.set_fault(Fault::FeedRetention, self.forgets);
        Ok(hall)
    }

    /// Gives a folder the files of a desktop that holds everybody as they were at the beginning. They are
    /// filled once for each beginning, and copied.
    pub async fn files(&self, to: &Path) -> anyhow::Result<PathBuf> {
        static FILLED: LazyLock<Mutex<HashMap<usize, Arc<tempfile::TempDir>>>> =
            LazyLock::new(Mutex::default);
        let known = FILLED.lock().unwrap_or_else(PoisonError::into_inner).get(&self.begin).cloned();
        let from = match known {
            Some(known) => known,
            None => {
                let filled = Arc::new(self.filled().await?);
                FILLED.lock().unwrap_or_else(PoisonError::into_inner).insert(self.begin, Arc::clone(&filled));
                filled
            }
        };
        copied(from.path(), to)
    }

    async fn filled(&self) -> anyhow::Result<tempfile::TempDir> {
        let temp = super::folder()?;
        let clock = RunningClock::starting_at(self.begins()? - TimeDelta::minutes(5));
        let hall = Hall::open(clock, 1, self.days()?);
        let own = Arc::new(SettableClock::starting_at(self.begins()? - TimeDelta::minutes(5)));
        let way = Way::new(&hall.practice, 0, &Arc::<Crash>::default(), &Arc::<Trace>::default());
        let client = client(&way, &own, &Arc::default())?;
        let folder = ProfileFolder::open(temp.path())?;
        let hooks: Arc<dyn Hooks> = Arc::<Crash>::default();
        let (cache, vault) = files(&folder, &hooks)?;
        let reading = sync::Desk { client, cache: cache.clone(), ledger: None };
        reading.reference().await?;
        let all = hall.everybody().map(|id| PatientId::new(id.to_string())).collect();
        reading.patients(all, athena::Lane::Fill).await?;
        cache.close().await;
        vault.close().await;
        drop(folder);
        Ok(temp)
    }
}
