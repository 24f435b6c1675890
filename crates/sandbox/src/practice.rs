//! The whole practice: its places, people and schedule. Made once from a seed, a size and a day; what changes with
//! the hour is worked out from the clock when somebody asks, and only writes change what is kept.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::calendar::{Calendar, Visit};
use crate::departments::{self, Department};
use crate::eastern;
use crate::options::Options;
use crate::people::People;
use crate::providers::{self, Provider};
use crate::seed::Seed;
use crate::story::{Standing, Story};
use crate::writes::Writes;

/// Everything that the practice is.
#[derive(Debug)]
pub(crate) struct Practice {
    pub(crate) seed: Seed,
    /// The day on which it was made, in US Eastern.
    pub(crate) opened: NaiveDate,
    pub(crate) departments: Vec<Department>,
    pub(crate) providers: Vec<Provider>,
    pub(crate) people: People,
    pub(crate) calendar: Calendar,
    pub(crate) writes: Writes,
}

impl Practice {
    /// Makes a practice as of an instant.
    pub(crate) fn new(options: &Options, now: DateTime<Utc>) -> Self {
        let seed = Seed(options.seed);
        let opened = now.with_timezone(&eastern::SERVER).date_naive();
        let departments = departments::all(options.size);
        let providers = providers::all(seed, options.size, &departments);
        let people = People::new(seed, options.size, opened);
        let calendar = Calendar::new(seed, &departments, &providers, &people, opened);
        let writes = Writes::default();
        Practice { seed, opened, departments, providers, people, calendar, writes }
    }

    /// How a visit stands at an instant; nothing when it is not booked yet.
    pub(crate) fn standing(&self, visit: &Visit, now: DateTime<Utc>) -> Option<Standing> {
        self.story(visit).at(now)
    }

    /// A visit's whole story.
    pub(crate) fn story(&self, visit: &Visit) -> Story {
        Story::of(self.seed, visit, self.department(visit.department).zone)
    }

    /// The first of the month in which it was made: what is counted back from it stays the same for weeks.
    pub(crate) fn settled(&self) -> NaiveDate {
        self.opened.with_day(1).unwrap_or(self.opened)
    }

    /// The department at a place in the list.
    pub(crate) fn department(&self, at: u16) -> &Department {
        &self.departments[usize::from(at)]
    }

    /// The place of the department with an id.
    pub(crate) fn find_department(&self, id: u64) -> Option<u16> {
        self.departments.iter().position(|department| u64::from(department.id) == id).map(|at| at as u16)
    }

    /// The place of the provider with an id.
    pub(crate) fn find_provider(&self, id: u64) -> Option<u16> {
        self.providers.iter().position(|provider| u64::from(provider.id) == id).map(|at| at as u16)
    }
}
