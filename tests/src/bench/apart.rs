//! Measuring where no time passes but the one that is waited for.

use anyhow::Context;

/// Runs something on a thread of its own, in tokio's time, which stands still while anything is done and
/// leaps while all wait.
pub fn in_paused_time<T, F, W>(work: W) -> anyhow::Result<T>
where
    T: Send + 'static,
    F: Future<Output = anyhow::Result<T>>,
    W: FnOnce() -> F + Send + 'static,
{
    let run = move || {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
        runtime.block_on(work())
    };
    std::thread::spawn(run).join().ok().context("the bench panicked")?
}
