//! An athenahealth practice that runs on this machine: the demo, and the other side of every test.
//!
//! It answers the interface's own paths in process ([`Sandbox::answer`]) or over HTTP ([`Sandbox::serve`]), in both JSON
//! dialects, with the real pages, refusals and limits, and misbehaves by name ([`Fault`]). What it knows of the real
//! interface comes from recordings and published clients; where those are silent it takes the stricter way and its
//! module says so. Its people are invented. People sign in through pages or, in a test, by three plain form posts: GET
//! `/oauth2/v1/authorize` with PKCE, then `username` and `password` to `/signin`, then `decision=allow` to `/consent`,
//! each with the `ticket` of the page before; the last answers 303 (see the module `oauth`).
//!
//! Deliberately absent: any crate of this workspace, so that the two sides of the wire cannot share a mistake; any
//! clock or chance of its own (see [`Clock`] and [`Options::seed`]); whatever no screen uses yet.

mod allergies;
mod answer;
mod ask;
mod bookings;
mod calendar;
mod changes;
mod clock;
mod contact;
mod deeds;
mod departments;
mod dialect;
mod eastern;
mod errors;
mod fault;
mod feeds;
mod fields;
mod kinds;
mod limits;
mod money;
mod names;
mod oauth;
mod options;
mod paging;
mod people;
mod policies;
mod practice;
mod providers;
mod reply;
mod resources;
mod sandbox;
mod schedule;
mod seed;
mod story;
mod template;
mod truth;
mod unfolding;
mod visit_fields;
mod visit_notes;
mod waits;
mod wire;
mod writes;
mod written;

pub use allergies::{AllergiesTruth, AllergyTruth, ReactionTruth};
pub use clock::{Clock, System};
pub use deeds::Deed;
pub use fault::Fault;
pub use feeds::{ChangeTruth, DrainKind, DrainTruth, Feed, SUBSCRIPTION_ACTS_AFTER};
pub use fields::FieldValue;
pub use oauth::StaffMember;
pub use options::{Dialect, Limits, Lives, Options, Size, Telling, UnknownName};
pub use people::Standing;
pub use resources::balances::Owed;
pub use sandbox::{Broken, Sandbox};
pub use story::State;
pub use truth::{
    DepartmentTruth, PatientTruth, PolicyTruth, ProviderTruth, SlotTruth, Truth, VisitTruth, VisitWords,
    WaitTruth,
};
pub use wire::OpenHere;
pub use writes::{Act, WriteTruth, Writer};

/// The practice's id.
pub const PRACTICE_ID: &str = "195900";
/// A practice that exists, to which the key has no right.
pub const FOREIGN_PRACTICE_ID: &str = "195901";
/// The practice's name.
pub const PRACTICE_NAME: &str = "Cedar Valley Family Medicine";
/// The client id of the demo's key, which signs in as itself (two-legged); it opens nothing but a sandbox.
pub const CLIENT_ID: &str = "0oacedarvalleydemo000";
/// The secret that belongs to [`CLIENT_ID`]; invented, and no secret.
pub const CLIENT_SECRET: &str = "cedar-valley-demo-key";
/// The client id of a second key of the office that signs in as itself: what one key reads of feeds, the other still
/// has to read.
pub const SECOND_CLIENT_ID: &str = "0oacedarvalleyother00";
/// The secret that belongs to [`SECOND_CLIENT_ID`]; invented, and no secret.
pub const SECOND_CLIENT_SECRET: &str = "cedar-valley-other-key";
/// The client id of the public app through which people sign in (three-legged, PKCE, no secret). It may send them back
/// to `/callback` on any port of `127.0.0.1` or `[::1]`.
pub const PUBLIC_CLIENT_ID: &str = "0oacedarvalleypeople0";
/// The client id of the confidential app through which people sign in (three-legged, PKCE, and a secret). It may send
/// them back where the public one may, and to `https://office.example/signed-in`.
pub const CONFIDENTIAL_CLIENT_ID: &str = "0oacedarvalleyoffice0";
/// The secret that belongs to [`CONFIDENTIAL_CLIENT_ID`]; invented, and no secret.
pub const CONFIDENTIAL_CLIENT_SECRET: &str = "cedar-valley-office-key";
/// Who may sign in, each with [`STAFF_PASSWORD`]. The last one has no right to the practice.
pub const STAFF: &[StaffMember] = &oauth::STAFF;
/// The password of everybody of [`STAFF`]; invented, and no secret.
pub const STAFF_PASSWORD: &str = oauth::PASSWORD;
