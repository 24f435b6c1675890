//! Requests and views, one file for each part of the console.

pub mod clipboard;
pub mod connection;
pub mod gate;
pub mod keys;
pub mod packet;
pub mod parked;
pub mod patient;
pub mod people;
pub mod place;
pub mod plan;
pub mod practice;
pub mod print;
pub mod saved_view;
pub mod schedule;
pub mod session;
pub mod slot;
pub mod support;
pub mod sync;
pub mod trail;
pub mod visit;
pub mod waitlist;
pub mod write;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A write that has nothing to say but that it was done.
#[derive(Clone, Copy, Serialize, Deserialize, TS)]
pub struct Done {}

/// Requests that are about no patient.
macro_rules! about_nobody {
    ($($request:ty),+ $(,)?) => {$( impl $crate::contract::Audited for $request {} )+};
}
pub(crate) use about_nobody;

/// Requests that are about the patient in their field `patient`.
macro_rules! about_patient {
    ($($request:ty),+ $(,)?) => {$( impl $crate::contract::Audited for $request {
        fn patient(&self) -> Option<&str> {
            Some(&self.patient)
        }
    } )+};
}
pub(crate) use about_patient;
