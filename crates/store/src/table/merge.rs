//! One telling of a patient laid over another.

use model::{Address, Contact, Patient, PersonName, Phi};

/// The full record with whatever a newer, brief row tells.
pub(crate) fn overlaid(full: &Patient, brief: &Patient) -> Patient {
    Patient {
        id: full.id.clone(),
        name: PersonName {
            first: told(&full.name.first, &brief.name.first),
            middle: told(&full.name.middle, &brief.name.middle),
            last: told(&full.name.last, &brief.name.last),
            suffix: told(&full.name.suffix, &brief.name.suffix),
            preferred: told(&full.name.preferred, &brief.name.preferred),
        },
        dob: Phi::new(brief.dob.expose().or(*full.dob.expose())),
        sex: Phi::new(brief.sex.expose().clone().or_else(|| full.sex.expose().clone())),
        deceased: Phi::new(brief.deceased.expose().or(*full.deceased.expose())),
        contact: contact(&full.contact, &brief.contact),
        department: brief.department.clone().or_else(|| full.department.clone()),
        primary_department: brief.primary_department.clone().or_else(|| full.primary_department.clone()),
        primary_provider: brief.primary_provider.clone().or_else(|| full.primary_provider.clone()),
        first_visit: brief.first_visit.or(full.first_visit),
        last_visit: brief.last_visit.or(full.last_visit),
        ..full.clone()
    }
}

fn contact(full: &Contact, brief: &Contact) -> Contact {
    Contact {
        home_phone: told(&full.home_phone, &brief.home_phone),
        mobile_phone: told(&full.mobile_phone, &brief.mobile_phone),
        work_phone: told(&full.work_phone, &brief.work_phone),
        email: told(&full.email, &brief.email),
        address: address(&full.address, &brief.address),
        preference: brief.preference.clone().or_else(|| full.preference.clone()),
        consent_to_text: brief.consent_to_text.or(full.consent_to_text),
    }
}

/// An address is told whole or not at all: half of one and half of another is nobody's.
fn address(full: &Address, brief: &Address) -> Address {
    let empty = brief.line1.expose().is_empty() && brief.zip.expose().is_empty();
    if empty { full.clone() } else { brief.clone() }
}

fn told(held: &Phi<String>, newer: &Phi<String>) -> Phi<String> {
    if newer.expose().is_empty() { held.clone() } else { newer.clone() }
}
