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

/// The most that the system would write of a process's memory if it crashed, now and at most.
pub fn core_limits(process: u32) -> Option<[String; 2]> {
    let limits = fs::read_to_string(format!("/proc/{process}/limits")).ok()?;
    let core = limits.lines().find_map(|line| line.strip_prefix("Max core file size"))?;
    let mut words = core.split_whitespace().map(str::to_owned);
    Some([words.next()?, words.next()?])
}

/// Whose the system says a process's own files are: the administrator's where nobody may look in.
pub fn owner(process: u32) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(format!("/proc/{process}/environ")).ok().map(|file| file.uid())
}

/// Which parts of a process's memory the system would keep if it crashed, as the system writes it:
/// zeros where none.
pub fn kept_by_a_crash(process: u32) -> Option<String> {
    let filter = fs::read_to_string(format!("/proc/{process}/coredump_filter")).ok()?;
    Some(filter.trim().to_owned())
}
