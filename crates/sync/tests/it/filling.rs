//! Filling a new copy outward from the schedule.

use std::collections::BTreeSet;

use sandbox::Size;

use crate::desk::{Desk, Hands};

#[tokio::test]
async fn everyone_with_a_visit_is_read_with_few_calls_to_spare() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::open(Size::Solo, &clock);
    let state = desk.filled().await;
    assert_eq!(state.trouble, None);
    let held =
        desk.cache.read_blocking(|reader| Ok((reader.held()?, reader.fill_progress()?))).expect("reads");
    let (counts, tasks) = held;
    let spans = tasks.done;
    // A token, five lists, a page a span, a call a patient: what more there is was wasted.
    let least = 1 + 5 + spans + counts.with_coverages;
    let sent = desk.practice.requests();
    assert!(sent <= least + least / 20 + 3, "{sent} calls where {least} do");
}

#[tokio::test]
async fn the_copy_holds_the_visits_that_the_practice_has() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::open(Size::Solo, &clock);
    desk.filled().await;
    let window = sync::window("2026-11-23".parse().expect("a date"));
    let there: BTreeSet<String> =
        desk.practice.truth().visits(window.from, window.to).map(|visit| visit.id.to_string()).collect();
    let held: BTreeSet<String> = window
        .from
        .iter_days()
        .take_while(|date| *date <= window.to)
        .flat_map(|date| desk.cache.read_blocking(|reader| reader.day(date, None)).expect("reads"))
        .map(|visit| visit.appointment.id.to_string())
        .collect();
    let restricted: BTreeSet<u64> = desk.practice.truth().restricted().into_iter().collect();
    let missing: Vec<&String> = there.difference(&held).collect();
    let hidden = |id: &String| {
        let visit = desk.practice.truth().visit(id.parse().expect("a number")).expect("a visit");
        restricted.contains(&visit.patient)
    };
    assert!(!there.is_empty(), "the practice has visits");
    assert!(
        missing.iter().all(|id| hidden(id)),
        "{} visits are missing, of them not hidden: some",
        missing.len()
    );
    assert_eq!(held.difference(&there).count(), 0, "nothing is held that is not there");
}
