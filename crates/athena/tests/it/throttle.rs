//! The budget against a server that enforces it: full speed without a refusal, people first, calm in
//! a storm.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use athena::{Error, Lane, Pace, Random, Refusal, SeededRandom, Unsent};
use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use crate::stage::{Answering, PONG, Stage, after, now, ok, stage, status, with_headers};

/// A server that refuses more than a number of calls in any second whatever.
struct Strict {
    limit: usize,
    arrived: Mutex<VecDeque<Instant>>,
    refused: AtomicU64,
    jitter: Duration,
    random: SeededRandom,
}

impl Strict {
    fn new(limit: usize, jitter: Duration) -> Arc<Self> {
        Arc::new(Self {
            limit,
            arrived: Mutex::default(),
            refused: AtomicU64::new(0),
            jitter,
            random: SeededRandom::new(9),
        })
    }

    fn answering(self: &Arc<Self>) -> Answering {
        let server = self.clone();
        Box::pin(async move {
            sleep(Duration::from_millis(30) + server.jitter.mul_f64(server.random.unit())).await;
            let refused = server.is_too_fast(Instant::now());
            sleep(Duration::from_millis(70)).await;
            if refused { status(429, "") } else { ok(PONG) }
        })
    }

    fn is_too_fast(&self, now: Instant) -> bool {
        let mut arrived = self.arrived.lock().expect("the window");
        arrived.retain(|at| now.duration_since(*at) < Duration::from_secs(1));
        if arrived.len() >= self.limit {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return true;
        }
        arrived.push_back(now);
        false
    }

    fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

fn facing(server: &Arc<Strict>, per_second: u32) -> Stage {
    let server = server.clone();
    let pace = Pace { per_second, per_day: 10_000_000, ..Pace::default() };
    stage(pace, move |_| server.answering())
}

/// Sends so many pings of a lane at once and gives how long they took.
async fn flood(stage: &Stage, lane: Lane, calls: usize) -> Duration {
    let session = stage.client.lane(lane);
    session.ping().await.expect("signed in");
    let began = Instant::now();
    let all = join_all((0..calls).map(|_| session.ping())).await;
    let failed = all.iter().filter(|one| one.is_err()).count();
    assert_eq!(failed, 0, "every call is answered in the end");
    began.elapsed()
}

#[tokio::test(start_paused = true)]
async fn a_fill_goes_at_the_limit_and_is_never_refused() {
    for limit in [1_u32, 5, 10, 50, 100] {
        let server = Strict::new(limit as usize, Duration::from_millis(10));
        let stage = facing(&server, limit);
        let calls = 60 * limit as usize;
        let took = flood(&stage, Lane::Fill, calls).await;
        let efficiency = 60.0 / took.as_secs_f64();
        assert!(efficiency >= 0.97, "{efficiency:.3} of the limit of {limit}");
        assert_eq!(server.refused(), 0, "at a limit of {limit}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_mixture_of_lanes_is_never_refused_either() {
    let server = Strict::new(10, Duration::from_millis(10));
    let stage = facing(&server, 10);
    let lanes = [Lane::Interactive, Lane::Booking, Lane::Feed, Lane::Fill];
    let sessions: Vec<_> = lanes.iter().map(|lane| stage.client.lane(*lane)).collect();
    let all = join_all((0..400).map(|index| {
        let session = &sessions[index % 4];
        async move {
            sleep(Duration::from_millis(index as u64 * 37 % 5_000)).await;
            session.ping().await
        }
    }));
    assert!(all.await.iter().all(Result::is_ok), "every call is answered");
    assert_eq!(server.refused(), 0, "bursts of those who wait stay within the second");
}

#[tokio::test(start_paused = true)]
async fn a_network_that_bunches_calls_costs_few_refusals() {
    let server = Strict::new(10, Duration::from_millis(150));
    let stage = facing(&server, 10);
    let took = flood(&stage, Lane::Fill, 6_000).await;
    let sent = stage.calls().len() as f64;
    let share = server.refused() as f64 / sent;
    assert!(share < 0.001, "{:.2} % refused", share * 100.0);
    assert!(600.0 / took.as_secs_f64() > 0.8, "still near the limit: {took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_limit_lower_than_configured_is_found_out() {
    let server = Strict::new(5, Duration::from_millis(10));
    let stage = facing(&server, 10);
    flood(&stage, Lane::Fill, 600).await;
    let (before, began) = (server.refused(), Instant::now());
    let sent_before = stage.calls().len();
    flood(&stage, Lane::Fill, 3_000).await;
    let refused = (server.refused() - before) as f64 / (stage.calls().len() - sent_before) as f64;
    let efficiency = 3_000.0 / 5.0 / began.elapsed().as_secs_f64();
    assert!(refused < 0.01, "{:.2} % refused after it was found out", refused * 100.0);
    assert!(efficiency > 0.8, "{efficiency:.2} of the true limit");
}

#[tokio::test(start_paused = true)]
async fn a_person_does_not_wait_behind_a_fill() {
    let server = Strict::new(5, Duration::ZERO);
    let stage = facing(&server, 5);
    let fill = stage.client.lane(Lane::Fill);
    let flood = tokio::spawn(async move { join_all((0..500).map(|_| fill.ping())).await });
    sleep(Duration::from_secs(20)).await;
    let person = stage.client.lane(Lane::Interactive);
    let mut waits = Vec::new();
    for _ in 0..20 {
        let began = Instant::now();
        person.ping().await.expect("a pong");
        waits.push(began.elapsed());
        sleep(Duration::from_millis(2_500)).await;
    }
    assert!(waits[0] <= Duration::from_millis(310), "the first waits for one place: {:?}", waits[0]);
    let later = waits[1..].iter().max().expect("waits");
    assert!(*later <= Duration::from_millis(101), "the share is kept while someone asks: {later:?}");
    assert!(flood.await.expect("the fill").iter().all(Result::is_ok), "the fill ends all the same");
    assert_eq!(server.refused(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_fill_is_lent_the_share_of_whoever_is_not_to_be_expected_again() {
    for (lends, share) in [(false, 0.75..0.9), (true, 0.97..1.1)] {
        let server = Strict::new(10, Duration::from_millis(10));
        let stage = facing(&server, 10);
        stage.client.lane(Lane::Interactive).ping().await.expect("a pong");
        sleep(Duration::from_secs(1)).await;
        if lends {
            stage.client.lend();
        }
        let took = flood(&stage, Lane::Fill, 100).await;
        let efficiency = 10.0 / took.as_secs_f64();
        assert!(share.contains(&efficiency), "{efficiency:.3} of the limit, lent: {lends}");
        assert_eq!(server.refused(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn the_more_urgent_lane_goes_first() {
    let order: Arc<Mutex<Vec<Lane>>> = Arc::default();
    let stage = stage(Pace { per_second: 1, ..Pace::default() }, |_| now(ok(PONG)));
    stage.client.lane(Lane::Fill).ping().await.expect("signed in");
    let lanes = [Lane::Fill, Lane::Feed, Lane::Booking, Lane::Interactive];
    join_all(lanes.map(|lane| {
        let (session, order) = (stage.client.lane(lane), order.clone());
        async move {
            session.ping().await.expect("a pong");
            order.lock().expect("the order").push(lane);
        }
    }))
    .await;
    assert_eq!(
        *order.lock().expect("the order"),
        [Lane::Interactive, Lane::Booking, Lane::Feed, Lane::Fill],
        "they came in the opposite order"
    );
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_leaves_the_queue() {
    let server = Strict::new(5, Duration::ZERO);
    let stage = facing(&server, 5);
    let session = stage.client.lane(Lane::Interactive);
    let gone = join_all((0..50).map(|_| session.ping()));
    tokio::time::timeout(Duration::from_secs(2), gone).await.expect_err("50 take 10 seconds");
    let began = Instant::now();
    stage.client.lane(Lane::Fill).ping().await.expect("a pong");
    assert!(began.elapsed() < Duration::from_millis(1_300), "nobody waits for the absent");
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_refusals_passes() {
    for (code, body) in [(429, ""), (403, "<h1>Developer Over Qps</h1>")] {
        let began = Instant::now();
        let server = Strict::new(10, Duration::ZERO);
        let calm = server.clone();
        let pace = Pace { per_second: 10, ..Pace::default() };
        let stage = stage(pace, move |seen| {
            if seen.at.duration_since(began) < Duration::from_secs(15) {
                now(status(code, body))
            } else {
                calm.answering()
            }
        });
        let session = stage.client.lane(Lane::Fill);
        let all = join_all((0..100).map(|_| session.ping())).await;
        let answered = all.iter().filter(|one| one.is_ok()).count();
        assert_eq!(answered, 100, "a fill outlasts the storm of {code}");
        let stormed = stage.calls().len() - 100;
        assert!(stormed <= 40, "{stormed} calls were thrown into the storm of {code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_out_of_order_is_left_alone_and_found_again() {
    let (began, works) = (Instant::now(), Arc::new(AtomicBool::new(false)));
    let server = works.clone();
    let stage = stage(Pace::default(), move |_| match server.load(Ordering::Relaxed) {
        false => now(status(503, "<h1>Service Unavailable</h1>")),
        true => now(ok(PONG)),
    });
    let (fill, person) = (stage.client.lane(Lane::Fill), stage.client.lane(Lane::Interactive));
    while began.elapsed() < Duration::from_secs(300) {
        join_all((0..10).map(|_| fill.ping())).await;
    }
    let wasted = stage.calls().len() as f64 / began.elapsed().as_secs_f64() * 300.0;
    assert!(wasted < 40.0, "{wasted} calls in five minutes of outage");
    let asked = Instant::now();
    let error = person.ping().await.expect_err("still out of order");
    assert!(asked.elapsed() < Duration::from_secs(10), "a person is told soon");
    assert!(error.is_retryable(), "{error}");
    let until = stage.client.calls().paused_until.expect("calls rest");
    works.store(true, Ordering::Relaxed);
    sleep(Duration::from_secs(120)).await;
    person.ping().await.expect("it works again");
    assert!(stage.client.calls().paused_until.is_none(), "the rest of {until} is over");
}

#[tokio::test(start_paused = true)]
async fn while_calls_rest_nothing_is_sent() {
    let stage = stage(Pace::default(), |_| now(status(500, "")));
    let person = stage.client.lane(Lane::Interactive);
    person.ping().await.expect_err("four attempts");
    person.ping().await.expect_err("the fifth failure in a row");
    let sent = stage.calls().len();
    let error = person.ping().await.expect_err("calls rest");
    assert!(matches!(error, Error::NotSent { why: Unsent::Resting { .. }, .. }), "{error}");
    assert_eq!(stage.calls().len(), sent, "nothing was sent");
}

fn metered(limit: u64, left: u64, date: &str) -> Answering {
    now(with_headers(
        ok(PONG),
        &[
            ("x-ratelimit-limit", limit.to_string()),
            ("x-ratelimit-remaining", left.to_string()),
            ("date", date.to_owned()),
        ],
    ))
}

#[tokio::test(start_paused = true)]
async fn the_days_budget_follows_the_servers_headers() {
    let left = AtomicU64::new(1_003);
    let stage = stage(Pace::default(), move |_| {
        metered(50_000, left.fetch_sub(1, Ordering::Relaxed) - 1, "Mon, 23 Nov 2026 17:00:00 GMT")
    });
    let mut follower = stage.client.watch_calls();
    assert_eq!(stage.client.calls().left, None, "nothing is known before the first reply");
    stage.client.lane(Lane::Interactive).ping().await.expect("a pong");
    let calls = *follower.borrow_and_update();
    assert_eq!(
        (calls.limit, calls.left, calls.sent_today),
        (Some(50_000), Some(1_002), 2),
        "the token's call too"
    );
    let error = stage.client.lane(Lane::Fill).ping().await.expect_err("the rest of the day is for people");
    assert!(matches!(error, Error::NotSent { why: Unsent::DayUsedUp { .. }, .. }), "{error}");
    stage.client.lane(Lane::Interactive).ping().await.expect("people may");
}

#[tokio::test(start_paused = true)]
async fn a_used_up_day_is_waited_out_without_a_call() {
    let began = Instant::now();
    let stage = stage(Pace::default(), move |seen| {
        if seen.at.duration_since(began) > Duration::from_secs(7 * 3_600) {
            return metered(50_000, 49_999, "Tue, 24 Nov 2026 00:00:10 GMT");
        }
        let spent = [("x-ratelimit-limit", "50000".to_owned()), ("x-ratelimit-remaining", "0".to_owned())];
        now(with_headers(status(429, ""), &spent))
    });
    let person = stage.client.lane(Lane::Interactive);
    let error = person.ping().await.expect_err("the day is used up");
    assert!(matches!(error, Error::Refused { why: Refusal::DayUsedUp, .. }), "{error}");
    let error = person.ping().await.expect_err("the day is still used up");
    let midnight = "2026-11-24T00:00:00Z".parse().expect("an instant");
    assert_eq!(stage.calls().len(), 1, "one call found out");
    match error {
        Error::NotSent { why: Unsent::DayUsedUp { until }, .. } => assert_eq!(until, midnight),
        other => panic!("{other}"),
    }
    assert_eq!(stage.client.calls().paused_until, Some(midnight), "the screen can say until when");
    sleep(Duration::from_secs(7 * 3_600 + 10)).await;
    person.ping().await.expect("a new day");
}

#[tokio::test(start_paused = true)]
async fn a_wait_the_server_asks_for_is_kept() {
    let began = Instant::now();
    let stage = stage(Pace::default(), move |seen| {
        if seen.at.duration_since(began) < Duration::from_secs(5) {
            return now(with_headers(status(429, ""), &[("retry-after", "6".to_owned())]));
        }
        after(Duration::from_millis(100), ok(PONG))
    });
    stage.client.lane(Lane::Interactive).ping().await.expect("after the wait");
    assert_eq!(stage.calls().len(), 2, "not one call while waiting");
    assert!(began.elapsed() >= Duration::from_secs(6));
}

#[tokio::test(start_paused = true)]
async fn a_stall_ends_and_is_repeated() {
    let first = AtomicU64::new(0);
    let stage = stage(Pace::default(), move |_| match first.fetch_add(1, Ordering::Relaxed) {
        0 => crate::stage::never(),
        _ => now(ok(PONG)),
    });
    let began = Instant::now();
    stage.client.lane(Lane::Interactive).ping().await.expect("the second attempt");
    assert!(began.elapsed() < Duration::from_secs(40), "a person waits half a minute for a stall, no more");
}
