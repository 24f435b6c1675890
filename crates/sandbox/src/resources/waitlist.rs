//! `/appointments/waitlist` and its entries. No answer of success was ever recorded: an entry's row has the fields that
//! its write has, and a write says no more than that it was done.

use serde_json::{Value, json};

use super::patient;
use crate::ask::Ask;
use crate::errors::{self, Refusal};
use crate::kinds::{KINDS, Kind, Reason};
use crate::paging;
use crate::people::People;
use crate::practice::Practice;
use crate::waits::{PRIORITIES, Wait};
use crate::writes::{Act, WriteTruth, Writer};

/// `GET /appointments/waitlist`.
pub(crate) fn list(practice: &Practice, ask: &Ask) -> Result<Value, Refusal> {
    let departments = ask.numbers("departmentid")?;
    let providers = ask.numbers("providerid")?;
    let patient = ask.number("patientid")?;
    let department_of = |wait: &Wait| u64::from(practice.department(wait.department).id);
    let provider_of = |wait: &Wait| wait.provider.map(|at| u64::from(practice.providers[usize::from(at)].id));
    let entries = practice.waits.all().into_iter().filter(|(_, wait)| {
        departments.as_ref().is_none_or(|ids| ids.contains(&department_of(wait)))
            && providers.as_ref().is_none_or(|ids| provider_of(wait).is_none_or(|id| ids.contains(&id)))
            && patient.is_none_or(|id| People::id(practice.people.survivor(wait.patient)) == id)
    });
    let rows = entries.map(|(id, wait)| row(practice, id, &wait)).collect();
    paging::rows(ask, paging::LIST, "waitlistentries", rows)
}

/// `GET /appointments/waitlist/{waitlistid}`: an array of one.
pub(crate) fn one(practice: &Practice, id: u64) -> Result<Value, Refusal> {
    let (id, wait) = find(practice, id)?;
    Ok(json!([row(practice, id, &wait)]))
}

fn find(practice: &Practice, id: u64) -> Result<(u32, Wait), Refusal> {
    practice.waits.find(id).ok_or_else(|| errors::no_such("Wait list entry"))
}

fn row(practice: &Practice, id: u32, wait: &Wait) -> Value {
    let days: Vec<String> = wait.days.iter().map(u8::to_string).collect();
    json!({
        "waitlistid": id,
        "patientid": People::id(practice.people.survivor(wait.patient)),
        "departmentid": practice.department(wait.department).id,
        "providerid": wait.provider.map(|at| practice.providers[usize::from(at)].id),
        "appointmenttypeid": wait.kind.map(|kind| KINDS[usize::from(kind)].id),
        "reasonid": wait.reason,
        "appointmentid": wait.visit,
        "dayofweekids": (!days.is_empty()).then_some(days),
        "hourfrom": wait.hour_from,
        "hourto": wait.hour_to,
        "priority": wait.priority,
        "note": wait.note,
    })
}

/// A write that may be done.
#[derive(Debug)]
pub(crate) struct Change {
    doing: Doing,
    patient: u32,
    asked: Vec<(String, String)>,
}

#[derive(Debug)]
enum Doing {
    Add(Wait),
    Put(u32, Wait),
    Remove(u32),
}

/// Reads a write, and does nothing yet.
pub(crate) fn read(practice: &Practice, ask: &Ask, path: &[&str]) -> Result<Change, Refusal> {
    let id = |text: &str| crate::ask::integer(text);
    let (doing, patient) = match (ask.method.as_str(), path) {
        ("POST", []) => {
            let missing: Vec<&str> =
                ["patientid", "departmentid"].into_iter().filter(|name| ask.get(name).is_none()).collect();
            if !missing.is_empty() {
                return Err(errors::missing_only(&missing));
            }
            let wait = said(practice, ask, None)?;
            let patient = wait.patient;
            (Doing::Add(wait), patient)
        }
        ("PUT", [entry]) => {
            let (id, known) = find(practice, id(entry)?)?;
            let wait = said(practice, ask, Some(known))?;
            let patient = wait.patient;
            (Doing::Put(id, wait), patient)
        }
        ("DELETE", [entry]) => {
            let (id, known) = find(practice, id(entry)?)?;
            (Doing::Remove(id), known.patient)
        }
        _ => return Err(errors::unknown_path()),
    };
    let asked = ask.all().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Ok(Change { doing, patient, asked })
}

/// An entry as a request says it; of one that is known, what is not said stays.
fn said(practice: &Practice, ask: &Ask, known: Option<Wait>) -> Result<Wait, Refusal> {
    let patient = match (ask.number("patientid")?, &known) {
        (Some(id), _) => patient::find(practice, ask, id)?,
        (None, Some(known)) => known.patient,
        (None, None) => return Err(errors::missing_only(&["patientid"])),
    };
    let department = match (ask.number("departmentid")?, &known) {
        (Some(id), _) => practice.find_department(id).ok_or_else(|| errors::no_such("Department"))?,
        (None, Some(known)) => known.department,
        (None, None) => return Err(errors::missing_only(&["departmentid"])),
    };
    let wait = known.unwrap_or(Wait {
        patient,
        department,
        provider: None,
        kind: None,
        reason: None,
        visit: None,
        days: Vec::new(),
        hour_from: None,
        hour_to: None,
        priority: PRIORITIES[1],
        note: None,
    });
    let provider = |id| practice.find_provider(id).ok_or_else(|| errors::no_such("Provider"));
    let kind = |id| Kind::place(id).ok_or_else(|| errors::no_such("Appointment type"));
    let reason = |id| Reason::find(id).map(|reason| reason.id).ok_or_else(|| errors::no_such("Reason"));
    let visit = |id| practice.visit(id).map(|visit| visit.id).ok_or_else(|| errors::no_such("Appointment"));
    Ok(Wait {
        patient,
        department,
        provider: ask.number("providerid")?.map(provider).transpose()?.or(wait.provider),
        kind: ask.number("appointmenttypeid")?.map(kind).transpose()?.or(wait.kind),
        reason: ask.number("reasonid")?.map(reason).transpose()?.or(wait.reason),
        visit: ask.number("appointmentid")?.map(visit).transpose()?.or(wait.visit),
        days: days(ask)?.unwrap_or(wait.days),
        hour_from: hour(ask, "hourfrom")?.or(wait.hour_from),
        hour_to: hour(ask, "hourto")?.or(wait.hour_to),
        priority: match ask.get("priority") {
            Some(word) => PRIORITIES
                .into_iter()
                .find(|known| *known == word)
                .ok_or_else(|| errors::expecting("priority", word))?,
            None => wait.priority,
        },
        note: ask.raw("note").map_or(wait.note, |note| (!note.is_empty()).then(|| note.to_owned())),
    })
}

/// Days of the week, as a list or in the form `dayofweekids[0]=1`, which was recorded.
fn days(ask: &Ask) -> Result<Option<Vec<u8>>, Refusal> {
    let mut said: Vec<u64> = ask.numbers("dayofweekids")?.unwrap_or_default();
    for (name, value) in ask.all().filter(|(name, _)| name.starts_with("dayofweekids[")) {
        said.push(crate::ask::integer(value).map_err(|_| errors::expecting("integer", name))?);
    }
    let day = |day: u64| match u8::try_from(day) {
        Ok(day @ 1..=7) => Ok(day),
        _ => Err(errors::expecting("integer", &day.to_string())),
    };
    let days: Vec<u8> = said.into_iter().map(day).collect::<Result<_, _>>()?;
    Ok((!days.is_empty()).then_some(days))
}

fn hour(ask: &Ask, name: &str) -> Result<Option<u8>, Refusal> {
    match ask.number(name)? {
        None => Ok(None),
        Some(hour @ 0..=24) => Ok(Some(hour as u8)),
        Some(hour) => Err(errors::expecting("integer", &hour.to_string())),
    }
}

impl Change {
    /// Does it, unless the entry was taken off meanwhile.
    pub(crate) fn apply(
        self,
        practice: &Practice,
        writer: Writer,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<Value, Refusal> {
        let done = match self.doing {
            Doing::Add(wait) => practice.waits.add(wait) > 0,
            Doing::Put(id, wait) => practice.waits.put(id, wait),
            Doing::Remove(id) => practice.waits.remove(id),
        };
        if !done {
            return Err(errors::no_such("Wait list entry"));
        }
        practice.writes.add(WriteTruth {
            act: Act::Wait,
            visit: None,
            patient: People::id(self.patient),
            created: false,
            writer,
            asked: self.asked,
            at: now,
        });
        Ok(json!({"success": true}))
    }
}
