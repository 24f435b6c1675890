//! Journeys through the contract, against a practice in this process, in tokio's own time.

mod asking;
mod audit;
mod bad_input;
mod clipboard;
mod crashes;
mod described;
mod fill;
mod first_run;
mod hostile_answers;
mod keys;
mod locking;
mod off_hours;
mod on_screen;
mod people;
mod ports;
mod practices;
mod profile;
mod reading;
mod recovery;
mod setting_aside;
mod sign_in;
mod simulation;
mod versions;
mod writing;
mod writing_kills;
mod writing_people;
