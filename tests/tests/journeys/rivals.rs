//! Many desks that ask for one open time at once.

use acceptance::rivals::{Crowd, rivals};

#[tokio::test(start_paused = true)]
async fn of_fifty_desks_one_books_and_each_other_hears_that_it_is_taken_and_of_three_other_times() {
    let crowd = Crowd { rivals: 50, rounds: 4, lossy: 2 };
    let [whole, lossy] = rivals(crowd, |_| ()).await.expect("each round ends as it must");
    assert!(whole.holds() && lossy.holds(), "{whole}, {lossy}");
    assert_eq!(whole.unknown, 0, "{whole}");
    assert!(lossy.unknown > 10, "much goes wrong: {lossy}");
}
