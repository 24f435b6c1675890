//! What a look at athenahealth says of a write. Pure: what was read comes in, a judgement goes out.

use std::collections::{BTreeMap, BTreeSet};

use model::{Patient, PatientField, PatientFields, PatientId};

use super::words::{Alike, Made};

use PatientField as F;

/// From this score on somebody may be the same person: names and date of birth alone come to it.
pub(crate) const LIKELY: i64 = 23;

/// What a look before sending says of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing stands in the way.
    Clear,
    /// Somebody else changed fields that are to be written; what they say now.
    Changed(PatientFields),
}

/// What a reading says of a write of which nobody knows whether it was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found<T> {
    /// athenahealth has it.
    There(T),
    /// athenahealth does not have it.
    Absent,
    /// What athenahealth has says neither.
    Undecided,
}

/// Whether a change may be sent: a field that says something else than the person saw, and not what
/// they want there either, was changed by somebody else.
pub(crate) fn look(fields: &PatientFields, before: &PatientFields, now: &PatientFields) -> Look {
    let changed = fields.iter().filter(|(field, wanted)| {
        let is = now.get(*field).unwrap_or_default();
        let saw = before.get(*field);
        saw.is_some_and(|saw| !field.says_the_same(saw, is)) && !field.says_the_same(wanted, is)
    });
    let changed = now.only(changed.map(|(field, _)| field));
    if changed.is_empty() { Look::Clear } else { Look::Changed(changed) }
}

/// Who of those found is likely the one to be registered, and was not ruled out.
pub(crate) fn likely(found: Vec<Alike>, seen: &BTreeSet<PatientId>) -> Vec<Alike> {
    let likely = |one: &Alike| one.score.is_none_or(|score| score >= LIKELY);
    found.into_iter().filter(|one| likely(one) && !seen.contains(&one.patient)).collect()
}

/// Whether a change was carried out: a field that it changes says what was written.
pub(crate) fn changed(
    fields: &PatientFields,
    before: &PatientFields,
    now: &PatientFields,
) -> Found<BTreeMap<F, Made>> {
    let (mut written, mut untouched, mut changes) = (0, 0, 0);
    for (field, wanted) in fields.iter() {
        let (saw, is) = (before.get(field).unwrap_or_default(), now.get(field).unwrap_or_default());
        if field.says_the_same(wanted, saw) {
            continue;
        }
        changes += 1;
        written += u32::from(field.says_the_same(wanted, is));
        untouched += u32::from(field.says_the_same(saw, is));
    }
    if written > 0 || changes == 0 {
        Found::There(made(fields, before, now))
    } else if untouched == changes {
        Found::Absent
    } else {
        Found::Undecided
    }
}

/// What athenahealth made of each field that was written.
pub(crate) fn made(fields: &PatientFields, before: &PatientFields, now: &PatientFields) -> BTreeMap<F, Made> {
    let of = |(field, wanted): (F, &str)| {
        let is = now.get(field).unwrap_or_default();
        let made = if is == wanted {
            Made::Kept
        } else if before.get(field) == Some(is) {
            Made::Ignored
        } else {
            Made::Changed(is.to_owned().into())
        };
        (field, made)
    };
    fields.iter().map(of).collect()
}

/// Whether somebody was registered: somebody of the same names and date of birth who was not there
/// before, and who is reached where the one to be registered is. Two of them cannot be told apart.
pub(crate) fn registered(
    fields: &PatientFields,
    seen: &BTreeSet<PatientId>,
    found: &[Patient],
) -> Found<PatientId> {
    let new: Vec<&Patient> =
        found.iter().filter(|one| !seen.contains(&one.id) && is_them(fields, one)).collect();
    let reached: Vec<&&Patient> = new.iter().filter(|one| is_reached_alike(fields, one)).collect();
    match (new.is_empty(), reached.as_slice()) {
        (true, _) => Found::Absent,
        (false, [one]) => Found::There(one.id.clone()),
        (false, _) => Found::Undecided,
    }
}

/// Whether a patient has the names and the date of birth that are to be registered.
pub(crate) fn is_them(fields: &PatientFields, patient: &Patient) -> bool {
    [F::First, F::Last, F::Dob].into_iter().all(|field| {
        let wanted = fields.get(field).unwrap_or_default();
        field.says_the_same(wanted, field.of(patient).expose())
    })
}

fn is_reached_alike(fields: &PatientFields, patient: &Patient) -> bool {
    [F::HomePhone, F::MobilePhone, F::WorkPhone, F::Email].into_iter().any(|field| {
        let wanted = fields.get(field).unwrap_or_default();
        !wanted.is_empty() && field.says_the_same(wanted, field.of(patient).expose())
    })
}

#[cfg(test)]
mod tests;
