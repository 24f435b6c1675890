//! What is told while nothing is answered.

use std::sync::Arc;
use std::time::Duration;

use sandbox::{Fault, Size};
use sync::SyncState;

use crate::desk::{Desk, Hands};

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
