//! What stands in memory once it is freed, by whomever.

#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![expect(unsafe_code, reason = "the C library's own functions, over raw memory")]

use std::ffi::c_void;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::ptr::null_mut;
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};

#[global_allocator]
static MEMORY: memory::Memory = memory::MEMORY;

/// As a library calls them: the compiler knows what C says of these functions, and leaves out calls whose outcome
/// it believes to know.
mod c {
    use std::ffi::{c_int, c_void};
    use std::hint::black_box;

    macro_rules! called {
        ($($name:ident($($given:ident: $type:ty),*) -> $gives:ty;)*) => {
            mod declared {
                use super::{c_int, c_void};
                unsafe extern "C" {
                    $(pub(super) fn $name($($given: $type),*) -> $gives;)*
                }
            }
            $(pub(super) unsafe fn $name($($given: $type),*) -> $gives {
                let function: unsafe extern "C" fn($($type),*) -> $gives = declared::$name;
                // SAFETY: as for the function itself.
                unsafe { black_box(function)($($given),*) }
            })*
        };
    }

    called! {
        malloc(size: usize) -> *mut c_void;
        free(block: *mut c_void) -> ();
        realloc(block: *mut c_void, size: usize) -> *mut c_void;
        reallocarray(block: *mut c_void, count: usize, size: usize) -> *mut c_void;
        posix_memalign(block: *mut *mut c_void, align: usize, size: usize) -> c_int;
        malloc_usable_size(block: *mut c_void) -> usize;
        open_memstream(text: *mut *mut c_void, size: *mut usize) -> *mut c_void;
        fwrite(from: *const c_void, size: usize, count: usize, stream: *mut c_void) -> usize;
        fflush(stream: *mut c_void) -> c_int;
        fclose(stream: *mut c_void) -> c_int;
    }
}

const WORD: &[u8] = b"Featherstonehaugh, Persephone";

const ENOMEM: i32 = 12;

/// From the smallest blocks to those that the system maps by themselves.
const SIZES: [usize; 8] = [WORD.len(), 100, 1_000, 5_000, 70_000, 200_000, 3_000_000, 40_000_000];

/// Keeps other tests from having the memory that one has freed.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A block that is full of the word.
fn filled(size: usize) -> *mut c_void {
    // SAFETY: what is written to has just been given.
    unsafe {
        let block = c::malloc(size);
        assert!(!block.is_null());
        for (at, byte) in WORD.iter().cycle().take(size).enumerate() {
            block.cast::<u8>().add(at).write(*byte);
        }
        block
    }
}

/// How often the word stands where a block is or was; the system reads it, for nobody may once it is freed.
fn words(address: usize, size: usize) -> usize {
    let mut seen = vec![0; size];
    let memory = File::open("/proc/self/mem").expect("one's own memory");
    match memory.read_exact_at(&mut seen, address as u64) {
        Ok(()) => seen.windows(WORD.len()).step_by(WORD.len()).filter(|piece| *piece == WORD).count(),
        // It is not even mapped any more.
        Err(_) => 0,
    }
}

#[test]
fn of_what_is_freed_nothing_is_left() {
    let _alone = alone();
    for size in SIZES {
        let block = filled(size);
        assert_eq!(words(block as usize, size), size / WORD.len(), "it is looked at where it is");
        // SAFETY: it is freed once.
        unsafe { c::free(block) };
        assert_eq!(words(block as usize, size), 0, "{size}");
    }
    // SAFETY: C lets nothing be freed.
    unsafe { c::free(null_mut()) };
}

#[test]
fn of_what_is_aligned_nothing_is_left() {
    let _alone = alone();
    for size in SIZES {
        let mut block = null_mut();
        // SAFETY: it is written to within its size, and freed once.
        unsafe {
            assert_eq!(c::posix_memalign(&raw mut block, 4096, size), 0);
            block.cast::<u8>().copy_from_nonoverlapping(WORD.as_ptr(), WORD.len());
            assert_eq!(words(block as usize, size), 1);
            c::free(block);
        }
        assert_eq!(words(block as usize, size), 0, "{size}");
    }
}

#[test]
fn of_what_rust_lets_go_nothing_is_left() {
    let _alone = alone();
    let text = WORD.repeat(100);
    let (address, size) = (text.as_ptr() as usize, text.len());
    assert_eq!(words(address, size), 100);
    drop(text);
    assert_eq!(words(address, size), 0);
}

/// The stream's buffer is grown and freed within the C library, as it would be in any other that is loaded.
#[test]
fn of_what_a_library_frees_nothing_is_left() {
    let _alone = alone();
    let (mut text, mut size, mut were) = (null_mut(), 0, Vec::new());
    // SAFETY: the stream says where its text is whenever it is flushed.
    unsafe {
        let stream = c::open_memstream(&raw mut text, &raw mut size);
        for written in 1..=4_000 {
            assert_eq!(c::fwrite(WORD.as_ptr().cast(), WORD.len(), 1, stream), 1);
            assert_eq!(c::fflush(stream), 0);
            assert_eq!(words(text as usize, size), written, "it is looked at where it is");
            if were.last().is_none_or(|(before, _)| *before != text as usize) {
                were.push((text as usize, size));
            }
        }
        assert_eq!(c::fclose(stream), 0);
        c::free(text);
    }
    assert!(were.len() > 3, "it has moved: {}", were.len());
    for (address, size) in were {
        assert_eq!(words(address, size), 0);
    }
}

#[test]
fn a_block_that_grows_keeps_its_bytes_and_leaves_none_behind() {
    let _alone = alone();
    for sizes in SIZES.windows(2) {
        let block = filled(sizes[0]);
        let (before, held) = (block as usize, words(block as usize, sizes[0]));
        // SAFETY: what is given takes the place of what was.
        unsafe {
            let grown = c::realloc(block, sizes[1]);
            assert_eq!(words(grown as usize, sizes[1]), held);
            assert_ne!(grown as usize, before, "it is another block");
            assert_eq!(words(before, sizes[0]), 0, "{sizes:?}");
            c::free(grown);
        }
    }
}

#[test]
fn a_block_that_shrinks_keeps_its_bytes_and_leaves_none_of_the_others() {
    let _alone = alone();
    for sizes in SIZES.windows(2) {
        let block = filled(sizes[1]);
        // SAFETY: what is given takes the place of what was.
        unsafe {
            let least = c::realloc(block, sizes[0]);
            assert_eq!(words(least as usize, sizes[0]), sizes[0] / WORD.len());
            let rest = (block as usize + sizes[0], sizes[1] - sizes[0]);
            let in_step = rest.0 + (WORD.len() - sizes[0] % WORD.len()) % WORD.len();
            assert_eq!(words(in_step, rest.1), 0, "{sizes:?}");
            c::free(least);
        }
    }
}

#[test]
fn a_block_is_resized_as_c_has_it() {
    let _alone = alone();
    // SAFETY: C lets all of it be done.
    unsafe {
        let first = c::realloc(null_mut(), 100);
        assert!(!first.is_null(), "without a block one is given");
        assert!(c::realloc(filled(100), 0).is_null(), "of no size it is freed");

        let block = filled(100);
        let held = c::malloc_usable_size(block);
        assert_eq!(c::realloc(block, held), block, "there is room for it");
        assert!(c::realloc(block, usize::MAX / 2).is_null(), "more than there can be");
        assert_eq!(std::io::Error::last_os_error().raw_os_error(), Some(ENOMEM));
        assert!(c::reallocarray(block, usize::MAX / 2, 4).is_null(), "more than can be counted");
        assert_eq!(words(block as usize, 100), 100 / WORD.len(), "and it is as it was");

        let many = c::reallocarray(block, 1_000, 10);
        assert_eq!(words(many as usize, 100), 100 / WORD.len());
        c::free(many);
        c::free(first);
    }
}

/// Bytes that this process has of the computer's memory.
fn resident() -> u64 {
    let told = std::fs::read_to_string("/proc/self/statm").expect("one's own memory");
    told.split(' ').nth(1).expect("a second number").parse::<u64>().expect("pages") * 4096
}

#[test]
fn what_nobody_has_is_given_back() {
    let _alone = alone();
    let mut blocks: Vec<_> = (0..10_000).map(|_| filled(4_000)).collect();
    let last = blocks.pop().expect("a block");
    // SAFETY: each is freed once.
    blocks.into_iter().for_each(|block| unsafe { c::free(block) });
    let before = resident();
    memory::give_back();
    assert!(resident() + 30_000_000 < before, "{before}");
    // SAFETY: it is freed once.
    unsafe { c::free(last) };
}

/// Each thread's blocks hold its own mark, and some are freed by the next thread.
#[test]
fn threads_that_give_take_and_pass_on_lose_no_byte() {
    let _alone = alone();
    let threads = 8;
    let ways: Vec<_> = (0..threads).map(|_| mpsc::channel::<Block>()).collect();
    let (to, mut from): (Vec<_>, Vec<_>) = ways.into_iter().unzip();
    std::thread::scope(|scope| {
        for thread in (0..threads).rev() {
            let (next, passed) = (to[(thread + 1) % threads].clone(), from.pop().expect("one for each"));
            let mut random = thread as u64 + 1;
            scope.spawn(move || {
                let mut blocks = Vec::new();
                for round in 0..20_000_u32 {
                    random ^= random << 13;
                    random ^= random >> 7;
                    random ^= random << 17;
                    let size = 1 + (random >> 8) as usize % if round % 100 == 0 { 400_000 } else { 2_000 };
                    let at = (random >> 40) as usize % 64;
                    match random % 4 {
                        0 => blocks.push(Block::new(size, round as u8)),
                        1 if at < blocks.len() => blocks[at].resize(size),
                        2 if at < blocks.len() => drop(blocks.swap_remove(at)),
                        3 if at < blocks.len() => {
                            // Whoever is through takes no more.
                            let _ = next.send(blocks.swap_remove(at));
                        }
                        _ => passed.try_iter().for_each(drop),
                    }
                }
            });
        }
    });
}

/// A block of C's that is full of one mark.
struct Block {
    at: *mut u8,
    size: usize,
    mark: u8,
}

// SAFETY: C lets a block be freed by another thread than the one that it was given to.
unsafe impl Send for Block {}

impl Block {
    fn new(size: usize, mark: u8) -> Self {
        // SAFETY: what is written to has just been given.
        unsafe {
            let at = c::malloc(size).cast::<u8>();
            assert!(!at.is_null());
            at.write_bytes(mark, size);
            Self { at, size, mark }
        }
    }

    fn is_whole(&self, size: usize) -> bool {
        // SAFETY: so much of it is there and was written to.
        unsafe { std::slice::from_raw_parts(self.at, size) }.iter().all(|byte| *byte == self.mark)
    }

    fn resize(&mut self, size: usize) {
        // SAFETY: what is given takes the place of what was.
        unsafe {
            self.at = c::realloc(self.at.cast(), size).cast();
            assert!(!self.at.is_null() && self.is_whole(size.min(self.size)));
            self.at.write_bytes(self.mark, size);
        }
        self.size = size;
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        assert!(self.is_whole(self.size));
        // SAFETY: it is freed once.
        unsafe { c::free(self.at.cast()) }
    }
}
