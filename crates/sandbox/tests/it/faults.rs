//! Faults in process, under paused time.

use std::time::Duration;

use http::StatusCode;
use sandbox::{Broken, Dialect, Fault};
use tokio::time::{Instant, timeout};

use crate::desk::{Desk, sign_in};

async fn desk(fault: Fault) -> Desk {
    let desk = Desk::solo().await;
    desk.sandbox.set_fault(fault, true);
    desk
}

#[tokio::test]
async fn faults_are_known_by_name_and_switched_while_it_runs() {
    let desk = Desk::solo().await;
    for fault in Fault::ALL {
        assert_eq!(fault.name().parse(), Ok(fault), "a name leads back to its fault");
        desk.sandbox.set_fault(fault, true);
    }
    assert_eq!(desk.sandbox.faults(), Fault::ALL, "all are on");
    Fault::ALL.iter().for_each(|fault| desk.sandbox.set_fault(*fault, false));
    assert_eq!(desk.sandbox.faults(), [], "all are off");
    assert!("gremlins".parse::<Fault>().is_err(), "and there are no others");
}

#[tokio::test(start_paused = true)]
async fn latency_takes_one_to_two_seconds() {
    let desk = desk(Fault::Latency).await;
    for _ in 0..20 {
        let start = Instant::now();
        assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "late, but well");
        let took = start.elapsed();
        assert!((1000..2000).contains(&took.as_millis()), "took {took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stall_outlasts_any_patience() {
    let desk = desk(Fault::Stall).await;
    let waited =
        timeout(Duration::from_secs(600), desk.sandbox.answer(desk.request("/v1/195900/ping"))).await;
    assert!(waited.is_err(), "no reply within ten minutes");
    let broken = desk.sandbox.answer(desk.request("/v1/195900/ping")).await;
    assert_eq!(broken.err(), Some(Broken::Reset), "and in the end none at all");
}

#[tokio::test(start_paused = true)]
async fn a_slow_drip_is_whole_after_half_a_minute() {
    let desk = desk(Fault::SlowDrip).await;
    let start = Instant::now();
    assert_eq!(desk.rows("/ping").await["pong"], true, "whole at last");
    assert_eq!(start.elapsed().as_secs(), 30, "after half a minute");
}

#[tokio::test]
async fn truncated_and_reset_replies_are_broken() {
    let desk = desk(Fault::Truncated).await;
    let broken = desk.sandbox.answer(desk.request("/v1/195900/ping")).await;
    assert_eq!(broken.err(), Some(Broken::Truncated), "the body ends early");
    desk.sandbox.set_fault(Fault::Reset, true);
    let broken = desk.sandbox.answer(desk.request("/v1/195900/ping")).await;
    assert_eq!(broken.err(), Some(Broken::Reset), "a reset comes before any body");
}

#[tokio::test]
async fn outages_answer_with_what_is_no_json() {
    let outages = [
        (Fault::Unavailable, 503, "text/plain"),
        (Fault::GatewayHtml, 504, "text/xml"),
        (Fault::WrongContentType, 200, "text/html"),
        (Fault::RateLimitStorm, 429, "text/html"),
    ];
    for (fault, status, kind) in outages {
        let desk = desk(fault).await;
        for reply in [desk.get("/ping").await, desk.ask(sign_in()).await] {
            assert_eq!(reply.status.as_u16(), status, "{fault}");
            assert_eq!(reply.header("content-type"), Some(kind), "{fault}");
            assert!(serde_json::from_str::<serde_json::Value>(&reply.text).is_err(), "{fault}: no JSON");
        }
        desk.sandbox.set_fault(fault, false);
        assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "{fault} is over");
    }
}

#[tokio::test]
async fn an_expired_token_is_mended_by_a_new_one_and_a_revoked_key_by_nothing() {
    let mut desk = desk(Fault::TokenExpired).await;
    assert_eq!(desk.get("/ping").await.status, StatusCode::UNAUTHORIZED, "the token has expired");
    desk.sign_in().await;
    assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "a new one is good");
    desk.sandbox.set_fault(Fault::TokenRevoked, true);
    assert_eq!(desk.get("/ping").await.status, StatusCode::UNAUTHORIZED, "the key is revoked");
    let refused = desk.ask(sign_in()).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "and gets no token");
    assert_eq!(refused.json()["error"], "invalid_client", "since it is no key");
    desk.sandbox.set_fault(Fault::TokenRevoked, false);
    assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "the old token is good again");
}

#[tokio::test]
async fn a_skewed_clock_shows_in_the_date_and_nowhere_else() {
    let desk = Desk::open(Dialect::Typed).await;
    let path = "/appointments/booked?departmentid=1&startdate=11/18/2026&enddate=11/18/2026";
    let right = desk.get(path).await;
    assert_eq!(right.header("date"), Some("Wed, 18 Nov 2026 16:20:00 GMT"), "the clock's own time");
    desk.sandbox.set_fault(Fault::ClockSkew, true);
    let skewed = desk.get(path).await;
    assert_eq!(skewed.header("date"), Some("Wed, 18 Nov 2026 16:31:00 GMT"), "eleven minutes ahead");
    assert_eq!(skewed.text, right.text, "the rows are those of the true time");
}
