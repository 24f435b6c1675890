//! A fill that rests while the practice works, wherever its departments are.

use std::sync::Arc;
use std::time::Duration;

use sandbox::Size;
use store::FillTime;
use sync::{Phase, SyncState};

use crate::desk::{Desk, Hands, Meddle};

/// The practice's one department in Phoenix, and another in Honolulu.
const DEPARTMENTS: &str = r#"{"totalcount": 2, "departments": [
    {"departmentid": "1", "name": "DESERT RIDGE", "timezonename": "America/Phoenix"},
    {"departmentid": "21", "name": "NORTH SHORE", "timezonename": "Pacific/Honolulu"}
]}"#;

fn in_two_zones() -> Meddle {
    Arc::new(|uri, answer| {
        if uri.path().ends_with("/departments") {
            *answer.body_mut() = bytes::Bytes::from_static(DEPARTMENTS.as_bytes());
        }
    })
}

fn rests(state: &SyncState) -> bool {
    state.rests_until.is_some()
}

#[tokio::test(start_paused = true)]
async fn it_rests_while_a_department_in_any_zone_works() {
    let utc = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().expect("an instant");
    // Half past seven on a Monday in Phoenix, and half past four in Honolulu.
    let clock = Hands::at("2026-11-23T14:30:00Z");
    let desk = Desk::meddled(Size::Solo, &clock, in_two_zones());
    desk.reading.fill(FillTime::OffHours);
    let state = desk.until(rests).await;
    assert_eq!(state.rests_until, Some(utc("2026-11-24T05:00:00Z")), "seven in the evening in Honolulu");
    let read = state.done;
    // Half past seven in the evening in Phoenix, where nobody works any more.
    clock.put("2026-11-24T02:30:00Z");
    desk.sent_in(Duration::from_secs(600)).await;
    let still = desk.reading.state();
    assert_eq!((still.rests_until, still.done), (state.rests_until, read));
    clock.put("2026-11-24T05:00:00Z");
    assert_eq!(desk.filled().await.rests_until, None);
}

#[tokio::test(start_paused = true)]
async fn what_is_under_way_when_the_practice_opens_is_finished() {
    // A second before seven in the practice's morning.
    let clock = Hands::at("2026-11-23T11:59:59Z");
    let desk = Desk::open(Size::Solo, &clock);
    desk.reading.fill(FillTime::OffHours);
    desk.until(|state| state.phase == Phase::Far && state.done > 0).await;
    clock.put("2026-11-23T12:00:00Z");
    let rest = desk.until(rests).await;
    let sent = desk.sent_in(Duration::from_secs(600)).await;
    assert!((8..=12).contains(&sent), "{sent} calls: changes once a minute and nothing else");
    assert_eq!(desk.reading.state().done, rest.done, "no span is begun");
    desk.reading.read_now();
    assert_eq!(desk.filled().await.rests_until, None);
}
