//! What the copy tells of how old things are.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use model::{PatientId, Zone};
use store::{Error, FeedGap, Part, Reader};

use crate::calendar::{Span, window};
use crate::handle::Look;
use crate::planner::Step;
use crate::reading::planned_span;

/// Unread spans that are looked at together: more than a window has.
const SPANS: u32 = 64;

/// Something on screen: what reads it, when that was last done, and how long it is looked at.
pub(crate) type KeptShown = (Step, Option<DateTime<Utc>>, Duration);

/// What the copy tells.
pub(crate) struct Kept {
    /// When the near schedule was read whole.
    pub near: Option<DateTime<Utc>>,
    /// When its changes were asked for.
    pub changes: Option<DateTime<Utc>>,
    /// When the schedule was last found to differ from the copy though its feed said nothing.
    pub differed: Option<DateTime<Utc>>,
    /// Gaps of the feeds whose lists are to be read anew.
    pub gaps: Vec<FeedGap>,
    /// Whether the list of providers is to be read anew, for what their feed told.
    pub providers_due: bool,
    /// Spans that are not read yet.
    pub spans: Vec<Span>,
    /// Patients who were not there for this key, and have not been looked for lately.
    pub hidden: Vec<PatientId>,
    /// What is on screen.
    pub shown: Vec<KeptShown>,
}

/// The spans that are planned and not read, in their order.
pub fn unread_spans(reader: &Reader<'_>) -> Result<Vec<Span>, Error> {
    Ok(reader.next_tasks(SPANS)?.iter().filter_map(|task| planned_span(&task.plan)).collect())
}

/// The zones in which the practice's departments are, each once.
pub(crate) fn zones(reader: &Reader<'_>) -> Result<Vec<Zone>, Error> {
    let mut zones = Vec::new();
    for department in reader.departments()? {
        let zone = department.zone();
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    Ok(zones)
}

/// When a span was read whole: as long ago as its oldest day. All departments are read together.
pub(crate) fn read_whole(reader: &Reader<'_>, span: Span) -> Result<Option<DateTime<Utc>>, Error> {
    let Some(first) = reader.departments()?.into_iter().next() else { return Ok(None) };
    let days = span.from.iter_days().take_while(|date| *date <= span.to);
    oldest(reader, days.map(|date| Part::Day(first.id.clone(), date)))
}

/// The steps that read what is on screen. Days that are not kept are not read, nor are charts where this
/// key may not.
pub(crate) fn shown(
    reader: &Reader<'_>,
    on_screen: Vec<(Look, Duration)>,
    today: NaiveDate,
    charts: bool,
) -> Result<Vec<KeptShown>, Error> {
    let mut steps = Vec::new();
    for (at, looked_at) in on_screen {
        match at {
            Look::Day(date) if !window(today).holds(date) => {}
            Look::Day(date) => steps.push((Step::Day(date), read_whole(reader, Span::day(date))?, looked_at)),
            Look::Card(id) => {
                let parts = [Part::Patient, Part::Coverages, Part::CustomValues, Part::Visits];
                let mut read = oldest(reader, parts.into_iter().map(|part| part(id.clone())))?;
                if charts {
                    let held = reader.allergies(&id)?;
                    read = read.min(held.list.map(|list| list.as_of).max(held.failed));
                }
                steps.push((Step::Card(id), read, looked_at));
            }
        }
    }
    Ok(steps)
}

/// When the part was read that was read longest ago; `None` where one never was.
fn oldest(reader: &Reader<'_>, parts: impl Iterator<Item = Part>) -> Result<Option<DateTime<Utc>>, Error> {
    let read: Vec<Option<DateTime<Utc>>> = parts.map(|part| reader.as_of(&part)).collect::<Result<_, _>>()?;
    Ok(read.into_iter().min().flatten())
}

/// Whether the list of providers is to be read anew, for what their feed told, or may have missed.
pub(crate) fn providers_due(reader: &Reader<'_>, server: DateTime<Utc>) -> Result<bool, Error> {
    let name = athena::Feed::Providers.name();
    let due = reader.feed(name)?.and_then(|feed| feed.list_due);
    let gap = reader.open_gaps()?.into_iter().filter(|gap| gap.feed == name).map(|gap| gap.until).max();
    // A key that is refused the list was so since.
    let read = reader.as_of(&Part::Providers)?.max(reader.as_of(&Part::ProvidersRefused)?);
    // What is read within the same second may be older.
    let due = due.max(gap).filter(|due| *due < server - TimeDelta::seconds(1));
    Ok(due.is_some_and(|due| read.is_some_and(|read| read <= due)))
}
