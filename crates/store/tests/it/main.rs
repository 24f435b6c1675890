//! The store against real encrypted files in temporary folders.

mod days;
mod described;
mod desk;
mod fill;
mod finding;
mod kills;
mod opening;
mod patients;
mod people;
mod persons;
mod reference;
mod secrets;
mod setting_aside;
#[cfg(unix)]
mod unix;
mod writing;
