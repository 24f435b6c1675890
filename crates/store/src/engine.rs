//! One writer thread and a few read-only connections over one file.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use model::swept;
use rusqlite::{Connection, InterruptHandle, TransactionBehavior};
use tokio::sync::watch;

use crate::connection::let_go;
use crate::handle::{Reader, Writer};
use crate::{CrashPoint, Error, Hooks, Moment, OpenError, Place};

const READERS: usize = 4;
/// How long closing waits for whoever reads, before what they ask is cut off.
const PATIENCE: Duration = Duration::from_secs(2);
/// How soon that is done again, to what they ask next.
const AGAIN: Duration = Duration::from_millis(50);
/// After how long nothing more is expected to be written for now.
const RESTED: Duration = Duration::from_secs(2);

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Makes another read-only connection to the same file.
pub(crate) type Connect = Arc<dyn Fn() -> Result<Connection, OpenError> + Send + Sync>;

/// A file in use. The last one dropped closes it.
pub(crate) struct Engine {
    place: Place,
    hooks: Arc<dyn Hooks>,
    queue: Mutex<Option<Sender<Job>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    pool: Mutex<Pool>,
    returned: Condvar,
    damage: watch::Sender<bool>,
}

struct Pool {
    idle: Vec<Connection>,
    /// Who reads, by number, with what cuts off what they ask.
    lent: BTreeMap<u64, Option<InterruptHandle>>,
    next: u64,
    /// What makes another connection, and holds the file's key for it. `None` once the file is closed.
    connect: Option<Connect>,
}

impl Engine {
    pub(crate) fn start(
        place: Place,
        hooks: Arc<dyn Hooks>,
        writer: Connection,
        connect: Connect,
    ) -> Result<Self, OpenError> {
        let (queue, jobs) = channel();
        let thread = thread::Builder::new()
            .name(format!("{place:?} writer").to_lowercase())
            .spawn(move || work(writer, &jobs))?;
        Ok(Self {
            place,
            hooks,
            queue: Mutex::new(Some(queue)),
            writer: Mutex::new(Some(thread)),
            pool: Mutex::new(Pool {
                idle: Vec::new(),
                lent: BTreeMap::new(),
                next: 0,
                connect: Some(connect),
            }),
            returned: Condvar::new(),
            damage: watch::Sender::new(false),
        })
    }

    /// Works off the runtime's threads, or at once where the hooks keep turns.
    pub(crate) async fn aside<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        if self.hooks.keep_turns() {
            return work(&self);
        }
        tokio::task::spawn_blocking(move || swept(|| work(&self))).await.map_err(|_| Error::Interrupted)?
    }

    /// Reads on this thread.
    pub(crate) fn read<F, T>(
        &self,
        work: impl FnOnce(&Reader<'_, F>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.note(self.lend(work))
    }

    fn lend<F, T>(&self, work: impl FnOnce(&Reader<'_, F>) -> Result<T, Error>) -> Result<T, Error> {
        let lent = self.borrow()?;
        let sql = lent.connection()?;
        let transaction = sql.unchecked_transaction()?;
        let answer = work(&Reader::new(&transaction))?;
        transaction.commit()?;
        Ok(answer)
    }

    /// Writes on the writer's thread and waits for it.
    pub(crate) fn write<F: 'static, T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&mut Writer<'_, F>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, told) = channel();
        let (hooks, place) = (Arc::clone(&self.hooks), self.place);
        let job: Job = Box::new(move |sql| {
            let done = commit(sql, work, |moment| hooks.step(CrashPoint { place, write: name, moment }));
            tracing::trace!(write = name, kept = done.is_ok(), "write");
            // A caller that went away does not want the answer; the write stands all the same.
            let _ = answer.send(done);
        });
        locked(&self.queue).as_ref().ok_or(Error::Closed)?.send(job).map_err(|_| Error::Closed)?;
        self.note(told.recv().map_err(|_| Error::Interrupted)?)
    }

    /// Folds the log into the file, so that nothing stands in it which was removed since. Whoever reads an
    /// older state has it stay until they are done.
    pub(crate) fn fold(&self) -> Result<(), Error> {
        let (answer, told) = channel();
        let job: Job = Box::new(move |sql| {
            let _ = answer.send(sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
        });
        locked(&self.queue).as_ref().ok_or(Error::Closed)?.send(job).map_err(|_| Error::Closed)?;
        Ok(told.recv().map_err(|_| Error::Interrupted)??)
    }

    pub(crate) fn is_damaged(&self) -> bool {
        *self.damage.borrow()
    }

    /// Resolves once a read or a write meets damage; to `false` when the file ends without.
    pub(crate) fn damage(&self) -> impl Future<Output = bool> + Send + 'static {
        let mut met = self.damage.subscribe();
        async move { met.wait_for(|met| *met).await.is_ok() }
    }

    /// Every use passes here, so that damage is told of whoever meets it.
    fn note<T>(&self, done: Result<T, Error>) -> Result<T, Error> {
        if let Err(error @ (Error::Damaged | Error::Record(_))) = &done
            && !self.damage.send_replace(true)
        {
            tracing::error!(%error, place = ?self.place, "damage was met in use");
        }
        done
    }

    /// Lets what is queued finish, closes every connection, lets go of the key and folds the log into
    /// the file. Whoever reads for long is cut off.
    pub(crate) fn close(&self) {
        self.close_within(PATIENCE);
    }

    fn close_within(&self, patience: Duration) {
        let until = Instant::now() + patience;
        let mut pool = locked(&self.pool);
        pool.connect = None;
        pool.idle.clear();
        while !pool.lent.is_empty() {
            let mut left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                pool.lent.values().flatten().for_each(InterruptHandle::interrupt);
                left = AGAIN;
            }
            pool = self.returned.wait_timeout(pool, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(pool);
        locked(&self.queue).take();
        if let Some(thread) = locked(&self.writer).take()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended by a panic");
        }
    }

    fn borrow(&self) -> Result<Lent<'_>, Error> {
        let mut pool = locked(&self.pool);
        while pool.connect.is_some() && pool.idle.is_empty() && pool.lent.len() >= READERS {
            pool = self.returned.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        let connect = pool.connect.clone().ok_or(Error::Closed)?;
        let idle = pool.idle.pop();
        let number = pool.next;
        pool.next += 1;
        pool.lent.insert(number, idle.as_ref().map(Connection::get_interrupt_handle));
        drop(pool);
        let mut lent = Lent { engine: self, number, connection: idle };
        if lent.connection.is_none() {
            let made = connect();
            // Whoever waits until nobody has the file open any more finds no key left either.
            drop(connect);
            let made = made.map_err(unopened)?;
            locked(&self.pool).lent.insert(number, Some(made.get_interrupt_handle()));
            lent.connection = Some(made);
        }
        Ok(lent)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.close();
    }
}

/// A reader's connection, given back when dropped.
struct Lent<'e> {
    engine: &'e Engine,
    number: u64,
    connection: Option<Connection>,
}

impl Lent<'_> {
    fn connection(&self) -> Result<&Connection, Error> {
        self.connection.as_ref().ok_or(Error::Closed)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut pool = locked(&self.engine.pool);
        if pool.connect.is_some() {
            pool.idle.extend(self.connection.take());
        }
        // Whoever closes the file waits until nobody has it open any more.
        drop(self.connection.take());
        pool.lent.remove(&self.number);
        drop(pool);
        self.engine.returned.notify_all();
    }
}

fn unopened(error: OpenError) -> Error {
    match error {
        OpenError::DiskFull => Error::DiskFull,
        OpenError::ReadOnly => Error::ReadOnly,
        OpenError::Database(code) => Error::Database(code),
        OpenError::Damaged(_) => Error::Damaged,
        _ => Error::Interrupted,
    }
}

fn commit<F, T>(
    sql: &mut Connection,
    work: impl FnOnce(&mut Writer<'_, F>) -> Result<T, Error>,
    step: impl Fn(Moment),
) -> Result<T, Error> {
    let transaction = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = work(&mut Writer::new(&transaction))?;
    step(Moment::BeforeCommit);
    transaction.commit()?;
    step(Moment::AfterCommit);
    Ok(answer)
}

fn work(mut sql: Connection, jobs: &Receiver<Job>) {
    // A file of an older program was gone through to its end to be opened.
    let_go(&sql);
    while let Some(job) = next(&sql, jobs) {
        // The transaction of a job that panics is rolled back as it unwinds.
        if catch_unwind(AssertUnwindSafe(|| swept(|| job(&mut sql)))).is_err() {
            tracing::error!("a write ended by a panic");
        }
    }
    let tidied = sql.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
    if let Err(error) = tidied {
        tracing::warn!(cause = %Error::from(error), "the log was not folded in");
    }
}

/// What is to be written next. Until there is something, a writer that has rested keeps no pages in memory.
fn next(sql: &Connection, jobs: &Receiver<Job>) -> Option<Job> {
    match jobs.recv_timeout(RESTED) {
        Err(RecvTimeoutError::Timeout) => {
            let_go(sql);
            jobs.recv().ok()
        }
        job => job.ok(),
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
