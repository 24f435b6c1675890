//! What a call leaves behind it on the stack.

use std::hint::black_box;

/// As deep as is wiped: what a call of ours into SQLite, a cipher or a connection reaches.
const DEPTH: usize = 128 * 1024;

/// Does some work, and wipes the stack that it stood on: whatever it copied and moved there is gone. What is handed
/// in and back lies above that, so that a secret should be on the heap in it.
pub fn swept<T>(work: impl FnOnce() -> T) -> T {
    let _sweep = Sweep;
    below(work)
}

/// A frame of its own, which an optimiser does not join with the one that stays.
#[inline(never)]
fn below<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Wipes also where the work ends by a panic.
struct Sweep;

impl Drop for Sweep {
    fn drop(&mut self) {
        sweep();
    }
}

/// Wipes the stack below the caller.
#[inline(never)]
pub fn sweep() {
    // Bytes that somebody may look at have to be written.
    black_box(&mut [0_u8; DEPTH]);
}

#[cfg(test)]
mod tests {
    use super::swept;

    #[test]
    fn the_work_is_done_once_and_what_it_gives_comes_back() {
        let mut done = 0;
        let given = swept(|| {
            done += 1;
            swept(|| vec![7; 3])
        });
        assert_eq!((done, given), (1, vec![7; 3]));
        assert!(std::panic::catch_unwind(|| swept(|| panic!("as work may"))).is_err());
    }
}
