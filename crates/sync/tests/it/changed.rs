//! What changes at the practice reaches the copy.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use sandbox::Size;
use sync::Look;

use crate::desk::{Desk, Hands};

const MORNING: &str = "2026-11-23T15:00:00Z";
const EVENING: &str = "2026-11-23T23:00:00Z";

fn today() -> NaiveDate {
    "2026-11-23".parse().expect("a date")
}

/// How the visits of a day stand at the practice.
fn standing(desk: &Desk, date: NaiveDate) -> BTreeMap<String, &'static str> {
    let visits = desk.practice.truth().visits(date, date);
    visits.map(|visit| (visit.id.to_string(), visit.state.letter())).collect()
}

/// How many visits of a day the copy holds, and how many of them stand as told.
fn held(reader: &store::Reader<'_>, date: NaiveDate) -> Result<BTreeMap<String, &'static str>, store::Error> {
    let letter = |state: &model::VisitState| match state {
        model::VisitState::Booked | model::VisitState::Open | model::VisitState::CheckingIn => "f",
        model::VisitState::Waiting | model::VisitState::CheckedIn => "2",
        model::VisitState::CheckedOut => "3",
        model::VisitState::Charged => "4",
        model::VisitState::Cancelled => "x",
        model::VisitState::Other(_) => "?",
    };
    let visits = reader.day(date, None)?;
    Ok(visits
        .iter()
        .map(|visit| (visit.appointment.id.to_string(), letter(&visit.appointment.state)))
        .collect())
}

#[tokio::test(start_paused = true)]
async fn a_visit_that_changed_today_reaches_the_copy_in_two_minutes() {
    let clock = Hands::at(MORNING);
    let desk = Desk::open(Size::Solo, &clock);
    desk.filled().await;
    let before = standing(&desk, today());
    assert_eq!(desk.read(|reader| held(reader, today())), before);
    clock.put(EVENING);
    let after = standing(&desk, today());
    assert_ne!(before, after, "patients came and went");
    desk.until_held_within(Duration::from_secs(120), |reader| Ok(held(reader, today())? == after)).await;
}

#[tokio::test(start_paused = true)]
async fn a_visit_that_changed_on_a_day_on_screen_reaches_the_copy_weeks_ahead_and_in_the_past() {
    let (after_hours, next_morning) = ("2026-11-23T23:30:00Z", "2026-11-24T14:00:00Z");
    for (side, now, later) in [(21..=90, MORNING, EVENING), (0..=0, after_hours, next_morning)] {
        let clock = Hands::at(now);
        let desk = Desk::open(Size::Solo, &clock);
        desk.filled().await;
        let days: Vec<NaiveDate> = side.map(|days| today() + chrono::Duration::days(days)).collect();
        let before: Vec<_> = days.iter().map(|date| standing(&desk, *date)).collect();
        clock.put(later);
        let changed = days.iter().zip(before).find(|(date, before)| standing(&desk, **date) != *before);
        let (date, before) = changed.expect("somebody called, or a charge was entered at night");
        let after = standing(&desk, *date);
        tokio::time::sleep(Duration::from_secs(600)).await;
        assert_eq!(desk.read(|reader| held(reader, *date)), before, "nobody looks at {date}");
        desk.reading.look(Look::Day(*date));
        desk.until_held(|reader| Ok(held(reader, *date)? == after)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_day_is_read_each_minute_while_it_is_on_screen_and_no_longer() {
    let clock = Hands::at(MORNING);
    let desk = Desk::open(Size::Solo, &clock);
    desk.filled().await;
    let far = Look::Day(today() + Days::new(40));
    let before = desk.requests();
    for _ in 0..60 {
        desk.reading.look(far.clone());
        tokio::time::sleep(Duration::from_secs(10)).await;
        clock.forward(Duration::from_secs(10));
    }
    let sent = desk.requests() - before;
    assert!((18..=24).contains(&sent), "{sent} calls in ten minutes: changes and the day, each minute");
    desk.sent_in(Duration::from_secs(120)).await;
    let sent = desk.sent_in(Duration::from_secs(600)).await;
    assert!((8..=12).contains(&sent), "{sent} calls in ten minutes: the day is not looked at any more");
}

#[tokio::test(start_paused = true)]
async fn turning_pages_reads_no_page() {
    let desk = Desk::open(Size::Solo, &Hands::at(MORNING));
    desk.filled().await;
    let before = desk.requests();
    for days in 20..60 {
        desk.reading.look(Look::Day(today() + Days::new(days)));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let sent = desk.requests() - before;
    assert!(sent <= 1, "{sent} calls for days that were passed by");
}

#[tokio::test(start_paused = true)]
async fn a_day_outside_the_copy_is_not_read() {
    let desk = Desk::open(Size::Solo, &Hands::at(MORNING));
    desk.filled().await;
    desk.reading.look(Look::Day(today() + Days::new(500)));
    let sent = desk.sent_in(Duration::from_secs(50)).await;
    assert!(sent <= 1, "{sent} calls");
}
