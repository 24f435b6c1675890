//! A practice's own words: ids, people, appointments, coverage, money and practice time.
//!
//! Nothing here performs I/O, awaits, reads a clock or knows athenahealth: another EHR must fit
//! behind the same words. What identifies a patient sits in [`Phi`], which refuses to print.

mod allergy;
mod appointment;
mod clock;
mod coverage;
mod custom_field;
mod day;
mod id;
mod money;
mod patient;
mod patient_field;
mod practice;
mod sensitive;
mod stack;
mod visit_parts;
mod visit_write;
mod working_hours;
mod zip;
mod zone;

pub use allergy::{Allergies, Allergy, AllergyStanding, Reaction};
pub use appointment::{Appointment, AppointmentType, Cancelled, VisitReason, VisitState, Whom};
pub use clock::{Clock, SystemClock};
pub use coverage::{Copay, Coverage, Eligibility};
pub use custom_field::{CustomField, CustomFieldKind, CustomFieldOption, CustomFieldValue};
pub use day::{day_bounds, minute_of_day};
pub use id::{
    AppointmentId, AppointmentTypeId, CancelReasonId, CoverageId, CustomFieldId, DepartmentId, PatientId,
    PracticeId, ProviderId, ReasonId, VisitFieldId, VisitNoteId, WaitlistId,
};
pub use money::{Cents, MoneyError};
pub use patient::{Address, Balance, Contact, Patient, PatientStatus, PersonName};
pub use patient_field::{PatientField, PatientFields, is_unseen};
pub use practice::{Department, Practice, Provider};
pub use sensitive::{Phi, Secret};
pub use stack::{sweep, swept};
pub use visit_parts::{
    CancelReason, CheckInField, CheckInSection, OpenSlot, VisitField, VisitFieldValue, VisitNote,
    WaitlistEntry,
};
pub use visit_write::{
    Booking, Cancellation, NewSlots, Purpose, Rescheduling, VisitNoteDraft, VisitUpdate, WaitlistPriority,
    WaitlistWish,
};
pub use working_hours::WorkingHours;
pub use zip::zip_is_in;
pub use zone::{UnknownZone, Zone, eastern};
