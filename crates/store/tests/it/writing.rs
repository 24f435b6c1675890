//! One writer: its transactions, its steps, what readers see meanwhile.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use store::{CrashPoint, Detail, Error, Hooks, Moment, Place};

use crate::desk::{Desk, minute};
use crate::people::named;

/// Holds the writer at each point until the test lets it pass.
struct Steps {
    reached: Mutex<Sender<CrashPoint>>,
    pass: Mutex<Receiver<()>>,
}

impl Hooks for Steps {
    fn step(&self, point: CrashPoint) {
        if point.write == "create" {
            return;
        }
        self.reached.lock().expect("held by nobody").send(point).expect("the test listens");
        self.pass.lock().expect("held by nobody").recv().expect("the test goes on");
    }
}

#[test]
fn a_write_is_seen_whole_and_only_once_it_is_kept() {
    let (reached, at) = channel();
    let (go, pass) = channel();
    let desk = Desk::new();
    let cache = desk.cache_with(Arc::new(Steps { reached: Mutex::new(reached), pass: Mutex::new(pass) }));
    let held = || cache.read_blocking(|reader| reader.held_patients()).expect("a read");
    let writer = cache.clone();
    let writing = thread::spawn(move || {
        writer.write_blocking("two", |writer| {
            writer.put_patients(&[named("1", "Ana", "Lee")], minute(0), Detail::Full)?;
            writer.put_patients(&[named("2", "Ben", "Lee")], minute(0), Detail::Full)
        })
    });
    let point = at.recv().expect("a point");
    assert_eq!(point, CrashPoint { place: Place::Cache, write: "two", moment: Moment::BeforeCommit });
    assert_eq!(held(), 0, "nothing of it is seen yet, and the reader did not wait");
    go.send(()).expect("the writer waits");
    assert_eq!(at.recv().expect("a point").moment, Moment::AfterCommit);
    assert_eq!(held(), 2, "all of it is seen, before its caller knows");
    go.send(()).expect("the writer waits");
    assert!(writing.join().expect("no panic").is_ok());
}

#[test]
fn a_write_that_fails_or_panics_changes_nothing_and_stops_nobody() {
    let desk = Desk::new();
    let cache = desk.cache();
    let failed = cache.write_blocking("fails", |writer| {
        writer.put_patients(&[named("1", "Ana", "Lee")], minute(0), Detail::Full)?;
        Err::<(), _>(Error::Record("nothing"))
    });
    assert_eq!(failed, Err(Error::Record("nothing")));
    let panicked = cache.write_blocking("panics", |writer| {
        writer.put_patients(&[named("2", "Ben", "Lee")], minute(0), Detail::Full)?;
        assert!(writer.held_patients()? > 9, "this write ends here");
        Ok(())
    });
    assert_eq!(panicked, Err(Error::Interrupted));
    let after = cache.write_blocking("works", |writer| {
        writer.put_patients(&[named("3", "Cy", "Lee")], minute(0), Detail::Full)
    });
    assert!(after.is_ok(), "the writer goes on");
    assert_eq!(cache.read_blocking(|reader| reader.held_patients()), Ok(1));
}

#[test]
fn a_read_sees_one_state_however_long_it_takes() {
    let desk = Desk::new();
    let cache = desk.cache();
    let writer = cache.clone();
    let seen = cache.read_blocking(|reader| {
        let before = reader.held_patients()?;
        writer.write_blocking("meanwhile", |writer| {
            writer.put_patients(&[named("1", "Ana", "Lee")], minute(0), Detail::Full)
        })?;
        Ok((before, reader.held_patients()?))
    });
    assert_eq!(seen, Ok((0, 0)), "the state in which it began");
    assert_eq!(cache.read_blocking(|reader| reader.held_patients()), Ok(1), "the next one sees more");
}

#[test]
fn more_readers_than_connections_take_turns() {
    let desk = Desk::new();
    let cache = desk.cache();
    let readers: Vec<_> = (0..24)
        .map(|_| {
            let cache = cache.clone();
            thread::spawn(move || cache.read_blocking(|reader| reader.held()))
        })
        .collect();
    for reader in readers {
        assert!(reader.join().expect("no panic").is_ok(), "each is served");
    }
}

#[tokio::test(start_paused = true)]
async fn paused_time_does_not_run_ahead_of_the_store() {
    let desk = Desk::new();
    let cache = desk.cache();
    let write = cache
        .write("put", |writer| writer.put_patients(&[named("1", "Ana", "Lee")], minute(0), Detail::Full));
    let written = tokio::time::timeout(Duration::from_millis(1), write).await;
    assert!(matches!(written, Ok(Ok(_))), "the clock waits for the writer");
    let read =
        tokio::time::timeout(Duration::from_millis(1), cache.read(|reader| reader.held_patients())).await;
    assert_eq!(read, Ok(Ok(1)), "and for readers");
}
