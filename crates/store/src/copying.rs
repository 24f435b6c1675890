//! A file page by page into another under another key, as it stands at one instant. What SQLite would
//! number anew if it were written row by row stays as it is.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::connection::{self, failed};
use crate::folder::remove;
use crate::key::FileKey;
use crate::system::{private, sync_folder};
use crate::{Moment, OpenError};

/// Pages between two points at which it may be cut off.
const AT_ONCE: i32 = 4096;
const BUSY: Duration = Duration::from_millis(50);

/// Copies what a connection reads. The copy is on the disk when this returns. Each step may end it.
pub(crate) fn copy(
    from: &Connection,
    to: &Path,
    key: &FileKey,
    step: impl Fn(Moment) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    clear(to)?;
    private(to, File::options().create_new(true))?;
    let mut copy = connection::blank(to, key)?;
    let backup = Backup::new(from, &mut copy).map_err(|error| failed(&error))?;
    loop {
        match backup.step(AT_ONCE).map_err(|error| failed(&error))? {
            StepResult::Done => break,
            StepResult::More => {}
            _ => std::thread::sleep(BUSY),
        }
        step(Moment::BeforeCommit)?;
    }
    drop(backup);
    step(Moment::BeforeCommit)?;
    copy.close().map_err(|(_, error)| failed(&error))?;
    File::open(to)?.sync_all()?;
    to.parent().map_or(Ok(()), sync_folder)?;
    step(Moment::AfterCommit)
}

/// Removes a file with its logs.
pub(crate) fn clear(path: &Path) -> Result<(), OpenError> {
    for what in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(what);
        remove(&PathBuf::from(name))?;
    }
    Ok(())
}
