//! What is written to athenahealth, and the only way there.
//!
//! A write is a row of the vault's journal before anything leaves: drafted by a person, looked at
//! against what athenahealth holds now, marked as sent, sent once. What may have been carried out is
//! `unknown` until it was read back or a person says; it is never sent again by itself. A write
//! that is asked for again, or undone, is another row. What is done with one visit is done in its order:
//! nothing of it leaves before it is known what became of what was there first.
//!
//! `judge.rs` decides and touches nothing; `run.rs` carries out, over the sign-in of whoever had it sent alone
//! (`whose.rs`), what `next.rs` says is next; `desk.rs` is the person's end. What is about a visit is in `visit/`.

mod deed;
mod desk;
mod eyes;
mod holds;
mod judge;
mod next;
mod opened;
mod reason;
mod run;
mod send;
mod undo;
mod visit;
mod whose;
mod words;

pub use deed::{Deed, Record};
pub use desk::{Journal, Listed, Refused};
pub use eyes::alike;
pub use holds::Held;
pub use judge::likeness;
pub use run::{JournalEdges, OnMove, OnSaved, start_journal};
pub use visit::{NewTime, VisitDeed, VisitSeen, VisitStood, VisitWrite};
pub(crate) use words::sameness;
pub use words::{Alike, Before, Entry, Likeness, Made, PatientWrite, Shown, Touched, Write};
