//! The contract, held against what is made of it.

mod bindings;
mod dispatching;
mod roles;
