//! What Linux tells of processes. Other systems tell nothing of it.

mod memory;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use memory::memory_of;

/// How many processes a program has become, and what would be left or seen of the memory of which of
/// them: parts that the system keeps of a crash, or room for it on the disk, or a program that others
/// of the same person may look into. `None` where the system says nothing.
pub fn left_by_a_crash(process: u32) -> Option<(usize, Vec<(u32, String)>)> {
    kept_by_a_crash(process)?;
    let family = family(process);
    let looked_into = owner(process).filter(|owner| *owner != 0);
    let mut told: Vec<_> =
        looked_into.map(|owner| (process, format!("open to {owner}"))).into_iter().collect();
    for process in &family {
        let kept = kept_by_a_crash(*process).filter(|filter| filter.chars().any(|digit| digit != '0'));
        let room = core_limit(*process).filter(|limit| limit != "0 0");
        told.extend(kept.into_iter().chain(room).map(|what| (*process, what)));
    }
    Some((family.len(), told))
}

/// The files under a folder that this process has open. `None` where the system says nothing.
pub fn open_here(folder: &Path) -> Option<Vec<PathBuf>> {
    let open = fs::read_dir("/proc/self/fd").ok()?;
    let paths = open.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    Some(paths.filter(|path| path.starts_with(folder)).collect())
}

/// The processes of a name among one with all that it started and what those started.
pub fn processes(of: u32, name: &str) -> Vec<u32> {
    let is_named = |process: &u32| {
        fs::read_to_string(format!("/proc/{process}/comm")).is_ok_and(|comm| comm.trim_end() == name)
    };
    family(of).into_iter().filter(is_named).collect()
}

/// What a process and all that it started take of the memory, shared parts shared out among all who have
/// them, in bytes. `None` where the system says nothing.
pub fn share_of_memory(process: u32) -> Option<u64> {
    let share = |process: u32| {
        let told = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
        let line = told.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1_024)
    };
    family(process).into_iter().map(share).sum()
}

/// How long a process has worked, all its threads together, and how long it and all that it started have.
/// `None` where the system says nothing.
pub fn worked(process: u32) -> Option<(Duration, Duration)> {
    let whole: Duration = family(process).into_iter().filter_map(worked_alone).sum();
    worked_alone(process).map(|own| (own, whole))
}

/// The time that ended children took is not in it.
fn worked_alone(process: u32) -> Option<Duration> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).ok()?.flatten();
    let of = |thread: fs::DirEntry| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    };
    Some(threads.filter_map(of).sum())
}

/// A process with all that it started and what those started.
fn family(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let children: Vec<u32> = children
        .flat_map(|line| line.split_whitespace().filter_map(|word| word.parse().ok()).collect::<Vec<_>>())
        .collect();
    std::iter::once(process).chain(children.into_iter().flat_map(family)).collect()
}

/// The most that the system would write of a process's memory if it crashed, now and at most.
fn core_limit(process: u32) -> Option<String> {
    let limits = fs::read_to_string(format!("/proc/{process}/limits")).ok()?;
    let core = limits.lines().find_map(|line| line.strip_prefix("Max core file size"))?;
    Some(core.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
}

/// Whose the system says a process's own files are: the administrator's where nobody may look in.
#[cfg(unix)]
fn owner(process: u32) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(format!("/proc/{process}/environ")).ok().map(|file| file.uid())
}

#[cfg(not(unix))]
fn owner(_process: u32) -> Option<u32> {
    None
}

/// Which parts of a process's memory the system would keep if it crashed, as the system writes it:
/// zeros where none.
fn kept_by_a_crash(process: u32) -> Option<String> {
    let filter = fs::read_to_string(format!("/proc/{process}/coredump_filter")).ok()?;
    Some(filter.trim().to_owned())
}
