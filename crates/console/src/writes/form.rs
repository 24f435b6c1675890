//! A patient's fields as a form takes them, and who is like somebody to be registered.

use athena::{Lane, longest};
use ipc::write::{AlikePeople, FormField, PatientAlike, PatientForm, PatientFormRead};
use ipc::{Failure, write::FieldTrouble, write::FieldWhy};
use model::{Department, PatientField as F, PatientFields, PatientId, PatientStatus};
use store::HeldPatient;
use sync::Look;

use super::{fields, rules, view};
use crate::console::Console;
use crate::journal::failed;
use crate::{card, failure, words};

/// Gives a patient's fields, and has them read anew where they have grown old.
pub(crate) async fn form(console: &Console, request: PatientFormRead) -> Result<PatientForm, Failure> {
    let live = console.live().await?;
    let Some(patient) = request.patient.map(PatientId::new) else {
        let departments = live.read(|reader| reader.departments()).await?;
        return Ok(empty(&departments));
    };
    let asked = patient.clone();
    let (held, departments) =
        live.read(move |reader| Ok((reader.patient(&asked)?, reader.departments()?))).await?;
    let held = held.filter(|held| held.patient.status != PatientStatus::Deleted).ok_or(Failure::NotHeld)?;
    let id = held.patient.id.clone();
    let listed = live.journal.list(Some(id.clone()), None, 1).await;
    let listed = listed.map_err(|error| failed(error.into(), console))?;
    let open = listed.entries.into_iter().find(|entry| !entry.state.is_ended());
    live.reading.look(Look::Card(id));
    Ok(PatientForm { open: open.map(|entry| entry.id.to_string()), ..filled(&held, &departments) })
}

fn empty(departments: &[Department]) -> PatientForm {
    let mut fields = PatientFields::default();
    if let [only] = departments {
        fields.set(F::Department, only.id.as_str());
    }
    fields.set(F::Status, "active");
    let fields = form_fields(&fields, true, departments);
    PatientForm { patient: None, name: None, dob: None, flags: Vec::new(), fields, as_of: None, open: None }
}

fn filled(held: &HeldPatient, departments: &[Department]) -> PatientForm {
    let patient = &held.patient;
    PatientForm {
        patient: Some(patient.id.to_string()),
        name: Some(words::full_name(&patient.name)),
        dob: patient.dob.expose().map(words::day),
        flags: card::flags(&patient.status, patient.deceased.expose().is_some()),
        fields: form_fields(&PatientFields::of(patient), false, departments),
        as_of: Some(words::instant(held.as_of)),
        open: None,
    }
}

fn form_fields(fields: &PatientFields, is_new: bool, departments: &[Department]) -> Vec<FormField> {
    let field = |field: F| FormField {
        field: fields::shown(field),
        value: fields.get(field).unwrap_or_default().to_owned(),
        longest: u32::try_from(longest(field)).unwrap_or(u32::MAX),
        need: fields::need(field, is_new),
        choices: rules::choices(field, departments),
    };
    fields::in_order().map(field).collect()
}

/// Asks athenahealth who is like somebody to be registered.
pub(crate) async fn alike(console: &Console, request: PatientAlike) -> Result<AlikePeople, Failure> {
    let wanted = fields::typed(&request.fields)?;
    let trouble = |field: F| {
        let why = match wanted.get(field) {
            None | Some("") => FieldWhy::Missing,
            Some(value) if !field.takes(value) => FieldWhy::Malformed,
            Some(_) => return None,
        };
        Some(FieldTrouble { field: fields::shown(field), why })
    };
    let troubles: Vec<FieldTrouble> = [F::Last, F::First, F::Dob].into_iter().filter_map(trouble).collect();
    if !troubles.is_empty() {
        return Err(Failure::BadFields { troubles });
    }
    let live = console.live().await?;
    let found = sync::alike(&live.client.lane(Lane::Interactive), &wanted).await;
    let found = found.map_err(|error| failure::from_athena(&error, live.entropy.as_ref()))?;
    let mut rows: Vec<_> = found.iter().map(|one| view::alike(&wanted, one)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.score));
    Ok(AlikePeople { rows })
}
