//! Errors, by where a call broke.
//!
//! None prints a value, an id of a patient, a token or a URL's query: an endpoint is named by its
//! template, a field by its path.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use model::Phi;

use crate::{Loss, SendFailure};

/// An endpoint by its template, such as `GET /patients/{patientid}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint(pub(crate) &'static str);

impl fmt::Display for Endpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

/// A call that gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The call makes no sense; nothing was sent.
    #[error("{endpoint}: {what}")]
    Invalid {
        /// The endpoint.
        endpoint: Endpoint,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Nothing reached the server.
    #[error("{endpoint}: not sent: {why}")]
    NotSent {
        /// The endpoint.
        endpoint: Endpoint,
        /// Why.
        why: Unsent,
    },
    /// It was sent and no answer came.
    #[error("{endpoint}: {how}")]
    Lost {
        /// The endpoint.
        endpoint: Endpoint,
        /// How.
        how: Loss,
    },
    /// The server said no.
    #[error("{endpoint}: refused with {status}: {why}")]
    Refused {
        /// The endpoint.
        endpoint: Endpoint,
        /// The HTTP status: 200 for a failure that athenahealth puts under it.
        status: u16,
        /// What the refusal means.
        why: Refusal,
        /// The server's words for a person. They may repeat a value, so they hide in `Debug`.
        said: Option<Phi<String>>,
        /// The fields that the server names as missing or wrong, by its own names for them.
        fields: Phi<Vec<String>>,
        /// How long the server asks to wait. It seldom says.
        retry_after: Option<Duration>,
    },
    /// The answer is JSON but not what the endpoint gives.
    #[error("{endpoint}: the answer cannot be read at {path}: {what}")]
    Unreadable {
        /// The endpoint.
        endpoint: Endpoint,
        /// The field's path, or a line and column where the text is no JSON.
        path: String,
        /// What is wrong there, without the value.
        what: &'static str,
    },
    /// The answer is none that athenahealth gives.
    #[error("{endpoint}: unexpected answer with {status}: {what}")]
    Unexpected {
        /// The endpoint.
        endpoint: Endpoint,
        /// The HTTP status.
        status: u16,
        /// What came.
        what: Oddity,
    },
}

/// Why nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    /// The request did not leave.
    #[error("{0}")]
    Failed(SendFailure),
    /// Calls rest.
    #[error("calls rest until {until}: {after}")]
    Resting {
        /// When they go on, by this machine's clock.
        until: DateTime<Utc>,
        /// What made them rest.
        after: Strain,
    },
    /// The day's calls are used up, for this lane or for all.
    #[error("the day's calls are used up until {until}")]
    DayUsedUp {
        /// Midnight GMT, by this machine's clock.
        until: DateTime<Utc>,
    },
    /// The token store could not be used.
    #[error("the token store is not available")]
    TokenStore,
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
}

/// What makes calls rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Strain {
    /// No connection came about, several times in a row.
    #[error("no connection")]
    NoConnection,
    /// The server was out of order, or gave no answer, several times in a row.
    #[error("the server is out of order")]
    OutOfOrder,
    /// Calls came too fast.
    #[error("too many calls")]
    TooFast,
}

/// What a refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The key's id, secret or scope is wrong: the token endpoint refused it.
    #[error("the key's id, secret or scope is wrong")]
    WrongSecret,
    /// What a person's sign-in gave is no longer taken: it ended, or was revoked.
    #[error("the sign-in has ended")]
    SignInEnded,
    /// A token was refused, and so was the one asked for in its place.
    #[error("the access token is not accepted")]
    TokenRejected,
    /// The key has no right to this practice or call; a new token changes nothing.
    #[error("the key has no right to this")]
    NoRight,
    /// The key has no subscription in effect to what changed. It may have one in a quarter of an hour.
    #[error("the subscription is not in effect")]
    NotSetUp,
    /// There is no such practice.
    #[error("there is no such practice")]
    UnknownPractice,
    /// A search matches more than 1,000.
    #[error("the search matches too many")]
    TooManyMatches,
    /// Fields are missing.
    #[error("fields are missing")]
    MissingFields,
    /// There is none.
    #[error("there is none")]
    NotFound,
    /// Something else was faster.
    #[error("it is no longer available")]
    Conflict,
    /// It is so already, or has gone on since.
    #[error("it is so already")]
    AlreadySo,
    /// Too many calls in a second.
    #[error("too many calls in a second")]
    TooFast,
    /// The day's calls are used up.
    #[error("the day's calls are used up")]
    DayUsedUp,
    /// The server or its gateway is out of order.
    #[error("the server is out of order")]
    OutOfOrder,
    /// A failure under a status of success.
    #[error("it failed")]
    Failed,
    /// Anything else.
    #[error("it was declined")]
    Other,
}

/// An answer that athenahealth does not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// A web page under a status of success: a sign-in page of a network, or another server.
    #[error("a web page, not athenahealth")]
    WebPage,
    /// A redirect, which is never followed.
    #[error("a redirect")]
    Redirect,
    /// A body that is no JSON.
    #[error("not JSON")]
    NotJson,
    /// Nothing.
    #[error("nothing")]
    Empty,
    /// A ping that is not answered as one.
    #[error("a ping without its pong")]
    NoPong,
    /// A next page that leads elsewhere or nowhere.
    #[error("a next page that leads nowhere")]
    BadNext,
}

impl Error {
    /// The endpoint that was called.
    pub fn endpoint(&self) -> Endpoint {
        match self {
            Self::Invalid { endpoint, .. }
            | Self::NotSent { endpoint, .. }
            | Self::Lost { endpoint, .. }
            | Self::Refused { endpoint, .. }
            | Self::Unreadable { endpoint, .. }
            | Self::Unexpected { endpoint, .. } => *endpoint,
        }
    }

    /// Whether the same **read** may succeed later with nothing changed. A write is never repeated,
    /// whatever this says.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::NotSent { why, .. } => !matches!(
                why,
                Unsent::Failed(SendFailure::Tls | SendFailure::NoTls | SendFailure::Build)
                    | Unsent::TokenStore
                    | Unsent::SignedOut
            ),
            Self::Lost { how, .. } => *how != Loss::TooLarge,
            Self::Refused { why, .. } => {
                matches!(why, Refusal::TooFast | Refusal::DayUsedUp | Refusal::OutOfOrder)
            }
            Self::Unexpected { .. } => true,
            Self::Invalid { .. } | Self::Unreadable { .. } => false,
        }
    }

    /// How long the server asked to wait, where it did.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether only another secret, or a person, can make the next call succeed.
    pub fn needs_sign_in(&self) -> bool {
        match self {
            Self::Refused { why, .. } => {
                matches!(why, Refusal::WrongSecret | Refusal::SignInEnded | Refusal::TokenRejected)
            }
            Self::NotSent { why, .. } => *why == Unsent::SignedOut,
            _ => false,
        }
    }
}
