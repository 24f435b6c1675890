//! A typed athenahealth client: sign-in, transport, throttle, paging, wire tolerance.
//!
//! [`Client`] belongs to one API key; [`Client::lane`] gives a [`Session`] whose calls are reads and
//! give the words of `model`, or writes, which are sent once and say what became of them ([`Written`]).
//! Nothing here keeps a copy, or decides what to read or write next; a social security number is never
//! decoded.

mod call;
mod client;
mod config;
mod entropy;
mod environment;
mod error;
mod exchange;
mod network;
mod page;
mod random;
mod refusal;
mod resources;
mod sign_in;
mod throttle;
mod token;
mod transport;
mod wire;
mod written;

pub use client::{Client, Ports, Session};
pub use config::{Config, Grant, Pace};
pub use entropy::{Entropy, NoEntropy, SystemEntropy};
pub use environment::{AddressError, Environment};
pub use error::{Endpoint, Error, Oddity, Refusal, Strain, Unsent};
pub use network::HttpTransport;
pub use page::{Answer, Next, Page, Pages};
pub use random::{Random, SeededRandom, SystemRandom};
pub use resources::{
    BestMatch, BestMatchQuery, BookedQuery, BookedRow, Caller, Changed, ChangedPage, Feed, LONGEST_NOTE,
    Need, PatientParts, PatientQuery, PatientRecord, SlotQuery, Standing, Subscription, Unreadable,
    WaitlistQuery, eastern_window, field_named, longest, need, objections,
};
pub use sign_in::{Attempt, CALLBACK_PORTS, CallbackPorts, Declined, Person, Revocation, SignInError};
pub use throttle::{CallCount, Calls, Lane};
pub use token::{MemoryTokens, TokenKey, TokenStore, TokenStoreError, Tokens};
pub use transport::{FnTransport, Loss, SendFailure, Transport, TransportError};
pub use written::{Objection, Rejection, Written};
