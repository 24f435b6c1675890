//! `GET /appointments/open`: times that can be booked. Without a reason or a type there are no rows; a reason other
//! than any wants a provider; what is too near, too far, frozen or not to be scheduled from outside stays out unless it
//! is asked for.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::calendar::{AHEAD, Visit};
use crate::eastern;
use crate::errors::{self, Refusal};
use crate::kinds::{KINDS, Kind, REASONS, Reason};
use crate::paging::{BOOKED, Page};
use crate::practice::Practice;

/// How near a time may be, and how far, where nobody says that it does not matter.
const NEAREST: TimeDelta = TimeDelta::hours(24);
const FARTHEST: TimeDelta = TimeDelta::days(90);
/// The days that are looked at where nobody says which.
const USUAL_DAYS: i64 = 7;

/// `GET /appointments/open`.
pub(crate) fn list(practice: &Practice, ask: &Ask, now: DateTime<Utc>) -> Result<Value, Refusal> {
    ask.require(&["departmentid"])?;
    let page = Page::read(ask, BOOKED)?;
    let wanted = Wanted::read(practice, ask, now)?;
    let slots = match wanted.what {
        Some(_) => wanted.slots(practice, now),
        None => Vec::new(),
    };
    let rows = page.cut(&slots).iter().map(|slot| wanted.row(practice, slot)).collect();
    Ok(page.wrap(ask, "appointments", slots.len(), rows))
}

/// What somebody wants to be seen for.
#[derive(Clone, Copy)]
enum What {
    Anything,
    Reason(&'static Reason),
    Kind(&'static Kind),
}

impl What {
    /// Reads it; nothing where nobody says. An id that is none finds nothing.
    fn read(ask: &Ask) -> Result<(Option<Self>, bool), Refusal> {
        match ask.get("reasonid") {
            Some("-1") => return Ok((Some(What::Anything), false)),
            Some(_) => {
                let reason = ask.number("reasonid")?.and_then(Reason::find);
                return Ok((reason.map(What::Reason), true));
            }
            None => {}
        }
        let kind = ask.number("appointmenttypeid")?.and_then(Kind::place);
        Ok((kind.map(|kind| What::Kind(&KINDS[usize::from(kind)])), false))
    }

    /// Whether a slot is for it. Any reason finds what nobody could book, too.
    fn fits(self, slot: &Kind) -> bool {
        match self {
            What::Anything => true,
            What::Reason(reason) => reason.fits(slot),
            What::Kind(kind) => slot.id == kind.id || slot.generic && slot.holds(kind),
        }
    }

    fn nearest(self) -> TimeDelta {
        match self {
            What::Reason(reason) => TimeDelta::hours(i64::from(reason.min_hours)),
            _ => NEAREST,
        }
    }
}

struct Wanted {
    what: Option<What>,
    departments: Vec<u16>,
    providers: Option<Vec<u16>>,
    first: NaiveDate,
    last: NaiveDate,
    whenever: bool,
    unschedulable: bool,
    frozen: bool,
}

impl Wanted {
    fn read(practice: &Practice, ask: &Ask, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let (what, needs_provider) = What::read(ask)?;
        if needs_provider {
            ask.require(&["providerid"])?;
        }
        let departments = ask.numbers("departmentid")?.unwrap_or_default();
        let providers = ask.numbers("providerid")?;
        let today = eastern::wall(now).date();
        let first = ask.date("startdate")?.unwrap_or(today);
        let last = ask.date("enddate")?.unwrap_or_else(|| eastern::shift(first, USUAL_DAYS));
        let place = |ids: Vec<u64>| ids.into_iter().filter_map(|id| practice.find_provider(id)).collect();
        Ok(Wanted {
            what,
            departments: departments.into_iter().filter_map(|id| practice.find_department(id)).collect(),
            providers: providers.map(place),
            first: first.max(eastern::shift(today, -1)),
            last: last.min(eastern::shift(today, AHEAD)),
            whenever: ask.flag("bypassscheduletimechecks", false)?,
            unschedulable: ask.flag("ignoreschedulablepermission", false)?,
            frozen: ask.flag("showfrozenslots", false)?,
        })
    }

    fn slots(&self, practice: &Practice, now: DateTime<Utc>) -> Vec<Visit> {
        let is_wanted = |provider: u16, department: u16| {
            self.departments.contains(&department)
                && self.providers.as_ref().is_none_or(|providers| providers.contains(&provider))
        };
        let slots = practice.open_slots((self.first, self.last), is_wanted);
        slots.into_iter().filter(|slot| self.takes(practice, slot, now)).collect()
    }

    fn takes(&self, practice: &Practice, slot: &Visit, now: DateTime<Utc>) -> bool {
        let Some(what) = self.what else { return false };
        let kind = &KINDS[usize::from(slot.kind)];
        let fits = what.fits(kind)
            && match what {
                What::Reason(reason) => is_taken(practice, reason, slot),
                _ => true,
            };
        let zone = practice.department(slot.department).zone;
        let starts = eastern::at(zone, slot.day, i64::from(slot.minute));
        let ahead = starts - now;
        let in_time = if self.whenever {
            ahead > TimeDelta::days(-1)
        } else {
            ahead >= what.nearest() && ahead <= FARTHEST
        };
        fits && in_time
            && (self.unschedulable || practice.is_schedulable(slot))
            && (self.frozen || !practice.is_frozen(slot))
    }

    /// Ids are numbers here, but for those of the reasons.
    fn row(&self, practice: &Practice, slot: &Visit) -> Value {
        let kind = &KINDS[usize::from(slot.kind)];
        let provider = practice.providers[usize::from(slot.provider)].id;
        let reasons = REASONS.iter().filter(|reason| reason.fits(kind) && is_taken(practice, reason, slot));
        let reasons: Vec<String> = match self.what {
            Some(What::Reason(asked)) => vec![asked.id.to_string()],
            _ => reasons.map(|reason| reason.id.to_string()).collect(),
        };
        json!({
            "appointmentid": slot.id,
            "departmentid": practice.department(slot.department).id,
            "providerid": provider,
            "localproviderid": provider,
            "date": eastern::date(slot.day),
            "starttime": eastern::clock_face(slot.minute),
            "duration": slot.minutes,
            "appointmenttypeid": kind.id,
            "appointmenttype": kind.name,
            "patientappointmenttypename": kind.public_name,
            "reasonid": reasons,
            "frozen": self.frozen.then(|| practice.is_frozen(slot)),
        })
    }
}

/// Whether whoever a slot is with takes patients for a reason there.
pub(crate) fn is_taken(practice: &Practice, reason: &Reason, slot: &Visit) -> bool {
    let at_home = usize::from(slot.department) == practice.providers[usize::from(slot.provider)].home;
    reason.is_taken(slot.provider, at_home)
}

/// What a visit in a slot is for, as a booking or a new slot says it: by a reason, or by a type. One of them must be
/// said, must exist, and must not be longer than the slot; the last was never recorded.
pub(crate) fn kind_for(ask: &Ask, slot: Option<u8>) -> Result<u8, Refusal> {
    if ask.get("reasonid").is_none() && ask.get("appointmenttypeid").is_none() {
        return Err(errors::no_kind());
    }
    let (what, _) = What::read(ask)?;
    let kind = match what {
        Some(What::Kind(kind)) => Kind::place(u64::from(kind.id)),
        Some(What::Reason(reason)) => match slot {
            Some(slot) if reason.fits(&KINDS[usize::from(slot)]) => Some(slot),
            _ => reason.kind(),
        },
        Some(What::Anything) => slot,
        None => None,
    };
    let kind = kind.ok_or_else(|| errors::no_such("Appointment type or reason"))?;
    let fits = slot.is_none_or(|slot| KINDS[usize::from(slot)].holds(&KINDS[usize::from(kind)]));
    if fits { Ok(kind) } else { Err(errors::too_long_for_slot()) }
}
