//! Feeds and writes through everything that goes wrong, from a seed.

use std::ops::RangeInclusive;

use acceptance::sim::{self, Met, Protocol};

/// Plays seeds in which no promise may break.
fn hold(seeds: RangeInclusive<u64>) -> sim::Total {
    let mut total = sim::Total::default();
    for seed in seeds {
        let run = sim::run_alone(seed, Protocol::WHOLE).expect("the surroundings hold");
        assert_eq!(run.wrong, None, "seed {seed}: {:#?}", run.before);
        total.add(&run);
    }
    assert!(total.holds(), "{total}");
    assert!(total.changes > 5_000 && total.crashes > 300, "much happens: {total}");
    total
}

// A sixth each, so that all processors work.

#[test]
fn through_seeds_1_to_50_nothing_is_lost_doubled_or_said_to_be_whole_that_is_not() {
    let met = hold(1..=50).met;
    for what in [
        Met::LateDrain,
        Met::Limit,
        Met::Pressed,
        Met::Outlasted,
        Met::Autumn,
        Met::Spring,
        Met::Rival,
        Met::Edited,
        Met::Full,
        Met::Clock,
    ] {
        assert!(met.contains_key(&what), "{what:?} never happens: {met:?}");
    }
}

#[test]
fn through_seeds_51_to_100_nothing_is_lost_doubled_or_said_to_be_whole_that_is_not() {
    hold(51..=100);
}

#[test]
fn through_seeds_101_to_150_nothing_is_lost_doubled_or_said_to_be_whole_that_is_not() {
    hold(101..=150);
}

#[test]
fn through_seeds_151_to_200_nothing_is_lost_doubled_or_said_to_be_whole_that_is_not() {
    hold(151..=200);
}

#[test]
fn through_seeds_201_to_250_nothing_is_lost_doubled_or_said_to_be_whole_that_is_not() {
    hold(201..=250);
}

#[test]
fn through_seeds_251_to_300_nothing_is_lost_doubled_or_said_to_be_whole_that_is_not() {
    hold(251..=300);
}

/// A seed beyond those above that once showed a loss.
#[test]
fn through_seed_908_nothing_is_lost_doubled_or_said_to_be_whole_that_is_not() {
    let run = sim::run_alone(908, Protocol::WHOLE).expect("the surroundings hold");
    assert_eq!(run.wrong, None, "{:#?}", run.before);
}

#[test]
fn without_any_one_of_its_rules_a_promise_breaks() {
    for (name, protocol) in Protocol::WITHOUT {
        let is_broken = |seed| sim::run_alone(seed, protocol).expect("the surroundings hold").wrong.is_some();
        assert!((1..=100).any(is_broken), "nothing catches a protocol without {name}");
    }
}

#[test]
fn the_same_seed_of_the_feeds_gives_the_same_trace_and_another_seed_another() {
    let traces = [3, 3, 4].map(|seed| sim::run_alone(seed, Protocol::WHOLE).expect("it runs"));
    assert_eq!(traces[0], traces[1]);
    assert_ne!(traces[0].trace, traces[2].trace);
}

#[tokio::test(start_paused = true)]
async fn of_two_thousand_writes_none_is_lost_doubled_or_said_to_be_saved_that_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let tally = sim::writes(7, 2_000, folder.path(), |_| ()).await.expect("every write comes to rest");
    assert!(tally.holds(), "seed 7: {tally:?}");
    assert!(tally.unknown > 100, "much goes wrong: {tally}");
}

#[test]
fn what_a_person_is_asked_is_counted_apart_from_what_ends_by_itself() {
    let of = |resolved, asked, beyond_telling| {
        let (writes, unknown, saved, crashes) = (500, 100, 300, 50);
        sim::Tally { writes, unknown, saved, crashes, resolved, asked, beyond_telling, ..Default::default() }
    };
    assert!(of(100, 0, 0).holds());
    assert!(of(90, 10, 9).holds(), "one in a hundred may be asked for nothing");
    assert!(!of(90, 10, 8).holds(), "and no more");
    assert!(!of(90, 9, 9).holds(), "nobody knows what became of one");
    assert!(!of(74, 26, 26).holds(), "most of it ends by itself");
    assert!(!sim::Tally { lost: 1, ..of(100, 0, 0) }.holds());
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
