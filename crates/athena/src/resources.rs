//! The resources of a practice, one file each.

mod allergy;
mod appointment;
mod coverage;
mod custom_field;
mod patient;
mod patient_write;
mod practice;

pub use appointment::{BookedQuery, BookedRow};
pub use patient::{BestMatch, BestMatchQuery, PatientParts, PatientQuery, PatientRecord};
pub use patient_write::{Need, longest, need, objections};
