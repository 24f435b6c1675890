//! What goes on beside the answers: reading the copy, and watching the files for damage.

use std::pin::Pin;

use tokio::sync::oneshot;

/// Something that goes on by itself.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs what goes on beside the answers. One that a test gives may hold it, step it or leave it out.
pub trait Tasks: Send + Sync {
    /// Begins a task. One that is dropped has ended.
    fn begin(&self, task: Task);
}

/// Tasks of the runtime in which the console is called.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuntimeTasks;

impl Tasks for RuntimeTasks {
    fn begin(&self, task: Task) {
        tokio::spawn(task);
    }
}

/// A task that can be told to end. It is when this is dropped.
pub(crate) struct Running {
    stop: oneshot::Sender<()>,
    ended: oneshot::Receiver<()>,
}

impl Running {
    /// Begins work as a task.
    pub(crate) fn begin(tasks: &dyn Tasks, work: impl Future<Output = ()> + Send + 'static) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (ending, ended) = oneshot::channel::<()>();
        tasks.begin(Box::pin(async move {
            // Dropped after the work is, whether that finished, was told to end or panicked.
            let _ending = ending;
            tokio::select! {
                () = work => {}
                _ = stopped => {}
            }
        }));
        Self { stop, ended }
    }

    /// Ends the work where it waits next, and waits until nothing of it is left.
    pub(crate) async fn end(self) {
        // One that ended by itself hears nothing of it.
        let _ = self.stop.send(());
        let _ = self.ended.await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Running, RuntimeTasks, Task, Tasks};

    struct LeftOut;

    impl Tasks for LeftOut {
        fn begin(&self, _: Task) {}
    }

    #[tokio::test]
    async fn nothing_of_what_was_told_to_end_is_left() {
        let held = Arc::new(());
        let kept = Arc::clone(&held);
        let running = Running::begin(&RuntimeTasks, async move {
            let _kept = kept;
            std::future::pending::<()>().await;
        });
        tokio::task::yield_now().await;
        assert_eq!(Arc::strong_count(&held), 2, "it goes on");
        running.end().await;
        assert_eq!(Arc::strong_count(&held), 1, "it let go of what it held before its end was told");
    }

    #[tokio::test]
    async fn what_ended_by_itself_or_never_began_ends_at_once() {
        Running::begin(&RuntimeTasks, async {}).end().await;
        Running::begin(&LeftOut, std::future::pending()).end().await;
        Running::begin(&RuntimeTasks, async { panic!("as a task may") }).end().await;
    }
}
