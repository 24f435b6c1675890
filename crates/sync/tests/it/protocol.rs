//! The protocol of the feeds through crashes, lost answers, rivals, outages and odd clocks, from a seed.
//!
//! The feed and the copy are models, so that thousands of runs take a moment; both crash and lie as the
//! real ones may. The same protocol over real files and the sandbox practice is in `feeds.rs`.

use std::ops::Range;

use crate::feed_hall::Scene;
use crate::feed_model::Play;
use sync::Rules;

/// Runs in the suite.
const SEEDS: u64 = 500;
/// Runs where somebody asks for more.
const MORE: u64 = 6_000;

#[test]
fn what_changed_is_in_every_copy_or_named_as_missed_whatever_happens() {
    hold(0..SEEDS);
}

#[test]
#[ignore = "takes half a minute"]
fn what_changed_is_in_every_copy_or_named_as_missed_in_thousands_of_runs_more() {
    hold(SEEDS..MORE);
}

fn hold(seeds: Range<u64>) {
    let (mut changes, mut crashes, mut claims, mut hidden) = (0, 0, 0, 0);
    for seed in seeds {
        let end = Play::new(seed, Scene::of(seed), Rules::ALL)
            .run()
            .unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
        changes += end.changes;
        crashes += end.crashes;
        claims += end.claims;
        hidden += end.hidden;
        assert!(end.hidden == 0 || Scene::of(seed).desks > 1, "seed {seed}: one desk misses nothing");
    }
    assert!(changes > 20_000 && crashes > 1_000, "much happens: {changes} changes, {crashes} crashes");
    assert!(claims > 5_000, "much is said to be so: {claims}");
    assert!(hidden < changes / 50, "{hidden} records differ and nothing says so");
}

#[test]
fn the_same_seed_gives_the_same_trace_and_another_seed_another() {
    let trace = |seed| Play::new(seed, Scene::of(seed), Rules::ALL).run().expect("it holds").trace;
    assert_eq!(trace(4), trace(4));
    assert_ne!(trace(4), trace(5));
}

/// Whether some run is caught breaking its promise.
fn is_caught(rules: Rules, idempotent: bool) -> bool {
    (0..SEEDS).any(|seed| {
        let play = Play::new(seed, Scene::of(seed), rules);
        let play = if idempotent { play } else { play.blind() };
        play.run().is_err()
    })
}

#[test]
fn without_any_one_of_its_rules_the_promise_breaks() {
    for (name, rules) in [
        ("intent", Rules { intent: false, ..Rules::ALL }),
        ("one transaction", Rules { one_transaction: false, ..Rules::ALL }),
        ("server time", Rules { server_time: false, ..Rules::ALL }),
        ("reading again", Rules { reread: false, ..Rules::ALL }),
        ("offset 0", Rules { offset_zero: false, ..Rules::ALL }),
        ("free disk", Rules { free_disk: false, ..Rules::ALL }),
        ("lapses", Rules { lapses: false, ..Rules::ALL }),
        ("repeats", Rules { repeats: false, ..Rules::ALL }),
    ] {
        assert!(is_caught(rules, true), "nothing catches a protocol without {name}");
    }
    assert!(is_caught(Rules::ALL, false), "nothing catches rows that are put though they are older");
}
