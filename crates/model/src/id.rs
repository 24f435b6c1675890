//! Identifiers. Each is opaque text and unique only inside one practice.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the identifier as the practice's system gives it.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    )+};
}

id! {
    /// A practice.
    PracticeId;
    /// A department: a place where patients are seen.
    DepartmentId;
    /// A provider of care.
    ProviderId;
    /// A patient.
    PatientId;
    /// An appointment or an open slot.
    AppointmentId;
    /// A kind of appointment.
    AppointmentTypeId;
    /// A reason for which a patient books.
    ReasonId;
    /// A patient's insurance policy.
    CoverageId;
    /// A custom field's definition.
    CustomFieldId;
    /// A reason for which a visit is cancelled.
    CancelReasonId;
    /// A note of a visit.
    VisitNoteId;
    /// The definition of a custom field of visits.
    VisitFieldId;
    /// An entry of the wait list.
    WaitlistId;
}
