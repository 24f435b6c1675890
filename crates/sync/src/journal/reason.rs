//! What an error of a call means for a write.

use athena::{Error, Loss, Objection, Refusal, Rejection, SendFailure, Unsent};
use model::PatientField;
use store::WriteReason;

/// Why a write was not sent, or why nobody knows, or why athenahealth does not have it.
pub(crate) fn of(error: &Error) -> WriteReason {
    match error {
        Error::Invalid { .. } => WriteReason::CannotBeSent,
        Error::NotSent { why, .. } => unsent(*why),
        Error::Lost { how: Loss::Timeout, .. } => WriteReason::NoAnswer,
        Error::Lost { .. } => WriteReason::ConnectionBroke,
        Error::Refused { why, .. } => refused(*why),
        Error::Unreadable { .. } | Error::Unexpected { .. } => WriteReason::Unreadable,
    }
}

/// Why a write was declined.
pub(crate) fn rejected(rejection: &Rejection) -> WriteReason {
    match rejection.why {
        Objection::TooLong | Objection::Malformed => WriteReason::BadField,
        Objection::Missing => WriteReason::MissingFields,
        Objection::Refused(Refusal::Failed | Refusal::Other) if !rejection.fields.is_empty() => {
            WriteReason::BadField
        }
        Objection::Refused(why) => refused(why),
    }
}

/// Whether all that was lacking is the department.
pub(crate) fn wants_department(why: &Rejection) -> bool {
    why.why == Objection::Refused(Refusal::MissingFields) && why.fields == [PatientField::Department]
}

fn unsent(why: Unsent) -> WriteReason {
    match why {
        Unsent::Failed(SendFailure::Build) => WriteReason::CannotBeSent,
        Unsent::Failed(_) => WriteReason::NoConnection,
        Unsent::Resting { .. } => WriteReason::Resting,
        Unsent::DayUsedUp { .. } => WriteReason::DayUsedUp,
        Unsent::TokenStore | Unsent::SignedOut => WriteReason::SignIn,
    }
}

fn refused(why: Refusal) -> WriteReason {
    match why {
        Refusal::WrongSecret | Refusal::TokenRejected | Refusal::SignInEnded => WriteReason::SignIn,
        Refusal::NoRight | Refusal::UnknownPractice => WriteReason::NoRight,
        Refusal::MissingFields => WriteReason::MissingFields,
        Refusal::NotFound => WriteReason::NotFound,
        Refusal::Conflict | Refusal::AlreadySo => WriteReason::Conflict,
        Refusal::TooFast => WriteReason::TooFast,
        Refusal::DayUsedUp => WriteReason::DayUsedUp,
        Refusal::OutOfOrder => WriteReason::ServerFailed,
        Refusal::TooManyMatches | Refusal::NotSetUp | Refusal::Failed | Refusal::Other => {
            WriteReason::Refused
        }
    }
}
