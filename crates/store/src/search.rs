//! Finding a patient as the words are typed.
//!
//! One box takes name parts in any order, a date of birth, a phone, a patient id or a member id.
//! [`rank`] alone decides who matches and who comes first; the index only proposes, and proposes
//! nobody less than a whole [`scan`] would find. A [`Question`] is the same words read for another
//! system. Nothing here knows how a row is shown.

mod cursor;
mod dates;
mod find;
mod fold;
mod index;
mod lists;
mod packed;
mod person;
mod place;
mod query;
mod question;
mod rank;
mod readings;
mod stream;
mod typo;

pub use cursor::Cursor;
pub use find::{Found, Hit};
pub use fold::is_same_name;
pub(crate) use index::Indexing;
pub use person::Person;
pub use query::Query;
pub use question::Question;
pub use rank::{MatchField, MatchKind, Why, rank, scan};
