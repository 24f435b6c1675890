//! What to read next, and the loop that reads it into the copy.

pub mod calendar;
pub mod planner;
