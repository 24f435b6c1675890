//! What is told while nothing is answered.

use std::time::Duration;

use sandbox::{Fault, Size};

use crate::desk::{Desk, Hands};

#[tokio::test(start_paused = true)]
async fn an_outage_in_a_fill_is_told_within_half_a_minute_and_goes_with_it() {
    for fault in [Fault::Unavailable, Fault::Stall, Fault::GatewayHtml, Fault::Truncated, Fault::Reset] {
        let desk = Desk::open(Size::Solo, &Hands::at("2026-11-23T15:00:00Z"));
        desk.until(|state| state.done > 2).await;
        desk.practice.set_fault(fault, true);
        let told = desk.until(|state| state.trouble.is_some());
        let told = tokio::time::timeout(Duration::from_secs(35), told).await;
        assert!(told.is_ok(), "{} is not told", fault.name());
        desk.practice.set_fault(fault, false);
        assert_eq!(desk.filled().await.trouble, None, "{}", fault.name());
    }
}
