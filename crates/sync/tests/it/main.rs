//! The loop against the sandbox practice, in one process.

mod again;
mod aside;
mod at_visits;
mod bad_input;
mod changed;
mod charts;
mod clocks;
mod coming;
mod desk;
mod doubling;
mod doubt;
mod feed_hall;
mod feed_model;
mod feeds;
mod filling;
mod hidden;
mod journal;
mod off_hours;
mod office;
mod outages;
mod protocol;
mod visits;
