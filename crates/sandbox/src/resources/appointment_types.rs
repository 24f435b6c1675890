//! `/appointmenttypes`, one of them, `/patientappointmentreasons`, those for new and for known patients, and
//! `/appointmentcancelreasons`. No answer of the last was ever recorded; its fields are named as a cancelled visit names
//! them.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::errors::{self, Refusal};
use crate::kinds::{CANCEL_REASONS, KINDS, Kind, REASONS, Reason};
use crate::paging;
use crate::practice::Practice;

/// `GET /appointmenttypes`: types of the staff and of templates are hidden unless asked for.
pub(crate) fn list(ask: &Ask) -> Result<Value, Refusal> {
    let hide_staff = ask.flag("hidenonpatient", true)?;
    let hide_templates = ask.flag("hidetemplatetypeonly", true)?;
    let hide_generic = ask.flag("hidegeneric", false)?;
    let shown = KINDS.iter().filter(|kind| {
        !(hide_staff && !kind.patient || hide_templates && kind.template_only || hide_generic && kind.generic)
    });
    paging::rows(ask, paging::LIST, "appointmenttypes", shown.map(row).collect())
}

/// `GET /appointmenttypes/{appointmenttypeid}`: an array of one.
pub(crate) fn one(id: u64) -> Result<Value, Refusal> {
    let kind = KINDS.iter().find(|kind| u64::from(kind.id) == id);
    kind.map(|kind| json!([row(kind)])).ok_or_else(|| errors::no_such("Appointment type"))
}

fn row(kind: &Kind) -> Value {
    json!({
        "appointmenttypeid": kind.id.to_string(),
        "name": kind.name,
        "shortname": kind.short,
        "patientdisplayname": kind.public_name,
        "duration": kind.minutes,
        "generic": kind.generic,
        "patient": kind.patient,
        "templatetypeonly": kind.template_only,
    })
}

/// `GET /patientappointmentreasons`: what a provider takes patients for in a department; `whom` is the word for those
/// patients, where not all are meant.
pub(crate) fn reasons(practice: &Practice, ask: &Ask, whom: Option<&str>) -> Result<Value, Refusal> {
    ask.require(&["departmentid", "providerid"])?;
    let department = ask.number("departmentid")?.and_then(|id| practice.find_department(id));
    let provider = ask.number("providerid")?.and_then(|id| practice.find_provider(id));
    let (Some(department), Some(provider)) = (department, provider) else {
        return Err(errors::no_such("Department or provider"));
    };
    let home = usize::from(department) == practice.providers[usize::from(provider)].home;
    let taken = REASONS.iter().filter(|reason| reason.is_taken(provider, home));
    let taken = taken.filter(|reason| whom.is_none_or(|whom| reason.whom == whom || reason.whom == "all"));
    let taken = taken.map(reason);
    paging::rows(ask, paging::LIST, "patientappointmentreasons", taken.collect())
}

fn reason(reason: &Reason) -> Value {
    json!({
        "reasonid": reason.id.to_string(),
        "reason": reason.name,
        "description": reason.description,
        "reasontype": reason.whom,
        "schedulingminhours": reason.min_hours.to_string(),
        "schedulingmaxdays": "90",
    })
}

/// `GET /appointmentcancelreasons`.
pub(crate) fn cancel_reasons(ask: &Ask) -> Result<Value, Refusal> {
    let rows = CANCEL_REASONS.iter().map(|reason| {
        json!({
            "reasonid": reason.id.to_string(),
            "name": reason.name,
            "noshow": reason.no_show,
            "slotavailable": reason.slot_available,
        })
    });
    paging::rows(ask, paging::LIST, "appointmentcancelreasons", rows.collect())
}
