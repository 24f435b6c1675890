//! The loop against the sandbox practice, in one process.

mod clocks;
mod desk;
mod filling;
mod outages;
