//! What is read again though no feed told of it, and what a feed that tells all saves.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use model::PatientId;
use sandbox::{Deed, Size, Telling};
use store::{ConnectionId, FeedState};
use sync::Ask;

use crate::desk::{Desk, Hands};

const NOON: &str = "2026-11-23T17:00:00Z";

/// Lets time pass on the wall and in the loop alike.
async fn pass(clock: &Arc<Hands>, minutes: u64) {
    for _ in 0..minutes {
        clock.forward(Duration::from_secs(60));
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

/// A desk whose feeds are in effect, and whose gaps from before that are read.
async fn listening(telling: Telling, clock: &Arc<Hands>) -> Desk {
    let desk = Desk::telling((Size::Solo, telling), clock);
    desk.filled().await;
    for _ in 0..24 {
        pass(clock, 5).await;
        let (gaps, feed) = desk.read(|reader| Ok((reader.open_gaps()?, reader.feed("appointments")?)));
        if gaps.is_empty() && feed.is_some_and(|feed| feed.covers.is_some()) {
            return desk;
        }
    }
    panic!("the gaps stay open");
}

#[tokio::test(start_paused = true)]
async fn a_schedule_that_its_feed_tells_is_not_asked_for_besides_and_grows_no_older_for_it() {
    let clock = Hands::at(NOON);
    let desk = listening(Telling::Everything, &clock).await;
    let before = desk.requests();
    pass(&clock, 60).await;
    let sent = desk.requests() - before;
    assert!(sent <= 6, "{sent} calls in an hour beside the feeds");
    let (departments, today) = (desk.read(|reader| reader.departments()), clock.read().date_naive());
    let ids: Vec<_> = departments.into_iter().map(|department| department.id).collect();
    let told = desk.read(|reader| reader.day_as_of(&ids, today)).expect("read");
    assert!(clock.read() - told <= chrono::TimeDelta::minutes(2), "it is known to stand since {told}");
    let measured = desk.read(|reader| reader.measured("appointments")).expect("the near schedule was read");
    assert!(measured.records > 0, "again");
    assert_eq!(measured.differed, 0, "and was as the feed had told it");
}

#[tokio::test(start_paused = true)]
async fn what_a_feed_leaves_out_is_found_counted_and_asked_for_from_then_on() {
    let clock = Hands::at(NOON);
    // What the schedule does by itself is not told.
    let desk = listening(Telling::Deeds, &clock).await;
    pass(&clock, 120).await;
    let measured = desk.read(|reader| reader.measured("appointments")).expect("the near schedule was read");
    assert!(measured.differed > 0 && measured.differed <= measured.records, "{measured:?}");
    let before = desk.requests();
    pass(&clock, 60).await;
    let sent = desk.requests() - before;
    assert!(sent >= 55, "{sent} calls in an hour: such a feed is believed no more");
}

#[tokio::test(start_paused = true)]
async fn whoever_was_read_longest_ago_is_read_again_a_day_later_and_is_as_their_feed_told() {
    let clock = Hands::at(NOON);
    let desk = listening(Telling::Everything, &clock).await;
    assert_eq!(desk.read(|reader| reader.measured("patients")).and_then(|known| known.last), None);
    // The computer sleeps for no longer than a feed remembers what it gave out, so that nothing is missed.
    for _ in 0..2 {
        clock.forward(Duration::from_secs(11 * 60 * 60));
        pass(&clock, 15).await;
        assert!(desk.read(|reader| reader.open_gaps()).is_empty(), "nothing is a gap");
        let known = desk.read(|reader| reader.measured("patients"));
        assert_eq!(known.and_then(|known| known.last), None, "nobody is read again within the day");
    }
    clock.forward(Duration::from_secs(90 * 60));
    pass(&clock, 60).await;
    let measured = desk.read(|reader| reader.measured("patients")).expect("some were read");
    assert!(measured.last.is_some() && measured.records > 0, "{measured:?}");
    assert_eq!(measured.differed, 0, "{measured:?}");
    let measured = desk.read(|reader| reader.measured("appointments")).expect("some were read");
    assert!(measured.last.is_some(), "a block of the schedule too: {measured:?}");
    assert_eq!(measured.differed, 0, "{measured:?}");
}

#[tokio::test(start_paused = true)]
async fn a_provider_who_changed_has_their_list_read_and_no_other() {
    let clock = Hands::at(NOON);
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let heard = Arc::clone(&asked);
    let is_list =
        |path: &str| ["/providers", "/departments", "/customfields"].iter().any(|end| path.ends_with(end));
    let desk = Desk::meddled(
        Size::Solo,
        &clock,
        Arc::new(move |uri, _| {
            let path = uri.path();
            if is_list(path) {
                let name = path.rsplit('/').next().unwrap_or_default();
                heard.lock().expect("whole").push(name.to_owned());
            }
        }),
    );
    desk.filled().await;
    pass(&clock, 1).await;
    let due = FeedState { list_due: Some(clock.read()), ..FeedState::new("providers") };
    desk.cache.write("feed", move |writer| writer.put_feed(&due)).await.expect("kept");
    asked.lock().expect("whole").clear();
    pass(&clock, 5).await;
    assert_eq!(*asked.lock().expect("whole"), ["providers"]);
}

#[tokio::test(start_paused = true)]
async fn a_list_of_providers_that_is_refused_is_asked_for_once() {
    let clock = Hands::at(NOON);
    let refuses = Arc::<AtomicBool>::default();
    let refused = Arc::clone(&refuses);
    let desk = Desk::meddled(
        Size::Solo,
        &clock,
        Arc::new(move |uri, answer| {
            if refused.load(Ordering::SeqCst) && uri.path().ends_with("/providers") {
                *answer.status_mut() = http::StatusCode::FORBIDDEN;
            }
        }),
    );
    desk.filled().await;
    refuses.store(true, Ordering::SeqCst);
    clock.forward(Duration::from_secs(60));
    let due = FeedState { list_due: Some(clock.read()), ..FeedState::new("providers") };
    desk.cache.write("feed", move |writer| writer.put_feed(&due)).await.expect("kept");
    clock.forward(Duration::from_secs(60));
    let sent = desk.sent_in(Duration::from_secs(300)).await;
    assert!((5..=30).contains(&sent), "{sent} calls");
}

#[tokio::test(start_paused = true)]
async fn a_merge_that_a_record_tells_is_followed_in_the_vault_too() {
    for asked in [0, 1] {
        let clock = Hands::at(NOON);
        let desk = Desk::open(Size::Solo, &clock);
        desk.filled().await;
        let (truth, merged) = (desk.practice.truth(), desk.practice.truth().merged());
        let is_merged = |id: u64| merged.iter().any(|(one, two, three)| [*one, *two, *three].contains(&id));
        let seen =
            truth.patients().filter(|one| !one.restricted && one.standing == sandbox::Standing::Active);
        let known: Vec<u64> = seen.map(|one| one.id).filter(|id| !is_merged(*id)).take(2).collect();
        let [old, left] = [known[0], known[1]];
        let id = |number: u64| PatientId::new(number.to_string());
        let (here, at) = (ConnectionId::new("here"), clock.read());
        let opened = move |writer: &mut store::Writer<'_, store::VaultFile>| {
            writer.remember(&ConnectionId::new("here"), &PatientId::new(old.to_string()), at)
        };
        desk.vault.write("opened", opened).await.expect("remembered");
        desk.practice.act(&Deed::Merge { patient: old, into: left }).expect("merged");
        clock.forward(Duration::from_secs(60));
        desk.reading.ask(Ask::Patient(id([old, left][asked])));
        desk.until_held(|reader| Ok(reader.survivor(&id(old))? == id(left))).await;
        let read = |reader: &store::Reader<'_, store::VaultFile>| {
            Ok((
                reader.merged_into(&here, &id(old))?,
                reader.recent(&here, 9)?,
                reader.numbers_of(&here, &id(old))?,
            ))
        };
        let (into, recent, numbers) = desk.vault.read_blocking(read).expect("reads");
        assert_eq!((into, recent), (id(left), vec![id(left)]), "asked for {asked}");
        assert!(numbers.contains(&id(old)) && numbers.contains(&id(left)));
    }
}

#[tokio::test(start_paused = true)]
async fn on_a_battery_or_with_nobody_at_the_desk_less_is_asked_for() {
    let desk = Desk::open(Size::Solo, &Hands::at(NOON));
    desk.filled().await;
    let usual = desk.sent_in(Duration::from_secs(1_200)).await;
    desk.reading.on_battery(true);
    desk.sent_in(Duration::from_secs(120)).await;
    let spared = desk.sent_in(Duration::from_secs(1_200)).await;
    assert!(spared <= usual / 2 + 2, "{spared} calls on a battery, {usual} else");
    desk.reading.on_battery(false);
    desk.reading.touched();
    let attended = desk.sent_in(Duration::from_secs(600)).await;
    let left = desk.sent_in(Duration::from_secs(600)).await;
    assert!(left <= attended / 2 + 2, "{left} calls while nobody was there, {attended} before");
}
