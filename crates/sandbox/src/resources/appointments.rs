//! `/appointments/booked`, `/appointments/booked/multipledepartment` and `/appointments/{appointmentid}`. Rows come
//! in no useful order, as recorded; a visit of a restricted patient is listed, its patient's details are not.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::visit_row::{self, Shows};
use crate::ask::Ask;
use crate::calendar::Visit;
use crate::errors::{self, Refusal};
use crate::kinds::KINDS;
use crate::paging::{BOOKED, Page};
use crate::people::People;
use crate::practice::Practice;
use crate::seed::Stream;
use crate::story::{Standing, State};

/// `GET /appointments/booked`; needs a department or a provider beside the dates.
pub(crate) fn booked(practice: &Practice, ask: &Ask, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let mut needed = vec!["startdate", "enddate"];
    if ask.get("providerid").is_none() {
        needed.push("departmentid");
    }
    ask.require(&needed)?;
    list(practice, ask, now)
}

/// `GET /appointments/booked/multipledepartment`; the departments are a list, all of them when nobody says.
pub(crate) fn across(practice: &Practice, ask: &Ask, now: DateTime<Utc>) -> Result<Value, Refusal> {
    ask.require(&["startdate", "enddate"])?;
    list(practice, ask, now)
}

/// `GET /appointments/{appointmentid}`: an array of one.
pub(crate) fn one(practice: &Practice, ask: &Ask, id: u64, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let there = practice.visit(id).is_some_and(|visit| !visit.open) || practice.open_slot(id).is_some();
    if !there {
        return Err(errors::no_such("Appointment"));
    }
    Ok(json!([changed(practice, id, shows(ask)?, now)?]))
}

/// A visit that was booked by now.
pub(crate) fn booked_visit(practice: &Practice, id: u64, now: DateTime<Utc>) -> Result<Visit, Refusal> {
    let visit = practice.visit(id).filter(|visit| !visit.open);
    let known = visit.filter(|visit| practice.standing(visit, now).is_some());
    known.ok_or_else(|| errors::no_such("Appointment"))
}

/// One appointment, or one slot, as it stands.
pub(crate) fn changed(
    practice: &Practice,
    id: u64,
    shows: Shows,
    now: DateTime<Utc>,
) -> Result<Value, Refusal> {
    let found = practice.visit(id).and_then(|visit| Some((visit, practice.standing(&visit, now)?)));
    let (visit, standing) = found.ok_or_else(|| errors::no_such("Appointment"))?;
    Ok(visit_row::row(practice, &visit, standing, shows, now))
}

/// What a request wants of its rows.
pub(crate) fn shows(ask: &Ask) -> Result<Shows, Refusal> {
    Ok(Shows {
        patient: ask.flag("showpatientdetail", false)?,
        restricted: ask.flag("ignorerestrictions", false)?,
        insurance: ask.flag("showinsurance", false)?,
        copay: ask.flag("showcopay", true)?,
    })
}

fn list(practice: &Practice, ask: &Ask, now: DateTime<Utc>) -> Result<Value, Refusal> {
    let page = Page::read(ask, BOOKED)?;
    let shows = shows(ask)?;
    let wanted = Wanted::read(practice, ask)?;
    let visits = practice.visits(wanted.first, wanted.last);
    let mut found: Vec<(Visit, Standing)> =
        visits.filter_map(|visit| Some((visit, wanted.takes(practice, &visit, now)?))).collect();
    found.sort_by_cached_key(|(visit, _)| practice.seed.dice(Stream::Order, u64::from(visit.id)).next());
    let rows = page.cut(&found).iter();
    let rows =
        rows.map(|(visit, standing)| visit_row::row(practice, visit, standing.clone(), shows, now)).collect();
    Ok(page.wrap(ask, "appointments", found.len(), rows))
}

/// What a list asks for.
struct Wanted {
    first: NaiveDate,
    last: NaiveDate,
    departments: Option<Vec<u16>>,
    providers: Option<Vec<u16>>,
    kinds: Option<Vec<u64>>,
    patient: Option<u64>,
    cancelled: bool,
    modified: Span,
    scheduled: Span,
}

/// From an instant to another, both included, each left open when nobody said.
struct Span(Option<DateTime<Utc>>, Option<DateTime<Utc>>);

impl Span {
    fn read(ask: &Ask, from: &str, until: &str) -> Result<Self, Refusal> {
        Ok(Span(ask.instant(from)?, ask.instant(until)?))
    }

    /// Compares as the interface does, to the second.
    fn holds(&self, at: DateTime<Utc>) -> bool {
        let at = at.timestamp();
        self.0.is_none_or(|from| from.timestamp() <= at) && self.1.is_none_or(|until| at <= until.timestamp())
    }

    fn is_open(&self) -> bool {
        self.0.is_none() && self.1.is_none()
    }
}

impl Wanted {
    fn read(practice: &Practice, ask: &Ask) -> Result<Self, Refusal> {
        let places = |ids: Option<Vec<u64>>, find: &dyn Fn(u64) -> Option<u16>| -> Option<Vec<u16>> {
            ids.map(|ids| ids.into_iter().filter_map(find).collect())
        };
        Ok(Wanted {
            first: ask.date("startdate")?.unwrap_or_default(),
            last: ask.date("enddate")?.unwrap_or_default(),
            departments: places(ask.numbers("departmentid")?, &|id| practice.find_department(id)),
            providers: places(ask.numbers("providerid")?, &|id| practice.find_provider(id)),
            kinds: ask.numbers("appointmenttypeid")?,
            patient: ask.number("patientid")?,
            cancelled: ask.flag("showcancelled", false)?,
            modified: Span::read(ask, "startlastmodified", "endlastmodified")?,
            scheduled: Span::read(ask, "scheduledstartdate", "scheduledenddate")?,
        })
    }

    fn takes(&self, practice: &Practice, visit: &Visit, now: DateTime<Utc>) -> Option<Standing> {
        let named = self.departments.as_ref().is_none_or(|list| list.contains(&visit.department))
            && self.providers.as_ref().is_none_or(|list| list.contains(&visit.provider))
            && self.patient.is_none_or(|id| People::id(visit.patient) == id)
            && self
                .kinds
                .as_ref()
                .is_none_or(|ids| ids.contains(&u64::from(KINDS[usize::from(visit.kind)].id)));
        if !named {
            return None;
        }
        let standing = practice.standing(visit, now)?;
        let shown = self.cancelled || standing.state != State::Cancelled;
        let in_time = self.modified.holds(standing.modified)
            && (self.scheduled.is_open() || self.scheduled.holds(practice.story(visit).booked));
        (shown && in_time).then_some(standing)
    }
}
