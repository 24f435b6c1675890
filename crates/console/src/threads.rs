//! Work that waits for a disk, a keychain or a costly hash, on threads of its own.

use model::swept;
use tokio::task::JoinHandle;

/// Begins work off the runtime's threads. A thread that waits for the next has nothing of this on its stack.
pub(crate) fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    tokio::task::spawn_blocking(move || swept(work))
}
