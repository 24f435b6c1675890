//! The store on a disk that loses power, fails or is damaged.
//!
//! `tap.rs` stands between SQLite and the disk: it takes down what is written and may refuse it.
//! `recording.rs` tells what a power cut leaves of what was taken down.

mod copy;
mod damage;
mod faults;
mod feed;
mod power;
mod profile;
mod recording;
mod tap;
mod vault;
