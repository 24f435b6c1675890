//! What a write does with a visit.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a write does with a visit, and how that stands.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteVisit {
    /// The visit's number; of a booking the slot's.
    pub id: String,
    /// Where it stood when it was looked at; none of a booking.
    pub from: Option<VisitPlace>,
    /// Where it is to be; none but of a booking and a move.
    pub to: Option<VisitPlace>,
    /// How it stood when it was looked at; of a booking the slot.
    pub stood: Option<VisitStanding>,
    /// How athenahealth showed it since; of a booking and a move the slot.
    pub shows: Option<VisitStanding>,
    /// Whether that is what the write asks for.
    pub is_so: bool,
    /// What is to be said with it: a note, or words for why it is cancelled.
    pub said: Option<String>,
}

/// When and where a visit is.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VisitPlace {
    /// `YYYY-MM-DD`
    pub date: String,
    /// Minutes since the midnight of its zone.
    pub minute: i32,
    pub minutes: u32,
    /// The provider, by name.
    pub provider: String,
    /// The department, by name.
    pub department: String,
    pub zone: String,
    pub kind: String,
}

/// How a visit, or a slot, stands at athenahealth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum VisitStanding {
    /// Nobody has it.
    Free,
    /// Nobody is to have it: somebody holds it.
    Held,
    Booked,
    CheckingIn,
    Here,
    Out,
    Charged,
    Cancelled,
    /// It was moved to another time.
    Moved,
    /// It is somebody else's.
    Anothers,
    /// athenahealth shows no such visit.
    Gone,
    /// A word that is not known here.
    Other {
        word: String,
    },
}
