//! The resources of a practice, one file each.

mod allergy;
mod appointment;
mod appointment_field;
mod appointment_note;
mod appointment_type;
mod appointment_write;
mod changed;
mod check_in;
mod coverage;
mod custom_field;
mod feed;
mod patient;
mod patient_write;
mod practice;
mod slot;
mod visit_form;
mod waitlist;

pub use appointment::{BookedQuery, BookedRow};
pub use appointment_type::Caller;
pub use changed::{Changed, ChangedPage, Standing, Subscription, Unreadable, eastern_window};
pub use feed::Feed;
pub use patient::{BestMatch, BestMatchQuery, PatientParts, PatientQuery, PatientRecord};
pub use patient_write::{Need, field_named, longest, need, objections};
pub(crate) use practice::PING;
pub use slot::SlotQuery;
pub use visit_form::LONGEST_NOTE;
pub use waitlist::WaitlistQuery;
