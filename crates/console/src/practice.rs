//! The practice and how today stands in each department.

use chrono::{DateTime, Utc};
use ipc::Failure;
use ipc::practice::{DepartmentView, Overview};
use model::{Department, VisitState};
use store::{Part, Reader};

use crate::console::Console;
use crate::words;

/// Gives the practice in use.
pub(crate) async fn overview(console: &Console) -> Result<Overview, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let practice = live.practice.to_string();
    live.read(move |reader| {
        let departments = reader.departments()?;
        let views =
            departments.iter().map(|department| view(reader, department, now)).collect::<Result<_, _>>()?;
        let name = reader.practice()?.map_or_else(|| format!("Practice {practice}"), |known| known.name);
        Ok(Overview {
            name,
            practice,
            departments: views,
            providers: u32::try_from(reader.providers()?.len()).unwrap_or(u32::MAX),
            held: u32::try_from(reader.held_patients()?).unwrap_or(u32::MAX),
            as_of: reader.as_of(&Part::Departments)?.map(words::instant),
        })
    })
    .await
}

fn view(
    reader: &Reader<'_>,
    department: &Department,
    now: DateTime<Utc>,
) -> Result<DepartmentView, store::Error> {
    let zone = department.zone();
    let today = zone.today(now);
    let mut view = DepartmentView {
        id: department.id.to_string(),
        name: department.name.clone(),
        place: department.place.clone(),
        zone: words::zone(zone),
        zone_known: department.zone.is_some(),
        today: words::day(today),
        booked: 0,
        here: 0,
        done: 0,
    };
    for count in reader.state_counts(today)?.into_iter().filter(|count| count.department == department.id) {
        let visits = u32::try_from(count.visits).unwrap_or(u32::MAX);
        match count.state {
            VisitState::Cancelled | VisitState::Open => continue,
            VisitState::CheckingIn | VisitState::CheckedIn => view.here += visits,
            VisitState::CheckedOut | VisitState::Charged => view.done += visits,
            VisitState::Booked | VisitState::Other(_) => {}
        }
        view.booked += visits;
    }
    Ok(view)
}
