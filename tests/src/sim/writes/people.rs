//! Whom writes of patients are about.

use model::{PatientField as F, PatientFields};

/// An address of electronic mail that one write alone writes.
pub(super) fn mail(mark: u64) -> String {
    format!("w{mark}@example.org")
}

/// A telephone number that one write alone writes.
pub(super) fn phone(mark: u64) -> String {
    format!("585{mark:07}")
}

/// Somebody whom nobody else is like; at times of a department that does not exist.
pub(super) fn newcomer(mark: u64, misplaced: bool) -> PatientFields {
    let letters = |mut number: u64| {
        let mut name = String::from("Q");
        for _ in 0..8 {
            name.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
            number /= 26;
        }
        name
    };
    // As many are born on one day as in a practice: nearly nobody shares it.
    let (day, month, year) = (1 + mark % 28, 1 + mark / 28 % 12, 1_930 + mark / 336 % 90);
    let mut fields = PatientFields::default();
    for (field, value) in [
        (F::First, letters(mark.wrapping_mul(7_919))),
        (F::Last, letters(mark)),
        (F::Dob, format!("{year}-{month:02}-{day:02}")),
        (F::Sex, "F".to_owned()),
        (F::Department, if misplaced { "99999" } else { "1" }.to_owned()),
        (F::MobilePhone, phone(mark)),
    ] {
        fields.set(field, value);
    }
    fields
}
