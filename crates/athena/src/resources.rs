//! The resources of a practice, one file each.

mod allergy;
mod appointment;
mod changed;
mod coverage;
mod custom_field;
mod feed;
mod patient;
mod patient_write;
mod practice;

pub use appointment::{BookedQuery, BookedRow};
pub use changed::{Changed, ChangedPage, Standing, Subscription, Unreadable, eastern_window};
pub use feed::Feed;
pub use patient::{BestMatch, BestMatchQuery, PatientParts, PatientQuery, PatientRecord};
pub use patient_write::{Need, longest, need, objections};
pub(crate) use practice::PING;
