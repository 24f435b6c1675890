//! Allergies: whose are read, and what becomes of a key that may not read them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use model::{Allergies, PatientId};
use sandbox::{AllergiesTruth, Size};
use sync::{Ask, Look, Span};

use crate::desk::{Desk, Hands, Meddle};

const NOW: &str = "2026-11-23T15:00:00Z";

fn near() -> Span {
    sync::near("2026-11-23".parse().expect("a date"))
}

/// Those whom the copy knows to come on some days.
fn visitors(desk: &Desk, days: Span) -> BTreeSet<PatientId> {
    let days = days.from.iter_days().take_while(|date| *date <= days.to);
    let visits = days.flat_map(|date| desk.read(|reader| reader.day(date, None)));
    let standing = visits.filter(|visit| visit.appointment.state != model::VisitState::Cancelled);
    let known = standing.filter(|visit| visit.patient.is_some());
    known.filter_map(|visit| visit.appointment.patient).collect()
}

fn held(desk: &Desk, id: &PatientId) -> store::HeldAllergies {
    desk.read(|reader| reader.allergies(id))
}

/// Somebody in the copy who does not come soon.
fn comes_late(desk: &Desk) -> PatientId {
    let span = sync::window(near().from);
    let later = visitors(desk, Span { from: near().to + chrono::Days::new(1), to: span.to });
    later.difference(&visitors(desk, near())).next().expect("somebody comes later").clone()
}

fn assert_is(held: &Allergies, truth: &AllergiesTruth) {
    assert_eq!(*held.none_known.expose(), truth.none_known);
    assert_eq!(held.list.len(), truth.list.len());
    for (one, other) in held.list.iter().zip(&truth.list) {
        let known = (other.name != "deleted/unknown").then(|| other.name.to_owned());
        assert_eq!(one.allergen.as_ref().map(|name| name.expose().clone()), known);
        assert_eq!(one.deactivated.as_ref().map(|day| *day.expose()), other.deactivated);
        let told = one.reactions.iter().map(|one| {
            (one.name.expose().as_str(), one.severity.as_ref().map(|severity| severity.expose().as_str()))
        });
        let wanted = other.reactions.iter().map(|other| (other.name, other.severity));
        assert!(told.eq(wanted), "each reaction with how severe it is");
    }
}

/// Counts the charts that are asked for, and changes what is answered while a switch is on.
fn charts(
    on: &Arc<AtomicBool>,
    change: impl Fn(&str, &mut http::Response<bytes::Bytes>) + Send + Sync + 'static,
) -> (Meddle, Arc<AtomicU64>) {
    let asked = Arc::new(AtomicU64::new(0));
    let (on, count) = (Arc::clone(on), Arc::clone(&asked));
    let meddle: Meddle = Arc::new(move |uri, answer| {
        if uri.path().contains("/chart/") {
            count.fetch_add(1, Ordering::SeqCst);
            if on.load(Ordering::SeqCst) {
                change(uri.path(), answer);
            }
        }
    });
    (meddle, asked)
}

#[tokio::test]
async fn those_who_come_soon_are_read_as_the_practice_has_them_and_nobody_else_is() {
    let desk = Desk::open(Size::Solo, &Hands::at(NOW));
    desk.filled().await;
    let soon = visitors(&desk, near());
    assert!(soon.len() > 20, "{} come soon", soon.len());
    for id in &soon {
        let list = held(&desk, id).list.expect("read");
        let truth = desk.practice.truth().allergies(id.as_str().parse().expect("a number"));
        assert_is(&list.value, &truth.expect("a chart"));
    }
    assert_eq!(desk.read(|reader| reader.held()).with_allergies, soon.len() as u64);
}

#[tokio::test]
async fn whoever_is_looked_at_is_read_too() {
    let desk = Desk::open(Size::Solo, &Hands::at(NOW));
    desk.filled().await;
    let id = comes_late(&desk);
    assert_eq!(held(&desk, &id).list, None);
    desk.reading.look(Look::Card(id.clone()));
    desk.until_held(|reader| Ok(reader.allergies(&id)?.list.is_some())).await;
}

#[tokio::test(start_paused = true)]
async fn a_key_without_the_right_is_not_tried_again_until_somebody_asks() {
    let refused = Arc::new(AtomicBool::new(true));
    let (meddle, asked) = charts(&refused, |_, answer| {
        *answer.status_mut() = http::StatusCode::FORBIDDEN;
        *answer.body_mut() = bytes::Bytes::from_static(br#"{"error":"Incorrect permissions."}"#);
    });
    let clock = Hands::at(NOW);
    let desk = Desk::meddled(Size::Solo, &clock, meddle);
    assert_eq!(desk.filled().await.trouble, None, "everything else is read");
    let tried = asked.load(Ordering::SeqCst);
    assert!((1..=6).contains(&tried), "{tried} charts were asked for: those that were under way together");
    let mark = |desk: &Desk| desk.read(|reader| reader.as_of(&store::Part::ChartsRefused));
    assert!(mark(&desk).is_some(), "and that is kept");
    let id = comes_late(&desk);
    desk.reading.look(Look::Card(id.clone()));
    desk.sent_in(Duration::from_secs(30 * 60)).await;
    assert_eq!(asked.load(Ordering::SeqCst), tried, "neither the fill nor a card asks");
    desk.reading.ask(Ask::Patient(id.clone()));
    desk.sent_in(Duration::from_secs(10)).await;
    assert_eq!(asked.load(Ordering::SeqCst), tried + 1, "somebody asked");
    refused.store(false, Ordering::SeqCst);
    desk.reading.ask(Ask::Patient(id.clone()));
    desk.until_held(|reader| Ok(reader.allergies(&id)?.list.is_some())).await;
    assert_eq!(mark(&desk), None, "the right was given");
    let soon = visitors(&desk, near());
    let all = |reader: &store::Reader<'_>| {
        let lists: Result<Vec<_>, _> = soon.iter().map(|id| reader.allergies(id)).collect();
        Ok(lists?.iter().all(|held| held.list.is_some()))
    };
    desk.until_held_within(Duration::from_secs(180), all).await;
}

#[tokio::test(start_paused = true)]
async fn a_right_that_is_given_is_found_out_half_a_day_later() {
    let refused = Arc::new(AtomicBool::new(true));
    let (meddle, asked) = charts(&refused, |_, answer| *answer.status_mut() = http::StatusCode::FORBIDDEN);
    let clock = Hands::at(NOW);
    let desk = Desk::meddled(Size::Solo, &clock, meddle);
    desk.filled().await;
    let tried = asked.load(Ordering::SeqCst);
    refused.store(false, Ordering::SeqCst);
    clock.put("2026-11-24T02:59:00Z");
    desk.sent_in(Duration::from_secs(120)).await;
    assert_eq!(asked.load(Ordering::SeqCst), tried);
    clock.put("2026-11-24T03:01:00Z");
    desk.until_held_within(Duration::from_secs(300), |reader| Ok(reader.held()?.with_allergies > 20)).await;
}

#[tokio::test(start_paused = true)]
async fn a_chart_that_cannot_be_read_is_said_so_keeps_no_other_and_rests() {
    let odd = Arc::new(AtomicBool::new(true));
    let (meddle, asked) = charts(&odd, |path, answer| {
        if path.ends_with("7/allergies") {
            *answer.body_mut() = bytes::Bytes::from_static(br#"{"nkda":true}"#);
        }
    });
    let desk = Desk::meddled(Size::Solo, &Hands::at(NOW), meddle);
    assert_eq!(desk.filled().await.trouble, None);
    for id in visitors(&desk, near()) {
        let held = held(&desk, &id);
        assert_eq!(
            (held.list.is_none(), held.failed.is_some()),
            (id.as_str().ends_with('7'), id.as_str().ends_with('7'))
        );
    }
    let tried = asked.load(Ordering::SeqCst);
    desk.sent_in(Duration::from_secs(60 * 60)).await;
    assert_eq!(asked.load(Ordering::SeqCst), tried, "not without rest");
    odd.store(false, Ordering::SeqCst);
    let id = visitors(&desk, near()).into_iter().find(|id| id.as_str().ends_with('7')).expect("one of them");
    desk.reading.ask(Ask::Patient(id.clone()));
    desk.until_held(|reader| Ok(reader.allergies(&id)?.list.is_some())).await;
    assert_eq!(held(&desk, &id).failed, None);
}

#[tokio::test(start_paused = true)]
async fn those_who_come_today_or_tomorrow_are_read_anew_each_day() {
    let (meddle, _) = charts(&Arc::default(), |_, _| {});
    let clock = Hands::at(NOW);
    let desk = Desk::meddled(Size::Solo, &clock, meddle);
    desk.filled().await;
    clock.put("2026-11-24T15:30:00Z");
    let later = clock.read();
    let soon =
        Span { from: "2026-11-24".parse().expect("a date"), to: "2026-11-25".parse().expect("a date") };
    let anew = visitors(&desk, soon);
    let is_new = |held: &store::HeldAllergies| held.list.as_ref().is_some_and(|list| list.as_of >= later);
    let all = |reader: &store::Reader<'_>| {
        let lists: Result<Vec<_>, _> = anew.iter().map(|id| reader.allergies(id)).collect();
        Ok(lists?.iter().all(is_new))
    };
    desk.until_held_within(Duration::from_secs(300), all).await;
    let today = visitors(&desk, near());
    let others = today.iter().filter(|id| !anew.contains(id)).filter(|id| !is_new(&held(&desk, id))).count();
    assert!(others > 10, "{others} who come later keep what was read");
}
