//! The practice and how today stands in each department.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, NaiveDate, Utc};
use ipc::Failure;
use ipc::practice::{DepartmentView, Overview, PracticeOverview};
use model::{Department, VisitState, Zone};
use store::{Part, Reader, StateCount};

use crate::console::Console;
use crate::page::page;
use crate::words;

/// Gives the practice in use, with a page of its departments.
pub(crate) async fn overview(console: &Console, request: PracticeOverview) -> Result<Overview, Failure> {
    let now = console.ports().clock.now();
    let live = console.at_hand().await?;
    let practice = live.practice.to_string();
    live.read(move |reader| {
        let departments = reader.departments()?;
        let (rows, cursor) =
            match page(&departments, |department| department.id.as_str(), request.cursor.as_deref()) {
                Ok(page) => page,
                Err(refused) => return Ok(Err(refused)),
            };
        let mut days = Days::default();
        let views = rows
            .iter()
            .map(|department| Ok(view(days.at(reader, department.zone().today(now))?, department, now)))
            .collect::<Result<_, store::Error>>()?;
        let name = reader.practice()?.map_or_else(|| format!("Practice {practice}"), |known| known.name);
        Ok(Ok(Overview {
            name,
            practice,
            rows: views,
            cursor,
            providers: u32::try_from(reader.providers()?.len()).unwrap_or(u32::MAX),
            held: u32::try_from(reader.held_patients()?).unwrap_or(u32::MAX),
            as_of: reader.as_of(&Part::Departments)?.map(words::instant),
        }))
    })
    .await?
}

/// The zone in which the practice tells the time: its first department's.
pub(crate) fn zone(reader: &Reader<'_>) -> Result<Zone, store::Error> {
    Ok(reader.departments()?.first().map_or(Zone::EASTERN, Department::zone))
}

/// How many visits stand in which state, by day: departments of several zones have two days at most.
#[derive(Default)]
struct Days(BTreeMap<NaiveDate, Vec<StateCount>>);

impl Days {
    fn at(&mut self, reader: &Reader<'_>, date: NaiveDate) -> Result<&[StateCount], store::Error> {
        Ok(match self.0.entry(date) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(reader.state_counts(date)?),
        })
    }
}

fn view(counts: &[StateCount], department: &Department, now: DateTime<Utc>) -> DepartmentView {
    let zone = department.zone();
    let mut view = DepartmentView {
        id: department.id.to_string(),
        name: department.name.clone(),
        place: department.place.clone(),
        zone: words::zone(zone),
        zone_known: department.zone.is_some(),
        today: words::day(zone.today(now)),
        booked: 0,
        here: 0,
        done: 0,
    };
    for count in counts.iter().filter(|count| count.department == department.id) {
        let visits = u32::try_from(count.visits).unwrap_or(u32::MAX);
        match count.state {
            VisitState::Cancelled | VisitState::Open => continue,
            VisitState::CheckingIn | VisitState::Waiting | VisitState::CheckedIn => view.here += visits,
            VisitState::CheckedOut | VisitState::Charged => view.done += visits,
            VisitState::Booked | VisitState::Other(_) => {}
        }
        view.booked += visits;
    }
    view
}
