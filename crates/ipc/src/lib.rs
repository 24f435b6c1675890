//! The contract between the window and the console.
//!
//! [`commands!`](crate::commands) in `commands.rs` declares every command once. From that list
//! come the [`Api`] trait, [`dispatch`], the TypeScript types, the cache tags of the window and the
//! names for Tauri's permission list. Nothing here performs I/O, knows athenahealth or opens the
//! copy; views are written out here and filled in by the console.

mod audit;
mod caller;
mod commands;
mod contract;
mod emergency;
mod event;
mod failure;
mod role;
mod secret_text;
mod shown;
mod signed_out;
mod tag;
mod typescript;
mod views;

pub use audit::{Audit, AuditEntry, AuditKind, Outcome, Searched};
pub use caller::{Call, Caller, Lock};
pub use commands::{Api, COMMANDS, dispatch};
pub use contract::{Access, AuditWords, CommandSpec, declared, written};
pub use emergency::AT_THE_DESK;
pub use event::Event;
pub use failure::{Failure, Field, SignInStop};
pub use role::{PERMISSIONS, Permission, Role};
pub use secret_text::SecretText;
pub use signed_out::SIGNED_OUT;
pub use tag::Tag;
pub use typescript::bindings;
pub use views::{
    Done, clipboard, connection, gate, keys, packet, parked, patient, people, place, plan, practice, print,
    saved_view, schedule, session, slot, support, sync, trail, visit, waitlist, write,
};
