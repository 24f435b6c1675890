//! The sandbox practice, held to what is known of the real one.

mod alone;
mod authorize;
mod deeds;
mod desk;
mod endpoints;
mod faults;
mod feed_faults;
mod feeds;
mod limits;
mod paging;
mod person;
mod practice;
mod recordings;
mod refresh;
mod refusals;
mod shape;
mod slots;
mod visit_faults;
mod visits;
mod wire;
mod write_faults;
mod writing;
