//! Fields of a patient between the window, the practice's words and a write.

use athena::Need;
use ipc::Failure;
use ipc::write::{FieldChange, FieldNeed, FieldTrouble, FieldValue, FieldWhy, PatientField as Shown};
use model::{PatientField as F, PatientFields};

/// The longest value that a draft may hold: longer ones are no slip of a hand.
const LONGEST: usize = 400;

/// Each field with its name in the window, in the order in which a front desk asks for them.
const FIELDS: [(F, Shown); 20] = [
    (F::Last, Shown::Last),
    (F::First, Shown::First),
    (F::Middle, Shown::Middle),
    (F::Suffix, Shown::Suffix),
    (F::Preferred, Shown::Preferred),
    (F::Dob, Shown::Dob),
    (F::Sex, Shown::Sex),
    (F::MobilePhone, Shown::MobilePhone),
    (F::HomePhone, Shown::HomePhone),
    (F::WorkPhone, Shown::WorkPhone),
    (F::Email, Shown::Email),
    (F::ConsentToText, Shown::ConsentToText),
    (F::Line1, Shown::Line1),
    (F::Line2, Shown::Line2),
    (F::City, Shown::City),
    (F::State, Shown::State),
    (F::Zip, Shown::Zip),
    (F::Language, Shown::Language),
    (F::Status, Shown::Status),
    (F::Department, Shown::Department),
];

/// Every field in the order of a form.
pub(crate) fn in_order() -> impl Iterator<Item = F> {
    FIELDS.into_iter().map(|(field, _)| field)
}

/// A field as the window names it.
pub(crate) fn shown(field: F) -> Shown {
    FIELDS.into_iter().find(|(known, _)| *known == field).map_or(Shown::Department, |(_, shown)| shown)
}

fn meant(field: Shown) -> F {
    FIELDS.into_iter().find(|(_, known)| *known == field).map_or(F::Department, |(field, _)| field)
}

/// Values as a person typed them.
pub(crate) fn typed(values: &[FieldValue]) -> Result<PatientFields, Failure> {
    gathered(values.iter().map(|value| (value.field, value.value.as_str())))
}

/// What is to stand in fields, and what a person saw there.
pub(crate) fn changed(changes: &[FieldChange]) -> Result<(PatientFields, PatientFields), Failure> {
    let wanted = gathered(changes.iter().map(|change| (change.field, change.value.as_str())))?;
    let saw = changes.iter().map(|change| (meant(change.field), change.saw.clone().into())).collect();
    Ok((wanted, saw))
}

fn gathered<'v>(values: impl Iterator<Item = (Shown, &'v str)>) -> Result<PatientFields, Failure> {
    let mut fields = PatientFields::default();
    for (shown, value) in values {
        let field = meant(shown);
        if value.chars().count() > LONGEST {
            let troubles = vec![FieldTrouble { field: shown, why: FieldWhy::TooLong }];
            return Err(Failure::BadFields { troubles });
        }
        if fields.get(field).is_some() {
            return Err(Failure::Invalid { field: ipc::Field::Request });
        }
        fields.set(field, tidied(field, value));
    }
    Ok(fields)
}

/// A value without what a hand adds to it: blanks around it, the marks in a phone, a small letter in
/// a state.
fn tidied(field: F, value: &str) -> String {
    let value = value.trim();
    match field {
        F::HomePhone | F::MobilePhone | F::WorkPhone => {
            let is_mark = |letter: char| " ()-.+".contains(letter);
            if value.chars().all(|letter| letter.is_ascii_digit() || is_mark(letter)) {
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10);
                return national.map_or(digits.clone(), str::to_owned);
            }
            value.to_owned()
        }
        F::State => value.to_ascii_uppercase(),
        _ => value.to_owned(),
    }
}

/// Whether something must stand in a field of a form.
pub(crate) fn need(field: F, is_new: bool) -> FieldNeed {
    match athena::need(field) {
        Need::Required => FieldNeed::Required,
        Need::OneOf if is_new => FieldNeed::OneOf,
        Need::OneOf | Need::Optional => FieldNeed::Optional,
    }
}

/// Fields with their values, in the order of a form.
pub(crate) fn values(fields: &PatientFields) -> Vec<FieldValue> {
    let value =
        |(field, shown): (F, Shown)| Some(FieldValue { field: shown, value: fields.get(field)?.to_owned() });
    FIELDS.into_iter().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use model::PatientField as F;

    use super::{FIELDS, meant, shown, tidied};

    #[test]
    fn every_field_has_its_own_name_in_the_window() {
        for field in F::ALL {
            assert_eq!(meant(shown(field)), field);
        }
        assert_eq!(FIELDS.len(), F::ALL.len());
    }

    #[test]
    fn what_a_hand_adds_is_taken_off_and_nothing_else() {
        for (field, typed, kept) in [
            (F::MobilePhone, "(585) 555-0142", "5855550142"),
            (F::HomePhone, "+1 585.555.0142", "5855550142"),
            (F::WorkPhone, "585-555-0142 ext 7", "585-555-0142 ext 7"),
            (F::State, " ny", "NY"),
            (F::Last, " de la Cruz ", "de la Cruz"),
            (F::Zip, "14604-1234", "14604-1234"),
        ] {
            assert_eq!(tidied(field, typed), kept);
        }
    }
}
