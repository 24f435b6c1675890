//! Writes through everything that goes wrong, from a seed.

use acceptance::sim;

#[tokio::test(start_paused = true)]
async fn of_two_thousand_writes_none_is_lost_doubled_or_said_to_be_saved_that_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let tally = sim::writes(7, 2_000, folder.path(), |_| ()).await.expect("every write comes to rest");
    assert!(tally.holds(), "seed 7: {tally:?}");
    assert!(tally.unknown > 100, "much goes wrong: {tally}");
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_gives_the_same_trace_and_another_seed_another() {
    let mut traces = Vec::new();
    for seed in [11, 11, 12] {
        let folder = tempfile::tempdir().expect("a folder");
        let tally = sim::writes(seed, 100, folder.path(), |_| ()).await.expect("every write comes to rest");
        traces.push(tally);
    }
    assert_eq!(traces[0], traces[1]);
    assert_ne!(traces[0].trace, traces[2].trace);
}
