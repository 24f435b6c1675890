//! The store against real encrypted files in temporary folders.

mod again;
mod allergies;
mod athena_users;
mod days;
mod described;
mod desk;
mod feeds;
mod fill;
mod finding;
mod kills;
mod moving;
mod opening;
mod packets;
mod patients;
mod people;
mod persons;
mod recovering;
mod reference;
mod rekeying;
mod secrets;
mod setting_aside;
mod sync_log;
#[cfg(unix)]
mod unix;
mod writing;
