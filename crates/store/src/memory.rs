//! SQLite's memory, which is the program's own: whatever wipes what the program frees wipes pages, rows and
//! the text of a key with it.
//!
//! SQLCipher wipes by itself under `cipher_memory_security`, and asks the system to lock and unlock each block
//! for it, of which there are some for every row.

#![expect(unsafe_code, reason = "SQLite takes its allocator as functions of C over raw memory")]

use std::alloc::{Layout, alloc, dealloc, realloc};
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::OnceLock;

use rusqlite::ffi::{SQLITE_CONFIG_MALLOC, SQLITE_OK, sqlite3_config, sqlite3_mem_methods};

/// What stands before each block: its size. SQLite's blocks begin at multiples of eight.
const HEAD: usize = size_of::<u64>();

/// Has SQLite take its memory from the program's allocator, which is possible before its first use alone.
/// Whether it does.
pub(crate) fn is_the_programs() -> bool {
    static TAKEN: OnceLock<bool> = OnceLock::new();
    *TAKEN.get_or_init(|| {
        let methods = sqlite3_mem_methods {
            xMalloc: Some(give),
            xFree: Some(take),
            xRealloc: Some(resize),
            xSize: Some(size),
            xRoundup: Some(rounded),
            xInit: Some(begin),
            xShutdown: Some(end),
            pAppData: null_mut(),
        };
        // SAFETY: SQLite copies the functions, each of which keeps what its documentation asks for.
        unsafe { sqlite3_config(SQLITE_CONFIG_MALLOC, &raw const methods) == SQLITE_OK }
    })
}

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEAD)?, HEAD).ok()
}

/// Notes the size in a block that begins with its head, and gives what comes after it.
///
/// # Safety
/// The block is null, or has room for its head.
unsafe fn noted(block: *mut u8, size: usize) -> *mut c_void {
    if block.is_null() {
        return null_mut();
    }
    // SAFETY: there is room for the head, and blocks are aligned to it.
    unsafe {
        block.cast::<usize>().write(size);
        block.add(HEAD).cast()
    }
}

/// The block with its head, and its size without.
///
/// # Safety
/// The memory came from [`give`] or [`resize`] and was not taken back.
unsafe fn whole(memory: *mut c_void) -> (*mut u8, usize) {
    // SAFETY: its head stands before it.
    unsafe {
        let block = memory.cast::<u8>().sub(HEAD);
        (block, block.cast::<usize>().read())
    }
}

unsafe extern "C" fn give(size: c_int) -> *mut c_void {
    let Ok(size) = usize::try_from(size) else { return null_mut() };
    let Some(layout) = layout(size) else { return null_mut() };
    // SAFETY: the layout is not empty, since the head is not.
    unsafe { noted(alloc(layout), size) }
}

unsafe extern "C" fn take(memory: *mut c_void) {
    if memory.is_null() {
        return;
    }
    // SAFETY: SQLite gives back what it was given, with the layout that follows from its size.
    unsafe {
        let (block, size) = whole(memory);
        if let Some(layout) = layout(size) {
            dealloc(block, layout);
        }
    }
}

unsafe extern "C" fn resize(memory: *mut c_void, size: c_int) -> *mut c_void {
    let Ok(size) = usize::try_from(size) else { return null_mut() };
    // SAFETY: as for [`take`]; where there is not enough memory, the block stays as it is.
    unsafe {
        let (block, before) = whole(memory);
        match (layout(before), layout(size)) {
            (Some(before), Some(after)) => noted(realloc(block, before, after.size()), size),
            _ => null_mut(),
        }
    }
}

unsafe extern "C" fn size(memory: *mut c_void) -> c_int {
    if memory.is_null() {
        return 0;
    }
    // SAFETY: as for [`take`].
    let (_, size) = unsafe { whole(memory) };
    c_int::try_from(size).unwrap_or(c_int::MAX)
}

unsafe extern "C" fn rounded(size: c_int) -> c_int {
    size.saturating_add(7) & !7
}

unsafe extern "C" fn begin(_: *mut c_void) -> c_int {
    SQLITE_OK
}

unsafe extern "C" fn end(_: *mut c_void) {}

#[cfg(test)]
mod tests {
    use std::ffi::c_void;

    use super::{give, resize, rounded, size, take};

    #[test]
    fn a_block_keeps_its_bytes_and_its_size_while_it_grows_and_shrinks() {
        // SAFETY: each block is used within its size, and until it is resized or taken.
        unsafe {
            let small = give(24);
            assert_eq!((size(small), small.align_offset(8)), (24, 0));
            small.cast::<[u8; 24]>().write([7; 24]);
            let large = resize(small, 100_000);
            assert_eq!(size(large), 100_000);
            assert_eq!(large.cast::<[u8; 24]>().read(), [7; 24]);
            let least = resize(large, 8);
            assert_eq!((size(least), least.cast::<[u8; 8]>().read()), (8, [7; 8]));
            take(least);
        }
    }

    #[test]
    fn what_is_no_block_and_what_is_no_size_is_borne() {
        let nothing: *mut c_void = std::ptr::null_mut();
        // SAFETY: null is what SQLite may give back.
        unsafe {
            take(nothing);
            assert_eq!(size(nothing), 0);
            assert!(give(-1).is_null());
            assert_eq!([rounded(1), rounded(8), rounded(9)], [8, 8, 16]);
        }
    }
}
