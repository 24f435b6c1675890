//! What happened to reading, and what was counted of its calls.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use store::{Halt, Happened, HourCalls, LogRow};

use crate::desk::{Desk, minute};

fn changes(counts: &[(&str, u64)]) -> Happened {
    let counts: BTreeMap<String, u64> =
        counts.iter().map(|(feed, count)| ((*feed).to_owned(), *count)).collect();
    Happened::Changes { counts }
}

fn log(desk: &Desk, at: DateTime<Utc>, what: &Happened) {
    let what = what.clone();
    desk.cache().write_blocking("log", move |writer| writer.log_sync(at, &what)).expect("logged");
}

fn told(desk: &Desk, before: Option<i64>, most: u32) -> Vec<LogRow> {
    desk.cache().read_blocking(move |reader| reader.sync_log(before, most)).expect("reads")
}

#[test]
fn the_log_is_newest_first_bounded_kept_and_counts_changes_of_a_quarter_of_an_hour_together() {
    let desk = Desk::new();
    let off = Happened::Halted { why: Halt::Offline, until: None };
    log(&desk, minute(0), &changes(&[("patients", 2)]));
    log(&desk, minute(14), &changes(&[("patients", 1), ("appointments", 9)]));
    log(&desk, minute(15), &changes(&[("patients", 4)]));
    log(&desk, minute(16), &off);
    log(&desk, minute(17), &changes(&[("patients", 5)]));
    let rows = told(&desk, None, 50);
    let seen: Vec<_> = rows.iter().map(|row| (row.at, row.what.clone())).collect();
    assert_eq!(
        seen,
        [
            (minute(17), changes(&[("patients", 5)])),
            (minute(16), off),
            (minute(15), changes(&[("patients", 4)])),
            (minute(0), changes(&[("appointments", 9), ("patients", 3)])),
        ],
        "the file was closed and opened between"
    );
    let second = told(&desk, Some(rows[1].number), 1);
    assert_eq!(second.first().map(|row| row.at), Some(minute(15)), "it is read on page by page");
    for turn in 0..600 {
        log(&desk, minute(20 + turn), &Happened::Again);
    }
    let rows = told(&desk, None, 1_000);
    assert_eq!((rows.len(), rows[499].at), (500, minute(120)), "the oldest go");
}

#[test]
fn calls_are_added_up_by_hour_and_lane_and_forgotten_after_a_week() {
    let desk = Desk::new();
    let hour = |hours: i64| minute(60 * hours);
    let count = |at, lane: &str, calls| HourCalls { hour: at, lane: lane.to_owned(), calls };
    let add = |calls: Vec<HourCalls>| {
        desk.cache().write_blocking("calls", move |writer| writer.add_calls(&calls)).expect("counted");
    };
    add(vec![count(hour(0), "fill", 3), count(hour(1), "people", 1)]);
    add(vec![count(hour(0), "fill", 4)]);
    let between =
        |from, to| desk.cache().read_blocking(move |reader| reader.calls_between(from, to)).expect("reads");
    assert_eq!(between(hour(0), hour(1)), [count(hour(0), "fill", 7)], "the later end is not within");
    assert_eq!(between(hour(0), hour(24)).len(), 2);
    add(vec![count(hour(9 * 24), "feeds", 1)]);
    assert_eq!(between(hour(0), hour(240)), [count(hour(9 * 24), "feeds", 1)]);
}
