//! What a look at athenahealth says of a write. Pure: what was read comes in, a judgement goes out.

use std::collections::{BTreeMap, BTreeSet};

use model::{Patient, PatientField, PatientFields, PatientId};
use unicode_normalization::UnicodeNormalization;

use super::words::{Alike, Likeness, Made};

use PatientField as F;

/// From this score on athenahealth takes somebody for the same person.
const SAME: i64 = 26;
/// From this score on somebody may be the same person: names and date of birth alone come to it.
const LIKELY: i64 = 23;

/// What a look before sending says of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing stands in the way.
    Clear,
    /// Every field says already what it is to say.
    Stands,
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
/// they want there either, was changed by somebody else. A letter's case is something else: it may be
/// what they corrected.
pub(crate) fn look(fields: &PatientFields, before: &PatientFields, now: &PatientFields) -> Look {
    let is = |field: F| now.get(field).unwrap_or_default();
    if !fields.is_empty() && fields.iter().all(|(field, wanted)| is(field) == wanted) {
        return Look::Stands;
    }
    let changed = fields.iter().filter(|(field, wanted)| {
        let is = is(*field);
        let saw = before.get(*field);
        saw.is_some_and(|saw| saw != is) && *wanted != is
    });
    let changed = now.only(changed.map(|(field, _)| field));
    if changed.is_empty() { Look::Clear } else { Look::Changed(changed) }
}

/// How alike somebody registered and somebody to be registered are.
pub fn likeness(fields: &PatientFields, one: &Alike) -> Likeness {
    match one.score {
        Some(SAME..) => Likeness::Same,
        Some(LIKELY..) => Likeness::Likely,
        _ if are_named_alike(fields, &one.fields) => Likeness::Likely,
        _ => Likeness::Distant,
    }
}

/// Who of those found may be the one to be registered, and was not ruled out.
pub(crate) fn likely(fields: &PatientFields, found: Vec<Alike>, seen: &BTreeSet<PatientId>) -> Vec<Alike> {
    let likely = |one: &Alike| likeness(fields, one) != Likeness::Distant;
    found.into_iter().filter(|one| likely(one) && !seen.contains(&one.patient)).collect()
}

/// Whether a change was carried out: a field that it changes says what was written. It is held against
/// what is exactly there. Where athenahealth wrote it in its own way, with other capitals or blanks, it is
/// known again only by what the change says beyond those.
pub(crate) fn changed(
    fields: &PatientFields,
    before: &PatientFields,
    now: &PatientFields,
) -> Found<BTreeMap<F, Made>> {
    let (mut written, mut untouched, mut changes) = (0, 0, 0);
    for (field, wanted) in fields.iter() {
        let (saw, is) = (before.get(field).unwrap_or_default(), now.get(field).unwrap_or_default());
        if wanted == saw {
            continue;
        }
        changes += 1;
        let in_its_own_way = field.says_the_same(wanted, is) && !field.says_the_same(wanted, saw);
        written += u32::from(is == wanted || in_its_own_way);
        untouched += u32::from(is == saw);
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

/// Whether somebody was registered, from everybody born on their day: somebody of the same names who was
/// not there before, and who is reached where the one to be registered is. Two of them cannot be told
/// apart. Nobody is only said to be there where nobody comes near: athenahealth may have cut a name short,
/// or kept it without its marks.
pub(crate) fn registered(
    fields: &PatientFields,
    seen: &BTreeSet<PatientId>,
    found: &[Patient],
) -> Found<PatientId> {
    let new: Vec<&Patient> = found.iter().filter(|one| may_be(fields, seen, one)).collect();
    let sure = |one: &&&Patient| is_them(fields, one) && is_reached_alike(fields, one);
    let sure: Vec<&&Patient> = new.iter().filter(sure).collect();
    match (new.is_empty(), sure.as_slice()) {
        (true, _) => Found::Absent,
        (false, [one]) => Found::There(one.id.clone()),
        (false, _) => Found::Undecided,
    }
}

/// Whether somebody may be the one to be registered: they were not there before, and are named or reached
/// alike.
pub(crate) fn may_be(fields: &PatientFields, seen: &BTreeSet<PatientId>, one: &Patient) -> bool {
    let named = || {
        let (first, last) = (F::First.of(one), F::Last.of(one));
        let said = |field| fields.get(field).unwrap_or_default();
        begins_alike(said(F::First), first.expose()) && begins_alike(said(F::Last), last.expose())
    };
    !seen.contains(&one.id) && (is_reached_alike(fields, one) || named())
}

/// Whether one name is the beginning of the other, by its letters alone.
fn begins_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        name.nfd().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (letters(one), letters(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// Whether a patient has the names and the date of birth that are to be registered.
pub(crate) fn is_them(fields: &PatientFields, patient: &Patient) -> bool {
    are_named_alike(fields, &PatientFields::of(patient))
}

fn are_named_alike(ours: &PatientFields, theirs: &PatientFields) -> bool {
    [F::First, F::Last, F::Dob].into_iter().all(|field| {
        field.says_the_same(ours.get(field).unwrap_or_default(), theirs.get(field).unwrap_or_default())
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
