//! Feeds whose answers, subscriptions and clocks are not as they should be: nothing is lost, and it is said.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use athena::{Feed, Lane, Standing, Unsent};
use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use model::PatientId;
use sandbox::{Deed, Fault, SUBSCRIPTION_ACTS_AFTER, Size};
use store::{FeedGap, FeedState, GapReason, Part, PatientPart};
use sync::{Ask, Phase, SyncState, Trouble};

use crate::desk::{Desk, Hands, Meddle, client};
use crate::feeds::{NOON, Room, pass};

/// How long a subscription is not in effect.
fn not_yet() -> Duration {
    SUBSCRIPTION_ACTS_AFTER.to_std().expect("ahead")
}

fn gaps(room: &Room) -> Vec<FeedGap> {
    room.cache.read_blocking(|reader| reader.open_gaps()).expect("reads")
}

fn why(room: &Room) -> Vec<GapReason> {
    gaps(room).into_iter().map(|gap| gap.why).collect()
}

fn state(room: &Room, feed: &'static str) -> FeedState {
    room.cache.read_blocking(move |reader| reader.feed(feed)).expect("reads").expect("known")
}

fn wanted(room: &Room) -> Vec<PatientId> {
    let from = room.clock.read().naive_utc();
    let all = DateTime::<Utc>::MAX_UTC;
    let found = room.cache.read_blocking(move |reader| reader.wanted_patients(from, all, 99));
    found.expect("reads").into_iter().map(|needing| needing.id).collect()
}

/// Changes the rows of a feed while a switch is on.
fn rows_while_on(on: &Arc<AtomicBool>, change: fn(&mut serde_json::Value)) -> Meddle {
    let on = Arc::clone(on);
    Arc::new(move |uri, answer| {
        if on.load(Ordering::SeqCst) && uri.path().ends_with("/patients/changed") {
            let mut body: serde_json::Value = serde_json::from_slice(answer.body()).expect("a page");
            body["patients"].as_array_mut().into_iter().flatten().for_each(change);
            *answer.body_mut() = body.to_string().into();
        }
    })
}

#[tokio::test(start_paused = true)]
async fn a_page_of_ten_megabytes_and_ids_that_change_their_type_are_read() {
    for fault in [Fault::FeedHuge, Fault::FeedIdTypes, Fault::FeedDuplicates, Fault::FeedDisorder] {
        let mut room = Room::listening().await;
        let known = room.known(5);
        known.iter().for_each(|id| room.edit(*id, "here@example.org"));
        room.practice.set_fault(fault, true);
        room.poll(Feed::Patients).await.expect("it answers");
        for id in known {
            assert_eq!(room.mail(id).as_deref(), Some("here@example.org"), "{fault:?}");
        }
        assert_eq!(why(&room), [], "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn events_that_nobody_knows_are_no_reason_to_ask_again() {
    let mut room = Room::listening().await;
    let before = state(&room, "patients");
    room.practice.set_fault(Fault::FeedUnknownEvents, true);
    room.clock.forward(Duration::from_secs(2 * 3_600));
    assert!(room.poll(Feed::Patients).await.expect("it answers").in_effect);
    let after = state(&room, "patients");
    assert!(after.checked > before.checked, "it was looked at");
    assert_eq!((after.subscribed, why(&room)), (before.subscribed, Vec::new()));
}

#[tokio::test(start_paused = true)]
async fn a_row_without_a_number_is_named_once_however_often_it_is_read_again() {
    let mut room = Room::listening().await;
    let known = room.known(3);
    known.iter().for_each(|id| room.edit(*id, "three@example.org"));
    room.practice.set_fault(Fault::FeedNoIds, true);
    room.poll(Feed::Patients).await.expect("it answers");
    let named = gaps(&room);
    assert_eq!(named.iter().map(|gap| gap.why).collect::<Vec<_>>(), [GapReason::Unreadable]);
    let held = known.iter().filter(|id| room.mail(**id).as_deref() == Some("three@example.org"));
    assert_eq!(held.count(), 2, "the others are taken");
    for _ in 0..12 {
        room.poll(Feed::Patients).await.expect("it answers");
    }
    assert!(state(&room, "patients").swept > state(&room, "patients").covers, "it was read again");
    assert_eq!(gaps(&room), named, "and is not news");
    room.practice.set_fault(Fault::FeedNoIds, false);
    room.edit(known[0], "again@example.org");
    room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!(room.mail(known[0]).as_deref(), Some("again@example.org"));
}

#[tokio::test(start_paused = true)]
async fn whoever_is_known_by_number_alone_is_known_after_a_restart_and_read() {
    let garbled = Arc::new(AtomicBool::new(true));
    let mut room =
        Room::meddled(rows_while_on(&garbled, |row| row["firstname"] = serde_json::json!({}))).await;
    let id = room.known(1)[0];
    room.edit(id, "unseen@example.org");
    let polled = room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!((polled.unread, room.mail(id)), (vec![id.to_string()], None));
    assert_eq!(why(&room), [], "it is known who");
    room.reopen().await;
    assert_eq!(wanted(&room), [PatientId::new(id.to_string())]);
    garbled.store(false, Ordering::SeqCst);
    for _ in 0..6 {
        room.poll(Feed::Patients).await.expect("it answers");
    }
    assert_eq!(room.mail(id).as_deref(), Some("unseen@example.org"), "read again, it can be read");
    assert_eq!(wanted(&room), []);
}

#[tokio::test(start_paused = true)]
async fn whoever_is_wanted_is_read_by_the_loop_before_others_and_once() {
    let clock = Hands::at(NOON);
    let desk = Desk::open(Size::Solo, &clock);
    desk.filled().await;
    let visits = desk.read(|reader| reader.day("2026-11-23".parse().expect("a date"), None));
    let id = visits.into_iter().find_map(|visit| visit.appointment.patient).expect("somebody");
    clock.forward(Duration::from_secs(60));
    let (want, since) = (id.clone(), clock.read() - TimeDelta::seconds(9));
    desk.cache.write("wanted", move |writer| writer.want_patient(&want, since)).await.expect("noted");
    let part = Part::Coverages(id);
    desk.until_held_within(Duration::from_secs(600), |reader| Ok(reader.as_of(&part)? > Some(since))).await;
    let left = desk.read(|reader| reader.wanted_patients(since.naive_utc(), DateTime::<Utc>::MAX_UTC, 9));
    assert_eq!(left, []);
}

#[tokio::test(start_paused = true)]
async fn a_record_that_comes_twice_in_a_page_and_does_not_say_which_is_newer_is_read() {
    let mut room = Room::listening().await;
    let id = room.known(1)[0];
    room.edit(id, "first@example.org");
    room.poll(Feed::Patients).await.expect("it answers");
    room.edit(id, "second@example.org");
    room.practice.set_fault_once(Fault::FeedGoesBack);
    room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!(wanted(&room), [PatientId::new(id.to_string())], "neither telling is believed");
}

#[tokio::test(start_paused = true)]
async fn what_was_told_before_takes_nobody_back_who_was_read_since_and_has_them_read() {
    let mut room = Room::listening().await;
    let [one, other] = <[u64; 2]>::try_from(room.known(2)).expect("two");
    room.edit(one, "first@example.org");
    room.poll(Feed::Patients).await.expect("it answers");
    room.clock.forward(Duration::from_secs(60));
    room.read(one).await;
    for _ in 0..6 {
        let polled = room.poll(Feed::Patients).await.expect("it answers");
        assert_eq!(polled.unread, Vec::<String>::new(), "what is read as it was told is no news");
    }
    room.practice.set_fault(Fault::SubscriptionEdited, true);
    room.edit(one, "untold@example.org");
    room.clock.forward(Duration::from_secs(60));
    room.read(one).await;
    room.edit(other, "other@example.org");
    room.practice.set_fault_once(Fault::FeedGoesBack);
    room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!(room.mail(one).as_deref(), Some("untold@example.org"));
    assert_eq!(wanted(&room), [PatientId::new(one.to_string())], "they may be so again");
    room.clock.forward(Duration::from_secs(60));
    room.read(one).await;
    assert_eq!(wanted(&room), []);
}

#[tokio::test(start_paused = true)]
async fn a_visits_row_of_before_takes_nobody_back_whether_the_visit_is_known_or_not() {
    for is_known in [true, false] {
        let mut room = Room::listening().await;
        let patient = room.known(1)[0];
        room.edit(patient, "first@example.org");
        room.poll(Feed::Patients).await.expect("it answers");
        let (provider, department) = {
            let truth = room.practice.truth();
            (truth.providers()[0].id, truth.departments()[0].id)
        };
        let day: NaiveDate = "2026-11-28".parse().expect("a date");
        let booked = Deed::Book { patient, provider, department, day, minute: 600 };
        let visit = room.practice.act(&booked).expect("booked");
        if is_known {
            room.poll(Feed::Appointments).await.expect("it answers");
        } else {
            let rival = client(&room.practice, &room.clock, Arc::new(|_, _| {}));
            rival.lane(Lane::Feed).drain(Feed::Appointments, 99).await.expect("they take it");
        }
        room.clock.forward(Duration::from_secs(60));
        room.edit(patient, "second@example.org");
        room.poll(Feed::Patients).await.expect("it answers");
        room.practice.set_fault_once(Fault::FeedGoesBack);
        room.poll(Feed::Appointments).await.expect("it answers");
        let visit = model::AppointmentId::new(visit.to_string());
        let held = room.cache.read_blocking(move |reader| reader.appointment(&visit)).expect("reads");
        assert!(held.is_some(), "its row came");
        assert_eq!(room.mail(patient).as_deref(), Some("second@example.org"), "known: {is_known}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_subscription_that_another_desktop_ends_is_a_gap_and_is_asked_for_again() {
    let mut room = Room::listening().await;
    room.poll(Feed::Patients).await.expect("it answers");
    let last_read = state(&room, "patients").last_read().expect("read");
    let rival = client(&room.practice, &room.clock, Arc::new(|_, _| {}));
    let known = room.known(2);
    room.clock.forward(Duration::from_secs(30));
    room.edit(known[0], "before.its.end@example.org");
    rival.lane(Lane::Feed).unsubscribe(Feed::Patients).await.expect("they end it");
    assert!(!room.poll(Feed::Patients).await.expect("it answers").in_effect);
    let [gap] = <[FeedGap; 1]>::try_from(gaps(&room)).expect("one");
    assert_eq!((gap.why, gap.since), (GapReason::Edited, last_read), "since all was read that it told");
    assert_eq!(state(&room, "patients").covers, None);
    let found = rival.lane(Lane::Feed).subscription(Feed::Patients).await.expect("it answers").value;
    assert_eq!(found.standing, Standing::Active, "asked for again");
    room.edit(known[1], "in.between@example.org");
    let between = room.clock.read();
    room.clock.forward(not_yet());
    assert!(room.poll(Feed::Patients).await.expect("it answers").in_effect);
    let [gap] = <[FeedGap; 1]>::try_from(gaps(&room)).expect("one");
    assert!(gap.since <= last_read && between < gap.until, "what was changed in between may be missing");
    room.edit(known[1], "after@example.org");
    room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!(room.mail(known[1]).as_deref(), Some("after@example.org"));
}

#[tokio::test(start_paused = true)]
async fn a_subscription_edited_elsewhere_is_a_gap_whatever_point_asking_for_it_anew_dies_at() {
    let mut point = 0;
    loop {
        let mut room = Room::listening().await;
        let id = room.known(1)[0];
        room.practice.set_fault(Fault::SubscriptionEdited, true);
        room.clock.forward(Duration::from_secs(3_600));
        room.edit(id, "untold@example.org");
        let edited = room.clock.read();
        room.crash.point.store(room.crash.passed() + point + 1, Ordering::SeqCst);
        let died = room.poll(Feed::Patients).await.is_err();
        room.crash.point.store(0, Ordering::SeqCst);
        room.reopen().await;
        room.clock.forward(not_yet());
        room.clock.forward(not_yet());
        room.poll(Feed::Patients).await.expect("it answers");
        let named = gaps(&room)
            .into_iter()
            .any(|gap| gap.why == GapReason::Edited && gap.since <= edited && edited < gap.until);
        assert!(named, "point {point}: {:?}", gaps(&room));
        room.edit(id, "told@example.org");
        room.clock.forward(not_yet());
        room.poll(Feed::Patients).await.expect("it answers");
        room.edit(id, "told.again@example.org");
        room.poll(Feed::Patients).await.expect("it answers");
        assert_eq!(room.mail(id).as_deref(), Some("told.again@example.org"), "point {point}");
        if !died {
            break;
        }
        point += 1;
    }
    assert!(point >= 4, "naming it, asking, keeping that: {point}");
}

#[tokio::test(start_paused = true)]
async fn a_server_whose_clock_goes_back_is_a_gap_until_it_is_there_again() {
    let mut room = Room::listening().await;
    let id = room.known(1)[0];
    room.edit(id, "first@example.org");
    room.poll(Feed::Patients).await.expect("it answers");
    let mark = state(&room, "patients").watermark.expect("read");
    room.practice.set_fault(Fault::ClockBehind, true);
    room.edit(id, "second@example.org");
    room.poll(Feed::Patients).await.expect("it answers");
    let [gap] = <[FeedGap; 1]>::try_from(gaps(&room)).expect("one");
    assert!(gap.why == GapReason::Clock && mark <= gap.until, "what is held says that it is newer: {gap:?}");
    assert_eq!(state(&room, "patients").watermark, Some(mark), "it never goes back");
    room.practice.set_fault(Fault::ClockBehind, false);
    for _ in 0..12 {
        room.poll(Feed::Patients).await.expect("it answers");
    }
    assert_eq!(wanted(&room), [PatientId::new(id.to_string())], "and then it is told again");
    room.read(id).await;
    assert_eq!(room.mail(id).as_deref(), Some("second@example.org"));
}

#[tokio::test(start_paused = true)]
async fn a_row_that_is_refused_since_a_person_read_while_the_clock_was_ahead_is_a_gap() {
    let mut room = Room::listening().await;
    let number = room.known(1)[0];
    let id = PatientId::new(number.to_string());
    room.edit(number, "first@example.org");
    room.poll(Feed::Patients).await.expect("it answers");
    let ahead = room.clock.read() + TimeDelta::minutes(11);
    let held = room.cache.read_blocking(|reader| reader.patient(&id)).expect("reads").expect("held");
    let record = store::Record {
        patient: held.patient,
        coverages: Some(Vec::new()),
        custom_values: None,
        as_of: ahead,
    };
    room.cache.write("read ahead", move |writer| writer.put_records(&[record])).await.expect("put");
    room.edit(number, "second@example.org");
    room.poll(Feed::Patients).await.expect("it answers");
    assert_eq!(room.mail(number).as_deref(), Some("first@example.org"));
    let [gap] = <[FeedGap; 1]>::try_from(gaps(&room)).expect("one");
    assert_eq!((gap.why, gap.until), (GapReason::Clock, ahead));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_was_read_while_the_clock_was_ahead_is_read_anew_once_that_time_is_there() {
    let mut room = Room::listening().await;
    let ahead = room.clock.read() + TimeDelta::minutes(11);
    room.cache.write("read ahead", move |writer| writer.put_providers(&[], ahead)).await.expect("put");
    let provider = room.practice.truth().providers()[0].id;
    room.practice.act(&Deed::RenameProvider { provider, last_name: "Novakova".to_owned() }).expect("renamed");
    room.poll(Feed::Providers).await.expect("it answers");
    assert_eq!(state(&room, "providers").list_due, Some(ahead));
}

/// Fills a copy, and lets what came before the feeds began to tell be read.
async fn settled(desk: &Desk, clock: &Hands) {
    desk.filled().await;
    pass(clock, 66 * 60).await;
    assert_eq!(desk.read(|reader| reader.open_gaps()), []);
}

/// Names a gap that has just ended.
async fn with_gap(desk: &Desk, clock: &Hands, feed: Feed, why: GapReason) -> DateTime<Utc> {
    clock.forward(Duration::from_secs(60));
    let until = clock.read();
    let gap = FeedGap {
        feed: feed.name().to_owned(),
        why,
        since: until - TimeDelta::minutes(5),
        until,
        reading: None,
        closed: None,
    };
    desk.cache.write("gap", move |writer| writer.name_gap(&gap)).await.expect("named");
    until
}

#[tokio::test(start_paused = true)]
async fn a_gap_in_the_schedule_closes_once_every_span_was_read_those_of_one_page_too() {
    let clock = Hands::at(NOON);
    let desk = Desk::open(Size::Solo, &clock);
    settled(&desk, &clock).await;
    let until = with_gap(&desk, &clock, Feed::Appointments, GapReason::Edited).await;
    pass(&clock, 60 * 50).await;
    assert_eq!(desk.read(|reader| reader.open_gaps()), []);
    let today: NaiveDate = "2026-11-23".parse().expect("a date");
    for month in 1..18 {
        let day = today - Months::new(6) + Months::new(month);
        let read = desk.read(|reader| {
            let department = reader.departments()?[0].id.clone();
            reader.as_of(&Part::Day(department, day))
        });
        assert!(read.is_some_and(|read| read > until), "{day}: {read:?}");
    }
    assert_eq!(desk.read(|reader| reader.next_tasks(99)), []);
}

#[tokio::test(start_paused = true)]
async fn rows_that_cannot_be_read_have_everybody_read_once_a_day_and_stay_named_meanwhile() {
    let clock = Hands::at(NOON);
    let desk = Desk::open(Size::Solo, &clock);
    settled(&desk, &clock).await;
    let oldest = || desk.read(|reader| reader.oldest_coverages()).expect("held");
    let first = with_gap(&desk, &clock, Feed::Patients, GapReason::Unreadable).await;
    pass(&clock, 60 * 50).await;
    assert_eq!(desk.read(|reader| reader.open_gaps()), []);
    assert!(oldest() > first, "everybody was read");
    let second = with_gap(&desk, &clock, Feed::Patients, GapReason::Unreadable).await;
    pass(&clock, 60 * 60).await;
    assert_eq!(desk.read(|reader| reader.open_gaps()).len(), 1, "it is said");
    assert!(oldest() < second, "and costs no calls");
    clock.forward(Duration::from_secs(24 * 3_600));
    pass(&clock, 60 * 50).await;
    assert_eq!(desk.read(|reader| reader.open_gaps()), []);
    assert!(oldest() > second);
}

#[tokio::test(start_paused = true)]
async fn a_gap_closes_by_who_was_read_and_whoever_cannot_be_is_wanted_still() {
    let clock = Hands::at(NOON);
    let broken = Arc::new(std::sync::Mutex::new(None::<PatientId>));
    let meddle: Meddle = {
        let broken = Arc::clone(&broken);
        Arc::new(move |uri, answer| {
            let whom = broken.lock().expect("whole").clone();
            if whom.is_some_and(|id| uri.path().ends_with(&format!("/patients/{id}"))) {
                *answer.body_mut() = "[{\"patientid\": {}}]".into();
            }
        })
    };
    let desk = Desk::meddled(Size::Solo, &clock, meddle);
    settled(&desk, &clock).await;
    let visits = desk.read(|reader| reader.day("2026-11-23".parse().expect("a date"), None));
    let id = visits.into_iter().find_map(|visit| visit.appointment.patient).expect("somebody");
    *broken.lock().expect("whole") = Some(id.clone());
    let until = with_gap(&desk, &clock, Feed::Patients, GapReason::Edited).await;
    pass(&clock, 60 * 50).await;
    assert_eq!(desk.read(|reader| reader.open_gaps()), []);
    let wanted = desk.read(|reader| reader.wanted_patients(until.naive_utc(), DateTime::<Utc>::MAX_UTC, 9));
    assert_eq!(wanted.into_iter().map(|needing| needing.id).collect::<Vec<_>>(), [id]);
}

#[tokio::test(start_paused = true)]
async fn a_daily_limit_reached_at_noon_says_when_calls_return_and_serves_people_from_the_reserve() {
    let clock = Hands::at(NOON);
    let left = Arc::new(AtomicU64::new(1_300));
    let meddle: Meddle = {
        let left = Arc::clone(&left);
        Arc::new(move |uri, answer| {
            if uri.path().starts_with("/v1/") {
                let now = left.fetch_sub(1, Ordering::SeqCst) - 1;
                answer.headers_mut().insert("x-ratelimit-limit", 20_000.into());
                answer.headers_mut().insert("x-ratelimit-remaining", now.into());
            }
        })
    };
    let desk = Desk::meddled(Size::Solo, &clock, meddle);
    let until = |state: &SyncState| match &state.trouble {
        Some((Trouble::Athena(athena::Error::NotSent { why: Unsent::DayUsedUp { until }, .. }), _)) => {
            Some(*until)
        }
        _ => None,
    };
    let told = desk.until(|state| until(state).is_some()).await;
    let midnight: DateTime<Utc> = "2026-11-24T00:00:00Z".parse().expect("an instant");
    assert_eq!(until(&told), Some(midnight));
    let reserve = left.load(Ordering::SeqCst);
    assert!(reserve > 1_000, "{reserve} calls are kept for people");
    let from = clock.read().naive_utc();
    let anybody = |reader: &store::Reader<'_>| {
        reader.patients_needing(PatientPart::Coverages, from, DateTime::<Utc>::MAX_UTC, 1)
    };
    let id = desk.read(anybody)[0].id.clone();
    clock.forward(Duration::from_secs(60));
    let asked = clock.read();
    desk.reading.ask(Ask::Patient(id.clone()));
    desk.until_held(|reader| Ok(reader.as_of(&Part::Coverages(id.clone()))? >= Some(asked))).await;
    let still = desk.until(|state| until(state).is_some()).await;
    assert_eq!(until(&still), Some(midnight), "all else waits");
    left.store(20_000, Ordering::SeqCst);
    clock.put("2026-11-24T00:00:10Z");
    let state = desk.until_within(Duration::from_secs(24 * 3_600), |state| state.phase == Phase::Fresh).await;
    assert_eq!(state.trouble, None);
}
