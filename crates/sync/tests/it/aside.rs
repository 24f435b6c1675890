//! What cannot be read as it is keeps nothing else from being read, and is not asked for without rest.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use athena::Error as AthenaError;
use chrono::NaiveDate;
use sandbox::Size;
use store::Part;
use sync::{Phase, SyncState, Trouble};

use crate::desk::{Desk, Hands, Meddle};

const NOW: &str = "2026-11-23T15:00:00Z";
const HOUR: Duration = Duration::from_secs(60 * 60);

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn parameter(uri: &http::Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.replace("%2F", "/"))
}

/// The first and the last day of a request for what is booked in a span, whole.
fn span(uri: &http::Uri) -> Option<(NaiveDate, NaiveDate)> {
    let alone = ["patientid", "startlastmodified"].iter().all(|name| parameter(uri, name).is_none());
    let day = |name| NaiveDate::parse_from_str(&parameter(uri, name)?, "%m/%d/%Y").ok();
    let days = day("startdate").zip(day("enddate"))?;
    (alone && uri.path().contains("/appointments/booked")).then_some(days)
}

fn holds(uri: &http::Uri, wanted: NaiveDate) -> bool {
    span(uri).is_some_and(|(from, to)| from <= wanted && wanted <= to)
}

fn reworded(answer: &mut http::Response<bytes::Bytes>, from: &str, to: &str) {
    let text = String::from_utf8(answer.body().to_vec()).expect("text");
    *answer.body_mut() = text.replace(from, to).into();
}

fn is_unreadable(state: &SyncState) -> bool {
    matches!(state.trouble, Some((Trouble::Athena(AthenaError::Unreadable { .. }), _)))
}

/// Meddles while a switch is on.
fn while_on(
    on: &Arc<AtomicBool>,
    meddle: impl Fn(&http::Uri, &mut http::Response<bytes::Bytes>) + Send + Sync + 'static,
) -> Meddle {
    let on = Arc::clone(on);
    Arc::new(move |uri, answer| {
        if on.load(Ordering::SeqCst) {
            meddle(uri, answer);
        }
    })
}

#[tokio::test(start_paused = true)]
async fn a_span_that_cannot_be_read_is_said_until_it_is_and_all_else_is_read() {
    let broken = Arc::new(AtomicBool::new(true));
    let meddle = while_on(&broken, |uri, answer| {
        if holds(uri, date("2027-05-01")) {
            *answer.body_mut() = "{\"appointments\": 7, \"totalcount\": 1}".into();
        }
    });
    let desk = Desk::meddled(Size::Solo, &Hands::at(NOW), meddle);
    let state =
        desk.until(|state| state.phase == Phase::Far && state.left == 1 && is_unreadable(state)).await;
    assert!(state.done > 30, "the other spans are read");
    let lacking =
        |reader: &store::Reader<'_>| reader.count_without_coverages(chrono::DateTime::<chrono::Utc>::MIN_UTC);
    desk.until_held_within(HOUR, |reader| Ok(lacking(reader)? == 0)).await;
    assert!(is_unreadable(&desk.reading.state()), "it stays said, whatever else is read");
    let sent = desk.sent_in(Duration::from_secs(600)).await;
    assert!(sent <= 15, "{sent} calls in ten minutes: changes each minute, the span itself seldom");
    broken.store(false, Ordering::SeqCst);
    let state = desk.until_within(12 * HOUR, |state| state.phase == Phase::Fresh).await;
    assert_eq!(state.trouble, None, "it is read, so nothing is wrong");
}

#[tokio::test(start_paused = true)]
async fn a_schedule_that_never_settles_is_shown_and_asked_for_with_growing_pauses() {
    let restless = Arc::new(AtomicBool::new(true));
    let today = date("2026-11-23");
    let meddle = while_on(&restless, move |uri, answer| {
        if span(uri).is_some_and(|(from, to)| from == today && to > today) {
            reworded(answer, "\"totalcount\":", "\"totalcount\":1");
        }
    });
    let desk = Desk::meddled(Size::Solo, &Hands::at(NOW), meddle);
    desk.until_held_within(HOUR, |reader| Ok(reader.held()?.with_coverages > 100)).await;
    desk.sent_in(HOUR).await;
    let sent = desk.sent_in(HOUR).await;
    assert!(sent <= 60 + 6 * 4, "{sent} calls in an hour");
    let first = desk.read(|reader| reader.departments()).remove(0).id;
    let far = date("2026-12-04");
    assert!(!desk.read(|reader| reader.day(far, None)).is_empty(), "what came is shown");
    restless.store(false, Ordering::SeqCst);
    desk.until_held_within(HOUR, |reader| Ok(reader.as_of(&Part::Day(first.clone(), far))?.is_some())).await;
    assert_eq!(desk.until_within(HOUR, |state| state.phase == Phase::Fresh).await.trouble, None);
}
