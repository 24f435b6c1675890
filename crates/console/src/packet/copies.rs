//! Copies of packets in a folder that the practice chose: a stick, or a share. What goes wrong there takes nothing
//! from the packet in the profile's own folder.

use std::path::{Path, PathBuf};

use ipc::packet::{PacketCopies, PacketFailed, PacketStop};
use ipc::{Failure, Field};
use store::{Connection, OpenError};

use super::{Kept, begins, kept, name};
use crate::console::Console;
use crate::live::Live;
use crate::profile::{self, Open};
use crate::{failure, words};

/// The most letters of a folder's path.
const LONGEST: usize = 1_000;
/// The most folders in which copies of before are remembered to be.
const MOST_LEFT: usize = 20;

impl Kept {
    /// Has copies go to a folder from here on, or to none. Those elsewhere are to be removed.
    pub(super) fn copy_to(&mut self, to: Option<String>) {
        let before = self.copies.as_ref().map(|copies| copies.folder.clone());
        if before != to {
            self.leave_copies();
            self.copies = to.map(|folder| PacketCopies { folder, file: None, failed: None });
        }
    }

    /// Has the copies that there are removed.
    pub(super) fn leave_copies(&mut self) {
        let Some(copies) = &mut self.copies else { return };
        if copies.file.take().is_some() && !self.left.contains(&copies.folder) {
            self.left.push(copies.folder.clone());
            self.left.drain(..self.left.len().saturating_sub(MOST_LEFT));
        }
        copies.failed = None;
    }
}

/// A folder that is there and is not the profile's, with its whole path.
pub(super) async fn checked(console: &Console, to: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(to) = to.map(str::trim).filter(|to| !to.is_empty()) else { return Ok(None) };
    let (folder, own) = (PathBuf::from(to), console.folder().to_owned());
    let is_short = to.len() <= LONGEST && folder.is_absolute();
    let there = console.turns().aside(move || {
        let own = own.canonicalize().unwrap_or(own);
        folder.is_dir() && folder.canonicalize().is_ok_and(|folder| !folder.starts_with(own))
    });
    let there = there.await.map_err(|error| failure::broken_off(&error, console.ports().entropy.as_ref()))?;
    if is_short && there { Ok(Some(to.to_owned())) } else { Err(Failure::Invalid { field: Field::Folder }) }
}

/// Puts a copy of the last packet where copies go, and keeps how that ended.
pub(super) async fn put(console: &Console, live: &Live) -> Result<Kept, Failure> {
    let known = kept(live).await?;
    let (Some(copies), Some(made)) = (&known.copies, &known.made) else { return Ok(known) };
    let (folder, file) = (PathBuf::from(&copies.folder), PathBuf::from(&made.file));
    let begins = begins(live.practice.as_str(), &live.connection);
    let put = console.turns().aside(move || copied(&folder, &file, &begins)).await;
    let put = put.map_err(|error| failure::broken_off(&error, live.entropy.as_ref()))?;
    let at = words::instant(console.ports().clock.now());
    change(live, move |kept| {
        let Some(copies) = &mut kept.copies else { return };
        match put {
            Ok(file) => (copies.file, copies.failed) = (Some(file), None),
            Err(why) => copies.failed = Some(PacketFailed { at, why }),
        }
    })
    .await
}

fn copied(folder: &Path, file: &Path, begins: &str) -> Result<String, PacketStop> {
    let name = file.file_name().and_then(|name| name.to_str()).ok_or(PacketStop::Disk)?;
    let bytes = std::fs::read(file).map_err(|_| PacketStop::Disk)?;
    let copy = store::copy_packet(folder, begins, name, &bytes).map_err(|error| {
        tracing::warn!(%error, "a copy of a packet was not written");
        stop(&error)
    })?;
    Ok(copy.display().to_string())
}

/// Removes copies of before from where they are; what cannot be reached is tried again with the next packet.
pub(super) async fn sweep(console: &Console, live: &Live) -> Result<Kept, Failure> {
    let known = kept(live).await?;
    if known.left.is_empty() {
        return Ok(known);
    }
    let begins = begins(live.practice.as_str(), &live.connection);
    let left = swept(console, known.left, begins).await?;
    change(live, move |kept| kept.left = left).await
}

/// Removes all copies of a practice that is leaving; gives the folders in which they stay.
pub(crate) async fn remove_all(console: &Console, open: &Open, connection: &Connection) -> Vec<String> {
    let key = name(&connection.id);
    let read = open.vault.read(move |vault| vault.setting::<Kept>(&key)).await;
    let Ok(Some(mut kept)) = read else { return Vec::new() };
    kept.leave_copies();
    let folders = kept.left.clone();
    let begins = begins(connection.practice.as_str(), &connection.id);
    swept(console, kept.left, begins).await.unwrap_or(folders)
}

async fn swept(console: &Console, mut left: Vec<String>, begins: String) -> Result<Vec<String>, Failure> {
    let work = move || {
        left.retain(|folder| {
            let cleared = store::clear_copies(Path::new(folder), &begins);
            if let Err(error) = &cleared {
                tracing::warn!(%error, "copies of packets were not removed");
            }
            cleared.is_err()
        });
        left
    };
    let done = console.turns().aside(work).await;
    done.map_err(|error| failure::broken_off(&error, console.ports().entropy.as_ref()))
}

async fn change(live: &Live, change: impl FnOnce(&mut Kept) + Send + 'static) -> Result<Kept, Failure> {
    let key = name(&live.connection);
    let done = live.vault.write("packet copies", move |vault| {
        let mut kept: Kept = vault.setting(&key)?.unwrap_or_default();
        change(&mut kept);
        vault.put_setting(&key, &kept)?;
        Ok(kept)
    });
    done.await.map_err(|error| profile::used(&error, live.entropy.as_ref()))
}

/// Why something could not be written.
pub(super) fn stop(error: &OpenError) -> PacketStop {
    use std::io::ErrorKind;
    match error {
        OpenError::DiskFull | OpenError::Io(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
            PacketStop::DiskFull
        }
        OpenError::ReadOnly
        | OpenError::Missing
        | OpenError::Io(
            ErrorKind::NotFound
            | ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::NotADirectory
            | ErrorKind::AlreadyExists,
        ) => PacketStop::Folder,
        _ => PacketStop::Disk,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use ipc::packet::PacketStop;

    use super::super::Kept;
    use super::{MOST_LEFT, stop};

    #[test]
    fn a_full_disk_is_told_from_a_folder_that_is_gone_and_from_a_disk_that_fails() {
        let why = |kind: ErrorKind| stop(&Error::from(kind).into());
        assert_eq!(why(ErrorKind::StorageFull), PacketStop::DiskFull);
        assert_eq!(why(ErrorKind::QuotaExceeded), PacketStop::DiskFull);
        assert_eq!(why(ErrorKind::NotFound), PacketStop::Folder);
        assert_eq!(why(ErrorKind::ReadOnlyFilesystem), PacketStop::Folder);
        assert_eq!(why(ErrorKind::TimedOut), PacketStop::Disk);
    }

    #[test]
    fn what_an_older_program_kept_has_no_copies() {
        let older = r#"{"words":null,"days":3,"hours":8,"made":null,"failed":null}"#;
        let kept: Kept = serde_json::from_str(older).expect("what was kept before");
        assert!(kept.copies.is_none() && kept.left.is_empty());
        assert_eq!((kept.days, kept.hours), (3, 8));
    }

    #[test]
    fn a_folder_is_left_where_a_copy_went_there_and_only_so_many_are_remembered() {
        let mut kept = Kept::default();
        kept.copy_to(Some("/never".to_owned()));
        for nth in 0..=MOST_LEFT {
            kept.copy_to(Some(format!("/stick-{nth}")));
            let copies = kept.copies.as_mut().expect("chosen");
            copies.file = Some("a copy".to_owned());
        }
        kept.copy_to(None);
        assert_eq!(kept.left.len(), MOST_LEFT);
        assert_eq!((kept.left[0].as_str(), kept.left[MOST_LEFT - 1].as_str()), ("/stick-1", "/stick-20"));
    }
}
