//! What Linux tells of processes.

use std::fs;

/// A process with all that it started and what those started.
pub fn family(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let children: Vec<u32> = children
        .flat_map(|line| line.split_whitespace().filter_map(|word| word.parse().ok()).collect::<Vec<_>>())
        .collect();
    std::iter::once(process).chain(children.into_iter().flat_map(family)).collect()
}

/// Which parts of a process's memory the system would keep if it crashed, as the system writes it:
/// zeros where none.
pub fn kept_by_a_crash(process: u32) -> Option<String> {
    let filter = fs::read_to_string(format!("/proc/{process}/coredump_filter")).ok()?;
    Some(filter.trim().to_owned())
}
