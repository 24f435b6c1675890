//! What is told while nothing is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sandbox::{Fault, Size};
use sync::SyncState;

use crate::desk::{Desk, Hands, Meddle};

#[tokio::test(start_paused = true)]
async fn an_outage_in_a_fill_is_told_within_half_a_minute_and_goes_with_it() {
    for fault in [Fault::Unavailable, Fault::Stall, Fault::GatewayHtml, Fault::Truncated, Fault::Reset] {
        let desk = Desk::open(Size::Solo, &Hands::at("2026-11-23T15:00:00Z"));
        desk.until(|state| state.done > 2).await;
        desk.practice.set_fault(fault, true);
        let told = desk.until(|state| state.trouble.is_some());
        let told = tokio::time::timeout(Duration::from_secs(30), told).await;
        assert!(told.is_ok(), "{} is not told", fault.name());
        desk.practice.set_fault(fault, false);
        assert_eq!(desk.filled().await.trouble, None, "{}", fault.name());
    }
}

/// Lets time pass on the wall and in the loop alike.
async fn pass(clock: &Arc<Hands>, seconds: u64) {
    for _ in 0..seconds {
        clock.forward(Duration::from_secs(1));
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// How many seconds it takes until the loop says so, at most two minutes.
async fn seconds_until(clock: &Arc<Hands>, desk: &Desk, wanted: impl Fn(&SyncState) -> bool) -> u64 {
    for seconds in 0..120 {
        if wanted(&desk.reading.state()) {
            return seconds;
        }
        pass(clock, 1).await;
    }
    panic!("it is never said")
}

#[tokio::test(start_paused = true)]
async fn an_outage_at_an_idle_desk_is_told_within_half_a_minute_once_and_left_within_forty_seconds() {
    for fault in [Fault::Unavailable, Fault::Stall, Fault::GatewayHtml, Fault::Reset, Fault::WrongContentType]
    {
        let clock = Hands::at("2026-11-23T15:00:00Z");
        let desk = Desk::open(Size::Solo, &clock);
        desk.filled().await;
        desk.reading.touched();
        for idle in [1, 17, 400] {
            pass(&clock, idle).await;
            assert_eq!(desk.reading.state().trouble, None, "{}", fault.name());
            desk.practice.set_fault(fault, true);
            let told = seconds_until(&clock, &desk, |state| state.trouble.is_some()).await;
            assert!(told <= 30, "{} is told after {told} s", fault.name());
            let since = desk.reading.state().trouble.map(|(_, since)| since);
            for _ in 0..120 {
                pass(&clock, 1).await;
                let trouble = desk.reading.state().trouble;
                assert_eq!(trouble.map(|(_, since)| since), since, "{}: it is said once", fault.name());
            }
            desk.practice.set_fault(fault, false);
            let left = seconds_until(&clock, &desk, |state| state.trouble.is_none()).await;
            // The longest rest and the two tries after it. A call that hangs is given up after a minute, and
            // nobody hangs up on it before.
            let most = if fault == Fault::Stall { 95 } else { 30 + 9 };
            assert!(left <= most, "{} is left after {left} s", fault.name());
        }
    }
}

/// Waits until all is read, and the feeds tell what changes.
async fn told_by_feeds(desk: &Desk, clock: &Arc<Hands>) {
    desk.filled().await;
    for _ in 0..70 {
        clock.forward(Duration::from_secs(60));
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    assert_eq!(desk.read(|reader| reader.open_gaps()), []);
}

#[tokio::test(start_paused = true)]
async fn an_outage_behind_a_gateway_that_still_answers_is_told_soon_after_the_poll_that_meets_it_and_left() {
    let (broken, met) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
    let meddle: Meddle = {
        let (broken, met) = (Arc::clone(&broken), Arc::clone(&met));
        Arc::new(move |uri, answer| {
            let is_turned_away = answer.status() == http::StatusCode::UNAUTHORIZED;
            if broken.load(Ordering::SeqCst) && uri.path().starts_with("/v1/") && !is_turned_away {
                *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
                *answer.body_mut() = "<h1>Service Unavailable</h1>".into();
                met.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::listening_meddled(Size::Solo, &clock, meddle);
    told_by_feeds(&desk, &clock).await;
    for idle in [1, 17] {
        desk.reading.touched();
        pass(&clock, idle).await;
        assert_eq!(desk.reading.state().trouble, None, "{idle}");
        met.store(0, Ordering::SeqCst);
        broken.store(true, Ordering::SeqCst);
        let polled = seconds_until(&clock, &desk, |_| met.load(Ordering::SeqCst) > 0).await;
        assert!(polled <= 61, "the next poll comes after {polled} s");
        let told = seconds_until(&clock, &desk, |state| state.trouble.is_some()).await;
        assert!(told <= 9, "it is told {told} s after that");
        let since = desk.reading.state().trouble.map(|(_, since)| since);
        let calls = met.load(Ordering::SeqCst);
        for _ in 0..60 {
            pass(&clock, 1).await;
            let trouble = desk.reading.state().trouble;
            assert_eq!(trouble.map(|(_, since)| since), since, "it is said once");
        }
        assert!(met.load(Ordering::SeqCst) - calls <= 8, "it is not asked for without rest");
        broken.store(false, Ordering::SeqCst);
        let left = seconds_until(&clock, &desk, |state| state.trouble.is_none()).await;
        assert!(left <= 30 + 9, "it is left after {left} s");
    }
}

#[tokio::test(start_paused = true)]
async fn one_call_that_is_not_answered_is_no_outage() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::listening(Size::Solo, &clock);
    told_by_feeds(&desk, &clock).await;
    for fault in [Fault::DrainThenDrop, Fault::DrainThenFail, Fault::DrainThenHtml] {
        desk.reading.touched();
        desk.practice.set_fault_once(fault);
        for _ in 0..65 {
            pass(&clock, 1).await;
            assert_eq!(desk.reading.state().trouble, None, "{}", fault.name());
        }
        assert!(!desk.practice.faults().contains(&fault), "{} struck", fault.name());
    }
}

#[tokio::test(start_paused = true)]
async fn asking_whether_anybody_is_there_costs_no_call_and_nothing_on_a_battery_that_nobody_uses() {
    let clock = Hands::at("2026-11-23T15:00:00Z");
    let desk = Desk::open(Size::Solo, &clock);
    desk.filled().await;
    desk.reading.touched();
    let (asked, counted) = (desk.practice.requests(), desk.calls());
    pass(&clock, 300).await;
    let (asked, counted) = (desk.practice.requests() - asked, desk.calls() - counted);
    assert!(asked > counted + 5, "{asked} requests, of which {counted} are calls");
    desk.reading.on_battery(true);
    pass(&clock, 700).await;
    let (asked, counted) = (desk.practice.requests(), desk.calls());
    pass(&clock, 600).await;
    assert_eq!(desk.practice.requests() - asked, desk.calls() - counted, "nobody is there to be told");
    desk.practice.set_fault(Fault::Reset, true);
    pass(&clock, 40).await;
    desk.reading.touched();
    let told = seconds_until(&clock, &desk, |state| state.trouble.is_some()).await;
    assert!(told <= 10, "whoever comes back is told after {told} s");
}
