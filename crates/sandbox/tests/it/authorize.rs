//! The authorize page and the code that comes of it.

use chrono::TimeDelta;
use http::StatusCode;
use sandbox::{
    CLIENT_ID, CLIENT_SECRET, CONFIDENTIAL_CLIENT_ID, Fault, Limits, Lives, Options, PUBLIC_CLIENT_ID, STAFF,
    STAFF_PASSWORD, Size,
};
use serde_json::json;

use crate::desk::Desk;
use crate::person::{
    EVERYTHING, OFFICE, REDIRECT, asking, claims, code, decide, open, post, read_with, redeem, redeem_with,
    sent_to, sign_in, signed_in, text, ticket, told,
};

#[tokio::test]
async fn a_person_signs_in_and_works() {
    let desk = Desk::solo().await;
    let page = open(&desk, &asking(&[])).await;
    assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, Some("no-store")), "a page");
    assert!(
        page.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'none'"))
    );
    assert!(!page.text.contains("<script"), "it needs no script");
    for label in ["<label for=\"username\">", "<label for=\"password\">", "lang=\"en\"", "Cancel</button>"] {
        assert!(page.text.contains(label), "{label}");
    }
    let page = sign_in(&desk, &page, STAFF[0].username, STAFF_PASSWORD).await;
    for scope in EVERYTHING.split(' ') {
        assert!(page.text.contains(&format!("<code>{scope}</code>")), "{scope} is shown");
    }
    assert!(page.text.contains(&STAFF[0].name()) && page.text.contains(STAFF[0].role), "and who allows it");
    let back = decide(&desk, &page, "allow").await;
    let (place, fields) = sent_to(&back);
    assert_eq!(place, REDIRECT, "back to the app");
    assert_eq!(
        fields[1..].to_vec(),
        [
            ("state".to_owned(), "a state & more".to_owned()),
            ("iss".to_owned(), "https://sandbox.example".to_owned())
        ]
    );
    let granted = redeem(&desk, &fields[0].1).await;
    assert_eq!(granted.header("cache-control"), Some("no-store"), "nobody keeps tokens");
    let granted = granted.json();
    assert_eq!(granted["expires_in"], json!("3600"), "a string, as recorded");
    assert_eq!(granted["scope"], json!(EVERYTHING), "all that was asked");
    let identity = claims(text(&granted, "id_token"));
    assert_eq!((&identity["sub"], &identity["aud"]), (&json!(STAFF[0].subject), &json!(PUBLIC_CLIENT_ID)));
    assert_eq!(
        (&identity["nonce"], &identity["name"]),
        (&json!("n-1"), &json!("Rosa Delgado")),
        "{identity}"
    );
    let pong = read_with(&desk, text(&granted, "access_token"), "/v1/195900/ping").await;
    assert_eq!(pong.status, StatusCode::OK, "the practice is open to her");
}

#[tokio::test]
async fn a_confidential_app_needs_its_secret_and_pkce_too() {
    let desk = Desk::solo().await;
    let ask = [("client_id", CONFIDENTIAL_CLIENT_ID), ("redirect_uri", "https://office.example/signed-in")];
    let fields = |code: String| {
        let fields = [
            ("grant_type", "authorization_code".to_owned()),
            ("code", code),
            ("redirect_uri", ask[1].1.to_owned()),
            ("code_verifier", crate::person::VERIFIER.to_owned()),
        ];
        fields.to_vec()
    };
    let try_with = async |basic: Option<(&str, &str)>, more: &[(&str, &str)]| {
        let own = fields(code(&desk, &STAFF[1], &ask).await);
        let mut all: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend(more);
        post(&desk, "/oauth2/v1/token", basic, &all).await
    };
    assert_eq!(try_with(Some(OFFICE), &[]).await.status, StatusCode::OK, "by Basic");
    let in_form = [("client_id", OFFICE.0), ("client_secret", OFFICE.1)];
    assert_eq!(try_with(None, &in_form).await.status, StatusCode::OK, "or in the form");
    let nameless = try_with(None, &[("client_id", OFFICE.0)]).await;
    assert_eq!(
        (nameless.status, &nameless.json()["error"]),
        (StatusCode::UNAUTHORIZED, &json!("invalid_client"))
    );
    assert!(nameless.header("www-authenticate").is_some_and(|text| text.starts_with("Basic")), "asks for it");
    assert_eq!(try_with(Some((OFFICE.0, "guess")), &[]).await.status, StatusCode::UNAUTHORIZED, "a guess");
    let both = try_with(Some(OFFICE), &in_form).await;
    assert_eq!(both.json()["error"], "invalid_request", "one way at a time");
    let public =
        redeem_with(&desk, &code(&desk, &STAFF[1], &[]).await, &[("client_id", PUBLIC_CLIENT_ID)]).await;
    assert_eq!(public.status, StatusCode::OK, "a public app has none");
}

#[tokio::test]
async fn what_must_not_redirect_ends_in_a_page() {
    let desk = Desk::solo().await;
    for changes in [
        [("client_id", "")],
        [("client_id", "nobody")],
        [("redirect_uri", "")],
        [("redirect_uri", "http://localhost:49999/callback")],
        [("redirect_uri", "http://127.0.0.1:49999/elsewhere")],
        [("redirect_uri", "https://evil.example/callback")],
        [("redirect_uri", "http://127.0.0.1:49999@evil.example/callback")],
        [("client_id", CLIENT_ID)],
    ] {
        let page = open(&desk, &asking(&changes)).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{changes:?}");
        assert_eq!(page.header("location"), None, "{changes:?} leads nowhere");
        assert!(page.text.contains("Close this window"), "{changes:?} says what to do");
        assert!(!page.text.contains("evil"), "{changes:?} is not said back");
    }
}

#[tokio::test]
async fn other_errors_are_told_to_the_app() {
    let desk = Desk::solo().await;
    for (changes, error) in [
        (vec![("response_type", "")], "unsupported_response_type"),
        (vec![("response_type", "token")], "unsupported_response_type"),
        (vec![("scope", "")], "invalid_scope"),
        (vec![("scope", "openid admin")], "invalid_scope"),
        (vec![("scope", "system/Patient.read")], "invalid_scope"),
        (vec![("state", "")], "invalid_request"),
        (vec![("code_challenge", "")], "invalid_request"),
        (vec![("code_challenge_method", "")], "invalid_request"),
        (vec![("code_challenge_method", "plain")], "invalid_request"),
        (vec![("code_challenge", "short")], "invalid_request"),
        (vec![("response_mode", "fragment")], "invalid_request"),
        (vec![("request", "x.y.z")], "request_not_supported"),
        (vec![("prompt", "none")], "login_required"),
    ] {
        let back = open(&desk, &asking(&changes)).await;
        assert_eq!(told(&back, "error").as_deref(), Some(error), "{changes:?}");
        assert_eq!(told(&back, "iss").as_deref(), Some("https://sandbox.example"), "{changes:?}");
        let stateless = changes[0].0 == "state";
        assert_eq!(told(&back, "state").is_none(), stateless, "{changes:?}: what was sent comes back");
    }
    let twice = open(&desk, &format!("{}&scope=openid", asking(&[]))).await;
    assert_eq!(told(&twice, "error").as_deref(), Some("invalid_request"), "no field may come twice");
}

#[tokio::test]
async fn whoever_says_no_is_believed() {
    let desk = Desk::solo().await;
    let page = open(&desk, &asking(&[])).await;
    let cancelled = decide(&desk, &page, "deny").await;
    assert_eq!(told(&cancelled, "error").as_deref(), Some("access_denied"), "before signing in");
    let page = open(&desk, &asking(&[])).await;
    let unsigned = decide(&desk, &page, "allow").await;
    assert_eq!(told(&unsigned, "error").as_deref(), Some("access_denied"), "nobody can allow unsigned");
    let page = open(&desk, &asking(&[])).await;
    let page = sign_in(&desk, &page, STAFF[2].username, STAFF_PASSWORD).await;
    let denied = decide(&desk, &page, "deny").await;
    assert_eq!(told(&denied, "error").as_deref(), Some("access_denied"), "and after it");
    assert_eq!(told(&denied, "code"), None, "without a code");
    desk.sandbox.set_fault(Fault::ConsentDenied, true);
    let page = open(&desk, &asking(&[])).await;
    let page = sign_in(&desk, &page, STAFF[2].username, STAFF_PASSWORD).await;
    let denied = decide(&desk, &page, "allow").await;
    assert_eq!(told(&denied, "error").as_deref(), Some("access_denied"), "by fault");
}

#[tokio::test]
async fn a_password_may_be_wrong_a_few_times_and_a_ticket_is_good_once() {
    let desk = Desk::solo().await;
    let first = open(&desk, &asking(&[])).await;
    let mut page = sign_in(&desk, &first, STAFF[0].username, "guess").await;
    assert!(page.text.contains("role=\"alert\""), "it says so");
    let again = sign_in(&desk, &first, STAFF[0].username, STAFF_PASSWORD).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST, "the first page was used");
    for _ in 0..3 {
        page = sign_in(&desk, &page, "nobody", STAFF_PASSWORD).await;
        assert_eq!(page.status, StatusCode::OK, "once more");
    }
    let ended = sign_in(&desk, &page, STAFF[0].username, "guess").await;
    assert_eq!(told(&ended, "error").as_deref(), Some("access_denied"), "five times is enough");
    let page = open(&desk, &asking(&[])).await;
    desk.hands.turn(TimeDelta::minutes(10));
    let late = sign_in(&desk, &page, STAFF[0].username, STAFF_PASSWORD).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST, "nobody waits for ever");
    let page = open(&desk, &asking(&[])).await;
    let page = sign_in(&desk, &page, STAFF[0].username, STAFF_PASSWORD).await;
    decide(&desk, &page, "allow").await;
    let twice = decide(&desk, &page, "allow").await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST, "one consent, one code");
    assert_eq!(
        sign_in(&desk, &page, STAFF[1].username, STAFF_PASSWORD).await.status,
        StatusCode::BAD_REQUEST
    );
    assert!(!ticket(&page).is_empty());
}

#[tokio::test]
async fn a_code_is_good_once_for_a_minute_and_to_whom_it_was_given() {
    let desk = Desk::solo().await;
    for (changes, why) in [
        (vec![("code_verifier", "x".repeat(43))], "another verifier"),
        (vec![("code_verifier", crate::person::CHALLENGE.to_owned())], "the challenge itself"),
        (vec![("redirect_uri", "http://127.0.0.1:50000/callback".to_owned())], "another port"),
        (vec![("redirect_uri", "http://[::1]:49999/callback".to_owned())], "another address"),
    ] {
        let code = code(&desk, &STAFF[0], &[]).await;
        let changes: Vec<_> = changes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = redeem_with(&desk, &code, &changes).await;
        assert_eq!(
            (refused.status, &refused.json()["error"]),
            (StatusCode::BAD_REQUEST, &json!("invalid_grant"))
        );
        assert_eq!(
            redeem(&desk, &code).await.json()["error"],
            "invalid_grant",
            "{why}, and the code is spent"
        );
    }
    for lacking in ["code", "redirect_uri", "code_verifier"] {
        let code = code(&desk, &STAFF[0], &[]).await;
        let refused = redeem_with(&desk, &code, &[(lacking, "")]).await;
        assert_eq!(refused.json()["error"], "invalid_request", "{lacking} is required");
    }
    let fields = |code: String| {
        [
            ("grant_type", "authorization_code".to_owned()),
            ("code", code),
            ("redirect_uri", REDIRECT.to_owned()),
            ("code_verifier", crate::person::VERIFIER.to_owned()),
        ]
    };
    let stolen = fields(code(&desk, &STAFF[0], &[]).await);
    let stolen: Vec<_> = stolen.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = post(&desk, "/oauth2/v1/token", Some(OFFICE), &stolen).await;
    assert_eq!(refused.json()["error"], "invalid_grant", "another app's code");
    let own = code(&desk, &STAFF[0], &[]).await;
    desk.hands.turn(TimeDelta::seconds(60));
    assert_eq!(redeem(&desk, &own).await.json()["error"], "invalid_grant", "a minute has passed");
    let own = code(&desk, &STAFF[0], &[]).await;
    desk.hands.turn(TimeDelta::seconds(59));
    assert_eq!(redeem(&desk, &own).await.status, StatusCode::OK, "a second less had not");
}

#[tokio::test]
async fn a_code_shown_twice_takes_back_what_it_gave() {
    let desk = Desk::solo().await;
    let code = code(&desk, &STAFF[0], &[]).await;
    let granted = redeem(&desk, &code).await.json();
    let access = text(&granted, "access_token");
    assert_eq!(read_with(&desk, access, "/v1/195900/ping").await.status, StatusCode::OK, "good at first");
    desk.hands.turn(TimeDelta::minutes(20));
    assert_eq!(redeem(&desk, &code).await.json()["error"], "invalid_grant", "a replay");
    assert_eq!(read_with(&desk, access, "/v1/195900/ping").await.status, StatusCode::UNAUTHORIZED, "revoked");
    let renewed = crate::person::renew(&desk, text(&granted, "refresh_token")).await;
    assert_eq!(renewed.json()["error"], "invalid_grant", "with what would renew it");
}

#[tokio::test]
async fn an_app_is_for_people_or_for_itself() {
    let desk = Desk::solo().await;
    let own = [("grant_type", "client_credentials"), ("scope", "athena/service/Athenanet.MDP.*")];
    let refused = post(&desk, "/oauth2/v1/token", Some(OFFICE), &own).await;
    assert_eq!(refused.json()["error"], "unauthorized_client", "people sign in through it");
    let code = code(&desk, &STAFF[0], &[]).await;
    let of_people = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT),
        ("code_verifier", crate::person::VERIFIER),
    ];
    let refused = post(&desk, "/oauth2/v1/token", Some((CLIENT_ID, CLIENT_SECRET)), &of_people).await;
    assert_eq!(refused.json()["error"], "unauthorized_client", "it signs in as itself");
    let guess =
        [("client_id", PUBLIC_CLIENT_ID), ("client_secret", "guess"), ("grant_type", "refresh_token")];
    assert_eq!(post(&desk, "/oauth2/v1/token", None, &guess).await.json()["error"], "invalid_client");
    let twice = [("grant_type", "refresh_token"), ("grant_type", "refresh_token")];
    assert_eq!(
        post(&desk, "/oauth2/v1/token", Some(OFFICE), &twice).await.json()["error"],
        "invalid_request"
    );
}

#[tokio::test]
async fn a_right_that_is_lacking_is_said_in_the_practice_s_words() {
    let desk = Desk::solo().await;
    let no_right = json!({"detailedmessage": "Bad auth.", "error": "Incorrect permissions."});
    let consultant = STAFF.iter().find(|member| !member.works_here).expect("somebody has left");
    let granted = redeem(&desk, &code(&desk, consultant, &[]).await).await.json();
    let scopeless =
        redeem(&desk, &code(&desk, &STAFF[0], &[("scope", "openid fhirUser user/*.read")]).await).await;
    let scopeless = scopeless.json();
    for token in [text(&granted, "access_token"), text(&scopeless, "access_token")] {
        let refused = read_with(&desk, token, "/v1/195900/patients/1001").await;
        assert_eq!((refused.status, refused.json()), (StatusCode::UNAUTHORIZED, no_right.clone()));
        assert_eq!(refused.header("www-authenticate"), None, "no new token would mend that");
        let listed = read_with(&desk, token, "/v1/1/practiceinfo").await.json();
        assert_eq!(listed["totalcount"], 0, "no practice may be seen");
    }
    assert!(scopeless.get("refresh_token").is_none(), "offline_access was not asked for");
}

#[tokio::test]
async fn lives_are_as_long_as_the_practice_says() {
    let lives = Lives { access: TimeDelta::seconds(20), ..Lives::default() };
    let options = Options { size: Size::Solo, limits: Limits::none(), lives, ..Options::default() };
    let desk = Desk::with(options).await;
    let granted = signed_in(&desk).await;
    assert_eq!(granted["expires_in"], "20", "it says so");
    let access = text(&granted, "access_token");
    desk.hands.turn(TimeDelta::seconds(19));
    assert_eq!(read_with(&desk, access, "/v1/195900/ping").await.status, StatusCode::OK, "good to the last");
    desk.hands.turn(TimeDelta::seconds(1));
    assert_eq!(
        read_with(&desk, access, "/v1/195900/ping").await.status,
        StatusCode::UNAUTHORIZED,
        "then over"
    );
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_tokens_may_be_huge() {
    let desk = Desk::solo().await;
    let flood = "x".repeat(70_000);
    let refused = post(&desk, "/oauth2/v1/token", Some(OFFICE), &[("code", &flood)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "no form is that long");
    desk.sandbox.set_fault(Fault::HugeTokens, true);
    let granted = signed_in(&desk).await;
    for name in ["access_token", "refresh_token"] {
        assert!(text(&granted, name).len() >= 16 * 1024, "{name} is huge");
    }
    let access = text(&granted, "access_token");
    assert_eq!(read_with(&desk, access, "/v1/195900/ping").await.status, StatusCode::OK, "and good");
    let renewed = crate::person::renew(&desk, text(&granted, "refresh_token")).await;
    assert_eq!(renewed.status, StatusCode::OK, "so is what renews it");
}

#[tokio::test]
async fn a_flood_of_visitors_ends_the_first_and_not_the_last() {
    let desk = Desk::solo().await;
    let first = open(&desk, &asking(&[])).await;
    let mut last = open(&desk, &asking(&[])).await;
    for _ in 0..200 {
        desk.hands.turn(TimeDelta::milliseconds(5));
        last = open(&desk, &asking(&[])).await;
    }
    let gone = sign_in(&desk, &first, STAFF[0].username, STAFF_PASSWORD).await;
    assert_eq!(gone.status, StatusCode::BAD_REQUEST, "the first gave way");
    let page = sign_in(&desk, &last, STAFF[0].username, STAFF_PASSWORD).await;
    assert_eq!(page.status, StatusCode::OK, "the last goes on");
}
