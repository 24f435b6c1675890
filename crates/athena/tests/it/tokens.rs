//! Sign-in: one request at a time, in time, and never in a loop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use athena::{Error, Lane, MemoryTokens, Pace, Refusal, TokenKey, TokenStore, TokenStoreError, Tokens};
use futures_util::future::{BoxFuture, join_all, ready};
use model::Secret;
use tokio::time::{Instant, sleep};

use crate::stage::{PONG, Seen, after, answering, bare, now, ok, stage, status, token};

const INVALID: &str = r#"{"error":"Invalid Access Token.","detailedmessage":"The access token provided is not valid."}
"#;

fn memory() -> Arc<MemoryTokens> {
    Arc::new(MemoryTokens::default())
}

fn fast() -> Pace {
    Pace { per_second: 100, ..Pace::default() }
}

#[tokio::test(start_paused = true)]
async fn many_calls_at_once_ask_for_one_token() {
    let stage = bare(fast(), memory(), |seen| {
        if seen.is_token() { after(Duration::from_secs(1), token("\"3600\"")) } else { now(ok(PONG)) }
    });
    let session = stage.client.lane(Lane::Fill);
    let all = join_all((0..50).map(|_| session.ping())).await;
    assert!(all.iter().all(Result::is_ok), "every call is answered");
    assert_eq!((stage.tokens(), stage.calls().len()), (1, 50), "one token serves all");
}

#[tokio::test(start_paused = true)]
async fn a_key_signs_in_with_basic_and_asks_for_its_scope() {
    let stage = answering(PONG);
    stage.client.lane(Lane::Interactive).ping().await.expect("a pong");
    let asked = stage.seen().into_iter().find(Seen::is_token).expect("a token request");
    assert_eq!(asked.headers["authorization"], "Basic a2V5OmNhbmFyeS1zZWNyZXQ=", "key:canary-secret");
    assert_eq!(asked.method, "POST");
    let form: Vec<_> = url::form_urlencoded::parse(&asked.body).into_owned().collect();
    assert!(form.contains(&("grant_type".into(), "client_credentials".into())), "{form:?}");
    assert!(form.contains(&("scope".into(), "athena/service/Athenanet.MDP.*".into())), "{form:?}");
    let call = stage.calls().remove(0);
    assert_eq!(call.headers["authorization"], "Bearer canary-token");
    assert_eq!(call.path, "/v1/195900/ping");
    assert!(call.headers.contains_key("x-request-id"), "each call carries an id of its own");
}

#[tokio::test(start_paused = true)]
async fn a_life_that_makes_no_sense_is_taken_as_a_short_one() {
    for life in ["\"0\"", "0", "\"-1\"", "-1", "3600.5", "\"soon\"", "true"] {
        let stage = bare(
            fast(),
            memory(),
            move |seen| {
                if seen.is_token() { now(token(life)) } else { now(ok(PONG)) }
            },
        );
        for _ in 0..3 {
            stage.client.lane(Lane::Interactive).ping().await.expect("a pong");
        }
        assert_eq!(stage.tokens(), 1, "one token serves all with a life of {life}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_its_end_whichever_way_its_life_is_told() {
    for life in ["\"3600\"", "3600"] {
        let started = Instant::now();
        let stage = bare(fast(), memory(), move |seen| {
            let old = seen.at.duration_since(started) > Duration::from_secs(3_600);
            match seen.is_token() {
                true => now(token(life)),
                false if old => now(status(401, INVALID)),
                false => now(ok(PONG)),
            }
        });
        let session = stage.client.lane(Lane::Feed);
        session.ping().await.expect("a pong");
        sleep(Duration::from_secs(3_500)).await;
        session.ping().await.expect("a pong");
        assert_eq!(stage.tokens(), 1, "still fresh");
        sleep(Duration::from_secs(50)).await;
        session.ping().await.expect("a pong");
        assert_eq!(stage.tokens(), 2, "renewed before its end, life told as {life}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_revoked_token_is_renewed_once_and_the_call_made_again() {
    let answers = AtomicU32::new(0);
    let stage = stage(fast(), move |_| match answers.fetch_add(1, Ordering::Relaxed) {
        0 => now(status(401, INVALID)),
        _ => now(ok(PONG)),
    });
    stage.client.lane(Lane::Interactive).ping().await.expect("the second token is good");
    assert_eq!((stage.tokens(), stage.calls().len()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_never_accepted_ends_in_an_error_and_not_in_a_loop() {
    let stage = stage(fast(), |_| now(status(401, INVALID)));
    let error = stage.client.lane(Lane::Fill).ping().await.expect_err("refused twice");
    assert!(matches!(error, Error::Refused { why: Refusal::TokenRejected, .. }), "{error}");
    assert_eq!((stage.tokens(), stage.calls().len()), (2, 2), "one renewal, one repetition");
}

#[tokio::test(start_paused = true)]
async fn a_key_without_the_right_is_not_cured_by_a_token() {
    let stage = stage(fast(), |_| {
        now(status(401, r#"{"detailedmessage":"Bad auth.","error":"Incorrect permissions."}"#))
    });
    let error = stage.client.lane(Lane::Fill).ping().await.expect_err("no right");
    assert!(matches!(error, Error::Refused { why: Refusal::NoRight, .. }), "{error}");
    assert_eq!((stage.tokens(), stage.calls().len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_asked_once_in_a_minute_however_many_call() {
    let stage = bare(fast(), memory(), |_| now(status(401, r#"{"error":"invalid_client"}"#)));
    let session = stage.client.lane(Lane::Interactive);
    for _ in 0..20 {
        let error = session.ping().await.expect_err("a wrong secret");
        assert!(error.needs_sign_in(), "{error}");
    }
    assert_eq!(stage.tokens(), 1, "the refusal is believed");
    sleep(Duration::from_secs(61)).await;
    session.ping().await.expect_err("still wrong");
    assert_eq!(stage.tokens(), 2, "and asked again later");
}

#[tokio::test(start_paused = true)]
async fn callers_who_waited_share_a_failure() {
    let stage = bare(fast(), memory(), |_| {
        after(Duration::from_secs(1), status(400, r#"{"error":"invalid_scope"}"#))
    });
    let session = stage.client.lane(Lane::Interactive);
    let all = join_all((0..10).map(|_| session.ping())).await;
    assert!(all.iter().all(|one| one.as_ref().is_err_and(Error::needs_sign_in)), "{all:?}");
    assert_eq!(stage.tokens(), 1);
}

#[tokio::test(start_paused = true)]
async fn tokens_never_exceed_their_minute() {
    let stage = stage(fast(), |_| now(status(401, INVALID)));
    let session = stage.client.lane(Lane::Fill);
    for _ in 0..20 {
        session.ping().await.expect_err("every token is refused");
    }
    let times: Vec<Instant> =
        stage.seen().iter().filter(|seen| seen.is_token()).map(|seen| seen.at).collect();
    for first in &times {
        let span = *first..*first + Duration::from_secs(60);
        let within = times.iter().filter(|at| span.contains(at)).count();
        assert!(within <= 5, "{within} tokens within a minute");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_refused_as_too_fast_is_told_until_one_is_given() {
    let refusals = AtomicU32::new(1);
    let stage = bare(fast(), memory(), move |seen| {
        let refused = seen.is_token()
            && refusals
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                .is_ok();
        now(if refused {
            status(429, "")
        } else if seen.is_token() {
            token("3600")
        } else {
            ok(PONG)
        })
    });
    let (session, mut calls) = (stage.client.lane(Lane::Fill), stage.client.watch_calls());
    let read = tokio::spawn(async move { session.ping().await });
    calls.wait_for(|calls| calls.refused_since.is_some()).await.expect("it is told");
    let told = *calls.borrow();
    assert_eq!(told.paused_until, told.refused_since.map(|since| since + chrono::TimeDelta::minutes(1)));
    read.await.expect("no panic").expect("a read waits the minute out");
    assert_eq!(calls.borrow().refused_since, None, "and it is over");
}

#[tokio::test(start_paused = true)]
async fn a_kept_token_is_used_and_a_new_one_kept_before_use() {
    let tokens = memory();
    let first =
        bare(fast(), tokens.clone(), |seen| if seen.is_token() { now(token("3600")) } else { now(ok(PONG)) });
    first.client.lane(Lane::Fill).ping().await.expect("a pong");
    let second = bare(fast(), tokens, |_| now(ok(PONG)));
    second.client.lane(Lane::Fill).ping().await.expect("a pong with the kept token");
    assert_eq!((first.tokens(), second.tokens()), (1, 0), "the next run asks for none");
}

struct Broken;

impl TokenStore for Broken {
    fn load(&self, _: &TokenKey) -> BoxFuture<'_, Result<Option<Tokens>, TokenStoreError>> {
        Box::pin(ready(Ok(None)))
    }

    fn save(&self, _: &TokenKey, _: Tokens) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        Box::pin(ready(Err(TokenStoreError)))
    }

    fn clear(&self, _: &TokenKey) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        Box::pin(ready(Ok(())))
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_kept_is_not_used() {
    let stage = bare(fast(), Arc::new(Broken), |_| now(token("3600")));
    let error = stage.client.lane(Lane::Fill).ping().await.expect_err("the store is broken");
    assert_eq!(error.to_string(), "POST /oauth2/v1/token: not sent: the token store is not available");
    assert!(stage.calls().is_empty(), "nothing is called with it");
}

#[test]
fn neither_token_nor_secret_prints() {
    let token = Tokens {
        access: Secret::new("canary-token"),
        refresh: Some(Secret::new("canary-token")),
        issued: chrono::DateTime::UNIX_EPOCH,
        expires: chrono::DateTime::UNIX_EPOCH,
    };
    let config = crate::stage::config(Pace::default());
    let text = format!("{token:?} {config:?} {:?}", memory());
    assert!(!text.contains("canary"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_closed_client_has_what_was_on_its_way_kept_and_holds_nothing() {
    let kept = memory();
    let stage = bare(fast(), kept.clone(), |seen| {
        if seen.is_token() { after(Duration::from_secs(1), token("\"3600\"")) } else { now(ok(PONG)) }
    });
    let client = stage.client.clone();
    let (asking, asked) = (client.lane(Lane::Interactive), Instant::now());
    let asking = tokio::spawn(async move { asking.ping().await });
    while stage.tokens() == 0 {
        tokio::task::yield_now().await;
    }
    client.close().await;
    assert_eq!(asked.elapsed(), Duration::from_secs(1), "it waits for tokens that are on their way");
    let key = TokenKey {
        origin: "https://athena.example".to_owned(),
        client_id: "key".to_owned(),
        scope: "athena/service/Athenanet.MDP.*".to_owned(),
    };
    assert!(kept.load(&key).await.expect("in memory").is_some(), "the store has them");
    let _ = asking.await.expect("no panic");
    let sent = stage.seen().len();
    for lane in [Lane::Interactive, Lane::Fill] {
        let refused = stage.client.lane(lane).ping().await;
        assert!(matches!(refused, Err(Error::NotSent { .. })), "{refused:?}");
    }
    assert_eq!(stage.seen().len(), sent, "nothing leaves, from no clone");
}
