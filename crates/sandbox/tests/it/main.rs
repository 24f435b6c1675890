//! The sandbox practice, held to what is known of the real one.

mod alone;
mod desk;
mod endpoints;
mod faults;
mod limits;
mod paging;
mod practice;
mod recordings;
mod refusals;
mod shape;
mod wire;
