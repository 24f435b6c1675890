//! What macOS alone needs.

// A lock of this system is not heard yet.
pub use console::NoDesktop as SystemDesktop;
use rustix::process::{Resource, Rlimit, setrlimit};

/// A crash may leave the memory on the disk, and with it what was decrypted and its key. Of this
/// process and of all that it starts, none is kept.
pub fn keep_memory_to_itself() {
    // There is no log yet to say it in; a system that refuses keeps its own rules.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}
