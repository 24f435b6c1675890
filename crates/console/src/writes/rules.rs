//! What keeps a write from being sent, so far as it can be said here.

use athena::Objection;
use chrono::{Datelike, NaiveDate};
use ipc::Failure;
use ipc::write::{FieldChoice, FieldTrouble, FieldWhy};
use model::{Department, PatientField as F, Zone, zip_is_in};
use sync::{PatientWrite, Write};

use super::fields;
use crate::console::Console;
use crate::live::Live;

/// In years: nobody on record has lived so long.
const OLDEST: i32 = 125;

/// What a write is held against.
pub(crate) struct Rules {
    today: NaiveDate,
    departments: Vec<Department>,
}

impl Rules {
    /// As they are today in the practice in use.
    pub(crate) async fn of(console: &Console, live: &Live) -> Result<Self, Failure> {
        let today = Zone::EASTERN.today(console.ports().clock.now());
        Ok(Self { today, departments: live.read(|reader| reader.departments()).await? })
    }

    /// What keeps a write from being sent, in the order of a form. What is done with a visit is athenahealth's
    /// to judge.
    pub(crate) fn troubles(&self, write: &Write) -> Vec<FieldTrouble> {
        write.patient().map(|write| self.of_patient(write)).unwrap_or_default()
    }

    fn of_patient(&self, write: &PatientWrite) -> Vec<FieldTrouble> {
        let is_new = matches!(write, PatientWrite::Create { .. });
        let objections = athena::objections(write.fields(), is_new);
        let mut found: Vec<(F, FieldWhy)> =
            objections.into_iter().map(|(field, why)| (field, named(why))).collect();
        for (field, why) in self.beside_the_length(write) {
            if found.iter().all(|(known, _)| *known != field) {
                found.push((field, why));
            }
        }
        let trouble = |field: F| {
            let (_, why) = found.iter().find(|(known, _)| *known == field)?;
            Some(FieldTrouble { field: fields::shown(field), why: *why })
        };
        fields::in_order().filter_map(trouble).collect()
    }

    fn beside_the_length(&self, write: &PatientWrite) -> Vec<(F, FieldWhy)> {
        let unlisted = changed(write).filter(|(field, value)| !self.lists(*field, value));
        let mut found: Vec<(F, FieldWhy)> = unlisted.map(|(field, _)| (field, FieldWhy::Unlisted)).collect();
        let born = write.fields().get(F::Dob).and_then(|day| day.parse::<NaiveDate>().ok());
        if born.is_some_and(|born| born > self.today || self.today.year() - born.year() > OLDEST) {
            found.push((F::Dob, FieldWhy::Malformed));
        }
        if let Some(field) = elsewhere(write) {
            found.push((field, FieldWhy::Elsewhere));
        }
        found
    }

    /// Whether a code is one that athenahealth, or this practice, knows. Empty is for others to judge.
    fn lists(&self, field: F, value: &str) -> bool {
        if field == F::Language {
            // ISO 639-2 has three small letters.
            return value.is_empty()
                || (value.len() == 3 && value.bytes().all(|byte| byte.is_ascii_lowercase()));
        }
        let listed = choices(field, &self.departments);
        value.is_empty() || listed.is_empty() || listed.iter().any(|choice| choice.value == value)
    }
}

/// What may stand in a field, where that is a list.
pub(crate) fn choices(field: F, departments: &[Department]) -> Vec<FieldChoice> {
    let plain = |values: &[&str]| {
        let choice = |value: &&str| FieldChoice { value: (*value).to_owned(), name: None };
        values.iter().map(choice).collect()
    };
    match field {
        F::Sex => plain(&["F", "M"]),
        F::State => plain(F::STATES),
        F::ConsentToText => plain(&["true", "false"]),
        // Somebody is not removed by a form.
        F::Status => plain(&["active", "inactive", "prospective"]),
        F::Department => {
            let choice = |department: &Department| FieldChoice {
                value: department.id.to_string(),
                name: Some(department.name.clone()),
            };
            departments.iter().map(choice).collect()
        }
        _ => Vec::new(),
    }
}

fn named(why: Objection) -> FieldWhy {
    match why {
        Objection::TooLong => FieldWhy::TooLong,
        Objection::Missing => FieldWhy::Missing,
        Objection::Malformed | Objection::Refused(_) => FieldWhy::Malformed,
    }
}

/// What it brings: what stood so already is nobody's mistake.
fn changed(write: &PatientWrite) -> impl Iterator<Item = (F, &str)> {
    let before = match write {
        PatientWrite::Create { .. } => None,
        PatientWrite::Update { before, .. } => Some(before),
    };
    let stood = move |field: F| before.and_then(|before| before.get(field));
    write.fields().iter().filter(move |(field, value)| stood(*field) != Some(*value))
}

/// Where a ZIP code and a state are brought together that do not belong together: at the one that is
/// brought.
fn elsewhere(write: &PatientWrite) -> Option<F> {
    let field =
        [F::Zip, F::State].into_iter().find(|field| changed(write).any(|(known, _)| known == *field))?;
    let before = match write {
        PatientWrite::Create { .. } => None,
        PatientWrite::Update { before, .. } => Some(before),
    };
    let said = |field: F| {
        let value = write.fields().get(field).or_else(|| before?.get(field));
        value.filter(|value| !value.is_empty() && field.takes(value))
    };
    let (zip, state) = said(F::Zip).zip(said(F::State))?;
    (!zip_is_in(zip, state)).then_some(field)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use ipc::write::{FieldTrouble, FieldWhy, PatientField as Shown};
    use model::{Department, PatientField as F, PatientFields, PatientId};
    use sync::PatientWrite;

    use super::{Rules, elsewhere};

    fn said(values: &[(F, &str)]) -> PatientFields {
        values.iter().map(|(field, value)| (*field, (*value).to_owned().into())).collect()
    }

    #[test]
    fn a_zip_and_a_state_are_held_against_each_other_where_a_write_brings_them_together() {
        let before = said(&[(F::Zip, "60614"), (F::State, "IA")]);
        for (fields, is) in [
            (said(&[(F::Email, "ana@example.org")]), false),
            (said(&[(F::Zip, "60614"), (F::State, "IA")]), false),
            (said(&[(F::Zip, "60615")]), true),
            (said(&[(F::State, "WI")]), true),
            (said(&[(F::State, "IL")]), false),
            (said(&[(F::Zip, "52401-1180")]), false),
            (said(&[(F::Zip, "")]), false),
            (said(&[(F::Zip, "00000")]), true),
        ] {
            let patient = PatientId::new("1");
            let write = PatientWrite::Update { patient, fields: fields.clone(), before: before.clone() };
            assert_eq!(elsewhere(&write).is_some(), is, "{:?}", fields.fields().collect::<Vec<_>>());
        }
        for (zip, state, is) in
            [("60614", "IA", true), ("60614", "IL", false), ("", "IL", false), ("60614", "", false)]
        {
            let fields = said(&[(F::Zip, zip), (F::State, state)]);
            let write = PatientWrite::Create { fields, seen: Default::default() };
            assert_eq!(elsewhere(&write).is_some(), is, "{zip} {state}");
        }
    }
    #[test]
    fn it_is_said_at_the_one_that_was_changed() {
        let before = said(&[(F::Zip, "52401"), (F::State, "IA")]);
        for (fields, at) in [
            (said(&[(F::State, "IL")]), F::State),
            (said(&[(F::Zip, "60614")]), F::Zip),
            (said(&[(F::Zip, "60614"), (F::State, "WI")]), F::Zip),
        ] {
            let write = PatientWrite::Update { patient: PatientId::new("1"), fields, before: before.clone() };
            assert_eq!(elsewhere(&write), Some(at));
        }
    }

    fn rules() -> Rules {
        let department = Department {
            id: "1".into(),
            name: "Main Street".to_owned(),
            place: None,
            phone: None,
            zone: None,
            chart_group: None,
            provider_group: None,
            provider_group_name: None,
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
        Rules { today, departments: vec![department] }
    }

    #[test]
    fn a_code_that_is_on_no_list_is_refused_and_what_stood_there_is_left() {
        for (field, shown, listed, other) in [
            (F::Sex, Shown::Sex, "F", "Q"),
            (F::Status, Shown::Status, "inactive", "deleted"),
            (F::Department, Shown::Department, "1", "99"),
            (F::Language, Shown::Language, "spa", "Spanish"),
        ] {
            let update = |value: &str, stood: &str| PatientWrite::Update {
                patient: PatientId::new("1"),
                fields: said(&[(field, value)]),
                before: said(&[(field, stood)]),
            };
            let refused = vec![FieldTrouble { field: shown, why: FieldWhy::Unlisted }];
            assert_eq!(rules().of_patient(&update(other, listed)), refused, "{other}");
            assert_eq!(rules().of_patient(&update(listed, other)), [], "{listed}");
            assert_eq!(rules().of_patient(&update(other, other)), [], "{other} stood there");
        }
    }

    #[test]
    fn troubles_stand_in_the_order_of_a_form_one_at_a_field() {
        let fields = said(&[(F::First, "12345"), (F::Zip, "1"), (F::Dob, "2031-01-01"), (F::Sex, "Q")]);
        let write = PatientWrite::Create { fields, seen: Default::default() };
        let found =
            rules().of_patient(&write).into_iter().map(|one| (one.field, one.why)).collect::<Vec<_>>();
        let expected = [
            (Shown::Last, FieldWhy::Missing),
            (Shown::First, FieldWhy::Malformed),
            (Shown::Dob, FieldWhy::Malformed),
            (Shown::Sex, FieldWhy::Unlisted),
            (Shown::MobilePhone, FieldWhy::Missing),
            (Shown::Zip, FieldWhy::Malformed),
            (Shown::Department, FieldWhy::Missing),
        ];
        assert_eq!(found, expected);
    }
}
