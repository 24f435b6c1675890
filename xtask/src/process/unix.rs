//! Programs that every Unix has.

use super::*;

#[test]
fn a_failing_program_stops_with_its_own_words() {
    let stop = Spawn::new("sh").args(["-c", "echo no disk >&2; exit 3"]).captured().expect_err("exit 3");
    assert!(stop.to_string().contains("no disk"), "the cause is not swallowed: {stop}");
}

#[test]
fn a_missing_program_is_named() {
    let stop = Spawn::new("no-such-program").streamed().expect_err("it does not exist");
    assert!(stop.to_string().contains("no-such-program"), "one has to know what to install: {stop}");
}

#[test]
fn both_outputs_are_watched_and_failure_is_kept() {
    let watched =
        Spawn::new("sh").args(["-c", "echo out; echo err >&2; exit 1"]).watched().expect("it starts");
    assert_eq!(watched.said, "out\nerr\n");
    assert!(watched.verdict.is_err(), "exit 1 is no success");
}
