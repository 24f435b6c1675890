//! How far each write is.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AlikeView, FieldTrouble, FieldValue, PatientField, WriteVisit};
use crate::patient::PatientFlag;
use crate::trail::AuditPerson;

/// A page of writes.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WritePage {
    pub rows: Vec<WriteRow>,
    pub cursor: Option<String>,
    /// The cursor after which what is on its way begins; none where nothing is.
    pub way: Option<String>,
    /// Of all writes of this practice, whatever page this is.
    pub counts: WriteCounts,
}

/// How many writes stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteCounts {
    /// Drafts, those that were held among them.
    pub drafts: u32,
    /// Drafts that were held for a person.
    pub held: u32,
    /// To be sent, or sent and not answered yet.
    pub on_the_way: u32,
    /// Nobody knows whether they were carried out.
    pub unknown: u32,
    /// Ended otherwise than they were written, and nobody saw how.
    pub unseen: u32,
}

/// What a write does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WriteKind {
    Create,
    Edit,
    Book,
    Cancel,
    Move,
    StartCheckIn,
    CheckIn,
    CancelCheckIn,
    CheckOut,
    /// Holds an open time for somebody.
    Hold,
    /// Lets one go that was held.
    LetGo,
    /// A time is opened beside what stands there, for a visit that follows.
    OpenTime,
    /// Such a time is taken off again.
    RemoveTime,
    /// Takes somebody off the waiting list.
    OffList,
}

/// How far a write is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WriteStage {
    /// A person is at it. Nothing of it left; where it was held, `why` says for what.
    Draft,
    /// It is to be sent. Nothing of it left; `why` says what it waits for.
    Waiting,
    /// It left, and its answer is awaited.
    Sent,
    /// Nobody knows whether it was carried out. It is read back, and never sent again by itself.
    Unknown,
    /// athenahealth has it.
    Saved,
    /// athenahealth does not have it and will not.
    NotSaved,
}

/// Why a write stands where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WriteWhy {
    /// Held: somebody else changed the same field, or the visit has come to stand otherwise.
    ChangedMeanwhile,
    /// Held: all that it asks for stands at athenahealth already.
    StandsAlready,
    /// Held: somebody like them is registered.
    LikelyDuplicate,
    /// Held: the same is under way.
    AlreadyUnderWay,
    /// Held: athenahealth shows nobody, or no visit, under the number.
    SubjectGone,
    /// Held: it cannot be sent as it is.
    CannotBeSent,
    /// Waits: no connection.
    NoConnection,
    /// Waits: calls rest.
    Resting,
    /// Waits: calls came too fast.
    TooFast,
    /// Waits: the day's calls are used up.
    DayUsedUp,
    /// Waits: the sign-in does not hold.
    SignIn,
    /// Held: somebody else is signed in, whom `over` names.
    AnothersSignIn,
    /// Unknown: no answer came in time.
    NoAnswer,
    /// Unknown: the connection broke before the answer.
    ConnectionBroke,
    /// Unknown, or waits: the server failed.
    ServerFailed,
    /// Unknown, or waits: the answer could not be read.
    Unreadable,
    /// Unknown: Daybook ended before the answer.
    Interrupted,
    /// Unknown: what is read back says neither.
    CannotTell,
    /// Not saved: athenahealth said no.
    Refused,
    /// Not saved: the key or the person has no right to it.
    NoRight,
    /// Not saved: there is nobody under the number.
    NotFound,
    /// Not saved, or held: something else was faster.
    Conflict,
    /// Not saved: something required is missing.
    MissingFields,
    /// Not saved: a field cannot be what it is said to be.
    BadField,
    /// Not saved: it was read back, or looked for by a person, and is not there.
    NotCarriedOut,
    /// Not saved: a person took it back before it left.
    Withdrawn,
}

/// By what a write ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WriteEnd {
    Answer,
    ReadBack,
    Person,
}

/// What athenahealth made of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldMade {
    /// It keeps what was written.
    Kept,
    /// It has something else there, which `theirs` says.
    Changed,
    /// It has what it had before.
    Ignored,
}

/// What can be done with a write as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WriteDeed {
    Release,
    Redraft,
    Discard,
    Resolve,
    Again,
    Undo,
    See,
}

/// A field of a write.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteField {
    pub field: PatientField,
    /// What the person saw there, or what was there just before it was sent; none for a registration.
    pub from: Option<String>,
    pub to: String,
    /// What athenahealth shows there, where that is something else than it should be.
    pub theirs: Option<String>,
    pub made: Option<FieldMade>,
    /// Whether athenahealth did not take it.
    pub refused: bool,
}

/// A write.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteRow {
    pub id: String,
    pub kind: WriteKind,
    pub stage: WriteStage,
    pub why: Option<WriteWhy>,
    /// Of one that was held since somebody else was signed in: who, by name; an empty one where athenahealth does
    /// not tell it.
    pub over: Option<String>,
    /// None where they are not registered as far as is known.
    pub patient: Option<String>,
    /// `Last, First M. Jr`: the patient's; of somebody to be registered, what they are to be called.
    pub name: Option<String>,
    pub dob: Option<String>,
    pub flags: Vec<PatientFlag>,
    pub fields: Vec<WriteField>,
    /// What it does with a visit; none where it is about a patient's fields.
    pub visit: Option<WriteVisit>,
    /// Of a draft: what keeps it from being sent, in the order of a form.
    pub troubles: Vec<FieldTrouble>,
    /// What athenahealth shows in fields that are not written: who it is now whom it was about.
    pub shows: Vec<FieldValue>,
    /// Who is like somebody to be registered.
    pub alike: Vec<AlikeView>,
    /// Of one that is saved: whether what athenahealth made of it was read.
    pub read_back: bool,
    /// athenahealth's own words, where it said no.
    pub said: Option<String>,
    pub end: Option<WriteEnd>,
    /// The write that it undoes or repeats.
    pub follows: Option<String>,
    pub by: AuditPerson,
    /// Who ended it, where a person did.
    pub ended_by: Option<AuditPerson>,
    /// RFC 3339 instants.
    pub drafted: String,
    pub released: Option<String>,
    /// When what `from` says was looked at, just before it was sent.
    pub looked: Option<String>,
    pub sent: Option<String>,
    pub ended: Option<String>,
    /// How often it was looked for at athenahealth, and when last.
    pub readings: u32,
    pub read: Option<String>,
    /// What can be done with it now.
    pub can: Vec<WriteDeed>,
}
