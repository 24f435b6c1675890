//! The three limits and the headers that tell of them.

use chrono::TimeDelta;
use http::StatusCode;
use sandbox::{Limits, Options, Size};

use crate::desk::{Desk, sign_in};

async fn desk(limits: Limits) -> Desk {
    Desk::with(Options { size: Size::Solo, limits, ..Options::default() }).await
}

#[tokio::test]
async fn no_more_than_so_many_calls_lie_in_any_second() {
    let desk = desk(Limits { per_second: 3, ..Limits::preview() }).await;
    for _ in 0..3 {
        assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "three are allowed");
        desk.hands.turn(TimeDelta::milliseconds(200));
    }
    let over = desk.get("/ping").await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS, "the fourth lies in the same second");
    assert_ne!(over.header("x-ratelimit-remaining"), Some("0"), "the day is not over");
    assert_eq!(over.header("retry-after"), None, "nobody ever saw one");
    assert!(serde_json::from_str::<serde_json::Value>(&over.text).is_err(), "the body is no JSON");
    desk.hands.turn(TimeDelta::milliseconds(400));
    assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "the first has left the second");
}

#[tokio::test]
async fn the_day_ends_at_midnight_gmt() {
    let desk = desk(Limits { per_second: 1000, per_day: 5, tokens_per_minute: 9 }).await;
    for left in ["4", "3", "2", "1", "0"] {
        let answered = desk.get("/ping").await;
        assert_eq!(answered.header("x-ratelimit-limit"), Some("5"), "the day's limit");
        assert_eq!(answered.header("x-ratelimit-remaining"), Some(left), "and what is left");
    }
    let over = desk.get("/ping").await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS, "the day is used up");
    assert_eq!(over.header("x-ratelimit-remaining"), Some("0"), "and says so");
    desk.hands.turn(TimeDelta::minutes(59));
    assert_eq!(desk.get("/ping").await.status, StatusCode::TOO_MANY_REQUESTS, "an hour changes nothing");
    let mut desk = desk;
    desk.hands.turn(TimeDelta::minutes(7 * 60 - 20));
    desk.sign_in().await;
    assert_eq!(desk.get("/ping").await.status, StatusCode::TOO_MANY_REQUESTS, "it is 23:59 GMT");
    desk.hands.turn(TimeDelta::minutes(1));
    assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "midnight GMT begins a new day");
}

#[tokio::test]
async fn refusals_of_the_practice_count_and_those_of_the_gateway_do_not() {
    let desk = desk(Limits { per_second: 1000, ..Limits::preview() }).await;
    let refused = desk.get("/patients").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "too thin");
    assert_eq!(refused.header("x-ratelimit-remaining"), Some("49999"), "a refusal is a call");
    desk.sandbox.set_fault(sandbox::Fault::TokenExpired, true);
    assert_eq!(desk.get("/ping").await.status, StatusCode::UNAUTHORIZED, "no token");
    let mut desk = desk;
    desk.sign_in().await;
    let answered = desk.get("/ping").await;
    assert_eq!(answered.header("x-ratelimit-remaining"), Some("49998"), "the gateway's refusal was none");
}

#[tokio::test]
async fn tokens_are_counted_by_the_minute_of_the_clock() {
    let desk = desk(Limits::preview()).await;
    for left in ["3", "2", "1", "0"] {
        let granted = desk.ask(sign_in()).await;
        assert_eq!(granted.header("x-ratelimit-limit"), Some("5"), "five a minute");
        assert_eq!(granted.header("x-ratelimit-remaining"), Some(left), "one was used to open the desk");
    }
    assert_eq!(desk.ask(sign_in()).await.status, StatusCode::TOO_MANY_REQUESTS, "a sixth is refused");
    desk.hands.turn(TimeDelta::minutes(1));
    assert_eq!(desk.ask(sign_in()).await.status, StatusCode::OK, "the next minute is a new one");
}
