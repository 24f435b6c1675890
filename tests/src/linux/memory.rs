//! A process's memory, as a core dump would hold it.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;

use anyhow::ensure;

use crate::until;

/// How much is looked at at once.
const PIECE: usize = 1 << 16;
const PAGE: u64 = 4096;
/// What the system tells of one page.
const ENTRY: u64 = size_of::<u64>() as u64;
/// Of how many pages it is asked at once.
const PAGES: u64 = 1 << 13;
/// What is told of a page that is in memory, or was put aside on the disk.
const TOUCHED: u64 = 0b11 << 62;
/// A page of which nothing was written.
const UNWRITTEN: [u8; 4096] = [0; 4096];
/// What the kernel alone may read.
const KERNELS: [&str; 2] = ["[vvar", "[vsyscall"];

/// Goes through everything that a process has in its memory at one moment, mapping by mapping, in pieces that
/// overlap by a number of bytes. Gives how many bytes were looked at; `None` where the system lets nobody look.
///
/// What a file holds and the process cannot have written is left out, as a core dump leaves it out, and so are pages
/// of its own that it never touched: a webview has some seventy gigabytes of those.
pub async fn memory_of(
    process: u32,
    overlap: usize,
    mut look: impl FnMut(&str, &[u8]),
) -> anyhow::Result<Option<usize>> {
    let Ok(mut memory) = File::open(format!("/proc/{process}/mem")) else {
        // Where nobody may look nothing is shown, and the administrator always may.
        ensure!(fs::metadata("/proc/self")?.uid() != 0, "not even the administrator may look into memory");
        return Ok(None);
    };
    let _still = Still::hold(process).await?;
    let maps = fs::read_to_string(format!("/proc/{process}/maps"))?;
    let mut pages = File::open(format!("/proc/{process}/pagemap"))?;
    let mut seen = 0;
    for mapping in maps.lines().filter_map(Mapping::read) {
        for (from, to) in mapping.touched(&mut pages)? {
            let mut piece = Vec::new();
            for at in (from..to).step_by(PIECE) {
                piece.drain(..piece.len().saturating_sub(overlap));
                read(&mut memory, at, to.min(at + PIECE as u64), &mut piece)?;
                seen += piece.len();
                if !is_unwritten(&piece) {
                    look(mapping.name, &piece);
                }
            }
        }
    }
    Ok(Some(seen))
}

fn is_unwritten(piece: &[u8]) -> bool {
    piece.chunks(UNWRITTEN.len()).all(|page| *page == UNWRITTEN[..page.len()])
}

fn read(memory: &mut File, from: u64, to: u64, piece: &mut Vec<u8>) -> io::Result<()> {
    let kept = piece.len();
    piece.resize(kept + usize::try_from(to - from).map_err(io::Error::other)?, 0);
    memory.seek(SeekFrom::Start(from))?;
    memory.read_exact(&mut piece[kept..])
}

/// A stretch of memory with one kind of content.
struct Mapping<'m> {
    name: &'m str,
    from: u64,
    to: u64,
    /// Whether other processes may have it, too, and what stands in it from them.
    is_shared: bool,
}

impl<'m> Mapping<'m> {
    /// From a line of `maps`: range, rights, offset, device, inode, name. `None` where there is nothing to look at.
    fn read(line: &'m str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (from, to) = words.next()?.split_once('-')?;
        let rights = words.next()?;
        let name = words.nth(3).unwrap_or("[anonymous]");
        let is_a_files = name.starts_with('/') && !rights.contains('w');
        let is_looked_at = rights.starts_with('r')
            && !is_a_files
            && !KERNELS.iter().any(|kernels| name.starts_with(kernels));
        let at = |digits| u64::from_str_radix(digits, 16).ok();
        let is_shared = rights.ends_with('s');
        is_looked_at.then_some(Self { name, from: at(from)?, to: at(to)?, is_shared })
    }

    /// The parts of it in which anything may stand.
    fn touched(&self, pages: &mut File) -> io::Result<Vec<(u64, u64)>> {
        if self.is_shared {
            return Ok(vec![(self.from, self.to)]);
        }
        let mut parts: Vec<(u64, u64)> = Vec::new();
        for first in (self.from / PAGE..self.to / PAGE).step_by(PAGES as usize) {
            let count = PAGES.min(self.to / PAGE - first);
            let mut told = vec![0; (count * ENTRY) as usize];
            pages.seek(SeekFrom::Start(first * ENTRY))?;
            pages.read_exact(&mut told)?;
            let (told, _) = told.as_chunks();
            for page in (first..).zip(told).filter(|(_, told)| is_touched(**told)).map(|(page, _)| page) {
                match parts.last_mut() {
                    Some((_, to)) if *to == page * PAGE => *to += PAGE,
                    _ => parts.push((page * PAGE, (page + 1) * PAGE)),
                }
            }
        }
        Ok(parts)
    }
}

fn is_touched(told: [u8; 8]) -> bool {
    u64::from_ne_bytes(told) & TOUCHED != 0
}

/// A process that does nothing until this is dropped.
struct Still(u32);

impl Still {
    async fn hold(process: u32) -> anyhow::Result<Self> {
        crate::process::signal("-STOP", &process.to_string())?;
        let still = Self(process);
        until("the process stands still", std::time::Duration::from_secs(10), async || {
            let threads = fs::read_dir(format!("/proc/{process}/task"))?;
            let states: Vec<String> = threads
                .map(|thread| fs::read_to_string(thread?.path().join("stat")))
                .collect::<Result<_, _>>()?;
            let is_still =
                |stat: &String| stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('T'));
            Ok(states.iter().all(is_still).then_some(()))
        })
        .await?;
        Ok(still)
    }
}

impl Drop for Still {
    fn drop(&mut self) {
        // One that ended meanwhile goes on with nothing.
        let _ = crate::process::signal("-CONT", &self.0.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::Mapping;

    #[test]
    fn what_a_process_may_have_written_is_looked_at() {
        let read = |line| Mapping::read(line).map(|mapping| (mapping.name, mapping.from, mapping.to));
        let heap = "55d0a000-55d0b000 rw-p 00000000 00:00 0                          [heap]";
        assert_eq!(read(heap), Some(("[heap]", 0x55d0_a000, 0x55d0_b000)));
        let unnamed = "7f01000-7f02000 r--p 00000000 00:00 0 ";
        assert_eq!(read(unnamed), Some(("[anonymous]", 0x7f0_1000, 0x7f0_2000)));
        assert_eq!(Mapping::read(unnamed).map(|mapping| mapping.is_shared), Some(false));
        let shared = "7f01000-7f02000 rw-s 00000000 00:01 12345 /memfd:shared (deleted)";
        assert_eq!(Mapping::read(shared).map(|mapping| mapping.is_shared), Some(true));
        let data = "7f01000-7f02000 rw-p 0003b000 fe:01 12345 /usr/lib/libc.so.6";
        assert_eq!(read(data).map(|(name, ..)| name), Some("/usr/lib/libc.so.6"));
        for left_out in [
            "7f01000-7f02000 r--p 00000000 fe:01 12345 /usr/lib/libc.so.6",
            "7f01000-7f02000 ---p 00000000 00:00 0 ",
            "7ffd000-7ffe000 r--p 00000000 00:00 0 [vvar]",
            "",
        ] {
            assert_eq!(read(left_out), None, "{left_out}");
        }
    }
}
