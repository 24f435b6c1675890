//! The store against real encrypted files in temporary folders.

mod desk;
mod finding;
mod people;
