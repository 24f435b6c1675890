//! A process of its own dies at points that reading and writing pass; what it leaves is gone on with.

use std::path::Path;

use acceptance::sweep;

/// Every so many points in the suite; all of them by `cargo xtask crash-sweep`.
const EVERY: u32 = 60;

#[tokio::test(start_paused = true)]
async fn at_whatever_point_a_process_dies_the_copy_is_the_practice_and_the_journal_is_whole() {
    let program = Path::new(env!("CARGO_BIN_EXE_crash"));
    let swept = sweep::sweep(program, (EVERY, 1), None, |_| ()).await.expect("every next one comes to rest");
    assert_eq!((swept.lost, swept.doubled), (0, 0), "{:?}", swept.wrong);
    assert!(swept.counted > 300, "{} points: each commit and each reply is one", swept.counted);
    assert!(swept.points > 10, "{swept}");
}
