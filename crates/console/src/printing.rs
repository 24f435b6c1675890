//! The sheets of a day on paper, and the day as rows.

mod languages;
mod rows;
pub(crate) mod said;

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, NaiveDate, Utc};
use ipc::print::{FileMade, PrintPage, PrintPreview, ScheduleExport, Sheet, SheetKind};
use ipc::schedule::{DaySheet, ScheduleDay};
use ipc::session::HourClock;
use ipc::{Call, Failure, Field};
use model::{DepartmentId, ProviderId};
use paper::{Document, PaperError, Section};
use store::{Environment, Reader};

pub(crate) use self::languages::language;
use self::rows::rows;
use self::said::Source;
use crate::console::Console;
use crate::live::Live;
use crate::{connections, failure, leaving, patience, practice, schedule, sitter};

/// Dots of a preview for each point of the paper.
const SCALE: f32 = 1.4;
/// What a sheet of the day is called.
pub(crate) const DAY_SHEET: &str = "Day sheet";
const ROUTE_SLIP: &str = "Route slip";
/// What whoever holds a sheet must know of it.
pub(crate) const MARKING: &str = "Contains patient information: keep it from others, and shred it after use.";

/// Gives a page of a sheet as it would be printed.
pub(crate) async fn preview(
    console: &Console,
    call: &Call,
    request: PrintPreview,
) -> Result<PrintPage, Failure> {
    let Drawn { document, slips, .. } = document(console, call, &request.sheet).await?;
    let page = request.page;
    let drawn = console.turns().aside(move || {
        let place = usize::try_from(page).map_err(|_| PaperError::Page)?;
        let picture = paper::picture(&paper::pdf(&document)?, place, SCALE)?;
        let section = if slips.is_empty() { None } else { paper::sections(&document)?.get(place).copied() };
        let whose = section.and_then(|section| slips.into_iter().nth(section).flatten());
        Ok::<_, PaperError>((picture, whose))
    });
    let entropy = console.ports().entropy.as_ref();
    match drawn.await.map_err(|error| failure::broken_off(&error, entropy))? {
        Ok((picture, whose)) => Ok(PrintPage {
            png: BASE64_STANDARD.encode(&picture.png),
            page,
            pages: count(picture.pages),
            people: whose.into_iter().collect(),
        }),
        Err(PaperError::Page) => Err(Failure::Invalid { field: Field::Request }),
        Err(error) => Err(failure::unexpected(&error, entropy)),
    }
}

/// Makes a sheet as a PDF. Dispatch has put on record that it is about to be.
pub(crate) async fn save(console: &Console, call: &Call, sheet: Sheet) -> Result<FileMade, Failure> {
    let Drawn { document, environment, people, .. } = document(console, call, &sheet).await?;
    let entropy = console.ports().entropy.as_ref();
    let made = console.turns().aside(move || {
        let pdf = paper::pdf(&document)?;
        let pages = paper::pages(&pdf)?;
        Ok::<_, PaperError>((pdf, pages))
    });
    let made = made.await.map_err(|error| failure::broken_off(&error, entropy))?;
    let (pdf, pages) = made.map_err(|error| failure::unexpected(&error, entropy))?;
    let kind = match sheet.kind {
        SheetKind::DayByProvider => "day-sheet-by-provider",
        SheetKind::DayByDepartment => "day-sheet-by-department",
        SheetKind::RouteSlips if sheet.visit.is_some() => "route-slip",
        SheetKind::RouteSlips => "route-slips",
        SheetKind::CallList => "call-list",
    };
    let named = format!("{}{kind}-{}", said::tag(&environment), sheet.date);
    let file = keep(console, call, (named, "pdf"), pdf, people.clone()).await?;
    Ok(FileMade { file, count: count(pages), people })
}

/// Writes a day as rows.
pub(crate) async fn export(
    console: &Console,
    call: &Call,
    request: ScheduleExport,
) -> Result<FileMade, Failure> {
    let asked = ScheduleDay { date: Some(request.date.clone()), department: request.department };
    let date = schedule::read_day(&request.date)?;
    let (source, day) = day(console, date, (asked.department.map(DepartmentId::new), None)).await?;
    let table = rows(&source, &day);
    let named = format!("{}schedule-{}", said::tag(&source.environment), request.date);
    let (count, people) = (count(table.rows.len()), people(&day));
    let bytes = paper::csv(&table);
    let bytes = bytes.map_err(|error| failure::unexpected(&error, console.ports().entropy.as_ref()))?;
    let file = keep(console, call, (named, "csv"), bytes, people.clone()).await?;
    Ok(FileMade { file, count, people })
}

async fn keep(
    console: &Console,
    call: &Call,
    (named, ending): (String, &str),
    bytes: Vec<u8>,
    people: Vec<String>,
) -> Result<String, Failure> {
    let folder = {
        let state = console.state().read().await;
        std::sync::Arc::clone(&connections::open(&state)?.folder)
    };
    let name = format!("{named}-{}.{ending}", console.ports().clock.now().format("%H%M%S%3f"));
    leaving::write_of(console, call, people, move |wanted| folder.export(&name, &bytes, wanted)).await
}

/// A sheet before it is a file.
struct Drawn {
    document: Document,
    environment: Environment,
    /// Who stands in it.
    people: Vec<String>,
    /// Whose each section is; nothing where one holds more than one person's.
    slips: Vec<Option<String>>,
}

/// Everybody who is booked on a day, once.
fn people(day: &DaySheet) -> Vec<String> {
    let visits = day.columns.iter().flat_map(|column| &column.visits);
    visits.filter_map(|visit| visit.patient.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

async fn document(console: &Console, call: &Call, sheet: &Sheet) -> Result<Drawn, Failure> {
    let date = schedule::read_day(&sheet.date)?;
    let only = (sheet.department.clone().map(DepartmentId::new), sheet.provider.clone().map(ProviderId::new));
    let (source, mut day) = day(console, date, only).await?;
    if let Some(visit) = &sheet.visit {
        narrow(&mut day, sheet.kind, visit)?;
    }
    let (title, sections) = sections(&source, &day, sheet.kind);
    let slips = if sheet.kind == SheetKind::RouteSlips { of_slips(&source, &day) } else { Vec::new() };
    let made = made_by(console, call, &source).await;
    let notice = said::notice(&source.environment).to_owned();
    let document = Document { notice, ..Document::of(title, made, MARKING, sections) };
    Ok(Drawn { document, environment: source.environment, people: people(&day), slips })
}

/// Leaves of a day one visit. A sheet or a list of one would pass for the whole day's.
fn narrow(day: &mut DaySheet, kind: SheetKind, visit: &str) -> Result<(), Failure> {
    for column in &mut day.columns {
        column.visits.retain(|one| one.id == visit);
    }
    day.columns.retain(|column| !column.visits.is_empty());
    let is_one = kind == SheetKind::RouteSlips && !day.columns.is_empty();
    if is_one { Ok(()) } else { Err(Failure::Invalid { field: Field::Visit }) }
}

fn sections(source: &Source, day: &DaySheet, kind: SheetKind) -> (&'static str, Vec<Section>) {
    match kind {
        SheetKind::DayByProvider => (DAY_SHEET, paper::day_sheet(&source.by_provider(day, DAY_SHEET))),
        SheetKind::DayByDepartment => (DAY_SHEET, paper::day_sheet(&source.by_department(day, DAY_SHEET))),
        SheetKind::RouteSlips => {
            let groups = source.by_department(day, ROUTE_SLIP);
            let slips = paper::route_slips(&groups);
            // A day with nobody has no slip, and no page is no document.
            ("Route slips", if slips.is_empty() { paper::day_sheet(&groups) } else { slips })
        }
        SheetKind::CallList => ("Call list", paper::call_list(&source.by_department(day, "Call list"))),
    }
}

/// Whose slip each is, in their order.
fn of_slips(source: &Source, day: &DaySheet) -> Vec<Option<String>> {
    let groups = source.by_department(day, ROUTE_SLIP).into_iter();
    let visits = groups.flat_map(|group| group.visits);
    visits.map(|visit| Some(visit.patient).filter(|patient| !patient.is_empty())).collect()
}

/// Who has something printed, and when.
pub(crate) async fn made_by(console: &Console, call: &Call, source: &Source) -> String {
    let people = console.guard().people();
    let named =
        people.iter().find(|person| person.id == call.caller.person).map(|person| person.name.clone());
    let name = match named {
        Some(name) => Some(name),
        None => sitter::name(&*console.state().read().await).await,
    };
    let name = name.unwrap_or_else(|| "whoever sits at this desktop".to_owned());
    format!("Printed by {name}, {}", source.instant(console.ports().clock.now()))
}

async fn day(
    console: &Console,
    date: NaiveDate,
    only: (Option<DepartmentId>, Option<ProviderId>),
) -> Result<(Source, DaySheet), Failure> {
    let now = console.ports().clock.now();
    let live = console.at_hand().await?;
    let (patience, imprint) = (patience::minutes(console).await?, imprint(console, &live).await?);
    let read = live.read(move |reader| {
        let source = source(reader, imprint)?;
        let sheet = schedule::sheet(reader, date, only.clone(), (now, patience))?;
        let unknown = if sheet.columns.is_empty() { unknown(reader, &only)? } else { None };
        Ok(unknown.map_or(Ok((source, sheet)), |field| Err(Failure::Invalid { field })))
    });
    read.await?
}

/// What of it the practice does not have: a sheet of nobody would say that nobody is booked.
fn unknown(
    reader: &Reader<'_>,
    (department, provider): &(Option<DepartmentId>, Option<ProviderId>),
) -> Result<Option<Field>, store::Error> {
    if let Some(id) = department
        && !reader.departments()?.iter().any(|known| known.id == *id)
    {
        return Ok(Some(Field::Department));
    }
    if let Some(id) = provider
        && !reader.providers()?.iter().any(|known| known.id == *id)
    {
        return Ok(Some(Field::Provider));
    }
    Ok(None)
}

/// What pages say of the practice that its copy does not know.
pub(crate) struct Imprint {
    /// Its number.
    number: String,
    environment: Environment,
    /// How the time of day is written here.
    clock: HourClock,
}

/// What pages over a connection say of the practice.
pub(crate) async fn imprint(console: &Console, live: &Live) -> Result<Imprint, Failure> {
    let state = console.state().read().await;
    let profile = connections::open(&state)?.folder.profile();
    let environment = profile.connection(&live.connection).ok_or(Failure::NoPractice)?.environment.clone();
    let clock = match profile.preferences.clock {
        store::ClockStyle::Twelve => HourClock::Twelve,
        store::ClockStyle::TwentyFour => HourClock::TwentyFour,
    };
    Ok(Imprint { number: live.practice.to_string(), environment, clock })
}

/// What pages say of where they come from.
pub(crate) fn source(reader: &Reader<'_>, imprint: Imprint) -> Result<Source, store::Error> {
    let Imprint { number, environment, clock } = imprint;
    let name = match reader.practice()? {
        Some(known) => format!("{} ({number})", known.name),
        None => format!("Practice {number}"),
    };
    // First, so that the longest name leaves it uncut.
    let practice = format!("{}: {name}", said::environment(&environment));
    Ok(Source { practice, environment, zone: practice::zone(reader)?, clock })
}

pub(crate) fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// The day after so many.
pub(crate) fn days_on(now: DateTime<Utc>, zone: model::Zone, days: u32) -> NaiveDate {
    let today = zone.today(now);
    today.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(today)
}
