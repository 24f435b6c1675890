//! `free` and `realloc` in the place of the C library's, for this process and whatever is loaded into it: the
//! webview's library, too, passes what is asked and shown through buffers that it frees.
//!
//! A library takes a function from the program before it takes it from the C library. What this one starts is not
//! changed by that, as it would be by a setting of the C library's in the environment: what draws the page may read
//! what it has freed, as a software renderer does.

#![expect(unsafe_code, reason = "the C library's own functions, over raw memory")]

use std::alloc::System;
use std::ffi::{c_int, c_void};

/// The program's allocator.
pub type Memory = System;

/// For a binary to name as its global allocator: it frees by the functions below, which wipe.
pub const MEMORY: Memory = System;

unsafe extern "C" {
    fn __libc_malloc(size: usize) -> *mut c_void;
    fn __libc_realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn __libc_free(block: *mut c_void);
    fn malloc_usable_size(block: *mut c_void) -> usize;
    fn malloc_trim(kept: usize) -> c_int;
    fn explicit_bzero(from: *mut c_void, count: usize);
}

/// Gives pages that nobody has any more back to the system: the C library keeps all that lies below a block in use,
/// such as most of what a connection held of a file.
pub fn give_back() {
    // SAFETY: it may be called at any time.
    unsafe { malloc_trim(0) };
}

/// Wipes all that whoever had it may have written to, and frees it.
///
/// The C library finds a block that is freed twice by a mark that it leaves in it, which is wiped with the rest: such
/// a fault ends the program a little later than it would have, at the next block that is asked for.
///
/// # Safety
/// As for C: null, or a block of the C library's that was not freed.
#[unsafe(no_mangle)]
unsafe extern "C" fn free(block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: the block is its owner's to write to up to the size that the C library tells, and nobody reads it again.
    unsafe {
        explicit_bzero(block, malloc_usable_size(block));
        __libc_free(block);
    }
}

/// Wipes what a block loses at its end, or all of the one that a larger one takes the place of.
///
/// The C library would grow some blocks where they are. It tells nobody beforehand which, and leaves a copy of the
/// others behind.
///
/// # Safety
/// As for [`free`].
#[unsafe(no_mangle)]
unsafe extern "C" fn realloc(block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: nothing beyond a block's size is touched, and nothing of one once it is freed.
    unsafe {
        if block.is_null() {
            return __libc_malloc(size);
        }
        let held = malloc_usable_size(block);
        if size <= held {
            explicit_bzero(block.byte_add(size), held - size);
            let resized = __libc_realloc(block, size);
            // What is asked for is there, whether or not the rest could be given back.
            return if resized.is_null() && size > 0 { block } else { resized };
        }
        let larger = __libc_malloc(size);
        if !larger.is_null() {
            larger.cast::<u8>().copy_from_nonoverlapping(block.cast(), held);
            free(block);
        }
        larger
    }
}
