//! The practice itself: that it is the same each time, as large as it says, and as odd as real ones are.

#![expect(clippy::print_stdout, reason = "what was compared and measured is part of the result")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use chrono::{Datelike as _, NaiveDate, TimeDelta, Weekday};
use sandbox::{Limits, Options, Sandbox, Size, Standing, State};

use crate::desk::{Desk, Hands, NOW};

fn made(size: Size, seed: u64, at: &str) -> Sandbox {
    Sandbox::new(Options { size, seed, limits: Limits::none(), ..Options::default() }, Hands::at(at))
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
}

#[tokio::test]
async fn the_same_seed_and_clock_give_the_same_answers() {
    let paths = [
        "/patients?lastname=Garcia&limit=50",
        "/patients/1001?showinsurance=true&showcustomfields=true",
        "/appointments/booked/multipledepartment?startdate=11/01/2026&enddate=11/30/2026&showpatientdetail=true",
        "/departments?providerlist=true",
    ];
    let (one, two) = (Desk::open(sandbox::Dialect::Typed).await, Desk::open(sandbox::Dialect::Typed).await);
    for path in paths {
        assert_eq!(one.get(path).await.text, two.get(path).await.text, "{path} twice");
    }
    let options = Options { seed: 2, limits: Limits::none(), ..Options::default() };
    let other = Desk::with(options).await;
    assert_ne!(one.get(paths[1]).await.text, other.get(paths[1]).await.text, "another seed, other people");
}

#[test]
fn visits_and_people_are_the_same_when_it_is_started_days_later() {
    let (then, later) = (made(Size::Solo, 1, NOW), made(Size::Solo, 1, "2026-11-20T16:20:00Z"));
    let before: BTreeMap<_, _> =
        then.truth().visits(day(11, 1), day(11, 18)).map(|visit| (visit.id, visit)).collect();
    let (mut same, mut differ) = (0, 0);
    for visit in later.truth().visits(day(11, 1), day(11, 17)) {
        match before.get(&visit.id) {
            Some(old) if old.patient == visit.patient && old.minute == visit.minute => same += 1,
            _ => differ += 1,
        }
    }
    assert!(same > 50 && differ == 0, "{same} visits are the same, {differ} are not");
    assert!(then.truth().patients().eq(later.truth().patients()), "nobody has changed");
}

#[test]
fn sizes_are_what_they_say() {
    let sizes = [(Size::Solo, 1, 1, 300), (Size::Clinic, 12, 4, 15_000)];
    for (size, providers, departments, patients) in sizes {
        let sandbox = made(size, 1, NOW);
        let truth = sandbox.truth();
        let staff = truth.providers().into_iter().filter(|provider| !provider.departed).count();
        assert_eq!(
            (staff, truth.departments().len(), truth.patients().count()),
            (providers, departments, patients)
        );
    }
}

#[test]
fn a_clinic_is_made_within_a_second() {
    let start = Instant::now();
    let sandbox = made(Size::Clinic, 1, NOW);
    assert!(start.elapsed() < Duration::from_secs(1), "took {:?}", start.elapsed());
    assert_eq!(sandbox.requests(), 0, "and nobody has asked it anything");
}

#[tokio::test]
async fn a_group_is_made_within_seconds_and_its_day_is_full() {
    let start = Instant::now();
    let sandbox = made(Size::Group, 1, NOW);
    let took = start.elapsed();
    let truth = sandbox.truth();
    let today: Vec<_> = truth.visits(day(11, 18), day(11, 18)).collect();
    let columns: BTreeSet<_> = today.iter().map(|visit| visit.provider).collect();
    println!("group: made in {took:?}, {} visits in {} columns", today.len(), columns.len());
    assert!(took < Duration::from_secs(10), "took {took:?}");
    assert!(today.len() > 1000 && columns.len() > 40, "{} visits in {} columns", today.len(), columns.len());
    assert_eq!((truth.departments().len(), truth.patients().count()), (30, 250_000), "as large as it says");
}

#[test]
fn a_clinics_days_are_full_now_and_thin_far_off() {
    let sandbox = made(Size::Clinic, 1, NOW);
    let truth = sandbox.truth();
    let count =
        |day: NaiveDate| truth.visits(day, day).filter(|visit| visit.state != State::Cancelled).count();
    let today = count(day(11, 18));
    assert!((60..=170).contains(&today), "today has {today} visits");
    let week = |from: NaiveDate| (0..7).map(|offset| count(from + TimeDelta::days(offset))).sum::<usize>();
    let (now, past, future) = (week(day(11, 11)), week(day(3, 4)), week(day(11, 18) + TimeDelta::days(200)));
    assert!(past * 3 < now && past > 20, "{past} visits in a week of spring, {now} in this one");
    assert!(future * 3 < now && future > 20, "{future} visits in a week of next summer");
    let years = truth.visits(NaiveDate::MIN, NaiveDate::MAX);
    let (first, last) = years.fold((NaiveDate::MAX, NaiveDate::MIN), |(first, last), visit| {
        assert_ne!(visit.day.weekday(), Weekday::Sun, "nobody works on Sundays");
        (first.min(visit.day), last.max(visit.day))
    });
    assert!(first < day(11, 18) - TimeDelta::days(700), "two years back");
    assert!(last > day(11, 18) + TimeDelta::days(300), "a year ahead");
}

#[test]
fn providers_are_double_booked_now_and_then() {
    let sandbox = made(Size::Clinic, 1, NOW);
    let mut taken = BTreeMap::new();
    for visit in sandbox.truth().visits(day(11, 9), day(11, 18)) {
        *taken.entry((visit.provider, visit.day, visit.minute)).or_insert(0) += 1;
    }
    let double = taken.values().filter(|count| **count > 1).count();
    assert!(double * 100 > taken.len() && double * 8 < taken.len(), "{double} of {} times", taken.len());
}

#[test]
fn people_are_as_odd_as_real_ones() {
    for size in [Size::Solo, Size::Clinic] {
        let sandbox = made(size, 1, NOW);
        let truth = sandbox.truth();
        let people: Vec<_> = truth.patients().collect();
        let some = |what: &str, odd: &dyn Fn(&sandbox::PatientTruth) -> bool| {
            assert!(people.iter().any(odd), "{size:?} has nobody {what}");
        };
        some("with one name only", &|person| person.first_name.is_none());
        some("with an accent", &|person| {
            !person.last_name.is_ascii() || person.first_name.as_ref().is_some_and(|name| !name.is_ascii())
        });
        some("with a hyphen", &|person| person.last_name.contains('-'));
        some("with an apostrophe", &|person| person.last_name.contains('\''));
        some("with two surnames", &|person| person.last_name.contains(' '));
        some("who is a son", &|person| person.suffix.as_deref() == Some("Jr"));
        some("who is a father", &|person| person.suffix.as_deref() == Some("Sr"));
        some("restricted", &|person| person.restricted);
        some("merged", &|person| person.merged_into.is_some());
        some("dead", &|person| person.died.is_some());
        some("inactive", &|person| person.standing == Standing::Inactive);
        some("prospective", &|person| person.standing == Standing::Prospective);
        let twins = people.windows(2).any(|pair| {
            pair[0].born == pair[1].born
                && pair[0].last_name == pair[1].last_name
                && pair[0].first_name != pair[1].first_name
        });
        assert!(twins, "{size:?} has no twins");
        let chain = truth.merged().iter().any(|(_, into, end)| into != end);
        assert!(chain, "{size:?} has no chain of merges");
    }
}

#[test]
fn nobody_comes_before_birth_or_after_death() {
    let sandbox = made(Size::Clinic, 3, NOW);
    let truth = sandbox.truth();
    for visit in truth.visits(NaiveDate::MIN, NaiveDate::MAX) {
        let patient = truth.patient(visit.patient).expect("a visit has a patient");
        assert!(patient.born <= visit.day, "visit {} is before birth", visit.id);
        assert!(patient.died.is_none_or(|died| visit.day < died), "visit {} is after death", visit.id);
        assert_eq!(patient.merged_into, None, "visit {} stands under the record that is left", visit.id);
    }
}

#[test]
fn ids_lead_back_to_their_records() {
    let sandbox = made(Size::Solo, 1, NOW);
    let truth = sandbox.truth();
    for patient in truth.patients() {
        assert_eq!(truth.patient(patient.id).as_ref(), Some(&patient), "by its id");
    }
    let between = (1001..1900).filter(|id| truth.patient(*id).is_none()).count();
    assert!(between > 500, "ids have gaps, so that no client counts through them");
    let ids: BTreeSet<_> = truth.patients().map(|patient| patient.id).collect();
    assert_eq!(ids.len(), 300, "no id twice");
}
