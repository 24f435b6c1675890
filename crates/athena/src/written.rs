//! What became of a write.
//!
//! athenahealth has no idempotency key: a write that is sent again is a second write. So each outcome
//! says what may be done next, and only what is proven not to have been carried out may be sent again.

use model::{PatientField, Phi};

use crate::exchange::Passage;
use crate::{Answer, Error, Refusal};

/// What became of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written<T> {
    /// athenahealth says that it has it.
    Confirmed(Answer<T>),
    /// athenahealth does not have it and says why, or it would not take it.
    Rejected(Rejection),
    /// It was not carried out: nothing of it left, or it was turned away before it was looked at.
    NotSent(Error),
    /// It may have been carried out. It must not be sent again before that is known.
    Unknown(Error),
}

/// Why a write was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Why.
    pub why: Objection,
    /// The fields that it is about, where they are known.
    pub fields: Vec<PatientField>,
    /// The server's words for a person.
    pub said: Option<Phi<String>>,
}

/// The kinds of declining.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Objection {
    /// It was not sent: a value is longer than athenahealth keeps.
    #[error("a value is too long")]
    TooLong,
    /// It was not sent: a value cannot stand in its field.
    #[error("a value cannot stand in its field")]
    Malformed,
    /// It was not sent: something that athenahealth requires is missing.
    #[error("something is missing")]
    Missing,
    /// The server said no.
    #[error("{0}")]
    Refused(Refusal),
}

impl<T> Written<T> {
    /// A write that was not sent since it would be declined.
    pub fn unfit(why: Objection, fields: Vec<PatientField>) -> Self {
        Self::Rejected(Rejection { why, fields, said: None })
    }

    pub(crate) fn of(passage: Passage<Answer<T>>, field: impl Fn(&str) -> Option<PatientField>) -> Self {
        match passage {
            Passage::Through(answer) => Self::Confirmed(answer),
            Passage::Before(error) => Self::NotSent(error),
            Passage::After(error) => Self::after(error, field),
        }
    }

    /// What became of a write of the schedule: its refusals say by their words what was in the way, under whatever
    /// status.
    pub(crate) fn of_visit(passage: Passage<Answer<T>>) -> Self {
        match Self::of(passage, |_| None) {
            Self::Rejected(Rejection { why: Objection::Refused(why), fields, said }) => {
                let words = said.as_ref().map(|said| said.expose().to_ascii_lowercase()).unwrap_or_default();
                Self::Rejected(Rejection { why: Objection::Refused(of_schedule(why, &words)), fields, said })
            }
            other => other,
        }
    }

    /// What an error means that came once the request was on its way.
    fn after(error: Error, field: impl Fn(&str) -> Option<PatientField>) -> Self {
        match error {
            Error::Invalid { .. } | Error::NotSent { .. } => Self::NotSent(error),
            Error::Lost { .. } | Error::Unreadable { .. } | Error::Unexpected { .. } => Self::Unknown(error),
            Error::Refused { why, .. } if turned_away(why) => Self::NotSent(error),
            Error::Refused { why: Refusal::OutOfOrder, .. } => Self::Unknown(error),
            Error::Refused { why, said, fields, .. } => {
                let fields = named(fields.expose(), said.as_ref(), field);
                Self::Rejected(Rejection { why: Objection::Refused(why), fields, said })
            }
        }
    }
}

/// What a refusal of the schedule means.
fn of_schedule(why: Refusal, words: &str) -> Refusal {
    let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if says(&["already booked", "not available for booking", "not available to be"]) {
        Refusal::Conflict
    } else if says(&["already frozen", "not frozen", "already been", "already cancel", "already checked"]) {
        Refusal::AlreadySo
    } else {
        why
    }
}

/// What stands before the practice said no: the practice never saw it.
fn turned_away(why: Refusal) -> bool {
    matches!(
        why,
        Refusal::TooFast
            | Refusal::DayUsedUp
            | Refusal::TokenRejected
            | Refusal::WrongSecret
            | Refusal::SignInEnded
    )
}

/// The fields that a refusal is about. A refusal that lists none may name one in its words:
/// "Improper DOB."
fn named(
    listed: &[String],
    said: Option<&Phi<String>>,
    field: impl Fn(&str) -> Option<PatientField>,
) -> Vec<PatientField> {
    let mut fields: Vec<PatientField> = listed.iter().filter_map(|name| field(name)).collect();
    if fields.is_empty()
        && let Some(said) = said
    {
        let words = said.expose().split(|letter: char| !letter.is_ascii_alphanumeric());
        fields.extend(words.filter_map(|word| field(&word.to_ascii_lowercase())));
    }
    fields.sort();
    fields.dedup();
    fields
}
