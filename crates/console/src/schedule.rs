//! A day of the schedule, from the copy.

use chrono::{DateTime, NaiveDate, Utc};
use ipc::schedule::{DaySheet, ScheduleDay, ScheduleRefresh, VisitOpen};
use ipc::{Done, Failure, Field};
use model::DepartmentId;
use sync::{Ask, Look};

use crate::ahead::Made;
use crate::console::Console;
use crate::day_sheet::{Material, day_sheet, today};
use crate::live::Live;
use crate::words;

/// Gives a day's schedule.
pub(crate) async fn day(console: &Console, request: ScheduleDay) -> Result<DaySheet, Failure> {
    let now = console.ports().clock.now();
    let asked = request.date.as_deref().map(read_day).transpose()?;
    let department = request.department.map(DepartmentId::new);
    let live = console.at_hand().await?;
    let ahead = if asked.is_none() && department.is_none() { live.ahead.take(now).await } else { None };
    let Made { date, sheet, .. } = match ahead {
        Some(made) => made,
        None => made(&live, asked, department, now).await?,
    };
    live.reading.look(Look::Day(date));
    Ok(sheet)
}

/// Makes the day that a window shows first.
pub(crate) async fn make_ahead(console: Console) {
    if let Ok(live) = console.live().await {
        let now = console.ports().clock.now();
        live.ahead.make(made(&live, None, None, now)).await;
    }
}

async fn made(
    live: &Live,
    asked: Option<NaiveDate>,
    department: Option<DepartmentId>,
    now: DateTime<Utc>,
) -> Result<Made, Failure> {
    let reading = live.read(move |reader| {
        let mut departments = reader.departments()?;
        if let Some(only) = &department {
            departments.retain(|known| known.id == *only);
        }
        let today = today(&departments, now);
        let date = asked.unwrap_or(today);
        let ids: Vec<DepartmentId> = departments.iter().map(|known| known.id.clone()).collect();
        let sheet = day_sheet(&Material {
            date,
            now,
            departments: &departments,
            providers: &reader.providers()?,
            visits: &reader.day(date, department.as_ref())?,
            as_of: reader.day_as_of(&ids, date)?,
            kept: sync::window(today).holds(date),
        });
        Ok(Made { at: now, date, sheet })
    });
    reading.await
}

/// Lets a visit be opened. Dispatch puts on record whose it is before the window shows it.
pub(crate) async fn open(console: &Console, request: &VisitOpen) -> Result<Done, Failure> {
    read_day(&request.date)?;
    console.at_hand().await?;
    Ok(Done {})
}

/// Asks for a day to be read anew; for one that is never kept, nobody asks.
pub(crate) async fn refresh(console: &Console, request: ScheduleRefresh) -> Result<Done, Failure> {
    let date = read_day(&request.date)?;
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let today = live.read(move |reader| Ok(today(&reader.departments()?, now))).await?;
    if !sync::window(today).holds(date) {
        return Err(Failure::Invalid { field: Field::Date });
    }
    live.reading.ask(Ask::Day(date));
    Ok(Done {})
}

fn read_day(text: &str) -> Result<NaiveDate, Failure> {
    words::read_day(text).ok_or(Failure::Invalid { field: Field::Date })
}
