//! Reading goes by the time that has passed, whatever the clocks say.

use std::time::Duration;

use sandbox::Size;

use crate::desk::{Desk, Hands};

#[tokio::test(start_paused = true)]
async fn a_clock_that_differs_from_the_practices_does_not_make_calls() {
    let theirs = Hands::at("2026-11-23T15:00:00Z");
    for ours in ["2026-11-23T14:49:00Z", "2026-11-23T15:00:59Z", "2026-11-23T15:40:00Z"] {
        let desk = Desk::apart(Size::Solo, &theirs, &Hands::at(ours));
        desk.filled().await;
        let before = desk.requests();
        tokio::time::sleep(Duration::from_secs(600)).await;
        let sent = desk.requests() - before;
        assert!((8..=12).contains(&sent), "{sent} calls in ten minutes at {ours}: one a minute do");
    }
}
