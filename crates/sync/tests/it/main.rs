//! The loop against the sandbox practice, in one process.

mod desk;
mod filling;
