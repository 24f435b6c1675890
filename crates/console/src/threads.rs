//! The threads that work, on whose stacks nothing stays once they wait.

use model::{sweep, swept};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// A runtime for the console. What reads an answer or a request leaves its first bytes on the stack.
pub fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().enable_all().on_thread_park(sweep).build()
}

/// Begins work that waits for a disk, a keychain or a costly hash off the runtime's threads. A thread that waits for the next has nothing of this on its stack.
pub(crate) fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    tokio::task::spawn_blocking(move || swept(work))
}
