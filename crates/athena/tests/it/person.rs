//! A person's sign-in: out to the browser, back with a code, renewed in turn, ended.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use athena::{
    Attempt, CallbackPorts, Config, Declined, Entropy, Error, Grant, Lane, MemoryTokens, NoEntropy, Pace,
    Refusal, Revocation, SendFailure, SignInError, SystemEntropy, TokenKey, TokenStore, TokenStoreError,
    Tokens, TransportError, Unsent,
};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, join_all, ready};
use model::{Clock, Secret};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};
use url::Url;

use crate::browser::knock;
use crate::stage::{
    Answer, Answering, NOON, PONG, PausedClock, Seen, Stage, after, config, now, ok, set, status,
};

const INVALID: &str = r#"{"error":"Invalid Access Token.","detailedmessage":"x"}"#;

fn person(secret: Option<&str>) -> Config {
    Config {
        grant: Grant::AuthorizationCode { secret: secret.map(Secret::new) },
        scope: Config::PERSON_SCOPE.into(),
        ..config(Pace { per_second: 100, ..Pace::default() })
    }
}

fn key() -> TokenKey {
    TokenKey {
        origin: "https://athena.example".into(),
        client_id: "key".into(),
        scope: Config::PERSON_SCOPE.into(),
    }
}

fn granted(access: &str, refresh: &str) -> Answer {
    ok(format!(
        r#"{{"token_type":"Bearer","expires_in":"3600","access_token":"{access}","refresh_token":"{refresh}"}}"#
    ))
}

fn form(seen: &Seen, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(&seen.body).into_owned();
    pairs.find(|(key, _)| key == name).map(|(_, value)| value)
}

fn parameter(page: &Url, name: &str) -> String {
    page.query_pairs().find(|(key, _)| key == name).unwrap_or_else(|| panic!("no {name}")).1.into_owned()
}

/// Comes back from the page as a browser does, with a query besides the state.
async fn come_back(page: &Url, query: &str) -> String {
    let mut to = Url::parse(&parameter(page, "redirect_uri")).expect("an address");
    to.set_query(Some(&format!("{query}&state={}", parameter(page, "state"))));
    knock(&to).await
}

fn begin(stage: &Stage) -> Attempt {
    stage.client.begin_sign_in(CallbackPorts::Any, &SystemEntropy).expect("it begins")
}

/// A runtime of several threads carries it.
fn across_threads<F: Future + Send>(work: F) -> F {
    work
}

async fn sign_in(stage: &Stage, query: &str) -> Result<(), SignInError> {
    let attempt = begin(stage);
    let page = attempt.page().clone();
    let (done, _) = tokio::join!(across_threads(attempt.finish()), come_back(&page, query));
    done
}

/// A store that can be told to fail, and tells what it holds.
#[derive(Default)]
struct Store {
    kept: MemoryTokens,
    broken: AtomicBool,
    saved: Mutex<Vec<String>>,
}

impl Store {
    fn holding(access: &str, refresh: Option<&str>) -> Arc<Self> {
        let issued: DateTime<Utc> = NOON.parse().expect("an instant");
        let tokens = Tokens {
            access: Secret::new(access),
            refresh: refresh.map(Secret::new),
            issued,
            expires: issued + chrono::TimeDelta::hours(1),
        };
        let store = Self::default();
        futures_util::future::FutureExt::now_or_never(store.kept.save(&key(), tokens))
            .expect("at once")
            .expect("it is kept");
        Arc::new(store)
    }

    async fn refresh(&self) -> Option<String> {
        let kept = self.kept.load(&key()).await.expect("the store");
        kept.and_then(|kept| kept.refresh).map(|token| token.expose().to_owned())
    }
}

impl TokenStore for Store {
    fn load(&self, key: &TokenKey) -> BoxFuture<'_, Result<Option<Tokens>, TokenStoreError>> {
        self.kept.load(key)
    }

    fn save(&self, key: &TokenKey, tokens: Tokens) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        if self.broken.load(Ordering::Relaxed) {
            return Box::pin(ready(Err(TokenStoreError)));
        }
        self.saved.lock().expect("the log").push(tokens.access.expose().to_owned());
        self.kept.save(key, tokens)
    }

    fn clear(&self, key: &TokenKey) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        if self.broken.load(Ordering::Relaxed) {
            return Box::pin(ready(Err(TokenStoreError)));
        }
        self.kept.clear(key)
    }
}

fn clock() -> Arc<PausedClock> {
    Arc::new(PausedClock::at(NOON))
}

fn stage(tokens: Arc<Store>, answer: impl Fn(Seen) -> Answering + Send + Sync + 'static) -> Stage {
    set(person(None), clock(), tokens, answer)
}

/// athenahealth with rotation: a refresh token is taken once, the next is its number raised. The
/// reuse of an old one ends the family.
#[derive(Default)]
struct Rotation {
    turn: AtomicUsize,
    ended: AtomicBool,
}

impl Rotation {
    fn answer(&self, seen: &Seen) -> Answer {
        if !seen.is_token() {
            let newest = format!("Bearer access-{}", self.turn.load(Ordering::Relaxed));
            let known = seen.headers["authorization"] == *newest && !self.ended.load(Ordering::Relaxed);
            return if known { ok(PONG) } else { status(401, INVALID) };
        }
        let turn = self.turn.load(Ordering::Relaxed);
        let current = form(seen, "refresh_token") == Some(format!("refresh-{turn}"));
        if !current || self.ended.load(Ordering::Relaxed) {
            self.ended.store(true, Ordering::Relaxed);
            return status(400, r#"{"error":"invalid_grant"}"#);
        }
        self.turn.store(turn + 1, Ordering::Relaxed);
        granted(&format!("access-{}", turn + 1), &format!("refresh-{}", turn + 1))
    }
}

#[tokio::test]
async fn a_person_signs_in_with_a_code_and_its_proof() {
    let store = Arc::new(Store::default());
    let stage = stage(store.clone(), |seen| {
        if seen.is_token() { now(granted("access-1", "refresh-1")) } else { now(ok(PONG)) }
    });
    let attempt = begin(&stage);
    let page = attempt.page().clone();
    assert!(page.as_str().starts_with("https://athena.example/oauth2/v1/authorize?"), "{page}");
    assert_eq!(parameter(&page, "response_type"), "code");
    assert_eq!(parameter(&page, "client_id"), "key");
    assert_eq!(parameter(&page, "scope"), Config::PERSON_SCOPE);
    assert_eq!(parameter(&page, "code_challenge_method"), "S256");
    assert_eq!(parameter(&page, "state").len(), 43);
    let (done, answer) = tokio::join!(attempt.finish(), come_back(&page, "code=a+code%2F1"));
    assert_eq!(done, Ok(()));
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");

    let asked = stage.seen().remove(0);
    assert!(!asked.headers.contains_key("authorization"), "a public client has no secret");
    assert_eq!(form(&asked, "client_id").as_deref(), Some("key"));
    assert_eq!(form(&asked, "grant_type").as_deref(), Some("authorization_code"));
    assert_eq!(form(&asked, "code").as_deref(), Some("a code/1"));
    assert_eq!(form(&asked, "redirect_uri"), Some(parameter(&page, "redirect_uri")));
    let verifier = form(&asked, "code_verifier").expect("a verifier");
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    assert_eq!(parameter(&page, "code_challenge"), challenge);
    assert!(!page.as_str().contains(&verifier), "the verifier stays here");

    stage.client.lane(Lane::Interactive).ping().await.expect("a pong");
    assert_eq!(stage.calls()[0].headers["authorization"], "Bearer access-1");
    assert_eq!(store.refresh().await.as_deref(), Some("refresh-1"), "both are kept together");
}

#[tokio::test]
async fn a_confidential_client_says_its_secret_and_each_attempt_is_another() {
    let stage = set(person(Some("canary-secret")), clock(), Arc::new(Store::default()), |_| {
        now(granted("access-1", "refresh-1"))
    });
    let (one, other) = (begin(&stage), begin(&stage));
    for name in ["state", "code_challenge", "redirect_uri"] {
        assert_ne!(parameter(one.page(), name), parameter(other.page(), name), "{name}");
    }
    assert_eq!(sign_in(&stage, "code=c").await, Ok(()));
    let asked = stage.seen().remove(0);
    assert_eq!(asked.headers["authorization"], "Basic a2V5OmNhbmFyeS1zZWNyZXQ=", "key:canary-secret");
    assert!(!format!("{one:?}").contains("state"), "an attempt never prints");
}

#[tokio::test]
async fn no_address_is_taken_from_what_comes_back() {
    let stage = stage(Arc::new(Store::default()), |seen| {
        if seen.is_token() { now(granted("access-1", "refresh-1")) } else { now(ok(PONG)) }
    });
    let (attempt, mut query) = (begin(&stage), "code=c".to_owned());
    for name in ["token_endpoint", "authorization_endpoint", "userinfo_endpoint", "redirect_uri", "server"] {
        query += &format!("&{name}=https%3A%2F%2Fevil.example%2Fevil");
    }
    let page = attempt.page().clone();
    let (done, _) = tokio::join!(attempt.finish(), come_back(&page, &query));
    assert_eq!(done, Ok(()));
    stage.client.lane(Lane::Interactive).ping().await.expect("a pong");
    let asked = stage.seen();
    assert_eq!(form(&asked[0], "redirect_uri"), Some(parameter(&page, "redirect_uri")));
    for seen in asked {
        let body = String::from_utf8_lossy(&seen.body);
        assert!(!seen.path.contains("evil") && !body.contains("evil"), "{} {body}", seen.path);
    }
}

#[tokio::test]
async fn an_attempt_that_is_dropped_closes_its_port() {
    let stage = stage(Arc::new(Store::default()), |_| now(ok(PONG)));
    let attempt = begin(&stage);
    let to = Url::parse(&parameter(attempt.page(), "redirect_uri")).expect("an address");
    let address = ("127.0.0.1", to.port().expect("a port"));
    assert!(TcpStream::connect(address).await.is_ok());
    drop(attempt);
    assert!(TcpStream::connect(address).await.is_err(), "nobody waits any more");
}

#[tokio::test]
async fn what_stops_a_sign_in_is_told_apart() {
    let stage = stage(Arc::new(Store::default()), |_| now(status(400, r#"{"error":"invalid_grant"}"#)));
    assert_eq!(sign_in(&stage, "error=access_denied").await, Err(SignInError::Declined(Declined::Denied)));
    assert_eq!(sign_in(&stage, "code=c&iss=https%3A%2F%2Fevil.example").await, Err(SignInError::OtherIssuer));
    assert!(stage.seen().is_empty(), "neither is asked about");
    let spent = sign_in(&stage, "code=spent").await.expect_err("a code that is spent");
    assert!(matches!(&spent, SignInError::Failed(error) if error.needs_sign_in()), "{spent}");
    assert_eq!(stage.tokens(), 1, "a code is sent once");

    struct Dry;
    impl Entropy for Dry {
        fn fill(&self, _: &mut [u8]) -> Result<(), NoEntropy> {
            Err(NoEntropy)
        }
    }
    let dry = stage.client.begin_sign_in(CallbackPorts::Any, &Dry);
    assert_eq!(dry.expect_err("no randomness"), SignInError::NoEntropy);
    let app = set(config(Pace::default()), clock(), Arc::new(Store::default()), |_| now(ok(PONG)));
    let of_an_app = app.client.begin_sign_in(CallbackPorts::Any, &SystemEntropy);
    assert_eq!(of_an_app.expect_err("an app"), SignInError::NotAPerson);
}

#[tokio::test(start_paused = true)]
async fn refresh_tokens_are_used_in_turn_and_kept_before_the_first_use() {
    let store = Store::holding("access-0", Some("refresh-0"));
    let rotation = Rotation::default();
    let kept = store.clone();
    let stage = stage(store.clone(), move |seen| {
        if !seen.is_token() && seen.headers["authorization"] != "Bearer access-0" {
            let saved = kept.saved.lock().expect("the log").last().cloned().expect("something is kept");
            assert_eq!(seen.headers["authorization"], *format!("Bearer {saved}"), "kept before it is used");
        }
        now(rotation.answer(&seen))
    });
    let session = stage.client.lane(Lane::Feed);
    for _ in 0..5 {
        session.ping().await.expect("a pong");
        sleep(Duration::from_secs(3_600)).await;
    }
    let used: Vec<_> = stage.seen().iter().filter_map(|seen| form(seen, "refresh_token")).collect();
    assert_eq!(used, ["refresh-0", "refresh-1", "refresh-2", "refresh-3"], "each once, in turn");
    assert_eq!(store.refresh().await.as_deref(), Some("refresh-4"));
}

#[tokio::test(start_paused = true)]
async fn many_calls_at_once_use_one_refresh_token() {
    let rotation = Rotation::default();
    let stage = stage(Store::holding("refused", Some("refresh-0")), move |seen| {
        after(Duration::from_millis(100), rotation.answer(&seen))
    });
    let session = stage.client.lane(Lane::Fill);
    let all = join_all((0..50).map(|_| session.ping())).await;
    assert!(all.iter().all(Result::is_ok), "every call is answered: {all:?}");
    assert_eq!(stage.tokens(), 1, "one renewal serves all that were refused");
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_a_new_refresh_token_leaves_the_old_one_in_use() {
    let store = Store::holding("old", Some("refresh-0"));
    let stage = stage(store.clone(), |seen| match seen.is_token() {
        true => now(ok(r#"{"token_type":"Bearer","expires_in":3600,"access_token":"new"}"#)),
        false if seen.headers["authorization"] == "Bearer new" => now(ok(PONG)),
        false => now(status(401, INVALID)),
    });
    stage.client.lane(Lane::Feed).ping().await.expect("a pong");
    assert_eq!(store.refresh().await.as_deref(), Some("refresh-0"));
}

#[tokio::test(start_paused = true)]
async fn who_goes_away_while_a_token_is_renewed_does_not_take_the_next_one_along() {
    let rotation = Rotation::default();
    let stage = stage(Store::holding("refused", Some("refresh-0")), move |seen| {
        after(Duration::from_secs(5), rotation.answer(&seen))
    });
    let session = stage.client.lane(Lane::Interactive);
    let impatient = tokio::time::timeout(Duration::from_secs(7), session.ping()).await;
    assert!(impatient.is_err(), "the call is given up while the refresh token is on its way");
    assert_eq!(stage.tokens(), 1);
    session.ping().await.expect("a pong");
    assert_eq!(stage.tokens(), 1, "what came was kept for the next");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_does_not_make_an_old_refresh_token_be_used_again() {
    let store = Store::holding("refused", Some("refresh-0"));
    store.broken.store(true, Ordering::Relaxed);
    let rotation = Rotation::default();
    let stage = stage(store.clone(), move |seen| now(rotation.answer(&seen)));
    let session = stage.client.lane(Lane::Feed);
    for _ in 0..3 {
        let error = session.ping().await.expect_err("the store is broken");
        assert!(matches!(error, Error::NotSent { why: Unsent::TokenStore, .. }), "{error}");
    }
    assert_eq!((stage.tokens(), stage.calls().len()), (1, 1), "nothing is called with what is not kept");
    store.broken.store(false, Ordering::Relaxed);
    session.ping().await.expect("a pong");
    assert_eq!(stage.tokens(), 1, "it is kept late, and not asked for again");
    assert_eq!(store.refresh().await.as_deref(), Some("refresh-1"));
}

#[tokio::test]
async fn a_sign_in_that_is_not_kept_leaves_who_was_signed_in() {
    let store = Store::holding("access-0", Some("refresh-0"));
    let stage = stage(store.clone(), |seen| match form(&seen, "grant_type").as_deref() {
        Some("authorization_code") => now(granted("other", "other")),
        _ if seen.path.ends_with("/revoke") => now(Ok(http::Response::new(bytes::Bytes::new()))),
        _ if seen.headers.get("authorization").is_some_and(|value| value == "Bearer access-0") => {
            now(ok(PONG))
        }
        _ => now(status(401, INVALID)),
    });
    store.broken.store(true, Ordering::Relaxed);
    let error = sign_in(&stage, "code=code").await.expect_err("the store is broken");
    let why = Unsent::TokenStore;
    assert!(
        matches!(&error, SignInError::Failed(Error::NotSent { why: told, .. }) if *told == why),
        "{error}"
    );
    let revoked = stage.seen().iter().filter_map(|seen| form(seen, "token")).collect::<Vec<_>>();
    assert_eq!(revoked, ["other", "other"], "what nobody keeps is good for nobody");
    store.broken.store(false, Ordering::Relaxed);
    stage.client.lane(Lane::Interactive).ping().await.expect("a pong for who was signed in before");
    assert_eq!(store.refresh().await.as_deref(), Some("refresh-0"));
}

#[tokio::test]
async fn a_family_that_is_revoked_means_to_sign_in_again() {
    let store = Store::holding("access-0", Some("refresh-stolen-and-used"));
    let rotation = Rotation::default();
    let stage = stage(store.clone(), move |seen| match form(&seen, "grant_type").as_deref() {
        Some("authorization_code") => now(granted("again", "again")),
        _ if seen.headers.get("authorization").is_some_and(|value| value == "Bearer again") => now(ok(PONG)),
        _ => {
            rotation.turn.store(7, Ordering::Relaxed);
            now(rotation.answer(&seen))
        }
    });
    let session = stage.client.lane(Lane::Interactive);
    let error = session.ping().await.expect_err("the family is revoked");
    assert!(matches!(error, Error::Refused { why: Refusal::SignInEnded, .. }), "{error}");
    assert!(error.needs_sign_in() && !error.is_retryable(), "only a person can help");
    assert_eq!(store.refresh().await, None, "what is dead is forgotten");
    let asked = stage.seen().len();
    session.ping().await.expect_err("still nobody");
    assert_eq!(stage.seen().len(), asked, "and athenahealth is left alone");
    assert_eq!(sign_in(&stage, "code=c").await, Ok(()));
    session.ping().await.expect("a pong, at once");
}

#[tokio::test(start_paused = true)]
async fn nobody_signed_in_asks_for_nothing() {
    let nobody = stage(Arc::new(Store::default()), |_| now(ok(PONG)));
    let error = nobody.client.lane(Lane::Fill).ping().await.expect_err("nobody");
    assert!(matches!(error, Error::NotSent { why: Unsent::SignedOut, .. }), "{error}");
    assert!(error.needs_sign_in() && !error.is_retryable() && nobody.seen().is_empty());

    let store = Store::holding("revoked", None);
    let stage = stage(store.clone(), |_| now(status(401, INVALID)));
    let error = stage.client.lane(Lane::Fill).ping().await.expect_err("no refresh token");
    assert!(matches!(error, Error::NotSent { why: Unsent::SignedOut, .. }), "{error}");
    assert!(store.kept.load(&key()).await.expect("the store").is_none(), "what was refused is forgotten");
}

#[tokio::test(start_paused = true)]
async fn signing_out_revokes_the_refresh_token_then_the_access_token_and_forgets_both() {
    let store = Store::holding("access-0", Some("refresh-0"));
    let stage = stage(store.clone(), |_| now(Ok(http::Response::new(bytes::Bytes::new()))));
    assert_eq!(across_threads(stage.client.sign_out()).await, Ok(Revocation::Done));
    let seen = stage.seen();
    assert!(seen.iter().all(|seen| seen.path == "/oauth2/v1/revoke"), "{seen:?}");
    let told: Vec<_> = seen.iter().map(|seen| (form(seen, "token"), form(seen, "token_type_hint"))).collect();
    let pair = |token: &str, kind: &str| (Some(token.to_owned()), Some(kind.to_owned()));
    assert_eq!(told, [pair("refresh-0", "refresh_token"), pair("access-0", "access_token")]);
    assert_eq!(form(&seen[0], "client_id").as_deref(), Some("key"));
    assert_eq!(store.refresh().await, None);
    let error = stage.client.lane(Lane::Fill).ping().await.expect_err("signed out");
    assert!(matches!(error, Error::NotSent { why: Unsent::SignedOut, .. }), "{error}");
    assert_eq!(stage.client.sign_out().await, Ok(Revocation::Nothing));
}

#[tokio::test(start_paused = true)]
async fn signing_out_over_a_store_that_fails_is_told_and_nobody_stays_signed_in() {
    let store = Store::holding("access-0", Some("refresh-0"));
    let stage = stage(store.clone(), |_| now(Ok(http::Response::new(bytes::Bytes::new()))));
    store.broken.store(true, Ordering::Relaxed);
    let error = stage.client.sign_out().await.expect_err("the tokens are still kept");
    assert!(matches!(error, Error::NotSent { why: Unsent::TokenStore, .. }), "{error}");
    let error = stage.client.lane(Lane::Fill).ping().await.expect_err("signed out");
    assert!(matches!(error, Error::NotSent { why: Unsent::SignedOut, .. }), "{error}");
    store.broken.store(false, Ordering::Relaxed);
    stage.client.sign_out().await.expect("done anew");
    assert_eq!(store.refresh().await, None);
}

#[tokio::test(start_paused = true)]
async fn signing_out_without_a_network_is_told_and_done_here_all_the_same() {
    let store = Store::holding("access-0", Some("refresh-0"));
    let stage = stage(store.clone(), |_| now(Err(TransportError::NotSent(SendFailure::Dns))));
    let out = stage.client.sign_out().await.expect("it is done here");
    assert!(matches!(&out, Revocation::Failed(error) if error.is_retryable()), "{out:?}");
    assert_eq!(stage.seen().len(), 2, "both are tried");
    assert_eq!(store.refresh().await, None);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once_and_the_call_made_again() {
    let rotation = Rotation::default();
    let stage = stage(Store::holding("refused", Some("refresh-0")), move |seen| now(rotation.answer(&seen)));
    stage.client.lane(Lane::Interactive).ping().await.expect("the second token is good");
    assert_eq!((stage.tokens(), stage.calls().len()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn tokens_of_sixteen_kibibytes_are_carried() {
    let long = |letter: &str| letter.repeat(16 * 1024);
    let store = Store::holding("refused", Some(&long("r")));
    let stage = stage(store.clone(), move |seen| match seen.is_token() {
        true => now(granted(&long("a"), &long("s"))),
        false if seen.headers["authorization"].len() > 16 * 1024 => now(ok(PONG)),
        false => now(status(401, INVALID)),
    });
    stage.client.lane(Lane::Feed).ping().await.expect("a pong");
    assert_eq!(store.refresh().await.map(|token| token.len()), Some(16 * 1024));
}

/// A machine's clock that is set wrong while it runs.
struct Set {
    steady: PausedClock,
    wrong: Mutex<chrono::TimeDelta>,
}

impl Set {
    fn by(hours: i64) -> Arc<Self> {
        Arc::new(Self { steady: PausedClock::at(NOON), wrong: Mutex::new(chrono::TimeDelta::hours(hours)) })
    }
}

impl Clock for Set {
    fn now(&self) -> DateTime<Utc> {
        self.steady.now() + *self.wrong.lock().expect("the clock")
    }
}

/// Answers with the true time in its `Date`, and ends each access token after its hour.
fn punctual(rotation: Rotation) -> impl Fn(Seen) -> Answering + Send + Sync {
    let (truth, given) = (PausedClock::at(NOON), Mutex::new(Instant::now()));
    move |seen| {
        let mut given = given.lock().expect("the time");
        let old = given.elapsed() > Duration::from_secs(3_600);
        let answer = if !seen.is_token() && old { status(401, INVALID) } else { rotation.answer(&seen) };
        if seen.is_token() {
            *given = Instant::now();
        }
        let date = truth.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        now(crate::stage::with_headers(answer, &[("date", date)]))
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_an_hour_wrong_neither_wastes_a_token_nor_outlives_one() {
    for hours in [-1, 0, 1] {
        let store = Store::holding("refused", Some("refresh-0"));
        let stage = set(person(None), Set::by(hours), store.clone(), punctual(Rotation::default()));
        let session = stage.client.lane(Lane::Feed);
        for _ in 0..59 {
            session.ping().await.expect("a pong");
            sleep(Duration::from_secs(60)).await;
        }
        assert_eq!(stage.tokens(), 1, "{hours} h off, one token serves its hour");
        let refused = stage.calls().len();
        session.ping().await.expect("a pong");
        assert_eq!(
            (stage.tokens(), stage.calls().len()),
            (2, refused + 1),
            "left before its end, {hours} h off"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_by_an_hour_costs_one_renewal_at_most() {
    for hours in [-1, 1] {
        let clock = Set::by(0);
        let store = Store::holding("refused", Some("refresh-0"));
        let stage = set(person(None), clock.clone(), store, punctual(Rotation::default()));
        let session = stage.client.lane(Lane::Feed);
        session.ping().await.expect("a pong");
        *clock.wrong.lock().expect("the clock") = chrono::TimeDelta::hours(hours);
        for _ in 0..50 {
            session.ping().await.expect("a pong");
            sleep(Duration::from_secs(60)).await;
        }
        assert!(stage.tokens() <= 2, "{} renewals, set by {hours} h", stage.tokens());
    }
}

#[tokio::test(start_paused = true)]
async fn the_person_is_told_by_the_sign_in() {
    let stage = stage(Store::holding("access-0", Some("refresh-0")), |_| {
        now(ok(r#"{"sub":"p-9","name":"Ana Canary","fhirUser":"Practitioner/9"}"#))
    });
    let told = stage.client.lane(Lane::Interactive).person().await.expect("a person").value;
    assert_eq!((told.subject.expose().as_str(), told.name.expose().as_str()), ("p-9", "Ana Canary"));
    assert_eq!(told.fhir_user.expect("told").expose(), "Practitioner/9");
    let asked = stage.seen().remove(0);
    assert_eq!(
        (asked.path.as_str(), &asked.headers["authorization"]),
        ("/oauth2/v1/userinfo", &"Bearer access-0".parse().expect("a value"))
    );
}
