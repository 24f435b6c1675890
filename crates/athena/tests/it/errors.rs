//! What errors say, and what they never say.

use athena::{
    Endpoint, Error, FnTransport, Lane, Loss, MemoryTokens, Oddity, Pace, PatientQuery, Ports, Refusal,
    SeededRandom, SendFailure, TransportError, Unsent,
};
use model::Phi;
use std::sync::Arc;

use crate::stage::{PausedClock, answering, bare, config, now, stage, status};

fn canary() -> PatientQuery {
    PatientQuery { last: Some(Phi::new("canary-name".into())), ..PatientQuery::default() }
}

fn silent(error: &Error) -> String {
    let text = format!("{error} {error:?}");
    assert!(!text.contains("canary"), "{text}");
    assert!(!text.contains('?') && !text.contains("195900"), "neither query nor practice: {text}");
    error.to_string()
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_field_is_named_and_its_value_is_not() {
    for (body, words) in [
        (
            r#"{"patients":[{"patientid":"canary-1"},{"patientid":"2","dob":"canary-dob"}]}"#,
            "GET /patients: the answer cannot be read at patients[1].dob: not a date",
        ),
        (
            r#"{"patients":[{"patientid":"2","balances":[{"balance":"canary-money"}]}]}"#,
            "GET /patients: the answer cannot be read at patients[0].balances[0].balance: not an amount of money",
        ),
        (
            r#"{"patients":[{"lastname":"canary-name"}]}"#,
            "GET /patients: the answer cannot be read at patients[0].patientid: it is missing",
        ),
        (
            r#"{"patients":["canary-name"]}"#,
            "GET /patients: the answer cannot be read at patients[0]: another type than is known",
        ),
        (
            r#"{"patients":[{"patientid":{"canary-key":1}}]}"#,
            "GET /patients: the answer cannot be read at patients[0].patientid: another type than is known",
        ),
        (r#"{"canary-key":[]}"#, "GET /patients: the answer cannot be read at patients: it is missing"),
        (
            r#"{"patients":[{"canary-key": canary}]}"#,
            "GET /patients: the answer cannot be read at line 1 column 29: not JSON",
        ),
    ] {
        let stage = answering(body);
        let error = stage.client.lane(Lane::Interactive).patient_page(&canary(), None).await.expect_err(body);
        assert_eq!(silent(&error), words);
        assert!(!error.is_retryable(), "the same body would come again");
    }
}

#[tokio::test(start_paused = true)]
async fn the_servers_words_stay_out_of_print() {
    let body = r#"{"error":"canary-words","detailedmessage":"canary-details","success":"false"}"#;
    for code in [200, 400, 401, 403, 404, 409, 500] {
        let stage = stage(Pace::default(), move |_| now(status(code, body)));
        let error =
            stage.client.lane(Lane::Interactive).patient_page(&canary(), None).await.expect_err("refused");
        silent(&error);
        if let Error::Refused { said: Some(said), .. } = error {
            assert_eq!(said.expose(), "canary-words", "they are there for the screen");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_way_to_break_is_told_apart() {
    let not_sent = |failure| Err(TransportError::NotSent(failure));
    let lost = |how| Err(TransportError::Lost(how));
    for (answer, words, retryable) in [
        (not_sent(SendFailure::Dns), "not sent: the host's name could not be resolved", true),
        (not_sent(SendFailure::Connect), "not sent: no connection", true),
        (not_sent(SendFailure::Tls), "not sent: the server's certificate was not accepted", false),
        (not_sent(SendFailure::NoTls), "not sent: the server does not speak TLS", false),
        (not_sent(SendFailure::Proxy), "not sent: the proxy refused", true),
        (lost(Loss::Reset), "the connection broke", true),
        (lost(Loss::TooLarge), "the answer was too large", false),
        (status(200, "<html>canary"), "unexpected answer with 200: a web page, not athenahealth", true),
        (status(302, ""), "unexpected answer with 302: a redirect", true),
        (status(200, r#"{"patients":[{"patientid":"1"#), "the answer was cut short", true),
        (
            status(404, r#"{"error":"Invalid practice."}"#),
            "refused with 404: there is no such practice",
            false,
        ),
        (status(503, ""), "refused with 503: the server is out of order", true),
        (
            status(400, r#"{"error":"would produce a total data set larger than 1000 records"}"#),
            "refused with 400: the search matches too many",
            false,
        ),
    ] {
        let stage = stage(Pace::default(), move |_| now(answer.clone()));
        let error =
            stage.client.lane(Lane::Interactive).patient_page(&canary(), None).await.expect_err(words);
        assert_eq!(silent(&error), format!("GET /patients: {words}"));
        assert_eq!(error.is_retryable(), retryable, "{words}");
        assert_eq!(error.endpoint().to_string(), "GET /patients");
    }
}

#[tokio::test(start_paused = true)]
async fn a_network_that_wants_a_sign_in_is_not_a_wrong_secret() {
    let stage =
        bare(Pace::default(), Arc::new(MemoryTokens::default()), |_| now(status(200, "<html>canary")));
    let error = stage.client.lane(Lane::Interactive).ping().await.expect_err("a guest network");
    assert!(matches!(error, Error::Unexpected { what: Oddity::WebPage, .. }), "{error}");
    assert!(!error.needs_sign_in());
    assert_eq!(
        silent(&error),
        "POST /oauth2/v1/token: unexpected answer with 200: a web page, not athenahealth"
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_read_names_its_field() {
    let body = r#"{"expires_in":"3600"}"#;
    let stage = bare(Pace::default(), Arc::new(MemoryTokens::default()), move |_| now(status(200, body)));
    let error = stage.client.lane(Lane::Interactive).ping().await.expect_err("no token");
    let words = "POST /oauth2/v1/token: the answer cannot be read at access_token: it is missing";
    assert_eq!(silent(&error), words);
}

#[tokio::test(start_paused = true)]
async fn a_day_that_is_used_up_says_until_when() {
    let until = "2026-11-24T00:00:00Z".parse().expect("an instant");
    let error = Error::NotSent { endpoint: endpoint().await, why: Unsent::DayUsedUp { until } };
    let words = "GET /ping: not sent: the day's calls are used up until 2026-11-24 00:00:00 UTC";
    assert_eq!(error.to_string(), words);
    assert_eq!(Refusal::NoRight.to_string(), "the key has no right to this");
}

async fn endpoint() -> Endpoint {
    answering("<").client.lane(Lane::Interactive).ping().await.expect_err("a web page").endpoint()
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_a_date_says_so() {
    let answer =
        || async { Ok(http::Response::new(bytes::Bytes::from(r#"{"pong":true,"access_token":"t"}"#))) };
    let ports = Ports {
        transport: Arc::new(FnTransport(move |_| answer())),
        tokens: Arc::new(MemoryTokens::default()),
        clock: Arc::new(PausedClock::at(crate::stage::NOON)),
        random: Arc::new(SeededRandom::new(1)),
    };
    let client = athena::Client::new(config(Pace::default()), ports);
    let pong = client.lane(Lane::Feed).ping().await.expect("a pong");
    assert!(!pong.dated, "a watermark must not be taken from our own clock");
}
