//! Writes of the schedule: booking, cancelling, moving, freezing, checking in and out, changing a booked visit, its
//! notes and custom fields, opening slots and taking them off. Each is read before it is done, and held once more
//! against the schedule as it is done: what happens in between is another desk's.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::appointments::booked_visit as booked;
use super::{check_in, open_slots, patient, visit_words};
use crate::ask::Ask;
use crate::bookings::{Missed, Placing, Step};
use crate::calendar::Visit;
use crate::eastern;
use crate::errors::{self, Refusal};
use crate::kinds::{CancelReason, KINDS, Kind};
use crate::people::{People, Standing};
use crate::practice::Practice;
use crate::schedule::{BOOKED, Cannot, Wish};
use crate::story::State;
use crate::writes::{Act, WriteTruth, Writer};

/// A write that may be done.
#[derive(Debug)]
pub(crate) struct Change {
    act: Act,
    visit: Option<u64>,
    doing: Doing,
    asked: Vec<(String, String)>,
}

#[derive(Debug)]
pub(super) enum Doing {
    Book { slot: Visit, wish: Wish, note: Option<String> },
    Cancel { visit: Visit, reason: &'static CancelReason },
    Move { visit: Visit, slot: Visit, wish: Wish, reason: &'static CancelReason },
    Freeze { slot: Visit, frozen: bool },
    Step { visit: Visit, step: Step },
    Place { visit: Visit, placing: Placing },
    Open { slots: Vec<Visit> },
    Remove { slot: Visit },
    Words { visit: Visit, words: visit_words::Words },
}

/// Reads a write of an appointment's path, and does nothing yet.
pub(crate) fn read(
    practice: &Practice,
    ask: &Ask,
    path: &[&str],
    now: DateTime<Utc>,
) -> Result<Change, Refusal> {
    let id = |text: &str| crate::ask::integer(text);
    let (act, visit, doing) = match (ask.method.as_str(), path) {
        ("POST", ["open"]) => (Act::OpenSlots, None, open(practice, ask)?),
        ("PUT", ["booked", visit]) => (Act::Update, Some(id(visit)?), place(practice, ask, id(visit)?, now)?),
        ("PUT", [slot]) => (Act::Book, Some(id(slot)?), book(practice, ask, id(slot)?)?),
        ("DELETE", [slot]) => {
            let open = practice.open_slot(id(slot)?).ok_or_else(errors::not_available)?;
            (Act::RemoveSlot, Some(id(slot)?), Doing::Remove { slot: open })
        }
        ("PUT", [visit, "cancel"]) => {
            (Act::Cancel, Some(id(visit)?), cancel(practice, ask, id(visit)?, now)?)
        }
        ("PUT", [visit, "reschedule"]) => {
            (Act::Move, Some(id(visit)?), reschedule(practice, ask, id(visit)?, now)?)
        }
        ("PUT", [slot, "freeze"]) => {
            ask.require(&["freeze"])?;
            let frozen = ask.flag("freeze", true)?;
            let act = if frozen { Act::Freeze } else { Act::Unfreeze };
            (act, Some(id(slot)?), freeze(practice, id(slot)?, frozen)?)
        }
        ("POST", [visit, "startcheckin"]) => step(practice, id(visit)?, Act::StartCheckIn, now)?,
        ("POST", [visit, "checkin"]) => step(practice, id(visit)?, Act::CheckIn, now)?,
        ("POST", [visit, "cancelcheckin"]) => step(practice, id(visit)?, Act::CancelCheckIn, now)?,
        ("POST", [visit, "checkout"]) => step(practice, id(visit)?, Act::CheckOut, now)?,
        (method, [visit, rest @ ..]) => {
            let visit = booked(practice, id(visit)?, now)?;
            let (act, words) = visit_words::read(practice, ask, (method, rest), &visit)?;
            (act, Some(u64::from(visit.id)), Doing::Words { visit, words })
        }
        _ => return Err(errors::unknown_path()),
    };
    let mut asked: Vec<(String, String)> =
        ask.all().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    asked.extend(visit.map(|visit| ("appointmentid".to_owned(), visit.to_string())));
    Ok(Change { act, visit, doing, asked })
}

/// The patient of a request, who must be one that can be seen.
fn patient_of(practice: &Practice, ask: &Ask) -> Result<u32, Refusal> {
    let id = ask.number("patientid")?.unwrap_or_default();
    let at = patient::find(practice, ask, id)?;
    let person = practice.people.at(at);
    let gone = person.died.is_some() || person.standing == Standing::Deleted;
    if gone { Err(errors::not_to_be_seen()) } else { Ok(at) }
}

/// The open slot that a booking names, if the interface may book it.
fn slot_for(practice: &Practice, ask: &Ask, id: u64) -> Result<Visit, Refusal> {
    let may_all = ask.flag("ignoreschedulablepermission", false)?;
    let slot = practice.open_slot(id).ok_or_else(errors::not_available)?;
    let may = !practice.is_frozen(&slot) && (may_all || practice.is_schedulable(&slot));
    if may { Ok(slot) } else { Err(errors::not_available()) }
}

fn book(practice: &Practice, ask: &Ask, id: u64) -> Result<Doing, Refusal> {
    ask.require(&["patientid"])?;
    if ask.get("reasonid").is_none() && ask.get("appointmenttypeid").is_none() {
        return Err(errors::no_kind());
    }
    let patient = patient_of(practice, ask)?;
    let slot = slot_for(practice, ask, id)?;
    let kind = open_slots::kind_for(ask, Some(slot.kind))?;
    let wish = Wish { patient, kind, urgent: ask.flag("urgentyn", false)? };
    Ok(Doing::Book { slot, wish, note: ask.get("bookingnote").map(str::to_owned) })
}

/// The reason that a request gives for cancelling.
fn reason(ask: &Ask, usual: &'static CancelReason) -> Result<&'static CancelReason, Refusal> {
    match ask.number("appointmentcancelreasonid")? {
        Some(id) => CancelReason::find(id).ok_or_else(|| errors::no_such("Appointment cancel reason")),
        None => Ok(usual),
    }
}

/// A booked visit of whom the request says that it is theirs.
fn theirs(practice: &Practice, ask: &Ask, id: u64, now: DateTime<Utc>) -> Result<Visit, Refusal> {
    let visit = booked(practice, id, now)?;
    let said = ask.number("patientid")?.and_then(|id| practice.people.find(id));
    if said.map(|at| practice.people.survivor(at)) != Some(visit.patient) {
        return Err(errors::other_patient());
    }
    practice.stands(&visit, &BOOKED, now).map_err(|_| errors::cancelled_already())?;
    Ok(visit)
}

fn cancel(practice: &Practice, ask: &Ask, id: u64, now: DateTime<Utc>) -> Result<Doing, Refusal> {
    ask.require(&["patientid"])?;
    let visit = theirs(practice, ask, id, now)?;
    Ok(Doing::Cancel { visit, reason: reason(ask, CancelReason::USUAL)? })
}

fn reschedule(practice: &Practice, ask: &Ask, id: u64, now: DateTime<Utc>) -> Result<Doing, Refusal> {
    ask.require(&["patientid", "newappointmentid"])?;
    let visit = theirs(practice, ask, id, now)?;
    let slot = slot_for(practice, ask, ask.number("newappointmentid")?.unwrap_or_default())?;
    let kind = match ask.get("reasonid") {
        Some(_) => open_slots::kind_for(ask, Some(slot.kind))?,
        None if KINDS[usize::from(slot.kind)].holds(&KINDS[usize::from(visit.kind)]) => visit.kind,
        None => return Err(errors::too_long_for_slot()),
    };
    let wish = Wish { patient: visit.patient, kind, urgent: false };
    Ok(Doing::Move { visit, slot, wish, reason: reason(ask, CancelReason::MOVED)? })
}

fn freeze(practice: &Practice, id: u64, frozen: bool) -> Result<Doing, Refusal> {
    let known = practice.visit(id).is_some_and(|visit| !practice.bookings.is_removed(visit.id));
    if !known {
        return Err(errors::no_such("Appointment"));
    }
    let slot = practice.open_slot(id).ok_or_else(|| errors::failed("Appointment is not open."))?;
    if practice.is_frozen(&slot) == frozen {
        return Err(frozen_already(frozen));
    }
    Ok(Doing::Freeze { slot, frozen })
}

fn frozen_already(frozen: bool) -> Refusal {
    errors::failed(if frozen { "Appointment is already frozen." } else { "Appointment is not frozen." })
}

/// A step of the check-in, and from where it is taken. That nobody is checked in whose check-in was not begun is not
/// known of the real interface.
fn step(
    practice: &Practice,
    id: u64,
    act: Act,
    now: DateTime<Utc>,
) -> Result<(Act, Option<u64>, Doing), Refusal> {
    let visit = booked(practice, id, now)?;
    let step = match act {
        Act::StartCheckIn => Step::StartCheckIn,
        Act::CheckIn => Step::CheckIn,
        Act::CancelCheckIn => Step::CancelCheckIn,
        _ => Step::CheckOut,
    };
    practice.stands(&visit, from(step), now).map_err(|why| refused(why, step))?;
    if step == Step::CheckIn {
        check_in::require(practice, visit.patient)?;
    }
    Ok((act, Some(id), Doing::Step { visit, step }))
}

fn from(step: Step) -> &'static [State] {
    match step {
        Step::StartCheckIn => &[State::Booked],
        Step::CheckIn => &[State::CheckingIn],
        Step::CancelCheckIn => &[State::CheckingIn, State::CheckedIn],
        _ => &[State::CheckedIn],
    }
}

fn refused(why: Cannot, step: Step) -> Refusal {
    match (why, step) {
        (Cannot::Missed(_), _) => errors::not_available(),
        (Cannot::Stands(State::Booked), _) | (_, Step::CancelCheckIn | Step::CheckOut) => {
            errors::not_checked_in()
        }
        (Cannot::Stands(_), Step::StartCheckIn | Step::CheckIn) => errors::checked_in_already(),
        (Cannot::Stands(_), _) => errors::cancelled_already(),
    }
}

/// What is wrong with a change of a booked visit comes as a bare text under a status of success.
fn place(practice: &Practice, ask: &Ask, id: u64, now: DateTime<Utc>) -> Result<Doing, Refusal> {
    let visit = booked(practice, id, now)?;
    practice.stands(&visit, &BOOKED, now).map_err(|_| errors::bare("Appointment is not booked"))?;
    let number = |name: &str, bad: &str| match ask.get(name) {
        Some(text) => text.parse::<u64>().map(Some).map_err(|_| errors::bare(bad)),
        None => Ok(None),
    };
    let (provider, department, kind) = (
        number("providerid", "Invalid PROVIDERID input")?,
        number("departmentid", "Invalid DEPARTMENTID input")?,
        number("appointmenttypeid", "Invalid APPOINTMENTTYPEID input")?,
    );
    if (provider, department, kind) == (None, None, None) {
        return Err(errors::bare("No input to update"));
    }
    let staff = |id| practice.find_provider(id).filter(|at| !practice.provider(*at).departed);
    let known = |place: Option<u64>, own: u16, find: &dyn Fn(u64) -> Option<u16>, bad: &str| match place {
        Some(id) => find(id).ok_or_else(|| errors::bare(bad)),
        None => Ok(own),
    };
    let kind_of = |id| Kind::place(id).map(u16::from);
    let placing = Placing {
        provider: known(provider, visit.provider, &staff, "Invalid PROVIDERID input")?,
        department: known(
            department,
            visit.department,
            &|id| practice.find_department(id),
            "Invalid DEPARTMENTID input",
        )?,
        kind: known(kind, u16::from(visit.kind), &kind_of, "Invalid APPOINTMENTTYPEID input")? as u8,
    };
    Ok(Doing::Place { visit, placing })
}

/// `POST /appointments/open`: one slot for each time that is said.
fn open(practice: &Practice, ask: &Ask) -> Result<Doing, Refusal> {
    ask.require(&["departmentid", "providerid", "appointmentdate", "appointmenttime"])?;
    let kind = open_slots::kind_for(ask, None)?;
    let department = ask.number("departmentid")?.and_then(|id| practice.find_department(id));
    let provider = ask.number("providerid")?.and_then(|id| practice.find_provider(id));
    let provider = provider.filter(|at| !practice.provider(*at).departed);
    let (Some(department), Some(provider)) = (department, provider) else {
        return Err(errors::no_such("Department or provider"));
    };
    let day = ask.date("appointmentdate")?.unwrap_or_default();
    let times = ask.get("appointmenttime").unwrap_or_default().split(',').map(str::trim);
    let minutes = KINDS[usize::from(kind)].minutes;
    let slot = |text: &str| {
        let minute = eastern::read_clock_face(text).ok_or_else(|| errors::expecting("time", text))?;
        Ok(Visit::slot(day, (minute, minutes), (provider, department), kind))
    };
    Ok(Doing::Open { slots: times.map(slot).collect::<Result<_, Refusal>>()? })
}

impl Change {
    /// The visit and the slot that it is about, and the patient, for a rival who is a moment faster.
    pub(crate) fn contested(&self) -> Option<crate::deeds::Deed> {
        use crate::deeds::Deed;
        let cancels = |visit: &Visit| Some(Deed::Cancel { visit: u64::from(visit.id) });
        match &self.doing {
            Doing::Book { slot, .. } | Doing::Move { slot, .. } | Doing::Remove { slot } => {
                Some(Deed::TakeSlot { slot: u64::from(slot.id) })
            }
            Doing::Freeze { slot, frozen: true } => Some(Deed::Freeze { slot: u64::from(slot.id) }),
            Doing::Freeze { slot, frozen: false } => Some(Deed::Unfreeze { slot: u64::from(slot.id) }),
            Doing::Cancel { visit, .. } | Doing::Place { visit, .. } => cancels(visit),
            Doing::Step { visit, step: Step::StartCheckIn | Step::CheckIn } => cancels(visit),
            Doing::Step { visit, step: Step::CancelCheckIn } => {
                Some(Deed::CancelCheckIn { visit: u64::from(visit.id) })
            }
            Doing::Step { visit, .. } => Some(Deed::CheckOut { visit: u64::from(visit.id) }),
            Doing::Open { .. } | Doing::Words { .. } => None,
        }
    }

    /// Does it, unless another desk was faster, and answers as the interface does.
    pub(crate) fn apply(
        self,
        practice: &Practice,
        writer: Writer,
        now: DateTime<Utc>,
    ) -> Result<Value, Refusal> {
        let _turn = practice.turn();
        let patient = self.doing.patient();
        let value = self.doing.done(practice, now)?;
        let write = WriteTruth {
            act: self.act,
            visit: self.visit,
            patient: patient.map_or(0, People::id),
            created: false,
            writer,
            asked: self.asked,
            at: now,
        };
        practice.writes.add(write);
        Ok(value)
    }
}

impl Doing {
    fn patient(&self) -> Option<u32> {
        match self {
            Doing::Book { wish, .. } => Some(wish.patient),
            Doing::Cancel { visit, .. }
            | Doing::Move { visit, .. }
            | Doing::Step { visit, .. }
            | Doing::Place { visit, .. }
            | Doing::Words { visit, .. } => Some(visit.patient),
            Doing::Freeze { .. } | Doing::Open { .. } | Doing::Remove { .. } => None,
        }
    }

    fn done(&self, practice: &Practice, now: DateTime<Utc>) -> Result<Value, Refusal> {
        let success = || json!({"success": true});
        let not_available = |_| errors::not_available();
        match self {
            Doing::Book { slot, wish, note } => {
                practice.book_slot(slot, *wish, now).map_err(not_available)?;
                if let Some(note) = note {
                    practice.notes.add(slot.id, note, true, now);
                }
                Ok(json!([outline(practice, slot, *wish, true)]))
            }
            Doing::Cancel { visit, reason } => {
                let done = practice.cancel_visit(visit, reason, now);
                done.map_err(|_| errors::cancelled_already()).map(|()| json!({"status": "x"}))
            }
            Doing::Move { visit, slot, wish, reason } => {
                practice.move_visit((visit, slot), *wish, reason, now).map_err(|why| match why {
                    Cannot::Missed(_) => errors::not_available(),
                    Cannot::Stands(_) => errors::cancelled_already(),
                })?;
                // Recorded: whom the new visit is with is left empty.
                Ok(json!([outline(practice, slot, *wish, false)]))
            }
            Doing::Freeze { slot, frozen } => match practice.freeze_slot(slot, *frozen, now) {
                Ok(()) => Ok(json!({"success": true, "errormessage": ""})),
                Err(Cannot::Missed(Missed::AlreadySo)) => Err(frozen_already(*frozen)),
                Err(_) => Err(errors::failed("Appointment is not open.")),
            },
            Doing::Step { visit, step } => {
                let done = practice.take_step(visit, (from(*step), *step), now);
                done.map_err(|why| refused(why, *step)).map(|()| success())
            }
            Doing::Place { visit, placing } => {
                let done = practice.place_visit(visit, *placing, now);
                done.map_err(|_| errors::bare("Appointment is not booked")).map(|()| json!(1))
            }
            Doing::Open { slots } => {
                let opened = slots.iter().map(|slot| {
                    let id = practice.open(*slot, now).to_string();
                    (id, json!(eastern::clock_face(slot.minute)))
                });
                Ok(json!({"appointmentids": opened.collect::<serde_json::Map<_, _>>()}))
            }
            Doing::Remove { slot } => {
                practice.remove_slot(slot, now).map_err(not_available).map(|()| success())
            }
            Doing::Words { visit, words } => {
                words.put(practice, visit.id, now);
                practice.bookings.step(visit.id, Step::Change, now);
                practice.tell_visit(visit.id, "UpdateAppointment", now);
                Ok(success())
            }
        }
    }
}

/// A booked visit as the answer to its booking describes it.
fn outline(practice: &Practice, slot: &Visit, wish: Wish, with_provider: bool) -> Value {
    let kind = &KINDS[usize::from(wish.kind)];
    let provider = practice.providers[usize::from(slot.provider)].id.to_string();
    json!({
        "date": eastern::date(slot.day),
        "appointmentid": slot.id.to_string(),
        "starttime": eastern::clock_face(slot.minute),
        "departmentid": practice.department(slot.department).id.to_string(),
        "appointmentstatus": "f",
        "patientid": People::id(wish.patient).to_string(),
        "duration": slot.minutes,
        "appointmenttypeid": kind.id.to_string(),
        "appointmenttype": kind.name,
        "providerid": if with_provider { provider } else { String::new() },
        "patientappointmenttypename": kind.public_name,
    })
}
