//! One file per resource: what each endpoint answers from the practice as it stands.

pub(crate) mod allergies;
pub(crate) mod appointment_types;
pub(crate) mod appointments;
pub(crate) mod balances;
pub(crate) mod changed;
pub(crate) mod check_in;
pub(crate) mod custom_fields;
pub(crate) mod departments;
pub(crate) mod insurances;
pub(crate) mod match_patient;
pub(crate) mod open_slots;
pub(crate) mod patient;
pub(crate) mod patient_fields;
pub(crate) mod patients;
pub(crate) mod practices;
pub(crate) mod providers;
pub(crate) mod subscriptions;
pub(crate) mod visit_row;
pub(crate) mod visit_words;
pub(crate) mod visit_write;
pub(crate) mod waitlist;
pub(crate) mod write_patient;
