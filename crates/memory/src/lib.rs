//! The memory of the whole process: what is freed is wiped.

#[cfg_attr(all(target_os = "linux", target_env = "gnu"), path = "linux.rs")]
#[cfg_attr(not(all(target_os = "linux", target_env = "gnu")), path = "elsewhere.rs")]
mod system;

pub use system::{MEMORY, Memory, give_back};
