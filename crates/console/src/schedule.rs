//! A day or a week of the schedule, from the copy.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use ipc::schedule::{DaySheet, ScheduleDay, ScheduleRefresh, ScheduleWeek, VisitOpen, WeekSheet};
use ipc::{Done, Failure, Field};
use model::{Department, DepartmentId, Provider, ProviderId};
use store::Reader;
use sync::{Ask, Look};

use crate::ahead::Made;
use crate::console::Console;
use crate::day_sheet::{Material, day_sheet, today};
use crate::live::Live;
use crate::{patience, words};

/// Gives a day's schedule.
pub(crate) async fn day(console: &Console, request: ScheduleDay) -> Result<DaySheet, Failure> {
    let now = console.ports().clock.now();
    let asked = request.date.as_deref().map(read_day).transpose()?;
    let department = request.department.map(DepartmentId::new);
    let live = console.at_hand().await?;
    let patience = patience::minutes(console).await?;
    let ahead = if asked.is_none() && department.is_none() { live.ahead.take(now).await } else { None };
    let Made { date, sheet, .. } = match ahead {
        Some(made) => made,
        None => made(&live, asked, department, (now, patience)).await?,
    };
    live.reading.look(Look::Day(date));
    Ok(sheet)
}

/// Makes the day that a window shows first.
pub(crate) async fn make_ahead(console: Console) {
    if let Ok(live) = console.live().await {
        let now = console.ports().clock.now();
        let day = async { made(&live, None, None, (now, patience::minutes(&console).await?)).await };
        live.ahead.make(day).await;
    }
}

async fn made(
    live: &Live,
    asked: Option<NaiveDate>,
    department: Option<DepartmentId>,
    (now, patience): (DateTime<Utc>, u32),
) -> Result<Made, Failure> {
    let reading = live.read(move |reader| {
        let shown = Shown::read(reader, (department, None), (now, patience))?;
        let date = asked.unwrap_or(shown.today);
        Ok(Made { at: now, date, sheet: shown.sheet(reader, date)? })
    });
    reading.await
}

/// Gives a week's schedule: the days from a Sunday on, as a calendar has them here.
pub(crate) async fn week(console: &Console, request: ScheduleWeek) -> Result<WeekSheet, Failure> {
    let now = console.ports().clock.now();
    let asked = request.date.as_deref().map(read_day).transpose()?;
    let (department, provider) =
        (request.department.map(DepartmentId::new), request.provider.map(ProviderId::new));
    let live = console.at_hand().await?;
    let patience = patience::minutes(console).await?;
    let reading = live.read(move |reader| {
        let shown = Shown::read(reader, (department, provider), (now, patience))?;
        let date = asked.unwrap_or(shown.today);
        let days = days_of(date).into_iter().map(|day| shown.sheet(reader, day)).collect::<Result<_, _>>()?;
        Ok((date, WeekSheet { today: words::day(shown.today), days }))
    });
    let (date, week) = reading.await?;
    live.reading.look(Look::Day(date));
    Ok(week)
}

/// What a sheet shows, and the practice that it is of.
struct Shown {
    now: DateTime<Utc>,
    patience: u32,
    today: NaiveDate,
    departments: Vec<Department>,
    providers: Vec<Provider>,
    department: Option<DepartmentId>,
    provider: Option<ProviderId>,
}

impl Shown {
    fn read(
        reader: &Reader<'_>,
        (department, provider): (Option<DepartmentId>, Option<ProviderId>),
        (now, patience): (DateTime<Utc>, u32),
    ) -> Result<Self, store::Error> {
        let mut departments = reader.departments()?;
        if let Some(only) = &department {
            departments.retain(|known| known.id == *only);
        }
        let (today, providers) = (today(&departments, now), reader.providers()?);
        Ok(Self { now, patience, today, departments, providers, department, provider })
    }

    fn sheet(&self, reader: &Reader<'_>, date: NaiveDate) -> Result<DaySheet, store::Error> {
        let ids: Vec<DepartmentId> = self.departments.iter().map(|known| known.id.clone()).collect();
        let mut visits = reader.day(date, self.department.as_ref())?;
        if let Some(only) = &self.provider {
            visits.retain(|visit| visit.appointment.provider == *only);
        }
        Ok(day_sheet(&Material {
            date,
            now: self.now,
            departments: &self.departments,
            providers: &self.providers,
            visits: &visits,
            as_of: reader.day_as_of(&ids, date)?,
            kept: sync::window(self.today).holds(date),
            patience: self.patience,
        }))
    }
}

/// A day of the schedule as a sheet, of one department or provider where one is named.
pub(crate) fn sheet(
    reader: &Reader<'_>,
    date: NaiveDate,
    only: (Option<DepartmentId>, Option<ProviderId>),
    at: (DateTime<Utc>, u32),
) -> Result<DaySheet, store::Error> {
    Shown::read(reader, only, at)?.sheet(reader, date)
}

/// The week of a day; fewer than seven days where four digits no longer write a year.
fn days_of(date: NaiveDate) -> Vec<NaiveDate> {
    let first = date.week(Weekday::Sun).first_day();
    first.iter_days().take(7).filter(|day| (0..=9_999).contains(&day.year())).collect()
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

pub(crate) fn read_day(text: &str) -> Result<NaiveDate, Failure> {
    words::read_day(text).ok_or(Failure::Invalid { field: Field::Date })
}
