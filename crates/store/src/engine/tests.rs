use std::path::Path;
use std::sync::mpsc::channel;
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::{Connect, Engine};
use crate::connection::{self, Durability};
use crate::handle::CacheFile;
use crate::{Error, FileId, FileKey, MasterKey, NoHooks, OpenError, Place, Reader};

/// A file in use, and who holds its key.
fn engine(path: &Path, connect: impl FnOnce(Arc<FileKey>) -> Connect) -> (Engine, Weak<FileKey>) {
    let key = Arc::new(MasterKey::from_bytes([7; 32]).derive(&FileId::from_hex("aa")));
    let held = Arc::downgrade(&key);
    let writer = connection::writer(path, &key, Durability::Ordered).expect("opens");
    let engine = Engine::start(Place::Cache, Arc::new(NoHooks), writer, connect(key)).expect("starts");
    (engine, held)
}

fn nothing(_: &Reader<'_, CacheFile>) -> Result<(), Error> {
    Ok(())
}

#[test]
fn a_closed_file_holds_no_key_however_long_its_handle_is_kept() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("one.db");
    let at = path.clone();
    let (engine, held) =
        engine(&path, move |key| Arc::new(move || -> Result<_, OpenError> { connection::reader(&at, &key) }));
    engine.read(nothing).expect("a read");
    assert_eq!(held.strong_count(), 1, "it makes readers with it");
    let (began, begun) = channel();
    let (go, gone) = channel::<()>();
    std::thread::scope(|scope| {
        let (engine, held) = (&engine, &held);
        scope.spawn(move || {
            engine.read(|_: &Reader<'_, CacheFile>| {
                began.send(()).expect("heard");
                gone.recv().expect("let go");
                Ok(())
            })
        });
        begun.recv().expect("a reader at work");
        scope.spawn(move || engine.close());
        go.send(()).expect("it reads");
        // Whoever comes while it closes is told so, or was in time.
        let _ = engine.read(nothing);
        engine.close();
        assert_eq!(held.strong_count(), 0, "nobody is left who could open it");
    });
    assert_eq!(engine.read(nothing), Err(Error::Closed));
    assert_eq!(engine.write("late", |_: &mut crate::Writer<'_, CacheFile>| Ok(())), Err(Error::Closed));
}

#[test]
fn a_reader_that_does_not_open_keeps_no_key_either() {
    let dir = tempfile::tempdir().expect("a folder");
    let (engine, held) = engine(&dir.path().join("one.db"), |key| {
        Arc::new(move || {
            let _ = &key;
            Err(OpenError::DiskFull)
        })
    });
    assert_eq!(engine.read(nothing), Err(Error::DiskFull));
    engine.close();
    assert_eq!(held.strong_count(), 0);
}

#[test]
fn whoever_reads_without_end_is_cut_off_when_it_is_closed() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("one.db");
    let at = path.clone();
    let (engine, held) =
        engine(&path, move |key| Arc::new(move || -> Result<_, OpenError> { connection::reader(&at, &key) }));
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    let (began, begun) = channel();
    std::thread::scope(|scope| {
        let read = scope.spawn(|| {
            engine.read(|reader: &Reader<'_, CacheFile>| {
                began.send(()).expect("heard");
                // What is asked next is cut off too.
                let first = reader.count(endless, []);
                assert_eq!(first, Err(Error::Interrupted));
                reader.count(endless, [])
            })
        });
        begun.recv().expect("a reader at work");
        engine.close_within(Duration::ZERO);
        assert_eq!(read.join().expect("no panic"), Err(Error::Interrupted));
    });
    assert_eq!(held.strong_count(), 0, "nobody is left who could open it");
    assert!(!engine.is_damaged());
}
